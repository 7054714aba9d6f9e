"""How the key file and the data key change, so that file and records never disagree."""

from contextlib import suppress
from datetime import datetime

from workup.vault import chain, former, known, refusals
from workup.vault.engine import connect
from workup.vault.header import Header
from workup.vault.records import RECORDS
from workup.vault.vault import Vault


def change_keys(
    vault: Vault, changed: Header, action: str, what: str, now: datetime, then: Header | None = None
) -> None:
    """Change who can open the vault: audited before it is done, and known to the records; `then` may follow."""
    with vault.database.transaction():
        former.keep(vault.database, vault.people)
        known.expect(vault.database, vault.header, then or changed)
        chain.write_audit(vault.database, vault.person.id, action, what, now.isoformat(), vault.ticks())
    try:
        vault.rewrite(changed)
    except refusals.VaultError:
        with suppress(refusals.VaultError):  # the audit trail must not say what was not done
            vault.audit(f"{action}: not stored", vault.person.id, what, now)
        raise
    if then is None:
        with vault.database.transaction():
            known.expect(vault.database, changed)


def rekey(vault: Vault, data_key: bytes) -> None:
    """Encrypt the records with another key, and prove that they open with it."""
    with vault.turn:  # no second connection meanwhile
        vault.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        vault.database.rows(f"PRAGMA rekey = \"x'{data_key.hex()}'\"")
        vault.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        vault.database.close()
        vault.database, vault.data_key = connect(vault.folder / RECORDS, data_key), data_key
