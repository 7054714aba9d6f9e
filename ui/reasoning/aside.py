"""Beside a source: what to do next, what would change it, how firm the lead is, where it starts, and what it cites."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.fields import FieldContext
from ui.reasoning.arithmetic import turn_rows
from ui.reasoning.notetable import NoteRow, NoteTable
from ui.reasoning.stepcard import StepCard
from ui.reasoning.steprow import StepRow
from ui.widgets import Card, Label, Option, Select
from workup import words
from workup.answers import Slot, Value
from workup.protocol import Choice, Engine, Library
from workup.reasoning.ranking import PROFILE, Candidate
from workup.reasoning.reason import Reasoning
from workup.reasoning.stability import Stability
from workup.reasoning.weighing import Place
from workup.texts import N_, _

STEPS, SOURCES = 4, 12
DEPTH = {
    "abstract": N_("abstract read"),
    "text": N_("text read"),
    "secondary": N_("as reported elsewhere"),
    "own": N_("own figures"),
}
FIRMNESS = {"firm": N_("Firm"), "leaning": N_("Leaning"), "open": N_("Open")}


class Aside(QWidget):
    """The right column of the Assessment step."""

    answered = Signal(object, object)
    go_wanted = Signal(object)
    add_wanted = Signal(object)

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = self.theme = context.theme
        self.step = StepCard(theme, "page")
        self.step.hide()
        self.steps = [StepRow(theme) for _rest in range(STEPS - 1)]
        self.turns = NoteTable(theme, _("What would change this"))
        self.turns_card = Card(theme, _("What would change this"), "refresh")
        self.turns_card.body.addWidget(self.turns)
        self.firm = Label(theme, "label", "", "ink2", wrap=True)
        self.firm_card = Card(theme, _("How firm"), "scale")
        self.firm_card.body.addWidget(self.firm)
        self.profile = Select(theme, _("Starting point"), (), placeholder=_("All level"))
        self._offered: tuple[Option, ...] = ()
        self.profile_text = Label(theme, "label", "", "ink2", wrap=True)
        self.profile_card = Card(theme, _("Starting point"), "flag")
        for widget in (self.profile, self.profile_text):
            self.profile_card.body.addWidget(widget)
        self.sources = NoteTable(theme, _("Sources"))
        self.sources_card = Card(theme, _("Sources"), "book")
        self.sources_card.body.addWidget(self.sources)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.step)
        for row in self.steps:
            self._column.addWidget(row)
        for card in (self.turns_card, self.firm_card, self.sources_card, self.profile_card):
            self._column.addWidget(card)
        self._column.addStretch(1)
        self._column.setSpacing(theme.px(10))
        self.step.go_wanted.connect(self.go_wanted)
        self.step.add_wanted.connect(self.add_wanted)
        for row in self.steps:
            row.clicked.connect(lambda _rest2=False, row=row: self.go_wanted.emit(row.step))
        self.profile.picked.connect(lambda name: self.answered.emit(Slot(PROFILE), name))

    def show_fixed(self, reasoning: Reasoning, numbers: tuple[str, ...]) -> None:
        """What needs no working out: the starting point and the sources of the chart."""
        chosen = reasoning.answers.value(PROFILE)
        offered = _profiles(reasoning, chosen)
        if offered != self._offered:
            self._offered = offered
            self.profile.set_options(offered)
        self.profile.set_value(str(chosen) if chosen is not None else None)
        self.profile.setVisible(len(offered) > 1)
        self.profile_text.setText(_profile_words(reasoning))
        rows = tuple(_cited(reasoning.library, number, key) for number, key in enumerate(numbers[:SOURCES], 1))
        self.sources.show_rows(rows)
        self.sources_card.setVisible(bool(rows))

    def show_worked(self, reasoning: Reasoning, candidate: Candidate | None, place: Place | None) -> None:
        """What takes longer and follows after the paint: steps, changes, stability."""
        steps = reasoning.steps
        self.step.show_step(steps[0] if steps else None, reasoning.library)
        self.step.setVisible(bool(steps))
        for number, row in enumerate(self.steps, 1):
            row.show_step(steps[number] if number < len(steps) else None, reasoning.library)
        turns = () if candidate is None or place is None else turn_rows(reasoning, candidate, place)
        self.turns.show_rows(turns)
        self.turns_card.setVisible(bool(turns))
        self.firm.setText(firmness_words(reasoning.library.engine, reasoning.stability))


def firmness_words(engine: Engine, found: Stability) -> str:
    """`Firm: Foraminal stenosis leads in 97 of 100 draws …`."""
    if found.leader is None:
        return _("Open: nothing recorded speaks for a source yet.")
    lead = _("{short} leads in {share} of 100 draws").format(short=found.leader.short, share=round(found.share * 100))
    same = _("its word stays the same in {share}").format(share=round(found.phrase_share * 100))
    low, high, cut = (words.decimal(engine.number(name)) for name in ("draw_low", "draw_high", "draw_cut"))
    how = _("{draws} draws, each weight × {low} to {high}, each cut-off moved by up to {cut}.").format(
        draws=found.draws, low=low, high=high, cut=cut
    )
    return f"{_(FIRMNESS[found.word])}: {lead}; {same}. {how}"


def _profiles(reasoning: Reasoning, chosen: Value | None) -> tuple[Option, ...]:
    """All level, and the groups this patient belongs to; one chosen earlier stays to be seen."""
    item = reasoning.library.items[PROFILE]
    assert isinstance(item, Choice)
    groups = {profile.id for profile in reasoning.library.engine.profile}
    return tuple(
        Option(name, label)
        for name, label in item.options.items()
        if name not in groups or name == chosen or reasoning.weigher.holds(f"profile:{name}") is True
    )


def _profile_words(reasoning: Reasoning) -> str:
    chosen = reasoning.answers.value(PROFILE)
    for profile in reasoning.library.engine.profile:
        if profile.id == chosen:
            holds = reasoning.weigher.holds(f"profile:{profile.id}") is True
            return (
                profile.text
                if holds
                else _("Not used: this patient does not belong to that group. {text}").format(text=profile.text)
            )
    return _("Every source starts level unless you choose a group that this patient belongs to.")


def _cited(library: Library, number: int, key: str) -> NoteRow:
    source = library.sources[key]
    return NoteRow(f"{number}  {source.text}", "", _(DEPTH[source.read]))
