"""A screen that shows nothing at once, for when somebody looks over a shoulder; any key or click shows it again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import EmptyState, Painted
from workup.texts import _

HELD = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}


class Blank(Painted):
    """Lies over the whole window. It hides and does not lock: what lies under it stays as it was, the cursor too."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window)
        said = EmptyState(theme, "brand", "Workup", _("The screen is hidden. Any key or click shows it again."))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(said)
        column.addStretch(1)
        self.setAccessibleName(_("The screen is hidden. Any key or click shows it again."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self.hide()
        window.installEventFilter(self)

    def begin(self) -> None:
        """Hide the window's content at once."""
        if self.isVisible():
            return
        QToolTip.hideText()
        self._before = QApplication.focusWidget()
        self.setGeometry(self.window().rect())
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.repaint()

    def end(self) -> None:
        """Show the content again, with the keyboard where it was."""
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_ring(self) -> tuple[QRect, int]:
        """There is nothing to go around."""
        return QRect(), 0

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab shows the content, as any key does, and goes nowhere."""
        return False

    def event(self, event: QEvent) -> bool:
        """Every key comes here, also those that are shortcuts of what lies under it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.window().rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in HELD and not event.isAutoRepeat():
            self.end()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.end()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.theme.color("bg"))


def hide_screen(theme: Theme, window: QWidget) -> None:
    """Hide the window; its cover is made when it is first wanted."""
    (window.findChild(Blank) or Blank(theme, window)).begin()
