"""The records of an open vault: the operations of the store interface, each in hand-written SQL."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from workup.answers import Slot
from workup.record import Amended, Entry, Imported, Opened, evaluation_log
from workup.rights import OF_SETTINGS, need
from workup.store import Batch, End, Index, Lists, OpenWork, PatientFile, Pending, Person, PersonRow, Trace
from workup.vault import acts, audited, cells, chain, documents, former, index, merging, packed, refusals, search, work
from workup.vault.engine import connect

RECORDS = "records.db"


class Records:
    """What `workup.store.Store` asks for, in the one encrypted file of a vault; what each does is told there.

    `moved` goes up as things are stored. `database` and `data_key` are for the modules of this package.
    """

    def __init__(self, folder: Path, data_key: bytes, person: Person, ticks: Callable[[], int]) -> None:
        self.folder, self.data_key, self.person, self.ticks = folder, data_key, person, ticks
        self.moved = 0
        self.database = connect(folder / RECORDS, data_key)

    def append(
        self, *batches: Batch, contents: Mapping[str, bytes] | None = None, names: Mapping[str, str] | None = None
    ) -> int:
        """Store entries and what follows from them in the lists: all or nothing, durable on return."""
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

    def entries(self, log: str) -> list[Entry]:
        """The same for the modules of this package, whoever asks."""
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

    def keep_pending(self, who: str, log: str, slot: Slot, text: str | None, at: datetime) -> None:
        """Keep what is being typed; the newest text of a slot replaces the former, None forgets it."""
        with self.database.transaction():
            if text is None:
                self._drop(who, log, slot)
            else:
                row = (who, log, cells.slot_text(slot), text, at.isoformat())
                self.database.run("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?)", row)

    def pending(self, who: str) -> tuple[Pending, ...]:
        """What this author was typing when the window ended, oldest first."""
        found = self.database.rows("SELECT log, slot, text, at FROM pending WHERE who = ? ORDER BY at", (who,))
        return tuple(
            Pending(who, log, cells.slot_of(slot), text, datetime.fromisoformat(at)) for log, slot, text, at in found
        )

    def search(self, wanted: str | PersonRow, limit: int = 50) -> tuple[PersonRow, ...]:
        """Patients by name in any order, birth date or record number; for a row, who may be that person already."""
        need(self.person, "view")
        if isinstance(wanted, PersonRow):
            return search.same_person(self.database, wanted)[:limit]
        return search.search(self.database, wanted, limit)

    def lists(self, limit: int = 50) -> Lists:
        """Drafts and recent patients."""
        need(self.person, "view")
        return index.read_lists(self.database, limit)

    def work(self) -> tuple[OpenWork, ...]:
        """All that is open, over all patients, by their names; next visits only while the patient was not seen."""
        need(self.person, "view")
        return work.read(self.database)

    def imports(self) -> tuple[Imported, ...]:
        """The import of each workup that came from elsewhere and was not made void since."""
        need(self.person, "view")
        rows = self.database.rows("SELECT evaluation FROM evaluation WHERE state = 'imported'", ())
        found = (self.read(evaluation_log(str(name)))[-1].value for (name,) in rows)
        return tuple(act for act in found if isinstance(act, Imported))

    def patient(self, patient: str) -> PatientFile | None:
        """All of one patient, or of whom a merged one goes on in; None when unknown."""
        need(self.person, "view")
        patient = merging.living(self.database, patient)
        person = index.read_person(self.database, patient)
        if person is None:
            return None
        merged = merging.merged_here(self.database, patient)
        evaluations = index.read_evaluations(self.database, patient)
        known = index.read_visits(self.database, self.entries, patient, merging.logs_of(self.database, patient))
        return PatientFile(person, evaluations, work.of_patient(self.database, patient), known, merged)

    def document(self, digest: str) -> bytes:
        """The bytes of an attached document; refuses when they are not what was attached."""
        need(self.person, "view")
        return documents.read(self.folder / RECORDS, self.data_key, digest)

    def setting(self, name: str) -> str | None:
        """A clinic-wide setting as JSON text; None when it was never set."""
        found = self.database.row("SELECT value FROM setting WHERE name = ?", (name,))
        return None if found is None else str(found[0])

    def set_setting(
        self, name: str, value: str, who: str, at: datetime, noted: tuple[str, str] | None = None
    ) -> None:
        """Set a clinic-wide setting; that it changed is audited, as this action on this object where they are given."""
        if name in OF_SETTINGS:
            need(self.person, OF_SETTINGS[name])
        action, what = noted or ("setting", name)
        with self.database.transaction():
            self.database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))
            chain.write_audit(self.database, who, action, what, at.isoformat(), self.ticks())

    def audit(self, action: str, who: str, what: str, at: datetime) -> None:
        """Note an action on an object by its ids; never clinical text."""
        with self.database.transaction():
            chain.write_audit(self.database, who, action, what, at.isoformat(), self.ticks())

    def traces(self, ids: Collection[str]) -> tuple[Trace, ...]:
        """What was done with these objects, the oldest first, for the access report of one patient's record."""
        need(self.person, "export")
        return audited.about(self.database, ids)

    def end(self) -> End:
        """Where the record ends at this moment."""
        return End(chain.Chain(self.database).mac.hex(), work.newest(self.database), self.moved)

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
