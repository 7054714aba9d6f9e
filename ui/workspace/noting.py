"""The growing note beside the questions, and what in it waits to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.workspace.showing import Showing
from workup.answers import Slot
from workup.assess.remarks import remarked, remarks_of
from workup.note.wording import slot_words
from workup.session.known import known_for
from workup.session.unresolved import TAKEN_OVER, taken_over
from workup.texts import _

if TYPE_CHECKING:
    from ui.narrative import NotePane

NARROW = 1280


class Noting:
    """F7: the note in the place of the panel, in a narrow window in that of the questions; made when first wanted."""

    def __init__(self, page: Showing, go_to: Callable[[Slot], None], home: Callable[[], None]) -> None:
        self._page, self._go_to, self._home = page, go_to, home
        self.pane: NotePane | None = None
        self._wanted = False

    @property
    def open(self) -> bool:
        """Whether the note is in sight."""
        return self.pane is not None and not self.pane.isHidden()

    @property
    def zones(self) -> tuple[QWidget, ...]:
        """For the way of Tab."""
        return (self.pane,) if self.pane is not None and self.open else ()

    def toggle(self) -> None:
        """Open the note, or close it; the keyboard stays where it is."""
        self._wanted = not self._wanted
        inside = self.pane is not None and self.pane.isAncestorOf(self._page.focusWidget() or self._page)
        self.place()
        if inside and not self._wanted:
            self._home()

    def place(self) -> None:
        """Show it where there is room for it; the summary shows the page itself."""
        page = self._page
        shown = self._wanted and page.step != "summary" and not page.tests.open
        narrow = page.width() * 100 // page.theme.scale < NARROW
        if shown and self.pane is None:
            self.pane = self._make()
        if self.pane is None:
            return
        page.place_drawer(self.pane, wide=narrow)
        self.pane.setFixedWidth(page.theme.px(400)) if not narrow else self.pane.setMaximumWidth(16777215)
        self.pane.setVisible(shown)
        page.pages.setVisible(not (shown and narrow))
        page.panel.setVisible(not shown and page.step not in ("assessment", "summary") and not page.tests.open)
        if shown:
            self.pane.show_now()

    def _make(self) -> NotePane:
        from ui.narrative import NotePane

        page = self._page
        pane = NotePane(
            page.theme, lambda: (page.live.session.note(page.preferences), page.live.session.assessment), page
        )
        pane.slot_wanted.connect(self._go)
        pane.close_wanted.connect(self.toggle)
        page.live.changed.connect(lambda _assessment: pane.show_soon())
        return pane

    def _go(self, where: Slot) -> None:
        if self._page.pages.isHidden():
            self.toggle()
        self._go_to(where)

    def enter_or_leave(self) -> None:
        """From the questions into the note, and back."""
        pane = self.pane
        if pane is None or pane.isAncestorOf(self._page.focusWidget() or self._page):
            self._home()
        else:
            pane.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def stop(self) -> None:
        """End what still waits to be shown."""
        if self.pane is not None:
            self.pane.stop()

    # What waits to be confirmed

    def known(self) -> Mapping[str, str]:
        """What the places of a text macro are filled with here."""
        return known_for(self._page.live.session.assessment, self._page.slot)

    def confirm(self) -> None:
        """Say that what was carried, set or inserted at this question is right as it stands."""
        page, where = self._page, self._page.slot
        answer = page.live.session.assessment.answers.get(where) if where is not None else None
        if where is None or answer is None or answer.cause not in TAKEN_OVER:
            page.strips.say(_("Nothing waits to be confirmed at this question."))
        else:
            page.live.answer_all([(where, answer.value)], "reconfirmed")

    def remark(self) -> None:
        """Free text beside the question the keyboard is at."""
        from ui.remark import RemarkDialog

        page, where = self._page, self._page.slot
        assessment = page.live.session.assessment
        if where is None or where.item not in assessment.library.items:
            page.strips.say(_("Go to a question first; then a remark can stand beside it."))
            return
        known = remarks_of(assessment).get(where)
        dialog = RemarkDialog(page.theme, slot_words(assessment.library, where), known[1] if known else "", page)
        if dialog.exec():
            page.live.answer_all(remarked(assessment, where, dialog.said), "typed")

    def next(self) -> None:
        """The next answer that nobody gave one by one."""
        page = self._page
        ahead = next((slot for slot in taken_over(page.live.session.assessment) if slot != page.slot), None)
        if ahead is None:
            page.strips.say(_("Every answer was given or confirmed one by one."))
        else:
            self._go_to(ahead)
