"""A second store behind the same interface, in memory: what it keeps are the logs, and the rest follows from them.

It proves that the interface is enough to be written anew. It finds names by their beginnings and knows no spellings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from msgspec.structs import replace

from workup.answers import Attached, Slot
from workup.record import (
    Amended,
    Entry,
    Imported,
    Opened,
    Signed,
    Unmerged,
    evaluation_log,
    merged_into,
    numbered,
    owner,
    patient_log,
    stands_for,
    visits,
    whole_evaluation,
    whole_log,
)
from workup.rights import need
from workup.store import (
    Batch,
    Draft,
    End,
    EvaluationRow,
    Lists,
    OpenWork,
    PatientFile,
    Pending,
    Person,
    PersonRow,
    Recent,
    Trace,
    WorkRow,
)
from workup.vault import DamagedDocument, SignedLog, StaleLog, acts

Listed = TypeVar("Listed", Draft, Recent)


class MemoryStore:
    """One user, one process, nothing on a disk; seqs go on behind `since`."""

    def __init__(self, person: Person, password: str = "", since: int = 0) -> None:
        self.id, self.person, self.since = "memory", person, since
        self.people, self.names = (person,), {person.id: person.name}
        self._password, self._seq, self._moved, self._seal = password, since, 0, hashlib.sha256()
        self._logs: dict[str, list[Entry]] = {}
        self._persons: dict[str, PersonRow] = {}
        self._evaluations: dict[str, EvaluationRow] = {}
        self._work: dict[str, tuple[WorkRow, ...]] = {}
        self._touched: dict[str, tuple[int, datetime]] = {}
        self._documents: dict[str, bytes] = {}
        self._pending: dict[tuple[str, str, Slot], Pending] = {}
        self._settings: dict[str, str] = {}
        self._traces: list[Trace] = []

    # -- storing -----------------------------------------------------------------------------------------------------

    def append(
        self, *batches: Batch, contents: Mapping[str, bytes] | None = None, names: Mapping[str, str] | None = None
    ) -> int:
        for batch in batches:
            self._check(batch, contents or {})
        self.names.update(names or {})
        self._documents.update(contents or {})
        return max([self._append(batch) for batch in batches])

    def _check(self, batch: Batch, contents: Mapping[str, bytes]) -> None:
        log, entries = self._raw(batch.log), batch.entries
        for action in acts.needed(entries):
            need(self.person, action)
        undone = any(isinstance(entry.value, Unmerged) for entry in entries)
        gone = batch.log.startswith("patient:") and not undone and merged_into(log)
        if (log[-1].seq if log else 0) != batch.expected_seq or gone:
            raise StaleLog
        if log and isinstance(log[-1].value, Signed | Imported) and not isinstance(entries[0].value, Amended):
            raise SignedLog
        if missing := {one for entry in entries for one in _digests(entry)} - {*contents, *self._documents}:
            raise ValueError(f"the bytes of {missing} are not there")

    def _append(self, batch: Batch) -> int:
        last = self._seq = self._seq + len(batch.entries)
        stored, at = numbered(batch.entries, last), batch.entries[-1].at
        self._logs.setdefault(batch.log, []).extend(stored)
        self._moved += 1
        self._seal.update(repr(stored).encode())
        for entry in stored:
            if isinstance(entry.value, Opened):
                name = entry.log.partition(":")[2]
                self._evaluations.setdefault(name, EvaluationRow(name, entry.value.patient, "", (), at))
            elif entry.slot is not None:
                self._pending.pop((entry.who, entry.log, entry.slot), None)
            if action := acts.done(entry):
                self.audit(action, entry.who, entry.log.partition(":")[2], entry.at)
        if batch.change is not None and batch.change.person is not None:
            self._persons[batch.change.person.patient] = batch.change.person
        if batch.change is not None and batch.change.evaluation is not None:
            self._evaluations[batch.change.evaluation.evaluation] = batch.change.evaluation
        if batch.change is not None and batch.change.work is not None:
            self._work[batch.log] = batch.change.work
        self._touched[batch.log] = last, at
        if batch.log.startswith("evaluation:"):
            self._touched[patient_log(owner(self._raw(batch.log)))] = last, at
        return last

    # -- reading -----------------------------------------------------------------------------------------------------

    def _raw(self, log: str) -> list[Entry]:
        return list(self._logs.get(log, ()))

    def read(self, log: str, until: int | None = None) -> list[Entry]:
        need(self.person, "view")
        kind, _, name = log.partition(":")
        if kind == "evaluation":
            return whole_evaluation(self._raw, self._raw(log))
        return whole_log(self._raw, name) if until is None else whole_log(self._raw, name, until)

    def document(self, digest: str) -> bytes:
        need(self.person, "view")
        if digest not in self._documents:
            raise DamagedDocument
        return self._documents[digest]

    def patient(self, patient: str) -> PatientFile | None:
        need(self.person, "view")
        patient = stands_for(self._raw, patient)
        if patient not in self._persons:
            return None
        own = tuple(sorted(self._of(patient), key=lambda row: -self._touched[evaluation_log(row.evaluation)][0]))
        logs = [self.read(log) for log in (patient_log(patient), *(evaluation_log(row.evaluation) for row in own))]
        merged = tuple(row for name, row in self._persons.items() if name != patient and self._living(name) == patient)
        rows = tuple(sorted((row for row in self._rows() if row.patient == patient), key=lambda r: (r.kind, r.record)))
        return PatientFile(self._persons[patient], own, rows, visits(e for log in logs for e in log), merged)

    def _living(self, patient: str) -> str:
        return stands_for(self._raw, patient)

    def _whose(self, evaluation: str) -> str:
        return self._living(owner(self._raw(evaluation_log(evaluation))))

    def _of(self, patient: str) -> Iterator[EvaluationRow]:
        for row in self._evaluations.values():
            if self._whose(row.evaluation) == patient:
                yield replace(row, patient=patient, changed=self._touched[evaluation_log(row.evaluation)][1])

    def _rows(self) -> Iterator[WorkRow]:
        for log, rows in self._work.items():
            kind, _, name = log.partition(":")
            if kind == "evaluation" or self._living(name) == name:
                yield from (replace(row, patient=self._whose(name)) for row in rows) if kind == "evaluation" else rows

    def lists(self, limit: int = 50) -> Lists:
        need(self.person, "view")
        drafts: list[tuple[tuple[int, datetime], Draft]] = []
        recent: list[tuple[tuple[int, datetime], Recent]] = []
        for name, person in self._persons.items():
            own = sorted(self._of(name), key=lambda row: self._touched[evaluation_log(row.evaluation)], reverse=True)
            touched, answered = self._touched[patient_log(name)], [row for row in own if row.visits]
            going_on = [row for row in answered if row.state in ("draft", "amending")]
            drafts += [(self._touched[evaluation_log(row.evaluation)], Draft(person, row)) for row in going_on]
            orders = sum(row.patient == name and row.kind == "order" for row in self._rows())
            if answered or (not own and self._living(name) == name):
                recent.append((touched, Recent(person, touched[1], own[0] if own else None, orders)))
        return Lists(_newest(drafts, limit), _newest(recent, limit))

    def search(self, wanted: str | PersonRow, limit: int = 50) -> tuple[PersonRow, ...]:
        need(self.person, "view")
        found: dict[str, PersonRow] = {}
        for name, row in sorted(self._persons.items(), key=lambda each: each[1].family_name.casefold()):
            if _is_meant(row, wanted):
                person = self._persons[self._living(name)]
                found.setdefault(person.patient, person if person is row else replace(person, found_as=row))
        own = wanted.patient if isinstance(wanted, PersonRow) else ""
        return tuple(row for name, row in found.items() if name != own)[:limit]

    def work(self) -> tuple[OpenWork, ...]:
        need(self.person, "view")
        seen = {name: [e.seen for e in self._of(name) if e.seen and e.state != "void"] for name in self._persons}
        kept = [
            OpenWork(self._persons[row.patient], row, _told(self._persons[row.patient]))
            for row in self._rows()
            if row.kind != "visit" or not any(row.first and day >= row.first for day in seen[row.patient])
        ]
        return tuple(sorted(kept, key=lambda one: one.person.family_name))

    def imports(self) -> tuple[Imported, ...]:
        need(self.person, "view")
        ends = (log[-1].value for log in self._logs.values())
        return tuple(act for act in ends if isinstance(act, Imported))

    # -- beside the logs ---------------------------------------------------------------------------------------------

    def keep_pending(self, who: str, log: str, slot: Slot, text: str | None, at: datetime) -> None:
        self._pending.pop((who, log, slot), None)
        if text is not None:
            self._pending[who, log, slot] = Pending(who, log, slot, text, at)

    def pending(self, who: str) -> tuple[Pending, ...]:
        return tuple(sorted((one for one in self._pending.values() if one.who == who), key=lambda one: one.at))

    def setting(self, name: str) -> str | None:
        return self._settings.get(name)

    def set_setting(
        self, name: str, value: str, who: str, at: datetime, noted: tuple[str, str] | None = None
    ) -> None:
        self._settings[name] = value
        action, what = noted or ("setting", name)
        self.audit(action, who, what, at)

    def audit(self, action: str, who: str, what: str, at: datetime) -> None:
        self._seq += 1
        self._traces.append(Trace(self._seq, at, who, action, what))
        self._seal.update(repr(self._traces[-1]).encode())

    def traces(self, ids: Collection[str]) -> tuple[Trace, ...]:
        need(self.person, "export")
        return tuple(one for one in self._traces if set(re.split("[:/ ]", one.what)) & set(ids))

    def end(self) -> End:
        times = [entry.at for log in self._logs.values() for entry in log]
        newest = max(times).astimezone(UTC).replace(microsecond=0) if times else None
        return End(self._seal.hexdigest(), newest, self._moved)

    # -- who works here ----------------------------------------------------------------------------------------------

    def is_password(self, text: str) -> bool:
        return self.password_tried(self.password_try()(text))

    def password_try(self) -> Callable[[str], bool]:
        return lambda text: text == self._password

    def password_tried(self, good: bool) -> bool:
        return good


def _digests(entry: Entry) -> Iterator[str]:
    if isinstance(entry.value, Attached):
        yield from (file.digest for file in entry.value.files)
    elif isinstance(entry.value, Signed | Imported):
        yield entry.value.page


def _newest(found: list[tuple[tuple[int, datetime], Listed]], limit: int) -> tuple[Listed, ...]:
    return tuple(one for _, one in sorted(found, key=lambda each: each[0], reverse=True)[:limit])


def _told(row: PersonRow) -> str:
    return f"{row.family_name} {row.given_name} {row.birth_date} {row.mrn}".casefold()


def _is_meant(row: PersonRow, wanted: str | PersonRow) -> bool:
    if isinstance(wanted, str):
        return all(any(word.startswith(part) for word in _told(row).split()) for part in wanted.casefold().split())
    same = (row.family_name, row.given_name, row.birth_date) == (
        wanted.family_name, wanted.given_name, wanted.birth_date
    )  # fmt: skip
    return same or bool(row.mrn and row.mrn == wanted.mrn)
