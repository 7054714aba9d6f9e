"""The open vault: its records, who may work with them, and what keeps the one folder whole."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Protocol

import msgspec

from workup.store import Follows, Person
from workup.vault import chain, former, header, keys, refusals, throttle, work
from workup.vault.engine import connect, move_log_on
from workup.vault.filling import Filling
from workup.vault.records import RECORDS, Records


class FolderLock(Protocol):
    """What keeps other processes out."""

    @property
    def is_locked(self) -> bool: ...

    def release(self) -> None: ...


class Vault(Records):
    """One open vault, held by this process alone: its records, and beyond the store interface all that is of a file.

    `since` is the seq when it was unlocked (undo goes back to there); `warning` is a sentence when the records are
    older than the last closing, else empty. `header`, `turn` and `former_key` (what the anchor is sealed with, when the
    key was being changed) are for the modules of this package.
    """

    def __init__(
        self, folder: Path, key_header: header.Header, data_key: bytes, person: Person, lock: FolderLock,
        ticks: Callable[[], int],
    ) -> None:  # fmt: skip
        super().__init__(folder, data_key, person, ticks)
        self.header = key_header
        self.warning = ""
        self.since = 0
        self.former_key: bytes | None = None
        self._lock, self.turn = lock, Lock()

    @property
    def id(self) -> str:
        """The permanent id of the vault."""
        return self.header.vault

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody with an account."""
        return self.header.people

    @property
    def names(self) -> dict[str, str]:
        """Who is who by id, with those whose account was removed."""
        return {**former.names(self.database), **{person.id: person.name for person in self.people}}

    @property
    def account(self) -> Person:
        """The present user as the account says; `person` has no role until a temporary password is changed."""
        return next(person for person in self.people if person.id == self.person.id)

    @property
    def temporary(self) -> bool:
        """Whether somebody else set the password of the present user, who has to change it first."""
        slot = self.header.password_slot(self.person.id)
        return slot is not None and slot.temporary

    def is_password(self, text: str) -> bool:
        """Whether this is the password of the present user; takes the half second that guessing is meant to cost.

        Refuses to look while there is a wait after wrong ones.
        """
        return self.password_tried(self.password_try()(text))

    def password_try(self) -> Callable[[str], bool]:
        """The same in two steps: this one counts the try, and what it gives back only computes, in any thread."""
        who = self.person.id
        tries = throttle.counted(self.header.tries, who, throttle.now_ticks())
        self.rewrite(msgspec.structs.replace(self.header, tries=tries))
        slot, vault, data_key = self.header.password_slot(who), self.id, self.data_key
        return lambda text: slot is not None and keys.with_password(vault, slot, text) == data_key

    def password_tried(self, good: bool) -> bool:
        """What came of a try; a right password forgets the wrong ones before it."""
        if good:
            self.rewrite(msgspec.structs.replace(self.header, tries=throttle.right(self.header.tries, self.person.id)))
        return good

    def filling(self, rules: str, follows: Follows) -> Filling | None:
        """Fill the table of open work from the logs, in slices; None when these rules filled it before."""
        if self.setting(work.RULES) == rules:
            return None
        return Filling(self.database, rules, lambda log: follows(self.entries(log)), self._note_moved)

    def _note_moved(self) -> None:
        self.moved += 1

    def checkpoint(self) -> None:
        """Move stored changes from the write-ahead log into the file; any thread may do it at any time."""
        with self.turn:  # never after closing: another process may have the vault by then
            if not self._lock.is_locked:
                return
            second = connect(self.folder / RECORDS, self.data_key)
            try:
                with suppress(refusals.DiskFull):  # until there is room, everything stays safe in the log
                    move_log_on(second, self.database, self.folder / f"{RECORDS}-wal")
            finally:
                second.close()

    def close(self, now: datetime) -> None:
        """Anchor the chain in the key header and let go of the files; closing twice does nothing."""
        with self.turn:
            if self._lock.is_locked:
                self._close(now)

    def _close(self, now: datetime) -> None:
        # Locking must go through on a full disk too; every entry is safe without what these three add.
        with suppress(refusals.VaultError):
            self.audit("closed", self.person.id, f"vault:{self.id}", now)
            self.anchor()
            self.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            with suppress(refusals.VaultError):
                self.database.close()
        finally:
            self._lock.release()

    def anchor(self) -> None:
        """Write the head of the chain into the key header."""
        end = chain.Chain(self.database)
        self.rewrite(self.header_with(end.seq, end.mac))

    def header_with(self, seq: int, mac: bytes) -> header.Header:
        """The key header with this head of the chain as its anchor; not written anywhere."""
        return msgspec.structs.replace(self.header, anchor=header.anchored(self.data_key, self.id, seq, mac))

    def rewrite(self, changed: header.Header) -> None:
        """Replace the key header."""
        newer = msgspec.structs.replace(changed, generation=self.header.generation + 1)
        header.write(self.folder, newer)
        self.header = newer
