"""The small tables that search and the worklist read; written together with the entries they follow from."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from workup.record import Entry, Visit
from workup.store import Draft, EvaluationRow, Index, Lists, PersonRow, Progress, Recent
from workup.vault import folding
from workup.vault.engine import Database

PERSON_COLUMNS = "patient, family, given, born, sex, mrn"


def write(database: Database, index: Index, seq: int, changed: datetime) -> None:
    """Bring the lists up to the entries of the running transaction."""
    if index.person is not None:
        _write_person(database, index.person, seq, changed)
    if index.evaluation is not None:
        _write_evaluation(database, index.evaluation, seq)


def opened(database: Database, evaluation: str, patient: str, seq: int, changed: datetime) -> None:
    """An evaluation is listed from its first entry on."""
    if database.row("SELECT 1 FROM evaluation WHERE evaluation = ?", (evaluation,)) is None:
        _write_evaluation(database, EvaluationRow(evaluation, patient, "", (), changed), seq)


def touch(database: Database, log: str, seq: int, changed: datetime) -> None:
    """Note when the patient and the evaluation of a log were changed last."""
    kind, _, name = log.partition(":")
    cells = (changed.isoformat(), seq, name)
    if kind == "evaluation":
        database.run("UPDATE evaluation SET changed = ?, seq = ? WHERE evaluation = ?", cells)
        owner = "(SELECT patient FROM evaluation WHERE evaluation = ?)"
        database.run(f"UPDATE person SET changed = ?, seq = ? WHERE patient = {owner}", cells)  # noqa: S608
    else:
        database.run("UPDATE person SET changed = ?, seq = ? WHERE patient = ?", cells)


def read_lists(database: Database, limit: int) -> Lists:
    """Drafts and recent patients."""
    return Lists(_drafts(database, limit), _recent(database, limit))


def read_person(database: Database, patient: str) -> PersonRow | None:
    """One patient's row."""
    found = database.row(f"SELECT {PERSON_COLUMNS} FROM person WHERE patient = ?", (patient,))  # noqa: S608
    return None if found is None else PersonRow(*found)


def read_evaluations(database: Database, patient: str) -> tuple[EvaluationRow, ...]:
    """The evaluations of one patient."""
    found = database.rows(f"SELECT {_EVALUATION} FROM evaluation e WHERE patient = ? ORDER BY seq DESC", (patient,))  # noqa: S608
    return tuple(map(_evaluation, found))


def read_visits(
    database: Database, entries: Callable[[str], list[Entry]], patient: str, logs: Iterable[str]
) -> tuple[Visit, ...]:
    """The visits over all logs of one patient, each with its first entry's day and author.

    Counted in the database; a log that is packed, was moved or was joined by another is read by its `entries`.
    """
    first: dict[int, tuple[int, Visit]] = {}
    for log in logs:
        if database.row(_PLAIN, (log, patient)) is not None:
            found = [(row[0], row[1], datetime.fromisoformat(row[2]), row[3]) for row in database.rows(_VISITS, (log,))]
        else:
            found = [(e.visit, e.seq, e.at, e.who) for e in entries(log) if e.slot is not None]
        for number, seq, at, who in found:
            visit = (seq, Visit(number, at.date(), who))
            first[number] = min(visit, first.get(number, visit), key=lambda pair: pair[0])
    return tuple(first[number][1] for number in sorted(first))


_VISITS = "SELECT visit, min(seq), at, who FROM entry WHERE log = ? AND item IS NOT NULL GROUP BY visit"
_PLAIN = """SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM packed WHERE log = ?1) AND NOT EXISTS (SELECT 1 FROM entry
    WHERE log = ?1 AND item IS NULL AND (value LIKE '{"type":"moved"%' OR value LIKE '{"type":"joined"%'
    OR value LIKE '{"type":"opened"%' AND instr(value, ?2) = 0))"""
_PERSON = ", ".join(f"p.{name}" for name in PERSON_COLUMNS.split(", "))
_EVALUATION = (
    "e.evaluation, e.patient, e.step, e.progress, e.changed, e.state, e.visits, e.seen, e.version, e.signed"
)


def _write_person(database: Database, row: PersonRow, seq: int, changed: datetime) -> None:
    words = folding.person_words(row.family_name, row.given_name, row.birth_date, row.mrn)
    cells = (
        row.family_name, row.given_name, row.birth_date, row.sex, row.mrn, folding.mrn_key(row.mrn),
        folding.sort_key(row.family_name, row.given_name), words, changed.isoformat(), seq,
    )  # fmt: skip
    former = database.row("SELECT number, words FROM person WHERE patient = ?", (row.patient,))
    database.run(
        """INSERT INTO person (family, given, born, sex, mrn, mrn_key, sort, words, changed, seq, patient)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (patient) DO UPDATE SET family = excluded.family,
        given = excluded.given, born = excluded.born, sex = excluded.sex, mrn = excluded.mrn,
        mrn_key = excluded.mrn_key, sort = excluded.sort, words = excluded.words, changed = excluded.changed,
        seq = excluded.seq""",
        (*cells, row.patient),
    )
    if former is not None and former[1] == words:
        return
    if former is not None:
        database.run("DELETE FROM person_words WHERE rowid = ?", (former[0],))
    number = database.row("SELECT number FROM person WHERE patient = ?", (row.patient,))
    assert number is not None
    database.run("INSERT INTO person_words (rowid, words) VALUES (?, ?)", (number[0], words))


def _write_evaluation(database: Database, row: EvaluationRow, seq: int) -> None:
    progress = msgspec.json.encode(row.progress).decode()
    seen = None if row.seen is None else row.seen.isoformat()
    database.run(
        """INSERT OR REPLACE INTO evaluation (evaluation, patient, step, progress, changed, state, visits, seq, seen,
        version, signed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            row.evaluation, row.patient, row.step, progress, row.changed.isoformat(), row.state, row.visits, seq, seen,
            row.version, None if row.signed is None else row.signed.isoformat(),
        ),
    )  # fmt: skip


def _drafts(database: Database, limit: int) -> tuple[Draft, ...]:
    found = database.rows(
        f"""SELECT {_PERSON}, {_EVALUATION} FROM evaluation e JOIN person p USING (patient)
        WHERE e.state IN ('draft', 'amending') AND e.visits > 0 ORDER BY e.seq DESC LIMIT ?""",  # noqa: S608
        (limit,),
    )
    return tuple(Draft(PersonRow(*row[:6]), _evaluation(row[6:])) for row in found)


def _recent(database: Database, limit: int) -> tuple[Recent, ...]:
    found = database.rows(
        f"""SELECT {_PERSON}, p.changed,
        (SELECT count(*) FROM open_work w WHERE w.patient = p.patient AND w.kind = 'order'), {_EVALUATION}
        FROM person p LEFT JOIN evaluation e ON e.evaluation =
        (SELECT evaluation FROM evaluation l WHERE l.patient = p.patient ORDER BY seq DESC LIMIT 1)
        WHERE EXISTS (SELECT 1 FROM evaluation e WHERE e.patient = p.patient AND e.visits > 0)
        OR NOT EXISTS (SELECT 1 FROM evaluation e WHERE e.patient = p.patient) AND p.merged_into = ''
        ORDER BY p.seq DESC LIMIT ?""",  # noqa: S608
        (limit,),
    )
    return tuple(
        Recent(
            PersonRow(*row[:6]), datetime.fromisoformat(row[6]), _evaluation(row[8:]) if row[8] else None, row[7]
        )
        for row in found
    )  # fmt: skip


def _evaluation(row: tuple[Any, ...]) -> EvaluationRow:
    progress = msgspec.json.decode(row[3], type=Progress)
    seen = date.fromisoformat(row[7]) if row[7] else None
    signed = datetime.fromisoformat(row[9]) if row[9] else None
    changed = datetime.fromisoformat(row[4])
    return EvaluationRow(row[0], row[1], row[2], progress, changed, row[5], row[6], seen, row[8], signed)
