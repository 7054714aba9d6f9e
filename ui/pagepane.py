"""A page as it will print: built in a child process, shown, turned and zoomed; what leaves is what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pagebuilder import PageBuilder
from ui.printing import Sent, print_page
from ui.resources import RESOURCES
from ui.theme import Theme
from ui.timers import once
from ui.widgets import Button, EmptyState, Label
from workup.note import Cover, Note
from workup.paper.metadata import Attachment
from workup.texts import N_, _

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

    from ui.pdfsheet import PageView

# PySide6 6.12 on Python 3.11 ended the process in tests where these parts came later than the other widgets.
try:
    from ui.pdfsheet import PdfSheet
except ImportError:
    PdfSheet = None  # type: ignore[assignment, misc]  # an installation without the preview part

SETTLE_MS = 400
ZOOM_STEP = 1.2
NO_PREVIEW = N_("No preview on this computer")
NO_PREVIEW_LINE = (
    N_("The part that shows pages is not installed. Print opens the page in another program; Export saves it.")
)


class PagePane(QWidget):
    """Shows the real PDF of a note while it is visible; `controls` turn and zoom it, where its owner puts them.

    Where the part that shows PDF is not installed, the page is built all the same and leaves by every way.
    """

    changing = Signal()
    built = Signal()
    failed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.page = b""
        self._wanted = b""
        self._job: tuple[Note, Cover, tuple[Attachment, ...]] | None = None
        self._then: Callable[[], None] | None = None
        self.builder = PageBuilder(RESOURCES, self)
        self._settle = once(self, self._build, SETTLE_MS)
        self.number = Label(theme, "label", "", "ink2")
        self.sheet = PdfSheet(theme, self) if PdfSheet is not None else None
        self.controls = self._controls()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if self.sheet is not None:
            self.sheet.turned.connect(self._say_page)
            column.addWidget(self.sheet)
            self.setFocusProxy(self.sheet.view)
        else:
            column.addWidget(EmptyState(theme, "document", _(NO_PREVIEW), _(NO_PREVIEW_LINE)))
            column.addStretch(1)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.builder.built.connect(self._show_built)
        self.builder.failed.connect(self._complain)

    @property
    def document(self) -> QPdfDocument:
        """The page that is shown, opened; asked for only where it can be shown."""
        assert self.sheet is not None
        return self.sheet.document

    @property
    def view(self) -> PageView:
        """What shows it; asked for only where it can be shown."""
        assert self.sheet is not None
        return self.sheet.view

    @property
    def pages(self) -> int:
        """How many pages are shown; 0 where none can be."""
        return self.sheet.pages if self.sheet is not None else 0

    def _controls(self) -> tuple[QWidget, ...]:
        theme, sheet = self.theme, self.sheet
        if sheet is None:
            return ()
        before = Button(theme, "secondary", "", icon="chevron-left", name=_("Page before, Page Up"))
        after = Button(theme, "secondary", "", icon="chevron-right", name=_("Next page, Page Down"))
        smaller = Button(theme, "secondary", "", icon="zoom-out", name=_("Smaller"))
        width = Button(theme, "quiet", _("Width"))
        larger = Button(theme, "secondary", "", icon="zoom-in", name=_("Larger"))
        before.clicked.connect(lambda: sheet.turn(-1))
        after.clicked.connect(lambda: sheet.turn(1))
        smaller.clicked.connect(lambda: sheet.zoom(1 / ZOOM_STEP))
        larger.clicked.connect(lambda: sheet.zoom(ZOOM_STEP))
        width.clicked.connect(lambda: sheet.zoom(0))
        return before, self.number, after, smaller, width, larger

    # Showing

    def show_note(self, note: Note, cover: Cover, attachments: tuple[Attachment, ...] = ()) -> None:
        """Build the page anew when it differs; until it is there nothing of the former page leaves the program."""
        self._job = (note, cover, attachments)
        wanted = msgspec.msgpack.encode(self._job)
        if wanted != self._wanted:
            self._wanted, self.page = wanted, b""
            self.changing.emit()
            self._settle.start()

    def show_page(self, page: bytes) -> None:
        """Show these bytes, which were kept, and build nothing."""
        if page != self.page:
            self._job, self._wanted = None, b""
            self._settle.stop()
            self.builder.stop()
            self._show_built(page)

    def _build(self) -> None:
        if self._job is not None:
            self.builder.build(*self._job)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked is built now."""
        super().showEvent(event)
        if self._wanted and not self.page and not self.builder.busy:
            self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is built that nobody looks at, and nothing leaves that was wanted before."""
        super().hideEvent(event)
        self.pause()

    def pause(self) -> None:
        """End what is being built; it begins anew when the page is shown again."""
        self._settle.stop()
        self._then = None
        self.builder.stop()

    def _show_built(self, page: bytes) -> None:
        self.page = page
        if self.sheet is not None:
            self.sheet.show_pdf(page)
        self.built.emit()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _complain(self, sentence: str) -> None:
        self._wanted, self._then = b"", None
        self.failed.emit(sentence)

    def when_built(self, then: Callable[[], None]) -> bool:
        """Whether the page is there; otherwise it happens as soon as it is."""
        if self.page:
            return True
        self._then = then
        if not self._settle.isActive() and not self.builder.busy:
            self._settle.start()
        return False

    def _say_page(self, place: int, pages: int) -> None:
        self.number.setText(_("{place} of {pages}").format(place=place + 1, pages=pages) if pages else "")

    def turn(self, direction: int) -> None:
        """The next page or the one before."""
        if self.sheet is not None:
            self.sheet.turn(direction)

    def print_shown(self, parent: QWidget, paper: str, title: str, *, to_file: bool) -> Sent | None:
        """Print exactly this page through the system's dialog; None when the clinician decided otherwise."""
        place = self.sheet.place if self.sheet is not None else 0
        return print_page(self.page, parent, paper, title, place, to_file=to_file)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageDown:
            self.turn(1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.turn(-1)
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """End the child process."""
        self.pause()
