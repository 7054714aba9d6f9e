"""What an open workup does: it shows the session, goes from question to question and hands every entry on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.actionbar import hints_of
from ui.form import StepForm
from ui.keys import bind
from ui.live import Live
from ui.macrokeys import MacroKeys
from ui.macrotexts import macros_of
from ui.preview import SummaryPage
from ui.reasoning import AssessmentPage, Beside
from ui.tabbing import tab_through
from ui.theme import Theme
from ui.workspace.commands import Commanding
from ui.workspace.finding import Finding
from ui.workspace.fitting import fit
from ui.workspace.flagged import Flagged
from ui.workspace.noting import Noting
from workup.answers import Slot
from workup.body import BodyFigure
from workup.errors import WorkupError
from workup.protocol import Library
from workup.reasoning.next_step import NextStep
from workup.settings import Preferences
from workup.texts import _


class Workspace(Commanding):
    """Shows one evaluation and hands every entry to `live`."""

    def __init__(
        self, theme: Theme, library: Library, figure: BodyFigure, live: Live, preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, library, figure, live, preferences, parent)
        self.beside = Beside(self.panel_place, self._focus_form, lambda: live.session.assessment)
        self.flagged = Flagged(self, self._focus_form)
        self.noting = Noting(self, self.go_to, self._focus_form)
        self.macros = MacroKeys(self, lambda: macros_of(live.session.vault), self.noting.known)
        self.finding = Finding(self, self.macros, self.commands, self.go_to)
        self._wire()
        self._shortcuts()
        self.strips.offer_typed(live.session.typed(), library)
        self._walk()

    def _wire(self) -> None:
        live = self.live
        live.stored.connect(self.render_stored)
        live.notice.connect(lambda notice: self.strips.say(notice.text))
        self.top.lock_wanted.connect(self.lock_wanted)
        self.top.home_wanted.connect(lambda: self.home_wanted.emit(False))
        self.top.find_wanted.connect(self.finding.open)
        self.top.preferences_wanted.connect(self.preferences_wanted)
        self.rail.step_wanted.connect(self.show_step)
        self.rail.section_wanted.connect(self._show_section)
        self.title.filter_wanted.connect(self._filter)
        self.flags.slot_wanted.connect(self.go_to)
        self.flags.answered.connect(live.answer)
        self.flags.typing.connect(live.typing)
        self.theme.changed.connect(self._fit)
        self.slot_wanted.connect(self.go_to)
        self.title.view_wanted.connect(self.show_view)
        self.panel.source_wanted.connect(self._show_cause)
        self.flags.confirmed.connect(lambda slot, value: live.answer_all([(slot, value)], "reconfirmed"))
        self.panel.slot_wanted.connect(self.go_to)
        self.panel.next_wanted.connect(self.next_open)
        self.panel.tests_wanted.connect(self._to_tests)
        self.panel.fold_wanted.connect(self.beside.toggle)
        self.actions_bar.back_wanted.connect(lambda: self.neighbour(-1))
        self.actions_bar.primary_wanted.connect(lambda: self.neighbour(1))
        self.postures.walk_wanted.connect(lambda on: self.setting_wanted.emit("walk_by_posture", on))
        self.strips.discard_wanted.connect(live.discard_waiting)
        self.strips.put_back.connect(self._put_back)
        self.strips.drop_typed.connect(live.session.drop_typed)
        self.strips.person_wanted.connect(self.person_wanted)
        self.strips.summary_wanted.connect(lambda: self.show_step("summary"))

    def _shortcuts(self) -> None:
        bind(self, [(key, one.act) for one in self.commands() for key in one.keys])

    # Showing

    def show_step(self, step: str) -> None:
        """Open a step; its form is built when it is first shown."""
        self.step, self.section, self.slot = step, "", None
        self.live.flush()
        with suppress(WorkupError):  # where it is reopened is a convenience; a full disk is told with the next answer
            self.live.session.at_step(step)
        assessment = self.live.session.assessment
        page: QWidget = self.summary if step == "summary" else self._page(step)
        self.pages.setCurrentWidget(page)
        names = [found.id for found in self.library.steps]
        place = names.index(step)
        self.actions_bar.show_step(
            self.library.steps[place - 1].title if place else _("Home"),
            self.library.steps[place + 1].title if place + 1 < len(names) else "",
            hints_of(step),
        )
        self.tests.show(shown=step == "tests")
        self.panel.setVisible(step not in ("assessment", "summary"))
        self.noting.place()
        self.title.setVisible(step != "summary")
        self.lend_title()
        self.flags.stand_alone(step == "summary")
        self.render_all(assessment)
        if step == "summary":
            self.summary.setFocus()
        else:
            self._focus_form()

    def _focus_form(self) -> None:
        """The first open question has the keyboard; where none is open, the first question."""
        if self.step in ("assessment", "tests"):
            (self.assessing if self.step == "assessment" else self.testing).begin()
            return
        if self.step not in self.forms:
            return
        form = self._form(self.step)
        if not form.focus_next_open() and form.sections:
            form.show_section(form.sections[0])

    def _form(self, step: str) -> StepForm:
        if step not in self.forms:
            form = StepForm(self.theme, self.library, step, self.figure, self.pages, self.shelf)
            form.answered.connect(self.live.answer)
            form.filled.connect(self.live.answer_all)
            form.typing.connect(self.live.typing)
            form.wished.connect(self.wish)
            form.focused.connect(self._focused)
            self.forms[step] = form
            form.walk(self.preferences.walk_by_posture)
            self._pend(form)
        return self.forms[step]

    def _page(self, step: str) -> QWidget:
        """What stands in the centre at a step."""
        page: QWidget = (
            self.testing if step == "tests" else self.assessing if step == "assessment" else self._form(step)
        )
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
            if step == "tests":
                self.testing.slot_wanted.connect(self.go_to)
        return page

    @property
    def assessing(self) -> AssessmentPage:
        """The Assessment step; made when it is first wanted."""
        if self._assessing is None:
            page = self._assessing = AssessmentPage(self.context, self._form("assessment"), self.pages)
            page.answered.connect(self.live.answer)
            page.filled.connect(self.live.answer_all)
            page.typing.connect(self.live.typing)
            page.slot_wanted.connect(self.go_to)
            page.tests_wanted.connect(self._to_tests)
            page.draft_wanted.connect(self._put_back)
            page.said.connect(self.strips.say)
            page.view_shown.connect(lambda _view: self._render_title(self.live.session.assessment))
        return self._assessing

    def show_view(self, view: str) -> None:
        """One of the views of the Assessment step; from any step."""
        if self.step != "assessment":
            self.show_step("assessment")
        self.assessing.show_view(view)  # type: ignore[arg-type]  # the ids of VIEWS
        self.assessing.begin()

    def _to_tests(self, step: NextStep | None) -> None:
        """The Tests step; for a next step, the order that does it."""
        self.show_step("tests")
        if step is not None:
            self.testing.open_step(step)

    def _show_cause(self, cause: str) -> None:
        self.show_step("assessment")
        self.assessing.show_cause(cause)

    def _open_form(self) -> StepForm | None:
        """The form of the open step, in sight."""
        if self.step == "assessment" and self.assessing.view != "conclusion":
            self.assessing.show_view("conclusion")
        return self.forms.get(self.step)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the screen is read: bar, rail, title, strips, questions, actions, panel."""
        centre = self.assessing.zones if self.step == "assessment" else (self.pages,)
        beside = (self.testing.drawer,) if self.tests.open else ()
        zones = (
            self.top,
            self.rail,
            self.title,
            self.flags,
            self.strips,
            *centre,
            *beside,
            self.actions_bar,
            self.panel,
            *self.noting.zones,
        )
        return tab_through(zones, forward=forward) or super().focusNextPrevChild(forward)

    # Going about

    def primary(self) -> None:
        """The main action of the screen: to sign or amend, that of an open order, else the next step."""
        if self.step == "summary":
            self.summary.signing.primary()
        elif self.tests.open:
            self.testing.drawer.primary()
        else:
            self.neighbour(1)

    def neighbour(self, direction: int) -> None:
        """The step before or after; before the first is Home."""
        names = [step.id for step in self.library.steps]
        place = names.index(self.step) + direction
        if place < 0:
            self.home_wanted.emit(False)
        elif place < len(names):
            self.show_step(names[place])

    def _show_section(self, section: str) -> None:
        self.section = section
        if self.step == "tests":
            self.testing.show_section(section)
        elif (form := self._open_form()) is not None:
            form.show_section(section)
        self.render_rail(self.live.session.assessment)

    def neighbour_section(self, direction: int) -> None:
        """The section above or below."""
        shown = self.forms[self.step].sections if self.step in self.forms else ()
        if shown:
            place = shown.index(self.section) + direction if self.section in shown else 0
            self._show_section(shown[max(0, min(place, len(shown) - 1))])

    def go_to(self, where: Slot, *then: Slot) -> None:
        """Open the step of a slot and put the focus there; within a record, go through the record itself first."""
        section = self.library.section_of[where.item]
        if section.look == "reasoning":
            self._go_to_reasoning(where)
            return
        if section.step != self.step:
            self.show_step(section.step)
        for slot in (where, *then):
            if self.step == "tests":
                self.testing.go_to(slot)
            elif (form := self._open_form()) is not None:
                form.focus_slot(slot)

    def _go_to_reasoning(self, where: Slot) -> None:
        """A judgement stands at its source, an answer to a red flag in its banner."""
        place = where.at.place or ""
        if place in self.library.causes:
            self._show_cause(place)
        elif not self.flags.open_flag(place):
            self.show_view("sources")

    def next_open(self) -> None:
        """The next question that is still open: after this one here, else in the next steps, else from the start."""
        waiting = self.live.session.assessment.open
        here_open = any(self.library.section_of[slot.item].step == self.step for slot in waiting)
        here_open = here_open and (self.step != "tests" or self.tests.open)
        form = self._open_form() if here_open else None
        if form is not None and form.focus_next_open(self.slot):
            return
        names = [step.id for step in self.library.steps]
        here = names.index(self.step)
        order = [*names[here + 1 :], *names[: here + 1]]
        for step in order:
            first = next((slot for slot in waiting if self.library.section_of[slot.item].step == step), None)
            if first is not None:
                self.go_to(first)
                return
        self.strips.say(_("Every counted question is answered."))

    def unfold(self) -> None:
        """Show the optional questions around the keyboard, or fold them."""
        form = self._open_form()
        if form is not None:
            form.unfold()

    def stop(self) -> None:
        self.noting.stop()
        super().stop()

    def next_problem(self) -> None:
        """The next answer that should be looked at again."""
        doubts = list(self.live.session.assessment.doubts)
        form = self.forms.get(self.step) if self.step != "assessment" else None
        if form is not None and form.focus_next_problem():
            return
        if doubts:
            self.go_to(doubts[0])
        else:
            self.strips.say(_("No answer is doubtful."))

    def to_panel(self) -> None:
        """To what stands beside the questions, and back."""
        if self.step == "summary":
            self.summary.change_sides()
        elif self.tests.open:
            self.testing.change_sides()
        elif self.noting.open:
            self.noting.enter_or_leave()
        else:
            self.beside.enter_or_leave()

    def _filter(self, which: str) -> None:
        if self.step in self.forms:
            self.forms[self.step].set_filter(which)  # type: ignore[arg-type]  # the title row offers these three only

    def _put_back(self, where: Slot, text: str) -> None:
        self.go_to(where)
        if self.step in self.forms:
            self.forms[self.step].restore_typing(where, text)

    def on_summary(self, then: Callable[[SummaryPage], None]) -> None:
        """Do something with the page, while it is shown."""
        if self.step == "summary":
            then(self.summary)

    def resizeEvent(self, event: QResizeEvent) -> None:
        fit(self)
        self.noting.place()

    def _fit(self) -> None:
        fit(self)
