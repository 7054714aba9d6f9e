"""Another data key for the records: who left with the former one can read nothing that is written from now on.

The key file holds the shares of both keys until the records are proved to open with the new one. Changing the key is
one transaction of the engine, so whenever the program ends, the records have wholly the one or wholly the other, and
the next opening sees which and tidies the key file.
"""

from __future__ import annotations

import os
from datetime import datetime

import msgspec

from workup.rights import need
from workup.texts import N_, _
from workup.vault import keys, known, refusals
from workup.vault.changing import change_keys, rekey
from workup.vault.header import Header, anchored
from workup.vault.keys import Entropy, RecoverySheet
from workup.vault.vault import Vault


def change_data_key(vault: Vault, now: datetime, entropy: Entropy = os.urandom) -> RecoverySheet:
    """Encrypt the records with a new data key; every password stays, the recovery sheet is a new one."""
    need(vault.person, "accounts")
    if any(not slot.public for slot in vault.header.slots if slot.kind == "password"):
        raise refusals.AccountRefused(_("An account is from before there were roles. Its owner has to unlock once."))
    data_key, recovery = entropy(keys.KEY_BYTES), entropy(keys.KEY_BYTES)
    coming = (
        *(keys.shared(vault.id, s, data_key, entropy) for s in vault.header.slots if s.kind == "password"),
        keys.recovery_slot(vault.id, recovery, data_key, entropy),
    )
    on_the_way = msgspec.structs.replace(vault.header, coming=coming)
    change_keys(vault, on_the_way, N_("data key changed"), f"vault:{vault.id}", now, settled(on_the_way))
    rekey(vault, data_key)
    settle(vault)
    return RecoverySheet(keys.as_groups(recovery), "")


def settled(header: Header) -> Header:
    """The key file once the records have the new key."""
    return msgspec.structs.replace(header.of_slots(header.coming), coming=())


def settle(vault: Vault) -> None:
    """The records open with the new key: only that one stays in the key file."""
    header = settled(vault.header)
    if header.anchor is not None:
        header = msgspec.structs.replace(
            header, anchor=anchored(vault.data_key, vault.id, header.anchor.seq, header.anchor.mac)
        )
    vault.rewrite(header)
    with vault.database.transaction():
        known.expect(vault.database, header)
