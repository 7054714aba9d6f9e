"""Rows of the audit trail about some objects."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from workup.store import Trace
from workup.vault.engine import Database

_SPLIT = re.compile("[:/ ]")


def about(database: Database, ids: Collection[str]) -> tuple[Trace, ...]:
    """What was done with these objects, the oldest first."""
    query = "SELECT seq, at, who, action, object FROM audit ORDER BY seq"
    found, wanted = database.rows(query, ()), frozenset(ids)
    return tuple(
        Trace(seq, datetime.fromisoformat(at), who, action, what)
        for seq, at, who, action, what in found
        if any(part in wanted for part in _SPLIT.split(what))
    )
