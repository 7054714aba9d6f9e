"""Undo at one place: only the newest own entry there, whatever was entered elsewhere, and redo puts it back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from workup.answers import Painted, Slot, Value, slot
from workup.record import Entry, Refusal, evaluation_log, numbered, redo_step, replay, step_here, undo_step

LOG = evaluation_log("e")
AT = datetime(2025, 11, 25, 10, tzinfo=UTC)
AREAS = tuple(slot(f"pain_map@back.{name}") for name in ("buttock/right", "calf/right", "low-back/left"))
PAINTS = st.one_of(
    st.none(), st.builds(Painted, st.sampled_from([("ache",), ("burning",), ("ache", "pins")]), st.integers(0, 2))
)
STROKES = st.lists(st.dictionaries(st.sampled_from(AREAS), PAINTS, min_size=1), min_size=1, max_size=8)


class Chart:
    """A log that is painted in strokes, each one step."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def store(self, entries: tuple[Entry, ...]) -> None:
        self.entries += numbered(entries, len(self.entries) + len(entries))

    def paint(self, stroke: dict[Slot, Value | None]) -> None:
        self.store(tuple(Entry(0, LOG, 1, AT, "ao", where, value) for where, value in stroke.items()))

    def step(self, where: Slot, *, back: bool) -> bool:
        found = step_here((), self.entries, "ao", 0, 1, where=where, back=back)
        if isinstance(found, Refusal):
            return False
        self.store(found.entries(1, AT, "ao"))
        return True

    def whole(self, which: Literal["undo", "redo"]) -> bool:
        found = (undo_step if which == "undo" else redo_step)((), self.entries, "ao", 0, 1)
        if isinstance(found, Refusal):
            return False
        self.store(found.entries(1, AT, "ao"))
        return True

    def shown(self) -> dict[Slot, Value | None]:
        answers = replay((), self.entries)
        return {where: answers.value(where.item, where.at) for where in AREAS}


def painted(strokes: list[dict[Slot, Value | None]]) -> Chart:
    chart = Chart()
    for stroke in strokes:
        chart.paint(stroke)
    return chart


@given(STROKES, st.sampled_from(AREAS), st.integers(1, 4))
def test_undone_and_redone_as_often_is_the_same_and_touches_no_other_area(
    strokes: list[dict[Slot, Value | None]], where: Slot, times: int
) -> None:
    chart = painted(strokes)
    before = chart.shown()
    undone = sum(chart.step(where, back=True) for _ in range(times))
    rest = {other: value for other, value in before.items() if other != where}
    assert {other: value for other, value in chart.shown().items() if other != where} == rest
    assert all(chart.step(where, back=False) for _ in range(undone))
    assert chart.shown() == before


@given(STROKES, st.sampled_from(AREAS))
def test_an_area_goes_back_through_all_it_ever_held_and_then_says_so(
    strokes: list[dict[Slot, Value | None]], where: Slot
) -> None:
    chart = painted(strokes)
    held = [stroke[where] for stroke in strokes if where in stroke]
    for value in [*reversed(held[:-1]), None][: len(held)]:
        assert chart.step(where, back=True)
        assert chart.shown()[where] == value
    assert not chart.step(where, back=True)


@given(STROKES, st.sampled_from(AREAS))
def test_ctrl_z_still_takes_everything_back_after_it(strokes: list[dict[Slot, Value | None]], where: Slot) -> None:
    chart = painted(strokes)
    chart.step(where, back=True)
    for _ in range(len(chart.entries) + 1):
        if not chart.whole("undo"):
            break
    assert set(chart.shown().values()) == {None}


def test_what_another_person_painted_last_is_not_undone() -> None:
    chart = painted([{AREAS[0]: Painted(("ache",))}])
    chart.store((Entry(0, LOG, 1, AT, "bo", AREAS[0], Painted(("burning",))),))
    assert not chart.step(AREAS[0], back=True)
