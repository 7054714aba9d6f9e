"""Key presses, counted for what they were made, and values as they are typed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtTest import QTest

from tests.ui.room import Room, focused, press
from ui.fields.habit import HabitualEnter
from ui.form import StepForm
from workup.answers import Levels, PartialDate, Slot, Value

ARROWS = {(0, 1): "Right", (0, -1): "Left", (1, 0): "Down", (-1, 0): "Up"}


class StuckError(AssertionError):
    """Keys do not lead there."""


@dataclass
class Count:
    """What was pressed for what, and how many answers that gave; a press that answers for a group counts as one."""

    presses: list[tuple[str, str]] = field(default_factory=list)
    answered: int = 0

    @property
    def rate(self) -> float:
        """Presses for each answer."""
        return len(self.presses) / max(1, self.answered)

    def lines(self) -> list[str]:
        """The presses, those for the same thing in one line."""
        said: list[tuple[str, list[str]]] = []
        for key, why in self.presses:
            if not said or said[-1][0] != why:
                said.append((why, []))
            said[-1][1].append(key)
        return [f"{len(keys):3}  {why:52} {' '.join(keys)}" for why, keys in said]


class Counting:
    """Hands that enter what is wanted into an open workup and count what they press."""

    def __init__(self, room: Room, wanted: Mapping[Slot, Value]) -> None:
        self.room, self.wanted, self.count = room, dict(wanted), Count()

    def key(self, key: str, why: str) -> None:
        """Press a key and count it."""
        self.count.presses.append((key, why))
        press(key)

    @property
    def form(self) -> StepForm:
        """The questions of the open step."""
        return self.room.workspace.forms[self.room.workspace.step]

    def value(self, where: Slot) -> Value | None:
        """The answer in force."""
        return self.room.live.session.assessment.answers.value(where.item, where.at)


def read_on() -> None:
    """Look at the next question: until then an Enter would be taken for one that habit adds to a whole text."""
    here = focused()
    wait_until(lambda: not here.findChildren(HabitualEnter))


def wait_until(condition: Callable[[], object]) -> None:
    """Let the window live until something has come about."""
    ended = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < ended, "it did not come about"
        QTest.qWait(10)


def typed_as(value: Value | None) -> str:
    """A value as it is typed."""
    match value:
        case PartialDate(year, int(month), None):
            return f"{month}/{year}"
        case PartialDate():
            return str(value)
        case Levels():
            return f"{value.upper}-{value.lower}"
        case float() | int():
            return f"{value:g}"
        case _:
            return str(value)
