"""The audit trail as it is read: who did what and when, by ids; reading it leaves its own row."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from workup.rights import need
from workup.vault.store import Vault


class Trace(Struct, frozen=True):
    """One audit row."""

    seq: int
    at: datetime
    who: str
    action: str
    what: str


def read_trail(vault: Vault, limit: int, now: datetime, about: str = "") -> tuple[Trace, ...]:
    """The newest rows first; `about` is part of an action, of a person's or another object's id."""
    need(vault.person, "audit")
    query = (
        "SELECT seq, at, who, action, object FROM audit WHERE instr(action, ?) OR instr(object, ?) OR instr(who, ?) "
        "ORDER BY seq DESC LIMIT ?"
    )
    found = vault.database.rows(query, (about, about, about, limit))
    vault.audit("trail read", vault.person.id, about[:100], now)
    return tuple(Trace(seq, datetime.fromisoformat(at), *rest) for seq, at, *rest in found)
