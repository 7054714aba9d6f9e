"""Rows and columns of a grid, worked out from the items alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from workup.answers import SIDES, At, Side, Slot
from workup.note.wording import place_words
from workup.protocol import AnyItem, Library


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot of a grid and the column it stands in."""

    slot: Slot
    item: AnyItem
    column: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of cells: its name, a quieter word beside it, and the item that helps."""

    name: str
    hint: str
    cells: tuple[Cell, ...]
    hint_first: bool = False

    @property
    def item(self) -> AnyItem:
        """The item of the first cell."""
        return self.cells[0].item


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a column: the item it belongs to, and the side."""

    group: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows and columns of one grid."""

    headers: tuple[Header, ...]
    rows: tuple[Row, ...]

    @property
    def bilateral(self) -> bool:
        """Whether the columns are right and left and nothing else."""
        return all(not header.group for header in self.headers)


def grids_of(library: Library, items: Sequence[AnyItem], record: int | None) -> Iterator[tuple[Grid, list[AnyItem]]]:
    """The grids for a run of items: those that share their places become columns, the others rows."""
    waiting: list[AnyItem] = []
    for (axis, places), group in groupby(items, key=lambda item: (item.axis, item.places)):
        run = list(group)
        if axis and (len(run) > 1 or not run[0].side):
            if waiting:
                yield _rows_grid(library, waiting, record), waiting
            waiting = []
            yield _columns_grid(library, run, places or tuple(library.axes[axis]), record), run
        else:
            waiting += run
    if waiting:
        yield _rows_grid(library, waiting, record), waiting


def _columns_grid(library: Library, items: Sequence[AnyItem], places: Sequence[str], record: int | None) -> Grid:
    headers: list[Header] = []
    spots: list[tuple[AnyItem, Side | None]] = []
    for item in items:
        for side in _sides(item):
            headers.append(Header(item.label, side))
            spots.append((item, side))
    rows = []
    for place in places:
        cells = tuple(
            Cell(Slot(item.id, At(record, place, side)), item, column) for column, (item, side) in enumerate(spots)
        )
        rows.append(_named_row(library, items[0], place, cells))
    return Grid(tuple(headers), tuple(rows))


def _rows_grid(library: Library, items: Sequence[AnyItem], record: int | None) -> Grid:
    rows: list[Row] = []
    for item in items:
        places = (item.places or tuple(library.axes[item.axis])) if item.axis else (None,)
        for place in places:
            cells = tuple(
                Cell(Slot(item.id, At(record, place, side)), item, column) for column, side in enumerate(SIDES)
            )
            rows.append(Row(item.label, "", cells) if place is None else _named_row(library, item, place, cells))
    return Grid((Header("", "right"), Header("", "left")), tuple(rows))


def _sides(item: AnyItem) -> tuple[Side | None, ...]:
    return SIDES if item.side else (None,)


def _named_row(library: Library, item: AnyItem, place: str, cells: tuple[Cell, ...]) -> Row:
    """A place with a code, such as a root, shows both; a label in small letters is the quieter one."""
    name = place_words(library, item, place)
    code = library.axes.get(item.axis or "", {}).get(place, "")
    if not code or code in name.split() or code == name:
        return Row(name, "", cells)
    return Row(code, name, cells, hint_first=False) if name[:1].islower() else Row(name, code, cells)
