"""The open vault: the narrow interface through which records are stored and read."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Protocol

import msgspec

from workup.answers import Slot
from workup.record import Amended, Entry, Opened
from workup.rights import need
from workup.vault import (
    acts,
    cells,
    chain,
    documents,
    former,
    header,
    index,
    keys,
    merging,
    packed,
    refusals,
    search,
    throttle,
    work,
)
from workup.vault.engine import connect, move_log_on
from workup.vault.filling import Filling
from workup.vault.keys import Person
from workup.vault.rows import Batch, Follows, Index, Lists, OpenWork, PatientFile, Pending, PersonRow

RECORDS = "records.db"


class FolderLock(Protocol):
    """What keeps other processes out."""

    @property
    def is_locked(self) -> bool: ...

    def release(self) -> None: ...


class Vault:
    """One open vault, held by this process alone.

    `since` is the seq when it was unlocked (undo goes back to there), `moved` goes up as things are stored; `warning`
    is a sentence when the records are older than the last closing, else empty. `database`, `data_key` and `former_key`
    (what the anchor is sealed with, when the key was being changed) are for the modules of this package.
    """

    def __init__(
        self, folder: Path, key_header: header.Header, data_key: bytes, person: Person, lock: FolderLock,
        ticks: Callable[[], int],
    ) -> None:  # fmt: skip
        self.folder, self.header = folder, key_header
        self.person = person
        self.data_key = data_key
        self.warning = ""
        self.since = self.moved = 0
        self.former_key: bytes | None = None
        self._lock, self.turn = lock, Lock()
        self.ticks = ticks
        self.database = connect(folder / RECORDS, data_key)

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

    def append(
        self, log: str, expected_seq: int, entries: Sequence[Entry], change: Index | None = None,
        contents: Mapping[str, bytes] | None = None,
    ) -> int:  # fmt: skip
        """Store entries and what follows from them in the lists: all or nothing, durable on return.

        `contents` holds the bytes of documents that the entries attach and that are not stored yet, by digest.
        Refuses when `log` no longer ends at `expected_seq`, and anything but an amendment of a signed evaluation, which
        is packed. Pending text of the same author and slots is dropped.
        """
        return self.append_together((Batch(log, expected_seq, entries, change),), contents)

    def append_together(
        self, batches: Sequence[Batch], contents: Mapping[str, bytes] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> int:  # fmt: skip
        """The same for several logs in one transaction; `names` are those of authors who have no account here."""
        for batch in batches:
            if not batch.entries or any(one.log != batch.log or one.at.tzinfo is None for one in batch.entries):
                raise ValueError("an append takes entries of one log, with aware times")
            for action in acts.needed(batch.entries):
                need(self.person, action)
        with self.database.transaction():
            if names:
                former.add(self.database, names)
            return max([self._append(batch, contents or {}) for batch in batches])

    def _append(self, batch: Batch, contents: Mapping[str, bytes]) -> int:
        log, entries = batch.log, batch.entries
        if self.last_seq(log) != batch.expected_seq:
            raise refusals.StaleLog
        packed.check_append(self.database, log, entries)
        merging.check_append(self.database, log, entries)
        if isinstance(entries[0].value, Amended):
            packed.unpack(self.database, log, chain.ENTRY_COLUMNS)
        documents.keep(self.database, entries, contents)
        end = chain.Chain(self.database)
        step = end.seq + 1
        self.database.run_each(_INSERT, [cells.sealed(end, entry, step) for entry in entries])
        end.keep()
        self._follow(entries, batch.change, end.seq)
        acts.note(self.database, entries, self.ticks())
        if packed.closes(entries[-1]):
            packed.pack(self.database, log, chain.ENTRY_COLUMNS)
        return end.seq

    def read(self, log: str, until: int | None = None) -> list[Entry]:
        """All entries of a log, oldest first, with what joined it; of a patient also as it stood at a seq."""
        need(self.person, "view")
        return merging.read_log(self.database, self._raw, log, until)

    def _entries(self, log: str) -> list[Entry]:
        return merging.read_log(self.database, self._raw, log)

    def _raw(self, log: str) -> list[Entry]:
        rows = self.database.rows(_OF_LOG, (log,)) or [row[:-1] for row in packed.rows_of(self.database, log)]
        return [cells.entry_of(row) for row in rows]

    def last_seq(self, log: str) -> int:
        """The seq of the last entry of a log, 0 when it is empty."""
        query = (
            "SELECT coalesce((SELECT max(seq) FROM entry WHERE log = ?), (SELECT last FROM packed WHERE log = ?), 0)"
        )
        found = self.database.row(query, (log, log))
        return 0 if found is None else int(found[0])

    def keep_pending(self, who: str, log: str, slot: Slot, text: str, at: datetime) -> None:
        """Keep what is being typed; the newest text of a slot replaces the former."""
        row = (who, log, cells.slot_text(slot), text, at.isoformat())
        with self.database.transaction():
            self.database.run("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?)", row)

    def pending(self, who: str) -> tuple[Pending, ...]:
        """What this author was typing when the window ended, oldest first."""
        found = self.database.rows("SELECT log, slot, text, at FROM pending WHERE who = ? ORDER BY at", (who,))
        return tuple(
            Pending(who, log, cells.slot_of(slot), text, datetime.fromisoformat(at)) for log, slot, text, at in found
        )

    def drop_pending(self, who: str, log: str, slot: Slot) -> None:
        """Forget pending text."""
        with self.database.transaction():
            self._drop(who, log, slot)

    def search(self, text: str, limit: int = 50) -> tuple[PersonRow, ...]:
        """Patients by name in any order, birth date in any common form, or record number."""
        need(self.person, "view")
        return search.search(self.database, text, limit)

    def same_person(
        self, family_name: str, given_name: str, birth_date: str, mrn: str, besides: str = ""
    ) -> tuple[PersonRow, ...]:
        """Patients who may be this one already; `besides` is the patient's own id."""
        need(self.person, "view")
        return search.same_person(self.database, family_name, given_name, birth_date, mrn, besides)

    def lists(self, limit: int = 50) -> Lists:
        """Drafts and recent patients."""
        need(self.person, "view")
        return index.read_lists(self.database, limit)

    def work(self) -> tuple[OpenWork, ...]:
        """All that is open, over all patients, by their names; next visits only while the patient was not seen."""
        need(self.person, "view")
        return work.read(self.database)

    def keep_up(self, rules: str, follows: Follows) -> bool:
        """Fill the table of open work from the logs, unless these rules filled it before; whether that was done."""
        filling = self.filling(rules, follows)
        while filling is not None and not filling.go_on(1):
            pass
        return filling is not None

    def filling(self, rules: str, follows: Follows) -> Filling | None:
        """The same in slices, for a window that must not wait; None when these rules filled it before."""
        if self.setting(work.RULES) == rules:
            return None
        return Filling(self.database, rules, lambda log: follows(self._entries(log)), self._note_moved)

    def _note_moved(self) -> None:
        self.moved += 1

    @property
    def head(self) -> str:
        """The seal of the last row of the chain, as a signed page prints it."""
        return chain.Chain(self.database).mac.hex()

    @property
    def newest(self) -> datetime | None:
        """The latest time any entry carries, whatever the clock shows now; None before the first."""
        return work.newest(self.database)

    def patient(self, patient: str) -> PatientFile | None:
        """All of one patient, or of whom a merged one goes on in; None when unknown."""
        need(self.person, "view")
        patient = merging.living(self.database, patient)
        person = index.read_person(self.database, patient)
        if person is None:
            return None
        merged = merging.merged_here(self.database, patient)
        evaluations = index.read_evaluations(self.database, patient)
        known = index.read_visits(self.database, self._entries, patient, merging.logs_of(self.database, patient))
        return PatientFile(person, evaluations, work.of_patient(self.database, patient), known, merged)

    def document(self, digest: str) -> bytes:
        """The bytes of an attached document; refuses when they are not what was attached."""
        need(self.person, "view")
        return documents.read(self.folder / RECORDS, self.data_key, digest)

    def setting(self, name: str) -> str | None:
        """A clinic-wide setting as JSON text; None when it was never set."""
        found = self.database.row("SELECT value FROM setting WHERE name = ?", (name,))
        return None if found is None else str(found[0])

    def set_setting(self, name: str, value: str, who: str, at: datetime) -> None:
        """Set a clinic-wide setting; that it changed is audited."""
        with self.database.transaction():
            self.database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))
            chain.write_audit(self.database, who, "setting", name, at.isoformat(), self.ticks())

    def audit(self, action: str, who: str, what: str, at: datetime) -> None:
        """Note an action on an object by its ids; never clinical text."""
        with self.database.transaction():
            chain.write_audit(self.database, who, action, what, at.isoformat(), self.ticks())

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

    def _follow(self, entries: Sequence[Entry], change: Index | None, seq: int) -> None:
        self.moved += 1
        at = entries[-1].at
        for entry in entries:
            if isinstance(entry.value, Opened):
                index.opened(self.database, entry.log.removeprefix("evaluation:"), entry.value.patient, seq, at)
            elif entry.slot is None:
                merging.follow(self.database, self._raw, entry)
            else:
                self._drop(entry.who, entry.log, entry.slot)
        if change is not None:
            index.write(self.database, change, seq, at)
            if change.work is not None:
                work.write(self.database, entries[-1].log, change.work)
        work.note_time(self.database, at)
        index.touch(self.database, entries[-1].log, seq, at)

    def _drop(self, who: str, log: str, slot: Slot) -> None:
        query = "DELETE FROM pending WHERE who = ? AND log = ? AND slot = ?"
        self.database.run(query, (who, log, cells.slot_text(slot)))


_OF_LOG = f"SELECT {chain.ENTRY_COLUMNS} FROM entry WHERE log = ? ORDER BY seq"  # noqa: S608
_INSERT = f"INSERT INTO entry ({chain.ENTRY_COLUMNS}, mac) VALUES ({', '.join('?' * 13)})"  # noqa: S608
