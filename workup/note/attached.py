"""The documents of one place with their history: who attached each and when, and which were taken back."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from workup import words
from workup.answers import Answer, Attached, AttachedFile, Slot, TakenBack
from workup.note.blocks import Run, Runs
from workup.note.reader import Reader
from workup.note.wording import file_words
from workup.protocol import Document
from workup.texts import _


class Attachment(Struct, frozen=True):
    """One document: who attached it and when; when and by whom it was taken back, if it was."""

    file: AttachedFile
    who: str
    at: datetime
    taken_by: str = ""
    taken_at: datetime | None = None


def attachments(trail: Iterable[Answer | TakenBack]) -> tuple[Attachment, ...]:
    """Every document that was ever attached at a place, in the order attached; undoing leaves its first date."""
    known: dict[str, Attachment] = {}
    for step in trail:
        value = step.value if isinstance(step, Answer) else None
        files = {file.digest: file for file in value.files} if isinstance(value, Attached) else {}
        for digest, file in files.items():
            before = known.get(digest)
            if before is None or (before.taken_at is not None and step.cause not in ("undo", "redo")):
                known[digest] = Attachment(file, step.who, step.at)
            else:
                known[digest] = replace(before, file=file, taken_by="", taken_at=None)
        for digest in known.keys() - files.keys():
            if known[digest].taken_at is None:
                known[digest] = replace(known[digest], taken_by=step.who, taken_at=step.at)
    return tuple(known.values())


def attached_lines(reader: Reader, slots: Iterable[Slot]) -> list[Runs]:
    """`Report attached: MRI report, 2 pages, 19 Nov`: a line for each document; nothing in it is quoted."""
    lines: list[Runs] = []
    for where in slots:
        reader.told.add(where)
        for each in attachments(reader.assessment.answers.trail(where)):
            if each.taken_at is None:
                day = words.short_day(each.at.date(), reader.assessment.today)
                lines.append(
                    (Run(_("Report attached: {file}, {day}").format(file=file_words(each.file), day=day), "quiet"),)
                )
    return lines


def is_document(reader: Reader, where: Slot) -> bool:
    """Whether a slot holds documents."""
    return isinstance(reader.library.items[where.item], Document)
