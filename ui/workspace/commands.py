"""What can be done in an open workup: its words, its keys, and what does it; for the keyboard and for Ctrl K."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ui.blank import hide_screen
from ui.guide import show_help
from ui.palette import Command
from ui.preview import SummaryPage
from ui.questionhelp import QuestionHelp
from ui.reasoning import VIEWS, Beside
from ui.widgets.chips import close_here
from ui.workspace.finding import Finding
from ui.workspace.noting import Noting
from ui.workspace.showing import Showing
from workup.answers import Slot
from workup.texts import _


class Commanding(Showing):
    """The table of all that can be done; the workspace does it."""

    beside: Beside
    finding: Finding
    noting: Noting

    def commands(self) -> Iterator[Command]:
        """All of it, in the order a search shows it while nothing is typed."""
        for number, step in enumerate(self.library.steps, 1):
            yield Command(step.title, (f"Alt+{number}",), lambda step=step.id: self.show_step(step))  # type: ignore[misc]
        for number, view in enumerate(VIEWS, 1):
            name = _("Assessment: {label}").format(label=_(view.label).lower())
            yield Command(name, (f"Ctrl+{number}",), lambda view=view.id: self.show_view(view))  # type: ignore[misc]
        for place in range(9):  # as shortcuts: with Shift the key of a digit is a sign, another one on each layout
            yield Command("", (f"Ctrl+Shift+{place + 1}",), partial(close_here, place))
        yield from (
            Command("", ("Ctrl+Return", "Ctrl+Enter"), self.primary),
            Command(_("Next unanswered question"), ("Ctrl+J",), self.next_open),
            Command(_("Next doubtful answer"), ("Ctrl+Shift+J",), self.next_problem),
            Command(_("The note as it grows"), ("F7",), self.noting.toggle),
            Command(_("Remark on this question"), ("F8",), self.noting.remark),
            Command(_("Confirm the answer here"), ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), self.noting.confirm),
            Command(_("Next answer to confirm"), ("Ctrl+Shift+K",), self.noting.next),
            Command(_("More questions of this section"), ("Ctrl+M",), self.unfold),
            Command(_("Undo"), ("Ctrl+Z",), self.live.undo),
            Command(_("Redo"), ("Ctrl+Shift+Z",), self.live.redo),
            Command("", ("Alt+Left",), lambda: self.neighbour(-1)),
            Command("", ("Alt+Up",), lambda: self.neighbour_section(-1)),
            Command("", ("Alt+Down",), lambda: self.neighbour_section(1)),
            Command(_("To the panel and back"), ("F6",), self.to_panel),
            Command(_("Fold the panel"), ("Shift+F6",), self.beside.toggle),
            Command(_("Find a question, an answer or an action"), ("Ctrl+K",), self.finding.open),
            Command(_("Referral page of a test"), ("Ctrl+R",), self.show_a_referral),
            Command(_("Whole record of the patient"), ("Ctrl+Shift+R",), self.show_whole_record),
            Command(_("Wrong patient, or two records of one: put it right"), (), self.put_right),
            Command("", ("Ctrl+P",), lambda: self.on_summary(SummaryPage.print_page)),
            Command("", ("Ctrl+E",), lambda: self.on_summary(SummaryPage.export)),
            Command("", ("Ctrl+Shift+C",), lambda: self.on_summary(SummaryPage.copy_text)),
            Command("", ("Ctrl+T",), lambda: self.on_summary(SummaryPage.show_patient_page)),
            Command(_("Help on this question, and the keys"), ("F1",), self.help),
            Command(_("Lock"), (), self.lock_wanted.emit),
            Command(_("Hide the screen"), (), lambda: hide_screen(self.theme, self.window())),
            Command(_("Home"), (), lambda: self.home_wanted.emit(False)),
            Command(_("Preferences"), (), self.preferences_wanted.emit),
        )

    def help(self) -> None:
        """The keys of the step, and above them the question the keyboard is at."""
        where, above, library = self.slot, None, self.library
        here = {name for step in library.steps if step.id == self.step for s in step.sections for name in s.items}
        if where is not None and where.item in here:
            above = partial(QuestionHelp, self.theme, library, where)
        show_help(self.theme, self, self.step, above=above)

    # What the workspace brings

    def show_step(self, step: str) -> None:
        """Open a step."""
        raise NotImplementedError

    def show_view(self, view: str) -> None:
        """One of the views of the Assessment step; from any step."""
        raise NotImplementedError

    def go_to(self, where: Slot, *then: Slot) -> None:
        """Open the step of a slot and put the focus there."""
        raise NotImplementedError

    def primary(self) -> None:
        """The main action of the screen."""
        raise NotImplementedError

    def neighbour(self, direction: int) -> None:
        """The step before or after; before the first is Home."""
        raise NotImplementedError

    def neighbour_section(self, direction: int) -> None:
        """The section above or below."""
        raise NotImplementedError

    def next_open(self) -> None:
        """The next question that is still open."""
        raise NotImplementedError

    def next_problem(self) -> None:
        """The next answer that should be looked at again."""
        raise NotImplementedError

    def unfold(self) -> None:
        """Show the optional questions around the keyboard, or fold them."""
        raise NotImplementedError

    def to_panel(self) -> None:
        """To what stands beside the questions, and back."""
        raise NotImplementedError

    def on_summary(self, then: Callable[[SummaryPage], None]) -> None:
        """Do something with the page, while it is shown."""
        raise NotImplementedError
