"""The key that seals pages, kept in the records: made when first needed, it outlives every change of the data key."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from workup.rights import need
from workup.vault import chain
from workup.vault.store import Vault

_NAME = "sealing key"


def sealing_seed(vault: Vault, now: datetime, make: Callable[[Callable[[int], bytes]], bytes]) -> bytes:
    """The seed of the key; whoever signs first has it made, and that is audited."""
    found = kept_seed(vault)
    if found is not None:
        return found
    need(vault.person, "sign")
    seed = make(os.urandom)
    with vault.database.transaction():
        vault.database.run("INSERT INTO setting VALUES (?, ?)", (_NAME, f'"{seed.hex()}"'))
        chain.write_audit(vault.database, vault.person.id, "sealing key made", vault.id, now.isoformat(), vault.ticks())
    return seed


def kept_seed(vault: Vault) -> bytes | None:
    """The seed where the key was made already."""
    found = vault.setting(_NAME)
    return None if found is None else bytes.fromhex(found.strip('"'))
