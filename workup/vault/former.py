"""The names of those who have no account here: removed ones, and authors of what was imported."""

from collections.abc import Iterable, Mapping

import msgspec

from workup.store import Person
from workup.vault.engine import Database

_NAME = "people"


def names(database: Database) -> dict[str, str]:
    """Names by id, as they were last."""
    found = database.row("SELECT value FROM setting WHERE name = ?", (_NAME,))
    return {} if found is None else msgspec.json.decode(found[0], type=dict[str, str])


def keep(database: Database, people: Iterable[Person]) -> None:
    """Remember these, within the running transaction."""
    add(database, {person.id: person.name for person in people})


def add(database: Database, more: Mapping[str, str]) -> None:
    """Remember these names by id, within the running transaction."""
    kept = {**names(database), **more}
    database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (_NAME, msgspec.json.encode(kept).decode()))
