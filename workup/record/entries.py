"""Entries of the patient log and the evaluation logs, visits, and their replay into answers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from workup.answers import Answer, Answers, Cause, Slot, TakenBack, Value
from workup.record.acts import Act

ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Entry(Struct, frozen=True):
    """One line of a log. `seq` and `step` are 0 until the vault has stored it.

    `value` None with a slot means taken back to *not asked*; no slot means an act. `step` is the `seq` of the first
    entry that was stored together with this one: what was entered in one go is undone in one go.
    """

    seq: int
    log: str
    visit: int
    at: datetime
    who: str
    slot: Slot | None
    value: Value | Act | None
    cause: Cause = "typed"
    step: int = 0


class Visit(Struct, frozen=True):
    """One day of a patient with one clinician; numbered per patient from 1."""

    number: int
    day: date
    who: str


def new_id(entropy: Callable[[int], bytes]) -> str:
    """Twelve characters a-z0-9, each equally likely."""
    letters = ""
    while len(letters) < 12:
        usable = (byte for byte in entropy(16) if byte < 252)
        letters += "".join(ID_LETTERS[byte % 36] for byte in usable)
    return letters[:12]


def patient_log(patient: str) -> str:
    """The name of a patient's log."""
    return f"patient:{patient}"


def evaluation_log(evaluation: str) -> str:
    """The name of an evaluation's log."""
    return f"evaluation:{evaluation}"


def numbered(entries: Sequence[Entry], last: int) -> tuple[Entry, ...]:
    """The entries as the vault has stored them in one append that ended at `last`."""
    first = last - len(entries) + 1
    return tuple(replace(entry, seq=first + i, step=first) for i, entry in enumerate(entries))


def visits(entries: Iterable[Entry]) -> tuple[Visit, ...]:
    """The visits of one patient, from the entries of all its logs; a visit opens with an answer, not with an act."""
    found: dict[int, Visit] = {}
    for entry in sorted((e for e in entries if e.slot is not None), key=lambda e: e.seq):
        found.setdefault(entry.visit, Visit(entry.visit, entry.at.date(), entry.who))
    return tuple(found[number] for number in sorted(found))


def visit_number(known: Iterable[Visit], day: date, who: str) -> int:
    """The number of today's visit: the one of this day and clinician, else the next."""
    last = 0
    for visit in known:
        if (visit.day, visit.who) == (day, who):
            return visit.number
        last = max(last, visit.number)
    return last + 1


def replay(patient: Iterable[Entry], evaluation: Iterable[Entry] = ()) -> Answers:
    """The answers in force: both logs laid over one another in the order they were entered."""
    return Answers(_laid(entry) for entry in merged(patient, evaluation) if entry.slot is not None)


def laid(answers: Answers, entry: Entry) -> Answers:
    """The answers with one more entry on top; an act leaves them as they are."""
    return answers if entry.slot is None else answers.laid(*_laid(entry))


def merged(patient: Iterable[Entry], evaluation: Iterable[Entry]) -> list[Entry]:
    """Both logs in the order they were entered."""
    return sorted((*patient, *evaluation), key=lambda entry: entry.seq)


def value_of(entry: Entry) -> Value | None:
    """The value of an entry with a slot."""
    assert not isinstance(entry.value, Act), "an act has no slot"
    return entry.value


def _laid(entry: Entry) -> tuple[Slot, Answer | TakenBack]:
    assert entry.slot is not None
    value = value_of(entry)
    if value is None:
        return entry.slot, TakenBack(entry.visit, entry.at, entry.who, entry.cause)
    return entry.slot, Answer(value, entry.visit, entry.at, entry.who, entry.cause)
