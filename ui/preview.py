"""The Summary step: the page as it will print, what is complete, and the ways out of the program."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.checklist import Checklist
from ui.clipboard import ClinicalClipboard
from ui.identity import identity_words
from ui.leaving import print_document, save_page
from ui.live import Live
from ui.pagebuilder import PageBuilder
from ui.resources import RESOURCES
from ui.theme import Theme
from ui.widgets import Button, Dialog, Label, Pill, TextArea
from workup.assess import Assessment
from workup.body import BodyFigure
from workup.errors import WorkupError
from workup.note import plain_text
from workup.settings import Preferences
from workup.words import calendar_day

SETTLE_MS = 150
ZOOM_STEP = 1.2


class PageView(QPdfView):
    """The pages, with the ring of this program when they have the keyboard."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def focus_ring(self) -> tuple[QRect, int]:
        """Just inside the edge."""
        space = self.theme.px(5)
        return self.rect().adjusted(space, space, -space, -space), self.theme.radius("control")


class SummaryPage(QWidget):
    """Shows the real PDF; prints, saves or copies exactly what is shown."""

    said = Signal(str)

    def __init__(self, theme: Theme, live: Live, figure: BodyFigure, preferences: Preferences) -> None:
        super().__init__()
        self.theme, self.live, self.preferences = theme, live, preferences
        self.page = b""
        self._wanted: bytes = b""
        self._then: Callable[[], None] | None = None
        self.builder = PageBuilder(RESOURCES, self)
        self.document = QPdfDocument(self)
        self.clipboard = ClinicalClipboard(self)
        self._buffer = QBuffer(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._build)
        self.view = PageView(theme, self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self.view.setAccessibleName("The page as it will print")
        self.view.setDocumentMargins(QMargins(*([theme.px(16)] * 4)))
        theme.changed.connect(self._restyle)
        self._restyle()
        self.side = Checklist(theme)
        self._arrange()
        self.builder.built.connect(self._show_page)
        self.builder.failed.connect(self._complain)
        self.view.pageNavigator().currentPageChanged.connect(self._say_page)
        self.side.print_wanted.connect(self.print_page)
        self.side.export_wanted.connect(self.export)
        self.side.copy_wanted.connect(self.copy_text)
        self.side.void_wanted.connect(self.void)
        self.setFocusProxy(self.view)

    def _arrange(self) -> None:
        theme = self.theme
        self.pill = Pill(theme, "draft", "Draft, not signed", "pencil")
        self.number = Label(theme, "label", "", "ink2")
        before = Button(theme, "secondary", "", icon="chevron-left", name="Page before, Page Up")
        after = Button(theme, "secondary", "", icon="chevron-right", name="Next page, Page Down")
        smaller = Button(theme, "secondary", "", icon="zoom-out", name="Smaller")
        width = Button(theme, "quiet", "Width")
        larger = Button(theme, "secondary", "", icon="zoom-in", name="Larger")
        before.clicked.connect(lambda: self._turn(-1))
        after.clicked.connect(lambda: self._turn(1))
        smaller.clicked.connect(lambda: self._zoom(1 / ZOOM_STEP))
        larger.clicked.connect(lambda: self._zoom(ZOOM_STEP))
        width.clicked.connect(lambda: self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth))
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(8))
        bar.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(8))
        bar.addWidget(Label(theme, "screen_title", "Summary"))
        bar.addWidget(self.pill)
        bar.addStretch(1)
        for widget in (before, self.number, after, smaller, width, larger):
            bar.addWidget(widget)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(bar)
        left.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)

    def _restyle(self) -> None:
        colours = self.view.palette()
        colours.setColor(QPalette.ColorRole.Dark, self.theme.color("sunken"))
        colours.setColor(QPalette.ColorRole.Window, self.theme.color("sunken"))
        self.view.setPalette(colours)
        self.view.viewport().update()

    # Showing

    def render_page(self, assessment: Assessment) -> None:
        """Build the page anew for these answers; until it is there nothing of the former page leaves the program."""
        session = self.live.session
        note = session.note(self.preferences)
        self.side.render_list(assessment, note, session.opened.status)
        void = session.opened.status == "void"
        self.pill.set(
            "cancelled" if void else "draft", "Void" if void else "Draft, not signed", "" if void else "pencil"
        )
        wanted = msgspec.msgpack.encode((note, session.cover(self.preferences)))
        if wanted != self._wanted:
            self._wanted, self.page = wanted, b""
            self.side.set_ready(False)
            self._settle.start()

    def set_preferences(self, preferences: Preferences) -> None:
        """Take over paper, letterhead and the like."""
        self.preferences = preferences

    def _build(self) -> None:
        session = self.live.session
        self.builder.build(session.note(self.preferences), session.cover(self.preferences))

    def _show_page(self, page: bytes) -> None:
        place = self.view.pageNavigator().currentPage()
        self.page = page
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(page))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.view.document() is not self.document:
            self.view.setDocument(self.document)
        self.view.pageNavigator().jump(min(place, max(self.document.pageCount() - 1, 0)), QPointF())
        self._say_page()
        self.side.set_ready(True)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _complain(self, sentence: str) -> None:
        self._wanted, self._then = b"", None
        self.side.say(sentence)

    def _say_page(self) -> None:
        count = self.document.pageCount()
        self.number.setText(f"{self.view.pageNavigator().currentPage() + 1} of {count}" if count > 0 else "")

    def _turn(self, direction: int) -> None:
        navigator = self.view.pageNavigator()
        place = navigator.currentPage() + direction
        if 0 <= place < self.document.pageCount():
            navigator.jump(place, QPointF())

    def _zoom(self, factor: float) -> None:
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            wide = self.document.pagePointSize(0).width() or 595
            self.view.setZoomFactor(self.view.viewport().width() / (wide * self.logicalDpiX() / 72))
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(0.3, min(self.view.zoomFactor() * factor, 5.0)))

    def keyPressEvent(self, event: object) -> None:
        key = getattr(event, "key", int)()
        if key == Qt.Key.Key_PageDown:
            self._turn(1)
        elif key == Qt.Key.Key_PageUp:
            self._turn(-1)

    def change_sides(self) -> None:
        """From the page to what can be done with it, and back."""
        (self.side.print_button if self.view.hasFocus() else self.view).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Leaving the program

    def _when_built(self, then: Callable[[], None]) -> bool:
        """Whether the page is there; otherwise it happens as soon as it is."""
        if self.page:
            return True
        self._then = then
        if not self._settle.isActive() and not self.builder.busy:
            self._settle.start()
        return False

    def print_page(self) -> None:
        """Print what is shown, through the system's dialog."""
        if self._when_built(self.print_page) and print_document(self.document, self, self.preferences.paper):
            self._note("printed")

    def export(self) -> None:
        """Save what is shown where the clinician says."""
        if not self._when_built(self.export):
            return
        saved = save_page(self.page, self.live.session.today(), self)
        if saved is not None:
            self.side.say(saved.sentence)
            if saved.done:
                self._note("exported")

    def _note(self, what: str) -> None:
        """Write to the audit trail that the page left; when that cannot be stored, say so."""
        try:
            self.live.session.left(what)
        except WorkupError as error:
            self.side.say(f"The page was {what}, but the audit trail could not be written. {error.sentence}")

    def copy_text(self) -> None:
        """Copy the same words as plain text; they leave the clipboard again."""
        seconds = self.preferences.clipboard_seconds
        self.clipboard.put(plain_text(self.live.session.note(self.preferences)), seconds)
        self.side.say(f"Copied. It leaves the clipboard after {seconds} seconds.")
        self._note("copied")

    def void(self) -> None:
        """Mark the workup void, with a reason."""
        text = self._what_would_be_void() + (
            " It stays readable, prints with the word VOID and can no longer be changed. "
            "Orders, results and other answers kept with the patient stay as they are."
        )
        dialog = Dialog(self.theme, "Mark this workup void?", text, "Mark void", "Keep it", self, destructive=True)
        reason = TextArea(self.theme, "Reason", "Reason, printed on the page")
        dialog.body.addWidget(reason)
        dialog.accept_button.setEnabled(False)
        reason.textChanged.connect(lambda: dialog.accept_button.setEnabled(bool(reason.toPlainText().strip())))
        if dialog.exec() and reason.toPlainText().strip():
            self.live.void(reason.toPlainText())

    def _what_would_be_void(self) -> str:
        assessment, number = self.live.session.assessment, self.live.session.opened.ordinal
        said = identity_words(assessment)
        began = f" of {calendar_day(assessment.visits[0].day)}" if assessment.visits else ""
        return f"{said.surname} {said.given}, workup {number}{began}.".replace(" ,", ",")

    def stop(self) -> None:
        """End the child process and take copied text away."""
        self._settle.stop()
        self._then = None
        self.builder.stop()
        self.clipboard.clear()
