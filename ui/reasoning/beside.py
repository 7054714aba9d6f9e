"""The way of the keyboard into the panel and back, and when the panel is folded."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.reasoning.place import PanelPlace
from workup.assess import Assessment


class Beside:
    """Folds the panel by wish or for want of room; `home` puts the keyboard back on the questions."""

    def __init__(self, place: PanelPlace, home: Callable[[], None], shown: Callable[[], Assessment]) -> None:
        self.place, self.panel = place, place.panel
        self._home, self._shown = home, shown
        self._wish_fold = False
        self._left: QWidget | None = None
        place.left.connect(self._close_drawer)

    def _inside(self) -> QWidget | None:
        focused = QApplication.focusWidget()
        return focused if focused is not None and self.panel.isAncestorOf(focused) else None

    def enter_or_leave(self) -> None:
        """To the panel, unfolding it; from there back to where the keyboard was."""
        if self._inside() is not None:
            self._go_back()
        elif self.panel.isVisible():
            self._left = QApplication.focusWidget()
            self._fold(False)
            self.panel.begin()

    def _go_back(self) -> None:
        if self._left is not None and shiboken6.isValid(self._left) and self._left.isVisible():
            self._left.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._home()

    def toggle(self) -> None:
        """Fold the panel, or unfold it; a drawer takes the keyboard, so that leaving it closes it."""
        fold = not self.panel.folded
        if self.place.drawer and not fold:
            self.enter_or_leave()
            return
        if not self.place.drawer:
            self._wish_fold = fold
        inside = self._inside() is not None
        self._fold(fold)
        if inside and fold:
            self._home()

    def fit(self, *, narrow: bool) -> None:
        """In a narrow window the panel is a drawer, closed until it is wanted; a wide one goes by the wish."""
        if narrow != self.place.drawer or not narrow:
            self._fold(self._wish_fold or narrow)
        self.place.take(drawer=narrow)

    def _close_drawer(self) -> None:
        """The drawer was left: by a key, or because the keyboard went to what it covers."""
        inside = self._inside() is not None
        self._fold(True)
        if inside:
            self._go_back()

    def _fold(self, folded: bool) -> None:
        self.panel.fold(folded)
        self.panel.render_panel(self._shown())
