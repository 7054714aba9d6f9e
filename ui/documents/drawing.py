"""The process that draws: it opens one document, draws pages when asked, and ends with its parent.

It has no key, no vault and no other document; what a hostile file could do to a viewer stays in here.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPainter
from PySide6.QtPdf import QPdfDocument

from ui.documents.messages import HEAD, MOST_PIXELS, Draw, Drawn, Ready, Show, framed, to_draw
from workup.documents import bound_memory

MOST_MEMORY, MOST_PROCESSOR_S = 1_000_000_000, 300
_FORMATS = {"image/png": b"png", "image/jpeg": b"jpeg"}


class Pages(Protocol):
    """What can be drawn."""

    count: int

    def draw(self, page: int, wide: int) -> QImage: ...


class PdfPages:
    """The pages of a PDF."""

    def __init__(self, content: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        ready = self._document.status() == QPdfDocument.Status.Ready
        self.count = self._document.pageCount() if ready else 0

    def draw(self, page: int, wide: int) -> QImage:
        points = self._document.pagePointSize(page)
        return self._document.render(page, fitted(points.width(), points.height(), wide))


class Picture:
    """A scanned page, turned as the camera says."""

    count = 1

    def __init__(self, content: bytes, kind: bytes, pixels: int) -> None:
        QImageReader.setAllocationLimit(max(1, pixels * 8 // 1_000_000))
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(kind))
        reader.setDecideFormatFromContent(False)
        reader.setAutoTransform(True)
        size = reader.size()
        self._image = reader.read() if size.width() * size.height() <= pixels else QImage()
        self.count = 0 if self._image.isNull() else 1

    def draw(self, page: int, wide: int) -> QImage:
        size = fitted(self._image.width(), self._image.height(), wide)
        return self._image.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )


def fitted(wide: float, tall: float, wanted: int) -> QSize:
    """The size of a page at a width, never more pixels than may travel."""
    across = max(1.0, float(min(wanted, 8000)))
    down = max(1.0, across * max(tall, 1.0) / max(wide, 1.0))
    shrink = min(1.0, (MOST_PIXELS / (across * down)) ** 0.5)
    return QSize(max(1, int(across * shrink)), max(1, min(int(down * shrink), MOST_PIXELS)))


def opened(wish: Show) -> Pages:
    """The pages of a document, by what it was found to be."""
    kind = _FORMATS.get(wish.media)
    return PdfPages(wish.content) if kind is None else Picture(wish.content, kind, wish.pixels)


def on_white(image: QImage, page: int) -> Drawn:
    """The picture of a page on white paper."""
    if image.isNull() or image.width() * image.height() > MOST_PIXELS:
        return Drawn(page, 0, 0, b"")
    paper = QImage(image.size(), QImage.Format.Format_RGB888)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    wide, step = 3 * paper.width(), paper.bytesPerLine()
    lines = bytes(paper.constBits())
    rows = lines if wide == step else b"".join(lines[n * step : n * step + wide] for n in range(paper.height()))
    return Drawn(page, paper.width(), paper.height(), rows)


def read(source: BinaryIO) -> Show | Draw | None:
    """The next wish; None when the window is gone."""
    head = source.read(HEAD)
    return to_draw(source.read(int.from_bytes(head))) if len(head) == HEAD else None


def main() -> None:
    """Answer one wish after another."""
    bound_memory(MOST_MEMORY, MOST_PROCESSOR_S, address_space=False)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication(["Workup"])
    pages: Pages | None = None
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while (wish := read(source)) is not None:
        if isinstance(wish, Show):
            pages = opened(wish)
            target.write(framed(Ready(pages.count)))
        elif pages is not None and 0 <= wish.page < pages.count:
            target.write(framed(on_white(pages.draw(wish.page, wish.wide), wish.page)))
        else:
            target.write(framed(Drawn(wish.page, 0, 0, b"")))
        target.flush()
    app.quit()


if __name__ == "__main__":
    main()
