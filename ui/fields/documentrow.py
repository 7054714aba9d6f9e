"""One attached document as a row: pressed it is shown; its bin, or Delete, takes it back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import box, write
from ui.widgets.pressable import Pressable
from workup import words
from workup.note.attached import Attachment
from workup.texts import _, _n

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DocumentRow(Pressable):
    """Title, pages, day and author; of one taken back also when that was, and no bin."""

    taken_back = Signal()

    def __init__(
        self, theme: Theme, shown: Attachment, who: str, today: date, parent: QWidget, *, locked: bool
    ) -> None:
        super().__init__(theme, parent)
        self.shown, self.locked = shown, locked
        self._title = words.shown(shown.file.title).strip()
        attached = words.short_day(shown.at.date(), today)
        parts = [_n("{n} page", "{n} pages", shown.file.pages), attached, who]
        if shown.taken_at is not None:
            parts = [
                _n("{n} page", "{n} pages", shown.file.pages),
                _("taken back {day}").format(day=words.short_day(shown.taken_at.date(), today)),
            ]
        self._told = ", ".join(part for part in parts if part)
        self.setAccessibleName(f"{self._title}, {self._told}")
        self.setAccessibleDescription(
            _("Enter shows it. Delete takes it back.") if self.can_be_taken_back else _("Enter shows it.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it is in force and may be changed."""
        return self.shown.taken_at is None and not self.locked

    def focus_ring(self) -> tuple[QRect, int]:
        return self.rect(), self.theme.radius("control")

    def _bin(self) -> QRect:
        side = self.theme.height("control")
        return QRect(self.width() - side, 0, side, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.can_be_taken_back:
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.can_be_taken_back and self._bin().contains(event.position().toPoint()):
            self.setDown(False)
            self.taken_back.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        gone = self.shown.taken_at is not None
        fill = theme.color("hover" if self.hovered else "bg" if gone else "surface")
        box(painter, self.rect(), theme.radius("control"), fill, theme.color("line" if gone else "control"), theme.edge)
        ratio, middle = self.devicePixelRatioF(), (self.height() - theme.px(16)) // 2
        painter.drawPixmap(theme.px(10), middle, theme.pixmap("document", "ink3" if gone else "accent", 16, ratio))
        left, right = theme.px(34), self._bin().x() if self.can_be_taken_back else self.width() - theme.px(10)
        told = theme.metrics("label").horizontalAdvance(self._told)
        room = max(right - left - told - theme.px(16), theme.px(120))
        title = QRect(left, 0, room, self.height())
        write(painter, theme, title, self._title, "control", "ink2" if gone else "ink", 400 if gone else 600)
        rest = QRect(left + room + theme.px(8), 0, max(right - left - room - theme.px(16), 0), self.height())
        write(painter, theme, rest, self._told, "label", "ink2", align=_RIGHT)
        if self.can_be_taken_back:
            painter.drawPixmap(self._bin().x() + theme.px(8), middle, theme.pixmap("trash", "ink2", 16, ratio))
