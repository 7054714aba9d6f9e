"""The way from Home to a signed page: a file chosen, or dropped onto Home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.theme import Theme
from ui.widgets import Button, Dialog
from workup.documents import Limits, Unfit, read_chosen
from workup.protocol import Library
from workup.store import OpenStore
from workup.texts import N_, _

TITLE = N_("Signed page")
ONE = N_("Drop one file at a time, from a folder of this computer.")


class PageButton(Button):
    """Asks for a PDF and shows what holds of it; `imported` names the patient whose record it was taken into."""

    imported = Signal(object)

    def __init__(self, theme: Theme, library: Library, vault: OpenStore, clock: Callable[[], datetime]) -> None:
        super().__init__(theme, "quiet", _(TITLE), icon="shield-check", name=_("Open a signed page, Ctrl Shift O"))
        self.setToolTip(_("Check a page that Workup signed. Its file can be dropped here too."))
        self.library, self.vault, self.clock = library, vault, clock
        self.clicked.connect(self.choose)
        QShortcut(QKeySequence("Ctrl+Shift+O"), self).activated.connect(self.choose)

    def take_drops(self, page: QWidget) -> None:
        """Files dropped onto this page are opened."""
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def choose(self) -> None:
        """Ask which file."""
        chosen, _rest = QFileDialog.getOpenFileName(
            self.window(), _("Open a signed page"), str(Path.home()), "PDF (*.pdf)"
        )
        if chosen:
            self.open(Path(chosen))

    def open(self, path: Path) -> None:
        """Read the file and show what holds of it; what is no PDF is refused with a sentence."""
        from ui.signedpage.dialog import SignedPageDialog
        from workup.seal import LARGEST, NO_PDF

        try:
            page = read_chosen(path, Limits(LARGEST, 0, 0))
        except Unfit as refused:
            self._refuse(refused.sentence.replace("attached", "opened"))
            return
        if not page.startswith(b"%PDF-"):
            self._refuse(_(NO_PDF))
            return
        dialog = SignedPageDialog(self.theme, self.library, self.vault, self.clock, page, self.window())
        dialog.exec()
        dialog.stop()  # locking ends the loop of a dialog without closing it
        dialog.deleteLater()
        if dialog.imported is not None:
            file = self.vault.patient(dialog.imported.patient)
            self.imported.emit(file.person if file is not None else None)

    def _refuse(self, sentence: str) -> None:
        Dialog(self.theme, _(TITLE), sentence, _("Close"), "", self.window()).exec()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A file dragged over the page, and let go there."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._dropped(event)
            return True
        if isinstance(event, QDragMoveEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def _dropped(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        if len(urls) != 1 or not urls[0].isLocalFile():
            QTimer.singleShot(0, self, lambda: self._refuse(_(ONE)))
            return
        path = Path(urls[0].toLocalFile())
        QTimer.singleShot(0, self, lambda: self.open(path))  # the program it was dragged from is let go first
