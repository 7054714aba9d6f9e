"""The Assessment step: the sources, the course with the board of roots, and the form with impression and plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.fields import FieldContext
from ui.form import StepForm
from ui.reasoning.coursepage import CoursePage
from ui.reasoning.noted import impression_with, planned
from ui.reasoning.sourcespage import SourcesPage
from ui.reasoning.wording import flag_words
from ui.widgets import Option
from workup.answers import Slot
from workup.assess import Assessment
from workup.protocol import Library
from workup.reasoning.next_step import NextStep, Turn
from workup.reasoning.ranking import Candidate
from workup.texts import N_, _, _n

View = Literal["sources", "course", "conclusion"]
VIEWS: tuple[Option, ...] = (
    Option("sources", N_("Sources"), "normal"),
    Option("course", N_("Course and roots"), "normal"),
    Option("conclusion", N_("Conclusion"), "normal"),
)
ASKED_HERE = ("history", "exam", "questionnaire", "abi")


def shown_views() -> tuple[Option, ...]:
    """The three views by their names in the language of the screen."""
    return tuple(replace(view, label=_(view.label)) for view in VIEWS)


class AssessmentPage(QWidget):
    """Three views of one step; `view_shown` says which is open."""

    answered = Signal(object, object)
    filled = Signal(object, str)
    typing = Signal(object, str)
    slot_wanted = Signal(object)
    tests_wanted = Signal(object)
    draft_wanted = Signal(object, str)
    said = Signal(str)
    view_shown = Signal(str)

    def __init__(self, context: FieldContext, form: StepForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = context.library
        self._assessment: Assessment | None = None
        self.form = form
        self.view: View = "sources"
        self.sources = SourcesPage(context)
        self.course = CoursePage(context.theme, context.library)
        self._stack = QStackedWidget()
        for page in (self.sources, self.course, self.form):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.sources.answered.connect(self.answered)
        self.sources.typing.connect(self.typing)
        self.sources.slot_wanted.connect(self.slot_wanted)
        self.sources.go_wanted.connect(self._go)
        self.sources.add_wanted.connect(self.add_step)
        self.sources.missing_wanted.connect(self._go_missing)
        self.sources.impression_wanted.connect(self._use)
        self.course.slot_wanted.connect(self.slot_wanted)

    # What it shows

    def show_view(self, view: View) -> None:
        """Open one of the three views."""
        self.view = view
        self._stack.setCurrentWidget({"sources": self.sources, "course": self.course, "conclusion": self.form}[view])
        if self._assessment is not None:
            self.render_page(self._assessment)
        self.view_shown.emit(view)

    def render_page(self, assessment: Assessment) -> None:
        """Show the open view; the form is shown with the other forms."""
        self._assessment = assessment
        if self.view == "sources":
            self.sources.render_sources(assessment)
        elif self.view == "course":
            self.course.render_course(assessment)

    def begin(self) -> None:
        """Give the keyboard to the open view."""
        if self.view == "sources":
            self.sources.begin()
        elif self.view == "course":
            self.course.begin()
        elif not self.form.focus_next_open() and self.form.sections:
            self.form.show_section(self.form.sections[0])

    @property
    def zones(self) -> tuple[QWidget, ...]:
        """The parts of the open view in the order they are read."""
        return self.sources.columns if self.view == "sources" else (self,)

    def show_cause(self, cause: str) -> None:
        """Open a source."""
        self.show_view("sources")
        self.sources.show_cause(cause)

    def line(self) -> str:
        """Beside the title: what the ranking rests on, and how the red flags stand."""
        if self._assessment is None:
            return ""
        assessment = self._assessment
        reviewed = sum(one.value == "reviewed" for one in assessment.counted.of_item("order_state").values())
        tests = (
            _(" and {count}").format(count=_n("{n} reviewed test", "{n} reviewed tests", reviewed)) if reviewed else ""
        )
        ranked = _("Ranked from {count}{tests}").format(
            count=_n("{n} answer", "{n} answers", len(assessment.counted)), tests=tests
        )
        return f"{ranked}  ·  {flag_words(assessment).fact}"

    # What the user does

    def _go(self, step: NextStep | None) -> None:
        if step is not None and step.slots:
            self.slot_wanted.emit(step.slots[0])
        elif step is not None:
            self.tests_wanted.emit(step)

    def _go_missing(self, turn: Turn) -> None:
        """To the first open question behind a finding, else to the tests that show it."""
        assessment = self._assessment
        if assessment is None or turn.criterion.by[0] not in ASKED_HERE:
            self.tests_wanted.emit(None)
            return
        names = turn.criterion.asks or _reads(self._library, turn)
        side = turn.at.side
        slots = [Slot(name, at) for name in names for at in assessment.asked.get(name, ())
                 if assessment.answers.get(Slot(name, at)) is None and side in (None, at.side or side)]
        if slots:
            self.slot_wanted.emit(slots[0])
        else:
            self.tests_wanted.emit(None)

    def add_step(self, step: NextStep) -> None:
        """Note a step as still to be done: a test as a draft order, anything else in the plan."""
        if self._assessment is None:
            return
        pairs, sentence = planned(self._assessment, step)
        if pairs:
            self.filled.emit(pairs, "typed")
        self.said.emit(sentence)

    def _use(self, candidate: Candidate) -> None:
        """Put a source into the impression, to be edited there; nothing is stored before the field is left."""
        if self._assessment is None:
            return
        self.show_view("conclusion")
        self.draft_wanted.emit(Slot("impression"), impression_with(self._assessment, candidate))


def _reads(library: Library, turn: Turn) -> tuple[str, ...]:
    condition = library.conditions[f"criterion:{turn.cause.id}/{turn.criterion.id}"]
    return tuple(name for name in library.items if name in condition.items)
