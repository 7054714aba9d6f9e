"""A page as it will print: built in a child process, shown, turned and zoomed; what leaves is what is shown."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pagebuilder import PageBuilder
from ui.resources import RESOURCES
from ui.theme import Theme
from ui.widgets import Button, Label
from workup.note import Cover, Note

SETTLE_MS = 150
ZOOM_STEP = 1.2
LEAST_ZOOM, MOST_ZOOM = 0.3, 5.0


class PageView(QPdfView):
    """The pages, with the ring of this program when they have the keyboard."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def focus_ring(self) -> tuple[QRect, int]:
        """Just inside the edge."""
        space = self.theme.px(5)
        return self.rect().adjusted(space, space, -space, -space), self.theme.radius("control")


class PagePane(QWidget):
    """Shows the real PDF of a note; `controls` turn and zoom it and stand where its owner puts them."""

    changing = Signal()
    built = Signal()
    failed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.page = b""
        self._wanted = b""
        self._job: tuple[Note, Cover] | None = None
        self._then: Callable[[], None] | None = None
        self.builder = PageBuilder(RESOURCES, self)
        self.document = QPdfDocument(self)
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
        self.number = Label(theme, "label", "", "ink2")
        self.controls = self._controls()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.builder.built.connect(self._show_built)
        self.builder.failed.connect(self._complain)
        self.view.pageNavigator().currentPageChanged.connect(self._say_page)
        self.setFocusProxy(self.view)

    def _controls(self) -> tuple[QWidget, ...]:
        theme = self.theme
        before = Button(theme, "secondary", "", icon="chevron-left", name="Page before, Page Up")
        after = Button(theme, "secondary", "", icon="chevron-right", name="Next page, Page Down")
        smaller = Button(theme, "secondary", "", icon="zoom-out", name="Smaller")
        width = Button(theme, "quiet", "Width")
        larger = Button(theme, "secondary", "", icon="zoom-in", name="Larger")
        before.clicked.connect(lambda: self.turn(-1))
        after.clicked.connect(lambda: self.turn(1))
        smaller.clicked.connect(lambda: self._zoom(1 / ZOOM_STEP))
        larger.clicked.connect(lambda: self._zoom(ZOOM_STEP))
        width.clicked.connect(lambda: self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth))
        return before, self.number, after, smaller, width, larger

    def _restyle(self) -> None:
        colours = self.view.palette()
        colours.setColor(QPalette.ColorRole.Dark, self.theme.color("sunken"))
        colours.setColor(QPalette.ColorRole.Window, self.theme.color("sunken"))
        self.view.setPalette(colours)
        self.view.viewport().update()

    # Showing

    def show_note(self, note: Note, cover: Cover) -> None:
        """Build the page anew when it differs; until it is there nothing of the former page leaves the program."""
        self._job = (note, cover)
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

    def _show_built(self, page: bytes) -> None:
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

    def _say_page(self) -> None:
        count = self.document.pageCount()
        self.number.setText(f"{self.view.pageNavigator().currentPage() + 1} of {count}" if count > 0 else "")

    def turn(self, direction: int) -> None:
        """The next page or the one before."""
        navigator = self.view.pageNavigator()
        place = navigator.currentPage() + direction
        if 0 <= place < self.document.pageCount():
            navigator.jump(place, QPointF())

    def _zoom(self, factor: float) -> None:
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            wide = self.document.pagePointSize(0).width() or 595
            self.view.setZoomFactor(self.view.viewport().width() / (wide * self.logicalDpiX() / 72))
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(LEAST_ZOOM, min(self.view.zoomFactor() * factor, MOST_ZOOM)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageDown:
            self.turn(1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.turn(-1)
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """End the child process."""
        self._settle.stop()
        self._then = None
        self.builder.stop()
