"""What points to which root on one side: a row for each root, a column for each kind of finding."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import Painted, box, write
from workup import words
from workup.expr import Truth
from workup.reasoning.concordance import Board
from workup.style import Token
from workup.texts import N_, _

CELL = {True: N_("points here"), False: N_("does not"), None: N_("not known")}


class BoardTable(Painted):
    """A painted matrix: a filled mark points to the root, a dash does not, an empty cell is not known."""

    def __init__(self, theme: Theme, side: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._side = side
        self.board: Board | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_board(self, board: Board) -> None:
        """Show another board."""
        if board == self.board:
            return
        self.board = board
        rows = [
            f"{line.root}: " + ", ".join(
                column.short for column, cell in zip(board.columns, line.cells, strict=True) if cell
            )
            for line in board.lines
            if line.points
        ]
        self.setAccessibleName(
            _("{side} side. ").format(side=self._side) + ("; ".join(rows) or _("nothing points to a root"))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = len(self.board.lines) if self.board else 0
        return QSize(self.theme.px(480), self.theme.px(28) + lines * self.theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, board = self.theme, QPainter(self), self.board
        if board is None:
            return
        first = theme.px(58)
        wide = max(1, (self.width() - first) // max(1, len(board.columns)))
        wide = min(wide, theme.px(108))
        contrary = {column.id for column, _rest in board.contrary}
        write(painter, theme, QRect(theme.px(6), 0, first, theme.px(26)), self._side, "label", "ink", 600)
        for number, column in enumerate(board.columns):
            room = QRect(first + number * wide, 0, wide - 4, theme.px(26))
            token: Token = "caution" if column.id in contrary else "ink2"
            strong = 600 if column.id in contrary else 400
            write(painter, theme, room, column.short, "label", token, strong,  # type: ignore[arg-type]
                  Qt.AlignmentFlag.AlignCenter)
        top = theme.px(28)
        for line in board.lines:
            row = QRect(0, top, first + wide * len(board.columns), theme.px(30))
            leading = line.root in board.leading
            if leading:
                painter.fillRect(row, theme.color("accent_soft"))
            painter.fillRect(0, top, row.width(), theme.edge, theme.color("line"))
            name = QRect(theme.px(6), top, first - theme.px(8), row.height())
            write(painter, theme, name, words.level(line.root), "question", "ink", 600 if leading else 400)
            for number, cell in enumerate(line.cells):
                against = board.columns[number].id in contrary
                self._paint_cell(painter, QRect(first + number * wide, top, wide, row.height()), cell, against)
            top += row.height()

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: Truth, against: bool) -> None:
        theme = self.theme
        if cell is True:
            size = theme.px(14)
            spot = QRect(rect.center().x() - size // 2, rect.center().y() - size // 2, size, size)
            token: Token = "caution" if against else "accent"
            fill = theme.color("caution_soft" if against else "accent")
            box(painter, spot, size / 2, fill, theme.color(token), theme.edge * (2 if against else 1))
        elif cell is False:
            write(painter, theme, rect, words.DASH, "label", "ink3", align=Qt.AlignmentFlag.AlignCenter)
