"""A system that asks for high contrast gets it, at the start and while the window is open; a chosen look stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from tests.ui.answering import plain_theme
from tests.ui.room import Room
from ui import theme as module
from ui.theme import Theme

ASKED = Qt.ContrastPreference.HighContrast
PLAIN = Qt.ContrastPreference.NoPreference


class System:
    """What the system asks for; tells as Qt does."""

    def __init__(self) -> None:
        self.hints, self.access = module.system_hints()
        self.now = PLAIN

    def asks(self, preference: Qt.ContrastPreference) -> None:
        self.now = preference
        self.access.contrastPreferenceChanged.emit(preference)


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    """Only the answer to what it prefers is ours; the signal is that of Qt."""
    made = System()

    class Access:
        def __getattr__(self, name: str) -> object:
            return getattr(made.access, name)

        def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802 - the name Qt has
            return made.now

    monkeypatch.setattr(module, "system_hints", lambda: (made.hints, Access()))
    yield made
    made.asks(PLAIN)


def seen(theme: Theme) -> tuple[QColor, int]:
    return theme.color("line"), theme.edge


def test_the_look_follows_while_the_window_is_open(qapp: QApplication, system: System) -> None:
    theme = plain_theme(qapp)
    theme.set_scheme("system")
    plain, told = seen(theme), list[bool]()
    theme.changed.connect(lambda: told.append(theme.high_contrast))
    system.asks(ASKED)
    assert theme.high_contrast
    assert told == [True]
    assert theme.edge == theme.style.edge.contrast > plain[1]
    assert seen(theme)[0] != plain[0]
    system.asks(PLAIN)
    assert not theme.high_contrast
    assert seen(theme) == plain


def test_it_is_asked_at_the_start(qapp: QApplication, system: System) -> None:
    system.asks(ASKED)
    theme = plain_theme(qapp)
    theme.set_scheme("system")
    assert theme.high_contrast
    assert theme._system_palette is not None, "the colours somebody chose in the system serve"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_look_that_was_chosen_stays(qapp: QApplication, system: System, scheme: str) -> None:
    theme = plain_theme(qapp)
    theme.set_scheme(scheme)  # type: ignore[arg-type]  # the names of the looks
    system.asks(ASKED)
    assert not theme.high_contrast


def test_an_open_workup_is_painted_anew(sample: Room, system: System) -> None:
    theme = sample.window.theme
    theme.set_scheme("system")
    before = sample.window.grab().toImage()
    system.asks(ASKED)
    QApplication.processEvents()
    after = sample.window.grab().toImage()
    assert theme.high_contrast
    apart = sum(before.pixel(x, y) != after.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7))
    assert apart > 500
    theme.set_scheme("light")
