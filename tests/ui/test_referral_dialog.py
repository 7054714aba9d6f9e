"""The referral of an order on screen: offered where a test waits, shown as it prints, and audited when it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, press
from ui.referral import ReferralDialog, referred_orders
from workup.answers import slot
from workup.session import ordering

BUILT_MS = 15_000


@pytest.fixture
def ordered(room: Room) -> int:
    """A workup with one test that was sent."""
    room.open()
    press("Ctrl+N")
    room.live.answer(slot("family_name"), "Müller")
    given = {"order_side": "side_right", "order_priority": "urgent"}
    number = ordering.draft(room.live.session, "emg", question="L5 root <b>or</b> peroneal nerve?", given=given)
    ordering.send(room.live.session, number)
    room.live.refresh()
    return number


@pytest.fixture
def shown(room: Room, ordered: int, qtbot: QtBot) -> Iterator[ReferralDialog]:
    """The page of that test, built."""
    workspace = room.workspace
    dialog = ReferralDialog(
        room.window.theme, room.live, workspace.preferences, ordered, workspace.clipboard, workspace
    )
    dialog.show()
    assert not dialog.accept_button.isEnabled(), "nothing can leave before the page is there"
    qtbot.waitUntil(lambda: bool(dialog.pane.page), timeout=BUILT_MS)
    yield dialog
    dialog.done(0)
    dialog.deleteLater()


def audited(room: Room) -> list[tuple[str, str]]:
    """What was done with what, oldest first."""
    return [
        (str(row[0]), str(row[1])) for row in room.vault.database.rows("SELECT action, object FROM audit ORDER BY seq")
    ]


def test_the_page_of_the_order_is_shown(shown: ReferralDialog) -> None:
    assert shown.windowTitle() == "Referral: EMG and nerve conduction, right"
    assert shown.pane.document.pageCount() == 1
    text = shown.pane.document.getAllText(0).text()
    for said in ("MÜLLER", "REQUEST", "L5 root <b>or</b> peroneal nerve?", "Urgent.", "UNKNOWN"):
        assert said in text
    assert shown.pane.number.text() == "1 of 1"
    assert shown.accept_button.isEnabled()


def test_exporting_writes_the_page_that_is_shown_under_a_name_without_the_patient(
    room: Room, ordered: int, shown: ReferralDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, asked = tmp_path / "page.pdf", []

    def choose(*given: object) -> tuple[str, str]:
        asked.append(str(given[2]))
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    shown.export()
    assert Path(asked[0]).name == "Referral 25 Nov 2025.pdf"
    assert target.read_bytes() == shown.pane.page
    assert "not encrypted" in shown.said.text()
    assert audited(room)[-1] == ("exported", f"referral:{room.live.session.opened.patient}/{ordered}")
    target.unlink()
    target.mkdir()
    before = audited(room)
    shown.export()
    assert "Not exported" in shown.said.text()
    assert audited(room) == before


def test_printing_goes_through_the_systems_dialog_and_the_page_stays_open(
    room: Room, shown: ReferralDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "printed.pdf"

    def accept(dialog: QPrintDialog) -> int:
        printer = dialog.printer()
        assert isinstance(printer, QPrinter)
        assert printer.docName() == "Referral"
        printer.setOutputFileName(str(target))
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    shown.accept_button.click()
    assert len(PdfReader(target).pages) == 1
    assert audited(room)[-1][0] == "printed"
    assert shown.isVisible()


def test_copied_words_leave_with_the_workup(room: Room, shown: ReferralDialog) -> None:
    board = QGuiApplication.clipboard()
    shown.copy_text()
    assert "EMG and nerve conduction, right" in board.text()
    assert audited(room)[-1][0] == "copied"
    shown.done(0)
    assert board.text(), "closing the page leaves the copy for its seconds"
    room.window.show_home()
    assert not board.text()


def test_the_summary_offers_the_page_of_each_test_that_waits(
    room: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    monkeypatch.setattr(ReferralDialog, "exec", lambda dialog: opened.append(dialog.number))
    draft = ordering.draft(room.live.session, "ct", question="Fused?")
    room.live.refresh()
    press("Alt+7")
    offered = room.workspace.summary.side.referrals
    assert [button.text() for button in offered.buttons] == ["EMG and nerve conduction", "CT lumbar, thin slice"]
    offered.buttons[1].click()
    press("Ctrl+R")
    assert opened == [draft, ordered]
    ordering.cancel(room.live.session, draft, "Not needed")
    ordering.perform(room.live.session, ordered, room.live.session.today())
    room.live.refresh()
    assert not referred_orders(room.live.session.assessment)
    assert not offered.isVisible()
    press("Ctrl+R")
    assert opened == [draft, ordered], "and the key says that there is none"


def test_the_key_takes_the_order_the_keyboard_is_in(room: Room, ordered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    monkeypatch.setattr(ReferralDialog, "exec", lambda dialog: opened.append(dialog.number))
    draft = ordering.draft(room.live.session, "ct", question="Fused?")
    room.live.refresh()
    room.workspace.go_to(slot(f"order_question@{draft}"))
    assert room.workspace.slot == slot(f"order_question@{draft}")
    press("Ctrl+R")
    room.workspace.go_to(slot("reason"))
    press("Ctrl+R")
    assert opened == [draft, ordered], "elsewhere it is the first one that waits"
