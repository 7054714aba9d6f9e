"""Tables on paper: rows that stay whole, a head that repeats, findings bold, boxed and shaded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workup.note.blocks import Cell, Run, Table
from workup.paper.boxes import Box
from workup.paper.pen import Align, Pen
from workup.paper.tags import Node
from workup.paper.typeset import Set, Typesetter
from workup.style import PaperRole

Look = Literal["facts", "grid", "list"]
Scope = Literal["", "Row", "Column"]
PAD_X = 4.0
MOST_WIDE = 2000.0
WHOLE = 4  # rows of a grid that stay together
LABEL_MOST = 78.0
ROOMY = 0.3  # from this share of the width labels are questions and keep their room
PAD_Y = {"facts": 1.1, "grid": 1.2, "list": 2.2}


@dataclass(frozen=True, slots=True)
class Row:
    """The set cells of a row."""

    cells: tuple[tuple[Set, ...], ...]
    findings: tuple[bool, ...]
    pad: float

    @property
    def height(self) -> float:
        return max((sum(text.height for text in cell) for cell in self.cells), default=0.0) + 2 * self.pad

    @property
    def unread(self) -> "Row":
        """The same row as an artifact: a head that repeats is read once."""
        return replace(self, cells=tuple(tuple(replace(text, tag=None) for text in cell) for cell in self.cells))

    def cut(self, room: float) -> "tuple[Row, Row] | None":
        """A row too high for any page, cut between lines."""
        first: list[tuple[Set, ...]] = []
        rest: list[tuple[Set, ...]] = []
        for cell in self.cells:
            head, tail = _cut(cell, room - 2 * self.pad)
            first.append(head)
            rest.append(tail)
        if not any(rest) or not any(first):
            return None
        return Row(tuple(first), self.findings, self.pad), Row(tuple(rest), tuple(False for _ in rest), self.pad)


def _cut(cell: tuple[Set, ...], room: float) -> tuple[tuple[Set, ...], tuple[Set, ...]]:
    first: list[Set] = []
    for place, text in enumerate(cell):
        if text.height <= room:
            first.append(text)
            room -= text.height
            continue
        count = max(0, int(room / text.role.line))
        head = [text.head(count)] if count else []
        return (*first, *head), (text.tail(count), *cell[place + 1 :])
    return tuple(first), ()


class TableBox(Box):
    """A table, or the part of it that stands on one page."""

    def __init__(
        self,
        source: Table,
        rows: Sequence[Row],
        head: Row | None,
        columns: Sequence[float],
        node: Node,
        *,
        done: int = 0,
    ) -> None:
        self.source, self.rows, self.head, self.columns, self.done = source, list(rows), head, list(columns), done
        self.node, self.gap = node, 6.0

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows) + (self.head.height if self.head else 0.0)

    @property
    def _whole(self) -> bool:
        """Whether its rows stay together: a grid of a few."""
        return len(self.rows) <= WHOLE and self.source.look == "grid"

    @property
    def least(self) -> float:
        if self._whole:
            return self.height
        first = self.rows[: 1 if self.rows and self.rows[0].height > 40 else 2]
        return sum(row.height for row in first) + (self.head.height if self.head else 0.0)

    def split(self, room: float, *, force: bool) -> tuple[Box, Box] | None:
        left = room - (self.head.height if self.head else 0.0)
        count = 0
        while count < len(self.rows) and self.rows[count].height <= left:
            left -= self.rows[count].height
            count += 1
        if count == 0:
            return self._cut_first(left) if force else None
        if self._whole and not force:
            return None
        if count == len(self.rows):
            return None
        return self._part(self.rows[:count], self.done), self._rest(self.rows[count:], self.done + count)

    def _cut_first(self, room: float) -> tuple[Box, Box] | None:
        cut = self.rows[0].cut(room)
        if cut is None:
            return None
        first, rest = cut
        return self._part([first], self.done), self._rest([rest, *self.rows[1:]], -1)

    def _part(self, rows: Sequence[Row], done: int) -> "TableBox":
        return TableBox(self.source, rows, self.head, self.columns, self.node, done=done)

    def _rest(self, rows: Sequence[Row], done: int) -> "TableBox":
        head = self.head and self.head.unread
        return TableBox(self.source, rows, head, self.columns, self.node, done=done)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        width = sum(self.columns)
        y = top
        if self.head:
            self._draw_row(pen, x, y, self.head)
            y += self.head.height
            pen.rule(x, y, width, ink="text2", weight=0.75)
        for row in self.rows:
            self._draw_row(pen, x, y, row)
            y += row.height
            pen.rule(x, y, width)

    def _draw_row(self, pen: Pen, x: float, top: float, row: Row) -> None:
        for number, cell in enumerate(row.cells):
            width = _spanned(self.columns, number, len(row.cells))
            centred = self.source.look == "grid" and number > 0
            align: Align = "centre" if centred else "left"
            if row.findings[number] and self.source.look != "facts":
                self._frame(pen, x, top, width, row, cell, centred=centred)
            y = top + row.pad
            for text in cell:
                pen.text(x + (0 if centred or number == 0 else PAD_X), y, text, width=width, align=align)
                y += text.height
            x += width

    @staticmethod
    def _frame(pen: Pen, x: float, top: float, width: float, row: Row, cell: Sequence[Set], *, centred: bool) -> None:
        """The box of a finding, around its words."""
        words = max((text.width for text in cell), default=0.0) + 6
        high = sum(text.height for text in cell)
        left = x + (width - words) / 2 if centred else x + PAD_X - 3
        if centred:
            words = max(words, min(width - 2, 30.0))
            left = x + (width - words) / 2
        pen.box(left, top + row.pad - 0.5, words, high + 1.0, fill="shade", weight=0.75)


def _spanned(columns: Sequence[float], number: int, cells: int) -> float:
    """The width of a cell; the last one of a short row spans the columns that are left."""
    return columns[number] if number < cells - 1 else sum(columns[number:])


def table_box(setter: Typesetter, table: Table, width: float, node: Node, *, skip: int = 0) -> TableBox:
    """Set a table in a width, all of it or what follows its first rows."""
    total = sum(table.weights)
    columns = [width * weight / total for weight in table.weights]
    if table.look == "facts" and len(columns) == 2 and table.weights[0] / total < ROOMY:
        columns = [min(columns[0], LABEL_MOST), width - min(columns[0], LABEL_MOST)]
    if table.look == "grid":
        columns = _with_room(setter, table, columns)
    pad, head = PAD_Y[table.look] * setter.closeness.space, None
    if any(table.head):
        cells = tuple(Cell(((Run(text, "quiet"),),) if text else ()) for text in table.head)
        tags = _tags(node.part(0, "TR"), cells, columns, "Column")
        head = _row(setter, cells, columns, pad, tags, look=table.look, bold=True)
        head = head.unread if skip else head
    scope: Scope = "" if head and table.look == "list" else "Row"
    rows = [
        _row(setter, row, columns, pad, _tags(node.part(number, "TR"), row, columns, scope), look=table.look)
        for number, row in enumerate(table.rows[skip:], skip + 1)
    ]
    return TableBox(table, rows, head, columns, node, done=skip)


def _with_room(setter: Typesetter, table: Table, columns: list[float]) -> list[float]:
    """The columns of a grid; where a value would take several lines, what others do not need goes to its column."""
    values = [
        (cell, _spanned(columns, number, len(row)) - _free(table.look, number, len(row)))
        for row in table.rows
        for number, cell in enumerate(row)
        if number
    ]
    if len(columns) < 2 or all(_wide(setter, cell) <= room for cell, room in values):
        return columns
    title = setter.set((Run(table.head[0]),), MOST_WIDE, "label", bold=True).width if any(table.head) else 0.0
    labels = max(title, *(_wide(setter, row[0]) for row in table.rows)) + PAD_X
    wished = [labels, *_wished(setter, table, len(columns))]
    spare = sum(columns) - sum(wished)
    if spare >= 0:
        return [labels, *(column + spare / (len(columns) - 1) for column in wished[1:])]
    spare = columns[0] - labels
    if spare <= 0:
        return columns
    return [labels, *(column + spare / (len(columns) - 1) for column in columns[1:])]


def _wished(setter: Typesetter, table: Table, count: int) -> list[float]:
    """What each column of values would take on one line; what spans several asks an equal share of each."""
    wished = [0.0] * (count - 1)
    for row in table.rows:
        for number, cell in enumerate(row[1:], 1):
            spans = range(number, count if number == len(row) - 1 else number + 1)
            need = (_wide(setter, cell) + _free(table.look, number, len(row)) + 3 * cell.finding) / len(spans)
            for place in spans:
                wished[place - 1] = max(wished[place - 1], need)
    heads = [setter.set((Run(text),), MOST_WIDE, "label", bold=True).width + 1.25 * PAD_X for text in table.head[1:]]
    return [max(need, head) for need, head in zip(wished, [*heads, *[0.0] * count])]


def _free(look: Look, number: int, cells: int) -> float:
    """What a cell leaves free of its columns.

    A value of a grid is centred and half of it stands on each side. Running text begins PAD_X within its column and
    ends as much before the next; the last ends at the edge.
    """
    if number and look == "grid":
        return 1.25 * PAD_X
    inner = 0 < number < cells - 1
    return (2 if inner and look == "list" else 1.25 if inner else 1) * PAD_X


def _wide(setter: Typesetter, cell: Cell) -> float:
    return max((setter.set(line, MOST_WIDE, "table").width for line in cell.lines), default=0.0)


def _tags(row: Node, cells: Sequence[Cell], columns: Sequence[float], scope: Scope) -> list[Node]:
    """The elements of a row: all heads of columns, or the first the head of the row, or none a head."""
    nodes = []
    for number in range(len(cells)):
        # The empty corner of a head heads nothing.
        heads = (scope == "Column" and bool(cells[number].lines)) or (scope == "Row" and number == 0)
        node = row.part(number, "TH" if heads else "TD")
        node.scope = scope if heads else ""
        nodes.append(node)
    if nodes:
        nodes[-1].span = len(columns) - len(cells) + 1
    return nodes


def _row(
    setter: Typesetter,
    cells: Sequence[Cell],
    columns: Sequence[float],
    pad: float,
    tags: Sequence[Node],
    *,
    look: Look,
    bold: bool = False,
) -> Row:
    role: PaperRole = "label" if bold else "table"
    done = []
    for number, cell in enumerate(cells):
        room = _spanned(columns, number, len(cells)) - _free(look, number, len(cells))
        lines = []
        for place, line in enumerate(cell.lines):
            tag = tags[number].part(place, "P") if len(cell.lines) > 1 else tags[number]
            lines.append(setter.set(line, room, role, bold=bold, tag=tag))
        done.append(tuple(lines))
    return Row(tuple(done), tuple(cell.finding for cell in cells), pad)


def refitted(setter: Typesetter, box: TableBox, width: float) -> TableBox:
    """The same rows in another width; a table whose first row is already cut keeps its width."""
    if box.done < 0:
        return box
    return table_box(setter, box.source, width, box.node, skip=box.done)
