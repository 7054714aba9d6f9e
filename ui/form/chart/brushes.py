"""The six brushes in a row, each with its pattern, its word and its digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.form.chart.paths import paint_qualities, quality_colour
from ui.theme import Theme
from ui.widgets import Painted, box, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.spoken import Part, SpokenRole
from workup.body import Bounds
from workup.texts import _


class Brushes(Painted):
    """One brush is always chosen; digits, arrows and clicks change it."""

    spoken_role = SpokenRole.Grouping
    chosen = Signal(str)

    def __init__(self, theme: Theme, qualities: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._qualities = dict(qualities)
        self.value = next(iter(qualities), "")
        self.erasing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._announce()

    def choose(self, quality: str) -> None:
        """Take this brush."""
        if quality in self._qualities:
            self.value, self.erasing = quality, False
            self._announce()
            self.theme.focus_moved.emit()
            self.update()

    def erase(self, erasing: bool) -> None:
        """Take the eraser, or put it away."""
        self.erasing = erasing
        self._announce()
        self.update()

    def choose_place(self, place: int) -> bool:
        """Take a brush by its place from 1; False when there is none."""
        names = list(self._qualities)
        if not 1 <= place <= len(names):
            return False
        self.choose(names[place - 1])
        return True

    def _announce(self) -> None:
        self.setAccessibleName(
            _("Brush, eraser")
            if self.erasing
            else _("Brush, {qualities}").format(qualities=self._qualities.get(self.value, ""))
        )

    def spoken_parts(self) -> Sequence[Part]:
        now = "" if self.erasing else self.value
        return [
            Part(label, SpokenRole.RadioButton, rect, quality == now, quality == self.value,
                 partial(self._take, quality))
            for (quality, label), rect in zip(self._qualities.items(), self._rects(self.width()))
        ]  # fmt: skip

    def _take(self, quality: str) -> None:
        self.choose(quality)
        self.chosen.emit(quality)

    def _rects(self, width: int) -> list[QRect]:
        px, height = self.theme.px, self.theme.height("control")
        wides = [self.theme.metrics("control", 600).horizontalAdvance(label) + px(52)
                 for label in self._qualities.values()]
        gap = px(8 if self.theme.touch else 6)
        rects: list[QRect] = []
        left = top = 0
        for wide in wides:
            if left and left + wide > width:
                left, top = 0, top + height + gap
            rects.append(QRect(left, top, wide, height))
            left += wide + gap
        return rects

    def height_for(self, width: int) -> int:
        """The height at a width."""
        rects = self._rects(width)
        return rects[-1].bottom() + 1 if rects else 0

    def last_right(self, width: int) -> int:
        """Where the last line of brushes ends."""
        rects = self._rects(width)
        return rects[-1].right() + 1 if rects else 0

    def focus_ring(self) -> tuple[QRect, int]:
        rects = self._rects(self.width())
        place = list(self._qualities).index(self.value) if self.value in self._qualities else 0
        return rects[place], self.theme.radius("control")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for quality, rect in zip(self._qualities, self._rects(self.width())):
            if rect.contains(point):
                self._take(quality)
                return
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names, key, text = list(self._qualities), event.key(), event.text()
        place = names.index(self.value) if self.value in names else 0
        if event.modifiers() & LETTERS_OFF:
            event.ignore()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.choose(names[max(0, min(len(names) - 1, place + (1 if key == Qt.Key.Key_Right else -1)))])
            self.chosen.emit(self.value)
        elif text.isascii() and text.isdigit() and self.choose_place(int(text)):
            self.chosen.emit(self.value)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        for place, ((quality, label), rect) in enumerate(zip(self._qualities.items(), self._rects(self.width())), 1):
            on = quality == self.value and not self.erasing
            colour = quality_colour(theme, quality)
            box(painter, rect, theme.radius("control"), theme.color("surface"),
                colour if on else theme.color("control"), 2 if on else theme.edge)
            paint_swatch(painter, theme, QRect(rect.x() + theme.px(7), rect.y() + (rect.height() - theme.px(18)) // 2,
                                               theme.px(18), theme.px(18)), quality)
            room = rect.adjusted(theme.px(31), 0, -theme.px(6), 0)
            write(painter, theme, room, label, "control", "ink" if on else "ink2", 600 if on else 400)
            if not theme.touch:
                write(painter, theme, room, str(place), "hint", "ink3",
                      align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def paint_swatch(painter: QPainter, theme: Theme, rect: QRect, quality: str) -> None:
    """A small square with the pattern of a quality."""
    path = QPainterPath()
    path.addRoundedRect(rect.adjusted(1, 1, -1, -1), 3, 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bounds = Bounds(rect.left(), rect.top(), rect.right(), rect.bottom())
    paint_qualities(painter, theme, path, bounds, (quality,), 1)
