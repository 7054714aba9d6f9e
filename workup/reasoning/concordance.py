"""What points to which root, side by side: drawing, skin, strength, reflex, stretch, image, EMG, operated level."""

from msgspec import Struct

from workup.answers import SIDES, At, Side, Slot
from workup.expr import Truth
from workup.protocol import Column, Library
from workup.reasoning.weighing import Weigher

OPERATED = "operated"


class Line(Struct, frozen=True):
    """One root of one side: what each column says there."""

    root: str
    cells: tuple[Truth, ...]

    @property
    def points(self) -> int:
        """How many columns point here."""
        return self.cells.count(True)


class Board(Struct, frozen=True):
    """One side: its lines, the roots that most columns point to, and the columns that point elsewhere only."""

    side: Side
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    leading: tuple[str, ...]
    agreeing: tuple[Column, ...]
    contrary: tuple[tuple[Column, tuple[str, ...]], ...]
    slots: tuple[Slot, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing points anywhere on this side."""
        return not any(line.points for line in self.lines)


def boards(library: Library, weigher: Weigher) -> tuple[Board, ...]:
    """The board of each side, right first."""
    return tuple(_board(library, weigher, side) for side in SIDES)


def _board(library: Library, weigher: Weigher, side: Side) -> Board:
    columns = library.engine.column
    roots = library.anatomy.places.get("root", ())
    lines = []
    slots: set[Slot] = set()
    for root in roots:
        at = At(None, root, side)
        cells = tuple(
            None if column.roots and root not in column.roots else weigher.holds(f"column:{column.id}", at)
            for column in columns
        )
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                slots |= weigher.because(f"column:{column.id}", at)
        lines.append(Line(root, cells))
    by_column = {column.id: {line.root for line in lines if line.cells[n]} for n, column in enumerate(columns)}
    most = max((_findings(line, columns) for line in lines), default=0)
    leading = tuple(line.root for line in lines if most and _findings(line, columns) == most)
    agreeing = tuple(column for column in columns if by_column[column.id] & set(leading))
    contrary = tuple(
        (column, tuple(root for root in roots if root in by_column[column.id]))
        for column in columns
        if leading and by_column[column.id] and not by_column[column.id] & set(leading)
    )
    return Board(side, columns, tuple(lines), leading, agreeing, contrary, tuple(sorted(slots, key=str)))


def _findings(line: Line, columns: tuple[Column, ...]) -> int:
    """The columns that point to a root; the operated level alone says nothing of the pain."""
    found = sum(cell is True for cell, column in zip(line.cells, columns, strict=True) if column.id != OPERATED)
    return found and line.points
