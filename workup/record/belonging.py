"""Whose an evaluation is, and whose entries a patient's log holds: what moving and merging make of the logs.

Nothing is rewritten: the entries stay where they were entered, and are counted on when they are read.
"""

from collections.abc import Callable, Iterable, Sequence
from math import inf

from msgspec.structs import replace

from workup.answers import Slot
from workup.record.acts import Joined, Merged, Moved, Opened, Parted, Unmerged
from workup.record.entries import Entry, Visit, patient_log

Reader = Callable[[str], list[Entry]]


def owner(evaluation: Iterable[Entry], until: float = inf) -> str:
    """The patient under whom an evaluation was recorded or to whom it was moved; "" when it did not begin."""
    found = ""
    for entry in evaluation:
        if entry.seq <= until and isinstance(entry.value, Opened | Moved):
            found = entry.value.patient
    return found


def renumbered(evaluation: Sequence[Entry]) -> list[Entry]:
    """The entries with the visits as they are counted with the patient whose it is now."""
    found = list(evaluation)
    for place, entry in enumerate(evaluation):
        if isinstance(entry.value, Moved) and entry.value.visits:
            numbers = dict(entry.value.visits)
            for i in range(place):
                found[i] = replace(found[i], visit=numbers.get(found[i].visit, found[i].visit))
    return found


def merged_into(patient: Iterable[Entry], until: float = inf) -> str:
    """Who goes on for this patient; "" when nobody does."""
    found = ""
    for entry in patient:
        if entry.seq <= until and isinstance(entry.value, Merged | Unmerged):
            found = entry.value.into if isinstance(entry.value, Merged) else ""
    return found


def joins(patient: Iterable[Entry], until: float = inf) -> list[tuple[int, Joined]]:
    """What joined this log and did not part again, with the seq at which it did."""
    found: dict[str, tuple[int, Joined]] = {}
    for entry in patient:
        if entry.seq > until:
            break
        if isinstance(entry.value, Joined):
            found[entry.value.patient] = (entry.seq, entry.value)
        elif isinstance(entry.value, Parted):
            found.pop(entry.value.patient, None)
    return list(found.values())


def stands_for(raw: Reader, patient: str, until: float = inf) -> str:
    """The patient in whose record everything about this one goes on: itself unless it was merged."""
    while further := merged_into(raw(patient_log(patient)), until):
        patient = further
    return patient


def whole_log(raw: Reader, patient: str, until: float = inf) -> list[Entry]:
    """The log of a patient with everything that joined it, in the order it was entered."""
    own = [entry for entry in raw(patient_log(patient)) if entry.seq <= until]
    found = own
    for seq, joined in joins(own):
        other = whole_log(raw, joined.patient, seq)
        along = brought_along(found, other, patient_log(patient), joined, seq)
        found = sorted((*found, *along), key=lambda entry: entry.seq)
    return found


def brought_along(
    own: Sequence[Entry], other: Sequence[Entry], log: str, joined: Joined, seq: float = inf
) -> list[Entry]:
    """The answers of the patient who joined at `seq`, as entries of this log.

    Records are added to those here. Where both were asked the same, what stands here counts.
    """
    here = {entry.slot for entry in own if entry.slot is not None and entry.seq < seq}
    return [
        replace(entry, log=log, visit=entry.visit + joined.visits, slot=_counted_on(entry.slot, joined.records))
        for entry in other
        if entry.slot is not None and entry.seq < seq and (entry.slot.at.record is not None or entry.slot not in here)
    ]


def _counted_on(slot: Slot, records: int) -> Slot:
    number = slot.at.record
    return slot if number is None else Slot(slot.item, replace(slot.at, record=number + records))


def counted_on(raw: Reader, patient: str) -> list[tuple[int, int]]:
    """By how much the visits of a patient's evaluations are counted on where the record goes on: those before a seq."""
    found: list[tuple[int, int]] = []
    while further := merged_into(raw(patient_log(patient))):
        found += [(seq, one.visits) for seq, one in joins(raw(patient_log(further))) if one.patient == patient]
        patient = further
    return found


def whole_evaluation(raw: Reader, evaluation: Sequence[Entry]) -> list[Entry]:
    """The entries of an evaluation with the visits as they are counted where its patient's record goes on."""
    more = counted_on(raw, owner(evaluation))
    return [replace(e, visit=e.visit + sum(v for seq, v in more if e.seq < seq)) for e in renumbered(evaluation)]


def visits_there(
    raw: Reader, evaluation: Sequence[Entry], there: Sequence[Visit], patient: str
) -> tuple[tuple[int, int], ...]:
    """Under which number each visit of an evaluation (as it is read) goes to another patient, by the number it has.

    That of a former time with that patient where it is free still, else the next after all.
    """
    more = counted_on(raw, owner(evaluation))
    known = {visit.number: (visit.day, visit.who) for visit in there}
    found: dict[int, int] = {}
    for entry in sorted(evaluation, key=lambda e: e.visit):
        number = entry.visit - sum(v for seq, v in more if entry.seq < seq)
        former = _former(evaluation, entry, number, patient)
        if number not in found:
            day = entry.at.date(), entry.who
            free = former is not None and known.get(former, day) == day
            found[number] = former if free and former else max((*known, *found.values()), default=0) + 1
    return tuple(found.items())


def _former(evaluation: Sequence[Entry], entry: Entry, number: int, patient: str) -> int | None:
    """The number of an entry's visit when the evaluation was with this patient before; None when it was not."""
    for move in reversed([e for e in evaluation if isinstance(e.value, Moved) and e.seq > entry.seq]):
        assert isinstance(move.value, Moved)
        number = {new: old for old, new in move.value.visits}.get(number, number)
        if move.value.former == patient:
            return number
    return None
