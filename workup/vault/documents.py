"""Attached documents: their bytes stand once each under their SHA-256, stored in the transaction of their entry."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from workup.answers import Attached, Value
from workup.record import Act, Entry, Imported, Signed
from workup.vault import packed, refusals
from workup.vault.engine import Database, connect

_NAMED = """SELECT DISTINCT value ->> '$.page' FROM entry
    WHERE item IS NULL AND value ->> '$.type' IN ('signed', 'imported') UNION
    SELECT DISTINCT json_extract(file.value, '$.digest') FROM entry, json_each(entry.value, '$.files') AS file
    WHERE json_extract(entry.value, '$.type') = 'attached' ORDER BY 1"""

_VALUE = msgspec.json.Decoder(Value | Act | None)


def keep(database: Database, entries: Iterable[Entry], contents: Mapping[str, bytes]) -> None:
    """Store what the entries attach or sign and is not stored yet, within the running transaction."""
    for digest in (digest for entry in entries for digest in _digests(entry.value)):
        content = contents.get(digest)
        if database.row("SELECT 1 FROM document WHERE digest = ?", (digest,)) is not None:
            continue
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            raise ValueError("an entry names a document whose bytes are not there")
        database.run("INSERT INTO document VALUES (?, ?)", (digest, content))


def named_by(entries: Iterable[Entry]) -> frozenset[str]:
    """The digests of all documents that these entries name."""
    return frozenset(digest for entry in entries for digest in _digests(entry.value))


def _digests(value: Value | Act | None) -> tuple[str, ...]:
    """The documents a value names: attached reports, the page that was signed here or elsewhere."""
    match value:
        case Attached(files=files):
            return tuple(file.digest for file in files)
        case Signed(page=page) | Imported(page=page):
            return (page,)
        case _:
            return ()


def read(records: Path, data_key: bytes, digest: str) -> bytes:
    """The bytes of a document, as they were attached.

    Read by a connection of its own: after one damaged page the engine gives out nothing more, and the rest of the
    record has to stay readable.
    """
    second = connect(records, data_key)
    try:
        found = second.row("SELECT content FROM document WHERE digest = ?", (digest,))
    except refusals.DamagedVault:
        raise refusals.DamagedDocument from None
    finally:
        second.close()
    if found is None or hashlib.sha256(found[0]).hexdigest() != digest:
        raise refusals.DamagedDocument
    return bytes(found[0])


def damaged(database: Database, records: Path, data_key: bytes) -> tuple[int, tuple[str, ...]]:
    """How many documents the entries name, and the digests of those that are not what was attached."""
    named = sorted({str(row[0]) for row in database.rows(_NAMED)} | _named_in_packed(database))
    return len(named), tuple(digest for digest in named if not _is_sound(records, data_key, digest))


def _named_in_packed(database: Database) -> set[str]:
    """The documents named by entries of packed logs; their values stand as JSON in the tenth cell."""
    return {
        digest
        for row in packed.in_order(database)
        for digest in _digests(_VALUE.decode(str(row[9])))
    }  # fmt: skip


def _is_sound(records: Path, data_key: bytes, digest: str) -> bool:
    try:
        read(records, data_key, digest)
    except refusals.DamagedDocument:
        return False
    return True
