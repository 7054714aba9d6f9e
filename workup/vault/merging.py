"""What merging and moving change in the lists, and the logs as they read then. The entries stay as they were stored."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from workup.record import (
    Entry,
    Joined,
    Merged,
    Moved,
    Unmerged,
    evaluation_log,
    owner,
    patient_log,
    stands_for,
    whole_evaluation,
    whole_log,
)
from workup.record.belonging import Reader
from workup.store import PersonRow
from workup.vault import refusals
from workup.vault.engine import Database
from workup.vault.index import PERSON_COLUMNS, read_person


def read_log(database: Database, raw: Reader, log: str, until: int | None = None) -> list[Entry]:
    """A log as it stands: an evaluation counted with its patient's visits, a patient's with all that joined it.

    `until` reads the log of a patient as it stood at that seq.
    """
    found, (kind, _, name) = raw(log), log.partition(":")
    if kind == "evaluation":
        if any(isinstance(entry.value, Moved) for entry in found) or goes_on(database, owner(found)):
            return whole_evaluation(raw, found)
        return found
    if any(isinstance(entry.value, Joined) for entry in found):
        return whole_log(raw, name) if until is None else whole_log(raw, name, until)
    return found if until is None else [entry for entry in found if entry.seq <= until]


def goes_on(database: Database, patient: str) -> str:
    """In whose record this patient's goes on; "" when it was not merged."""
    found = database.row("SELECT merged_into FROM person WHERE patient = ? AND merged_into <> ''", (patient,))
    return "" if found is None else str(found[0])


def living(database: Database, patient: str) -> str:
    """The patient in whose record everything about this one goes on."""
    while further := goes_on(database, patient):
        patient = further
    return patient


def merged_here(database: Database, patient: str) -> tuple[PersonRow, ...]:
    """The records that joined this one, and those that had joined them."""
    query = f"SELECT {PERSON_COLUMNS} FROM person WHERE merged_into = ? AND merged_into <> '' ORDER BY number"  # noqa: S608
    own = [PersonRow(*cells) for cells in database.rows(query, (patient,))]
    return tuple(row for one in own for row in (one, *merged_here(database, one.patient)))


def found_as(database: Database, row: PersonRow) -> PersonRow:
    """The patient that is meant by a row: another one when it was merged."""
    whose = living(database, row.patient)
    person = read_person(database, whose) if whose != row.patient else None
    return row if person is None else replace(person, found_as=row)


def check_append(database: Database, log: str, entries: Iterable[Entry]) -> None:
    """Refuse what is entered for a patient whose record goes on in another's, unless the merge is undone."""
    kind, _, name = log.partition(":")
    undone = any(isinstance(entry.value, Unmerged) for entry in entries)
    if kind == "patient" and not undone and goes_on(database, name):
        raise refusals.StaleLog


def follow(database: Database, raw: Reader, entry: Entry) -> None:
    """Bring the lists up to an act of moving or merging, within the running transaction."""
    name = entry.log.partition(":")[2]
    match entry.value:
        case Moved(patient=patient):
            _belongs(database, name, patient)
        case Merged(into=into):
            database.run("UPDATE person SET merged_into = ? WHERE patient = ?", (into, name))
            database.run("DELETE FROM open_work WHERE log = ?", (entry.log,))
            for evaluation in _evaluations(database, name):
                _belongs(database, evaluation, living(database, into))
        case Unmerged(into=into):
            whose = living(database, into)
            database.run("UPDATE person SET merged_into = '' WHERE patient = ?", (name,))
            for evaluation in _evaluations(database, whose):
                if stands_for(raw, owner(raw(evaluation_log(evaluation)))) == name:
                    _belongs(database, evaluation, name)
        case _:
            pass


def _evaluations(database: Database, patient: str) -> list[str]:
    return [str(row[0]) for row in database.rows("SELECT evaluation FROM evaluation WHERE patient = ?", (patient,))]


def _belongs(database: Database, evaluation: str, patient: str) -> None:
    database.run("UPDATE evaluation SET patient = ? WHERE evaluation = ?", (patient, evaluation))
    database.run("UPDATE open_work SET patient = ? WHERE log = ?", (patient, evaluation_log(evaluation)))


def logs_of(database: Database, patient: str) -> list[str]:
    """Every log whose entries belong to a patient, those of the records that joined it not counted."""
    return [patient_log(patient), *map(evaluation_log, _evaluations(database, patient))]
