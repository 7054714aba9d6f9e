"""Pages besides the summary: the one for the patient, and blank checklists for when no computer can be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from ui.clipboard import ClinicalClipboard
from ui.identity import patient_words
from ui.pagedialog import PageDialog, Way
from ui.theme import Theme
from ui.widgets import Option, Segments
from workup.content.overlay import library_in
from workup.note import Cover, Note
from workup.note.blank import checklist, checklist_cover, steps_of
from workup.protocol import Library, Step
from workup.session import Session
from workup.session.otherpages import page_for_patient, page_for_patient_left
from workup.settings import Preferences
from workup.store import OpenStore
from workup.texts import N_, _, language

PATIENT = (
    N_("Page for the patient"),
    N_("In plain words, without verdict or figures. Read it before you hand it over."),
)
BLANK = (N_("Paper checklists"), N_("For when no computer can be used. No patient stands on them."))
ALL = "all"


def show_patient_page(
    theme: Theme, session: Session, preferences: Preferences, clipboard: ClinicalClipboard, parent: QWidget
) -> None:
    """Show it; Escape closes it."""
    way = Way(
        _(PATIENT[0]), session.who, preferences, lambda what: page_for_patient_left(session, what), session.today(),
        patient_words(session.assessment) if preferences.names_in_files else "",
    )  # fmt: skip
    PageDialog(
        theme, (_(PATIENT[0]), _(PATIENT[1])), page_for_patient(session, preferences), way, clipboard, parent
    ).exec()


class ChecklistDialog(PageDialog):
    """The blank pages of one step or of all."""

    def __init__(
        self, theme: Theme, library: Library, vault: OpenStore, preferences: Preferences, clock: Callable[[], datetime],
        parent: QWidget,
    ) -> None:  # fmt: skip
        self.library, self.code = library_in(library, preferences.page_code), preferences.page_code
        plain = Cover(
            author="", printed_at=clock(), clinic=preferences.clinic_name, address=preferences.clinic_address,
            phone=preferences.clinic_phone, paper=preferences.paper, language=self.code,
        )  # fmt: skip
        cover = checklist_cover("", plain)
        way = Way(
            _(BLANK[0]), vault.person, preferences,
            lambda what: vault.audit(what, vault.person.id, "checklist", clock()),
            kept=_("nothing else is lost."),
        )  # fmt: skip
        page = self._page(steps_of(self.library), cover), cover
        super().__init__(theme, (_(BLANK[0]), _(BLANK[1])), page, way, None, parent)
        options = (Option(ALL, _("All")), *(Option(step.id, step.title) for step in steps_of(library)))
        self.steps = Segments(theme, _("Step"), options)
        self.steps.set_value(ALL)
        self.steps.chosen.connect(self._show)
        self.steps.cleared.connect(lambda: self.steps.set_value(ALL))
        self.steps.cleared.connect(lambda: self._show(ALL))
        self.body.insertWidget(0, self.steps)

    def _show(self, step: str) -> None:
        wanted = steps_of(self.library, () if step == ALL else (step,))
        self.show_page(self._page(wanted, self.cover), self.cover)

    def _page(self, wanted: Sequence[Step], cover: Cover) -> Note:
        with language(self.code):
            return checklist(self.library, wanted, cover)
