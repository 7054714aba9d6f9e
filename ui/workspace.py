"""One open workup: top bar, step rail, the form of the open step, the panel beside it and the action bar."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.actionbar import ActionBar, hints_of
from ui.fields import FieldContext
from ui.form import StepForm
from ui.keys import bind, show_keys
from ui.live import Live, Notice, StoreState
from ui.preview import SummaryPage
from ui.rail import Rail
from ui.reasoning import Beside, FlagColumn, ReasoningPanel
from ui.strips import Strips
from ui.tabbing import tab_through
from ui.theme import Theme
from ui.titlerow import TitleRow
from ui.topbar import TopBar
from workup import words
from workup.answers import Slot
from workup.assess import Assessment
from workup.body import BodyFigure
from workup.errors import WorkupError
from workup.protocol import Library
from workup.settings import Preferences

NARROW_PANEL, NARROW_RAIL = 1280, 1200


class Workspace(QWidget):
    """Shows one evaluation and hands every entry to `live`."""

    lock_wanted = Signal()
    home_wanted = Signal(bool)
    preferences_wanted = Signal()
    person_wanted = Signal(object)

    def __init__(
        self, theme: Theme, library: Library, figure: BodyFigure, live: Live, preferences: Preferences
    ) -> None:
        super().__init__()
        self.theme, self.library, self.figure, self.live = theme, library, figure, live
        self.preferences = preferences
        self.step = live.session.step
        self.section = ""
        self._failed: StoreState | None = None
        self.slot: Slot | None = None
        self.forms: dict[str, StepForm] = {}
        who = live.session.who
        self.top = TopBar(theme, words.initials(who.name), who.name)
        self.rail = Rail(theme, library)
        self.title = TitleRow(theme)
        self.strips = Strips(theme)
        self.context = FieldContext(theme, library, figure, frozenset(theme.icons.names()))
        self.flags = FlagColumn(self.context, {live.session.who.id: live.session.who.name})
        self.pages = QStackedWidget()
        self._summary: SummaryPage | None = None
        self.actions_bar = ActionBar(theme)
        self.panel = ReasoningPanel(theme)
        self.beside = Beside(self.panel, self._focus_form, lambda: live.session.assessment)
        self._arrange()
        self._wire()
        self._shortcuts()
        self.strips.offer_typed(live.session.typed(), library)

    def _arrange(self) -> None:
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        for widget in (self.title, self.flags, self.strips, self.pages, self.actions_bar):
            centre.addWidget(widget, int(widget is self.pages))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(centre, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(row, 1)

    def _wire(self) -> None:
        live = self.live
        live.changed.connect(self.render_all)
        live.stored.connect(self.render_stored)
        live.notice.connect(self._say)
        self.top.lock_wanted.connect(self.lock_wanted)
        self.top.home_wanted.connect(lambda: self.home_wanted.emit(False))
        self.top.find_wanted.connect(lambda: self.home_wanted.emit(True))
        self.top.preferences_wanted.connect(self.preferences_wanted)
        self.rail.step_wanted.connect(self.show_step)
        self.rail.section_wanted.connect(self._show_section)
        self.title.filter_wanted.connect(self._filter)
        self.flags.slot_wanted.connect(self.go_to)
        self.flags.answered.connect(live.answer)
        self.flags.typing.connect(live.typing)
        self.flags.finished.connect(self._focus_form)
        self.flags.confirmed.connect(lambda slot, value: live.answer_all([(slot, value)], "reconfirmed"))
        self.panel.slot_wanted.connect(self.go_to)
        self.panel.next_wanted.connect(self.next_open)
        self.panel.tests_wanted.connect(lambda: self.show_step("tests"))
        self.panel.fold_wanted.connect(self.beside.toggle)
        self.actions_bar.back_wanted.connect(lambda: self._neighbour(-1))
        self.actions_bar.primary_wanted.connect(lambda: self._neighbour(1))
        self.strips.discard_wanted.connect(live.discard_waiting)
        self.strips.put_back.connect(self._put_back)
        self.strips.drop_typed.connect(live.session.drop_typed)
        self.strips.person_wanted.connect(self.person_wanted)

    def _shortcuts(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            *((f"Alt+{n}", lambda step=step.id: self.show_step(step)) for n, step in enumerate(self.library.steps, 1)),
            ("Ctrl+Return", lambda: self._neighbour(1)),
            ("Ctrl+Enter", lambda: self._neighbour(1)),
            ("Alt+Left", lambda: self._neighbour(-1)),
            ("Alt+Up", lambda: self._neighbour_section(-1)),
            ("Alt+Down", lambda: self._neighbour_section(1)),
            ("Ctrl+J", self.next_open),
            ("Ctrl+Shift+J", self.next_problem),
            ("Ctrl+Z", self.live.undo),
            ("Ctrl+Shift+Z", self.live.redo),
            ("F6", self._to_panel),
            ("Shift+F6", self.beside.toggle),
            ("F1", lambda: show_keys(self.theme, self)),
            ("Ctrl+K", lambda: self.home_wanted.emit(True)),
            ("Ctrl+P", lambda: self._on_summary(SummaryPage.print_page)),
            ("Ctrl+E", lambda: self._on_summary(SummaryPage.export)),
            ("Ctrl+Shift+C", lambda: self._on_summary(SummaryPage.copy_text)),
        )
        bind(self, keys)

    @property
    def summary(self) -> SummaryPage:
        """The page as it will print; made when it is first wanted."""
        if self._summary is None:
            self._summary = SummaryPage(self.theme, self.live, self.figure, self.preferences)
            self.pages.addWidget(self._summary)
        return self._summary

    def stop(self) -> None:
        """End what runs beside the window."""
        if self._summary is not None:
            self._summary.stop()

    # Showing

    def render_all(self, assessment: Assessment) -> None:
        """Show everything that differs; one call for each change."""
        self.top.render_bar(assessment)
        self.flags.render_flags(assessment)
        form = self.forms.get(self.step)
        if form is not None:
            form.render(assessment)
        self._render_rail(assessment)
        self.panel.render_panel(assessment)
        self.title.render_title(assessment, self.step, self.library)
        self.strips.render_strips(assessment, self.step, self.live.session)
        if self.step == "summary":
            self.summary.render_page(assessment)

    def _render_rail(self, assessment: Assessment) -> None:
        today = assessment.today
        state = self.live.session.opened.status
        form = self.forms.get(self.step)
        visit = f"Visit {words.calendar_day(today)} · {state}"
        self.rail.render_rail(assessment, self.step, self.section, form.sections if form else (), visit)

    def render_stored(self, state: StoreState) -> None:
        """Show that everything is stored, or which entry waits and why."""
        self.top.render_stored(state)
        self.strips.render_stored(state, self.library)
        failed = state if state.kind == "failed" else None
        if failed != self._failed:
            self._failed = failed
            self._pend(self.flags)
            for form in self.forms.values():
                self._pend(form)

    def _pend(self, form: StepForm | FlagColumn) -> None:
        """A form takes input unless an entry waits to be stored."""
        form.set_pending(self._failed.waiting if self._failed else None, self._failed.sentence if self._failed else "")

    def _say(self, notice: Notice) -> None:
        self.strips.say(notice.text)

    def show_step(self, step: str) -> None:
        """Open a step; its form is built when it is first shown."""
        self.step, self.section, self.slot = step, "", None
        self.live.flush()
        with suppress(WorkupError):  # where it is reopened is a convenience; a full disk is told with the next answer
            self.live.session.at_step(step)
        assessment = self.live.session.assessment
        page: QWidget = self.summary if step == "summary" else self._form(step)
        self.pages.setCurrentWidget(page)
        names = [found.id for found in self.library.steps]
        place = names.index(step)
        self.actions_bar.show_step(
            self.library.steps[place - 1].title if place else "Home",
            self.library.steps[place + 1].title if place + 1 < len(names) else "",
            hints_of(step),
        )
        self.panel.setVisible(step not in ("assessment", "summary"))
        self.title.setVisible(step != "summary")
        self.render_all(assessment)
        if step == "summary":
            self.summary.setFocus()
        else:
            self._focus_form()

    def _focus_form(self) -> None:
        """The first open question has the keyboard; where none is open, the first question."""
        if self.step not in self.forms:
            return
        form = self._form(self.step)
        if not form.focus_next_open() and form.sections:
            form.show_section(form.sections[0])

    def _form(self, step: str) -> StepForm:
        if step not in self.forms:
            form = StepForm(self.theme, self.library, step, self.figure)
            form.answered.connect(self.live.answer)
            form.filled.connect(self.live.answer_all)
            form.typing.connect(self.live.typing)
            form.focused.connect(self._focused)
            self.forms[step] = form
            if self._failed is not None:
                self._pend(form)
            self.pages.addWidget(form)
        return self.forms[step]

    def _focused(self, where: Slot | None) -> None:
        self.slot = where or self.slot
        section = self.library.section_of[where.item].id if where is not None else ""
        if section and section != self.section:
            self.section = section
            self._render_rail(self.live.session.assessment)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the screen is read: bar, rail, title, strips, questions, actions, panel."""
        zones = (self.top, self.rail, self.title, self.flags, self.strips, self.pages, self.actions_bar, self.panel)
        return tab_through(zones, forward=forward) or super().focusNextPrevChild(forward)

    # Going about

    def _neighbour(self, direction: int) -> None:
        names = [step.id for step in self.library.steps]
        place = names.index(self.step) + direction
        if place < 0:
            self.home_wanted.emit(False)
        elif place < len(names):
            self.show_step(names[place])

    def _show_section(self, section: str) -> None:
        self.section = section
        self._form(self.step).show_section(section)
        self._render_rail(self.live.session.assessment)

    def _neighbour_section(self, direction: int) -> None:
        shown = self.forms[self.step].sections if self.step in self.forms else ()
        if shown:
            place = shown.index(self.section) + direction if self.section in shown else 0
            self._show_section(shown[max(0, min(place, len(shown) - 1))])

    def go_to(self, where: Slot) -> None:
        """Open the step of a slot and put the focus there."""
        step = self.library.section_of[where.item].step
        if step != self.step:
            self.show_step(step)
        if step in self.forms:
            self.forms[step].focus_slot(where)

    def next_open(self) -> None:
        """The next question that is still open: after this one here, else in the next steps, else from the start."""
        form = self.forms.get(self.step)
        if form is not None and form.focus_next_open(self.slot):
            return
        waiting = self.live.session.assessment.open
        names = [step.id for step in self.library.steps]
        here = names.index(self.step)
        order = [*names[here + 1 :], *names[: here + 1]]
        for step in order:
            first = next((slot for slot in waiting if self.library.section_of[slot.item].step == step), None)
            if first is not None:
                self.go_to(first)
                return
        self.strips.say("Every counted question is answered.")

    def next_problem(self) -> None:
        """The next answer that should be looked at again."""
        doubts = list(self.live.session.assessment.doubts)
        form = self.forms.get(self.step)
        if form is not None and form.focus_next_problem():
            return
        if doubts:
            self.go_to(doubts[0])
        else:
            self.strips.say("No answer is doubtful.")

    def _to_panel(self) -> None:
        if self.step == "summary":
            self.summary.change_sides()
        else:
            self.beside.enter_or_leave()

    def _filter(self, which: str) -> None:
        if self.step in self.forms:
            self.forms[self.step].set_filter(which)  # type: ignore[arg-type]  # the title row offers these three only

    def _put_back(self, where: Slot, text: str) -> None:
        self.go_to(where)
        if self.step in self.forms:
            self.forms[self.step].restore_typing(where, text)

    def _on_summary(self, then: Callable[[SummaryPage], None]) -> None:
        if self.step == "summary":
            then(self.summary)

    def set_preferences(self, preferences: Preferences) -> None:
        """Take over changed preferences."""
        self.preferences = preferences
        if self._summary is not None:
            self._summary.set_preferences(preferences)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self.width() * 100 // self.theme.scale
        self.rail.fold(width < NARROW_RAIL)
        self._render_rail(self.live.session.assessment)
        self.beside.fit(narrow=width < NARROW_PANEL)
