"""The two ways a page leaves as a whole: through the system's print dialog, and into a file the clinician names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from workup.whole import write_whole
from workup.words import calendar_day

DPI = 300


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether a page was written, and what to tell."""

    done: bool
    sentence: str


def print_document(document: QPdfDocument, parent: QWidget, paper: str, title: str = "Workup summary") -> bool:
    """Ask with the system's dialog and print; False when the clinician decided otherwise."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4 if paper == "A4" else QPageSize.PageSizeId.Letter))
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, document.pageCount())
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    paint_pages(document, printer)
    return True


def paint_pages(document: QPdfDocument, printer: QPrinter) -> None:
    """Paint the chosen pages of the document on the printer at 300 dots an inch."""
    first = max(printer.fromPage(), 1)
    last = printer.toPage() or document.pageCount()
    painter = QPainter(printer)
    for number in range(first - 1, min(last, document.pageCount())):
        if number >= first:
            printer.newPage()
        size = document.pagePointSize(number)
        image = document.render(number, QSize(round(size.width() * DPI / 72), round(size.height() * DPI / 72)))
        whole = printer.pageLayout().fullRectPixels(printer.resolution())
        inside = printer.pageLayout().paintRectPixels(printer.resolution())
        scaled = image.size().scaled(whole.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(-inside.left(), -inside.top(), scaled.width(), scaled.height()), image)
    painter.end()


def save_page(page: bytes, today: date, parent: QWidget, title: str = "Workup summary") -> Saved | None:
    """Ask for a place and write the page there; how it went, None when nothing was chosen."""
    name = f"{title} {calendar_day(today)}.pdf"  # the name of a file outside says nothing of the patient
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export PDF", str(Path.home() / name), "PDF (*.pdf)")
    if not chosen:
        return None
    target = Path(chosen)
    if not target.suffix:
        target = target.with_suffix(".pdf")
    try:
        write_whole(target, page)
    except OSError as error:
        return Saved(False, f"Not exported: {error.strerror}. Choose another folder; the workup itself is stored.")
    return Saved(True, f"Exported to {target.name}. The file is not encrypted; keep it where patient records belong.")
