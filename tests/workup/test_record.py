"""The record: visits, replay, undo and redo, the last two against a simple model."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from workup.answers import Slot, Value, slot
from workup.record import (
    ID_LETTERS,
    ContentMoved,
    Entry,
    Refusal,
    Step,
    Visit,
    Void,
    evaluation_log,
    laid,
    new_id,
    numbered,
    patient_log,
    redo_step,
    replay,
    undo_step,
    visit_number,
    visits,
)

DAY = datetime(2025, 11, 25, 9, 12, tzinfo=timezone(timedelta(hours=1)))
PATIENT, EVALUATION, OTHER = patient_log("maria0000000"), evaluation_log("first0000000"), evaluation_log("second000000")


class Book:
    """Logs in memory, numbered as the vault numbers them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.visit = 1

    @property
    def last(self) -> int:
        return self.entries[-1].seq if self.entries else 0

    def log(self, name: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.log == name]

    def put(self, drafts: Iterable[Entry]) -> None:
        drafts = tuple(drafts)
        self.entries += numbered(drafts, self.last + len(drafts))

    def answer(self, log: str, values: dict[str, Value | None], who: str = "ann") -> None:
        at = DAY + timedelta(days=7 * (self.visit - 1))
        self.put(Entry(0, log, self.visit, at, who, slot(address), value) for address, value in values.items())

    def undo(self, since: int = 0, evaluation: str = EVALUATION) -> Step | Refusal:
        return undo_step(self.log(PATIENT), self.log(evaluation), "ann", since, self.visit, {"ben": "Dr Ben"})

    def redo(self, since: int = 0, evaluation: str = EVALUATION) -> Step | Refusal:
        return redo_step(self.log(PATIENT), self.log(evaluation), "ann", since, self.visit, {"ben": "Dr Ben"})

    def do(self, step: Step | Refusal) -> None:
        assert isinstance(step, Step)
        self.put(step.entries(self.visit, DAY + timedelta(days=7 * (self.visit - 1)), "ann"))

    def values(self) -> dict[str, Value]:
        answers = replay(self.log(PATIENT), self.log(EVALUATION))
        return {str(where): answer.value for where, answer in answers.items()}


def test_an_id_is_twelve_letters_and_digits_each_equally_likely() -> None:
    assert len({new_id(os.urandom) for _ in range(100)}) == 100
    # 252 to 255 would favour the first four letters and are left out.
    assert new_id(lambda count: bytes([255, 0, 35, 36, 251, *range(252, 256)] + [10] * (count - 9))) == "a9a9kkkkkkka"
    assert set(new_id(os.urandom)) <= set(ID_LETTERS)


def test_visits_are_one_day_of_one_clinician() -> None:
    late = datetime(2025, 11, 25, 23, 30, tzinfo=timezone(timedelta(hours=-5)))  # 26 Nov in UTC, 25 Nov for them
    entries = [
        Entry(1, PATIENT, 1, DAY, "ann", Slot("sex"), "female"),
        Entry(2, OTHER, 1, late, "ann", Slot("reason"), "pain"),
        Entry(4, EVALUATION, 2, DAY, "ben", Slot("reason"), "pain"),
    ]
    found = visits(reversed(entries))
    assert found == (Visit(1, date(2025, 11, 25), "ann"), Visit(2, date(2025, 11, 25), "ben"))
    assert visit_number(found, date(2025, 11, 25), "ben") == 2
    assert visit_number(found, date(2025, 11, 26), "ben") == 3
    assert visit_number((), date(2025, 11, 26), "ben") == 1


def test_replay_lays_both_logs_in_the_order_entered_and_leaves_acts_out() -> None:
    book = Book()
    book.answer(PATIENT, {"sex": "female"})
    book.answer(EVALUATION, {"reason": "leg pain"})
    book.put([Entry(0, EVALUATION, 1, DAY, "ann", None, Void("wrong patient"))])
    book.answer(PATIENT, {"sex": None})
    assert book.values() == {"reason": "leg pain"}
    trail = replay(book.log(PATIENT)).trail(Slot("sex"))
    assert [getattr(step, "value", None) for step in trail] == ["female", None]
    one_by_one = replay(())
    for entry in book.entries:
        one_by_one = laid(one_by_one, entry)
    assert dict(one_by_one) == dict(replay(book.log(PATIENT), book.log(EVALUATION)))


def test_what_was_entered_in_one_go_is_undone_in_one_go() -> None:
    book = Book()
    book.answer(EVALUATION, {"slr@right": "normal"})
    book.answer(EVALUATION, {"slr@right": "positive", "slr@left": "negative", "slump@left": "negative"})
    book.do(book.undo())
    assert book.values() == {"slr@right": "normal"}
    assert {entry.cause for entry in book.entries[-3:]} == {"undo"}
    book.do(book.redo())
    assert book.values() == {"slr@right": "positive", "slr@left": "negative", "slump@left": "negative"}


def test_acts_are_neither_undone_nor_the_end_of_redo() -> None:
    book = Book()
    book.answer(EVALUATION, {"reason": "leg pain"})
    book.do(book.undo())
    book.put([Entry(0, EVALUATION, 1, DAY, "ann", None, ContentMoved("2", "d1"))])
    assert book.undo() == Refusal("There is nothing of yours left to undo since you unlocked.")
    book.do(book.redo())
    assert book.values() == {"reason": "leg pain"}


def test_undo_stops_before_unlocking() -> None:
    book = Book()
    book.answer(EVALUATION, {"reason": "leg pain"})
    since = book.last
    assert isinstance(book.undo(since), Refusal)
    book.answer(EVALUATION, {"reason": "back pain"})
    book.do(book.undo(since))
    assert book.values() == {"reason": "leg pain"}


def test_undo_stops_at_a_visit_boundary_and_names_the_day() -> None:
    book = Book()
    book.answer(EVALUATION, {"reason": "leg pain"})
    book.visit = 2
    stopped = book.undo()
    assert isinstance(stopped, Refusal)
    assert "visit of 25 Nov 2025" in stopped.sentence


def test_undo_stops_at_another_users_entry_and_says_whose() -> None:
    book = Book()
    book.answer(EVALUATION, {"reason": "leg pain", "main_region": "back_leg"})
    book.answer(EVALUATION, {"main_region": "neck_arm"}, who="ben")
    stopped = book.undo()
    assert isinstance(stopped, Refusal)
    assert stopped.sentence.startswith("Dr Ben has answered this since")
    assert book.values()["reason"] == "leg pain"


def test_a_redo_begun_from_another_evaluation_is_a_step_of_its_own() -> None:
    book = Book()
    book.answer(PATIENT, {"sex": "female"})
    book.do(book.undo())
    book.answer(EVALUATION, {"reason": "leg pain"})
    assert isinstance(book.redo(), Refusal)
    book.do(book.redo(evaluation=OTHER))
    assert book.values() == {"sex": "female", "reason": "leg pain"}
    book.do(book.undo())
    assert book.values() == {"reason": "leg pain"}


SLOTS = {"sex": PATIENT, "mrn": PATIENT, "reason": EVALUATION, "slr@right": EVALUATION, "slr@left": EVALUATION}
VALUES: st.SearchStrategy[Value | None] = st.none() | st.integers(0, 3)
Values = dict[str, Value | None]


class Snapshot(NamedTuple):
    """What one own step changed, when and at which visit."""

    tick: int
    visit: int
    before: Values
    after: Values


class UndoMachine(RuleBasedStateMachine):
    """Random answers, bulk entries, undo, redo, unlocking, visits and a second user against stacks of snapshots."""

    def __init__(self) -> None:
        super().__init__()
        self.book = Book()
        self.since = 0
        self.tick = 0
        self.now: dict[str, Value] = {}
        self.ben: dict[str, int] = {}
        self.done: list[Snapshot] = []
        self.undone: list[Snapshot] = []

    def put(self, values: Values) -> None:
        for address, value in values.items():
            if value is None:
                self.now.pop(address, None)
            else:
                self.now[address] = value

    @rule(log=st.sampled_from((PATIENT, EVALUATION)), data=st.data())
    def answer(self, log: str, data: st.DataObject) -> None:
        addresses = st.sampled_from([address for address, home in SLOTS.items() if home == log])
        values = data.draw(st.dictionaries(addresses, VALUES, min_size=1))
        self.tick += 1
        self.done.append(Snapshot(self.tick, self.book.visit, {a: self.now.get(a) for a in values}, values))
        self.undone.clear()
        self.book.answer(log, values)
        self.put(values)

    @rule(address=st.sampled_from(sorted(SLOTS)), value=VALUES)
    def another_answers(self, address: str, value: Value | None) -> None:
        self.tick += 1
        self.ben[address] = self.tick
        self.book.answer(SLOTS[address], {address: value}, who="ben")
        self.put({address: value})

    @rule()
    def undo(self) -> None:
        step = self.book.undo(self.since)
        if self.expect(step, self.done):
            self.undone.append(self.done.pop())
            self.book.do(step)
            self.put(self.undone[-1].before)

    @rule()
    def redo(self) -> None:
        step = self.book.redo(self.since)
        if self.expect(step, self.undone):
            self.done.append(self.undone.pop())
            self.book.do(step)
            self.put(self.done[-1].after)

    def expect(self, step: Step | Refusal, source: list[Snapshot]) -> bool:
        """Whether undo or redo may go on, and that the record says the same."""
        free = bool(source) and source[-1].visit == self.book.visit
        free = free and all(self.ben.get(address, 0) < source[-1].tick for address in source[-1].before)
        assert isinstance(step, Step) == free
        return free

    @rule()
    def unlock_again(self) -> None:
        self.since = self.book.last
        self.done.clear()
        self.undone.clear()

    @precondition(lambda self: self.book.visit < 3)
    @rule()
    def come_back_another_day(self) -> None:
        self.book.visit += 1

    @invariant()
    def replay_is_the_model(self) -> None:
        assert self.book.values() == self.now


UndoMachine.TestCase.settings = settings(max_examples=50, stateful_step_count=20, deadline=None)
TestUndoMachine = UndoMachine.TestCase
