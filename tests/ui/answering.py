"""A form with answers behind it, as the window has them, but kept in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests import shipped
from ui.form import StepForm
from ui.theme import Theme
from workup.answers import Answer, Answers, Cause, Levels, PartialDate, Slot, TakenBack, Value, slot
from workup.assess import Assessment, assess
from workup.body import BodyFigure, load_body
from workup.protocol import Library
from workup.record import Visit
from workup.style import load_style

RESOURCES = Path(__file__).parents[2] / "resources"
TODAY = date(2025, 11, 25)
VISITS = (Visit(1, date(2025, 11, 4), "ao"), Visit(2, TODAY, "ao"))


@cache
def real_library() -> Library:
    """The shipped content."""
    return shipped.library()


@cache
def real_figure() -> BodyFigure:
    """The shipped body chart."""
    return load_body(RESOURCES / "figures" / "body.svg")


def plain_theme(app: QApplication) -> Theme:
    """The shipped look, light."""
    theme = Theme(load_style(RESOURCES / "style.toml"), RESOURCES / "icons", app)
    theme.set_scheme("light")
    return theme


OPERATED: dict[str, Value] = {
    "operations@1": "added",
    "operation_date@1": PartialDate(2016, 5),
    "operations@2": "added",
    "operation_date@2": PartialDate(2024, 9, 3),
    "operation_levels@2": Levels("L4", "S1"),
}


class Answering:
    """Lays what a form tells over the answers and shows it the outcome, as a session does."""

    def __init__(
        self, theme: Theme, step: str, answers: dict[str, Value] | None = None, *, visit: int = 2,
        library: Library | None = None,
    ) -> None:
        self.library, self.visit = library or real_library(), visit
        self.answers, self.former = Answers(), Answers()
        self._known: Assessment | None = None
        self.told: list[tuple[str, object]] = []
        self.steps: list[tuple[Cause, list[tuple[str, Value | None]]]] = []
        self.form = StepForm(theme, self.library, step, real_figure())
        self.form.answered.connect(self._answered)
        self.form.filled.connect(self._filled)
        self.form.typing.connect(lambda where, text: self.told.append((f"typing {where}", text)))
        self.form.resize(900, 700)
        for address, value in (answers or {}).items():
            self.lay(address, value)
        self.show()

    def lay(self, address: str, value: Value | None, cause: Cause = "typed", visit: int | None = None) -> None:
        """Add an entry without showing it."""
        at = datetime(2025, 11, 25, 10, tzinfo=UTC)
        number = visit or self.visit
        step = TakenBack(number, at, "ao", cause) if value is None else Answer(value, number, at, "ao", cause)
        self.answers = self.answers.laid(slot(address), step)

    def lay_before(self, answers: dict[str, Value]) -> None:
        """Answers of the evaluation before this one, given at the first visit."""
        at = datetime(2025, 11, 4, 10, tzinfo=UTC)
        for address, value in answers.items():
            self.former = self.former.laid(slot(address), Answer(value, 1, at, "ao", "typed"))
        self.show()

    def assessment(self) -> Assessment:
        """What the answers mean now."""
        self._known = assess(self.library, self.answers, TODAY, VISITS, self.visit, self.former, self._known)
        return self._known

    def show(self) -> None:
        """Show the form what the answers mean."""
        self.form.render(self.assessment())

    def value(self, address: str) -> Value | None:
        """The value in force."""
        where = slot(address)
        return self.answers.value(where.item, where.at)

    def _answered(self, where: Slot, value: Value | None) -> None:
        self.steps.append(("typed", [(str(where), value)]))
        self.lay(str(where), value)
        self.show()

    def _filled(self, pairs: list[tuple[Slot, Value | None]], cause: Cause) -> None:
        self.steps.append((cause, [(str(where), value) for where, value in pairs]))
        for where, value in pairs:
            self.lay(str(where), value, cause)
        self.show()

    def focus(self, address: str) -> QWidget:
        """Put the keyboard into a slot."""
        assert self.form.focus_slot(slot(address)), f"{address} cannot be reached"
        return focused()

    def press(self, *keys: str | Qt.Key) -> None:
        """Type at whatever has the keyboard."""
        for key in keys:
            if isinstance(key, str):
                QTest.keyClicks(focused(), key)
            else:
                QTest.keyClick(focused(), key)


class Make(Protocol):
    """How a test asks for a form that is shown."""

    def __call__(
        self, step: str, answers: dict[str, Value] | None = None, *, visit: int = 2, library: Library | None = None
    ) -> Answering: ...


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget
