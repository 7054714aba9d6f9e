"""An assessment composed into a note: the order of the page."""

from collections.abc import Iterator

from msgspec.structs import replace

from workup import words
from workup.answers import Slot
from workup.assess import Assessment
from workup.note import front
from workup.note.blocks import Cover, Note, Part
from workup.note.board import board_part
from workup.note.closing import advice_part, open_part, plan_part, references_part, signature_part
from workup.note.course import time_line
from workup.note.exam import exam_parts
from workup.note.findings import FINDINGS, NEGATIVES, key_findings
from workup.note.foot import foot_of
from workup.note.measures import instruments, notices
from workup.note.orders import tests_part
from workup.note.pain import map_words, pain_part
from workup.note.reader import Reader
from workup.note.remarks import remarks_part
from workup.note.rows import report_part, rest_as_facts, rest_of_sections
from workup.note.sources import sources_part
from workup.protocol import Library
from workup.texts import N_, _

SUBJECT = N_("Workup summary")
JUDGED = ("assessment", "summary")


def compose(library: Library, assessment: Assessment, cover: Cover) -> Note:
    """The note of an evaluation; a pure function of its arguments."""
    reader = Reader(assessment, cover)
    identity = front.identity(reader)
    title, subtitle = front.title(reader), front.subtitle(reader)
    slots = tuple(where for where in reader.slots("reason") if where in reader.told)
    subject = f"{_(SUBJECT)} · {words.in_sentence(library.title)}" if library.title else _(SUBJECT)
    foot = foot_of(library)
    return Note(subject, cover.status, title, subtitle, identity, tuple(_parts(reader, library)), slots, foot)


def _parts(reader: Reader, library: Library) -> Iterator[Part]:
    yield front.front(reader)
    for section in library.report:
        if section.id not in (FINDINGS, NEGATIVES):
            yield from _some(report_part(reader, section))
    yield from _some(key_findings(reader))
    yield from _some(pain_part(reader))
    yield from _some(time_line(reader))
    yield from exam_parts(reader)
    scores, tests = instruments(reader), tests_part(reader)
    plan, advice = plan_part(reader), advice_part(reader)
    asked = [s for step in library.steps if step.id not in JUDGED for s in step.sections]
    further = rest_of_sections(reader, asked, id_="further", title=_("Further history and symptoms"))
    if drawn := map_words(reader):
        further = further or Part("further", _("Further history and symptoms"), ())
        further = Part(further.id, further.title, (*further.blocks, *drawn), further.aside)
    yield from _some(scores)
    yield from _some(tests)
    yield from _under_one_title(front.reasoning(reader), board_part(reader), sources_part(reader))
    yield from _some(_with_rest(reader, library, plan, "assessment", Part("plan", _("Plan"), ())))
    yield from _some(advice)
    yield from _some(further)
    yield from _some(remarks_part(reader))
    yield from _some(open_part(reader))
    yield from _some(_with_rest(reader, library, None, "summary", Part("distribution", _("Distribution"), ())))
    yield signature_part(reader)
    yield from _some(references_part(reader, notices(reader, _used(reader))))


def _with_rest(reader: Reader, library: Library, part: Part | None, step: str, empty: Part) -> Part | None:
    """A part with whatever else its step says, as rows at its end."""
    rest = rest_as_facts(reader, [s for own in library.steps if own.id == step for s in own.sections])
    part = part or (empty if rest else None)
    return None if part is None else Part(part.id, part.title, (*part.blocks, *rest), part.aside)


def _under_one_title(*parts: Part | None) -> Iterator[Part]:
    """Parts that belong together; the title of the last one stands above the first."""
    kept = [part for part in parts if part is not None]
    title = kept[-1].title if kept else ""
    for part in kept:
        yield replace(part, title=title if part is kept[0] else "")


def _used(reader: Reader) -> list[str]:
    """The instruments with an answer."""
    return [i.id for i in reader.library.instruments.values() if any(reader.slots(name) for name in i.items)]


def _some(part: Part | None) -> Iterator[Part]:
    if part is not None:
        yield part


def slots_of(note: Note) -> frozenset[Slot]:
    """Every slot the note speaks of."""
    return frozenset(slot for block in note.blocks for slot in block.slots)
