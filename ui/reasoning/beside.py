"""The way of the keyboard into the panel and back, and when the panel is folded."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.reasoning.panel import ReasoningPanel
from workup.assess import Assessment


class Beside:
    """Folds the panel by wish or for want of room; `home` puts the keyboard back on the questions."""

    def __init__(self, panel: ReasoningPanel, home: Callable[[], None], shown: Callable[[], Assessment]) -> None:
        self.panel = panel
        self._home, self._shown = home, shown
        self._wish_fold = False
        self._left: QWidget | None = None

    def _inside(self) -> QWidget | None:
        focused = QApplication.focusWidget()
        return focused if focused is not None and self.panel.isAncestorOf(focused) else None

    def enter_or_leave(self) -> None:
        """To the panel, unfolding it; from there back to where the keyboard was."""
        if self._inside() is not None:
            if self._left is not None and shiboken6.isValid(self._left) and self._left.isVisible():
                self._left.setFocus(Qt.FocusReason.ShortcutFocusReason)
            else:
                self._home()
        elif self.panel.isVisible():
            self._left = QApplication.focusWidget()
            self._fold(False)
            self.panel.begin()

    def toggle(self) -> None:
        """Fold the panel, or unfold it."""
        self._wish_fold = not self.panel.folded
        inside = self._inside() is not None
        self._fold(self._wish_fold)
        if inside and self._wish_fold:
            self._home()

    def fit(self, *, narrow: bool) -> None:
        """A narrow window folds the panel whatever was wished."""
        self._fold(self._wish_fold or narrow)

    def _fold(self, folded: bool) -> None:
        self.panel.fold(folded)
        self.panel.render_panel(self._shown())
