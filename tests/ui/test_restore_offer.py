"""A vault whose files are damaged: the unlock screen says so, offers the newest backup, keeps the bad file aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.room import PASSWORD, Room, focused, press, write
from ui.restoring import RestoreDialog
from ui.unlock import UnlockPage
from ui.unlockform import DAMAGED, RESTORED
from workup import vault
from workup.vault.records import RECORDS
from workup.words import moment_in_full

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a bit of the first page": lambda raw: raw[:100] + bytes([raw[100] ^ 1]) + raw[101:],
    "every page past the first": lambda raw: raw[:4096] + bytes(len(raw) - 4096),
    "cut off in the middle": lambda raw: raw[: len(raw) // 2],
    "emptied": lambda _raw: b"",
}


def backed_up(qtbot: QtBot, room: Room, count: int = 1) -> list[Path]:
    """Copies of the sample, a day apart, the newest first; the window is closed."""
    room.window.show_home()
    assert room.shell is not None
    backups = room.shell.backups
    assert backups is not None
    for _time in range(count):
        room.clock.pass_days(1)  # of one day only the newest stays
        with qtbot.waitSignal(backups.ended, timeout=20_000):
            backups.begin()
    files = [kept.file for kept in vault.kept(backups.folder)]
    assert len(files) == count
    room.close()
    return files


def spoil(file: Path, damage: Callable[[bytes], bytes]) -> bytes:
    """Damage a file; what it holds then."""
    file.write_bytes(damage(file.read_bytes()))
    return file.read_bytes()


def unlocked_in_vain(room: Room) -> UnlockPage:
    """The unlock screen after the right password met damaged records."""
    page = room.start().window.unlock
    assert page.form.rescue.isHidden(), "nothing is offered before it is needed"
    write(PASSWORD)
    press("Return")
    assert room.window.home is None
    return page


def confirmed(seen: list[str]) -> None:
    """Press Restore in the dialog that is open."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RestoreDialog)
    seen.append(dialog.file.name)
    dialog.accept_button.click()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_the_newest_backup_is_offered_and_the_damaged_file_kept(
    qtbot: QtBot, sample: Room, damage: Callable[[bytes], bytes]
) -> None:
    newest, _older = backed_up(qtbot, sample, 2)
    records = sample.made.folder / RECORDS
    bad = spoil(records, damage)
    page = unlocked_in_vain(sample)
    assert page.form.problem.text() == vault.DamagedVault().sentence
    assert page.form.rescue.isVisible()
    assert not page.form.password.isVisible()
    assert page.form.secret == ""
    assert moment_in_full(sample.clock.now) in page.form.rescue.line.text()
    assert page.form.banner.text() == DAMAGED, "not that all work is saved"
    assert focused() is page.form.rescue.button
    seen: list[str] = []
    QTimer.singleShot(50, lambda: confirmed(seen))
    press("Space")
    assert seen == [newest.name]
    assert records.read_bytes() == bad, "the damaged file stays as it was found"
    assert page.folder is not None
    assert page.folder != sample.made.folder
    assert page.form.rescue.isHidden()
    assert page.form.problem.text() == ""
    assert page.form.banner.text() == RESTORED
    sample.window.activateWindow()  # the screen in memory has nobody who does this when a dialog closes
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.form.password.line, timeout=5_000)
    write(PASSWORD)
    press("Return")
    assert sample.window.home is not None
    assert len(sample.vault.lists().recent) == 1
    assert records.read_bytes() == bad


def test_a_damaged_backup_gives_way_to_the_one_before_it(qtbot: QtBot, sample: Room) -> None:
    newest, older = backed_up(qtbot, sample, 2)
    spoil(sample.made.folder / RECORDS, DAMAGES["emptied"])
    spoil(newest, lambda raw: raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :])
    page = unlocked_in_vain(sample)
    seen: list[str] = []

    def insist() -> None:
        confirmed(seen)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RestoreDialog)
        qtbot.waitUntil(dialog.before_button.isVisible, timeout=20_000)
        assert dialog.problem.text() == vault.DamagedBackup().sentence
        dialog.before_button.click()
        assert older.name in dialog.text.text()
        assert not dialog.before_button.isVisible()
        confirmed(seen)

    QTimer.singleShot(50, insist)
    page.form.rescue.button.click()
    assert seen == [newest.name, older.name]
    assert page.folder is not None
    again = vault.open_with_recovery(page.folder, sample.made.sheet.key, sample.clock.now)
    assert len(again.lists().recent) == 1
    again.close(sample.clock.now)


def test_damaged_keys_are_told_and_the_backup_offered_by_its_name(qtbot: QtBot, sample: Room) -> None:
    (newest,) = backed_up(qtbot, sample)
    for file in sample.made.folder.glob("keys*.json"):
        spoil(file, lambda raw: raw[:40])
    page = sample.start().window.unlock
    assert page.form.problem.text() == vault.DamagedKeys().sentence
    assert page.form.rescue.files == (newest,)
    assert not page.form.rescue.again.isVisible(), "there is nobody to unlock as"
    page._focus()
    assert focused() is page.form.rescue.button


def test_the_folder_chosen_for_backups_is_looked_into_and_no_backup_is_said(
    qtbot: QtBot, sample: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy,) = backed_up(qtbot, sample)
    spoil(sample.made.folder / RECORDS, DAMAGES["emptied"])
    stick = tmp_path / "stick"
    stick.mkdir()
    moved = copy.rename(stick / copy.name)
    page = unlocked_in_vain(sample)
    assert not page.form.rescue.files
    assert not page.form.rescue.button.isVisible()
    assert "No backup of this vault was found" in page.form.rescue.line.text()
    sample.window.settings.choose("backup_folder", str(stick))
    asked: list[str] = []

    def choose(*given: str) -> tuple[str, str]:
        asked.append(given[2])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    page.form.restore_wanted.emit()
    assert asked == [str(stick)], "choosing by hand begins there too"
    assert focused() is page.form.rescue.again
    press("Space")
    assert page.form.problem.text() == ""
    assert focused() is page.form.password.line
    write(PASSWORD)
    press("Return")
    assert page.form.rescue.files == (moved,)


def test_a_wrong_password_offers_nothing(qtbot: QtBot, sample: Room) -> None:
    backed_up(qtbot, sample)
    page = sample.start().window.unlock
    write("wrong wrong wrong")
    press("Return")
    assert page.form.problem.text()
    assert page.form.rescue.isHidden()
