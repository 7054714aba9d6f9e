"""What a day of an administrator and two clinicians at one computer showed to be unclear, and how it is now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.documents_hands import meeting
from tests.ui.room import PASSWORD, Room, focused, press, write
from tests.ui.signing_hands import in_dialog, settled
from tests.ui.test_right_patient import OTHER, SHE, begun
from ui import leaving
from ui.accounts.forms import PersonDialog
from ui.accounts.trail import TrailDialog
from ui.backuppage import BackupDialog, last_icon
from ui.belonging import PairDialog, RightPatientDialog
from ui.home import HomePage
from ui.homefinding import NO_WORKUP
from ui.leaving import PDF
from ui.preferences import NO_FOLDER, PreferencesPage
from ui.preview import SummaryPage
from ui.signing import ReasonDialog, SignDialog
from ui.sitting import idle_ms, told_before
from ui.unlock import NEW_VAULT, UNLOCK
from ui.widgets import Dialog, TextLine
from workup.session.signing import may_hand_over
from workup.store import Person
from workup.vault import FLOOR, DamagedVault, accounts, keys

OTHER_PASSWORD = "another long enough phrase"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """New passwords cost as little as they may."""
    monkeypatch.setattr(keys, "calibrate", lambda _seconds: FLOOR)


def added(room: Room, name: str, *, temporary: bool = False) -> Person:
    """One more clinician of the open vault."""
    person = Person(name, "Spine surgery", roles=("clinician",))
    return accounts.add(room.vault, person, OTHER_PASSWORD, room.clock(), temporary=temporary, kdf=FLOOR)


def shown(dialog: Dialog) -> Dialog:
    dialog.setModal(False)
    dialog.show()
    QApplication.processEvents()
    return dialog


def test_a_dialog_is_as_high_as_its_words_and_no_higher(room: Room, qtbot: QtBot) -> None:
    window = room.open()
    text = "The records are encrypted anew, so that a key file that was kept opens nothing. " * 3
    dialog = shown(Dialog(window.theme, "Change the data key", text, "Change", "Cancel", window))
    qtbot.addWidget(dialog)
    column = dialog.layout()
    assert column is not None
    assert dialog.height() == column.totalHeightForWidth(dialog.width()), "the rest would part the title from its text"


def test_a_refusal_takes_no_room_from_the_fields(room: Room, qtbot: QtBot) -> None:
    window = room.open()
    dialog = PersonDialog(window.theme, None, window)
    qtbot.addWidget(dialog)
    shown(dialog)
    before = dialog.password.line.height()
    assert "15 characters" in dialog.text.text(), "the rule is said before it is broken"
    dialog.say("The name is missing. It is printed on every page this person writes.")
    QApplication.processEvents()
    assert dialog.password.line.height() == before
    dialog.say("")
    QApplication.processEvents()
    assert dialog.password.line.height() == before


def test_a_password_that_is_refused_can_be_typed_over_at_once(room: Room) -> None:
    form = room.start().window.unlock.new_form
    room.window.unlock._new_beside()
    form.name.setText("Dr Berta Example")
    for line in (form.password.line, form.again.line):
        line.setText("too short")
    form.again.line.setFocus()
    press("Return")
    assert "15 characters" in form.problem.fact.text()
    assert focused() is form.password.line
    assert form.password.line.selectionLength() == len("too short")
    assert form.again.line.text() == ""


def test_who_came_with_a_temporary_password_or_the_recovery_key_can_go_back(room: Room) -> None:
    room.open()
    added(room, "Mr Tomas Lindqvist", temporary=True)
    room.close()
    page = room.start().window.unlock
    press("Alt+2")
    write(OTHER_PASSWORD)
    press("Return")
    assert page.pages.currentIndex() == NEW_VAULT
    assert page.new_form.open_other.isVisible()
    page.new_form.open_other.click()
    assert page.pages.currentIndex() == UNLOCK
    press("Down")  # who unlocked last stands first, also where nothing came of it
    write(PASSWORD)
    press("Return")
    assert room.window.home is not None, "the vault was let go of"


def test_the_list_of_people_is_as_high_after_a_restored_vault_is_shown(room: Room) -> None:
    room.open()
    for name in ("Mr Tomas Lindqvist", "Dr Uma Other", "Dr Vera Other", "Dr Will Other"):
        added(room, name)
    room.close()
    page = room.start().window.unlock
    QApplication.processEvents()
    before = page.form.people.area.height()
    page._show_folder()
    QApplication.processEvents()
    page.form.offer_backup(DamagedVault(), page.folder, "")
    QApplication.processEvents()
    page._show_folder()
    QApplication.processEvents()
    assert page.form.people.area.height() == before


def test_only_who_may_sign_a_workup_is_offered_to_hand_it_over(room: Room, signable: SummaryPage) -> None:
    bob = added(room, "Dr Bob Other")
    added(room, "Dr Carl Other")
    room.live.refresh()
    assert signable.side.hand_over.isVisible()
    room.live.session.who = bob
    room.live.refresh()
    assert not may_hand_over(room.live.session)
    assert not signable.side.hand_over.isVisible()
    assert "Only Dr Ann Example may sign" in signable.side.line.text()


def test_handing_over_begins_with_to_whom_and_ends_with_the_name(room: Room, signable: SummaryPage) -> None:
    bob, _carl = added(room, "Dr Bob Other"), added(room, "Dr Carl Other")
    room.live.refresh()

    def hands(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, ReasonDialog)
        assert focused() is dialog.people
        dialog.people.picked.emit(bob.id)
        dialog.reason.setFocus()
        write("I am on leave")
        press("Ctrl+Return")

    done = in_dialog(hands)
    signable.side.hand_over.click()
    settled(room)
    assert done
    assert signable.side.said.fact.text().startswith("Handed over to Dr Bob Other")


def test_an_assistant_sees_no_button_that_would_only_refuse(room: Room, signable: SummaryPage) -> None:
    side = signable.side
    assert side.void.isVisible()
    assert side.whose.isVisible()
    room.live.session.who = replace(room.vault.person, roles=("assistant",))
    room.live.refresh()
    assert not side.void.isVisible()
    assert not side.whose.isVisible()
    assert "Only a clinician may sign" in side.line.text()


def paired(room: Room, hand: Callable[[QWidget], None]) -> None:
    """Say that the workup belongs to another patient, and what is done where that one is chosen."""

    def first(dialog: QWidget) -> None:
        assert isinstance(dialog, RightPatientDialog)
        meeting(PairDialog, hand)
        dialog.choices[0].click()

    meeting(RightPatientDialog, first)
    room.workspace.put_right()


def test_enter_takes_the_only_patient_who_is_found(room: Room) -> None:
    room.open()
    begun(room, OTHER)
    begun(room, SHE)
    told: list[str] = []

    def second(dialog: QWidget) -> None:
        assert isinstance(dialog, PairDialog)
        dialog.wanted.setText("777-1")
        dialog.wanted.returnPressed.emit()
        told.append(dialog.pair.text())
        assert dialog.chosen is not None
        dialog.reject()

    paired(room, second)
    assert told[0].startswith("From OKOYE")


def test_a_patient_whose_only_workup_was_moved_away_is_somebody_all_the_same(room: Room) -> None:
    room.open()
    begun(room, OTHER)
    she = begun(room, SHE)

    def second(dialog: QWidget) -> None:
        assert isinstance(dialog, PairDialog)
        dialog.wanted.setText("777-1")
        dialog._pick(0)
        dialog.reason.setPlainText("typed under the wrong record")
        dialog.accept_button.click()

    paired(room, second)
    home = room.window.home
    assert isinstance(home, HomePage)
    (row,) = [row for row in home.recent.rows if row.words.name.startswith("OKOYE")]
    assert row.words.pill_text == "No workup"
    (person,) = [one for one in room.vault.search("okoye") if one.patient == she]
    home.choose(person)
    assert NO_WORKUP[0] in home.hits.empty.accessibleName()
    home._find("nobody of this name")
    assert "Nobody found" in home.hits.empty.accessibleName()


def test_home_shows_a_tick_only_where_there_is_a_backup(qtbot: QtBot, room: Room) -> None:
    room.open()
    assert room.shell is not None
    backups = room.shell.backups
    assert backups is not None
    assert backups.last is None
    assert last_icon(backups) != "check"
    with qtbot.waitSignal(backups.ended, timeout=20_000):
        backups.begin()
    assert last_icon(backups) == "check"


def test_the_folder_is_chosen_where_it_is_said_that_another_would_be_better(
    qtbot: QtBot, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.open()
    assert room.shell is not None
    assert room.shell.backups is not None
    assert window.home is not None
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "stick"))
    seen: list[str] = []

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BackupDialog)
        assert focused() is dialog.accept_button, "the way on, not the way out"
        dialog.folder_button.click()
        seen.append(dialog.where.text())
        dialog.reject()

    QTimer.singleShot(50, choose)
    window.home.backup.click()
    assert str(tmp_path / "stick") in seen[0]
    assert room.shell.backups.folder == tmp_path / "stick"


def test_a_page_is_offered_the_users_folder_where_theirs_is_not_there(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.open()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    begun_at: list[str] = []

    def ask(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        begun_at.append(start)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    leaving.put(b"", "Save", tmp_path / "no such folder" / "Sheet.pdf", window, window.theme, PDF)
    leaving.put(b"", "Save", tmp_path / "Sheet.pdf", window, window.theme, PDF)
    assert begun_at == [str(tmp_path / "Sheet.pdf")] * 2


def preferences(room: Room) -> PreferencesPage:
    room.open()
    press("Ctrl+,")
    page = room.window.pages.currentWidget()
    assert isinstance(page, PreferencesPage)
    QApplication.processEvents()
    return page


def test_fields_of_numbers_stand_below_one_another(room: Room) -> None:
    page = preferences(room)
    lefts = {
        line.mapTo(page, line.rect().topLeft()).x()
        for row in page.rows.values()
        if row.setting.kind == "number" and (line := row.control.findChild(TextLine)) is not None
    }
    assert len(lefts) == 1, lefts


def test_a_folder_that_is_not_there_is_told_at_once(room: Room, tmp_path: Path) -> None:
    page = preferences(room)
    row = page.rows["backup_folder"]
    row._take(str(tmp_path / "pulled out"))
    assert row.problem.text() == NO_FOLDER
    row._take(str(tmp_path))
    assert row.problem.text() == ""


def test_where_one_minute_is_all_there_is_half_of_it_passes_before_it_is_said(room: Room) -> None:
    assert (told_before(1), told_before(2), told_before(15)) == (30, 60, 60)
    assert (idle_ms(1), idle_ms(2), idle_ms(15)) == (30_000, 60_000, 14 * 60_000)
    room.open()
    assert room.shell is not None
    room.shell.settings.choose("idle_minutes", 1)
    room.shell._active()
    assert room.shell._idle.interval() == 30_000
    room.shell._idle_over()
    assert "30 seconds" in room.window.notice.fact.text()
    assert room.shell._idle.interval() == 30_000


def test_the_trail_begins_with_what_can_be_found_and_shows_one_question_at_a_time(room: Room, qtbot: QtBot) -> None:
    window = room.open()
    dialog = TrailDialog(window.theme, room.vault, room.clock, window)
    qtbot.addWidget(dialog)
    shown(dialog)
    dialog.activateWindow()
    assert dialog.focusWidget() is dialog.about
    assert dialog.patient.placeholderText().startswith("Access report")
    dialog.about.setText("opened")
    dialog.patient.setText("77-1")
    dialog.patient.returnPressed.emit()
    assert dialog.about.text() == ""
    dialog.about.setText("opened")
    dialog.about.returnPressed.emit()
    assert dialog.patient.text() == ""
