"""The numbers of a short score side by side, for a mouse or a finger; keys go to the box it opened from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Theme
from ui.widgets import Painted, box
from ui.widgets.base import word
from ui.widgets.spoken import Part, SpokenRole
from workup.texts import _

MOST_NUMBERS = 11


class ScorePad(Painted):
    """A popup with one row of numbers; a press takes one, the chosen one again takes it back."""

    spoken_role = SpokenRole.Grouping
    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget, least: int, most: int) -> None:
        super().__init__(theme, parent)
        self._numbers = range(least, most + 1)
        self._value: int | None = None
        self._box = parent
        self.setWindowFlags(Qt.WindowType.Popup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Score from {least} to {most}").format(least=least, most=most))

    def open_below(self, control: QWidget, value: int | None) -> None:
        """Open under a control, moved so that the screen holds it."""
        self._value = value
        size = self.sizeHint()
        corner = control.mapToGlobal(QPoint(0, control.height() + self.theme.px(4)))
        screen = QGuiApplication.screenAt(corner) or control.screen()
        room = screen.availableGeometry()
        left = max(room.left(), min(corner.x(), room.right() - size.width()))
        top = corner.y()
        if top + size.height() > room.bottom():
            top = control.mapToGlobal(QPoint(0, -self.theme.px(4))).y() - size.height()
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def sizeHint(self) -> QSize:
        pad = 2 * self.theme.px(5)
        return QSize(len(self._numbers) * self.theme.target(36) + pad, self.theme.height("control") + pad)

    def rect_of(self, number: int) -> QRect:
        """Where a number stands."""
        pad, wide = self.theme.px(5), self.theme.target(36)
        return QRect(pad + self._numbers.index(number) * wide, pad, wide, self.theme.height("control"))

    def spoken_parts(self) -> Sequence[Part]:
        return [
            Part(str(one), SpokenRole.RadioButton, self.rect_of(one), one == self._value, False,
                 partial(self._take, one))
            for one in self._numbers
        ]  # fmt: skip

    def _take(self, number: int) -> None:
        self.close()
        self.picked.emit(number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        found = next((one for one in self._numbers if self.rect_of(one).contains(point)), None)
        if found is not None:
            self._take(found)
        elif not self.rect().contains(point):
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed goes to the box; the pad is in its way no longer."""
        self.close()
        if event.key() != Qt.Key.Key_Escape:
            QApplication.sendEvent(self._box, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        box(painter, self.rect(), 0, None, theme.color("control"), theme.edge)
        for number in self._numbers:
            rect, on = self.rect_of(number), number == self._value
            if on:
                box(painter, rect, theme.radius("control"), theme.color("accent_soft"), theme.color("accent"), 2)
            word(painter, theme, rect, str(number), "question", "accent" if on else "ink", 600 if on else 400)
