"""Whose record need not be kept any longer, by the time the clinic set: a list to look at. Nothing is deleted here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import islice

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.blankforms import Wishes
from ui.homelist import ListColumn, ListRow
from ui.homerows import RowWords
from ui.theme import Theme
from ui.widgets import Button, Dialog, EmptyState
from workup.errors import WorkupError
from workup.retention import Over, border, over
from workup.rights import may
from workup.store import PersonRow
from workup.texts import N_, _, _n
from workup.vault import Vault
from workup.vault.lastentries import last_entries
from workup.words import calendar_day
from workup.worklist import about, name_of

TITLE = N_("Retention")
SOME = N_("Retention: time is over")
MOST = 200
NOTHING_DELETED = N_(
    "Nothing is deleted, here or by itself: this is only a list. The law of the place decides how long a record is "
    "kept, often longer for children."
)
OFF = N_(
    "No time is set, so no record is listed. An administrator sets it in Preferences, under How long records are kept."
)
NONE = N_("No record is that old.")


def overdue(vault: Vault, years: int, now: datetime, most: int) -> list[Over]:
    """The records whose time is over, the oldest first."""
    return list(islice(over(last_entries(vault, border(years, now)), years, now), most)) if years else []


class RetentionDialog(Dialog):
    """The patients whose last entry is longer ago than records are kept; a row opens the patient on Home."""

    def __init__(
        self, theme: Theme, found: list[Over], years: int, now: datetime, parent: QWidget, *, covered: bool
    ) -> None:
        kept = _n("Records are kept for {n} year after the last entry.", "Records are kept for {n} years after the "
                  "last entry.", years)  # fmt: skip
        text = f"{kept} {_(NOTHING_DELETED)}" if years else _(NOTHING_DELETED)
        super().__init__(theme, _(TITLE), text, _("Close"), "", parent, width=640)
        self.chosen: PersonRow | None = None
        title, line = _("Nothing is due"), _(NONE if years else OFF)
        self.list = ListColumn(theme, "", EmptyState(theme, "clock", title if years else _("No time is set"), line))
        rows = [(_words(one, now), partial(self._take, one.person)) for one in found[:MOST]]
        more = _("The {n} longest past are shown").format(n=MOST) if len(found) > MOST else _("Time is over")
        self.list.show_rows(more if rows else "", rows)
        self.list.title.setVisible(bool(rows))
        self.list.cover(covered)
        self.list.setMinimumHeight(theme.px(360 if rows else 160))
        self.body.addWidget(self.list)
        first = (None if covered else self.list.first()) or self.accept_button  # a row under the keyboard is uncovered
        QTimer.singleShot(0, self, lambda: first.setFocus(Qt.FocusReason.TabFocusReason))

    def _take(self, person: PersonRow) -> None:
        self.chosen = person
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.focusWidget()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self.list.rows:
            self.list.walk(row, step) if isinstance(row, ListRow) else self.list.focus_first()
        else:
            super().keyPressEvent(event)


class RetentionButton(Button):
    """On Home while a time is set, and found there by its name always; says when there is something in the list."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, vault: Vault, clock: Callable[[], datetime], wishes: Wishes, covered: Callable[[], bool]
    ) -> None:
        super().__init__(theme, "quiet", _(TITLE), icon="clock")
        self.vault, self.clock, self.wishes, self.covered = vault, clock, wishes, covered
        self.clicked.connect(self.show_list)
        self.hide()

    def look(self) -> None:
        """Show the button where a time is set, and whether somebody's is over."""
        years, now = self.wishes().retention_years, self.clock()
        shown = bool(years) and may(self.vault.person, "view")
        self.setVisible(shown)
        if shown:
            self.set_label(_(SOME if overdue(self.vault, years, now, 1) else TITLE), "clock")

    def show_list(self) -> None:
        """The list; that it was looked at is audited when it names somebody."""
        years, now = self.wishes().retention_years, self.clock()
        try:
            found = overdue(self.vault, years, now, MOST + 1)
            if found:
                self.vault.audit("viewed", self.vault.person.id, "retention", now)
        except WorkupError as error:
            Dialog(self.theme, _(TITLE), error.sentence, _("Close"), "", self.window()).exec()
            return
        dialog = RetentionDialog(self.theme, found, years, now, self.window(), covered=self.covered())
        dialog.exec()
        dialog.deleteLater()
        if dialog.chosen is not None:
            self.chosen.emit(dialog.chosen)


def _words(one: Over, now: datetime) -> RowWords:
    last = calendar_day(one.last.astimezone(now.tzinfo).date())
    return RowWords(
        name_of(one.person),
        about(one.person, now.date()),
        _("Last entry {day}").format(day=last),
        _("kept until {day}").format(day=calendar_day(one.until)),
    )
