"""What was imported into a vault: the acts of the workups that came from elsewhere."""

from __future__ import annotations

from workup.record import Imported, evaluation_log
from workup.rights import need
from workup.vault.store import Vault


def imports(vault: Vault) -> tuple[Imported, ...]:
    """The import of each workup that came from elsewhere and was not made void since."""
    need(vault.person, "view")
    rows = vault.database.rows("SELECT evaluation FROM evaluation WHERE state = 'imported'", ())
    acts = (vault.read(evaluation_log(str(name)))[-1].value for (name,) in rows)
    return tuple(act for act in acts if isinstance(act, Imported))
