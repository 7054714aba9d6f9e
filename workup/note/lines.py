"""A note as lines of text that know their answers: what stands on the page, sentence by sentence, before any layout."""

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

from msgspec import Struct

from workup.answers import Slot
from workup.note.blocks import (
    Balance,
    Block,
    BodyChart,
    Bullets,
    Callout,
    Heading,
    Note,
    Paragraph,
    Scores,
    Table,
    TimeLine,
    plain,
)
from workup.note.text import event_words, in_order

Kind = Literal["part", "heading", "text"]


class Line(Struct, frozen=True):
    """One sentence or row of a note, and the answers that made it."""

    text: str
    kind: Kind = "text"
    slots: tuple[Slot, ...] = ()
    finding: bool = False


def lines_of(note: Note) -> Iterator[Line]:
    """All of the note in its order."""
    yield Line(note.title, "heading", note.title_slots)
    for part in note.parts:
        lines = [line for block in part.blocks for line in _block(block) if line.text.strip()]
        if part.title and lines:
            yield Line(part.title, "part")
        yield from lines


def _block(block: Block) -> Iterable[Line]:
    match block:
        case Heading():
            return [Line(block.text, "heading", block.slots)]
        case Paragraph():
            return [Line(plain(block.runs), slots=block.slots)]
        case Bullets():
            return [Line(f"• {plain(row)}", slots=block.slots) for row in block.rows]
        case Table():
            return _table(block)
        case Callout():
            title = [Line(block.title, "heading", block.slots)]
            return [*title, *(Line(plain(line), slots=block.slots) for line in (*block.lines, *block.beside))]
        case BodyChart():
            return []
        case Scores():
            return [
                Line(f"{score.name}: {score.value} {score.beside}".strip(), slots=block.slots) for score in block.scores
            ]
        case TimeLine():
            return [Line(event_words(event), slots=block.slots) for event in in_order(block.events)]
        case Balance():
            return [Line(f"{block.title}: {block.phrase}", slots=block.slots)]
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[Line]:
    """A line for each row; the columns of a grid by their heads."""
    if table.title:
        yield Line(table.title, "heading")
    named = table.look == "grid"
    for row in table.rows:
        parts = []
        for place, cell in enumerate(row):
            head = table.head[place] if named and place < len(table.head) and place and table.head[place] else ""
            if cell.text:
                parts.append(f"{head} {cell.text}".strip())
        slots = tuple(dict.fromkeys(slot for cell in row for slot in cell.slots))
        text = (": " if table.look == "facts" else ", ").join(parts)
        yield Line(text, slots=slots, finding=any(cell.finding for cell in row))
