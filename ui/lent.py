"""Room that one part of the screen lends to another, which stays a child of their common parent."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class LentRoom(QWidget):
    """Keeps a guest lying exactly on it; without one it takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guest: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.hide()

    def lend(self, guest: QWidget | None) -> None:
        """Take a guest in, as wide as it wants to be, or send it away."""
        self._guest = guest
        if guest is not None:
            self.setFixedWidth(guest.sizeHint().width())
        self.setVisible(guest is not None)
        self._follow()

    def _follow(self) -> None:
        guest = self._guest
        if guest is not None and (host := guest.parentWidget()) is not None:
            corner = self.mapTo(host, QPoint(0, 0))
            guest.setGeometry(corner.x(), corner.y(), self.width(), self.height())
            guest.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._follow()
