"""The way from Home to blank checklists, for when no computer can be used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QKeySequence, QShortcut

from ui.theme import Theme
from ui.widgets import Button
from workup.protocol import Library
from workup.settings import Preferences
from workup.store import OpenStore
from workup.texts import _

Wishes = Callable[[], Preferences]


class ChecklistButton(Button):
    """Shows the blank pages, by key too; they are made when they are first wanted."""

    def __init__(
        self, theme: Theme, library: Library, vault: OpenStore, clock: Callable[[], datetime], wishes: Wishes
    ) -> None:
        super().__init__(
            theme, "quiet", _("Paper checklists"), icon="printer", name=_("Paper checklists, Ctrl Shift B")
        )
        self.library, self.vault, self.clock, self.wishes = library, vault, clock, wishes
        self.clicked.connect(self.show_checklists)
        QShortcut(QKeySequence("Ctrl+Shift+B"), self).activated.connect(self.show_checklists)

    def show_checklists(self) -> None:
        """The pages of every step, with their ways out."""
        from ui.otherpages import ChecklistDialog

        ChecklistDialog(self.theme, self.library, self.vault, self.wishes(), self.clock, self.window()).exec()
