"""Accounts on screen: added, changed, given a password, removed; a new sheet, another key; and who sees none of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.answering import real_library
from tests.ui.room import MORNING, PASSWORD, Room, press
from tests.workup.sessions import vault_of
from ui.accounts import AccountsPanel
from ui.accounts.forms import FormDialog, OwnPasswordDialog, PasswordDialog, PersonDialog
from ui.accounts.sheetdialog import SheetDialog
from ui.accounts.trail import TrailDialog
from ui.recoverypage import CONFIRMED, SHEET, UNCONFIRMED
from ui.widgets import Dialog
from workup import vault
from workup.answers import slot
from workup.rights import Role
from workup.session import Session
from workup.store import Person
from workup.vault import accounts, keys
from workup.vault.trail import read_trail

FRESH = "another long enough phrase"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """New passwords cost as little as they may."""
    monkeypatch.setattr(keys, "calibrate", lambda _seconds: vault.FLOOR)


@pytest.fixture
def panel(room: Room, qtbot: QtBot) -> AccountsPanel:
    """The accounts of a vault with one person."""
    room.open()
    panel = AccountsPanel(room.window.theme, room.vault, room.clock)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def answering(*answers: Callable[[Dialog], None]) -> list[type[Dialog]]:
    """Each dialog that opens is answered by the next of these; what opened."""
    seen: list[type[Dialog]] = []
    left = list(answers)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog):
            seen.append(type(dialog))
            left.pop(0)(dialog)
        if left:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)
    return seen


def own_password(text: str = PASSWORD) -> Callable[[Dialog], None]:
    def answer(dialog: Dialog) -> None:
        assert isinstance(dialog, OwnPasswordDialog)
        dialog.password.line.setText(text)
        dialog.accept_button.click()

    return answer


def person(name: str, *roles: Role, own: bool = False) -> Callable[[Dialog], None]:
    def answer(dialog: Dialog) -> None:
        assert isinstance(dialog, PersonDialog)
        dialog.name.setText(name)
        for role, segments in dialog.roles.items():
            segments.set_value("yes" if role in roles else "no")
        if dialog.kind is not None:
            dialog.kind.set_value("own" if own else "temporary")
            dialog.password.line.setText(FRESH)
            dialog.again.line.setText(FRESH)
        dialog.accept_button.click()

    return answer


def accept(dialog: Dialog) -> None:
    dialog.accept_button.click()


def refuse(dialog: Dialog) -> None:
    dialog.reject()


def test_an_account_is_added_after_the_own_password(room: Room, panel: AccountsPanel) -> None:
    seen = answering(own_password(), person("Sam Whitlock", "assistant"))
    panel.add.click()
    assert seen == [OwnPasswordDialog, PersonDialog]
    assert [row.person.name for row in panel.rows] == ["Dr Ann Example", "Sam Whitlock"]
    sam = next(each for each in room.vault.people if each.name == "Sam Whitlock")
    assert sam.roles == ("assistant",)
    slot = room.vault.header.password_slot(sam.id)
    assert slot is not None
    assert slot.temporary
    seen = answering(person("Tom Lindqvist", "clinician", own=True))
    panel.add.click()
    assert seen == [PersonDialog], "the password is asked once"


def test_what_cannot_be_is_said_in_the_dialog_and_nothing_is_lost(room: Room, panel: AccountsPanel) -> None:
    def wrong_then_leave(dialog: Dialog) -> None:
        assert isinstance(dialog, FormDialog)
        person("Sam Whitlock")(dialog)
        assert "at least one role" in dialog.problem.text()
        assert isinstance(dialog, PersonDialog)
        assert dialog.name.text() == "Sam Whitlock"
        dialog.again.line.setText("other")
        dialog.accept_button.click()
        assert "differ" in dialog.problem.text()
        dialog.reject()

    def wrong_password(dialog: Dialog) -> None:
        own_password("not this one at all")(dialog)
        assert isinstance(dialog, FormDialog)
        assert dialog.problem.text().startswith("This is not your password.")
        own_password()(dialog)

    answering(wrong_password, wrong_then_leave)
    panel.add.click()
    assert room.vault.people == (room.vault.person,)


def test_roles_change_and_the_last_administrator_stays_one(room: Room, panel: AccountsPanel) -> None:
    def only_clinician(dialog: Dialog) -> None:
        person("Dr Ann Example", "clinician")(dialog)
        assert isinstance(dialog, FormDialog)
        assert "last administrator" in dialog.problem.text()
        dialog.reject()

    answering(own_password(), only_clinician)
    panel.rows[0].buttons[0].click()
    assert room.vault.account.roles == ("clinician", "administrator")
    answering(person("Sam Whitlock", "assistant"))
    panel.add.click()
    answering(person("Sam Whitlock", "clinician", "administrator"))
    panel.rows[1].buttons[0].click()
    assert panel.rows[1].person.roles == ("clinician", "administrator")
    answering(accept)
    panel.rows[1].buttons[2].click()
    assert [row.person.name for row in panel.rows] == ["Dr Ann Example"]
    assert "was removed" in panel.problem.text()


def test_the_own_password_takes_the_present_one(room: Room, panel: AccountsPanel) -> None:
    def change(dialog: Dialog) -> None:
        assert isinstance(dialog, PasswordDialog)
        assert dialog.former is not None
        for line, text in ((dialog.former, PASSWORD), (dialog.password, FRESH), (dialog.again, FRESH)):
            line.line.setText(text)
        dialog.accept_button.click()

    answering(change)
    panel.rows[0].buttons[1].click()
    assert panel.problem.text() == "The password was changed."
    assert room.vault.is_password(FRESH)


def test_a_new_sheet_is_shown_and_one_that_was_not_confirmed_is_remembered(room: Room, panel: AccountsPanel) -> None:
    def confirm(dialog: Dialog) -> None:
        assert isinstance(dialog, SheetDialog)
        groups = dialog.page.key.text().split()[1::2]
        for check, number in zip(dialog.page.checks, (1, 8), strict=True):
            check.setText(groups[number])
        dialog.page.go.click()

    answering(own_password(), refuse)
    panel.sheet.click()
    assert room.vault.setting(SHEET) == UNCONFIRMED
    assert "was not confirmed" in panel.problem.text()
    before = room.vault.data_key
    answering(accept, confirm)
    panel.key.click()
    assert room.vault.setting(SHEET) == CONFIRMED
    assert room.vault.data_key != before
    assert panel.problem.text().startswith("The data key was changed, and the new recovery sheet is in force.")
    room.close()
    vault.open_with_password(room.made.folder, room.made.person.id, PASSWORD, MORNING).close(MORNING)


def test_the_sheet_is_saved_only_where_one_says(
    room: Room, panel: AccountsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = ["", str(tmp_path / "Sheet")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen.pop(0), ""))
    before = set(tmp_path.rglob("*"))
    sheet = vault.new_sheet(room.vault, MORNING)
    dialog = SheetDialog(room.window.theme, room.vault, sheet, MORNING, panel)
    qtbot.addWidget(dialog)
    dialog.page.save.click()
    qtbot.waitUntil(lambda: len(chosen) == 1, timeout=30_000)
    assert set(tmp_path.rglob("*.pdf")) - before == set()
    dialog.page.save.click()
    qtbot.waitUntil(lambda: dialog.page.problem.text() != "", timeout=30_000)
    assert (tmp_path / "Sheet.pdf").read_bytes().startswith(b"%PDF")
    assert dialog.page.problem.text().startswith("Saved as Sheet.pdf. Whoever has this file can open the vault")


def test_a_recovery_sheet_replaces_no_file_whose_name_was_completed(
    room: Room, panel: AccountsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Sheet.pdf").write_bytes(b"the sheet before")
    asked: list[Dialog] = []

    def keep_it(dialog: Dialog) -> int:
        asked.append(dialog)
        return 0

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "Sheet"), ""))
    monkeypatch.setattr(Dialog, "exec", keep_it)
    dialog = SheetDialog(room.window.theme, room.vault, vault.new_sheet(room.vault, MORNING), MORNING, panel)
    qtbot.addWidget(dialog)
    dialog.page.save.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    assert (tmp_path / "Sheet.pdf").read_bytes() == b"the sheet before"
    assert dialog.page.problem.text() == ""


def test_the_audit_trail_names_people_and_no_patient(room: Room, panel: AccountsPanel) -> None:
    seen: list[str] = []

    def read(dialog: Dialog) -> None:
        assert isinstance(dialog, TrailDialog)
        seen.append(dialog.rows.toPlainText())
        dialog.about.setText("sam")
        dialog.about.returnPressed.emit()
        seen.append(dialog.rows.toPlainText())
        dialog.accept()

    answering(own_password(), person("Sam Whitlock", "assistant"))
    panel.add.click()
    answering(read)
    panel.trail.click()
    first = seen[0].splitlines()[0]
    assert "Dr Ann Example" in first
    assert first.endswith("account added         account of Sam Whitlock assistant")
    assert len(seen[1].splitlines()) == 1
    assert len(read_trail(room.vault, 2, MORNING)) == 2
    assert read_trail(room.vault, 1, MORNING)[0].action == "trail read"


def test_the_access_report_of_one_patient_by_record_number(room: Room) -> None:
    session = Session(real_library(), room.unlocked(), room.clock)
    session.begin()
    for address, value in (("family_name", "Zyxmarker"), ("mrn", "77-1"), ("reason", "leg pain")):
        session.answer(slot(address), value)
    session.left("printed")
    vault_of(session).close(room.clock.now)
    window = room.open()
    dialog = TrailDialog(window.theme, room.vault, room.clock, window)
    told: list[str] = []
    for number in ("77-1", "78"):
        dialog.patient.setText(number)
        dialog.patient.returnPressed.emit()
        told.append(dialog.rows.toPlainText())
    dialog.close()
    dialog.deleteLater()
    rows = told[0].splitlines()
    assert [" ".join(row.split()[2:]) for row in rows] == [
        "Dr Ann Example printed workup 1", "Dr Ann Example trail read patient",
    ]  # fmt: skip
    assert "Zyxmarker" not in told[0]
    assert told[1] == "No patient here has this record number."


def entered_as(room: Room, *roles: Role) -> None:
    opened = room.unlocked()
    one = accounts.add(
        opened, Person("Sam Whitlock", "Nursing", roles=roles), FRESH, MORNING, temporary=False, kdf=vault.FLOOR
    )
    opened.close(MORNING)
    shell = room.start()
    shell.enter(vault.open_with_password(room.made.folder, one.id, FRESH, MORNING))


def test_an_administrator_without_a_clinical_role_sees_no_patient_on_home(room: Room) -> None:
    entered_as(room, "administrator")
    home = room.window.home
    assert home is not None
    assert home.panel.isVisible()
    for gone in (home.search, home.new, home.drafts, home.work, home.recent):
        assert not gone.isVisible()
    press("Ctrl+O", "Ctrl+K")
    assert room.window.worklist is None
    press("Ctrl+N")
    assert room.window.workspace is None
    assert "Only a clinician or an assistant may enter answers" in room.window.notice.line.text()


def test_who_is_no_administrator_changes_only_the_own_password(room: Room, qtbot: QtBot) -> None:
    entered_as(room, "assistant")
    home = room.window.home
    assert home is not None
    assert home.search.isVisible()
    panel = AccountsPanel(room.window.theme, room.vault, room.clock)
    qtbot.addWidget(panel)
    panel.show()
    assert [row.person.name for row in panel.rows] == ["Sam Whitlock"]
    assert not panel.add.isVisible()
    assert [button.text() for button in panel.rows[0].buttons] == ["Change password"]
    seen = answering(accept)
    home.accounts.click()
    assert seen == [Dialog]
