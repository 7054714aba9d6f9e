"""The one focus ring: 2 px in the focus colour with a gap of 1 px, above all neighbours."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui.theme import Theme
from ui.widgets.base import box

_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.ZOrderChange,
}


class FocusRing(QWidget):
    """Follows the keyboard focus of the application and paints the ring around it.

    A widget takes part by having `focus_ring() -> (rectangle, radius)`. The ring is a child of the nearest
    scrolled content or window, so that it scrolls and is clipped with what it surrounds.
    """

    def __init__(self, theme: Theme, app: QApplication) -> None:
        super().__init__()
        self.theme = theme
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._radius = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app.focusChanged.connect(self._focus_changed)
        theme.focus_moved.connect(self._place)
        theme.changed.connect(self._place)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._unwatch()
        self._target = new if new is not None and hasattr(new, "focus_ring") else None
        if self._target is None:
            self.hide()
            return
        self._watch(self._target)
        self._place()

    def _unwatch(self) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
            widget.destroyed.disconnect(self._lost)
        self._watched = []

    def _watch(self, target: QWidget) -> None:
        home = _home(target)
        step: QWidget | None = target
        while step is not None and step is not home:
            step.installEventFilter(self)
            step.destroyed.connect(self._lost)
            self._watched.append(step)
            step = step.parentWidget()
        self._move_to(home)

    def _lost(self) -> None:
        self._target = None
        self._watched = []
        self._step_out()

    def _step_out(self) -> None:
        """Belong to nobody while nothing is shown: a window that goes must not take the ring along."""
        self.hide()
        self._move_to(None)

    def _move_to(self, home: QWidget | None) -> None:
        """Belong to another home; that the former one goes later is no longer of interest."""
        former = self.parentWidget()
        if former is home:
            return
        if former is not None and shiboken6.isValid(former):
            former.destroyed.disconnect(self._lost)
        self.setParent(home)
        if home is not None:
            home.destroyed.connect(self._lost)

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        rect, self._radius = target.focus_ring()  # type: ignore[attr-defined]
        reach = self._reach()
        home = _home(target)
        corner = target.mapTo(home, QPoint(0, 0)) if target is not home else QPoint(0, 0)
        self.setGeometry(QRect(rect).translated(corner).adjusted(-reach, -reach, reach, reach))
        self.raise_()
        self.show()
        self.update()

    def _reach(self) -> int:
        edge = self.theme.style.edge
        return edge.ring + edge.ring_gap

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay with the focused widget when it or what it stands in moves."""
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        width = self.theme.style.edge.ring
        box(QPainter(self), self.rect(), self._radius + self._reach(), None, self.theme.color("focus"), width)


def _home(target: QWidget) -> QWidget:
    """The nearest ancestor that is scrolled as a whole, or the window."""
    step = target
    while True:
        parent = step.parentWidget()
        if parent is None or step.isWindow():
            return step
        grand = parent.parentWidget()
        if step is not target and isinstance(grand, QAbstractScrollArea) and grand.viewport() is parent:
            return step
        step = parent
