"""What the clinic sees of its backups: a line on Home, a dialog to make and restore them, the wait at closing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.backups import Backups
from ui.homerows import when_words
from ui.restoring import restore_backup
from ui.theme import Theme
from ui.widgets import Bar, Button, Dialog, Label, Problem
from workup import vault as vaults
from workup.errors import WorkupError
from workup.texts import _

HOURS_48 = 48 * 3600


def last_words(backups: Backups) -> str:
    """When the last good copy was made, for a line."""
    if backups.running:
        return _("Backup under way, {share} %").format(share=round(backups.share * 100))
    if backups.failure:
        return _("The last backup failed")
    if backups.last is None:
        return _("No backup yet")
    now = backups.clock()
    return _("Last backup {when}").format(when=when_words(backups.last.at.astimezone(now.tzinfo), now))


def worrying(backups: Backups) -> bool:
    """Whether the line should catch the eye: a failure, or records of days without a copy."""
    if backups.running or not backups.changed:
        return bool(backups.failure)
    old = backups.last is None or (backups.clock() - backups.last.at).total_seconds() > HOURS_48
    return bool(backups.failure) or old


def last_icon(backups: Backups) -> str:
    """A tick only where there is a copy."""
    return "warning" if worrying(backups) else "check" if backups.last is not None or backups.running else "history"


class BackupDialog(Dialog):
    """The state of the backups, and what can be done about it; `choose` stores the folder for them."""

    def __init__(
        self, theme: Theme, backups: Backups, choose: Callable[[str], None], parent: QWidget | None
    ) -> None:
        super().__init__(theme, _("Backups"), "", _("Back up now"), _("Close"), parent, width=640)
        self.backups, self._choose = backups, choose
        self.state = Label(theme, "question", "", wrap=True)
        self.where = Label(theme, "label", "", "ink2", wrap=True)
        self.remark = Label(theme, "label", "", "caution", wrap=True)
        self.restored = Label(theme, "label", "", wrap=True)
        self.restored.hide()
        self.bar = Bar(theme)
        for widget in (self.state, self.bar, self.where, self.remark, self.restored):
            self.body.addWidget(widget)
        self.folder_button = Button(theme, "quiet", _("Another folder"), icon="folder")
        self.folder_button.clicked.connect(self._choose_folder)
        self.restore_button = Button(theme, "quiet", _("Restore a backup"), icon="history")
        self.restore_button.clicked.connect(self._restore)
        self.add_buttons((self.folder_button, self.restore_button))
        self.accept_button.clicked.disconnect(self.accept)
        self.accept_button.clicked.connect(backups.begin)
        backups.moved.connect(self.render_state)
        self.render_state()
        self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose_folder(self) -> None:
        """Where copies go from now on; the same as in Preferences."""
        start = str(self.backups.folder if self.backups.folder.is_dir() else Path.home())
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for backups"), start)
        if chosen:
            self._choose(chosen)
            self.render_state()
            self.fit()

    def _restore(self) -> None:
        """Restore a copy beside the open vault, which stays as it is."""
        backups = self.backups
        folder = restore_backup(self.theme, self, backups.vault.folder, backups.folder, backups.clock)
        if folder is None:
            return
        with suppress(WorkupError):
            vaults.remember_folder(folder)
        self.restored.setText(
            _("Restored into {folder}. To look into it, lock Workup and choose Another vault.").format(folder=folder)
        )
        self.restored.show()
        self.fit()

    def render_state(self) -> None:
        """Say how things stand."""
        backups = self.backups
        self.state.setText(f"{last_words(backups)}.")
        self.bar.set(backups.share)
        self.bar.setVisible(backups.running)
        self.where.setText(
            _("Folder: {folder}. Each copy is read back whole before it counts.").format(folder=backups.folder)
        )
        remarks = [backups.failure] if backups.failure else []
        if backups.same_disk:
            remarks.append(_("This folder is on the disk of the vault. Choose one on a stick or another disk."))
        self.remark.setText(" ".join(remarks))
        self.remark.setVisible(bool(remarks))
        self.accept_button.setEnabled(not backups.running)


class ClosingDialog(Dialog):
    """Waits for a last copy before the program closes; nobody has to."""

    def __init__(self, theme: Theme, backups: Backups, parent: QWidget | None) -> None:
        text = _("Something was recorded that no backup holds yet. Workup closes by itself when the copy is read back.")
        super().__init__(theme, _("One backup before closing"), text, _("Close without"), _("Stay open"), parent)
        self.backups = backups
        self.bar, self.problem = Bar(theme), Problem(theme)
        self.problem.hide()
        self.body.addWidget(self.bar)
        self.body.addWidget(self.problem)
        backups.moved.connect(lambda: self.bar.set(backups.share))
        backups.ended.connect(self._ended)
        self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _ended(self, sentence: str) -> None:
        if not sentence:
            self.accept()
            return
        self.problem.setText(sentence)
        self.problem.show()


def may_close(theme: Theme, backups: Backups, parent: QWidget | None) -> bool:
    """Make a copy first when there is none of the last hours; whether the program closes then."""
    if not backups.stale and not backups.running:
        return True
    dialog = ClosingDialog(theme, backups, parent)
    backups.begin()
    closes = dialog.exec() == ClosingDialog.DialogCode.Accepted
    dialog.deleteLater()
    return closes


def show_backups(theme: Theme, backups: Backups, choose: Callable[[str], None], parent: QWidget) -> None:
    """Open the dialog about backups."""
    dialog = BackupDialog(theme, backups, choose, parent)
    dialog.exec()
    dialog.deleteLater()
