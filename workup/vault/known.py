"""What the records know of the key file, so that an older or altered one put in its place shows."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from workup.vault import refusals
from workup.vault.engine import Database
from workup.vault.header import Header

_NAME = "accounts"


class Known(Struct, frozen=True):
    """The digests of the slots that may stand in the key file: two while a change is on its way."""

    accounts: tuple[str, ...]
    recovery: tuple[str, ...]


def expect(database: Database, *headers: Header) -> None:
    """From now on the slots of one of these are the right ones; within the running transaction."""
    known = Known(tuple(each.accounts for each in headers), tuple(each.recovery for each in headers))
    database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (_NAME, msgspec.json.encode(known).decode()))


def check(database: Database, header: Header, *, recovering: bool) -> bool:
    """Refuse a key file the records do not know; whether it is to be made known.

    Who has the recovery key that is in force may put the accounts in order again, from whatever key file there is.
    """
    found = database.row("SELECT value FROM setting WHERE name = ?", (_NAME,))
    if found is None:  # from before the records knew
        return True
    known = msgspec.json.decode(found[0], type=Known)
    if header.accounts in known.accounts:
        return len(known.accounts) > 1
    if header.accounts_before_licences in known.accounts:
        return True
    if recovering and header.recovery in known.recovery:
        return True
    raise refusals.FormerKeys
