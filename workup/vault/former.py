"""The names of those who ever had an account: what they entered keeps its author when the account is gone."""

from collections.abc import Iterable

import msgspec

from workup.vault.engine import Database
from workup.vault.keys import Person

_NAME = "people"


def names(database: Database) -> dict[str, str]:
    """Names by id, as they were last."""
    found = database.row("SELECT value FROM setting WHERE name = ?", (_NAME,))
    return {} if found is None else msgspec.json.decode(found[0], type=dict[str, str])


def keep(database: Database, people: Iterable[Person]) -> None:
    """Remember these, within the running transaction."""
    kept = {**names(database), **{person.id: person.name for person in people}}
    database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (_NAME, msgspec.json.encode(kept).decode()))
