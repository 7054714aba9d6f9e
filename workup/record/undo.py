"""Undo and redo: the newest own step, over both logs of a workup."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from workup.answers import Cause, Slot, Value
from workup.record.entries import Entry, merged, value_of
from workup.texts import _
from workup.words import calendar_day

# The answer that sends an order: what has left the room is not undone.
SENT = ("order_state", "ordered")


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


def undo_step(
    patient: Iterable[Entry],
    evaluation: Iterable[Entry],
    who: str,
    since: int,
    visit: int,
    names: Mapping[str, str] | None = None,
) -> Step | Refusal:
    """Take back the newest own step entered after `since` (the last seq when unlocking), over both logs."""
    entries = merged(patient, evaluation)
    done, _rest = _stacks(entries, who, since)
    if not done:
        return Refusal(_("There is nothing of yours left to undo since you unlocked."))
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
    entries = merged(patient, evaluation)
    _rest, undone = _stacks(entries, who, since)
    if not undone:
        return Refusal(_("There is nothing to redo."))
    return _stopped(entries, undone[-1], who, visit, names or {}) or _redone(undone[-1])


def step_here(
    patient: Iterable[Entry],
    evaluation: Iterable[Entry],
    who: str,
    since: int,
    visit: int,
    names: Mapping[str, str] | None = None,
    *,
    where: Slot,
    back: bool,
) -> Step | Refusal:
    """Take back the newest own entry at one place only, or put back what was taken back there last."""
    done, undone = _history([entry for entry in merged(patient, evaluation) if entry.slot == where])
    newest = (done if back else undone)[-1:]
    if not newest or newest[0].who != who or newest[0].seq <= since:
        what = "undo" if back else "redo"
        return Refusal(_("There is nothing of yours left to {what} here since you unlocked.").format(what=what))
    if (stopped := _stopped([], newest, who, visit, names or {})) is not None:
        return stopped
    if not back:
        return _redone(newest)
    before: tuple[Value | None, int | None] = (value_of(done[-2]), done[-2].visit) if len(done) > 1 else (None, None)
    return Step(newest[0].log, ((where, *before),), "undo")


def _history(entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Of the entries at one place, those that stand one on the other, and those that were taken back, the next last."""
    done: list[Entry] = []
    undone: list[Entry] = []
    for entry in entries:
        below = done[-2].value if len(done) > 1 else None
        if entry.cause == "undo" and done and entry.value == below:
            undone.append(done.pop())
        elif entry.cause == "redo" and undone and entry.value == undone[-1].value:
            done.append(undone.pop())
        else:
            done.append(entry)
            undone.clear()
    return done, undone


def _stacks(entries: list[Entry], who: str, since: int) -> tuple[list[list[Entry]], list[list[Entry]]]:
    """The own steps that can be undone and those that can be redone, the next one last."""
    own = (entry for entry in entries if entry.seq > since and entry.who == who and entry.slot is not None)
    done: list[list[Entry]] = []
    undone: list[list[Entry]] = []
    for _rest, group in groupby(own, key=lambda entry: entry.step):
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
    """The newest step that an undo or redo answers: same log, same slots, none newer that shares a slot with it."""
    slots = {entry.slot for entry in reply}
    for index in range(len(steps) - 1, -1, -1):
        here = {entry.slot for entry in steps[index]}
        if steps[index][0].log == reply[0].log and here & slots:
            return index if here == slots else None
    return None


def _stopped(entries: list[Entry], step: list[Entry], who: str, visit: int, names: Mapping[str, str]) -> Refusal | None:
    slots = {entry.slot for entry in step}
    for entry in entries:
        if entry.seq > step[0].seq and entry.slot in slots and entry.who != who:
            author = names.get(entry.who, _("Someone else"))
            return Refusal(
                _("{author} has answered this since; undo and redo stop there. Change the answer itself.").format(
                    author=author
                )
            )
    if any(entry.slot is not None and (entry.slot.item, entry.value) == SENT for entry in step):
        return Refusal(_("The order was sent; undo and redo stop there. Cancel the order instead, with a reason."))
    if step[0].visit != visit:
        return Refusal(
            _(
                "The next step was entered at the visit of {day}; undo and redo stop there. Change the answer itself."
            ).format(day=calendar_day(step[0].at.date()))
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
            before[entry.slot] = (value_of(entry), entry.visit)
    return Step(step[0].log, tuple((slot, *given) for slot, given in before.items()), "undo")


def _redone(step: list[Entry]) -> Step:
    after = {entry.slot: (value_of(entry), entry.visit) for entry in step if entry.slot is not None}
    return Step(step[0].log, tuple((slot, *given) for slot, given in after.items()), "redo")
