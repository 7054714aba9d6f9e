"""Free text beside a question: a small dialog at hand, kept as a remark of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import Dialog, TextArea
from workup.texts import _

MOST = 2000


class RemarkDialog(Dialog):
    """What is to be said of one question in words; an empty text takes the remark away. Ctrl Enter keeps it."""

    def __init__(self, theme: Theme, about: str, text: str, parent: QWidget) -> None:
        said = _("It stands at the question, and on the page in a part of its own.")
        super().__init__(
            theme,
            _("Remark on {about}").format(about=about),
            said,
            accept=_("Keep the remark"),
            parent=parent,
            width=520,
        )
        self.area = TextArea(theme, _("Remark on {about}").format(about=about), least_lines=4)
        self.area.set_text(text)
        self.body.addWidget(self.area)
        self.accept_button.setShortcut("Ctrl+Return")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def said(self) -> str:
        """The text, as much of it as can be kept."""
        return self.area.toPlainText()[:MOST].strip()
