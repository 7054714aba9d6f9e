"""The strip of values under the cell that has the keyboard."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.theme import Theme
from ui.widgets import Option, Painted, box
from ui.widgets.base import word
from ui.widgets.lines import lines_of, write_lines
from ui.widgets.options import chosen_look

LONGEST_NOTE = 360


class ValueStrip(Painted):
    """The values of a cell in a row, for the mouse and for the eye; the keys stay with the grid."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._options: tuple[Option, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self.name, self.note, self._caution = "", "", False
        self._hover, self._room = -1, 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    def offer(
        self, options: tuple[Option, ...], values: Collection[str], name: str, note: str = "", *, caution: bool = False
    ) -> None:
        """Show these values with those that are chosen; above them whose they are, what is asked, what is wrong."""
        self._options, self._chosen, self._hover = options, frozenset(values), -1
        self.name, self.note, self._caution = name, note, caution
        self.update()

    def _wide(self) -> int:
        return min(self.theme.px(LONGEST_NOTE), self._room or self.theme.px(LONGEST_NOTE)) - self.theme.px(24)

    def _names(self) -> tuple[str, ...]:
        """The cell the values are for: the strip lies over the next row, whose name would seem to be theirs."""
        return lines_of(self.theme, self.name, "label", self._wide(), most=2, weight=600)

    def _lines(self) -> tuple[str, ...]:
        return lines_of(self.theme, self.note, "label", self._wide(), most=4) if self.note else ()

    def _rects(self) -> list[QRect]:
        """Where each value stands; what does not fit beside the others goes to the next line."""
        px, metrics = self.theme.px, self.theme.metrics("control", 600)
        tall, pad = self.theme.height("control"), px(5)
        lines = len(self._names()) + len(self._lines())
        left, top, rects = pad, pad + lines * self.theme.line("label") + (px(4) if lines else 0), list[QRect]()
        for one in self._options:
            width = max(self.theme.target(36), metrics.horizontalAdvance(one.label) + px(22))
            if left > pad and self._room and left + width + pad > self._room:
                left, top = pad, top + tall
            rects.append(QRect(left, top, width, tall))
            left += width
        return rects

    def sizeHint(self) -> QSize:
        pad, rects = self.theme.px(5), self._rects()
        right, bottom = (max((edge(rect) for rect in rects), default=0) for edge in (QRect.right, QRect.bottom))
        lines = (*self._names(), *self._lines())
        wide = max((self.theme.metrics("label", 600).horizontalAdvance(one) for one in lines), default=0)
        wide += self.theme.px(23)
        tall = pad + len(lines) * self.theme.line("label")
        return QSize(max(right + 1 + pad, wide), max(bottom + 1, tall) + pad)

    def open_at(self, cell: QRect, grid: QWidget) -> None:
        """Stand below the cell, or above it where there is no room, wholly inside what is scrolled."""
        home = scrolled_home(grid)
        if self.parentWidget() is not home:
            self.setParent(home)
        self._room = home.width()
        self.resize(self.sizeHint())
        corner = grid.mapTo(home, cell.bottomRight())
        left = max(0, min(corner.x() - self.width() + self.theme.px(8), home.width() - self.width()))
        top = corner.y() + self.theme.px(5)
        view = home.parentWidget()
        lowest = view.height() - home.y() if view is not None else home.height()
        if top + self.height() > min(lowest, home.height()):
            top = grid.mapTo(home, cell.topLeft()).y() - self.height() - self.theme.px(5)
        self.move(left, top)
        self.raise_()
        self.show()

    def _place_at(self, point: QPoint) -> int:
        return next((place for place, rect in enumerate(self._rects()) if rect.contains(point)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place >= 0:
            self.chosen.emit(self._options[place].id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place != self._hover:
            self._hover = place
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        box(painter, self.rect(), theme.radius("card"), theme.color("surface"), theme.color("focus"), 2)
        room = QRect(theme.px(10), theme.px(5), self.width() - theme.px(20), self.height())
        names = self._names()
        write_lines(painter, theme, room, names, "label", "ink", 600)
        room.translate(0, len(names) * theme.line("label"))
        write_lines(painter, theme, room, self._lines(), "label", "caution" if self._caution else "ink2")
        for place, (option, rect) in enumerate(zip(self._options, self._rects(), strict=True)):
            if option.id in self._chosen:
                look = chosen_look(option.look, high_contrast=theme.high_contrast)
                box(painter, rect, theme.radius("control"), theme.color(look.fill), theme.color(look.edge), theme.edge)
                word(painter, theme, rect, option.label, "control", look.text, 700)
            else:
                if place == self._hover:
                    box(painter, rect, theme.radius("control"), theme.color("hover"), None)
                word(painter, theme, rect, option.label, "control", "ink")


def scrolled_home(widget: QWidget) -> QWidget:
    """The nearest ancestor that is scrolled as a whole, or the window."""
    step = widget
    while True:
        parent = step.parentWidget()
        if parent is None or step.isWindow():
            return step
        grand = parent.parentWidget()
        if isinstance(grand, QAbstractScrollArea) and grand.viewport() is parent:
            return step
        step = parent
