"""Printing: the system's dialog, the printer of last time, and the very page of the preview on paper."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
from platformdirs import user_config_path
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import delete

from ui.spool import open_elsewhere
from workup.texts import N_, _
from workup.whole import write_whole

try:
    from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
except ImportError:  # an installation without one of these parts: pages are opened elsewhere
    QPdfDocument = None  # type: ignore[assignment, misc]

# A finer raster than this nobody sees on text, and the spool grows with its square.
MOST_DPI = 600
BAND_PIXELS = 8_000_000
NO_PART = N_("Not printed: the part that prints is not installed here. A clinician can open or export the page.")
NOT_STARTED = N_("Not printed: the printer could not be started. Choose another one, or export the page.")


class Sent(msgspec.Struct, frozen=True):
    """Whether a page left, as what the audit trail calls it, and what to tell."""

    done: bool
    what: Literal["printed", "exported"] = "printed"
    sentence: str = ""


class PrinterChoice(msgspec.Struct, frozen=True):
    """What is kept of the last printing on this computer; nothing of what was printed."""

    printer: str = ""
    tray: str = ""
    duplex: str = ""


def _file() -> Path:
    return user_config_path("workup") / "printer.json"


def remembered() -> PrinterChoice:
    """The printer and tray of last time; none when there is no such file, or no use for it."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=PrinterChoice)
    except (OSError, msgspec.DecodeError):
        return PrinterChoice()


def remember(printer: QPrinter) -> None:
    """Keep what was chosen; a convenience, so a full disk is no reason to complain."""
    chosen = PrinterChoice(printer.printerName(), printer.paperSource().name, printer.duplex().name)
    with suppress(OSError):
        _file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(_file(), msgspec.json.encode(chosen))


def print_page(
    page: bytes,
    parent: QWidget,
    paper: str,
    title: str = N_("Workup summary"),
    shown: int = 0,
    *,
    to_file: bool = False,
) -> Sent | None:
    """Ask with the system's dialog and print; None when the clinician decided otherwise.

    `to_file` lets the dialog write a file: for those who may export. Where the part that draws or prints pages is
    missing, the page is opened with the system's own program instead; that too is for them.
    """
    if QPdfDocument is None:
        return _elsewhere(page) if to_file else Sent(False, sentence=_(NO_PART))
    document, buffer = QPdfDocument(parent), QBuffer(parent)
    try:
        buffer.setData(QByteArray(page))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        if document.pageCount() < 1:
            return _elsewhere(page) if to_file else Sent(False, sentence=_(NO_PART))
        printer = prepared(paper, _(title))
        dialog = QPrintDialog(printer, parent)
        options = QAbstractPrintDialog.PrintDialogOption
        for option in (options.PrintPageRange, options.PrintCurrentPage, options.PrintCollateCopies):
            dialog.setOption(option, True)
        dialog.setOption(options.PrintToFile, to_file)
        dialog.setMinMax(1, document.pageCount())
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        delete(dialog)  # it points to the printer, so it goes first
        if not accepted:
            return None
        remember(printer)
        done = paint_pages(document, printer, chosen_pages(printer, document.pageCount(), shown))
        return Sent(True) if done else Sent(False, sentence=_(NOT_STARTED))
    finally:
        document.close()
        document.deleteLater()
        buffer.deleteLater()


def _elsewhere(page: bytes) -> Sent:
    done, sentence = open_elsewhere(page)
    return Sent(done, "exported", sentence)


def prepared(paper: str, title: str) -> QPrinter:
    """A printer set as last time, when it is still there, to the paper of the page and without margins of its own."""
    last = remembered()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if last.printer in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(last.printer)
        if last.tray in QPrinter.PaperSource.__members__:
            printer.setPaperSource(QPrinter.PaperSource[last.tray])
        if last.duplex in QPrinter.DuplexMode.__members__:
            printer.setDuplex(QPrinter.DuplexMode[last.duplex])
    size = QPageSize(QPageSize.PageSizeId.A4 if paper == "A4" else QPageSize.PageSizeId.Letter)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    printer.setFullPage(True)
    printer.setDocName(title)
    return printer


def chosen_pages(printer: QPrinter, count: int, shown: int = 0) -> tuple[int, ...]:
    """The numbers of the pages to print, from 0, as chosen in the dialog."""
    if printer.printRange() == QPrinter.PrintRange.CurrentPage:
        pages: Sequence[int] = (shown,)
    elif printer.printRange() == QPrinter.PrintRange.PageRange:
        spans = [(span.from_, span.to) for span in printer.pageRanges().toRangeList()]
        pages = [number for first, last in spans for number in range(first - 1, last)] or range(count)
    else:
        pages = range(count)
    kept = tuple(number for number in pages if 0 <= number < count)
    last_first = printer.pageOrder() == QPrinter.PageOrder.LastPageFirst
    return kept[::-1] if last_first else kept


def paint_pages(document: QPdfDocument, printer: QPrinter, pages: Sequence[int]) -> bool:
    """Draw these pages of the document on the printer, each as large as it is; whether the printer took them."""
    printer.setFullPage(True)
    painter = QPainter()
    if not pages or not painter.begin(printer):
        return False
    done = True
    for place, number in enumerate(pages):
        done = done and (place == 0 or printer.newPage())
        _paint_page(document, number, painter, printer)
    return painter.end() and done


def _paint_page(document: QPdfDocument, number: int, painter: QPainter, printer: QPrinter) -> None:
    """One page, band after band, so that no picture of a whole page at full resolution stands in memory."""
    paper = printer.pageLayout().fullRectPixels(printer.resolution()).size()
    points = document.pagePointSize(number)
    exact = QSize(round(points.width() * printer.resolution() / 72), round(points.height() * printer.resolution() / 72))
    # Other paper than the page was made for takes it as a whole, smaller or larger; its own paper takes it as it is.
    near = abs(exact.width() - paper.width()) + abs(exact.height() - paper.height()) < printer.resolution() / 10
    target = exact if near else exact.scaled(paper, Qt.AspectRatioMode.KeepAspectRatio)
    share = min(1.0, MOST_DPI / printer.resolution())
    drawn = QSize(max(1, round(target.width() * share)), max(1, round(target.height() * share)))
    grey = printer.colorMode() == QPrinter.ColorMode.GrayScale
    high = max(1, BAND_PIXELS // drawn.width())
    for top in range(0, drawn.height(), high):
        part = QRect(0, top, drawn.width(), min(high, drawn.height() - top))
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(drawn)
        options.setScaledClipRect(part)
        band = QImage(part.size(), QImage.Format.Format_RGB32)
        band.fill(Qt.GlobalColor.white)
        over = QPainter(band)
        over.drawImage(QPoint(0, 0), document.render(number, part.size(), options))
        over.end()
        if grey:
            band = band.convertToFormat(QImage.Format.Format_Grayscale8)
        upper = round(top * target.height() / drawn.height())
        lower = round((top + part.height()) * target.height() / drawn.height())
        painter.drawImage(QRect(0, upper, target.width(), lower - upper), band)
