"""What every part of the knowledge base is written with: rows of facts, lists, and numbers of sources."""

from collections.abc import Iterable, Sequence

from workup.note.blocks import Block, Cell, Run, Runs, Table, Tone
from workup.protocol import Library

Line = str | Runs


class Shelf:
    """The content, with its sources numbered in their order, as they are listed at the end."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.numbers = {key: number for number, key in enumerate(library.sources, 1)}

    def cited(self, keys: Iterable[str], basis: str = "") -> str:
        """`[3, 17]`, and the basis where there is one: `[3] published`."""
        numbers = sorted({self.numbers[key] for key in keys if key in self.numbers})
        told = f"[{', '.join(map(str, numbers))}]" if numbers else ""
        return " ".join(part for part in (told, basis) if part)

    def items(self, names: Iterable[str]) -> str:
        """The labels of items."""
        found = (self.library.items.get(name) for name in names)
        return "; ".join(item.label for item in found if item is not None)


def cell(*lines: Line, tone: Tone = "plain") -> Cell:
    """A cell of these lines, empty ones left out."""
    return Cell(tuple((Run(line, tone),) if isinstance(line, str) else line for line in lines if line))


def strong(text: str) -> Runs:
    """A line in strong words."""
    return (Run(text, "strong"),)


def quiet(text: str) -> Runs:
    """A line in quiet words, such as a rule as the content has it."""
    return (Run(text, "quiet"),) if text else ()


def facts(rows: Iterable[tuple[str, Line]]) -> tuple[Block, ...]:
    """Labels and what stands beside them, empty ones left out."""
    kept = tuple((cell(label, tone="quiet"), cell(value)) for label, value in rows if value)
    return (Table((), kept, (0.2, 0.8)),) if kept else ()


def listed(head: Sequence[str], rows: Iterable[tuple[Cell, ...]], weights: Sequence[float]) -> tuple[Block, ...]:
    """A table with a head, nothing when it has no rows."""
    kept = tuple(rows)
    return (Table(tuple(head), kept, tuple(weights), "list"),) if kept else ()
