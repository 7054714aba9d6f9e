"""Filling the table of open work of a vault whose rows follow from other rules, or that has none: log by log."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from workup.store import Followed
from workup.vault import work
from workup.vault.engine import Database

# One step through the index for each log: a list of all would read every entry first.
_NEXT = """SELECT min(log) FROM (SELECT min(log) AS log FROM entry WHERE log > ?
    UNION ALL SELECT min(log) FROM packed WHERE log > ?)"""
_HOW_MANY = "SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM evaluation)"


class Filling:
    """Goes through all logs in slices, each stored as a whole; what is entered meanwhile is written with its entries.

    Which rules filled the table is stored with the last slice only: whatever ends the program before, the next opening
    begins anew. `done` of about `total` logs are through.
    """

    def __init__(
        self, database: Database, rules: str, followed: Callable[[str], Followed], moved: Callable[[], None]
    ) -> None:
        self._database, self._rules, self._followed, self._moved = database, rules, followed, moved
        self._last = ""
        self.done = 0
        found = database.row(_HOW_MANY)
        self.total = 0 if found is None else int(found[0])

    def go_on(self, seconds: float) -> bool:
        """Fill for so long, one log at least; True when all are through."""
        until = perf_counter() + seconds
        with self._database.transaction():
            if not self._last:
                self._database.run("DELETE FROM setting WHERE name = ?", (work.RULES,))
            last, done = self._last, self.done
            while (log := self._after(last)) is not None:
                work.write_followed(self._database, log, self._followed(log))
                last, done = log, done + 1
                if perf_counter() >= until:
                    break
            else:
                self._database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (work.RULES, self._rules))
        self._last, self.done = last, done  # only once it is stored
        self._moved()
        return log is None

    def _after(self, log: str) -> str | None:
        found = self._database.row(_NEXT, (log, log))
        return None if found is None or found[0] is None else str(found[0])
