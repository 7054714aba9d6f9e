"""Every screen of the program, opened one after another, for what has to hold on each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.ui.room import PASSWORD, Room, press
from ui.accounts import show_accounts
from ui.accounts.forms import OwnPasswordDialog, PasswordDialog, PersonDialog
from ui.accounts.trail import TrailDialog
from ui.backuppage import ClosingDialog, show_backups
from ui.guide import show_help, show_manual
from ui.restoring import RestoreDialog
from ui.signing import ReasonDialog
from workup import vault
from workup.store import Person

STEPS = ("patient", "history", "symptoms", "exam", "tests", "assessment", "summary")
Look = Callable[[str, QWidget], None]


@contextmanager
def dialogs_are_looked_at(look: Look, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A dialog that opens is shown, looked at and closed, in place of waiting for its answer."""

    def exec_(dialog: QDialog) -> int:
        shown(dialog, look)
        return 0

    with monkeypatch.context() as patched:
        patched.setattr(QDialog, "exec", exec_)
        yield


def shown(dialog: QDialog, look: Look) -> None:
    """Show a dialog, look at it, and close it."""
    dialog.setModal(False)
    dialog.show()
    QApplication.processEvents()
    look(f"{type(dialog).__name__}: {dialog.windowTitle()}", dialog)
    dialog.close()
    QApplication.processEvents()


def made_before(room: Room, copies: int) -> None:
    """So many backups beside the closed vault."""
    folder = vault.beside_folder(room.made.folder)
    folder.mkdir(exist_ok=True)
    opened = room.unlocked()
    for _time in range(copies):
        vault.back_up(opened, folder, room.clock.now)
    opened.close(room.clock.now)


def before_unlocking(room: Room, look: Look) -> None:
    """The pages before a vault is open."""
    shell = room.start()
    page, window = shell.window.unlock, shell.window
    QApplication.processEvents()
    look("unlock", window)
    for copies in (0, 1):
        made_before(room, copies)
        page.form.offer_backup(vault.DamagedVault(), room.made.folder, "")
        QApplication.processEvents()
        look(f"unlock, damaged, {copies} backups", window)
        page._show_folder()
    page._new_beside()
    QApplication.processEvents()
    look("new vault", window)
    person = Person("Dr Berta Example", "Surgery")
    made, sheet = vault.create(room.made.folder.with_name("Other.workup"), PASSWORD, person, room.clock.now,
                               kdf=vault.FLOOR)  # fmt: skip
    page._show_sheet(made, sheet)
    QApplication.processEvents()
    look("recovery sheet", window)
    made.close(room.clock.now)


def of_a_workup(room: Room, look: Look) -> None:
    """The seven steps, and an order with its request, safety and result."""
    for place, step in enumerate(STEPS, 1):
        press(f"Alt+{place}")
        QApplication.processEvents()
        look(step, room.window)
    press("Alt+6")
    for view in ("course", "conclusion"):
        room.workspace.assessing.show_view(view)
        QApplication.processEvents()
        look(f"assessment, {view}", room.window)
    press("Alt+5")
    page = room.workspace.testing
    page.board.setFocus()
    press("Return")
    for key in ("1", "2", "3"):
        press(key)
        look(f"order, {key}", room.window)
    press("Esc", "n")
    look("new order", room.window)
    press("Esc")


def of_dialogs(room: Room, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """What opens over the window."""
    window, theme, shell = room.window, room.window.theme, room.shell
    assert shell is not None
    assert shell.backups is not None
    with dialogs_are_looked_at(look, monkeypatch):
        show_help(theme, window, "home")
        for which in ("tour", "user", "administrator"):
            show_manual(theme, which, window)
        show_accounts(theme, room.vault, room.clock, window)
        show_backups(theme, shell.backups, lambda _folder: None, window)
    person = room.vault.person
    for dialog in (
        ClosingDialog(theme, shell.backups, window),
        TrailDialog(theme, room.vault, room.clock, window),
        PersonDialog(theme, None, window),
        PasswordDialog(theme, person, window, own=True),
        OwnPasswordDialog(theme, "Before accounts are changed", "Continue", window),
        RestoreDialog(theme, Path("no backup"), room.made.folder.with_name("Restored.workup"), window),
        ReasonDialog(theme, "Amend", "A new version", "Amend", "Why", lambda *_: "", window, (person,)),
    ):
        shown(dialog, look)
        dialog.deleteLater()


def of_pages(room: Room, look: Look) -> None:
    """Home, a search, the worklist, the preferences."""
    window = room.window
    window.show_home()
    QApplication.processEvents()
    look("home", window)
    assert window.home is not None
    kept = replace(window.settings.preferences, retention_years=1)  # setting it would set the look as well
    window.home.retention.wishes = lambda: kept
    window.show_home()
    QApplication.processEvents()
    assert window.home.retention.isVisible()
    look("home, retention", window)
    window.home.search.setFocus()
    window.home.search.setText("brand")
    window.home._find("brand")
    QApplication.processEvents()
    look("search", window)
    window.home.clear_search()
    window.show_worklist()
    QApplication.processEvents()
    look("worklist", window)
    window.show_preferences()
    QApplication.processEvents()
    look("preferences", window)
    press("Esc")
