"""Operations and pains on one line: when, how long free, and how that course reads."""

from typing import Literal

from msgspec import Struct

from workup.answers import NOWHERE, At, Gap, PartialDate, Slot
from workup.protocol import Library, Reading
from workup.reasoning.facts import Facts, onset
from workup.reasoning.weighing import Weigher


class Mark(Struct, frozen=True):
    """Something on the line: an operation by its record, the return of pain, or something new; undated ones last."""

    kind: Literal["operation", "return", "new", "today"]
    day: PartialDate | None
    record: int | None = None


class Timeline(Struct, frozen=True):
    """The marks from the oldest, the free interval after the latest operation in weeks, and how the course reads."""

    marks: tuple[Mark, ...]
    free_weeks: float | None
    onset: PartialDate | None
    readings: tuple[Reading, ...]
    slots: tuple[Slot, ...]


def timeline(library: Library, facts: Facts, weigher: Weigher) -> Timeline:
    """The course of one patient up to today."""
    slots: list[Slot] = []
    marks: list[Mark] = []
    for record in facts.records.get("operations", ()):
        slot = Slot("operation_date", At(record))
        marks.append(Mark("operation", facts.day(slot.item, slot.at), record))
        slots.append(slot)
    for item, kind in (("return_date", "return"), ("new_symptom_date", "new")):
        day = facts.day(item)
        if day is not None:
            marks.append(Mark("return" if kind == "return" else "new", day))
            slots.append(Slot(item))
    marks.sort(key=lambda mark: (mark.day is None, mark.day.first if mark.day else facts.today))
    marks.append(Mark("today", PartialDate.of(facts.today)))
    readings = tuple(one for one in library.engine.reading if weigher.holds(f"reading:{one.id}") is True)
    because = {slot for one in readings for slot in weigher.because(f"reading:{one.id}")}
    weeks = facts.number("free_interval_weeks")
    given = (slot for slot in (*slots, Slot("free_interval_weeks", NOWHERE), *sorted(because, key=str)))
    known = tuple(dict.fromkeys(slot for slot in given if _is_known(facts, slot)))
    return Timeline(tuple(marks), weeks, onset(facts), readings, known)


def _is_known(facts: Facts, slot: Slot) -> bool:
    value = facts.answers.value(slot.item, slot.at)
    return value is not None and not isinstance(value, Gap)
