"""The audit trail as it is read: who did what and when, by ids; reading it leaves its own row."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from workup.record import evaluation_log, patient_log
from workup.rights import need
from workup.store import Trace
from workup.vault import audited, documents, index, merging
from workup.vault.folding import mrn_key
from workup.vault.vault import Vault


class Subject(Struct, frozen=True):
    """Whom an access report is about, by ids: workups in the order they were begun, documents, merged records."""

    patient: str
    evaluations: tuple[str, ...]
    documents: frozenset[str]
    merged: tuple[str, ...] = ()


def subjects_of(vault: Vault, mrn: str) -> tuple[Subject, ...]:
    """The patients with this record number, for whoever reads the trail: ids only, nothing of the record."""
    need(vault.person, "audit")
    wanted = mrn_key(mrn)
    rows = vault.database.rows("SELECT patient FROM person WHERE mrn_key = ?", (wanted,)) if wanted else []
    found = dict.fromkeys(merging.living(vault.database, str(patient)) for (patient,) in rows)
    return tuple(_subject(vault, patient) for patient in found)


def read_about(vault: Vault, subject: Subject, now: datetime) -> tuple[Trace, ...]:
    """What was done with the record of one patient, the oldest first; that this was read stands in it too."""
    need(vault.person, "audit")
    vault.audit("trail read", vault.person.id, f"patient:{subject.patient}", now)
    return audited.about(vault.database, (subject.patient, *subject.merged, *subject.evaluations, *subject.documents))


def _subject(vault: Vault, patient: str) -> Subject:
    rows = index.read_evaluations(vault.database, patient)
    logs = {row.evaluation: vault.entries(evaluation_log(row.evaluation)) for row in rows}
    begun = sorted((name for name, log in logs.items() if log), key=lambda name: logs[name][0].seq)
    entries = [*vault.entries(patient_log(patient)), *(entry for log in logs.values() for entry in log)]
    merged = tuple(row.patient for row in merging.merged_here(vault.database, patient))
    return Subject(patient, tuple(begun), documents.named_by(entries), merged)


def read_trail(vault: Vault, limit: int, now: datetime, about: str = "") -> tuple[Trace, ...]:
    """The newest rows first; `about` is part of an action, of a person's or another object's id.

    What was looked for and is in no row may be anything, a name too: of that the trail says only that it was read.
    """
    need(vault.person, "audit")
    query = (
        "SELECT seq, at, who, action, object FROM audit WHERE instr(action, ?) OR instr(object, ?) OR instr(who, ?) "
        "ORDER BY seq DESC LIMIT ?"
    )
    found = vault.database.rows(query, (about, about, about, limit))
    vault.audit("trail read", vault.person.id, about[:100] if found else "", now)
    return tuple(Trace(seq, datetime.fromisoformat(at), *rest) for seq, at, *rest in found)


def noted_behind(vault: Vault, action: str, newest: datetime, latest: datetime) -> bool:
    """Whether the trail tells of this jump already: noted by `latest`, and the clock never stood right since."""
    query = "SELECT at FROM audit WHERE seq >= (SELECT max(seq) FROM audit WHERE action = ?) ORDER BY seq"
    times = [datetime.fromisoformat(at) for (at,) in vault.database.rows(query, (action,))]
    return bool(times) and times[0] <= latest and all(at < newest for at in times)
