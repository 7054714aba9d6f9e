"""When each patient's record had its last entry: the lists tell who may be meant, the entries tell when it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workup.record import evaluation_log, patient_log
from workup.retention import LastEntry
from workup.rights import need
from workup.vault import packed
from workup.vault.engine import Database
from workup.vault.index import read_person
from workup.vault.vault import Vault

_AT = 3  # where the time stands in the cells of an entry


def last_entries(vault: Vault, before: datetime) -> Iterator[LastEntry]:
    """Patients without an entry from `before` on, the oldest first; one who was merged counts with whom they joined.

    The lists hold the time of the entry that was stored last, which a clock set back makes too old, so each is looked
    up in the entries before it is told.
    """
    need(vault.person, "view")
    database = vault.database
    into = dict(database.rows("SELECT patient, merged_into FROM person"))
    logs: dict[str, list[str]] = {}
    latest: dict[str, datetime] = {}
    rows = [*map(_of_person, database.rows("SELECT patient, changed FROM person"))]
    rows += [
        (patient, evaluation_log(name), changed)
        for patient, name, changed in database.rows("SELECT patient, evaluation, changed FROM evaluation")
    ]
    for patient, log, changed in rows:
        whose, at = _living(into, patient), datetime.fromisoformat(changed)
        logs.setdefault(whose, []).append(log)
        latest[whose] = max(at, latest.get(whose, at))
    for whose in sorted((one for one, at in latest.items() if at < before), key=lambda one: (latest[one], one)):
        person = read_person(database, whose)
        at = max((at for log in logs[whose] for at in _times(database, log)), default=latest[whose])
        if person is not None and at < before:
            yield LastEntry(person, at)


def _of_person(row: tuple[str, str]) -> tuple[str, str, str]:
    return row[0], patient_log(row[0]), row[1]


def _living(into: dict[str, str], patient: str) -> str:
    while further := into.get(patient, ""):
        patient = further
    return patient


def _times(database: Database, log: str) -> list[datetime]:
    found = [row[0] for row in database.rows("SELECT at FROM entry WHERE log = ?", (log,))]
    return [datetime.fromisoformat(str(at)) for at in found or [row[_AT] for row in packed.rows_of(database, log)]]
