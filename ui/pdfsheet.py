"""A PDF from memory on the screen: its pages, turned and zoomed. The one place in the window that needs QtPdf."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins, QPointF, QRect, Signal
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.spoken import Spoken, SpokenRole
from workup.texts import _

LEAST_ZOOM, MOST_ZOOM = 0.3, 5.0


class PageView(Spoken, QPdfView):
    """The pages, with the ring of this program when they have the keyboard."""

    spoken_role = SpokenRole.Document

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def focus_ring(self) -> tuple[QRect, int]:
        """Just inside the edge."""
        space = self.theme.px(5)
        return self.rect().adjusted(space, space, -space, -space), self.theme.radius("control")


class PdfSheet(QWidget):
    """Shows the pages of one document; `turned` says on which of how many."""

    turned = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.view = PageView(theme, self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self.view.setAccessibleName(_("The page as it will print"))
        self.view.setDocumentMargins(QMargins(*([theme.px(16)] * 4)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self._say_page())
        self.setFocusProxy(self.view)

    def _restyle(self) -> None:
        colours = self.view.palette()
        colours.setColor(QPalette.ColorRole.Dark, self.theme.color("sunken"))
        colours.setColor(QPalette.ColorRole.Window, self.theme.color("sunken"))
        self.view.setPalette(colours)
        self.view.viewport().update()

    @property
    def place(self) -> int:
        """The page that is shown, from 0."""
        return self.view.pageNavigator().currentPage()

    @property
    def pages(self) -> int:
        """How many there are."""
        return max(self.document.pageCount(), 0)

    def show_pdf(self, page: bytes) -> None:
        """Show these bytes, at the page that was shown before."""
        place = self.place
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(page))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.view.document() is not self.document:
            self.view.setDocument(self.document)
        self.view.pageNavigator().jump(min(place, max(self.pages - 1, 0)), QPointF())
        self._say_page()

    def _say_page(self) -> None:
        self.turned.emit(self.place, self.pages)

    def turn(self, direction: int) -> None:
        """The next page or the one before."""
        place = self.place + direction
        if 0 <= place < self.pages:
            self.view.pageNavigator().jump(place, QPointF())

    def zoom(self, factor: float) -> None:
        """Larger or smaller; at 0 as wide as there is room."""
        if not factor:
            self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            return
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            wide = self.document.pagePointSize(0).width() or 595
            self.view.setZoomFactor(self.view.viewport().width() / (wide * self.logicalDpiX() / 72))
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(LEAST_ZOOM, min(self.view.zoomFactor() * factor, MOST_ZOOM)))
