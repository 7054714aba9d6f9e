"""What opens over the window besides `screens.of_dialogs`: signing, foreign pages, the palette, the patient's chart."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QDialog

from tests.ui.room import Room, press, write
from tests.ui.screens import Look, dialogs_are_looked_at, shown
from tests.ui.signing_hands import settled
from ui.accounts.sheetdialog import SheetDialog
from ui.counting import CohortButton
from ui.fields.codes import CodesDialog
from ui.fields.gaps import GapMenu
from ui.remark import RemarkDialog
from ui.restoring import RestoreDialog
from ui.signedpage.dialog import SignedPageDialog
from ui.signedpage.importing import ImportDialog
from ui.signing import SignDialog
from ui.signingrun import SigningRun
from ui.wholerecord import show_whole_record
from ui.widgets import Dialog
from workup import vault
from workup.answers import slot
from workup.session.importing import Importing
from workup.session.unresolved import unresolved

READ_MS = 20_000


def of_signing(room: Room, look: Look) -> None:
    """Sign and lock: with open points, and where one of them stops it."""
    window, live = room.window, room.live
    for what in ("may be signed", "is stopped"):
        if what == "is stopped":
            live.answer(slot("impression"), None)
        run = SigningRun(live, lambda: room.workspace.preferences, window)
        dialog = SignDialog(window.theme, unresolved(live.session), "The page has 4 sheets.", run, window)
        dialog.setWindowTitle(f"{dialog.windowTitle()}, {what}")
        _gone(dialog, look)
        run.deleteLater()
    live.undo()


def of_pages_from_outside(room: Room, look: Look, page: bytes) -> None:
    """A signed page from another vault, before and after it was read, and whose record it becomes."""
    window = room.window
    dialog = SignedPageDialog(window.theme, room.workspace.library, room.vault, room.clock, page, window)
    dialog.setModal(False)
    dialog.show()
    look("SignedPageDialog: reading", dialog)
    assert dialog.verdict is not None or QSignalSpy(dialog.examiner.examined).wait(READ_MS)
    QApplication.processEvents()
    look(f"SignedPageDialog: {dialog.windowTitle()}", dialog)
    dialog.accept_signer.click()
    look("SignedPageDialog: signer accepted", dialog)
    importing = Importing(room.workspace.library, room.vault, room.clock, page, dialog.found)
    _gone(ImportDialog(window.theme, importing, dialog), look)
    dialog.close()
    dialog.deleteLater()
    copies = room.made.folder.with_name("Copies")
    copies.mkdir()
    copy = vault.back_up(room.vault, copies, room.clock.now).file
    _gone(RestoreDialog(window.theme, copy, room.made.folder.with_name("Again.workup"), window), look)


def of_small_dialogs(room: Room, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """A remark, codes, help on a question, a reason, a table without names, the whole record, a recovery sheet."""
    window, theme, session = room.window, room.window.theme, room.live.session
    table = CohortButton(theme, room.workspace.library, room.vault, room.clock, lambda: window.settings.preferences)
    table.setParent(window)
    settled(room)
    press("Alt+2")
    room.go_to("diabetes")
    with dialogs_are_looked_at(look, monkeypatch):
        room.workspace.help()
        GapMenu(theme, window)._ask()
        table.export()
        show_whole_record(
            theme, room.workspace.library, room.vault, room.clock, session.opened.patient,
            room.workspace.preferences, window,
        )  # fmt: skip
    sheet = vault.new_sheet(room.vault, room.clock.now)
    for dialog in (
        RemarkDialog(theme, "diabetes", "Diet only.", window),
        CodesDialog(theme, room.workspace.library, session.assessment.reasoning.shown, window),
        Dialog(theme, "Replace?", "A file of this name is there.", "Replace", "Keep it", window, destructive=True),
        SheetDialog(theme, room.vault, sheet, room.clock.now, window),
    ):
        _gone(dialog, look)


def of_the_palette(room: Room, look: Look) -> None:
    """Ctrl K, with words, and widened to patients."""
    settled(room)
    press("Alt+3", "Ctrl+K")
    QApplication.processEvents()
    look("palette", room.window)
    write("straight")
    QApplication.processEvents()
    look("palette, typed", room.window)
    press("Ctrl+K")
    QApplication.processEvents()
    look("palette, patients", room.window)
    press("Esc")


def of_the_patients_chart(room: Room, look: Look) -> None:
    """The chart in the patient's hand, and giving it back."""
    room.workspace.show_step("symptoms")
    room.workspace.wish("hand_over", slot("pain_map"))
    page = room.workspace.painting.page
    assert page is not None
    QApplication.processEvents()
    look("the patient's chart", room.window)
    page.done.click()
    QApplication.processEvents()
    look("giving the screen back", room.window)


def _gone(dialog: QDialog, look: Look) -> None:
    shown(dialog, look)
    dialog.deleteLater()
