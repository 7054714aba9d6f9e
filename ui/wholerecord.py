"""The way to one patient's whole record: the password is asked, for all of it leaves the vault; then it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from ui.accounts.forms import FormDialog
from ui.blankforms import Wishes
from ui.leaving import FHIR, save_as, suggested_name
from ui.pagedialog import PageDialog, Way
from ui.theme import Theme
from ui.widgets import Button, Dialog
from workup.errors import WorkupError
from workup.protocol import Library
from workup.rights import may, refusal
from workup.session.wholerecord import WholeRecord
from workup.settings import Preferences
from workup.store import OpenStore, PersonRow
from workup.texts import N_, _

TITLE = N_("Whole record")
ASKED = N_(
    "All workups of this patient with their signed versions, drafts, results, the list of documents, and who looked at "
    "it. Answers marked private are in it too. Give it only to whom it belongs."
)
SHOWN = N_(
    "The PDF carries all workups as a FHIR Bundle; Export FHIR saves that alone. Read it before you hand it over."
)
KEPT = N_("the record is not changed.")


class NotYourPassword(WorkupError):
    """What was typed is not the password of the present user."""


class RecordDialog(PageDialog):
    """The whole record as it will print; prints or saves it, and saves the Bundle by itself."""

    def __init__(self, theme: Theme, record: WholeRecord, preferences: Preferences, parent: QWidget) -> None:
        self.record = record
        way = Way(
            _(TITLE), record.vault.person, preferences, record.left, record.clock().date(), kept=_(KEPT),
            attachments=record.attachments,
        )  # fmt: skip
        super().__init__(theme, (_(TITLE), _(SHOWN)), (record.note, record.cover), way, None, parent)
        self.fhir_button = Button(theme, "secondary", _("Export FHIR"), icon="export")
        self.fhir_button.clicked.connect(self.export_fhir)
        self.add_buttons([self.fhir_button])

    def export_fhir(self) -> None:
        """Save the Bundle where the clinician says."""
        if not self._may("export"):
            return
        name = suggested_name(_(TITLE), self.way.day, FHIR)
        saved = save_as(self.record.bundle, name, self, self.theme, FHIR, _(KEPT))
        if saved is not None and saved.done:
            self._left("exported", saved.sentence)
        elif saved is not None:
            self.said.setText(saved.sentence)


def show_whole_record(
    theme: Theme, library: Library, vault: OpenStore, clock: Callable[[], datetime], patient: str,
    preferences: Preferences, parent: QWidget,
) -> None:  # fmt: skip
    """Ask for the password, then show the record; that somebody looked at it is audited."""
    if not may(vault.person, "export"):
        Dialog(theme, _(TITLE), refusal(vault.person, "export"), _("Close"), "", parent).exec()
        return
    asking = FormDialog(theme, _(TITLE), _(ASKED), _("Show it"), parent)
    password = asking.password_row(_("Your password"))
    made: list[WholeRecord] = []

    def make() -> None:
        if not vault.is_password(password.line.text()):
            raise NotYourPassword(_("This is not your password. Nothing left the vault. Type it again."))
        record = WholeRecord(library, vault, clock, patient, preferences)
        record.left("viewed")
        made.append(record)

    asking.take = make
    asking.exec()
    asking.deleteLater()
    for record in made:
        dialog = RecordDialog(theme, record, preferences, parent)
        dialog.exec()
        dialog.deleteLater()


class RecordButton(Button):
    """Takes out the record of the patient chosen on Home; hidden where the role does not include exporting."""

    def __init__(
        self, theme: Theme, library: Library, vault: OpenStore, clock: Callable[[], datetime], wishes: Wishes
    ) -> None:
        super().__init__(theme, "quiet", _(TITLE), icon="export")
        self.library, self.vault, self.clock, self.wishes = library, vault, clock, wishes
        self.patient = ""
        self.clicked.connect(self.show_record)
        self.show_person(None)

    def show_person(self, person: PersonRow | None) -> None:
        """Whose record it is about; hidden while nobody is chosen."""
        self.patient = person.patient if person is not None else ""
        self.setVisible(bool(self.patient) and may(self.vault.person, "export"))

    def show_record(self) -> None:
        """From the question to the page."""
        show_whole_record(
            self.theme, self.library, self.vault, self.clock, self.patient, self.wishes(), self.window()
        )
