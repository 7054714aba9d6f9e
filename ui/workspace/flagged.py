"""Red flags above the questions: what is under the hand stays there, and the keyboard comes back to where it was."""

from __future__ import annotations

from collections.abc import Callable

from ui.form import StepForm
from ui.workspace.showing import Showing
from workup.assess import Assessment


class Flagged:
    """Shows each answer, and holds the questions in their place while a banner comes, grows or goes."""

    def __init__(self, page: Showing, home: Callable[[], None]) -> None:
        self._page, self._home = page, home
        page.live.changed.connect(self._show)
        page.flags.grown.connect(self._hold)
        page.flags.finished.connect(self._go_back)

    def _show(self, assessment: Assessment) -> None:
        before = self._page.flags.room
        self._page.render_all(assessment)
        self._hold(self._page.flags.room - before)

    def _hold(self, by: int) -> None:
        form, layout = self._page.pages.currentWidget(), self._page.layout()
        if by and isinstance(form, StepForm) and layout is not None:
            layout.activate()  # now, so that there is room to scroll by as much
            form.held.hold(by)

    def _go_back(self) -> None:
        """A flag is answered: the keyboard is where it was when the flag came."""
        page = self._page
        form = page.forms.get(page.step) if page.step not in ("assessment", "tests") else None
        if form is None or page.slot is None or not form.held.back_to(page.slot):
            self._home()
