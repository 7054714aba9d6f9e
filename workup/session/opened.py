"""What a session holds open: the logs of one workup, and small turns of their entries."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from workup.answers import Answers, Slot
from workup.protocol import Library
from workup.record import (
    Entry,
    Joined,
    Parted,
    Standing,
    State,
    Visit,
    evaluation_log,
    joins,
    owner,
    patient_log,
    stands_for,
)
from workup.session.foreseen import Foreseen
from workup.store import OpenStore, WorkRow
from workup.texts import N_, _

VOID = N_("This workup is void; only orders, results and what else is kept with the patient can still be entered.")
SIGNED = N_("This workup is signed. Amend it with a reason to change it; orders and results can still be entered.")
IMPORTED = N_("This workup came from another vault and is only read. Begin a new workup to go on with this patient.")

# Where the present user is: kept like text being typed, for it says nothing of the patient and is nobody's answer.
PLACE = Slot("place")


class OpenRows(Struct, frozen=True):
    """The rows of open work of a patient, and the answers they were made of."""

    rows: tuple[WorkRow, ...]
    resting: tuple[object, ...]


class Seen(Struct, frozen=True):
    """When a patient who was there was last asked each item, in these answers."""

    answers: Answers
    latest: dict[str, datetime]

    @property
    def day(self) -> date | None:
        """The last of these days, as the calendar stood where it was entered."""
        return max(self.latest.values()).date() if self.latest else None


class OpenWorkup(Struct):
    """What is open: the patient, the evaluation, their logs and what stood before.

    `merged` are the ids of the records that joined the patient's; `shared_then` holds the patient log of signed
    versions, by their numbers, where it is another one now.
    """

    patient: str
    evaluation: str
    logs: dict[str, list[Entry]]
    former: Answers
    ordinal: int
    visits: tuple[Visit, ...]
    standing: Standing = Standing()
    answered: bool = False
    read: dict[str, int] = {}
    newest: datetime | None = None
    visits_answered: dict[str, set[int]] = {}
    foreseen: Foreseen | None = None
    merged: tuple[str, ...] = ()
    shared_then: dict[int, list[Entry]] = {}
    rows: OpenRows | None = None
    seen: Seen | None = None

    @property
    def status(self) -> State:
        """Draft, signed, amending or void."""
        return self.standing.state

    @property
    def reason(self) -> str:
        """Why it is void, else nothing."""
        return self.standing.reason

    @property
    def writable(self) -> bool:
        """Whether it takes answers of its own."""
        return self.status in ("draft", "amending")

    @property
    def closed(self) -> bool:
        """Whether nothing more is entered in it, so that it is one packed row."""
        return self.status in ("signed", "imported")

    def against(self, *, own: bool) -> str:
        """Why it takes no answer, one of its `own` or one kept with the patient; empty when it does."""
        if self.standing.imported is not None:
            return _(IMPORTED)
        if self.writable or not own:
            return ""
        return _(VOID) if self.status == "void" else _(SIGNED)

    def read_on(self) -> None:
        """Take note of what was entered since: the latest time, and the visits each log has answers of."""
        for log, entries in self.logs.items():
            for entry in entries[self.read.get(log, 0) :]:
                if self.newest is None or entry.at > self.newest:
                    self.newest = entry.at
                if entry.slot is not None:
                    self.visits_answered.setdefault(log, set()).add(entry.visit)
            self.read[log] = len(entries)


def with_visit(known: tuple[Visit, ...], visit: Visit) -> tuple[Visit, ...]:
    """The visits with this one among them."""
    return known if any(v.number == visit.number for v in known) else (*known, visit)


def shared_when_signed(
    vault: OpenStore, patient: str, shared: Sequence[Entry], own: Sequence[Entry], stands: Standing
) -> dict[int, list[Entry]]:
    """The patient log each version was signed with, where moving or merging made it another one since."""
    joined_or_parted = any(isinstance(entry.value, Joined | Parted) for entry in shared)
    if stands.imported or not stands.versions or not (stands.moves or joined_or_parted or owner(own) != patient):
        return {}
    found: dict[int, list[Entry]] = {}
    now = {other.patient for _seq, other in joins(shared)}
    for signed in (version.signed for version in stands.versions):
        seq = max(signed.patient_seq, signed.evaluation_seq)
        then = stands_for(partial(vault.read, until=seq), owner(own, seq), seq)
        log = vault.read(patient_log(then), seq)
        if then != patient or {other.patient for _seq, other in joins(log)} != now:
            found[signed.version] = log
    return found


def left_at(vault: OpenStore, library: Library, evaluation: str) -> str:
    """The step the present user left this evaluation at."""
    log, steps = evaluation_log(evaluation), {step.id for step in library.steps}
    kept = [row.text for row in vault.pending(vault.person.id) if row.log == log and row.slot == PLACE]
    return kept[-1] if kept and kept[-1] in steps else ""


def renamed(entry: Entry, library: Library) -> Entry:
    """The entry under the present name of its item."""
    if entry.slot is None or entry.slot.item not in library.renames:
        return entry
    return replace(entry, slot=Slot(library.renames[entry.slot.item], entry.slot.at))
