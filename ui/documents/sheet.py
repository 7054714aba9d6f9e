"""The pages of one document, one at a time, drawn elsewhere and shown here."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.documents.drawer import Drawer
from ui.theme import Theme
from ui.timers import once
from ui.widgets import Painted, box, write
from ui.widgets.spoken import Spoken, SpokenRole
from workup.answers import Media
from workup.texts import _

ZOOM_STEP, LEAST_ZOOM, MOST_ZOOM = 1.25, 0.4, 4.0
SETTLE_MS, LATE_MS = 60, 300


class Page(Painted):
    """One page on the ground of the window, with its edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._picture = QPixmap()
        self.said = ""

    def say(self, words: str) -> None:
        """Why there is no page yet, over whatever is shown; empty takes the words away."""
        if words != self.said:
            self.said = words
            self.update()

    def put(self, picture: QImage, ratio: float) -> None:
        """Show this page."""
        self._picture = QPixmap.fromImage(picture)
        self._picture.setDevicePixelRatio(ratio)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        size = self._picture.deviceIndependentSize().toSize()
        return size + QSize(2, 2) * self.theme.px(16)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._picture.isNull():
            self._paint_page(painter)
        if self.said:
            wide = self.theme.metrics("label", 600).horizontalAdvance(self.said) + self.theme.px(32)
            room = QRect((self.width() - wide) // 2, self.theme.px(28), wide, self.theme.px(32))
            box(painter, room, self.theme.radius("control"), self.theme.color("surface"), self.theme.color("control"))
            write(painter, self.theme, room, self.said, "label", "ink", 600, Qt.AlignmentFlag.AlignCenter)

    def _paint_page(self, painter: QPainter) -> None:
        size = self._picture.deviceIndependentSize().toSize()
        left, top = (self.width() - size.width()) // 2, self.theme.px(16)
        painter.drawPixmap(left, top, self._picture)
        box(painter, QRect(left - 1, top - 1, size.width() + 2, size.height() + 2), 0, None, self.theme.color("line"))


class PageSheet(Spoken, QScrollArea):
    """Shows a document: Page Down and Page Up or Right and Left turn pages, + and − change the size."""

    spoken_role = SpokenRole.Document
    turned = Signal(int, int)
    failed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.page, self.pages, self.zoom = 0, 0, 1.0
        self._wanted = -1
        self._sheet = Page(theme)
        self.drawer = Drawer(self)
        self._settle = once(self, self._ask, SETTLE_MS)
        self._late = once(self, lambda: self._sheet.say(_("Drawing the page …")), LATE_MS)
        self.setWidget(self._sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Document"))
        self.drawer.ready.connect(self._opened)
        self.drawer.drawn.connect(self._show_page)
        self.drawer.failed.connect(self._failed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def focus_ring(self) -> tuple[QRect, int]:
        """Just inside the edge."""
        space = self.theme.px(4)
        return self.rect().adjusted(space, space, -space, -space), self.theme.radius("control")

    def _restyle(self) -> None:
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Window, self.theme.color("sunken"))
        self.setPalette(colours)
        self._settle.start()

    def open(self, media: Media, content: bytes, pixels: int, pages: int) -> None:
        """Open a document that is known to have so many pages."""
        self.pages = pages
        self._late.start()
        self.drawer.show(media, content, pixels)

    def _opened(self, pages: int) -> None:
        if pages != self.pages:  # two readers that see different documents: one of them is being deceived
            self.stop()
            self.failed.emit()
            return
        self._ask()

    def _ask(self) -> None:
        if self.pages:
            room = self.viewport().width() - 2 * self.theme.px(17)
            wide = min(room, self.theme.px(1000)) * self.zoom * self.devicePixelRatioF()
            self._late.start()
            self.drawer.draw(self.page, max(1, round(wide)))

    def _show_page(self, page: int, picture: QImage) -> None:
        if page != self.page:
            return
        self._drawn()
        self._sheet.put(picture, self.devicePixelRatioF())
        if self._wanted != page:
            self._wanted = page
            self.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(_("Page {page} of {pages}").format(page=page + 1, pages=self.pages))
        self.turned.emit(page, self.pages)

    def _drawn(self) -> None:
        self._late.stop()
        self._sheet.say("")

    def _failed(self) -> None:
        self._drawn()
        self.failed.emit()

    def turn(self, direction: int) -> None:
        """The next page or the one before."""
        page = self.page + direction
        if 0 <= page < self.pages:
            self.page = page
            self._ask()

    def change_size(self, factor: float) -> None:
        """Larger or smaller."""
        self.zoom = max(LEAST_ZOOM, min(self.zoom * factor, MOST_ZOOM))
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._settle.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Right:
                self.turn(1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_Left:
                self.turn(-1)
            case Qt.Key.Key_Home:
                self.turn(-self.page)
            case Qt.Key.Key_End:
                self.turn(self.pages - 1 - self.page)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.change_size(ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.change_size(1 / ZOOM_STEP)
            case _:
                super().keyPressEvent(event)

    def stop(self) -> None:
        """End the process that draws."""
        self._settle.stop()
        self._drawn()
        self.drawer.stop()
