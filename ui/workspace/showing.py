"""What of the session each part of an open workup shows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.fields.view import CLOSED, READ_ONLY
from ui.form import StepForm
from ui.live import Live, StoreState
from ui.reasoning import FlagColumn, SourcesPage, shown_views
from ui.tests_board import TestsPage
from ui.theme import Theme
from ui.workspace.frame import Frame
from ui.workspace.testsstep import TestsStep
from workup import words
from workup.answers import Slot
from workup.assess import Assessment
from workup.body import BodyFigure
from workup.protocol import Library
from workup.settings import Preferences
from workup.texts import N_, _

STATUS = {
    "draft": N_("draft"), "signed": N_("signed"), "amending": N_("amending"),
    "void": N_("void"), "imported": N_("imported"),
}  # fmt: skip


class Showing(Frame):
    """One call shows everything that differs; another shows whether it is stored."""

    def __init__(
        self,
        theme: Theme,
        library: Library,
        figure: BodyFigure,
        live: Live,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, library, figure, live, preferences, parent)
        self.step = live.session.step
        self.section = ""
        self._failed: StoreState | None = None
        self._closed = False
        self.tests = TestsStep(
            self, self._focused, lambda: self._render_title(live.session.assessment),
            lambda: self.render_rail(live.session.assessment),
        )  # fmt: skip

    @property
    def testing(self) -> TestsPage:
        """The Tests step; made when it is first wanted."""
        return self.tests.page

    def render_all(self, assessment: Assessment) -> None:
        """Show everything that differs; one call for each change."""
        if self._closed == self.live.session.opened.writable:
            self._closed = not self._closed
            self._pend_all()
        self.top.render_bar(assessment)
        self.top.render_standing(self.live.session.opened.standing)
        if self.flags.isHidden():  # as wide as it will stand, so that it has its height at once
            self.flags.resize(self.pages.width(), self.flags.height())
        self.flags.render_flags(assessment)
        form = self.forms.get(self.step) if self.step != "tests" else None
        if form is not None:
            form.render(assessment)
        self.render_rail(assessment)
        self.panel.render_panel(assessment)
        if self.step == "tests":
            self.testing.render_page(assessment)
        self._render_title(assessment)
        self.postures.render_strip(assessment, self.step, self.slot)
        self.strips.render_strips(assessment, self.step, self.live.session)
        if self.step == "summary":
            self.summary.render_page(assessment)

    def _render_title(self, assessment: Assessment) -> None:
        """The title row; for the Assessment step its views as well, and the switch between them."""
        self.title.render_title(assessment, self.step, self.library)
        page = self._assessing if self.step == "assessment" else None
        if page is not None:
            page.render_page(assessment)
        line = page.line() if page is not None and page.view != "conclusion" else ""
        if self.step == "tests":
            line = self.testing.summary
        self.title.show_views(shown_views() if page is not None else (), page.view if page is not None else "", line)

    def render_rail(self, assessment: Assessment) -> None:
        """The steps, and what is shown below the open one."""
        today = assessment.today
        state = _(STATUS[self.live.session.opened.status])
        form = self.tests.form if self.step == "tests" else self.forms.get(self.step)
        visit = _("Visit {day} · {state}").format(day=words.calendar_day(today), state=state)
        section, lines = self.section, None
        if self.step == "tests":
            section, lines = self.testing.rail_line, self.testing.lines
        self.rail.render_rail(assessment, self.step, section, form.sections if form else (), visit, lines)

    def render_stored(self, state: StoreState) -> None:
        """Show that everything is stored, or which entry waits and why."""
        self.top.render_stored(state)
        self.strips.render_stored(state, self.library)
        failed = state if state.kind == "failed" else None
        if failed != self._failed:
            self._failed = failed
            self._pend_all()

    def _pend_all(self) -> None:
        self._pend(self.flags)
        if self._assessing is not None:
            self._pend(self._assessing.sources)
        if self.tests.made is not None:
            self._pend(self.tests.made)
        for form in self.forms.values():
            self._pend(form)

    def _pend(self, form: StepForm | FlagColumn | SourcesPage | TestsPage) -> None:
        """A form takes input unless an entry waits to be stored, or the evaluation is closed."""
        if self._failed is not None:
            form.set_pending(self._failed.waiting, self._failed.sentence)
        else:
            closed = CLOSED if self.live.session.opened.standing.imported is None else READ_ONLY
            form.set_pending(closed if self._closed else None, "")

    def _focused(self, where: Slot | None) -> None:
        self.slot = where or self.slot
        self.postures.render_strip(self.live.session.assessment, self.step, self.slot)
        section = self.library.section_of[where.item].id if where is not None else ""
        if section and section != self.section:
            self.section = section
            self.render_rail(self.live.session.assessment)
