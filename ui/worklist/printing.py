"""The worklist on paper: built in a process of its own, then through the system's print dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.pagebuilder import PageBuilder
from ui.printing import print_page
from ui.resources import RESOURCES
from workup.note import Cover, Note
from workup.texts import _


class WorklistPrinter(QWidget):
    """One page at a time; `printed` comes when it went to the printer, `said` with a sentence."""

    printed = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._cover: Cover | None = None
        self._builder = PageBuilder(RESOURCES, self)
        self._builder.built.connect(self._print)
        self._builder.failed.connect(self.said)

    def build(self, note: Note, cover: Cover) -> None:
        """Build the page, then ask where to print it."""
        self._cover = cover
        self.said.emit(_("Building the page…"))
        self._builder.build(note, cover)

    def _print(self, page: bytes) -> None:
        self.said.emit("")
        if self._cover is None:
            return
        sent = print_page(page, self.window(), self._cover.paper, _("Worklist"))
        if sent is not None and sent.done:
            self.printed.emit()
        if sent is not None:
            self.said.emit(sent.sentence or _("Sent to the printer."))

    def stop(self) -> None:
        """End the child process."""
        self._builder.stop()
