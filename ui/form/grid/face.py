"""How a grid looks and where its cells are."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, FieldView
from ui.form.block import Block, Shown
from ui.form.grid.cells import choices_of, full_width, is_typed, paint_cell, paint_remark, short_width
from ui.form.grid.heads import groups_of, make_room, name_lines, paint_name
from ui.form.grid.spec import Cell, Grid, Row, unit_of
from ui.form.grid.technique import paint_technique, technique_height
from ui.form.stack import Stack
from ui.widgets import Option, write
from ui.widgets.base import word
from ui.widgets.spoken import SpokenRole
from workup import words
from workup.answers import Slot
from workup.protocol import Choices, ManoeuvreItem, Text
from workup.style import Weight

TWO_LANES_FROM = 640


class GridFace(Block):
    """Rows and columns with their painting; what the keys do is in GridBlock."""

    spoken_role = SpokenRole.Table

    def __init__(self, context: FieldContext, shown: Shown, grid: Grid, parent: QWidget | None = None) -> None:
        super().__init__(context, shown, parent)
        self.grid = grid
        self.rows: list[Row] = []
        self.views: dict[Slot, FieldView] = {}
        self.options: dict[str, tuple[Option, ...]] = {}
        for row in grid.rows:
            for cell in row.cells:
                self.options.setdefault(cell.item.id, choices_of(cell.item))
        self.follow_ups: dict[Slot, Stack] = {}
        self.at = (0, 0)
        self._measures: dict[bool, list[int]] = {}
        self._heights: dict[int, int] = {}
        self._names = 0
        self._tops: list[QRect] = []
        self._cells: dict[tuple[int, int], QRect] = {}
        self._helped = -1
        self._help_rect = QRect()
        self._widths: list[int] = []
        self._heads: list[QRect] = []
        self._arranged_at = -1
        self._arranged: tuple[tuple[QRect, ...], list[QRect], list[int], int] = ((), [], [], -1)

    # Widths

    def _cell_widths(self, room: int) -> list[int]:
        """The width of each column: for the words where there is room, else for the signs."""
        full = self._measured(full=True)
        fits = sum(full) + self._gap() * len(full) + self._least_name() <= room
        widths = full if fits else self._measured(full=False)
        if self.grid.stacked:  # the cells have the whole line
            spare = room - self.theme.px(4) - sum(widths) - self._gap() * (len(widths) - 1)
            return [wide + spare // len(widths) for wide in widths]
        return widths

    def restyle(self) -> None:
        self.forget()
        self._measures.clear()
        self._names = 0

    def _measured(self, *, full: bool) -> list[int]:
        if full not in self._measures:
            self._measures[full] = self._measure(full=full)
        return self._measures[full]

    def _measure(self, *, full: bool) -> list[int]:
        widths = [self.theme.target(42)] * len(self.grid.headers)
        for row in self.grid.rows:
            for cell in row.cells:
                widths[cell.column] = max(widths[cell.column], self._width_of(cell, full=full))
        make_room(self.theme, self.grid, widths, self._gap())
        return widths

    def _width_of(self, cell: Cell, *, full: bool) -> int:
        if is_typed(cell.item):
            return self.theme.px(78 if isinstance(cell.item, Text) else 52)
        if isinstance(cell.item, Choices):
            return self.theme.px(120 if full else 64)
        if isinstance(cell.item, ManoeuvreItem):
            return self.theme.px(68 if not self.theme.touch else 92)
        options = self.options[cell.item.id]
        return full_width(options, self.theme) if full else short_width(options, self.theme)

    def _gap(self) -> int:
        return self.theme.px(8 if self.theme.touch else 6)

    def _least_name(self) -> int:
        self._names = self._names or self._measure_names()
        return self._names

    def _measure_names(self) -> int:
        if self.grid.stacked:
            return 0
        metrics, most = self.theme.metrics("question", 600), 0
        for row in self.grid.rows:
            wide = metrics.horizontalAdvance(row.name)
            if row.hint:
                wide += self.theme.metrics("hint").horizontalAdvance(row.hint) + self.theme.px(8)
            most = max(most, wide)
        return min(most, self.theme.px(168)) + self.theme.px(16)

    def least_width(self) -> int:
        widths = self._measured(full=False)
        return sum(widths) + self._gap() * len(widths) + self._least_name()

    def columns_within(self, room: int) -> int:
        """How many columns fit into a room, from the first; at least one."""
        used, found = self._least_name(), 0
        for wide in self._measured(full=False):
            used += wide + self._gap()
            found += used <= room
        return max(1, found)

    # Places

    def _head_height(self) -> int:
        line, sided = self.theme.line("hint"), any(header.side for header in self.grid.headers)
        if self.grid.bilateral:
            return line + self.theme.px(4)
        return (int(sided) + name_lines(self.theme, self.grid, self._measured(full=False))) * line + self.theme.px(4)

    def _widest(self) -> int:
        """Beyond this width the names would stand too far from their cells."""
        full = self._measured(full=True)
        return max(self.theme.px(480), sum(full) + self._gap() * len(full) + self._least_name() + self.theme.px(90))

    def _lanes(self, width: int) -> int:
        return 2 if self.grid.bilateral and len(self.rows) >= 4 and width >= self.theme.px(TWO_LANES_FROM) else 1

    def height_for(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(width, move=False)
        return self._heights[width]

    def forget(self) -> None:
        super().forget()
        self._heights.clear()

    def arrange(self) -> None:
        if not self.stale and self._arranged_at == self.width():
            return
        self.stale, self._arranged_at = False, self.width()
        before = self._arranged
        self._place(self.width(), move=True)
        wholes = tuple(self.whole_rect(place) for place in range(len(self.rows)))
        self._arranged = (wholes, self._heads, self._widths, self._helped)
        if len(before[0]) != len(wholes) or before[1:] != self._arranged[1:]:
            self.update()
            return
        for one, other in zip(before[0], wholes):
            if one != other:
                self.update(self._with_edges(one))
                self.update(self._with_edges(other))

    def whole_rect(self, row: int) -> QRect:
        """A row with what stands below it."""
        line = self._tops[row]
        return QRect(line.x(), line.y(), line.width(), self._bottom(row) - line.y())

    def _with_edges(self, rect: QRect) -> QRect:
        return rect.adjusted(-self.theme.px(12), 0, self.theme.px(12), 2)

    def _place(self, width: int, *, move: bool) -> int:
        lanes, gap = self._lanes(width), self.theme.px(28)
        wide = min((width - gap * (lanes - 1)) // lanes, self._widest())
        per_lane = -(-len(self.rows) // lanes)
        tops: list[QRect] = []
        heads: list[QRect] = []
        bottom = 0
        for lane in range(lanes):
            left, top = lane * (wide + gap), self._head_height()
            heads.append(QRect(left, 0, wide, top))
            for row in self.rows[lane * per_lane : (lane + 1) * per_lane]:
                tall = self._row_height()
                tops.append(QRect(left, top, wide, tall))
                top += tall + self._follow_height(row, left, top + tall, wide, move=move)
            bottom = max(bottom, top)
        if move:
            self._tops, self._heads = tops, heads
            self._cells.clear()
            self._widths = self._cell_widths(wide)
        return bottom

    def _row_height(self) -> int:
        return self.theme.height("row") + (self.theme.line("label") + self.theme.px(2) if self.grid.stacked else 0)

    def _follow_height(self, row: Row, left: int, top: int, width: int, *, move: bool) -> int:
        start, inset = top, self.theme.px(12)
        if self._helped >= 0 and self._helped < len(self.rows) and self.rows[self._helped] is row:
            rect = QRect(left + inset, top, width - 2 * inset, 10000)
            tall = technique_height(self.theme, self.context.library, row.item, rect)
            if move:
                self._help_rect = QRect(rect.x(), top, rect.width(), tall)
            top += tall + self.theme.px(10)
        for cell in row.cells:
            stack = self.follow_ups.get(cell.slot)
            if stack is None or stack.is_empty():
                continue
            tall = stack.height_for(width - 2 * inset)
            if move:
                stack.put(QRect(left + inset, top + self.theme.px(6), width - 2 * inset, tall))
            top += tall + self.theme.px(12)
        return top - start

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell is painted."""
        found = self._cells.get((row, column))
        if found is None:
            found = self._cells[row, column] = self._measure_cell(row, column)
        return found

    def _measure_cell(self, row: int, column: int) -> QRect:
        if not (0 <= row < len(self._tops) and 0 <= column < len(self._widths)):
            return QRect()
        line, gap = self._tops[row], self._gap()
        right = line.right() + 1 - self.theme.px(2)
        left = right - sum(self._widths[column:]) - gap * (len(self._widths) - 1 - column)
        tall = self.theme.height("row") - self.theme.px(4)
        return QRect(left, line.bottom() + 1 - self.theme.px(2) - tall, self._widths[column], tall)

    def row_rect(self, row: int) -> QRect:
        """The whole line of a row with what follows it."""
        return self._tops[row] if 0 <= row < len(self._tops) else QRect()

    def focus_ring(self) -> tuple[QRect, int]:
        return self.cell_rect(*self.at), self.theme.radius("control")

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for head in self._heads:
            if head.intersects(event.rect()):
                self._paint_head(painter, head)
        for place, row in enumerate(self.rows):
            if place < len(self._tops):
                self._paint_row(painter, place, row, event.rect())

    def _paint_head(self, painter: QPainter, head: QRect) -> None:
        theme, line = self.theme, self.theme.line("hint")
        aside = head.x() - (self._tops[0] if self._tops else head).x()
        bottom = head.bottom() + 1 - theme.px(2)
        if any(header.side for header in self.grid.headers):
            bottom -= line
        for column, header in enumerate(self.grid.headers):
            if header.side:
                cell = self.cell_rect(0, column).translated(aside, 0)
                side = QRect(cell.x(), head.bottom() + 1 - line - theme.px(2), cell.width(), line)
                word(painter, theme, side, words.side(header.side, short=True), "hint", "ink2", 600)
        for name, columns in groups_of(self.grid):
            rect = self.cell_rect(0, columns[0]).united(self.cell_rect(0, columns[-1])).translated(aside, 0)
            paint_name(painter, theme, name, rect, bottom)
        if self.grid.caption:
            room = QRect(head.x() + theme.px(6), head.bottom() + 1 - line - theme.px(2), head.width() // 2, line)
            word(painter, theme, room, self.grid.caption, "hint", "ink2", 600, centred=False)
        painter.fillRect(head.x(), head.bottom(), head.width(), theme.edge, theme.color("line"))

    def _paint_row(self, painter: QPainter, place: int, row: Row, dirty: QRect) -> None:
        theme, line, whole = self.theme, self._tops[place], self.whole_rect(place)
        below = whole.bottom() + 1
        if not self._with_edges(whole).intersects(dirty):
            return
        finding = any((view := self.views.get(cell.slot)) is not None and view.is_finding for cell in row.cells)
        if finding:
            painter.fillRect(whole, theme.color("finding_soft"))
        painter.fillRect(line.x(), below - theme.edge, line.width(), theme.edge, theme.color("line"))
        inset = theme.px(6)
        name = QRect(
            line.x() + inset, line.y(), self.cell_rect(place, 0).x() - line.x() - theme.px(8) - inset, line.height()
        )
        if self.grid.stacked:
            name = QRect(
                line.x() + theme.px(2), line.y() + theme.px(2), line.width() - theme.px(4), theme.line("label")
            )
        self._paint_name(painter, name, row, finding)
        if place == self._helped:
            paint_technique(painter, theme, self.context.library, row.item, self._help_rect)
        for cell in row.cells:
            view = self.views.get(cell.slot)
            if view is not None:
                rect = self.cell_rect(place, cell.column)
                if is_typed(cell.item):
                    self.paint_typed_cell(painter, rect, cell, view)
                    continue
                options = self.options[cell.item.id]
                paint_cell(painter, theme, rect, options, view, halves=isinstance(cell.item, ManoeuvreItem))
                if view.remark:
                    paint_remark(painter, self.theme, rect)

    def paint_typed_cell(self, painter: QPainter, rect: QRect, cell: Cell, view: FieldView) -> None:
        """Paint a cell that is typed into; what is being typed is known further up."""
        raise NotImplementedError

    def _bottom(self, place: int) -> int:
        """Where a row ends with all that follows it."""
        line = self._tops[place]
        ends = [line.bottom() + 1]
        if place == self._helped:
            ends.append(self._help_rect.bottom() + self.theme.px(6))
        for cell in self.rows[place].cells:
            stack = self.follow_ups.get(cell.slot)
            if stack is not None and not stack.is_empty():
                ends.append(stack.geometry().bottom() + 1 + self.theme.px(6))
        return max(ends)

    def _paint_name(self, painter: QPainter, rect: QRect, row: Row, finding: bool) -> None:
        theme = self.theme
        if self.grid.stacked:
            weight: Weight = 600
            wide = theme.advance(row.name, "label", weight)
            word(painter, theme, rect, row.name, "label", "finding" if finding else "ink", weight, centred=False)
            write(painter, theme, rect.adjusted(wide + theme.px(8), 0, 0, 0), row.hint, "hint", "ink3")
            return
        coded = bool(row.hint) and row.hint[:1].islower() and row.hint != unit_of(row.item)
        weight = 600 if finding or coded else 400
        width = theme.advance(row.name, "question", weight)
        hint = theme.advance(row.hint, "hint") if row.hint else 0
        if coded:
            word(painter, theme, rect, row.name, "question", "ink", weight, centred=False)
            rest = rect.adjusted(width + theme.px(8), 0, 0, 0)
            word(painter, theme, rest, row.hint, "label", "ink2", centred=False)
            return
        room = rect.adjusted(0, 0, -(hint + theme.px(8)) if hint else 0, 0)
        word(painter, theme, room, row.name, "question", "ink", weight, centred=False)
        if hint:
            write(
                painter,
                theme,
                rect,
                row.hint,
                "hint",
                "finding" if finding else "ink3",
                align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            )
