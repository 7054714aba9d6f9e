"""What is most urgent of all open work, read from the vault again only when something was stored since."""

from __future__ import annotations

from datetime import date, datetime

from workup.orders import reference_day
from workup.protocol import Library
from workup.vault import Vault
from workup.worklist import Line, Wording, lines, ordered


class Urgent:
    """Keeps the list that Home last showed: twenty thousand rows are not read each time somebody comes back to it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: tuple[int, date, Library] | None = None
        self._found: list[Line] = []

    def found(self, library: Library, now: datetime) -> tuple[list[Line], Wording]:
        """All open lines, the most urgent first, as they stand today; and the words for them."""
        newest = self._vault.newest
        today, _ = reference_day(now, newest.astimezone(now.tzinfo) if newest is not None else None)
        wording, known = Wording(library, today), (self._vault.moved, today, library)
        if known != self._known:
            self._found, self._known = ordered(lines(self._vault.work(), today, wording.title), "kind"), known
        return self._found, wording
