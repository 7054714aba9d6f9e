"""What a result does: the ranking without and with it, and which expectation it met."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.form.column import BAR
from ui.reasoning.notetable import NoteRow, NoteTable
from ui.reasoning.wording import source_name
from ui.tests_board.orderform import SIDE
from ui.theme import Theme
from ui.widgets import Card, Label
from workup import words
from workup.assess import Assessment
from workup.orders import Expectation, Shift
from workup.texts import N_, _

SHOWN = 5
DIRECTIONS = {"stronger": N_("stronger"), "weaker": N_("weaker"), "same": N_("the same")}
_ARROWS = {"stronger": "arrow-up", "weaker": "arrow-down", "same": "minus"}
_MET = {
    "stronger": N_("As expected if it is the source"),
    "weaker": N_("As expected if it is not the source"),
    "same": "",
}


class EffectCard(Card):
    """Before and after a result, and the expectations it decided."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Effect on ranking"), "scale", _("without this result, and with it"), parent=parent)
        self.shifts = NoteTable(theme, _("Effect on ranking"))
        self.met_title = Label(theme, "label", _("Expected, and found"), "ink2", weight=600)
        self.met = NoteTable(theme, _("Expected, and found"))
        self.none = Label(theme, "label", "", "ink2", wrap=True)
        for part in (self.shifts, self.none, self.met_title, self.met):
            self.body.addWidget(part)

    def show_effect(self, assessment: Assessment, number: int, moved: tuple[Shift, ...]) -> None:
        """Show every source that moved, and the expectations that were decided."""
        phrases = assessment.library.engine.phrase
        self.shifts.show_rows(tuple(_shift(one, phrases) for one in moved[:SHOWN]))
        self.shifts.setVisible(bool(moved))
        self.none.setText("" if moved else _("Nothing entered so far moves a source."))
        self.none.setVisible(not moved)
        met = [one for one in assessment.orders.expected(number) if one.met in ("stronger", "weaker")]
        self.met.show_rows(tuple(map(_met, met[:SHOWN])))
        for part in (self.met_title, self.met):
            part.setVisible(bool(met))


def _shift(one: Shift, phrases: dict[str, str]) -> NoteRow:
    after = phrases.get(one.phrase_after, "")
    was = _("was {phrases}, place {place_before}").format(
        phrases=words.in_sentence(phrases.get(one.phrase_before, "")), place_before=one.place_before
    )
    balance = _("balance {signed} to {signed2}").format(
        signed=words.signed(one.before), signed2=words.signed(one.after)
    )
    return NoteRow(
        f"{one.place_after}  {source_name(one.cause, one.at)}",
        f"{after}, {_(DIRECTIONS[one.direction])}",
        f"{was}; {balance}",
        strong=True,
        figure_token="accent",
        icon=_ARROWS[one.direction],
    )


def _met(one: Expectation) -> NoteRow:
    met = one.met or "same"
    said = (
        one.criterion.text
        if one.state
        else one.criterion.absent_text or _("Not: {text}").format(text=words.in_sentence(one.criterion.text))
    )
    return NoteRow(f"{source_name(one.cause, one.at)}: {words.in_sentence(said)}", "", _(_MET[met]), icon=_ARROWS[met])


class BelowResult(QWidget):
    """What scrolls with a result form: how it was reviewed, and its effect."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.effect = EffectCard(theme)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.effect)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self.theme.px(SIDE)
        self._column.setContentsMargins(side, 0, side - self.theme.px(BAR), self.theme.px(12))
