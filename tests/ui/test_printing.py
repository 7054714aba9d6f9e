"""Printing: paper shows what was shown, on the printer of last time, as chosen; also without the preview part."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QDesktopServices, QImage, QPageRanges, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from tests.ui.room import Room, focused, press
from ui import printing, spool
from ui.pagepane import NO_PREVIEW
from ui.widgets import Label
from workup.answers import slot

BUILT_MS = 15_000
LOOKED_AT = QSize(832, 1176)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of the person at this computer is read or written."""
    for name in ("XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    (tmp_path / "own").mkdir(mode=0o700)
    yield
    spool.empty()


@pytest.fixture
def pages() -> bytes:
    """Three pages of A4 that differ, with lines to their very edges."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595.276, 841.89))
    for number in (1, 2, 3):
        canvas.setFont("Helvetica", 60)
        canvas.drawString(90, 200 * number, f"Page {number}")
        canvas.rect(6, 6, 583, 829)
        canvas.setFillGray(0.5)
        canvas.rect(100 * number, 60, 80, 80, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def opened(page: bytes) -> QPdfDocument:
    """The document of these bytes."""
    document = QPdfDocument()
    buffer = QBuffer(document)
    buffer.setData(QByteArray(page))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def looked_at(document: QPdfDocument, number: int) -> bytes:
    """The greys of one page, small."""
    picture = QImage(LOOKED_AT, QImage.Format.Format_Grayscale8)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.drawImage(0, 0, document.render(number, LOOKED_AT))
    painter.end()
    small = picture.scaled(LOOKED_AT / 8, mode=Qt.TransformationMode.SmoothTransformation)
    return bytes(small.constBits())  # of a name: the bits go with their picture


def apart(one: bytes, other: bytes) -> float:
    """How far two pictures are from each other, in greys of 255."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


def answer(monkeypatch: pytest.MonkeyPatch, target: Path, *ranges: tuple[int, int]) -> list[QPrinter]:
    """Accept the system's dialog, printing these pages into a file; the printers it was opened with."""
    seen: list[QPrinter] = []

    def accept(dialog: QPrintDialog) -> int:
        printer = dialog.printer()
        assert isinstance(printer, QPrinter)
        seen.append(printer)
        printer.setOutputFileName(str(target))
        if ranges:
            chosen = QPageRanges()
            for first, last in ranges:
                chosen.addRange(first, last)
            printer.setPageRanges(chosen)
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    return seen


def test_paper_shows_what_the_preview_shows(
    qtbot: QtBot, pages: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    answer(monkeypatch, tmp_path / "out.pdf")
    sent = printing.print_page(pages, parent, "A4")
    assert sent == printing.Sent(True)
    shown, printed = opened(pages), opened((tmp_path / "out.pdf").read_bytes())
    assert printed.pageCount() == 3
    assert abs(printed.pagePointSize(0).width() - shown.pagePointSize(0).width()) < 1
    for number in range(3):
        one, other = looked_at(shown, number), looked_at(printed, number)
        assert apart(one, other) < 1.0, f"page {number + 1} differs"
        assert apart(one, looked_at(shown, (number + 1) % 3)) > 3.0, "another page would be noticed"


def test_pages_print_as_chosen_and_the_current_one_alone(
    qtbot: QtBot, pages: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    answer(monkeypatch, tmp_path / "some.pdf", (1, 1), (3, 3))
    assert printing.print_page(pages, parent, "A4")
    printed, shown = opened((tmp_path / "some.pdf").read_bytes()), opened(pages)
    assert printed.pageCount() == 2
    assert apart(looked_at(printed, 1), looked_at(shown, 2)) < 1.0
    printer = printing.prepared("A4", "Page")
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert printing.chosen_pages(printer, 3, shown=1) == (1,)
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert printing.chosen_pages(printer, 3) == (2, 1, 0)


def test_a_page_for_other_paper_is_fitted_as_a_whole(
    qtbot: QtBot, pages: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    answer(monkeypatch, tmp_path / "letter.pdf")
    assert printing.print_page(pages, parent, "Letter")
    printed = opened((tmp_path / "letter.pdf").read_bytes())
    assert round(printed.pagePointSize(0).width()) == 612
    picture = printed.render(0, QSize(612, 792)).convertToFormat(QImage.Format.Format_Grayscale8)
    foot = [picture.pixelColor(300, y).value() for y in range(780, 792)]
    assert min(foot) < 200, "the lower edge of the page is on the paper"


def test_printer_sides_and_tray_are_remembered_and_nothing_of_the_page(
    qtbot: QtBot, pages: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Front desk"])
    monkeypatch.setattr(QPrinter, "printerName", lambda _: "Front desk")
    named: list[str] = []
    monkeypatch.setattr(QPrinter, "setPrinterName", lambda _, name: named.append(name))
    sides: list[QPrinter.DuplexMode] = []  # a file has no sides, so what a real printer would keep is noted
    monkeypatch.setattr(QPrinter, "duplex", lambda _: QPrinter.DuplexMode.DuplexLongSide)
    monkeypatch.setattr(QPrinter, "setDuplex", lambda _, mode: sides.append(mode))
    seen = answer(monkeypatch, tmp_path / "out.pdf")
    chosen = QPrintDialog.exec

    def lower_tray(dialog: QPrintDialog) -> int:
        dialog.printer().setPaperSource(QPrinter.PaperSource.Lower)
        return int(chosen(dialog))

    monkeypatch.setattr(QPrintDialog, "exec", lower_tray)
    assert printing.print_page(pages, parent, "A4", "Workup of somebody")
    kept = (tmp_path / "own" / "workup" / "printer.json").read_text(encoding="utf-8")
    assert "Front desk" in kept
    assert "somebody" not in kept
    assert printing.print_page(pages, parent, "A4")
    assert named == ["Front desk"]
    assert seen[1].paperSource() == QPrinter.PaperSource.Lower
    assert sides == [QPrinter.DuplexMode.DuplexLongSide]
    (tmp_path / "own" / "workup" / "printer.json").write_text("[1, 2", encoding="utf-8")
    assert printing.remembered() == printing.PrinterChoice(), "a damaged file is no file"


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_start_is_told_and_a_cancelled_dialog_prints_nothing(
    qtbot: QtBot, pages: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "taken").mkdir()
    answer(monkeypatch, tmp_path / "taken")
    sent = printing.print_page(pages, parent, "A4")
    assert sent is not None
    assert (sent.done, sent.sentence) == (False, printing.NOT_STARTED)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: QDialog.DialogCode.Rejected.value)
    assert printing.print_page(pages, parent, "A4") is None


def test_only_who_may_export_prints_into_a_file_or_opens_the_page_elsewhere(
    qtbot: QtBot, pages: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.addWidget(parent := QWidget())
    offered: list[bool] = []

    def look(dialog: QPrintDialog) -> int:
        offered.append(dialog.testOption(QPrintDialog.PrintDialogOption.PrintToFile))
        return QDialog.DialogCode.Rejected.value

    monkeypatch.setattr(QPrintDialog, "exec", look)
    printing.print_page(pages, parent, "A4", to_file=False)
    printing.print_page(pages, parent, "A4", to_file=True)
    assert offered == [False, True]
    monkeypatch.setattr("ui.printing.QPdfDocument", None)
    assert printing.print_page(pages, parent, "A4") == printing.Sent(False, sentence=printing.NO_PART)


# ------------------------------------------------------------------------------------------- without the preview part

BARE = """
import sys
for name in ("PySide6.QtPdf", "PySide6.QtPdfWidgets", "PySide6.QtPrintSupport"):
    sys.modules[name] = None
import ui.window, ui.workspace, ui.worklist, ui.home
from ui import pagepane, printing
print(pagepane.PdfSheet, printing.QPdfDocument)
"""


def test_every_page_of_the_program_loads_without_the_preview_part() -> None:
    done = subprocess.run([sys.executable, "-c", BARE], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["None", "None"]


@pytest.fixture
def without_preview(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An installation without QtPdf; the files that the system was asked to open."""
    monkeypatch.setattr("ui.pagepane.PdfSheet", None)
    monkeypatch.setattr("ui.printing.QPdfDocument", None)
    asked: list[str] = []

    def opening(url: object) -> bool:
        asked.append(url.toLocalFile())  # type: ignore[attr-defined]
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", opening)
    return asked


def test_without_the_preview_part_the_page_is_built_opened_elsewhere_and_gone_afterwards(
    room: Room, without_preview: list[str], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open()
    press("Ctrl+N")
    room.live.answer(slot("family_name"), "Müller")
    press("Alt+7")
    summary = room.workspace.summary
    assert NO_PREVIEW in [label.text() for label in summary.pane.findChildren(Label)]
    qtbot.waitUntil(lambda: bool(summary.page), timeout=BUILT_MS)
    assert focused() is summary.pane
    press("Ctrl+P")
    (target,) = map(Path, without_preview)
    assert "MÜLLER" in PdfReader(target).pages[0].extract_text()
    assert "Müller" not in str(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    assert "removes it" in summary.side.said.fact.text()
    actions = [row[0] for row in room.vault.database.rows("SELECT action FROM audit ORDER BY seq")]
    assert actions[-1] == "exported"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "page.pdf"), ""))
    press("Ctrl+E")
    assert (tmp_path / "page.pdf").read_bytes() == summary.page
    assert room.shell is not None
    room.shell.lock("")
    assert not target.exists(), "a lock takes it away"


def test_what_a_killed_process_left_is_gone_at_the_next_start(room: Room, without_preview: list[str]) -> None:
    done, _ = spool.open_elsewhere(b"%PDF-1.7 left behind")
    assert done
    assert Path(without_preview[0]).exists()
    room.open()
    assert not Path(without_preview[0]).exists()
    assert list(spool.folder().iterdir()) == []


def test_nothing_is_handed_over_through_a_planted_folder_and_nothing_outside_is_removed(
    without_preview: list[str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("kept", encoding="utf-8")
    spool.folder().parent.mkdir(mode=0o700, parents=True)
    spool.folder().symlink_to(elsewhere)
    done, sentence = spool.open_elsewhere(b"%PDF-1.7")
    assert not done
    assert "belongs to somebody else" in sentence
    spool.empty()
    assert [path.name for path in elsewhere.iterdir()] == ["kept.txt"]
    spool.folder().unlink()
    spool.folder().mkdir(mode=0o777)
    spool.folder().chmod(0o777)
    (spool.folder() / "link").symlink_to(elsewhere)
    assert spool.open_elsewhere(b"%PDF-1.7")[0]
    assert stat.S_IMODE(spool.folder().stat().st_mode) == 0o700
    assert (elsewhere / "kept.txt").exists()
    assert not (spool.folder() / "link").exists()


# --------------------------------------------------------------------------------------------- when a page is built


def test_a_page_is_built_only_while_the_summary_is_shown(room: Room, qtbot: QtBot) -> None:
    room.open()
    press("Ctrl+N", "Alt+7")
    pane = room.workspace.summary.pane
    assert pane._settle.interval() == 400
    press("Alt+1")
    assert not pane._settle.isActive()
    assert not pane.builder.busy
    assert not pane.page
    room.live.answer(slot("family_name"), "Müller")
    assert not pane._settle.isActive()
    press("Alt+7")
    qtbot.waitUntil(lambda: pane.builder.busy, timeout=BUILT_MS)
    process = pane.builder._process
    assert process is not None
    press("Alt+1")
    assert not pane.builder.busy, "the process ends with the page"
    press("Alt+7")
    qtbot.waitUntil(lambda: bool(pane.page), timeout=BUILT_MS)
    assert "MÜLLER" in pane.document.getAllText(0).text()


def test_a_lock_ends_the_process_that_builds(room: Room, qtbot: QtBot) -> None:
    room.open()
    press("Ctrl+N", "Alt+7")
    builder = room.workspace.summary.pane.builder
    qtbot.waitUntil(lambda: builder.busy, timeout=BUILT_MS)
    process = builder._process
    assert process is not None
    gone: list[int] = []
    process.destroyed.connect(lambda: gone.append(1))
    assert room.shell is not None
    room.shell.lock("")
    assert not builder.busy
    assert room.ended
    qtbot.waitUntil(lambda: bool(gone), timeout=BUILT_MS)
