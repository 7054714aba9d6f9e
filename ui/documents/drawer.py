"""Has the pages of one document drawn by a process of its own; the window only ever gets rows of colours."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from ui.documents.child import Child
from ui.documents.messages import HEAD, LONGEST, Draw, Drawn, Ready, Show, framed, to_show

MOST_MS = 20_000


class Drawer(QObject):
    """Opens a document and draws pages; of several wishes the newest counts."""

    ready = Signal(int)
    drawn = Signal(int, QImage)
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard = bytearray()
        self._busy = False
        self._next: Draw | None = None
        self._child = Child("ui.documents.drawing", MOST_MS, self)
        self._child.said.connect(self._hear)
        self._child.ended.connect(self._give_up)

    def show(self, media: str, content: bytes, pixels: int) -> None:
        """Open a document."""
        self._child.start()
        self._busy = True
        self._child.tell(framed(Show(media, content, pixels)))

    def draw(self, page: int, wide: int) -> None:
        """Draw a page so many pixels wide, as soon as what is being drawn is done."""
        self._next = Draw(page, wide)
        self._go_on()

    def _go_on(self) -> None:
        wish = self._next
        if wish is not None and not self._busy and self._child.running:
            self._next, self._busy = None, True
            self._child.tell(framed(wish))

    def _hear(self, data: bytes) -> None:
        self._heard += data
        while len(self._heard) >= HEAD:
            size = int.from_bytes(self._heard[:HEAD])
            if size > LONGEST:
                self._give_up()
                return
            if len(self._heard) < HEAD + size:
                return
            body = bytes(self._heard[HEAD : HEAD + size])
            del self._heard[: HEAD + size]
            try:
                self._take(to_show(body))
            except msgspec.DecodeError:
                self._give_up()
                return

    def _take(self, found: Ready | Drawn) -> None:
        self._busy = False
        self._child.rest()
        match found:
            case Ready(pages=pages) if pages > 0:
                self.ready.emit(pages)
            case Drawn(page=page, wide=wide, tall=tall, rows=rows) if rows:
                self.drawn.emit(page, QImage(rows, wide, tall, 3 * wide, QImage.Format.Format_RGB888).copy())
            case _:
                self._give_up()
                return
        self._go_on()

    def _give_up(self) -> None:
        self.stop()
        self.failed.emit()

    def stop(self) -> None:
        """End the process and forget what came from it."""
        self._child.stop()
        self._heard.clear()
        self._next, self._busy = None, False
