"""Whose record an imported workup belongs to: asked each time, and said by a person."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import Button, Dialog, Label
from workup.answers import PartialDate
from workup.errors import WorkupError
from workup.session.importing import Done, Importing
from workup.store import PersonRow
from workup.texts import N_, _
from workup.words import calendar_day, listing

TITLE = N_("Import into whose record?")
ABOUT = N_("The page is about {whose}. Compare name, birth date and number before you choose.")
NOBODY = N_("Nobody here has this number, or this name and birth date.")
FACTS = N_("Allergies, operations and what else is kept with a patient are copied for a new patient only.")
NEW = N_("A new patient")


class ImportDialog(Dialog):
    """One button for each patient who may be meant and one for a new one; Escape imports nothing."""

    def __init__(self, theme: Theme, importing: Importing, parent: QWidget) -> None:
        same = importing.same()
        text = _(ABOUT).format(whose=person_words(importing.person))
        super().__init__(theme, _(TITLE), text if same else f"{text} {_(NOBODY)}", "", _("Cancel"), parent, width=640)
        self.accept_button.hide()
        self.importing = importing
        self.done_here: Done | None = None
        self.choices: list[Button] = []
        for row in same:
            alike = listing(alike_in(importing.person, row))
            hint = _("same {alike}").format(alike=alike) if alike else _("similar name")
            self._choice(person_words(row), partial(self._take, row.patient), hint)
        self._choice(_(NEW), partial(self._take, None), _(FACTS))
        self.problem = Label(theme, "label", "", "danger", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)

    def _choice(self, words: str, take: partial[None], hint: str) -> None:
        button = Button(self.theme, "secondary", words, icon="person")
        button.clicked.connect(lambda _rest=False: take())
        self.body.addWidget(button)
        self.body.addWidget(Label(self.theme, "hint", hint, "ink2", wrap=True))
        self.choices.append(button)

    def _take(self, patient: str | None) -> None:
        """Import into this record; a refusal stands below and nothing is stored."""
        try:
            self.done_here = self.importing.store(patient)
        except WorkupError as error:
            self.problem.setText(error.sentence)
            self.problem.show()
            return
        self.accept()


def person_words(row: PersonRow) -> str:
    """`OKOYE, Amara, born 14 Jun 1971, MRN 004-2318`."""
    birth = PartialDate.parse(row.birth_date) if row.birth_date else None
    born = _("at an unknown date") if birth is None else calendar_day(birth.first) if birth.day else str(birth)
    name = ", ".join(part for part in (row.family_name.upper(), row.given_name) if part) or _("somebody without a name")
    return _("{name}, born {born}, {value}").format(
        name=name, born=born, value=_("MRN {mrn}").format(mrn=row.mrn) if row.mrn else _("no number")
    )


def alike_in(one: PersonRow, other: PersonRow) -> list[str]:
    """What two rows have in common, in words."""
    pairs = (
        (_("number"), one.mrn, other.mrn),
        (_("birth date"), one.birth_date, other.birth_date),
        (_("name"), f"{one.family_name} {one.given_name}", f"{other.family_name} {other.given_name}"),
    )
    return [word for word, mine, theirs in pairs if mine.strip() and mine.casefold() == theirs.casefold()]
