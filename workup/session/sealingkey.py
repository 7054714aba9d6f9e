"""The key that seals pages, kept in the records: made when first needed, it outlives every change of the data key."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from workup.rights import need
from workup.store import OpenStore

_NAME = "sealing key"


def sealing_seed(store: OpenStore, now: datetime, make: Callable[[Callable[[int], bytes]], bytes]) -> bytes:
    """The seed of the key; whoever signs first has it made, and that is audited."""
    found = kept_seed(store)
    if found is not None:
        return found
    need(store.person, "sign")
    seed = make(os.urandom)
    store.set_setting(_NAME, f'"{seed.hex()}"', store.person.id, now, ("sealing key made", store.id))
    return seed


def kept_seed(store: OpenStore) -> bytes | None:
    """The seed where the key was made already."""
    found = store.setting(_NAME)
    return None if found is None else bytes.fromhex(found.strip('"'))
