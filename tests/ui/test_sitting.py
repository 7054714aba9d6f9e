"""Twelve hours after unlocking the window locks; a clock that was moved is in the audit trail, once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject

from tests.ui.room import MORNING, Clock, Room, press, write
from ui.sitting import BACK, FORWARD, MINUTE_MS, Sitting
from workup.answers import slot
from workup.vault import Vault

HOUR = 3600 * 10**9


class Sat:
    """A sitting whose hours pass as told; what it said and why it locked."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.passed, self.clock = vault, 5 * HOUR, Clock(MORNING)
        self.told: list[str] = []
        self.locked: list[str] = []
        vault.ticks = lambda: self.passed
        self.parent = QObject()
        self.sitting = Sitting(self.parent, self.clock, self.say, self.locked.append)
        self.sitting.begin(vault)

    def say(self, title: str, _line: str) -> None:
        self.told.append(title)

    def later(self, hours: float, shown: float | None = None) -> None:
        """So many hours pass, and the clock shows so many more, or others."""
        self.passed += round(hours * HOUR)
        self.clock.now += timedelta(hours=hours if shown is None else shown)
        self.sitting.look()

    @property
    def noted(self) -> list[str]:
        """What the audit trail says of the clock."""
        rows = self.vault.database.rows("SELECT action FROM audit WHERE action LIKE 'clock%' ORDER BY seq")
        return [str(row[0]) for row in rows]


@pytest.fixture
def sat(room: Room) -> Iterator[Sat]:
    room.open()
    made = Sat(room.vault)
    yield made
    made.sitting.stop()


def test_it_warns_and_locks_after_twelve_hours_whatever_the_clock_says(sat: Sat) -> None:
    sat.later(11.5, shown=0)
    assert (sat.told, sat.locked) == ([], [])
    sat.later(0.4)
    assert sat.told == ["Workup locks in 6 minutes"]
    sat.later(0.05)
    assert len(sat.told) == 1, "it warns once"
    sat.later(0.1, shown=-3)
    assert sat.locked
    assert sat.locked[0].endswith("12 hours after unlocking")


def test_a_moved_clock_is_noted_once_and_time_that_passed_is_not(sat: Sat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.sitting.COUNTS_SLEEP", True)
    sat.later(3)
    assert sat.noted == []
    sat.later(0.1, shown=-1)
    sat.later(0.1)
    assert sat.noted == [BACK]
    sat.later(0.1, shown=24 * 365)
    sat.later(0.1)
    assert sat.noted == [BACK, FORWARD]
    monkeypatch.setattr("ui.sitting.COUNTS_SLEEP", False)
    sat.later(0.1, shown=8)
    assert sat.noted == [BACK, FORWARD], "where hours asleep are not counted it may only have slept"


def test_a_clock_before_the_last_entry_is_noted_at_unlocking(sat: Sat, room: Room) -> None:
    room.window.begin_workup(None)
    room.live.answer(slot("reason"), "leg pain")
    assert sat.noted == []
    sat.clock.now -= timedelta(days=3650)
    sat.sitting.begin(room.vault)
    assert sat.noted == [BACK]
    sat.later(1)
    sat.sitting.begin(room.vault)
    assert sat.noted == [BACK], "unlocking again under the same clock is not another jump"
    sat.clock.now -= timedelta(days=1)
    sat.sitting.begin(room.vault)
    assert sat.noted == [BACK, BACK], "further back is"


def test_a_clock_that_was_put_right_and_moved_again_is_noted_again(sat: Sat, room: Room) -> None:
    room.window.begin_workup(None)
    room.live.answer(slot("reason"), "leg pain")
    sat.clock.now -= timedelta(hours=1)
    sat.sitting.begin(room.vault)
    sat.clock.now += timedelta(hours=2)
    sat.sitting.begin(room.vault)
    room.vault.audit("opened", room.vault.person.id, "vault:x", sat.clock.now)
    sat.clock.now -= timedelta(hours=1.5)
    sat.sitting.begin(room.vault)
    assert sat.noted == [BACK, BACK]


def test_steps_too_small_to_note_add_up(sat: Sat) -> None:
    for _ in range(3):
        sat.later(1 / 60, shown=-3 / 60)
    assert sat.noted == [BACK]


def test_it_looks_at_the_moment_the_twelve_hours_end(sat: Sat) -> None:
    sat.later(11)
    assert sat.sitting._minute.interval() == MINUTE_MS
    sat.later(1 - 10 / 3600)
    assert sat.locked == []
    assert abs(sat.sitting._minute.interval() - 10_000) <= 1
    sat.later(10 / 3600)
    assert len(sat.locked) == 1
    assert sat.sitting._minute.interval() == MINUTE_MS, "a lock that waits for an entry is not asked for without pause"


def test_the_window_itself_locks(room: Room) -> None:
    room.open()
    assert room.shell is not None
    began = room.vault.ticks()
    room.vault.ticks = lambda: began + 12 * HOUR
    room.shell._sitting.look()
    assert room.ended == [75]


@pytest.mark.parametrize(
    ("item", "typed", "entered", "kept"),
    [("family_name", "Mül", "Mül", []), ("birth_date", "14 jun 197", None, ["14 jun 197"])],
    ids=["becomes an entry", "is no date yet"],
)
def test_what_is_being_typed_when_the_twelve_hours_end_is_not_lost(
    room: Room, capsys: pytest.CaptureFixture[str], item: str, typed: str, entered: str | None, kept: list[str]
) -> None:
    room.open()
    shell = room.shell
    assert shell is not None
    press("Ctrl+N")
    room.live.answer(slot("given_name"), "Anna")
    room.go_to(item)
    write(typed)
    assert room.value(item) is None, "not entered yet"
    opened = room.vault
    began = opened.ticks()
    opened.ticks = lambda: began + 12 * HOUR
    shell._sitting.look()
    assert room.ended == [75]
    assert shell.vault is None, "the vault is closed"
    told = json.loads(capsys.readouterr().out)
    assert told["reason"].endswith("12 hours after unlocking")
    assert typed not in json.dumps(told, ensure_ascii=False)
    patient, evaluation = told["place"].split("/")
    room.close()
    room.open().open_workup(patient, evaluation)
    assert room.value(item) == entered
    assert [each.text for each in room.live.session.typed()] == kept
