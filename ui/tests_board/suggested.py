"""The test that the reasoning suggests next, one key from being a draft."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.tests_board.take import states_of
from ui.theme import Theme
from ui.widgets import Button
from workup.assess import Assessment
from workup.orders import State
from workup.orders.drafting import next_suggested
from workup.reasoning.next_step import NextStep
from workup.texts import _


class SuggestedButton(Button):
    """Names the test; hidden where none is suggested. `wanted` carries the step of the reasoning it would do."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "quiet", _("Suggested"), icon="plus", key_hint="T", parent=parent)
        self.step: NextStep | None = None
        self._states: list[tuple[int, State]] = []
        self.clicked.connect(self.draft)
        self.hide()

    def offer(self, assessment: Assessment, *, may: bool, anew: bool = True) -> None:
        """Offer the first test of the next steps that no order does yet, to one who may draft it.

        Unless `anew`, the steps are ranked again only for other orders: that takes longer than an answer may.
        """
        states = states_of(assessment)
        if not anew and states == self._states:
            return
        self._states = states
        known = assessment.orders.all
        found = next_suggested(assessment.library, assessment.reasoning.steps, known) if may else None
        self.step = found[0] if found is not None else None
        if found is not None:
            self.set_label(_("Suggested: {test}").format(test=found[1]), "plus")
            self.setAccessibleName(_("Draft the suggested test, {test}").format(test=found[1]))
        self.setVisible(found is not None)

    def draft(self) -> None:
        """Ask for the draft, if a test is suggested."""
        if self.step is not None:
            self.wanted.emit(self.step)
