"""One patient's whole record as one document: every workup with its versions, tests, documents, who looked at it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from workup import words
from workup.answers import Slot
from workup.assess import Assessment
from workup.note import front
from workup.note.attached import attachments
from workup.note.blocks import Block, Bullets, Cell, Cover, Note, Paragraph, Part, Run, Runs, Table
from workup.note.compose import compose
from workup.note.foot import foot_of
from workup.note.orders import tests_part
from workup.note.reader import Reader
from workup.note.rows import fact, facts_table
from workup.note.wording import slot_words
from workup.protocol import Document, Library
from workup.texts import N_, _, _n

SUBJECT = N_("Whole record")
STATES = {
    "DRAFT": N_("Draft, not signed"), "SIGNED": N_("Signed"), "AMENDED": N_("Signed, amended"), "VOID": N_("Void"),
    "IMPORTED": N_("Imported"),
}  # fmt: skip
TOLD_ONCE = ("tests", "references")
VERSIONS = (N_("Version"), N_("Signed"), N_("What it changed, and why"), N_("Page, SHA-256"))
DOCUMENTS = (N_("Document"), N_("Attached"), "SHA-256")
ACCESSES = (N_("When"), N_("Who"), N_("What was done"), N_("With"))
NO_ACCESS = N_("Nobody opened, printed, exported or copied this record before.")
ABOUT_ACCESS = (
    N_("From the audit trail, the oldest first; it holds no clinical text, and names documents by the "
    "beginning of their SHA-256. Lists of many patients, tables without names "
    "and backups stand in the audit trail of the vault and not here. The row of this export itself comes after it.")
)
PRIVATE = N_("This document also holds the answers that are marked private and stand on no other page.")
LATER = N_(
    "The content has changed since this was signed, so it is told as it reads now; the signed page is in the vault."
)


class Change(Struct, frozen=True):
    """A version that was signed: when, by whom, what it changed against the one before, and the digest of its page."""

    version: int
    at: datetime
    by: str
    page: str
    reason: str = ""
    changes: tuple[str, ...] = ()


class Told(Struct, frozen=True):
    """One workup: its number, what it means, its cover, its signed versions; `moved` when it reads as of today."""

    number: int
    assessment: Assessment
    cover: Cover
    versions: tuple[Change, ...] = ()
    moved: bool = False


class Access(Struct, frozen=True):
    """One time that somebody did something with the record."""

    at: datetime
    who: str
    action: str
    what: str


def whole_record(
    library: Library, told: Sequence[Told], latest: Told, accesses: Sequence[Access], cover: Cover,
    put_right: Sequence[str] = (),
) -> Note:  # fmt: skip
    """The document; a pure function of its arguments. `latest` is the newest workup as it stands; `put_right` are
    sentences on workups that were moved and records that were merged.
    """
    reader = Reader(latest.assessment, cover)
    identity = front.identity(reader)
    parts = (
        _contents(told, accesses),
        *(part for one in told for part in _workup(library, one)),
        *_some(tests_part(reader)),
        *_some(_moved_and_merged(put_right)),
        Part("documents", _("Attached documents"), tuple(_documents(reader))),
        Part("access", _("Access report"), tuple(_accesses(accesses))),
    )
    made = _("Made {moment}").format(moment=words.day_and_time(cover.printed_at))
    subtitle = " · ".join(part for part in (made, cover.author, cover.clinic) if part)
    foot = foot_of(library)
    return Note(_(SUBJECT), cover.status, _(SUBJECT), subtitle, identity, parts, (), foot)


def record_cover(cover: Cover, author: str, now: datetime) -> Cover:
    """The cover of the whole record: of no single workup, made now by whoever takes it out."""
    return replace(
        cover, author=author, status="WHOLE RECORD", document="", references=False, private=True, printed_at=now,
        dated=now, signature=None, amendment=None, reason="", version=1,
    )  # fmt: skip


def documents_of(assessment: Assessment) -> frozenset[str]:
    """The digest of every document that was ever attached."""
    trails = (assessment.answers.trail(where) for where in _holding(assessment))
    return frozenset(one.file.digest for trail in trails for one in attachments(trail))


def _some(part: Part | None) -> tuple[Part, ...]:
    return () if part is None else (part,)


def _moved_and_merged(put_right: Sequence[str]) -> Part | None:
    rows = tuple(Paragraph((Run(sentence),)) for sentence in put_right)
    return Part("put_right", _("Moved and merged"), rows) if rows else None


def _contents(told: Sequence[Told], accesses: Sequence[Access]) -> Part:
    rows = [fact(_name(one.number), ((Run(_standing(one)),),), ()) for one in told]
    rows.append(fact(_("Access report"), ((Run(_n("{n} row", "{n} rows", len(accesses))),),), ()))
    return Part("contents", "", (*facts_table(rows), Paragraph((Run(_(PRIVATE)),), look="remark")))


def _name(number: int) -> str:
    return _("Workup {number}").format(number=number)


def _standing(one: Told) -> str:
    days = one.assessment.visit_days
    told = _("visit {days}") if len(days) == 1 else _("visits {days}")
    visits = told.format(days=words.days(days)) if days else _("no visit")
    said = _n("{n} signed version", "{n} signed versions", len(one.versions))
    return _("{states}; {visits}; {said}; by {author}").format(
        states=_(STATES.get(one.cover.status, one.cover.status)),
        visits=visits,
        said=said,
        author=one.cover.author or "nobody",
    )


def _workup(library: Library, one: Told) -> Iterator[Part]:
    """The parts of its page, each under the number of the workup, after its versions."""
    note = compose(library, one.assessment, one.cover)
    blocks: list[Block] = [Paragraph((Run(f"{_standing(one)}.", "strong"),)), *_versions(one.versions)]
    if one.cover.status == "VOID" and one.cover.reason:
        blocks.insert(1, Paragraph((Run(_("Reason: {reason}").format(reason=words.sentence(one.cover.reason))),)))
    if one.moved:
        blocks.append(Paragraph((Run(_(LATER)),), look="remark"))
    yield Part(f"workup_{one.number}", f"{_name(one.number)}: {words.in_sentence(note.title)}", tuple(blocks))
    for part in note.parts:
        if part.id not in TOLD_ONCE and part.blocks:
            title = f"{_name(one.number)}: {words.in_sentence(part.title)}" if part.title else ""
            yield replace(part, id=f"workup_{one.number}_{part.id}", title=title)


def _versions(versions: Sequence[Change]) -> Iterator[Block]:
    rows = []
    for one in versions:
        changed: list[Runs] = [(Run(words.sentence(one.reason)),)] if one.reason else []
        changed += [(Run(line, "quiet"),) for line in one.changes]
        signed = " ".join((words.day_and_time(one.at), one.by))
        cells = ((Run(str(one.version), "strong"),),), ((Run(signed),),), tuple(changed), (_digest(one.page),)
        rows.append(tuple(Cell(lines) for lines in cells))
    if rows:
        yield Table(tuple(map(_, VERSIONS)), tuple(rows), (0.09, 0.2, 0.4, 0.31), "list")


def _digest(digest: str) -> Runs:
    return (Run(" ".join(digest[at : at + 16] for at in range(0, len(digest), 16)), "quiet"),)


def _holding(assessment: Assessment) -> list[Slot]:
    items = assessment.library.items
    ever = {where for where in assessment.answers.ever if isinstance(items.get(where.item), Document)}
    return sorted(ever, key=lambda where: (where.item, where.at.record or 0, str(where.at)))


def _documents(reader: Reader) -> Iterator[Block]:
    """What was attached, where, by whom, and its digest; what was taken back too. Their bytes are not in here."""
    rows = []
    names = reader.cover.names
    for where in _holding(reader.assessment):
        for one in attachments(reader.assessment.answers.trail(where)):
            told = _("{media}, {count}, {size} bytes").format(
                media=one.file.media, count=_n("{n} page", "{n} pages", one.file.pages), size=one.file.size
            )
            number = _(", record {record}").format(record=where.at.record) if where.at.record else ""
            about = f"{words.capital(slot_words(reader.library, where))}{number}"
            lines: list[Runs] = [(Run(f"{words.day_and_time(one.at)} {names.get(one.who, '')}".rstrip()),)]
            if one.taken_at is not None:
                by = names.get(one.taken_by, "")
                lines.append(
                    (
                        Run(
                            _("Taken back {moment} {by}")
                            .format(moment=words.day_and_time(one.taken_at), by=by)
                            .rstrip(),
                            "strong",
                        ),
                    )
                )
            title = (Run(words.shown(one.file.title).strip(), "strong"),)
            cells = (title, (Run(told),), (Run(about, "quiet"),)), tuple(lines), (_digest(one.file.digest),)
            rows.append(tuple(Cell(each) for each in cells))
    if rows:
        yield Table(tuple(map(_, DOCUMENTS)), tuple(rows), (0.4, 0.28, 0.32), "list")
    else:
        yield Bullets(((Run(_("No document was ever attached.")),),))


def _accesses(accesses: Sequence[Access]) -> Iterator[Block]:
    rows = [
        tuple(Cell(((Run(text),),)) for text in (words.day_and_time(one.at), one.who, one.action, one.what))
        for one in accesses
    ]
    if rows:
        yield Table(tuple(map(_, ACCESSES)), tuple(rows), (0.22, 0.26, 0.2, 0.32), "list")
    else:
        yield Paragraph((Run(_(NO_ACCESS)),))
    yield Paragraph((Run(_(ABOUT_ACCESS)),), look="remark")
