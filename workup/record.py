"""The record: entries of the patient log and the evaluation logs, visits, replay and undo."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from workup.answers import Answer, Answers, Cause, Slot, TakenBack, Value
from workup.words import calendar_day

# The answer that sends an order: what has left the room is not undone.
SENT = ("order_state", "ordered")
ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Opened(Struct, frozen=True, tag_field="type", tag="opened"):
    """An evaluation begins: whose it is and which content it was begun with."""

    patient: str
    version: str
    digest: str


class ContentMoved(Struct, frozen=True, tag_field="type", tag="content-moved"):
    """From here on a draft is asked with another version of the content."""

    version: str
    digest: str


class Void(Struct, frozen=True, tag_field="type", tag="void"):
    """The evaluation does not count, for a reason."""

    reason: str


Act = Opened | ContentMoved | Void


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


class Step(Struct, frozen=True):
    """What undo or redo puts in force again: a value for each slot, None for not asked.

    Beside each value stands the visit it was given at: an answer of an earlier visit that comes back has not been
    asked again. None is the visit of the undo itself.
    """

    log: str
    changes: tuple[tuple[Slot, Value | None, int | None], ...]
    cause: Cause

    def entries(self, visit: int, at: datetime, who: str) -> tuple[Entry, ...]:
        """The entries to append."""
        return tuple(
            Entry(0, self.log, given or visit, at, who, slot, value, self.cause) for slot, value, given in self.changes
        )


class Refusal(Struct, frozen=True):
    """Why undo or redo stops here, as a sentence for the screen."""

    sentence: str


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
    return Answers(_laid(entry) for entry in _merged(patient, evaluation) if entry.slot is not None)


def laid(answers: Answers, entry: Entry) -> Answers:
    """The answers with one more entry on top; an act leaves them as they are."""
    return answers if entry.slot is None else answers.laid(*_laid(entry))


def undo_step(
    patient: Iterable[Entry],
    evaluation: Iterable[Entry],
    who: str,
    since: int,
    visit: int,
    names: Mapping[str, str] | None = None,
) -> Step | Refusal:
    """Take back the newest own step entered after `since` (the last seq when unlocking), over both logs."""
    entries = _merged(patient, evaluation)
    done, _ = _stacks(entries, who, since)
    if not done:
        return Refusal("There is nothing of yours left to undo since you unlocked.")
    return _stopped(entries, done[-1], who, visit, names or {}) or _undone(entries, done[-1])


def redo_step(
    patient: Iterable[Entry],
    evaluation: Iterable[Entry],
    who: str,
    since: int,
    visit: int,
    names: Mapping[str, str] | None = None,
) -> Step | Refusal:
    """Put back the step undone last; any other entry of one's own in between ends redo."""
    entries = _merged(patient, evaluation)
    _, undone = _stacks(entries, who, since)
    if not undone:
        return Refusal("There is nothing to redo.")
    return _stopped(entries, undone[-1], who, visit, names or {}) or _redone(undone[-1])


def _merged(patient: Iterable[Entry], evaluation: Iterable[Entry]) -> list[Entry]:
    return sorted((*patient, *evaluation), key=lambda entry: entry.seq)


def _value(entry: Entry) -> Value | None:
    assert not isinstance(entry.value, Act), "an act has no slot"
    return entry.value


def _laid(entry: Entry) -> tuple[Slot, Answer | TakenBack]:
    assert entry.slot is not None
    value = _value(entry)
    if value is None:
        return entry.slot, TakenBack(entry.visit, entry.at, entry.who, entry.cause)
    return entry.slot, Answer(value, entry.visit, entry.at, entry.who, entry.cause)


def _stacks(entries: list[Entry], who: str, since: int) -> tuple[list[list[Entry]], list[list[Entry]]]:
    """The own steps that can be undone and those that can be redone, the next one last."""
    own = (entry for entry in entries if entry.seq > since and entry.who == who and entry.slot is not None)
    done: list[list[Entry]] = []
    undone: list[list[Entry]] = []
    for _, group in groupby(own, key=lambda entry: entry.step):
        step = list(group)
        cause = step[0].cause
        source, target = (done, undone) if cause == "undo" else (undone, done)
        if cause in ("undo", "redo") and (match := _match(source, step)) is not None:
            target.append(source.pop(match))
        else:
            # A redo begun from another evaluation of this patient has no partner here: it is a step like any other.
            done.append(step)
            undone.clear()
    return done, undone


def _match(steps: list[list[Entry]], reply: list[Entry]) -> int | None:
    """The newest step that an undo or redo answers: same log, same slots."""
    slots = {entry.slot for entry in reply}
    for index in range(len(steps) - 1, -1, -1):
        if steps[index][0].log == reply[0].log and {entry.slot for entry in steps[index]} == slots:
            return index
    return None


def _stopped(entries: list[Entry], step: list[Entry], who: str, visit: int, names: Mapping[str, str]) -> Refusal | None:
    slots = {entry.slot for entry in step}
    for entry in entries:
        if entry.seq > step[0].seq and entry.slot in slots and entry.who != who:
            author = names.get(entry.who, "Someone else")
            return Refusal(f"{author} has answered this since; undo and redo stop there. Change the answer itself.")
    if any(entry.slot is not None and (entry.slot.item, entry.value) == SENT for entry in step):
        return Refusal("The order was sent; undo and redo stop there. Cancel the order instead, with a reason.")
    if step[0].visit != visit:
        return Refusal(
            f"The next step was entered at the visit of {calendar_day(step[0].at.date())}; undo and redo stop there. "
            "Change the answer itself."
        )
    return None


def _undone(entries: list[Entry], step: list[Entry]) -> Step:
    before: dict[Slot, tuple[Value | None, int | None]] = {
        entry.slot: (None, None) for entry in step if entry.slot is not None
    }
    for entry in entries:
        if entry.seq >= step[0].seq:
            break
        if entry.slot in before:
            before[entry.slot] = (_value(entry), entry.visit)
    return Step(step[0].log, tuple((slot, *given) for slot, given in before.items()), "undo")


def _redone(step: list[Entry]) -> Step:
    after = {entry.slot: (_value(entry), entry.visit) for entry in step if entry.slot is not None}
    return Step(step[0].log, tuple((slot, *given) for slot, given in after.items()), "redo")
