"""Attached documents: their bytes stand once each under their SHA-256, stored in the transaction of their entry."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from workup.answers import Attached
from workup.record import Entry
from workup.vault import refusals
from workup.vault.engine import Database, connect

_NAMED = """SELECT DISTINCT json_extract(file.value, '$.digest') FROM entry, json_each(entry.value, '$.files') AS file
    WHERE json_extract(entry.value, '$.type') = 'attached' ORDER BY 1"""


def keep(database: Database, entries: Iterable[Entry], contents: Mapping[str, bytes]) -> None:
    """Store what the entries attach and is not stored yet, within the running transaction."""
    for entry in entries:
        for file in entry.value.files if isinstance(entry.value, Attached) else ():
            content = contents.get(file.digest)
            if database.row("SELECT 1 FROM document WHERE digest = ?", (file.digest,)) is not None:
                continue
            if content is None or hashlib.sha256(content).hexdigest() != file.digest:
                raise ValueError("an entry attaches a document whose bytes are not there")
            database.run("INSERT INTO document VALUES (?, ?)", (file.digest, content))


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
    named = [str(row[0]) for row in database.rows(_NAMED)]
    return len(named), tuple(digest for digest in named if not _is_sound(records, data_key, digest))


def _is_sound(records: Path, data_key: bytes, digest: str) -> bool:
    try:
        read(records, data_key, digest)
    except refusals.DamagedDocument:
        return False
    return True
