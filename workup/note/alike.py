"""Rows of the examination that are the same on both sides and no finding, told in a sentence in place of a row each."""

from collections.abc import Sequence

from msgspec import Struct

from workup import words
from workup.answers import Gap, Slot
from workup.note.blocks import Cell, Paragraph, Run
from workup.note.reader import Reader
from workup.texts import _


class Even(Struct, frozen=True):
    """What was examined, its value in words, and whether that is of both sides."""

    label: str
    value: str
    sided: bool
    slots: tuple[Slot, ...]


def even(reader: Reader, label: str, cells: Sequence[Cell], *, sided: bool) -> Even | None:
    """The row as words when it was examined as a whole, found nothing, and says the same of both sides."""
    slots = tuple(slot for cell in cells for slot in cell.slots)
    answers = [reader.answer(slot) for slot in slots]
    known = all(answer is not None and not isinstance(answer.value, Gap) for answer in answers)
    if not known or any(cell.finding for cell in cells) or len({cell.text for cell in cells}) != 1:
        return None
    if not cells[0].text or len(slots) != (2 if sided else 1):
        return None
    return Even(label, cells[0].text, sided, slots)


def evenly(rows: Sequence[Even]) -> Paragraph | None:
    """`Right and left alike: toe walk normal; plantar down. Temperature 36.7 °C.`"""
    sided = _told([row for row in rows if row.sided])
    single = _told([row for row in rows if not row.sided])
    runs: list[Run] = []
    if sided:
        runs += [Run(_("Right and left alike: "), "strong"), Run(words.sentence(sided))]
    if single:
        runs.append(Run(f"{' ' if runs else ''}{words.capital(words.sentence(single))}"))
    slots = tuple(slot for row in rows for slot in row.slots)
    return Paragraph(tuple(runs), "remark", slots) if runs else None


def _told(rows: Sequence[Even]) -> str:
    """`saddle touch and saddle pin-prick normal; plantar down`: what has the same value is told together."""
    alike: dict[str, list[str]] = {}
    for row in rows:
        name, _comma, more = row.label.partition(", ")  # a comma within a name would read as two names
        alike.setdefault(row.value, []).append(words.in_sentence(f"{name} ({more})" if more else name))
    return "; ".join(f"{words.listing(labels)} {value}" for value, labels in alike.items())
