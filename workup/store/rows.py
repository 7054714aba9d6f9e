"""What passes between the session and a store: people, rows of the lists, what is appended, traces of what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from workup.answers import Slot
from workup.record import Entry, State, Visit, evaluation_log, patient_log
from workup.rights import Role

Progress = tuple[tuple[int, int], ...]
WorkKind = Literal["order", "plan", "visit"]


class Person(Struct, frozen=True):
    """Someone with an account; `id` stands in each of their entries, `licence` is printed."""

    name: str
    profession: str
    id: str = ""
    roles: tuple[Role, ...] = ()
    licence: str = ""


class PersonRow(Struct, frozen=True, gc=False):
    """Who a patient is, as far as lists need it; `birth_date` is ISO, whole, partial or empty.

    `found_as` is the former record by which this patient was found, when it was merged into this one.
    """

    patient: str
    family_name: str
    given_name: str
    birth_date: str
    sex: str
    mrn: str
    found_as: PersonRow | None = None


class EvaluationRow(Struct, frozen=True):
    """How far an evaluation is; `progress` holds done and total of each step.

    `seen` is the last day on which the patient was asked or examined: entering a result is not a visit. `version` is
    that of the last signing, 0 without one.
    """

    evaluation: str
    patient: str
    step: str
    progress: Progress
    changed: datetime
    state: State = "draft"
    visits: int = 1
    seen: date | None = None
    version: int = 0
    signed: datetime | None = None


class WorkRow(Struct, frozen=True, gc=False):
    """Something of a patient that is still open.

    `record` is its number in the patient log; a next visit has 0 and belongs to an `evaluation`. `what` is the id of
    the kind of test (`variant` that of the way it is done), its name, or the action; `detail` the question, for whom,
    or what to do. Days are local days; `first` and `due` are the first and last one a due date can mean. `who` is the
    account that entered it. An order that was sent and is not done is unsafe from the day `unsafe` on, and no more from
    `safe` on, each None when never.
    """

    patient: str
    kind: WorkKind
    record: int = 0
    evaluation: str = ""
    what: str = ""
    variant: str = ""
    side: str = ""
    detail: str = ""
    state: str = ""
    first: date | None = None
    due: date | None = None
    booked: date | None = None
    who: str = ""
    unsafe: date | None = None
    safe: date | None = None

    @property
    def log(self) -> str:
        """The log it follows from."""
        return evaluation_log(self.evaluation) if self.kind == "visit" else patient_log(self.patient)


class OpenWork(Struct, frozen=True, gc=False):
    """An open row and whose it is; `words` is what the patient is found by."""

    person: PersonRow
    row: WorkRow
    words: str


class Followed(Struct, frozen=True):
    """What follows from one log for the table: its open rows, and when the patient was last seen."""

    work: tuple[WorkRow, ...] = ()
    seen: date | None = None


Follows = Callable[[Sequence[Entry]], Followed]


class Index(Struct, frozen=True):
    """What an append changes in the lists; None leaves a part as it is, `work` is all that is open in that log."""

    person: PersonRow | None = None
    evaluation: EvaluationRow | None = None
    work: tuple[WorkRow, ...] | None = None


class Pending(Struct, frozen=True):
    """Text that was being typed and is not an entry yet."""

    who: str
    log: str
    slot: Slot
    text: str
    at: datetime


class Batch(Struct, frozen=True):
    """What is appended to one log: where it must end until then, the entries, and what follows for the lists."""

    log: str
    expected_seq: int
    entries: Sequence[Entry]
    change: Index | None = None


class Draft(Struct, frozen=True):
    """An evaluation that goes on."""

    person: PersonRow
    evaluation: EvaluationRow


class Recent(Struct, frozen=True):
    """A patient seen lately, the latest evaluation (None without one) and the number of open orders."""

    person: PersonRow
    changed: datetime
    latest: EvaluationRow | None
    open_orders: int

    @property
    def state(self) -> str:
        """How the latest evaluation stands, "" without one."""
        return self.latest.state if self.latest is not None else ""


class Lists(Struct, frozen=True):
    """Drafts and recent patients, the latest first."""

    drafts: tuple[Draft, ...]
    recent: tuple[Recent, ...]


class PatientFile(Struct, frozen=True):
    """All that the lists hold of one patient; evaluations the latest first. `merged` are the records that joined it."""

    person: PersonRow
    evaluations: tuple[EvaluationRow, ...]
    work: tuple[WorkRow, ...]
    visits: tuple[Visit, ...]
    merged: tuple[PersonRow, ...] = ()


class Trace(Struct, frozen=True):
    """One audit row."""

    seq: int
    at: datetime
    who: str
    action: str
    what: str


class End(Struct, frozen=True):
    """Where the record ends: the seal of its last row, as a signed page prints it, and the latest time of any entry.

    Whatever the clock shows now; None before the first entry. `moved` goes up as things are stored.
    """

    seal: str
    newest: datetime | None
    moved: int
