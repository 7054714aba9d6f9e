"""Finding on Home: who is found, or the workups of one of them; Ctrl K, and from there what else can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtWidgets import QWidget

from ui.homelist import ListColumn
from ui.homerows import RowWords
from ui.palette import Entry, Palette
from ui.theme import Theme
from ui.widgets import Button, EmptyState
from workup.store import OpenStore, PersonRow
from workup.texts import N_, _
from workup.words import person_name

MOST_PEOPLE = 12
NOBODY = N_("Nobody found"), N_("Try part of the name, the record number or a birth date such as 14 Jun 1971.")
NO_WORKUP = N_("No workup here"), N_("This patient has none, or it was moved to another record. New workup begins one.")
Rows = Sequence[tuple[RowWords, Callable[[], None]]]


class FoundList(ListColumn):
    """Who is found, or the workups of one of them; a patient without a workup is somebody all the same."""

    def __init__(self, theme: Theme, button: QWidget) -> None:
        super().__init__(theme, _("Found"), EmptyState(theme, "search", _(NOBODY[0]), _(NOBODY[1])), button)

    def show_found(self, rows: Rows) -> None:
        """Those who are found."""
        self.empty.say(*map(_, NOBODY))
        self.show_rows(_("Found"), rows)

    def show_workups(self, name: str, rows: Rows) -> None:
        """What there is of one patient."""
        self.empty.say(*map(_, NO_WORKUP))
        self.show_rows(name, rows)


class HomeFinding:
    """Patients and the actions of Home in one line."""

    def __init__(
        self, page: QWidget, theme: Theme, search: QWidget, begin: Callable[[], None], vault: OpenStore,
        choose: Callable[[PersonRow], None], buttons: Sequence[Button], hidden: Button,
    ) -> None:
        self._page, self._theme, self._search, self._begin = page, theme, search, begin
        self._vault, self._choose, self._buttons = vault, choose, tuple(buttons)
        self._hidden = hidden  # is found here too while there is nothing to show a button for
        self._palette: Palette | None = None

    def open(self) -> None:
        """The search has the keyboard; once it has, everything that can be found from here."""
        if self._palette is not None and self._palette.isVisible():
            return
        if not self._search.hasFocus():
            self._begin()
            return
        if self._palette is not None:
            self._palette.deleteLater()
        shown = [one for one in self._buttons if one.isVisible() and _said(one)]
        entries = [Entry(_said(one), "action", one.click) for one in (*shown, self._hidden)]
        self._palette = Palette(
            self._theme,
            entries,
            self._page,
            words_of=_("Patient or action"),
            widen=lambda text: list(self._people(text)),
        )
        self._palette.widen()
        self._palette.closed.connect(self._begin)
        self._palette.begin()

    def _people(self, text: str) -> Iterator[Entry]:
        for person in self._vault.search(text, MOST_PEOPLE):
            hint = "  ".join(part for part in (person.birth_date, person.mrn, "patient") if part)
            name = person_name(person.family_name, person.given_name)
            yield Entry(name, hint, lambda person=person: self._choose(person))  # type: ignore[misc]


def _said(button: Button) -> str:
    return button.accessibleName() or button.text()
