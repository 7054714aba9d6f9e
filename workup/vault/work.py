"""The table of open work: orders, actions of the plan and next visits, written with the entries they follow from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from workup.store import Followed, OpenWork, PersonRow, WorkRow
from workup.vault.engine import Cell, Database

RULES = "open_work"

_COLUMNS = "log, kind, record, patient, what, variant, side, detail, state, first, due, booked, who, unsafe, safe"
_INSERT = f"INSERT INTO open_work ({_COLUMNS}) VALUES ({', '.join('?' * 15)})"  # noqa: S608
_OF_LOG = f"SELECT {_COLUMNS} FROM open_work WHERE log = ? ORDER BY kind, record"  # noqa: S608
_OF_PATIENT = f"SELECT {_COLUMNS} FROM open_work WHERE patient = ? ORDER BY kind, record, log"  # noqa: S608
# A next visit is kept once the patient was seen, in any workup that counts, on its first possible day or later.
# Twenty thousand rows are read at once: what is the same as something beside it is left out.
_ALL = """SELECT CASE kind WHEN 'visit' THEN log END, kind, record, patient, what, variant, side, detail, state,
    nullif(first, due), due, booked, who, unsafe, safe
    FROM open_work w WHERE kind <> 'visit' OR NOT EXISTS (
    SELECT 1 FROM evaluation e WHERE e.patient = w.patient AND e.state <> 'void' AND e.seen >= w.first)"""
_PEOPLE = """SELECT patient, family, given, born, sex, mrn, words || coalesce(
    (SELECT ' ' || group_concat(m.words, ' ') FROM person m
    WHERE m.merged_into <> '' AND m.merged_into = p.patient), '') FROM person p
    WHERE patient IN (SELECT patient FROM open_work) ORDER BY sort, number"""


def write(database: Database, log: str, rows: Sequence[WorkRow]) -> None:
    """Replace what is open in one log; does nothing when that is the same as before."""
    if any(row.log != log for row in rows):
        raise ValueError("open work is written with the log it follows from")
    cells = sorted(map(_cells, rows), key=lambda each: each[1:3])
    if cells == database.rows(_OF_LOG, (log,)):
        return
    database.run("DELETE FROM open_work WHERE log = ?", (log,))
    database.run_each(_INSERT, cells)


def write_followed(database: Database, log: str, followed: Followed) -> None:
    """Write all that follows from a log, for the patient whose record it belongs to now."""
    whose = _whose(database, log)
    kind, _, name = log.partition(":")
    write(database, log, [replace(row, patient=whose) for row in followed.work] if whose else ())
    if kind == "evaluation":
        database.run("UPDATE evaluation SET seen = ? WHERE evaluation = ?", (_iso(followed.seen), name))


def _whose(database: Database, log: str) -> str:
    """Whose a log is; "" for that of a patient who was merged, which is told in the other's."""
    kind, _, name = log.partition(":")
    if kind == "patient":
        merged = database.row("SELECT 1 FROM person WHERE patient = ? AND merged_into <> ''", (name,))
        return name if merged is None else ""
    found = database.row("SELECT patient FROM evaluation WHERE evaluation = ?", (name,))
    return "" if found is None else str(found[0])


def read(database: Database) -> tuple[OpenWork, ...]:
    """All open rows that count, by the name of the patient."""
    rows: dict[str, list[WorkRow]] = {}
    for cells in database.rows(_ALL):
        rows.setdefault(cells[3], []).append(_row(cells))
    found: list[OpenWork] = []
    for cells in database.rows(_PEOPLE):
        person, words = PersonRow(*cells[:6]), cells[6]
        found.extend([OpenWork(person, row, words) for row in rows.get(cells[0], ())])
    return tuple(found)


def of_patient(database: Database, patient: str) -> tuple[WorkRow, ...]:
    """Every row of one patient, kept visits too."""
    return tuple(map(_row, database.rows(_OF_PATIENT, (patient,))))


def note_time(database: Database, at: datetime) -> None:
    """Remember the latest time of any entry, in UTC and whole seconds."""
    database.run("UPDATE newest SET at = max(at, coalesce(datetime(?), at))", (at.isoformat(),))


def newest(database: Database) -> datetime | None:
    """The latest time of any entry."""
    found = database.row("SELECT at FROM newest")
    return datetime.fromisoformat(found[0]).replace(tzinfo=UTC) if found is not None and found[0] else None


def _cells(row: WorkRow) -> tuple[Cell, ...]:
    days = (_iso(row.first), _iso(row.due), _iso(row.booked))
    return (
        row.log, row.kind, row.record, row.patient, row.what, row.variant, row.side, row.detail, row.state, *days,
        row.who, _iso(row.unsafe), _iso(row.safe),
    )  # fmt: skip


def _row(cells: tuple[Any, ...]) -> WorkRow:
    log, kind, record, patient, what, variant, side, detail, state, first, due, booked, who, unsafe, safe = cells
    evaluation, last = (log[11:] if kind == "visit" else ""), _day(due)
    begins = _day(first) if first else last
    days = begins, last, _day(booked)
    stands = _day(unsafe), _day(safe)
    return WorkRow(patient, kind, record, evaluation, what, variant, side, detail, state, *days, who, *stands)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
