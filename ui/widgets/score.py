"""A score from 0 to 10 on a track: digits set it, arrows move it, a click or a drag puts it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QElapsedTimer, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.base import LETTERS_OFF, Painted, box, word
from ui.widgets.spoken import Scale, SpokenRole
from workup.texts import _

TEN_WITHIN_MS = 700


class ScoreTrack(Painted):
    """A whole number on a track, empty until it is set. Signals come from the user only.

    `keyed` follows a digit after which no other can belong to the same number.
    """

    spoken_role = SpokenRole.Slider
    chosen = Signal(int)
    cleared = Signal()
    keyed = Signal()

    def __init__(
        self, theme: Theme, name: str, parent: QWidget | None = None, *, least: int = 0, most: int = 10, low: str = "",
        high: str = "",
    ) -> None:
        super().__init__(theme, parent)
        self._name, self._least, self._most = name, least, most
        self._low, self._high = low, high
        self._value: int | None = None
        self._read_only = False
        self._dragged: int | None = None
        self._since_one = QElapsedTimer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._announce()

    @property
    def value(self) -> int | None:
        """The score, or None while there is none."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Show this score; emits nothing."""
        if value != self._value:
            self._value = value
            self._announce()
            self.update()
            if self.hasFocus():
                self.theme.focus_moved.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Show the score and take no input."""
        self._read_only = read_only
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)
        self.update()

    def _announce(self) -> None:
        said = (
            _("not answered")
            if self._value is None
            else _("{value} of {most}").format(value=self._value, most=self._most)
        )
        self.setAccessibleName(f"{self._name}, {said}")

    def spoken_scale(self) -> Scale:
        return Scale(self._least, self._most, self._value, self._choose)

    # Where things are

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.height("control") + self.theme.px(18))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.sizeHint().height())

    def _x(self, value: float) -> float:
        margin = self.theme.px(10)
        return margin + (self.width() - 2 * margin) * (value - self._least) / (self._most - self._least)

    def _value_at(self, x: float) -> int:
        margin = self.theme.px(10)
        share = (x - margin) / max(1, self.width() - 2 * margin)
        return max(self._least, min(self._most, round(self._least + share * (self._most - self._least))))

    def _middle(self) -> int:
        return self.theme.height("control") // 2

    def drawn_on(self, _point: QPointF) -> Literal["across"]:
        """A finger moves the handle across; up and down it scrolls."""
        return "across"

    # What the user does

    def _choose(self, value: int) -> None:
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def _clear(self) -> None:
        if self._value is not None:
            self.set_value(None)
            self.cleared.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._read_only:
            event.ignore()
            return
        self._dragged = self._value_at(event.position().x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._dragged = self._value_at(event.position().x())
            self.theme.focus_moved.emit()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A drag is one answer, given when the button is let go."""
        if self._dragged is not None:
            value, self._dragged = self._dragged, None
            self._choose(value)
            self.theme.focus_moved.emit()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._read_only or event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text()):
            event.ignore()

    def _key(self, key: int, text: str) -> bool:
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            way = 1 if key == Qt.Key.Key_Right else -1
            start = self._least - 1 if self._value is None else self._value
            self._choose(max(self._least, min(self._most, start + way)))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        elif text.isascii() and text.isdigit():
            self._digit(int(text))
        else:
            return False
        return True

    def _digit(self, digit: int) -> None:
        """A one starts a ten: a nought within 700 ms makes it ten."""
        ten = digit == 0 and self._value == 1 and self._since_one.isValid()
        if ten and self._since_one.elapsed() <= TEN_WITHIN_MS and self._most >= 10:
            self._since_one.invalidate()
            self._choose(10)
            self.keyed.emit()
            return
        self._since_one.invalidate()
        if self._least <= digit <= self._most:
            self._choose(digit)
            if digit == 1 and self._most >= 10:
                self._since_one.start()
            else:
                self.keyed.emit()

    # What it looks like

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        value = self._dragged if self._dragged is not None else self._value
        middle, thick = self._middle(), theme.px(6)
        track = QRectF(self._x(self._least) - thick / 2, middle - thick / 2,
                       self._x(self._most) - self._x(self._least) + thick, thick)
        box(painter, track, thick / 2, theme.color("sunken"), theme.color("line"), 1)
        if value is not None:
            reach = QRectF(track.x(), track.y(), self._x(value) - track.x(), thick)
            box(painter, reach, thick / 2, theme.color("accent"), None)
            self._paint_handle(painter, self._x(value), middle)
        for mark in range(self._least, self._most + 1):
            chosen = mark == value
            rect = QRect(round(self._x(mark)) - theme.px(13), theme.height("control"), theme.px(26), theme.px(16))
            word(painter, theme, rect, str(mark), "hint", "accent" if chosen else "ink3", 700 if chosen else 400)

    def _paint_handle(self, painter: QPainter, x: float, y: int) -> None:
        theme = self.theme
        painter.setPen(QPen(theme.color("accent"), theme.px(2)))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(QPointF(x, y), theme.px(9), theme.px(9))

    def focus_ring(self) -> tuple[QRect, int]:
        value = self._dragged if self._dragged is not None else self._value
        if value is None:
            return QRect(0, self._middle() - self.theme.px(10), self.width(), self.theme.px(20)), self.theme.px(10)
        radius = self.theme.px(10)
        return QRect(round(self._x(value)) - radius, self._middle() - radius, 2 * radius, 2 * radius), radius
