"""The tables of the records file, and the numbered steps from one version to the next."""

from __future__ import annotations

from collections.abc import Sequence

from workup.vault import refusals
from workup.vault.engine import Database

APPLICATION = 0x576B7570  # "Wkup"

_FIRST = (
    """CREATE TABLE entry (
        seq INTEGER PRIMARY KEY, log TEXT NOT NULL, visit INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
        item TEXT, record INTEGER, place TEXT, side TEXT, value TEXT NOT NULL, cause TEXT NOT NULL,
        step INTEGER NOT NULL, mac BLOB NOT NULL) STRICT""",
    "CREATE INDEX entry_log ON entry (log, seq)",
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, ticks INTEGER NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
        object TEXT NOT NULL, mac BLOB NOT NULL) STRICT""",
    """CREATE TABLE chain (
        only INTEGER PRIMARY KEY CHECK (only = 1), vault TEXT NOT NULL, seq INTEGER NOT NULL, mac BLOB NOT NULL,
        key BLOB NOT NULL) STRICT""",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE pending (
        who TEXT NOT NULL, log TEXT NOT NULL, slot TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (who, log, slot)) STRICT""",
    """CREATE TABLE person (
        number INTEGER PRIMARY KEY, patient TEXT NOT NULL UNIQUE, family TEXT NOT NULL, given TEXT NOT NULL,
        born TEXT NOT NULL, sex TEXT NOT NULL, mrn TEXT NOT NULL, mrn_key TEXT NOT NULL, sort TEXT NOT NULL,
        words TEXT NOT NULL, changed TEXT NOT NULL, seq INTEGER NOT NULL) STRICT""",
    "CREATE INDEX person_sort ON person (sort)",
    "CREATE INDEX person_mrn ON person (mrn_key)",
    "CREATE INDEX person_born ON person (born)",
    "CREATE INDEX person_seq ON person (seq)",
    """CREATE VIRTUAL TABLE person_words USING fts5 (
        words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = 'ascii')""",
    """CREATE TABLE evaluation (
        evaluation TEXT PRIMARY KEY, patient TEXT NOT NULL, step TEXT NOT NULL, progress TEXT NOT NULL,
        changed TEXT NOT NULL, state TEXT NOT NULL, visits INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT""",
    "CREATE INDEX evaluation_patient ON evaluation (patient, seq)",
    "CREATE INDEX evaluation_state ON evaluation (state, seq)",
    """CREATE TABLE open_order (
        patient TEXT NOT NULL, record INTEGER NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL, due TEXT, booked TEXT,
        PRIMARY KEY (patient, record)) STRICT""",
    *(
        f"""CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, 'a stored row is never changed'); END"""
        for table in ("entry", "audit")
        for verb in ("UPDATE", "DELETE")
    ),
)

# Reports attached to entries; an entry holds the digest, so the chain covers the bytes.
_DOCUMENTS = (
    "CREATE TABLE document (digest TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT",
    *(
        f"""CREATE TRIGGER document_{verb.lower()} BEFORE {verb} ON document
        BEGIN SELECT RAISE(ABORT, 'a stored document is never changed'); END"""
        for verb in ("UPDATE", "DELETE")
    ),
)

# Open work of every kind in one table, when a patient was last seen, and the latest time of any entry. The rows are
# derived: Vault.keep_up fills them from the logs.
_OPEN_WORK = (
    "DROP TABLE open_order",
    """CREATE TABLE open_work (
        log TEXT NOT NULL, kind TEXT NOT NULL, record INTEGER NOT NULL, patient TEXT NOT NULL, what TEXT NOT NULL,
        variant TEXT NOT NULL, side TEXT NOT NULL, detail TEXT NOT NULL, state TEXT NOT NULL, first TEXT, due TEXT,
        booked TEXT, who TEXT NOT NULL, PRIMARY KEY (log, kind, record)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX open_work_patient ON open_work (patient, kind)",
    "ALTER TABLE evaluation ADD COLUMN seen TEXT",
    "CREATE TABLE newest (only INTEGER PRIMARY KEY CHECK (only = 1), at TEXT NOT NULL) STRICT",
    "INSERT INTO newest SELECT 1, coalesce(max(datetime(at)), '') FROM entry",
)

# A signed evaluation is one packed row. Its entries leave their table only into that row and come back whole before it
# goes; while it is there, nothing is added behind it. How often and when an evaluation was signed is for the lists.
_PACKED = (
    """CREATE TABLE packed (
        log TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,
        hash TEXT NOT NULL, content BLOB NOT NULL) STRICT""",
    "DROP TRIGGER entry_delete",
    """CREATE TRIGGER entry_delete BEFORE DELETE ON entry
        WHEN NOT EXISTS (SELECT 1 FROM packed WHERE log = OLD.log AND OLD.seq BETWEEN first AND last)
        BEGIN SELECT RAISE(ABORT, 'a stored row is never changed'); END""",
    """CREATE TRIGGER entry_insert BEFORE INSERT ON entry
        WHEN EXISTS (SELECT 1 FROM packed WHERE log = NEW.log AND NEW.seq NOT BETWEEN first AND last)
        BEGIN SELECT RAISE(ABORT, 'nothing is added to a signed evaluation'); END""",
    """CREATE TRIGGER packed_update BEFORE UPDATE ON packed
        BEGIN SELECT RAISE(ABORT, 'a stored row is never changed'); END""",
    """CREATE TRIGGER packed_delete BEFORE DELETE ON packed
        WHEN (SELECT count(*) FROM entry WHERE log = OLD.log AND seq BETWEEN OLD.first AND OLD.last) <> OLD.count
        BEGIN SELECT RAISE(ABORT, 'a stored row is never changed'); END""",
    "ALTER TABLE evaluation ADD COLUMN version INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE evaluation ADD COLUMN signed TEXT",
)

# From which day on an order is unsafe, and from which no more. A column of derived rows: they are filled anew.
_UNSAFE = (
    "ALTER TABLE open_work ADD COLUMN unsafe TEXT",
    "ALTER TABLE open_work ADD COLUMN safe TEXT",
)

# Under whom a merged patient goes on, so that both names find the same record.
_MERGED = (
    "ALTER TABLE person ADD COLUMN merged_into TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX person_merged ON person (merged_into) WHERE merged_into <> ''",
)

STEPS: tuple[Sequence[str], ...] = (_FIRST, _DOCUMENTS, _OPEN_WORK, _PACKED, _UNSAFE, _MERGED)
VERSION = len(STEPS)


def build(database: Database) -> None:
    """Bring the records file to this version, each step in one transaction."""
    for number in range(_version(database), VERSION):
        with database.transaction():
            for statement in STEPS[number]:
                database.run(statement)
            database.run(f"PRAGMA application_id = {APPLICATION}")
            database.run(f"PRAGMA user_version = {number + 1}")


def check(database: Database) -> None:
    """Refuse records of a newer version and files that are not ours."""
    found = database.row("PRAGMA application_id")
    if found is None or found[0] != APPLICATION:
        raise refusals.DamagedVault
    if _version(database) > VERSION:
        raise refusals.NewerVault


def older(database: Database) -> bool:
    """Whether the records are of a former version, so that `build` would change them."""
    return 0 < _version(database) < VERSION


def _version(database: Database) -> int:
    found = database.row("PRAGMA user_version")
    return 0 if found is None else int(found[0])
