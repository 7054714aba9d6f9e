"""The Summary: the real page is shown, and exactly that page leaves the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, focused, press
from ui.preview import SummaryPage
from ui.widgets import Dialog, Scroll, TextArea
from workup.answers import slot
from workup.whole import write_whole

BUILT_MS = 15_000


@pytest.fixture
def summary(room: Room, qtbot: QtBot) -> SummaryPage:
    """The page of a short workup, built."""
    room.open()
    press("Ctrl+N")
    room.live.answer(slot("family_name"), "Müller")
    room.live.answer(slot("reason"), "Leg pain <b>&</b> {x}")
    press("Alt+7")
    shown = room.workspace.summary
    assert not shown.side.print_button.isEnabled(), "nothing can leave before the page is there"
    qtbot.waitUntil(lambda: bool(shown.page), timeout=BUILT_MS)
    return shown


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is chosen in the dialog."""
    target = tmp_path / "page.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    return target


def audited(room: Room) -> list[str]:
    """The actions in the audit trail, oldest first."""
    return [str(row[0]) for row in room.vault.database.rows("SELECT action FROM audit ORDER BY seq")]


def test_the_view_shows_the_page_that_will_print(summary: SummaryPage) -> None:
    assert summary.document.pageCount() >= 1
    text = summary.document.getAllText(0).text()
    assert "MÜLLER" in text
    assert "Leg pain <b>&</b> {x}" in text, "what was typed is printed literally"
    assert summary.number.text() == f"1 of {summary.document.pageCount()}"
    assert focused() is summary.view
    image = summary.view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    shades = {image.pixelColor(x, y).value() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(shades) > 2, "and it is not blank"


def test_exporting_writes_the_page_that_is_shown_or_says_why_not(
    room: Room, summary: SummaryPage, chosen: Path
) -> None:
    chosen.mkdir()
    press("Ctrl+E")
    assert "Not exported" in summary.side.said.fact.text()
    assert "exported" not in audited(room)
    assert not list(chosen.parent.glob(".workup-*")), "nothing half written stays"
    chosen.rmdir()
    press("Ctrl+E")
    assert chosen.read_bytes() == summary.page
    assert len(PdfReader(chosen).pages) == summary.document.pageCount()
    assert "not encrypted" in summary.side.said.fact.text()
    assert audited(room)[-1] == "exported"


def test_nothing_is_written_through_a_planted_link(tmp_path: Path) -> None:
    secret = tmp_path / "other.txt"
    secret.write_text("kept", encoding="utf-8")
    link = tmp_path / "page.pdf"
    link.symlink_to(secret)
    with pytest.raises(OSError, match="link"):
        write_whole(link, b"page")
    assert secret.read_text(encoding="utf-8") == "kept"


def test_a_changed_answer_never_leaves_on_the_former_page(
    room: Room, summary: SummaryPage, chosen: Path, qtbot: QtBot
) -> None:
    before = summary.page
    press("Alt+1")
    room.live.answer(slot("given_name"), "Zoë")
    press("Alt+7", "Ctrl+E")
    assert not chosen.exists(), "it waits for the new page"
    qtbot.waitUntil(chosen.exists, timeout=BUILT_MS)
    assert chosen.read_bytes() == summary.page != before
    assert "Zoë" in PdfReader(chosen).pages[0].extract_text()


def test_printing_paints_every_page_through_the_systems_dialog(
    room: Room, summary: SummaryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "printed.pdf"

    def accept(dialog: QPrintDialog) -> int:
        printer = dialog.printer()
        assert isinstance(printer, QPrinter)
        printer.setOutputFileName(str(target))
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    press("Ctrl+P")
    assert len(PdfReader(target).pages) == summary.document.pageCount()
    assert audited(room)[-1] == "printed"


def test_copied_text_leaves_the_clipboard_if_it_is_still_there(room: Room, summary: SummaryPage) -> None:
    board = QGuiApplication.clipboard()
    press("Ctrl+Shift+C")
    assert "MÜLLER" in board.text()
    assert summary.clipboard._timer.remainingTime() > 25_000
    summary.clipboard._timer.timeout.emit()
    assert not board.text()
    press("Ctrl+Shift+C")
    board.setText("something else")
    summary.clipboard._timer.timeout.emit()
    assert board.text() == "something else"
    press("Ctrl+Shift+C")
    room.window.show_home()
    assert not board.text(), "leaving the workup takes it away"


def test_voiding_names_the_patient_wants_a_reason_and_the_page_says_so(
    room: Room, summary: SummaryPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: Dialog) -> bool:
        assert "MÜLLER, workup 1" in dialog.text.text()
        assert not dialog.accept_button.isEnabled()
        dialog.findChild(TextArea).setPlainText("entered for the wrong patient")  # type: ignore[union-attr]
        return dialog.accept_button.isEnabled()

    monkeypatch.setattr(Dialog, "exec", fill)
    summary.side.void.click()
    assert room.live.session.opened.status == "void"
    qtbot.waitUntil(lambda: bool(summary.page), timeout=BUILT_MS)
    assert "VOID" in summary.document.getAllText(0).text()
    assert not summary.side.void.isVisible()


def test_a_letter_the_font_lacks_is_named_and_a_page_that_cannot_be_built_leaves_text_to_copy(
    room: Room, summary: SummaryPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("ui.pagebuilder.sys.executable", "/nonexistent/python")
    assert not summary.side.missing.isVisible()
    room.live.answer(slot("given_name"), "名")
    assert summary.side.missing.isVisible()
    assert "U+540D" in summary.side.missing.line.text()
    qtbot.waitUntil(summary.side.said.isVisible, timeout=BUILT_MS)
    assert "could not be built" in summary.side.said.fact.text()
    assert not summary.side.print_button.isEnabled()
    assert summary.side.copy.isEnabled()


def test_the_column_beside_the_page_is_as_wide_as_its_words_beside_a_scroll_bar(sample: Room) -> None:
    press("Alt+7")
    for area in sample.workspace.summary.side.findChildren(Scroll):
        assert area.verticalScrollBar().isVisible()
        content = area.widget()
        assert content is not None
        assert content.minimumSizeHint().width() <= area.viewport().width()
