"""The way from Home to a table of all patients without names; the password is asked, for the file leaves the vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ui.accounts.forms import FormDialog
from ui.blankforms import Wishes
from ui.leaving import CSV, save_as, suggested_name
from ui.theme import Theme
from ui.widgets import Button, Dialog
from workup.cohort import Cohort
from workup.errors import WorkupError
from workup.protocol import Library
from workup.rights import may
from workup.store import OpenStore
from workup.texts import N_, _

TITLE = N_("Table without names")
TEXT = N_(
    "One row for each patient, from the latest workup: age band, sex, region, scores, operated levels, agreed causes. "
    "No name, no date, no text. Groups of fewer than {smallest} are left out. Whoever gets it could still guess at "
    "somebody they know: give it only to people the clinic trusts with it."
)


class NotYourPassword(WorkupError):
    """What was typed is not the password of the present user."""


class CohortButton(Button):
    """Asks, makes the table and saves it; hidden where the role does not include exporting."""

    def __init__(
        self, theme: Theme, library: Library, vault: OpenStore, clock: Callable[[], datetime], wishes: Wishes
    ) -> None:
        super().__init__(theme, "quiet", _(TITLE), icon="export")
        self.library, self.vault, self.clock, self.wishes = library, vault, clock, wishes
        self.clicked.connect(self.export)
        if not may(vault.person, "export"):
            self.hide()

    def export(self) -> None:
        """From the question to the file."""
        asking = FormDialog(
            self.theme,
            _(TITLE),
            _(TEXT).format(smallest=self.wishes().small_groups),
            _("Make the table"),
            self.window(),
        )
        password = asking.password_row(_("Your password"))
        made: list[Cohort] = []
        asking.take = lambda: made.append(self._made(password.line.text()))
        asking.exec()
        asking.deleteLater()
        for found in made:
            self._save(found)

    def _made(self, password: str) -> Cohort:
        from workup.session.counting import cohort_of

        if not self.vault.is_password(password):
            raise NotYourPassword(_("This is not your password. Nothing was exported. Type it again."))
        return cohort_of(self.library, self.vault, self.clock, self.wishes().small_groups)

    def _save(self, found: Cohort) -> None:
        from workup.session.counting import cohort_left

        name = suggested_name(_(TITLE), self.clock().date(), CSV)
        saved = save_as(found.content, name, self.window(), self.theme, CSV, _("the record is not changed."))
        if saved is None:
            return
        said = saved.sentence
        if saved.done:
            said = f"{said} {found.sentence}"
            try:
                cohort_left(self.vault, self.clock)
            except WorkupError as error:
                said = _("{said} The audit trail could not be written. {sentence}").format(
                    said=said, sentence=error.sentence
                )
        Dialog(self.theme, _(TITLE), said, _("Close"), "", self.window()).exec()
