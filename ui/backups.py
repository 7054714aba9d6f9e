"""Copies of the vault while it is open: when one is due, the thread that makes it, and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from ui.timers import once
from workup import vault as vaults
from workup.errors import WorkupError
from workup.settings import Preferences
from workup.texts import N_, _
from workup.vault import Kept, LastBackup, Retention, Vault

IDLE_MS = 60_000
STALE = timedelta(hours=4)  # a copy this old is worth making another before the program closes
FAILED = N_("The backup failed for a reason Workup did not expect. Former backups are untouched. Try another folder.")


class Backups(QObject):
    """Makes a copy at the first idle minute of a day, when wished, and before closing; never at a lock.

    `moved` says that one began, went on or ended; `ended` carries the sentence why it failed, or nothing.
    """

    moved = Signal()
    ended = Signal(str)
    _came = Signal(object, str)
    _went_on = Signal()

    def __init__(
        self, vault: Vault, preferences: Callable[[], Preferences], clock: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.vault, self._preferences, self.clock = vault, preferences, clock
        self.share = 0.0
        self.failure = ""
        self.last: LastBackup | None = vaults.last_backup(vault)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._idle = once(self, self.begin_daily, IDLE_MS)
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._went_on.connect(self.moved, Qt.ConnectionType.QueuedConnection)

    @property
    def folder(self) -> Path:
        """Where copies go: the folder chosen, or the one beside the vault."""
        chosen = self._preferences().backup_folder
        return Path(chosen) if chosen else vaults.beside_folder(self.vault.folder)

    @property
    def same_disk(self) -> bool:
        """Whether copies would be lost together with the vault's disk."""
        folder = self.folder if self.folder.exists() else self.folder.parent
        return vaults.same_disk(folder, self.vault.folder)

    @property
    def running(self) -> bool:
        """Whether a copy is being made."""
        return self._thread is not None

    @property
    def changed(self) -> bool:
        """Whether anything was recorded that no copy has."""
        return vaults.changed_since(self.vault, self.last)

    @property
    def due(self) -> bool:
        """Whether today has no copy yet of what was recorded."""
        today = self.clock().date()
        return (self.last is None or self.last.at.astimezone(self.clock().tzinfo).date() < today) and self.changed

    @property
    def stale(self) -> bool:
        """Whether one is worth making before the program closes."""
        return (self.last is None or abs(self.clock() - self.last.at) > STALE) and self.changed

    def put_off(self) -> None:
        """Somebody is at work; the idle minute begins anew."""
        self._idle.start()

    def begin_daily(self) -> None:
        """Make today's copy, unless it is made; one that failed is tried again at the next idle minute."""
        if self.due:
            self.begin()
        self._idle.start()

    def begin(self) -> None:
        """Make a copy now; one at a time."""
        if self._thread is not None:
            return
        self.share, self.failure = 0.0, ""
        self._stop.clear()
        chosen = self._preferences()
        retention = Retention(chosen.backup_days, chosen.backup_weeks, chosen.backup_months)
        wanted = self.folder, not chosen.backup_folder, retention, self.clock()
        self._thread = threading.Thread(target=self._make, args=wanted, name="backup", daemon=True)
        self._thread.start()
        self.moved.emit()

    def _make(self, folder: Path, may_make_folder: bool, retention: Retention, now: datetime) -> None:
        """In the thread: the copy, and what is too old by then; it touches no widget and stores no entry."""
        made, sentence = None, _(FAILED)
        try:
            where = vaults.made(folder) if may_make_folder else folder
            made = vaults.back_up(self.vault, where, now, progress=self._progress)
            vaults.thin_out(self.vault, folder, retention)
            sentence = ""
        except WorkupError as error:
            sentence = error.sentence
        finally:
            if not self._stop.is_set():
                self._came.emit(made, sentence)

    def _progress(self, share: float) -> bool:
        if share > self.share:
            self.share = share
            self._went_on.emit()
        return not self._stop.is_set()

    def _take(self, made: Kept | None, sentence: str) -> None:
        if self._thread is None:
            return
        self._thread.join()
        self._thread = None
        if made is not None:
            try:
                vaults.remember(self.vault, made, self.clock())
                self.last = vaults.last_backup(self.vault)
            except WorkupError as error:
                sentence = error.sentence
        self.failure = sentence
        self.moved.emit()
        self.ended.emit(sentence)

    def stop(self) -> None:
        """Give up a copy that is being made; nothing of it is left. Nothing begins or is told after this."""
        self.blockSignals(True)
        self._idle.stop()
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
