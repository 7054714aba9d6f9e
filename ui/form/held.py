"""What is in sight of a form stays where it is on the screen when something comes or goes above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from ui.timers import once
from ui.widgets import Scroll
from workup.answers import Slot


class HeldPlace:
    """A red flag that fires takes room above the questions: a press that follows must not meet another answer."""

    def __init__(
        self, form: QWidget, scroll: Scroll, focus_slot: Callable[[Slot], bool], reveal: Callable[[], None]
    ) -> None:
        self._scroll, self._focus_slot, self._reveal = scroll, focus_slot, reveal
        self._soon = once(form, self._uncover)

    def hold(self, by: int) -> None:
        """Scroll by as much as the form was moved down; what has the keyboard comes out from under what covers it."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + by)
        self._soon.start()

    def back_to(self, slot: Slot) -> bool:
        """Give the keyboard to a question and, if it is in sight, scroll nothing."""
        bar = self._scroll.verticalScrollBar()
        before = bar.value()
        found = self._focus_slot(slot)
        bar.setValue(before)
        self._soon.start()
        return found

    def _uncover(self) -> None:
        widget, view = QApplication.focusWidget(), self._scroll.viewport()
        if widget is None or not view.isAncestorOf(widget):
            return
        ring = getattr(widget, "focus_ring", None)
        rect = ring()[0] if ring is not None else widget.rect()
        top = widget.mapTo(view, rect.topLeft()).y()
        if top < 0 or top + rect.height() > view.height():
            self._reveal()
