"""Backups on screen: by themselves at an idle minute, by wish, before closing; restored beside the vault."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.room import PASSWORD, Room
from ui import backups as module
from ui.backuppage import BackupDialog, ClosingDialog
from ui.backups import Backups
from ui.restoring import RestoreDialog
from workup import vault


@pytest.fixture
def backups(sample: Room) -> Backups:
    """Of a vault with the sample patient and no copy yet, at Home."""
    sample.window.show_home()
    assert sample.shell is not None
    assert sample.shell.backups is not None
    return sample.shell.backups


def made(qtbot: QtBot, backups: Backups) -> tuple[Path, ...]:
    """The copies there are, once none is being made."""
    qtbot.waitUntil(lambda: not backups.running, timeout=20_000)
    return tuple(kept.file for kept in vault.kept(backups.folder))


def test_the_first_idle_minute_makes_the_copy_of_the_day_and_only_one(
    qtbot: QtBot, sample: Room, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = sample.window.home
    assert home is not None
    assert home.backup.text() == "No backup yet"
    monkeypatch.setattr(module, "IDLE_MS", 1)
    backups._idle.setInterval(1)
    with qtbot.waitSignal(backups.ended, timeout=20_000):
        backups.put_off()
    (file,) = made(qtbot, backups)
    assert file.parent == sample.made.folder.with_name("Workup backups")
    assert home.backup.text() == f"Last backup today {sample.clock.now:%H:%M}"
    assert not backups.due
    backups.begin_daily()
    assert not backups.running
    sample.clock.pass_days(1)
    assert not backups.due, "nothing was recorded since"
    backups._idle.stop()


def test_a_backup_by_wish_is_told_in_the_dialog_and_its_failure_too(
    qtbot: QtBot, sample: Room, backups: Backups, tmp_path: Path
) -> None:
    dialog = BackupDialog(sample.window.theme, backups, lambda _folder: None, sample.window)
    qtbot.addWidget(dialog)
    assert dialog.state.text() == "No backup yet."
    assert "on the disk of the vault" in dialog.remark.text()
    dialog.accept_button.click()
    assert not dialog.accept_button.isEnabled()
    made(qtbot, backups)
    assert dialog.state.text().startswith("Last backup today")
    assert dialog.accept_button.isEnabled()
    assert sample.shell is not None
    known = {setting.id: setting for setting in sample.shell.settings.known}
    sample.shell.settings.set(known["backup_folder"], str(tmp_path / "pulled out"))
    dialog.accept_button.click()
    made(qtbot, backups)
    assert "cannot be reached" in dialog.remark.text()
    assert dialog.state.text() == "The last backup failed."
    home = sample.window.home
    assert home is not None
    assert home.backup.text() == "The last backup failed"


def test_closing_waits_for_one_more_copy_and_then_closes(qtbot: QtBot, sample: Room, backups: Backups) -> None:
    assert backups.stale
    assert sample.window.close()
    assert len(made(qtbot, backups)) == 1
    assert not sample.window.isVisible()


def answer(click: str) -> None:
    """Press a button of the dialog that closing opens."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ClosingDialog)
    getattr(dialog, click).click()


def test_nobody_has_to_wait_for_the_copy_at_closing(qtbot: QtBot, sample: Room, backups: Backups) -> None:
    backups.begin = lambda: None  # type: ignore[method-assign]
    QTimer.singleShot(50, lambda: answer("reject_button"))
    assert not sample.window.close()
    assert sample.window.isVisible()
    QTimer.singleShot(50, lambda: answer("accept_button"))
    assert sample.window.close()
    assert made(qtbot, backups) == ()


def test_a_copy_of_the_last_hours_is_enough_for_closing(qtbot: QtBot, sample: Room, backups: Backups) -> None:
    backups.begin()
    made(qtbot, backups)
    sample.clock.now += timedelta(hours=3)
    assert not backups.stale
    assert sample.window.close()


def test_a_lock_makes_no_backup_and_ends_one_that_is_being_made(qtbot: QtBot, sample: Room, backups: Backups) -> None:
    backups.begin()
    assert sample.shell is not None
    folder = backups.folder
    sample.shell.lock("")
    assert not backups.running
    assert list(folder.iterdir()) in ([], [kept.file for kept in vault.kept(folder)])
    assert [path for path in folder.iterdir() if path.name.startswith(".")] == []


def test_the_programs_own_dialog_restores_beside_the_vault(
    qtbot: QtBot, sample: Room, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.begin()
    (file,) = made(qtbot, backups)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    dialog = BackupDialog(sample.window.theme, backups, lambda _folder: None, sample.window)
    qtbot.addWidget(dialog)

    def confirm() -> None:
        restoring = QApplication.activeModalWidget()
        assert isinstance(restoring, RestoreDialog)
        assert "Dr Ann Example" in restoring.text.text()
        restoring.accept_button.click()

    QTimer.singleShot(50, confirm)
    dialog.restore_button.click()
    assert "Restored into" in dialog.restored.text()
    (restored,) = [path for path in sample.made.folder.parent.iterdir() if " restored " in path.name]
    again = vault.open_with_password(restored, vault.people(restored)[0].id, PASSWORD, sample.clock.now)
    assert [person.family_name for person in again.search("")] or again.lists().recent
    again.close(sample.clock.now)


def test_a_file_that_is_no_backup_is_refused_in_place(qtbot: QtBot, sample: Room, tmp_path: Path) -> None:
    file = tmp_path / "letter.workup-backup"
    file.write_text("no")
    dialog = RestoreDialog(sample.window.theme, file, tmp_path / "New.workup", sample.window)
    qtbot.addWidget(dialog)
    assert "not a Workup backup" in dialog.problem.text()
    assert not dialog.accept_button.isEnabled()
    assert not (tmp_path / "New.workup").exists()


def test_a_backup_is_restored_from_the_unlock_screen_and_offered_for_unlocking(
    qtbot: QtBot, sample: Room, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.begin()
    (file,) = made(qtbot, backups)
    sample.close()
    shell = sample.start()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))

    def confirm() -> None:
        restoring = QApplication.activeModalWidget()
        assert isinstance(restoring, RestoreDialog)
        restoring.accept_button.click()

    QTimer.singleShot(50, confirm)
    shell.window.unlock.form.restore_wanted.emit()
    folder = shell.window.unlock.folder
    assert folder is not None
    assert " restored " in folder.name
    assert folder.parent == sample.made.folder.parent
    assert str(folder) in shell.window.unlock.form.place.text()
    again = vault.open_with_recovery(folder, sample.made.sheet.key, sample.clock.now)
    assert len(again.lists().recent) == 1
    again.close(sample.clock.now)
