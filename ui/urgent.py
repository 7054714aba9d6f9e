"""What is most urgent of all open work, read from the vault again only when something was stored since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from ui.filling import WorkFilling
from ui.homelist import ListColumn
from ui.homerows import work_words
from workup.orders import reference_day
from workup.protocol import Library
from workup.store import OpenStore, WorkRow
from workup.texts import N_, _
from workup.worklist import Line, Wording, foremost, lines, ordered

TITLE = N_("Awaiting action")
MOST_WORK = 40
NOTHING = (
    N_("Nothing awaits action"),
    N_("Orders, unread results, actions and missed visits appear here until somebody sees to them."),
)
NOT_ALL = (N_("Being put together"), N_("The records are of another version: what is open is read from them once."))


class Urgent:
    """Keeps the list that Home last showed: twenty thousand rows are not read each time somebody comes back to it."""

    def __init__(self, vault: OpenStore, filling: WorkFilling) -> None:
        self._vault, self._filling = vault, filling
        self._known: tuple[int, date, Library] | None = None
        self._found: list[Line] = []

    def found(self, library: Library, now: datetime) -> tuple[list[Line], Wording]:
        """All open lines, the most urgent first, as they stand today; and the words for them."""
        end = self._vault.end()
        newest = end.newest
        today, _rest = reference_day(now, newest.astimezone(now.tzinfo) if newest is not None else None)
        wording, known = Wording(library, today), (end.moved, today, library)
        if known != self._known:
            self._found, self._known = ordered(lines(self._vault.work(), today, wording.title), "kind"), known
        return self._found, wording

    def show(
        self, column: ListColumn, library: Library, now: datetime, opener: Callable[[WorkRow], Callable[[], None]]
    ) -> None:
        """Show the first of them; while the list is being put together, say so."""
        found, wording = self.found(library, now)
        rows = [(work_words(line, wording), opener(line.row)) for line in foremost(found, MOST_WORK)]
        coming = self._filling.words
        column.show_rows(f"{_(TITLE)}, {coming}" if coming else _(TITLE), rows, len(found))
        column.empty.say(*map(_, NOT_ALL if coming else NOTHING))
