"""Forms and fields on the screen, with answers behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.answering import Answering, Make, plain_theme, real_figure
from tests.ui.examples import BY_ID, TODAY, MakeField, library_of
from ui.fields import Field, FieldContext, FieldView, field_for
from ui.theme import Theme
from workup.answers import NOWHERE, Value
from workup.protocol import Library


@pytest.fixture(scope="module")
def form_theme_for_module(qapp: QApplication) -> Theme:
    """One theme for all forms of a module; loading fonts takes its time."""
    return plain_theme(qapp)


@pytest.fixture
def form_theme(form_theme_for_module: Theme) -> Iterator[Theme]:
    """The theme at its usual size, put back afterwards."""
    form_theme_for_module.set_scale(100)
    yield form_theme_for_module
    form_theme_for_module.set_touch(False)
    form_theme_for_module.letter_keys = True


@pytest.fixture
def answering(form_theme: Theme, qtbot: QtBot) -> Make:
    """Make forms that are shown, have the keyboard, and are closed again."""

    def made(
        step: str, answers: dict[str, Value] | None = None, *, visit: int = 2, library: Library | None = None
    ) -> Answering:
        host = Answering(form_theme, step, answers, visit=visit, library=library)
        qtbot.addWidget(host.form)
        with qtbot.waitActive(host.form):
            host.form.show()
            host.form.activateWindow()
        return host

    return made


@pytest.fixture
def make(form_theme: Theme, qtbot: QtBot) -> MakeField:
    """A field in a window of its own; `told` says what it has told."""

    def made(
        name: str, view: FieldView | None = None, *, examined: bool = False,
        shape: Literal["above", "beside"] = "above",
    ) -> Field:
        context = FieldContext(form_theme, library_of(examined=examined), real_figure())
        field = field_for(context, BY_ID[name], NOWHERE, shape=shape)
        field.told = []  # type: ignore[attr-defined]
        field.answered.connect(lambda _slot, value: field.told.append(value))  # type: ignore[attr-defined]
        field.filled.connect(lambda pairs, cause: field.told.append((cause, pairs)))  # type: ignore[attr-defined]
        field.render(view or FieldView(TODAY))
        field.resize(500, field.height_for(500))
        qtbot.addWidget(field)
        with qtbot.waitActive(field):
            field.show()
            field.activateWindow()
        field.give_focus()
        return field

    return made
