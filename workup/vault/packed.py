"""Packed logs: a signed evaluation is one compressed row with its hash; amending lays its entries out again."""

import hashlib
import heapq
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from workup.record import Amended, Entry, Imported, Signed, Void
from workup.vault import refusals
from workup.vault.engine import Cell, Database

LEVEL = 9
_INSERT = "INSERT INTO packed (log, first, last, count, hash, content) VALUES (?, ?, ?, ?, ?, ?)"

# The cells of an entry with its seal last, as the table holds them.
Row = tuple[Cell, ...]
_ROWS = msgspec.msgpack.Decoder(list[list[Any]])


def is_packed(database: Database, log: str) -> bool:
    """Whether a log is packed, so that nothing is appended to it."""
    return database.row("SELECT 1 FROM packed WHERE log = ?", (log,)) is not None


def closes(entry: Entry) -> bool:
    """Whether nothing is appended behind this entry: its log is packed."""
    return isinstance(entry.value, Signed | Imported)


def check_append(database: Database, log: str, entries: Sequence[Entry]) -> None:
    """Refuse what a signed or imported evaluation does not take, and a signature that is not at the end.

    Of a signed one that is anything but an amendment, of an imported one anything but that it is made void.
    """
    if any(closes(entry) for entry in entries[:-1]):
        raise ValueError("nothing is stored behind a signature in one append")
    closing = closes(entries[-1])
    if closing and not log.startswith("evaluation:"):
        raise ValueError("only an evaluation is signed or imported")
    if not isinstance(entries[0].value, Amended):
        if is_packed(database, log):
            raise refusals.SignedLog
    elif closing or not is_packed(database, log):
        raise ValueError("only a signed evaluation is amended, and what is amended is not signed in the same append")
    elif _is_imported(database, log) and not any(isinstance(entry.value, Void) for entry in entries):
        raise ValueError("an imported evaluation is not amended")


def _is_imported(database: Database, log: str) -> bool:
    """Whether a packed log ends with an import; the value stands as JSON in the tenth cell."""
    return str(rows_of(database, log)[-1][9]).startswith('{"type":"imported"')


def pack(database: Database, log: str, columns: str) -> None:
    """Put the entries of a log into one row, within the running transaction."""
    query = f"SELECT {columns}, mac FROM entry WHERE log = ? ORDER BY seq"  # noqa: S608
    rows = database.rows(query, (log,))
    content = zlib.compress(msgspec.msgpack.encode(rows), LEVEL)
    digest = hashlib.sha256(content).hexdigest()
    database.run(_INSERT, (log, rows[0][0], rows[-1][0], len(rows), digest, content))
    database.run("DELETE FROM entry WHERE log = ?", (log,))


def unpack(database: Database, log: str, columns: str) -> None:
    """Lay the entries of a packed log out again, each as it was, within the running transaction."""
    rows = rows_of(database, log)
    marks = ", ".join("?" * (columns.count(",") + 2))
    database.run_each(f"INSERT INTO entry ({columns}, mac) VALUES ({marks})", rows)  # noqa: S608
    database.run("DELETE FROM packed WHERE log = ?", (log,))


def rows_of(database: Database, log: str) -> list[Row]:
    """The rows of a packed log, oldest first; none when it is open. Refuses what is not as it was packed."""
    found = database.row("SELECT count, hash, content FROM packed WHERE log = ?", (log,))
    return [] if found is None else _opened(*found)


def _opened(count: int, digest: str, content: bytes) -> list[Row]:
    try:
        if hashlib.sha256(content).hexdigest() != digest:
            raise refusals.DamagedLog
        rows = [tuple(row) for row in _ROWS.decode(zlib.decompress(content))]
    except (zlib.error, msgspec.DecodeError):
        raise refusals.DamagedLog from None
    if len(rows) != count:
        raise refusals.DamagedLog
    return rows


def _is_known(database: Database) -> bool:
    """Whether these records can hold packed logs: those of a former version are walked before they are changed."""
    return database.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'packed'") is not None


def mac_at(database: Database, seq: int) -> bytes | None:
    """The seal of an entry in a packed log."""
    if not _is_known(database):
        return None
    for (log,) in database.rows("SELECT log FROM packed WHERE ? BETWEEN first AND last ORDER BY log", (seq,)):
        for row in rows_of(database, log):
            if row[0] == seq:
                return row[-1] if isinstance(row[-1], bytes) else None
    return None


def in_order(database: Database) -> Iterator[Row]:
    """All packed entries by seq; a log is read when its first entry is reached, and let go after its last."""
    waiting = database.rows("SELECT first, log FROM packed ORDER BY first DESC") if _is_known(database) else []
    reached: list[tuple[int, list[Row]]] = []  # the rest of each log that is being read, newest entry first
    while waiting or reached:
        while waiting and (not reached or waiting[-1][0] <= reached[0][0]):
            first, log = waiting.pop()
            rows = rows_of(database, log)
            if not rows:  # the table has it and its index has not: a page of an earlier day was put back
                raise refusals.DamagedLog
            heapq.heappush(reached, (first, rows[::-1]))
        _, rest = heapq.heappop(reached)
        yield rest.pop()
        if rest:
            heapq.heappush(reached, (_seq(rest[-1]), rest))


def _seq(row: Row) -> int:
    assert isinstance(row[0], int)
    return row[0]
