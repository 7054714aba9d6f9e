"""Pictures and words of printed pages: the first three of each of six evaluations, small and in a few greys.

A picture shows what moved, the words read back from the page what is said otherwise.

Renew them after a wanted change of the look with `python -m tests.ui.page_pictures`, look at each, and commit them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from tests.workup.extremes import EXTREMES, extreme
from tests.workup.notes import COVER, figure, note_of_case, style
from tests.workup.signatures import SIGNED
from workup.paper import pdf

FOLDER = Path(__file__).parent / "pictures"
NAMES = ("empty", "sample", "thirty operations", "longest names", "all flags", "everything abnormal")
PAGES = 3
DPI = 50
GREYS = 16  # as many as four bits hold
CELL = 6  # pixels along the side of what is compared
STEP = 20  # of 255: how far the mean grey of a cell may be off
_DIGEST = re.compile(r"(Content \S+ \S+, )[0-9a-f]{8}")
SHARE = 0.01  # of all cells: how many may be


class Page(NamedTuple):
    """A page as a picture in grey, and its words in the order in which they were drawn, a line each."""

    picture: QImage
    words: str


def drawn(name: str) -> list[Page]:
    """The first pages of an evaluation; the sample is signed and amended, the others are drafts."""
    cover = SIGNED if name == "sample" else COVER
    note = extreme(name, cover) if name in EXTREMES else note_of_case("sample-patient", cover)
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf(note, style(), figure(), cover)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return [
        Page(_picture(document, number), words(document.getAllText(number).text()))
        for number in range(min(PAGES, document.pageCount()))
    ]


def words(text: str) -> str:
    """Text without its empty lines, the kinds of spaces and the digest of the content."""
    lines = (" ".join(_DIGEST.sub(r"\1…", line).split()) for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def _picture(document: QPdfDocument, number: int) -> QImage:
    points = document.pagePointSize(number)
    size = QSize(round(points.width() * DPI / 72), round(points.height() * DPI / 72))
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, document.render(number, size))
    painter.end()
    return sheet.convertToFormat(QImage.Format.Format_Grayscale8)


def place(name: str, number: int) -> Path:
    """Where the picture of a page is kept."""
    return FOLDER / f"{name.replace(' ', '-')}-{number}.png"


def apart(one: QImage, other: QImage) -> float:
    """The share of cells whose mean grey differs; 1 when the sizes do. Edges that fall between pixels do not count."""
    if one.size() != other.size():
        return 1.0
    cells = QSize(one.width() // CELL, one.height() // CELL)
    small = [
        image.convertToFormat(QImage.Format.Format_RGB32)
        .scaled(cells, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        for image in (one, other)
    ]  # fmt: skip
    off = 0
    for y in range(cells.height()):
        for x in range(cells.width()):
            first, second = (image.pixelColor(x, y).lightness() for image in small)
            off += abs(first - second) > STEP
    return off / (cells.width() * cells.height())


def renew() -> None:
    """Draw all of them anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in (*FOLDER.glob("*.png"), *FOLDER.glob("*.txt")):
        old.unlink()
    table = [0xFF000000 | level * 0x010101 for level in (round(n * 255 / (GREYS - 1)) for n in range(GREYS))]
    for name in NAMES:
        for number, page in enumerate(drawn(name), 1):
            place(name, number).with_suffix(".txt").write_text(page.words, encoding="utf-8")
            dither = Qt.ImageConversionFlag.ThresholdDither
            few = page.picture.convertToFormat(QImage.Format.Format_Indexed8, table, dither)
            few.save(str(place(name, number)), quality=0)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    renew()
