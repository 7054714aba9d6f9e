"""The sources of the pain in three columns: the ranking, one source in full, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.fields import FieldContext, Views
from ui.reasoning.aside import Aside
from ui.reasoning.ranked import open_asks, rank_rows
from ui.reasoning.ranklist import RankList
from ui.reasoning.sourcecard import SourceCard, restyled
from ui.reasoning.wording import DECIDE
from ui.timers import once
from ui.widgets import EmptyState, Label, Scroll
from ui.widgets.base import LETTERS_OFF
from workup.answers import Slot, Value
from workup.assess import Assessment
from workup.reasoning.ranking import Candidate
from workup.reasoning.weighing import Weighed
from workup.texts import N_, _

LIST, ASIDE, THREE_FROM = 292, 292, 1010
UNITS = N_("Bars show the balance of evidence for and against, in doublings of the odds. They are not percentages.")


class SourcesPage(QWidget):
    """Works the keys: arrows walk the ranking, letters judge, add to the plan, explain and compare."""

    answered = Signal(object, object)
    typing = Signal(object, str)
    go_wanted = Signal(object)
    add_wanted = Signal(object)
    missing_wanted = Signal(object)
    slot_wanted = Signal(object)
    impression_wanted = Signal(object)

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = self.theme = context.theme
        self._assessment: Assessment | None = None
        self._pending: tuple[Slot | None, str] = (None, "")
        self._told: dict[Slot, Value | None] = {}
        self._opened: set[str] = {"early"}
        self._asks: dict[str, str] = {}
        self.selected = ""
        self.list = RankList(theme)
        self.units = Label(theme, "hint", f"{_(UNITS)} {_(DECIDE)}", "ink3", wrap=True)
        self.card = SourceCard(context)
        self.aside = Aside(context)
        self.empty = EmptyState(theme, "scale", "", "")
        self._later = once(self, self._work_out)
        self._build()
        self._wire()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addWidget(self.units)
        column.addStretch(1)
        self._left = Scroll(inner)
        self._right = Scroll(self.aside)
        self._row = QHBoxLayout(self)
        for widget in (self._left, self.card, self._right, self.empty):
            self._row.addWidget(widget)
        self._row.setStretch(1, 1)
        self._three = True
        self.theme.changed.connect(self._restyle)
        self._restyle()

    def _wire(self) -> None:
        self.list.chosen.connect(self._select)
        self.list.toggled.connect(self._toggle)
        self.list.letter.connect(self._letter)
        self.list.moved.connect(self._reveal)
        for part in (self.card, self.aside):
            part.answered.connect(self._answer)
        self.card.typing.connect(self.typing)
        self.card.slot_wanted.connect(self.slot_wanted)
        self.card.impression_wanted.connect(self._use)
        self.card.missing_wanted.connect(self._missing)
        for name in ("go_wanted", "add_wanted"):
            getattr(self.aside, name).connect(getattr(self, name))

    # What it shows

    def render_sources(self, assessment: Assessment) -> None:
        """Show the ranking of these answers, keeping the source that is looked at."""
        before, self._assessment = self._assessment, assessment
        if before is not None and not assessment.differs(before):
            return
        self._show()

    def set_pending(self, slot: Slot | None, sentence: str) -> None:
        """A failing save: one slot waits, the others take no input."""
        self._pending = (slot, sentence)
        if self._assessment is not None:
            self._show()

    def _show(self) -> None:
        assessment = self._assessment
        if assessment is None:
            return
        reasoning = assessment.reasoning
        any_row = bool(reasoning.candidates or reasoning.closed)
        for widget in (self._left, self.card, self._right):
            widget.setVisible(any_row)
        self._fit()
        self.empty.setVisible(not any_row)
        if not any_row:
            self.empty.say(_("Sources are not ranked here"), reasoning.scope.sentence)
            return
        known = {one.cause.id for one in reasoning.candidates} | {one.cause.id for one in reasoning.closed}
        if self.selected not in known and reasoning.candidates:
            self.selected = reasoning.candidates[0].cause.id
        self.list.show_rows(rank_rows(reasoning, self._opened, self._asks), self.selected)
        self._show_source()

    def _show_source(self) -> None:
        assessment, candidate = self._assessment, self.candidate
        if assessment is None:
            return
        views = Views(assessment, *self._pending, self._told)
        if candidate is not None:
            self.card.show_source(candidate, assessment.reasoning, views)
        elif (weighed := self._closed()) is not None:
            self.card.show_closed(weighed)
        numbers = self.card.chart.told.numbers if candidate is not None else ()
        self.aside.show_fixed(assessment.reasoning, numbers)
        self._later.start()

    def _work_out(self) -> None:
        """Steps, changes and stability follow after the answer has been painted."""
        if self._assessment is not None and self.isVisible():
            reasoning = self._assessment.reasoning
            if "early" in self._opened:
                self._asks = open_asks(reasoning)
                self.list.show_rows(rank_rows(reasoning, self._opened, self._asks), self.selected)
            self.card.show_missing()
            self.aside.show_worked(reasoning, self.candidate, self.card.place)

    @property
    def candidate(self) -> Candidate | None:
        """The source that is looked at; none when it cannot be considered."""
        found = self._assessment.reasoning.candidates if self._assessment is not None else ()
        return next((one for one in found if one.cause.id == self.selected), None)

    def _closed(self) -> Weighed | None:
        found = self._assessment.reasoning.closed if self._assessment is not None else ()
        return next((one for one in found if one.cause.id == self.selected), None)

    @property
    def columns(self) -> tuple[QWidget, ...]:
        """The parts from left to right, as they are read."""
        return (self._left, self.card, self._right)

    # What the user does

    def show_cause(self, cause: str) -> None:
        """Look at a source and put the keyboard on it."""
        self.selected = cause
        self._show()
        self.begin()

    def begin(self) -> None:
        """Give the keyboard to the list."""
        target: QWidget = self.list if self.list.rows else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _select(self, cause: str) -> None:
        self.selected = cause
        self._show_source()

    def _toggle(self, group: str) -> None:
        self._opened ^= {group}
        self._show()

    def _reveal(self, row: QRect) -> None:
        self._left.ensureVisible(row.x(), row.top(), 0, self.theme.px(12))
        self._left.ensureVisible(row.x(), row.bottom(), 0, self.theme.px(12))

    def _answer(self, slot: Slot, value: Value | None) -> None:
        self._told = {slot: value}
        self.answered.emit(slot, value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().lower()
        typed = bool(text) and text in "ahlrpwic" and self.theme.letter_keys
        if event.modifiers() & LETTERS_OFF or not typed:
            super().keyPressEvent(event)
        else:
            self._letter(text)

    def _letter(self, letter: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "p": self._plan,
            "w": self.card.toggle_arithmetic,
            "c": self.card.toggle_comparison,
            "i": self._use,
        }
        if letter in acts:
            acts[letter]()
        elif self.candidate is not None:
            self.card.judgement.press(letter)

    def _plan(self) -> None:
        if self.aside.step.step is not None:
            self.add_wanted.emit(self.aside.step.step)

    def _use(self) -> None:
        """Only what the clinician agreed to goes into the impression."""
        one = self.candidate
        if one is not None and one.judgement is not None and one.judgement.value == "agree":
            self.impression_wanted.emit(one)

    def _missing(self) -> None:
        if self._assessment is not None and self.candidate is not None:
            turns = self._assessment.reasoning.turns(self.candidate, self.card.place)
            if turns:
                self.missing_wanted.emit(turns[0])

    # Where things are

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        QTimer.singleShot(0, self, lambda: self._reveal(self.list.current()))

    def _fit(self) -> None:
        """Three columns where there is room; else what to do next stands below the source."""
        three = self.width() >= self.theme.px(THREE_FROM)
        if three != self._three:
            self._three = three
            if three:
                self._right.setWidget(self.aside)
                self.aside.show()
                restyled(self.aside)
            else:
                self._right.takeWidget()
                self.card.take_below(self.aside)
        self._right.setVisible(three and self.card.isVisibleTo(self))

    def _restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), 0, px(20), px(12))
        self._row.setSpacing(px(12))
        self._left.setFixedWidth(px(LIST))
        self._right.setFixedWidth(px(ASIDE))
        self._fit()
