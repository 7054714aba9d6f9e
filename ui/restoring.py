"""Restore a backup as a vault of its own: pick the file, see whose it is and where it will lie, wait, open it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.theme import Theme
from ui.widgets import Bar, Button, Dialog, Label, Problem
from workup import vault as vaults
from workup.errors import WorkupError
from workup.record import new_id
from workup.texts import N_, _
from workup.words import listing

FAILED = N_("The backup could not be restored for a reason Workup did not expect. Nothing was changed.")


class RestoreDialog(Dialog):
    """Says what will be restored where, restores it in a thread, and tells when it is done; never over a vault.

    `folder` is the restored vault once it is there. One that turns out damaged gives way to those `before` it.
    """

    _came = Signal(str, str)
    _went_on = Signal(float)

    def __init__(
        self, theme: Theme, file: Path, target: Path, parent: QWidget | None, before: Sequence[Path] = ()
    ) -> None:
        super().__init__(theme, _("Restore a backup"), "", _("Restore"), _("Cancel"), parent, width=560)
        self.file, self.target, self._before = file, target, list(before)
        self.folder: Path | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.bar, self.problem = Bar(theme), Problem(theme)
        self.where = Label(
            theme, "label", _("It becomes a vault of its own: {target}").format(target=target), "ink2", wrap=True
        )
        for widget in (self.where, self.bar, self.problem):
            self.body.addWidget(widget)
        self.bar.hide()
        self.problem.hide()
        self.before_button = Button(theme, "secondary", _("The backup before it"))
        self.before_button.clicked.connect(self._go_before)
        self.before_button.hide()
        self.add_buttons((self.before_button,))
        self.accept_button.clicked.disconnect(self.accept)
        self.accept_button.clicked.connect(self.begin)
        self._came.connect(self._done, Qt.ConnectionType.QueuedConnection)
        self._went_on.connect(self.bar.set, Qt.ConnectionType.QueuedConnection)
        self.finished.connect(self._give_up)
        self._introduce()

    def _introduce(self) -> None:
        try:
            names = listing([person.name for person in vaults.vault_in(self.file).people])
        except WorkupError as error:
            self._say(error.sentence)
            self.accept_button.setEnabled(False)
            return
        self.text.setText(
            _(
                "{name} opens with the passwords that held when it was made, of {names}, or with the "
                "recovery key. The present vault is not touched."
            ).format(name=self.file.name, names=names)
        )
        self.text.show()
        self.accept_button.setEnabled(True)
        self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_before(self) -> None:
        """The next older one, in place of one that was refused."""
        self.file = self._before.pop(0)
        self.problem.hide()
        self.before_button.hide()
        self._introduce()

    def begin(self) -> None:
        """Restore it now."""
        if self._thread is not None:
            return
        self.problem.hide()
        self.before_button.hide()
        self.bar.show()
        self.accept_button.setEnabled(False)
        self._stop.clear()
        self._thread = threading.Thread(target=self._restore, name="restore", daemon=True)
        self._thread.start()

    def _restore(self) -> None:
        """In the thread."""
        folder, sentence = "", _(FAILED)
        try:
            folder = str(vaults.restore(self.file, self.target, new_id(os.urandom), progress=self._progress))
            sentence = ""
        except WorkupError as error:
            sentence = error.sentence
        finally:
            if not self._stop.is_set():
                self._came.emit(folder, sentence)

    def _progress(self, share: float) -> bool:
        self._went_on.emit(share)
        return not self._stop.is_set()

    def _done(self, folder: str, sentence: str) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if folder:
            self.folder = Path(folder)
            self.accept()
            return
        self.bar.hide()
        self._say(sentence)
        self.accept_button.setEnabled(True)

    def _give_up(self, _result: int) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        self.before_button.setVisible(bool(self._before))


def restore_backup(
    theme: Theme, parent: QWidget | None, vault_folder: Path, backups: Path, clock: Callable[[], datetime]
) -> Path | None:
    """Let somebody pick a backup and restore it beside the present vault; the folder it became, or None."""
    start = backups if backups.is_dir() else vault_folder.parent
    name, _rest = QFileDialog.getOpenFileName(
        parent,
        _("Restore a backup"),
        str(start),
        _("Backups (*{backup_suffix});;All files (*)").format(backup_suffix=vaults.BACKUP_SUFFIX),
    )
    if not name:
        return None
    return restore_newest(theme, parent, vault_folder, (Path(name),), clock)


def restore_newest(
    theme: Theme, parent: QWidget | None, vault_folder: Path, files: Sequence[Path], clock: Callable[[], datetime]
) -> Path | None:
    """Offer the first of these backups, and those behind it where it is damaged; the folder it became, or None."""
    newest, *before = files
    dialog = RestoreDialog(theme, newest, vaults.beside(vault_folder, clock()), parent, before)
    dialog.exec()
    dialog.deleteLater()
    return dialog.folder
