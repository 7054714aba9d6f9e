"""A row that does not fit its window says less: first its hints go, then the words of its buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLayout, QWidget

from ui.widgets import Button
from ui.widgets.tips import plain_tip


class Folding(QObject):
    """Watches the page a row belongs to; an icon alone keeps its words as name and tool tip."""

    def __init__(self, page: QWidget, row: QLayout, buttons: Sequence[Button], hints: Sequence[QWidget] = ()) -> None:
        super().__init__(page)
        self._page, self._row, self._hints = page, row, hints
        self._words = [(button, button.text(), button.toolTip()) for button in buttons]
        self._fitting = False
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and not self._fitting:
            self._fitting = True  # other words ask for another layout, which resizes the page again
            self.fit()
            self._fitting = False
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Say as much as there is room for; asked for again when the row says something else."""
        self._say_all()
        self._say_less()

    def _say_all(self) -> None:
        for hint in self._hints:
            hint.show()
        for button, text, tip in self._words:
            button.set_label(text)
            button.setToolTip(plain_tip(tip))

    def _say_less(self) -> None:
        if self._fits():
            return
        for hint in self._hints:
            hint.hide()
        for button, text, tip in self._words:
            if self._fits():
                return
            name = button.accessibleName()
            button.set_label("")
            button.setAccessibleName(name)
            button.setToolTip(plain_tip(tip or text))

    def _fits(self) -> bool:
        self._row.invalidate()
        return self._row.sizeHint().width() <= self._page.width()
