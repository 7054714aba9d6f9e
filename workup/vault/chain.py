"""The keyed chain over entries and audit rows: each link seals its row and uses up its key."""

import hashlib
import heapq
import hmac
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from workup.texts import _
from workup.vault import header, keys, packed, refusals
from workup.vault.engine import Cell, Database

ENTRY_COLUMNS = "seq, log, visit, at, who, item, record, place, side, value, cause, step"
AUDIT_COLUMNS = "seq, at, ticks, who, action, object"


class Chain:
    """The end of the chain, to which rows are added inside one transaction."""

    def __init__(self, database: Database) -> None:
        found = database.row("SELECT seq, mac, key FROM chain")
        if found is None:
            raise refusals.DamagedVault
        self._database = database
        self.seq: int = found[0]
        self.mac: bytes = found[1]
        self._key: bytes = found[2]

    def seal(self, table: str, row: Sequence[Cell]) -> bytes:
        """Count the row, whose first cell is the next seq, into the chain."""
        self.seq += 1
        self.mac = _link(self._key, self.mac, table, row)
        self._key = _next(self._key)
        return self.mac

    def keep(self) -> None:
        """Store the new end; the used keys are overwritten in the same transaction."""
        self._database.run("UPDATE chain SET seq = ?, mac = ?, key = ?", (self.seq, self.mac, self._key))


class Verdict(Struct, frozen=True):
    """What a walk along the chain found; `broken_at` is the first seq that does not fit."""

    sound: bool
    rows: int
    broken_at: int | None
    sentence: str


def begin(database: Database, vault: str, start: bytes) -> None:
    """Lay the first key; the start itself goes only to the recovery sheet."""
    database.run("INSERT INTO chain VALUES (1, ?, 0, ?, ?)", (vault, _origin(vault), start))


def write_audit(database: Database, who: str, action: str, what: str, at: str, ticks: int) -> None:
    """Add an audit row within the running transaction."""
    end = Chain(database)
    row = (end.seq + 1, at, ticks, who, action, what)
    mac = end.seal("audit", row)
    database.run(f"INSERT INTO audit ({AUDIT_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, mac))  # noqa: S608
    end.keep()


def mac_at(database: Database, seq: int) -> bytes | None:
    """The seal of one row."""
    found = database.row(
        "SELECT mac FROM entry WHERE seq = ? UNION ALL SELECT mac FROM audit WHERE seq = ?", (seq, seq)
    )
    return packed.mac_at(database, seq) if found is None else bytes(found[0])


def walk(database: Database, vault: str, audit_start: str, anchor: header.Anchor | None) -> Verdict:
    """Check every row from the start on the recovery sheet to the end."""
    key = keys.from_groups(audit_start)
    if key is None:
        return Verdict(False, 0, None, _("This is not a start of the audit chain. Compare it with the recovery sheet."))
    mac, expected = _origin(vault), 1
    rows = _rows(database)
    while True:
        try:
            found = next(rows, None)
        except refusals.DamagedLog:
            return _broken(expected)
        if found is None:
            break
        table, row, stored = found
        mac = _link(key, mac, table, row)
        if not hmac.compare_digest(mac, stored):
            return _broken(expected)
        key, expected = _next(key), expected + 1
        if anchor is not None and anchor.seq == row[0] and not hmac.compare_digest(anchor.mac, mac):
            return _broken(anchor.seq)
    end = Chain(database)
    last = expected - 1
    if end.seq != last or not hmac.compare_digest(end.mac, mac) or (anchor is not None and anchor.seq > last):
        return _broken(expected)
    return Verdict(True, last, None, _("All {last} rows of the record stand as they were written.").format(last=last))


def _broken(seq: int) -> Verdict:
    return Verdict(
        False,
        seq - 1,
        seq,
        _(
            "From row {seq} on the record has been altered or cut, or the start of the chain belongs to another vault. "
            "The {before} rows before it stand as they were written. Keep the folder as it is and compare it with a "
            "backup."
        ).format(seq=seq, before=seq - 1),
    )


def _origin(vault: str) -> bytes:
    return hashlib.sha256(f"workup chain 1 {vault}".encode()).digest()


def _link(key: bytes, previous: bytes, table: str, row: Sequence[Cell]) -> bytes:
    return hmac.digest(key, previous + msgspec.json.encode((table, row)), "sha256")


def _next(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()


def _rows(database: Database) -> Iterator[tuple[str, tuple[Cell, ...], bytes]]:
    """Every row by seq: those of the two tables, and the entries of packed logs at their places among them."""
    laid = (("entry", row[:-1], bytes(row[-1])) for row in packed.in_order(database))  # type: ignore[arg-type]
    return heapq.merge(_open_rows(database), laid, key=lambda each: each[1][0])  # type: ignore[arg-type,return-value]


def _open_rows(database: Database) -> Iterator[tuple[str, tuple[Cell, ...], bytes]]:
    width = ENTRY_COLUMNS.count(",") + 1
    padding = ", NULL" * (width - AUDIT_COLUMNS.count(",") - 1)
    query = (
        f"SELECT {ENTRY_COLUMNS}, mac, 'entry' FROM entry UNION ALL "  # noqa: S608
        f"SELECT {AUDIT_COLUMNS}{padding}, mac, 'audit' FROM audit ORDER BY 1"
    )
    for found in database.each(query):
        table = found[-1]
        cells = found[: width if table == "entry" else AUDIT_COLUMNS.count(",") + 1]
        yield table, cells, bytes(found[-2])
