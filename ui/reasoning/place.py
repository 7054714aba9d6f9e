"""Where the panel stands: beside the questions, or in a narrow window as a drawer over their edge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.reasoning.panel import FOLDED, ReasoningPanel


class PanelPlace(QWidget):
    """The room that the panel has in the row; the panel lies on it and, as a drawer, over what is left of it.

    The panel stays a child of the frame: a tree of widgets that moves to another parent takes its fonts anew, and
    questions that give way to an opened drawer would jump.
    """

    left = Signal()

    def __init__(self, panel: ReasoningPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self.panel, self._frame = panel, parent
        self.drawer = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        panel.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.setVisible(not panel.isHidden())

    def take(self, *, drawer: bool) -> None:
        """Beside the questions, or as a drawer: then only its folded edge has room of its own."""
        self.drawer = drawer
        self._follow()

    @property
    def covers(self) -> bool:
        """Whether the panel lies open over the questions now."""
        return self.drawer and not self.panel.folded and self.panel.isVisible()

    def _follow(self) -> None:
        panel = self.panel
        self.setFixedWidth(panel.theme.px(FOLDED) if self.drawer else panel.width())
        corner = self.mapTo(self._frame, QPoint(0, 0))
        panel.setGeometry(corner.x() + self.width() - panel.width(), corner.y(), panel.width(), self.height())
        panel.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(kind == QEvent.Type.ShowToParent)
        elif kind == QEvent.Type.Resize:
            self._follow()
        escape = isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        if escape and self.covers:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard must not lie under the drawer."""
        outside = now is not None and self._frame.isAncestorOf(now) and not self.panel.isAncestorOf(now)
        if outside and self.covers:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._follow()
