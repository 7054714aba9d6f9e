"""Before a file is attached: it is examined, its first page is shown, and it is given a title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.documents.examiner import Examiner
from ui.documents.frame import DocumentFrame
from ui.documents.shelf import Shelf
from ui.theme import Theme
from ui.widgets import Label, TextLine
from workup.answers import AttachedFile
from workup.documents import Examined, Job, digest_of
from workup.limits import MOST_TITLE
from workup.texts import N_, _, spoken

UNDRAWN = (
    N_("This file can be read but its pages cannot be drawn, so it was not attached. "
    "Print it to a new PDF, or scan the page, and attach that.")
)


def title_of(name: str) -> str:
    """A first title from the name of the file."""
    stem = name.rpartition(".")[0] or name
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in stem.replace("_", " ")).split())
    return clean[:MOST_TITLE].strip() or _("Report")


class AskingDialog(DocumentFrame):
    """Shows what would be attached and to whose record; `refusal` says why it cannot be, `file` what was accepted."""

    def __init__(self, theme: Theme, shelf: Shelf, name: str, content: bytes, parent: QWidget) -> None:
        whose = shelf.whose()
        text = (
            _("To the record of {whose}. Check that the report is of this person.").format(whose=whose) if whose else ""
        )
        super().__init__(theme, _("Attach this document?"), text, _("Attach"), _("Cancel"), parent)
        self.refusal = ""
        self.file: AttachedFile | None = None
        self._shelf, self._content = shelf, content
        self._found = Examined()
        self.line = TextLine(theme, _("Title of the document"), _("Title"), self)
        self.line.set_text(title_of(name))
        self.line.setMaxLength(MOST_TITLE)
        self.line.textChanged.connect(self._offer)
        self.line.returnPressed.connect(self.accept)
        self.body.insertWidget(0, Label(theme, "label", _("Title"), "ink2"))
        self.body.insertWidget(1, self.line)
        self.said.setText(_("Checking the file …"))
        self.accept_button.setEnabled(False)
        self.examiner = Examiner(self)
        self.examiner.examined.connect(self._show_document)
        self.sheet.turned.connect(lambda _page, _pages: self._offer())
        self.sheet.failed.connect(lambda: self._refuse(_(UNDRAWN)))
        self.examiner.examine(Job(name, content, shelf.limits(), language=spoken()))

    def _show_document(self, found: Examined) -> None:
        if found.media is None:
            self._refuse(found.sentence)
            return
        self._found = found
        self.sheet.open(found.media, self._content, self._shelf.limits().pixels, found.pages)

    def _offer(self) -> None:
        """It can be attached once its page is in sight and it has a title."""
        if self._found.media is not None and self.number.text():
            self.said.setText(_("It is kept exactly as it is. Workup reads and measures nothing in it."))
            self.accept_button.setEnabled(bool(self.line.text().strip()))

    def _refuse(self, sentence: str) -> None:
        self.refusal = sentence
        self.reject()

    def accept(self) -> None:
        """Take it under its title."""
        media, title = self._found.media, self.line.text().strip()
        if media is not None and self.accept_button.isEnabled():
            content = self._content
            self.file = AttachedFile(title, media, len(content), digest_of(content), self._found.pages)
            super().accept()

    def showEvent(self, event: QShowEvent) -> None:
        """The title has the keyboard: Enter attaches once the page is there."""
        super().showEvent(event)
        self.line.setFocus(Qt.FocusReason.TabFocusReason)
        self.line.selectAll()

    def stop(self) -> None:
        """End the examination too."""
        self.examiner.stop()
        super().stop()
