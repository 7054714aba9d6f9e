"""The audit trail as it is read: who did what and when, by ids; reading it leaves its own row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from workup.rights import need
from workup.vault.store import Vault

_SPLIT = re.compile("[:/ ]")


class Trace(Struct, frozen=True):
    """One audit row."""

    seq: int
    at: datetime
    who: str
    action: str
    what: str


def traces_about(vault: Vault, ids: Sequence[str]) -> tuple[Trace, ...]:
    """What was done with these objects, the oldest first, for the access report of one patient's record."""
    need(vault.person, "export")
    query = "SELECT seq, at, who, action, object FROM audit ORDER BY seq"
    found, wanted = vault.database.rows(query, ()), frozenset(ids)
    return tuple(
        Trace(seq, datetime.fromisoformat(at), who, action, what)
        for seq, at, who, action, what in found
        if any(part in wanted for part in _SPLIT.split(what))
    )


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
