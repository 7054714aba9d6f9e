"""Rows of the examination that are the same on both sides and no finding, told in a sentence in place of a row each."""

from collections.abc import Sequence

from msgspec import Struct

from workup import words
from workup.answers import Gap
from workup.note.blocks import Cell, Run, Runs
from workup.note.reader import Reader
from workup.texts import _

NAMED = 2


class Even(Struct, frozen=True):
    """What was examined, its value in words, and whether that is of both sides.

    Of a place `of` says what was examined there, and `code` names its root, where it has one.
    """

    label: str
    value: str
    sided: bool
    of: str = ""
    code: str = ""


def even(
    reader: Reader, label: str, cells: Sequence[Cell], *, sided: bool, of: str = "", code: str = ""
) -> Even | None:
    """The row as words when it was examined as a whole, found nothing, and says the same of both sides."""
    slots = tuple(slot for cell in cells for slot in cell.slots)
    answers = [reader.answer(slot) for slot in slots]
    known = all(answer is not None and not isinstance(answer.value, Gap) for answer in answers)
    if not known or any(cell.finding for cell in cells) or len({cell.text for cell in cells}) != 1:
        return None
    if not cells[0].text or len(slots) != len(cells):
        return None
    return Even(label, cells[0].text, sided, of, code)


def evenly(rows: Sequence[Even]) -> Runs:
    """`Right and left alike: toe walk normal; plantar down. Temperature 36.7 °C.`"""
    sided = _told([row for row in rows if row.sided])
    single = _told([row for row in rows if not row.sided])
    runs: list[Run] = []
    if sided:
        runs += [Run(_("Right and left alike: "), "strong"), Run(f"{sided}.")]
    if single:
        runs.append(Run(f"{' ' if runs else ''}{words.capital(words.sentence(single))}"))
    return tuple(runs)


def _told(rows: Sequence[Even]) -> str:
    """`saddle touch and saddle pin-prick normal; strength 5 at L2, L3 and L4`: what is the same is told together."""
    alike: dict[tuple[str, str], list[Even]] = {}
    for row in rows:
        alike.setdefault((row.of, row.value), []).append(row)
    texts = []
    for (of, value), same in alike.items():
        if of:
            name, places = words.in_sentence(of), _places(same)
            texts.append(_("{named} at {places}").format(named=words.valued(name, value), places=places))
        else:
            texts.append(words.valued(words.listing([_name(row.label) for row in same]), value))
    return "; ".join(texts)


def _places(rows: Sequence[Even]) -> str:
    """Two places by their names, more of them by their roots where each has its own."""
    codes = list(dict.fromkeys(row.code for row in rows if row.code))
    if len(rows) > NAMED and len(codes) == len(rows):
        return words.listing(codes)
    return words.listing([_name(row.label) for row in rows])


def _name(label: str) -> str:
    """A comma within a name would read as two names."""
    name, _comma, more = label.partition(", ")
    return words.in_sentence(f"{name} ({more})" if more else name)
