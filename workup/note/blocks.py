"""What a note is made of: parts of blocks, each of which knows the slots it speaks of."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import force_setattr

from workup.answers import Slot
from workup.texts import N_, _, spoken

Tone = Literal["plain", "strong", "quiet"]
Status = Literal[
    "DRAFT", "SIGNED", "AMENDED", "REQUEST", "CANCELLED", "VOID", "KNOWLEDGE BASE", "WORKLIST", "RECOVERY SHEET",
    "CHECKLIST", "WHOLE RECORD", "IMPORTED", "MANUAL",
]


class Run(Struct, frozen=True):
    """A stretch of text in one tone."""

    text: str
    tone: Tone = "plain"


Runs = tuple[Run, ...]


class Heading(Struct, frozen=True, tag="heading"):
    """A heading; level 1 is the title of the page, 2 a part, 3 a table or group within it."""

    text: str
    level: Literal[1, 2, 3] = 2
    slots: tuple[Slot, ...] = ()


class Paragraph(Struct, frozen=True, tag="paragraph"):
    """Running text. `small` is set like a table, `remark` explains what stands above it, `fine` is a reference."""

    runs: Runs
    look: Literal["body", "small", "remark", "fine"] = "body"
    slots: tuple[Slot, ...] = ()


class Bullets(Struct, frozen=True, tag="bullets"):
    """A list; numbered where the order counts. `small` is set like a table, `fine` lists are references."""

    rows: tuple[Runs, ...]
    numbered: bool = False
    look: Literal["body", "small", "fine"] = "body"
    slots: tuple[Slot, ...] = ()


class Cell(Struct, frozen=True):
    """One cell of a table: its lines, and whether it is a finding."""

    lines: tuple[Runs, ...] = ()
    finding: bool = False
    slots: tuple[Slot, ...] = ()

    @property
    def text(self) -> str:
        """The words of the cell, line after line."""
        return " ".join(plain(line) for line in self.lines)


class Table(Struct, frozen=True, tag="table"):
    """Rows of cells. `facts` has a label and a value, `grid` short values under R and L, `list` running text."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    weights: tuple[float, ...]
    look: Literal["facts", "grid", "list"] = "facts"
    title: str = ""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of all cells in reading order."""
        return tuple(where for row in self.rows for cell in row for where in cell.slots)


class Callout(Struct, frozen=True, tag="callout"):
    """A framed statement: what leads the page, the red flags (`alarm` and `caution` fired), advice, the signature."""

    kind: Literal["conclusion", "flags", "alarm", "caution", "advice", "signature"]
    title: str
    lines: tuple[Runs, ...] = ()
    beside: tuple[Runs, ...] = ()
    slots: tuple[Slot, ...] = ()


class Patch(Struct, frozen=True):
    """One painted region of the body chart."""

    region: str
    side: Literal["right", "left"] | None
    qualities: tuple[str, ...]
    intensity: int | None = None


class BodyChart(Struct, frozen=True, tag="body_chart"):
    """The painted body chart; `legend` names its qualities. What it shows is told in words by the paragraphs after."""

    patches: tuple[Patch, ...]
    legend: tuple[tuple[str, str], ...]
    slots: tuple[Slot, ...] = ()


class Score(Struct, frozen=True):
    """A score in a box: its name, the number shown large, and what stands beside it."""

    name: str
    value: str
    beside: str = ""


class Scores(Struct, frozen=True, tag="scores"):
    """Scores in boxes, two in a row, and a remark on the others."""

    scores: tuple[Score, ...]
    remark: Runs = ()
    slots: tuple[Slot, ...] = ()


class Event(Struct, frozen=True):
    """Something on the time line: the first and last day it can mean, the date as written, and its words."""

    first: date
    last: date
    date: str
    text: str
    kind: Literal["operation", "pain", "free", "visit"]


class TimeLine(Struct, frozen=True, tag="time_line"):
    """Operations, pain-free time and visits on one axis."""

    events: tuple[Event, ...]
    today: date
    slots: tuple[Slot, ...] = ()


class Bar(Struct, frozen=True):
    """One finding of a balance: its words, its signed points, whether they were measured, and how far they transfer."""

    text: str
    points: float
    measured: bool
    grade: str = ""
    source: str = ""


class Missing(Struct, frozen=True):
    """A finding that is open: what it would add to a balance when present, and when absent."""

    text: str
    present: float
    absent: float


class Balance(Struct, frozen=True, tag="balance"):
    """What speaks for and against one source, a bar each, the strongest for first; `total` is the balance.

    `missing` are the open findings that would move it most, of `unknown` in all; `remarks` are said of the source.
    """

    title: str
    phrase: str
    bars: tuple[Bar, ...]
    total: float
    missing: tuple[Missing, ...] = ()
    unknown: int = 0
    remarks: tuple[Runs, ...] = ()
    slots: tuple[Slot, ...] = ()


Block = Heading | Paragraph | Bullets | Table | Callout | BodyChart | Scores | TimeLine | Balance


class Part(Struct, frozen=True):
    """A titled stretch of the note. The id says what it is about; paper finds its place on the page by it."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    aside: str = ""


class Identity(Struct, frozen=True):
    """What names the patient on every page; a document about no patient has its own name and a `remark`."""

    name: str
    sex: str = ""
    age: str = ""
    born: str = ""
    mrn: str = ""
    remark: str = ""

    @property
    def words(self) -> str:
        """All of it in one line."""
        born = self.born and _("born {born}").format(born=self.born)
        mrn = self.mrn and _("MRN {mrn}").format(mrn=self.mrn)
        return "  ".join(part for part in (self.name, self.sex, self.age, born, mrn, self.remark) if part)


class Amendment(Struct, frozen=True):
    """What a version changed against the one signed before (`former`): a line each, by whom, when and why."""

    changes: tuple[str, ...]
    by: str
    at: datetime
    reason: str
    former: int


class Signature(Struct, frozen=True, kw_only=True):
    """Who signed a version and when, and what the page can be checked by; `qr` is the text of the code beside it."""

    name: str
    at: datetime
    version: int
    profession: str = ""
    licence: str = ""
    audit_head: str = ""
    record_digest: str = ""
    key_id: str = ""
    qr: str = ""
    amendment: Amendment | None = None


_WHEN_PRINTED = datetime.min.replace(tzinfo=UTC)


STATUS_WORDS: dict[str, str] = {
    "DRAFT": N_("DRAFT"), "SIGNED": N_("SIGNED"), "AMENDED": N_("AMENDED"), "REQUEST": N_("REQUEST"),
    "CANCELLED": N_("CANCELLED"), "VOID": N_("VOID"), "KNOWLEDGE BASE": N_("KNOWLEDGE BASE"),
    "WORKLIST": N_("WORKLIST"), "RECOVERY SHEET": N_("RECOVERY SHEET"), "CHECKLIST": N_("CHECKLIST"),
    "WHOLE RECORD": N_("WHOLE RECORD"), "IMPORTED": N_("IMPORTED"), "MANUAL": N_("MANUAL"),
}  # fmt: skip


def status_words(status: str) -> str:
    """The word that stands for a status on the page."""
    return _(STATUS_WORDS.get(status, status))


class Cover(Struct, frozen=True, kw_only=True):
    """What the page says besides the answers: who writes, where, in which state, on what paper.

    `dated` is the time the file carries: that of the signing, in a draft that of the last entry. The draft of an
    amendment has an `amendment` and no signature.

    `letterhead_mm` is what stays free at the head of the first page for a printed letterhead; at 0 the page carries
    its own, with the `logo` (the bytes of a PNG or JPEG). The page is in
    `language`. `names` gives the name behind the account of an entry.
    """

    author: str
    printed_at: datetime
    profession: str = ""
    clinic: str = ""
    address: str = ""
    phone: str = ""
    licence: str = ""
    document: str = ""
    version: int = 1
    status: Status = "DRAFT"
    reason: str = ""
    paper: Literal["A4", "Letter"] = "A4"
    language: str = field(default_factory=spoken)
    letterhead_mm: float = 0
    logo: bytes = b""
    references: bool = True
    private: bool = False
    names: dict[str, str] = {}
    dated: datetime = _WHEN_PRINTED
    signature: Signature | None = None
    amendment: Amendment | None = None

    @property
    def state(self) -> str:
        """The word in the status box: of an amended version with the number of its amendment."""
        if self.status == "AMENDED":
            return _("AMENDED {number}").format(number=self.version - 1)
        return status_words(self.status)

    def __post_init__(self) -> None:
        if self.dated == _WHEN_PRINTED:
            force_setattr(self, "dated", self.printed_at)


class Note(Struct, frozen=True):
    """A document ready for paper, text and preview; `foot` stands at the foot of every page.

    One that is `single` is set smaller on paper when that brings it onto one page.
    """

    subject: str
    status: Status
    title: str
    subtitle: str
    identity: Identity
    parts: tuple[Part, ...]
    title_slots: tuple[Slot, ...] = ()
    foot: str = ""
    single: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in reading order, titles of parts as headings."""
        return tuple(self._walk())

    def _walk(self) -> Iterator[Block]:
        yield Heading(self.title, 1, self.title_slots)
        if self.subtitle:
            yield Paragraph((Run(self.subtitle, "quiet"),))
        for part in self.parts:
            if part.title:
                yield Heading(part.title)
            yield from part.blocks


def plain(runs: Runs) -> str:
    """The words of some runs without their tones."""
    return "".join(run.text for run in runs)
