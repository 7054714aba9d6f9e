"""The first screen: a vault is made, opened, refused and recovered; each refusal is a sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from tests.ui.room import MORNING, PASSWORD, Room, focused, press, write
from ui import unlockform
from ui.app import _named_folder
from ui.recoverypage import LATER_SHEET, SHEET, UNCONFIRMED
from ui.unlock import NEW_VAULT, RECOVERY, UNLOCK, UnlockPage
from workup import vault
from workup.answers import slot
from workup.rights import Role
from workup.store import Person
from workup.vault import accounts, keys

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
    assert focused() is page.form.password.line
    write(PASSWORD)
    press("Return")
    assert room.window.home is not None
    assert room.window.pages.currentWidget() is room.window.home
    assert not page.form.password.line.text(), "the password does not stay"


def test_a_wrong_password_is_refused_in_the_same_place(page: UnlockPage) -> None:
    write("wrong wrong wrong")
    press("Return")
    assert "password" in page.form.problem.text().lower()
    assert focused() is page.form.password.line
    assert page.form.open_button.isEnabled()


def test_a_vault_in_use_is_refused_with_a_sentence(room: Room, page: UnlockPage) -> None:
    other = room.unlocked()
    write(PASSWORD)
    press("Return")
    other.close(MORNING)
    assert "open" in page.form.problem.text()
    press("Return")
    assert room.window.home is not None, "as soon as it is free, it opens"


def test_a_folder_that_is_not_a_vault_is_named_and_another_can_be_chosen(room: Room, tmp_path: Path) -> None:
    (stranger := tmp_path / "Pictures").mkdir()
    (stranger / "cat.txt").write_text("meow", encoding="utf-8")
    page = room.start().window.unlock
    page.folder = stranger
    page._show_folder()
    assert page.form.problem.text()
    assert not page.form.password.isVisible()
    page._focus()
    assert focused() is page.form.other


def test_choosing_another_vault_shows_who_may_open_it(
    room: Room, page: UnlockPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(room.made.folder)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen)
    page.form.other.click()
    assert [row.person.name for row in page.form.people.rows] == ["Dr Ann Example"]


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
    assert focused() is page.form.password.line


def test_the_recovery_key_opens_and_a_new_password_and_sheet_replace_the_old(room: Room, page: UnlockPage) -> None:
    page.form.forgot.click()
    assert focused() is page.form.key
    write("AAAA BBBB")
    press("Return")
    assert page.form.problem.text()
    assert focused() is page.form.key
    page.form.key.setText(room.made.sheet.key.lower().replace("-", " "))
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
    assert window.unlock.form.banner.text() == "Locked at 09:41"
    assert "saved" in window.unlock.form.banner_line.text()
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


# Several people


TWO: tuple[tuple[str, str, Role], ...] = (
    ("Mr Tomas Lindqvist", "Spine surgery", "clinician"),
    ("Sam Whitlock", "Nursing", "assistant"),
)


@pytest.fixture
def others(room: Room) -> dict[str, Person]:
    """Two more who may open the vault, one with a temporary password."""
    opened = room.unlocked()
    people = {
        name: accounts.add(
            opened, Person(name, profession, roles=(role,)), NEW_PASSWORD, MORNING, temporary=name.startswith("Sam"),
            kdf=vault.FLOOR,
        )
        for name, profession, role in TWO
    }  # fmt: skip
    opened.close(MORNING)
    return people


def test_who_was_there_last_stands_first_and_arrows_or_digits_choose(room: Room, others: dict[str, Person]) -> None:
    page = room.start().window.unlock
    names = [row.person.name for row in page.form.people.rows]
    assert names == ["Dr Ann Example", *others]
    assert page.form.name.text() == "Dr Ann Example"
    press("Down", "Down", "Down")
    assert page.form.name.text() == "Sam Whitlock"
    press("Alt+2")
    assert page.form.name.text() == "Mr Tomas Lindqvist"
    assert focused() is page.form.password.line
    write(NEW_PASSWORD)
    press("Return")
    assert room.vault.person == others["Mr Tomas Lindqvist"]
    room.close()
    page = room.start().window.unlock
    assert page.form.people.rows[0].person.name == "Mr Tomas Lindqvist"


def test_another_name_takes_away_what_was_typed(room: Room, others: dict[str, Person]) -> None:
    page = room.start().window.unlock
    write("half a password")
    press("Down")
    assert page.form.password.line.text() == ""


def test_a_temporary_password_is_changed_before_anything_is_shown(room: Room, others: dict[str, Person]) -> None:
    page = room.start().window.unlock
    press("Alt+3")
    write(NEW_PASSWORD)
    press("Return")
    assert room.window.home is None
    assert page.pages.currentIndex() == NEW_VAULT
    assert focused() is page.new_form.password.line
    for line in (page.new_form.password.line, page.new_form.again.line):
        line.setText(NEW_PASSWORD)
    press("Return")
    assert "present one" in page.new_form.problem.fact.text()
    for line in (page.new_form.password.line, page.new_form.again.line):
        line.setText("only Sam knows this one")
    press("Return")
    assert room.window.home is not None
    assert room.vault.person == others["Sam Whitlock"]


def test_many_names_get_a_filter(room: Room) -> None:
    opened = room.unlocked()
    for number in range(9):
        accounts.add(
            opened, Person(f"Person {number}", "Nursing", roles=("assistant",)), NEW_PASSWORD, MORNING, temporary=False,
            kdf=vault.FLOOR,
        )  # fmt: skip
    opened.close(MORNING)
    page = room.start().window.unlock
    assert page.form.people.filter.isVisible()
    press("Ctrl+K")
    assert focused() is page.form.people.filter
    write("person 7")
    assert [row.person.name for row in page.form.people.rows if row.isVisible()] == ["Person 7"]
    assert page.form.name.text() == "Person 7"
    assert focused() is page.form.people.filter
    press("Return")
    assert focused() is page.form.password.line
    write(NEW_PASSWORD)
    press("Return")
    assert room.vault.person.name == "Person 7"


def test_after_five_wrong_passwords_the_wait_is_counted_down_and_another_may_unlock(
    room: Room, others: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = room.start().window.unlock
    monkeypatch.setattr(keys, "private_key", lambda *_: None)
    for _ in range(5):
        write("wrong wrong wrong")
        press("Return")
    monkeypatch.undo()
    assert page.form.problem.text().startswith("Too many wrong passwords in a row. Wait 30 seconds")
    assert not page.form.open_button.isEnabled()
    press("Return")
    assert room.window.home is None
    press("Down")
    assert page.form.open_button.isEnabled()
    assert page.form.problem.text() == ""
    press("Up")
    assert not page.form.open_button.isEnabled()
    page.form.forgot.click()
    assert page.form.open_button.isEnabled(), "the recovery key waits for nothing"
    page.form.forgot.click()
    monkeypatch.setattr(unlockform, "monotonic", lambda: time.monotonic() + 31)
    page.form._say_wait()
    assert page.form.open_button.isEnabled()
    assert page.form.problem.text() == ""


def test_the_banner_says_whose_work_is_saved(room: Room) -> None:
    window = room.start().window
    window.unlock.say_locked("Locked at 09:41", room.made.person.id)
    assert window.unlock.form.banner_line.text().startswith("Work by Dr Ann Example is saved. Nothing is shown")


def test_typed_text_is_offered_to_its_typist_only(sample: Room) -> None:
    """A lock while typing: another clinician who opens the same workup as themselves sees none of it."""
    sample.live.typing(slot("reason"), "typed by Ann, not finished")
    sample.live.flush()
    patient, evaluation = sample.live.session.opened.patient, sample.live.session.opened.evaluation
    tom = accounts.add(
        sample.vault, Person("Mr Tomas Lindqvist", "", roles=("clinician",)), NEW_PASSWORD, MORNING, temporary=False,
        kdf=vault.FLOOR,
    )  # fmt: skip
    sample.close()
    for who, password, offered in ((tom.id, NEW_PASSWORD, []), (sample.made.person.id, PASSWORD, ["typed by Ann"])):
        shell = sample.start()
        shell.enter(vault.open_with_password(sample.made.folder, who, password, sample.clock()))
        sample.window.open_workup(patient, evaluation)
        assert sample.live.session.who.id == who
        assert [kept.text[:12] for kept in sample.live.session.typed()] == offered
        sample.close()
