"""The page about nobody beside the preferences: what is set for clinic and paper shows on it at once."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.choices import ChosenSettings
from ui.pagepane import PagePane
from ui.theme import Theme
from ui.widgets import Label
from workup.protocol import Library
from workup.session.specimen import specimen
from workup.texts import _

WIDTH = 360


class SpecimenPane(QWidget):
    """Builds the page anew with each change, while it is shown."""

    def __init__(self, theme: Theme, settings: ChosenSettings, library: Library) -> None:
        super().__init__()
        self.settings, self.library = settings, library
        self.begun = settings.clock()
        self.pane = PagePane(theme, self)
        self.pane.view.setAccessibleName(_("How a page prints with these preferences"))
        self.said = Label(theme, "label", _("A page about nobody, as it prints now."), "ink2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(24), theme.px(20))
        column.setSpacing(theme.px(6))
        column.addWidget(self.said)
        column.addWidget(self.pane, 1)
        self.setFixedWidth(theme.px(WIDTH))
        self.pane.failed.connect(self.said.setText)
        settings.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the page as it would print now."""
        vault = self.settings.vault
        if vault is not None and self.isVisible():
            self.pane.show_note(*specimen(self.library, vault.person, self.settings.preferences, self.begun))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
