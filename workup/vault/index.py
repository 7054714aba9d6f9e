"""The small tables that search and the worklist read; written together with the entries they follow from."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from workup.record import Visit
from workup.vault import folding
from workup.vault.engine import Database

Progress = tuple[tuple[int, int], ...]
PERSON_COLUMNS = "patient, family, given, born, sex, mrn"


class PersonRow(Struct, frozen=True):
    """Who a patient is, as far as lists need it; `birth_date` is ISO, whole, partial or empty."""

    patient: str
    family_name: str
    given_name: str
    birth_date: str
    sex: str
    mrn: str


class EvaluationRow(Struct, frozen=True):
    """How far an evaluation is; `progress` holds done and total of each step."""

    evaluation: str
    patient: str
    step: str
    progress: Progress
    changed: datetime
    state: Literal["draft", "void"] = "draft"
    visits: int = 1


class OrderRow(Struct, frozen=True):
    """An order that is not closed; `record` is its number in the patient log."""

    patient: str
    record: int
    title: str
    state: str
    due: date | None = None
    booked: date | None = None


class Index(Struct, frozen=True):
    """What an append changes in the lists; None leaves a part as it is, `orders` are all open ones of the patient."""

    person: PersonRow | None = None
    evaluation: EvaluationRow | None = None
    orders: tuple[OrderRow, ...] | None = None


class Draft(Struct, frozen=True):
    """An evaluation that goes on."""

    person: PersonRow
    evaluation: EvaluationRow


class OpenOrder(Struct, frozen=True):
    """An open order and whose it is."""

    person: PersonRow
    order: OrderRow


class Recent(Struct, frozen=True):
    """A patient seen lately, the state of the latest evaluation ("" without one) and the number of open orders."""

    person: PersonRow
    changed: datetime
    state: str
    open_orders: int


class Lists(Struct, frozen=True):
    """What Home shows, the latest first; open orders by due date."""

    drafts: tuple[Draft, ...]
    orders: tuple[OpenOrder, ...]
    recent: tuple[Recent, ...]


class PatientFile(Struct, frozen=True):
    """All that the lists hold of one patient; evaluations the latest first."""

    person: PersonRow
    evaluations: tuple[EvaluationRow, ...]
    orders: tuple[OrderRow, ...]
    visits: tuple[Visit, ...]


def write(database: Database, index: Index, seq: int, changed: datetime) -> None:
    """Bring the lists up to the entries of the running transaction."""
    if index.person is not None:
        _write_person(database, index.person, seq, changed)
    if index.evaluation is not None:
        _write_evaluation(database, index.evaluation, seq)
    if index.orders is not None:
        _write_orders(database, index)


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
    """Drafts, open orders and recent patients."""
    return Lists(_drafts(database, limit), _open_orders(database, limit), _recent(database, limit))


def read_person(database: Database, patient: str) -> PersonRow | None:
    """One patient's row."""
    found = database.row(f"SELECT {PERSON_COLUMNS} FROM person WHERE patient = ?", (patient,))  # noqa: S608
    return None if found is None else PersonRow(*found)


def read_evaluations(database: Database, patient: str) -> tuple[EvaluationRow, ...]:
    """The evaluations of one patient."""
    found = database.rows(f"SELECT {_EVALUATION} FROM evaluation e WHERE patient = ? ORDER BY seq DESC", (patient,))  # noqa: S608
    return tuple(map(_evaluation, found))


def read_orders(database: Database, patient: str) -> tuple[OrderRow, ...]:
    """The open orders of one patient."""
    found = database.rows(f"SELECT {_ORDER} FROM open_order o WHERE patient = ? ORDER BY record", (patient,))  # noqa: S608
    return tuple(map(_order, found))


def read_visits(database: Database, logs: Iterable[str]) -> tuple[Visit, ...]:
    """The visits over all logs of one patient, each with its first entry's day and author."""
    first: dict[int, tuple[int, Visit]] = {}
    for log in logs:
        query = "SELECT visit, min(seq), at, who FROM entry WHERE log = ? AND item IS NOT NULL GROUP BY visit"
        found = database.rows(query, (log,))
        for number, seq, at, who in found:
            visit = (seq, Visit(number, datetime.fromisoformat(at).date(), who))
            first[number] = min(visit, first.get(number, visit), key=lambda pair: pair[0])
    return tuple(first[number][1] for number in sorted(first))


_PERSON = ", ".join(f"p.{name}" for name in PERSON_COLUMNS.split(", "))
_EVALUATION = "e.evaluation, e.patient, e.step, e.progress, e.changed, e.state, e.visits"
_ORDER = "o.patient, o.record, o.title, o.state, o.due, o.booked"


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
    database.run(
        "INSERT OR REPLACE INTO evaluation VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (row.evaluation, row.patient, row.step, progress, row.changed.isoformat(), row.state, row.visits, seq),
    )


def _write_orders(database: Database, index: Index) -> None:
    assert index.orders is not None
    owner = next((row.patient for row in (index.person, index.evaluation, *index.orders) if row is not None), None)
    if owner is None or any(row.patient != owner for row in index.orders):
        raise ValueError("orders need the person or the evaluation they belong to beside them")
    if read_orders(database, owner) == tuple(sorted(index.orders, key=lambda row: row.record)):
        return
    database.run("DELETE FROM open_order WHERE patient = ?", (owner,))
    database.run_each(
        "INSERT INTO open_order VALUES (?, ?, ?, ?, ?, ?)",
        [(owner, row.record, row.title, row.state, _iso(row.due), _iso(row.booked)) for row in index.orders],
    )


def _drafts(database: Database, limit: int) -> tuple[Draft, ...]:
    found = database.rows(
        f"""SELECT {_PERSON}, {_EVALUATION} FROM evaluation e JOIN person p USING (patient)
        WHERE e.state = 'draft' AND e.visits > 0 ORDER BY e.seq DESC LIMIT ?""",  # noqa: S608
        (limit,),
    )
    return tuple(Draft(PersonRow(*row[:6]), _evaluation(row[6:])) for row in found)


def _open_orders(database: Database, limit: int) -> tuple[OpenOrder, ...]:
    found = database.rows(
        f"""SELECT {_PERSON}, {_ORDER} FROM open_order o JOIN person p USING (patient)
        ORDER BY coalesce(o.due, o.booked, '9999'), p.sort, o.record LIMIT ?""",  # noqa: S608
        (limit,),
    )
    return tuple(OpenOrder(PersonRow(*row[:6]), _order(row[6:])) for row in found)


def _recent(database: Database, limit: int) -> tuple[Recent, ...]:
    found = database.rows(
        f"""SELECT {_PERSON}, p.changed,
        coalesce((SELECT state FROM evaluation e WHERE e.patient = p.patient ORDER BY seq DESC LIMIT 1), ''),
        (SELECT count(*) FROM open_order o WHERE o.patient = p.patient)
        FROM person p WHERE EXISTS (SELECT 1 FROM evaluation e WHERE e.patient = p.patient AND e.visits > 0)
        OR NOT EXISTS (SELECT 1 FROM evaluation e WHERE e.patient = p.patient) ORDER BY p.seq DESC LIMIT ?""",  # noqa: S608
        (limit,),
    )
    return tuple(Recent(PersonRow(*row[:6]), datetime.fromisoformat(row[6]), row[7], row[8]) for row in found)


def _evaluation(row: tuple[Any, ...]) -> EvaluationRow:
    progress = msgspec.json.decode(row[3], type=Progress)
    return EvaluationRow(row[0], row[1], row[2], progress, datetime.fromisoformat(row[4]), row[5], row[6])


def _order(row: tuple[Any, ...]) -> OrderRow:
    due, booked = (date.fromisoformat(day) if day else None for day in row[4:6])
    return OrderRow(row[0], row[1], row[2], row[3], due, booked)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
