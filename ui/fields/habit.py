"""The Enter that habit adds: a text that was whole went on by itself, and the key that follows at once is no wish."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.timers import once

HABIT_MS = 350


class HabitualEnter(QObject):
    """Keeps one Enter from what has the keyboard now; any other key, or a moment without one, ends it."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)
        once(self, self.deleteLater, HABIT_MS).start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        watched.removeEventFilter(self)
        self.deleteLater()
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()


def go_on_by_itself(then: Callable[[], object]) -> None:
    """Give the keyboard on, and keep the Enter that habit adds from what has it then."""
    here = QApplication.focusWidget()
    then()
    ahead = QApplication.focusWidget()
    if ahead is not None and ahead is not here:
        HabitualEnter(ahead)
