"""Rows and columns of a grid, worked out from the items alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from workup import words
from workup.answers import SIDES, At, Side, Slot
from workup.note.wording import place_words
from workup.protocol import AnyItem, Library, Number
from workup.texts import _

# Rows with longer names, such as muscles, leave room for half as many columns.
LONG_NAME = 12


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
    item: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows and columns of one grid; in a stacked one the name of a row stands above its cells."""

    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    stacked: bool = False

    @property
    def bilateral(self) -> bool:
        """Whether the columns are right and left and nothing else."""
        return all(not header.group for header in self.headers)


def grids_of(library: Library, items: Sequence[AnyItem], record: int | None, most: int = 0) -> Iterator[Grid]:
    """The grids for a run of items: those that share their places become columns, at most so many; the others rows.

    Where there is little room, items of both sides at places with long names, such as muscles, become one table.
    """
    waiting: list[AnyItem] = []
    for (axis, places), group in groupby(items, key=partial(_together, library, most)):
        run = list(group)
        if most and _is_tabled(library, run[0]) and axis:
            if waiting:
                yield _rows_grid(library, waiting, record)
            waiting = []
            yield _table(library, run, record)
            continue
        if axis and (len(run) > 1 or not run[0].side):
            if waiting:
                yield _rows_grid(library, waiting, record)
            waiting = []
            named = places or tuple(library.axes[axis])
            long = _has_long_names(library, run[0])
            for part in _parts(run, most // 2 if long else most):
                yield _columns_grid(library, part, named, record, values_of(library, part[0], most))
        else:
            waiting += run
    if waiting:
        yield _rows_grid(library, waiting, record)


def divided(grid: Grid, columns: int) -> tuple[Grid, Grid]:
    """The first so many columns, and the rest; the two sides of an item stay together."""
    while columns > 1 and grid.headers[columns - 1].item == grid.headers[columns].item:
        columns -= 1
    found = []
    for lower, upper in ((0, columns), (columns, len(grid.headers))):
        rows = tuple(
            replace(row, cells=tuple(
                replace(cell, column=cell.column - lower) for cell in row.cells if lower <= cell.column < upper
            ))
            for row in grid.rows
        )  # fmt: skip
        found.append(replace(grid, headers=grid.headers[lower:upper], rows=tuple(row for row in rows if row.cells)))
    return found[0], found[1]


def _together(library: Library, most: int, item: AnyItem) -> tuple[str | None, tuple[str, ...]]:
    return item.axis, () if most and _is_tabled(library, item) else item.places


def _has_long_names(library: Library, item: AnyItem) -> bool:
    places = item.places or tuple(library.axes[item.axis or ""])
    return any(len(place_words(library, item, place)) > LONG_NAME for place in places)


def _is_tabled(library: Library, item: AnyItem) -> bool:
    return bool(item.axis) and item.side and _has_long_names(library, item)


def _table(library: Library, items: Sequence[AnyItem], record: int | None) -> Grid:
    """A row for each place and side; items that are never asked at the same place share a column."""
    columns: list[list[AnyItem]] = []
    for item in items:
        beside = next((one for one in columns if _shares(one[0], item) and len(one) == 1), None)
        if beside is None:
            columns.append([item])
        else:
            beside.append(item)
    rows = []
    every = dict.fromkeys(place for item in items for place in item.places or library.axes[item.axis or ""])
    for place in every:
        for side in SIDES:
            cells = tuple(
                Cell(Slot(item.id, At(record, place, side)), item, column)
                for column, group in enumerate(columns)
                for item in group
                if not item.places or place in item.places
            )
            if cells:
                name, _rest, hint = place_words(library, cells[0].item, place).partition(" · ")
                rows.append(Row(f"{name}, {side}", hint, cells))
    return Grid(tuple(Header(_column_name(group), None, group[0].id) for group in columns), tuple(rows), stacked=True)


def _shares(one: AnyItem, other: AnyItem) -> bool:
    apart = bool(one.places and other.places) and set(one.places).isdisjoint(other.places)
    return apart and one.label.split()[-1] == other.label.split()[-1]


def _column_name(group: Sequence[AnyItem]) -> str:
    """What stands above a column: its name with the unit all of its cells have."""
    units = {unit_of(item) for item in group}
    name = group[0].label if len(group) == 1 else words.capital(group[0].label.split()[-1])
    return " ".join(filter(None, (name, units.pop() if len(units) == 1 else "")))


def _with_unit(item: AnyItem) -> str:
    return " ".join(filter(None, (item.label, unit_of(item))))


def unit_of(item: AnyItem) -> str:
    """The unit of a number."""
    return item.unit if isinstance(item, Number) else ""


def _parts(items: Sequence[AnyItem], most: int) -> Iterator[list[AnyItem]]:
    """The items in stretches of at most so many columns; 0 keeps them together."""
    part: list[AnyItem] = []
    for item in items:
        if part and most and sum(len(_sides(one)) for one in (*part, item)) > most:
            yield part
            part = []
        part.append(item)
    if part:
        yield part


def values_of(library: Library, item: AnyItem, most: int) -> Mapping[str, str]:
    """The items whose values stand in the rows of a reading, by place, where there is little room."""
    return library.ordering.value_of.get(item.id, {}) if most else {}


def _columns_grid(
    library: Library, items: Sequence[AnyItem], places: Sequence[str], record: int | None, values: Mapping[str, str]
) -> Grid:
    headers: list[Header] = []
    spots: list[tuple[AnyItem, Side | None]] = []
    labels = [_with_unit(item) for item in items]
    for item, label in zip(items, labels, strict=True):
        name = label if labels.count(label) == 1 else item.text
        for side in _sides(item):
            headers.append(Header(name, side, item.id))
            spots.append((item, side))
    rows, first = [], int(bool(values))
    for place in places:
        cells = tuple(
            Cell(Slot(item.id, At(record, place, side)), item, column)
            for column, (item, side) in enumerate(spots, first)
        )
        row = _named_row(library, items[0], place, cells)
        if place in values:
            measured = library.items[values[place]]
            cells = (Cell(Slot(measured.id, At(record)), measured, 0), *cells)
            row = replace(row, cells=cells, hint=unit_of(measured))
        rows.append(row)
    return Grid((*(Header(_("Value"), None, "value") for _rest in range(first)), *headers), tuple(rows))


def _rows_grid(library: Library, items: Sequence[AnyItem], record: int | None) -> Grid:
    rows: list[Row] = []
    placed = [item for item in items if item.axis]
    for item in items:
        places = (item.places or tuple(library.axes[item.axis])) if item.axis else (None,)
        for place in places:
            cells = tuple(
                Cell(Slot(item.id, At(record, place, side)), item, column) for column, side in enumerate(SIDES)
            )
            if place is None:
                rows.append(Row(item.label, "", cells))
                continue
            row = _named_row(library, item, place, cells)
            rows.append(row if item.label == placed[0].label else replace(row, name=f"{item.label}, {row.name}"))
    caption = placed[0].label if placed else ""
    return Grid((Header("", "right"), Header("", "left")), tuple(rows), caption)


def _sides(item: AnyItem) -> tuple[Side | None, ...]:
    return SIDES if item.side else (None,)


def _named_row(library: Library, item: AnyItem, place: str, cells: tuple[Cell, ...]) -> Row:
    """A place with a code, such as a root, shows both; a label in small letters is the quieter one."""
    name = place_words(library, item, place)
    code = library.axes.get(item.axis or "", {}).get(place, "")
    if not code or code in name.split() or code == name:
        return Row(name, "", cells)
    return Row(code, name, cells, hint_first=False) if name[:1].islower() else Row(name, code, cells)
