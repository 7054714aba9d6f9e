"""A new order: from the question to the test that fits it. It proposes; the clinician orders."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.reasoning.notetable import NoteRow, NoteTable
from ui.tests_board.aboutorder import dose_words
from ui.tests_board.orderform import SIDE
from ui.tests_board.safety import outcome_words, tone_of
from ui.tests_board.wording import cited
from ui.theme import Theme
from ui.widgets import Button, Label, Option, Painted, Select, box
from ui.widgets.base import LETTERS_OFF
from workup import words
from workup.assess import Assessment
from workup.orders import Choice
from workup.orders.order import KIND
from workup.protocol import Choice as ChoiceItem
from workup.protocol import Library
from workup.texts import N_, _

_PLACES: Mapping[str, str] = {"first": N_("Fits best"), "second": N_("Second choice"), "further": N_("Further choice")}
_RATINGS: Mapping[str, str] = {
    "usually_appropriate": N_("usually appropriate"), "may_be_appropriate": N_("may be appropriate"), "": ""
}  # fmt: skip


class ChoiceCard(Painted):
    """One test that fits the question, with all that speaks for care; each line says where it is from."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.choice: Choice | None = None
        self.title = Label(theme, "card_title", "", wrap=True)
        self.fit = Label(theme, "label", "", "ink2", wrap=True)
        self.rows = NoteTable(theme, _("About this test"), most=5)
        self.draft = Button(theme, "secondary", _("Draft it"), key_hint=str(number) if number < 10 else "")
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.draft, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.fit)
        self._column.addWidget(self.rows)
        self.draft.clicked.connect(lambda: self.wanted.emit(self.choice))
        self.restyle()

    def show_choice(self, choice: Choice, library: Library) -> None:
        """Show a test that answers the question."""
        self.choice = choice
        self.title.setText(choice.title)
        fit = choice.indication
        said = [
            _(_PLACES[fit.place]),
            _(_RATINGS[fit.rating]),
            _("must not be done as it stands") if choice.outcome == "stop" else "",
        ]
        told = " · ".join(filter(None, said))
        self.fit.setText(f"{told}. {choice.again}" if choice.again else told)
        self.fit.set_look("danger" if choice.outcome == "stop" else "ink2", 600 if choice.outcome == "stop" else None)
        self.rows.show_rows(tuple(choice_rows(choice, library)))
        self.draft.setAccessibleName(_("Draft {title}").format(title=choice.title))
        self.setAccessibleName(f"{choice.title}. {self.fit.text()}")

    def restyle(self) -> None:
        side = self.theme.px(14)
        self._column.setContentsMargins(side, self.theme.px(10), side, self.theme.px(10))
        self._column.setSpacing(self.theme.px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self.theme
        box(QPainter(self), self.rect(), theme.radius("card"), theme.color("surface"), theme.color("line"), theme.edge)


def choice_rows(choice: Choice, library: Library) -> list[NoteRow]:
    """Why it fits, what must be checked first, what it cannot show, when, and its dose."""
    fit, rows = choice.indication, list[NoteRow]()
    source = cited(library, fit.source, fit.basis)
    if fit.text or source:
        rows.append(
            NoteRow(fit.text or _("Shows: {what}").format(what=words.in_sentence(choice.kind.what)), "", source)
        )
    for one in choice.first_checks:
        icon, token = tone_of(one)
        told = cited(library, one.rule.source, one.rule.basis) if one.rule is not None else one.gate.question
        rows.append(
            NoteRow(
                _("Check first: {title}. {text}").format(title=words.in_sentence(one.gate.title), text=one.text),
                outcome_words(one),
                told,
                figure_token=token,
                icon=icon,
                icon_token=token,
            )
        )
    rows += [
        NoteRow(_("Cannot show: {text}").format(text=one.text), "", cited(library, one.source, one.basis))
        for one in choice.cannot
    ]
    rows += [
        NoteRow(_("When: {text}").format(text=one.text), "", cited(library, one.source, one.basis))
        for one in choice.timing
    ]
    if choice.dose is not None:
        dose = dose_words(choice.dose.text, choice.dose.low, choice.dose.high)
        rows.append(
            NoteRow(_("Dose: {dose}").format(dose=dose), "", cited(library, choice.dose.source, choice.dose.basis))
        )
    return rows


class ChooserPage(QWidget):
    """Question, any test by its name, and the tests that answer best first. `drafted` asks for an order."""

    drafted = Signal(str, str, str, object)

    def __init__(self, theme: Theme, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._library = theme, library
        self._assessment: Assessment | None = None
        self.asked = ""
        self.lead = Label(theme, "label", _("What is it to settle?"), "ink2", weight=600)
        self.question = Select(theme, _("Question"), (), placeholder=_("Choose the question"))
        self.cards: list[ChoiceCard] = []
        self.none = Label(theme, "label", "", "ink2", wrap=True)
        self._found = QVBoxLayout()
        self.other = Label(theme, "label", _("Or a test by its name: type its first letter"), "ink2", weight=600)
        item = library.items[KIND]
        assert isinstance(item, ChoiceItem)
        kinds = tuple(Option(name, label) for name, label in item.options.items())
        self.named = Select(theme, _("Test by name"), kinds, placeholder=_("Choose a test"))
        self._column = QVBoxLayout(self)
        for part in (self.lead, self.question, self.other, self.named, self.none):
            self._column.addWidget(part)
        self._column.addLayout(self._found)
        self._column.addStretch(1)
        self.question.picked.connect(self._ask)
        self.named.picked.connect(self._name)
        theme.changed.connect(self._restyle)
        self._restyle()

    def offer(self, assessment: Assessment) -> None:
        """Begin a new order: questions that separate the leading sources come first."""
        self._assessment = assessment
        first = assessment.orders.questions()
        rest = [one for one in self._library.ordering.question if one not in first]
        self.question.set_options(tuple(Option(one.id, one.text) for one in (*first, *rest)))
        self.named.set_value(None)
        self._ask(self.asked or (first[0].id if first else ""))

    def _ask(self, question: str) -> None:
        self.asked = question
        self.question.set_value(question)
        found = self._assessment.orders.choose(question) if self._assessment is not None and question else ()
        while len(self.cards) < len(found):
            card = ChoiceCard(self.theme, len(self.cards) + 1)
            card.wanted.connect(self._draft)
            self._found.addWidget(card)
            self.cards.append(card)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(found))
            if place < len(found):
                card.show_choice(found[place], self._library)
        self.none.setText(_said(question, bool(found)))

    def begin(self) -> None:
        """Give the keyboard to the first test proposed, or to the question where none is."""
        first = next((card.draft for card in self.cards if not card.isHidden()), None)
        (first or self.question).setFocus(Qt.FocusReason.OtherFocusReason)

    # What the user does

    def _text(self) -> str:
        found = self._library.questions.get(self.asked)
        return found.text if found is not None and found.causes else ""

    def _causes(self) -> tuple[str, ...]:
        """Of the causes the question separates, those in the running."""
        found = self._library.questions.get(self.asked)
        if found is None or self._assessment is None:
            return ()
        running = {one.cause.id for one in self._assessment.reasoning.candidates if one.balance >= 0}
        return tuple(one for one in found.causes if one in running)

    def _name(self, kind: str) -> None:
        """A test by its name: it takes over the question only where it can answer it."""
        found = self._library.tests.get(kind)
        fits = found is not None and any(one.question == self.asked for one in found.answers)
        self.drafted.emit(kind, "", self._text() if fits else "", self._causes() if fits else ())

    def _draft(self, choice: Choice | None) -> None:
        if choice is None:
            return
        variant = choice.variant.id if choice.variant is not None else ""
        self.drafted.emit(choice.kind.id, variant, self._text(), self._causes())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit drafts the test of that place; a letter opens the list of all tests where it leads to."""
        text, plain = event.text().lower(), not event.modifiers() & LETTERS_OFF
        shown = [card for card in self.cards if not card.isHidden()]
        if plain and text.isdecimal() and 1 <= int(text) <= len(shown):
            self._draft(shown[int(text) - 1].choice)
        elif not (plain and self.theme.letter_keys and self.named.open_at(text)):
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        side = self.theme.px(SIDE)
        self._column.setContentsMargins(side, self.theme.px(10), side, self.theme.px(12))
        self._column.setSpacing(self.theme.px(8))
        self._found.setSpacing(self.theme.px(8))


def _said(question: str, found: bool) -> str:
    if not question:
        return _(
            "Each test is proposed with what it cannot show and what must be checked first. You decide what is ordered."
        )
    return (
        _("It proposes; you decide what is ordered.")
        if found
        else _("No test here is described as answering this; choose one by name.")
    )
