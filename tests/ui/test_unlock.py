"""The first screen: a vault is made, opened, refused and recovered; each refusal is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from tests.ui.room import MORNING, PASSWORD, Room, focused, press, write
from ui.app import _named_folder
from ui.newvault import LATER_SHEET
from ui.unlock import NEW_VAULT, RECOVERY, SHEET, UNCONFIRMED, UNLOCK, UnlockPage
from workup import vault
from workup.vault import keys

NEW_PASSWORD = "another long enough phrase"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """New passwords cost as little as they may; measuring the computer would take a second for each."""
    monkeypatch.setattr(keys, "calibrate", lambda _seconds: vault.FLOOR)


@pytest.fixture
def page(room: Room) -> UnlockPage:
    """The unlock screen of a vault with one person."""
    return room.start().window.unlock


def test_the_password_opens_the_vault_by_keys_alone(room: Room, page: UnlockPage) -> None:
    assert focused() is page.password.line
    write(PASSWORD)
    press("Return")
    assert room.window.home is not None
    assert room.window.pages.currentWidget() is room.window.home
    assert not page.password.line.text(), "the password does not stay"


def test_a_wrong_password_is_refused_in_the_same_place(page: UnlockPage) -> None:
    write("wrong wrong wrong")
    press("Return")
    assert "password" in page.problem.text().lower()
    assert focused() is page.password.line
    assert page.open_button.isEnabled()


def test_a_vault_in_use_is_refused_with_a_sentence(room: Room, page: UnlockPage) -> None:
    other = room.unlocked()
    write(PASSWORD)
    press("Return")
    other.close(MORNING)
    assert "open" in page.problem.text()
    press("Return")
    assert room.window.home is not None, "as soon as it is free, it opens"


def test_a_folder_that_is_not_a_vault_is_named_and_another_can_be_chosen(room: Room, tmp_path: Path) -> None:
    stranger = tmp_path / "Pictures"
    stranger.mkdir()
    (stranger / "cat.txt").write_text("meow", encoding="utf-8")
    page = room.start().window.unlock
    page.folder = stranger
    page._show_folder()
    assert page.problem.text()
    assert not page.password.isVisible()
    page._focus()
    assert focused() is page.other


def test_choosing_another_vault_shows_who_may_open_it(
    room: Room, page: UnlockPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(room.made.folder)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen)
    page.other.click()
    assert [row.person.name for row in page._rows] == ["Dr Ann Example"]


def test_the_name_without_the_ending_means_the_vault_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "Clinic.workup").mkdir()
    assert _named_folder(tmp_path / "Clinic") == tmp_path / "Clinic.workup"
    assert _named_folder(tmp_path / "Other") == tmp_path / "Other"


def test_a_new_vault_asks_for_a_long_password_and_two_groups_of_the_sheet(
    room: Room, page: UnlockPage, tmp_path: Path
) -> None:
    page._new_beside()
    form, sheet = page.new_form, page.recovery
    form.folder.set_text(str(tmp_path / "Second"))
    write("Dr Bo Example")
    form.password.line.setText("short")
    form.again.line.setText("other")
    press("Return")
    assert "differ" in form.problem.fact.text()
    form.again.line.setText("short")
    press("Return")
    assert "15 characters" in form.problem.fact.text()
    for line in (form.password.line, form.again.line):
        line.setText(NEW_PASSWORD)
    press("Return")
    assert page.pages.currentIndex() == RECOVERY
    groups = sheet.key.text().split()[1::2]
    assert len(groups) == 13
    assert sheet.start.isVisible()
    sheet.checks[0].setText(groups[1])
    sheet.checks[1].setText("XXXX")
    press("Return")
    assert "Group 9" in sheet.problem.text()
    assert focused() is sheet.checks[1]
    sheet.checks[1].setText(groups[8].lower())
    press("Return")
    assert room.window.home is not None
    assert room.vault.folder == tmp_path / "Second.workup"
    assert not sheet.key.text(), "the key is shown once"


def test_back_from_a_new_vault_returns_to_the_one_that_was_shown(room: Room, page: UnlockPage) -> None:
    page._new_beside()
    assert page.pages.currentIndex() == NEW_VAULT
    page.new_form.open_other.click()
    assert page.pages.currentIndex() == UNLOCK
    assert page.folder == room.made.folder
    assert focused() is page.password.line


def test_the_recovery_key_opens_and_a_new_password_and_sheet_replace_the_old(room: Room, page: UnlockPage) -> None:
    page.forgot.click()
    assert focused() is page.key
    write("AAAA BBBB")
    press("Return")
    assert page.problem.text()
    assert focused() is page.key
    page.key.setText(room.made.sheet.key.lower().replace("-", " "))
    press("Return")
    assert page.pages.currentIndex() == NEW_VAULT
    assert focused() is page.new_form.password.line
    for line in (page.new_form.password.line, page.new_form.again.line):
        line.setText(NEW_PASSWORD)
    press("Return")
    sheet = page.recovery
    assert sheet.line.text() == LATER_SHEET
    assert not sheet.start.isVisible(), "the audit start stands on the first sheet"
    groups = sheet.key.text().split()[1::2]
    for check, number in zip(sheet.checks, (1, 8)):
        check.setText(groups[number])
    press("Return")
    assert room.window.home is not None
    room.close()
    with pytest.raises(vault.WrongPassword):
        vault.open_with_password(room.made.folder, room.made.person.id, PASSWORD, MORNING)
    opened = vault.open_with_password(room.made.folder, room.made.person.id, NEW_PASSWORD, MORNING)
    opened.close(MORNING)


def test_a_sheet_that_was_never_confirmed_is_replaced_at_the_next_unlocking(room: Room, page: UnlockPage) -> None:
    opened = room.unlocked()
    opened.set_setting(SHEET, UNCONFIRMED, opened.person.id, MORNING)
    opened.close(MORNING)
    write(PASSWORD)
    press("Return")
    assert page.pages.currentIndex() == RECOVERY
    groups = page.recovery.key.text().split()[1::2]
    assert "-".join(groups) != room.made.sheet.key
    for check, number in zip(page.recovery.checks, (1, 8)):
        check.setText(groups[number])
    press("Return")
    assert room.window.home is not None
    assert room.vault.setting(SHEET) != UNCONFIRMED


def test_after_a_lock_the_reason_stands_there_and_no_patient(room: Room) -> None:
    window = room.start().window
    window.unlock.say_locked("Locked at 09:41")
    assert window.unlock.banner.text() == "Locked at 09:41"
    assert "saved" in window.unlock.banner_line.text()
    assert window.windowTitle() == "Workup"


@pytest.mark.parametrize(("wide", "high"), [(1366, 768), (900, 460)])
def test_intended_use_and_limits_stand_whole_on_the_first_pages(room: Room, wide: int, high: int) -> None:
    shell = room.start()
    shell.window.resize(wide, high)
    library = shell._library
    assert library is not None
    words = f"{library.intended_use} {library.limits}"
    assert shell.window.unlock.purpose.text() == words
    assert_whole(shell.window.unlock.purpose, shell.window)
    shell.enter(room.unlocked())
    assert shell.window.home is not None
    assert shell.window.home.purpose.text() == words
    assert_whole(shell.window.home.purpose, shell.window)


def assert_whole(label: QLabel, window: QWidget) -> None:
    """The label is on the screen and has the room its words need."""
    QApplication.processEvents()
    assert label.isVisible()
    assert label.height() >= label.heightForWidth(label.width())
    foot = label.mapTo(window, label.rect().bottomLeft())
    assert window.rect().contains(foot)
