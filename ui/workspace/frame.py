"""The parts of one open workup and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actionbar import ActionBar
from ui.belonging import RightPatient
from ui.clipboard import ClinicalClipboard
from ui.documents.shelf import Shelf, limits_of
from ui.fields import FieldContext
from ui.form import StepForm
from ui.identity import identity_words
from ui.live import Live
from ui.preview import SummaryPage
from ui.rail import Rail
from ui.reasoning import AssessmentPage, FlagColumn, PanelPlace, ReasoningPanel
from ui.referral import ReferralDialog, referred_orders
from ui.strips import Strips
from ui.theme import Theme
from ui.titlerow import TitleRow
from ui.topbar import TopBar
from ui.wholerecord import show_whole_record
from ui.workspace.pages import Pages
from ui.workspace.painting import Painting
from ui.workspace.posturestrip import PostureStrip
from workup import words
from workup.answers import Slot
from workup.body import BodyFigure, named
from workup.orders.order import RECORDS
from workup.protocol import Library
from workup.session.rows import person_row
from workup.settings import Preferences
from workup.texts import _


class Frame(QWidget):
    """Bar on top, rail at the left, panel at the right; in the centre title, red flags, strips, page and actions."""

    lock_wanted = Signal()
    home_wanted = Signal(bool)
    preferences_wanted = Signal()
    person_wanted = Signal(object)
    setting_wanted = Signal(str, object)
    slot_wanted = Signal(object)
    new_wanted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        library: Library,
        figure: BodyFigure,
        live: Live,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.library, self.live = theme, library, live
        self.figure = figure = named(figure, library.regions)
        self.preferences = preferences
        who = live.session.who
        self.shelf = Shelf(
            live.session.documents, lambda: limits_of(self.preferences), self._whose,
            lambda: live.session.assessment.reasoning,
        )  # fmt: skip
        self.context = FieldContext(theme, library, figure, frozenset(theme.icons.names()), self.shelf)
        # Each is made where it stays: a tree of widgets that is moved under another takes its fonts and colours anew.
        self.top = TopBar(theme, words.initials(who.name), who.name, self)
        self.rail = Rail(theme, library, self)
        self.title = TitleRow(theme, self)
        self.flags = FlagColumn(self.context, {who.id: who.name}, self)
        self.strips = Strips(theme, self)
        self.postures = PostureStrip(theme, library, self)
        self.pages = Pages(self)
        self.actions_bar = ActionBar(theme, self)
        self.panel = ReasoningPanel(theme, self)
        self.panel_place = PanelPlace(self.panel, self)
        self.painting = Painting(theme, library, figure, live, self.lock_wanted.emit)
        self.forms: dict[str, StepForm] = {}
        self.slot: Slot | None = None
        self.clipboard = ClinicalClipboard(self)
        self._summary: SummaryPage | None = None
        self._assessing: AssessmentPage | None = None
        self.title.resized.connect(self.lend_title)
        self._arrange()

    def _arrange(self) -> None:
        centre = self._centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        for widget in (self.title, self.flags, self.strips, self.postures, self.pages, self.actions_bar):
            centre.addWidget(widget, int(widget is self.pages))
        row = self._parts = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(centre, 1)
        row.addWidget(self.panel_place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(row, 1)

    def join_title(self, *, low: bool) -> None:
        """In a low window the title row stands in the top bar, else above the page."""
        if low == (self._centre.indexOf(self.title) < 0):
            self.lend_title()
            return
        self.title.set_compact(low)
        if low:
            self._centre.removeWidget(self.title)
            self.lend_title()
        else:
            self.top.lend(None)
            self._centre.insertWidget(0, self.title)

    def lend_title(self) -> None:
        """As wide as it is now, if it stands in the top bar and is shown."""
        if self._centre.indexOf(self.title) < 0:
            self.top.lend(None if self.title.isHidden() else self.title)

    def place_drawer(self, drawer: QWidget, *, wide: bool) -> None:
        """Beside the centre in the place of the panel, or in a narrow window instead of the page."""
        target = self._centre if wide else self._parts
        if target.indexOf(drawer) < 0:
            for layout in (self._centre, self._parts):
                layout.removeWidget(drawer)
            if wide:
                self._centre.insertWidget(self._centre.indexOf(self.pages) + 1, drawer, 1)
            else:
                self._parts.addWidget(drawer)

    def _wish_new(self) -> None:
        """A new evaluation of the same patient."""
        session = self.live.session
        self.new_wanted.emit(person_row(session.assessment, session.opened.patient))

    def _whose(self) -> str:
        said = identity_words(self.live.session.assessment)
        return ", ".join(part for part in (f"{said.surname} {said.given}".strip(), said.born) if part)

    @property
    def summary(self) -> SummaryPage:
        """The page as it will print; made when it is first wanted."""
        if self._summary is None:
            self._summary = SummaryPage(self.theme, self.live, self.preferences, self.clipboard)
            self._summary.referral_wanted.connect(self.show_referral)
            self._summary.slot_wanted.connect(self.slot_wanted)
            self._summary.new_wanted.connect(self._wish_new)
            self._summary.side.record.setVisible(self.live.session.may("export"))
            self._summary.side.record.clicked.connect(self.show_whole_record)
            self._summary.side.whose.clicked.connect(self.put_right)
            self.pages.addWidget(self._summary)
        return self._summary

    def show_whole_record(self) -> None:
        """All of this patient, after the password."""
        self.live.flush()
        session = self.live.session
        show_whole_record(
            self.theme, session.library, session.vault, session.clock, session.opened.patient, self.preferences, self
        )

    def put_right(self) -> None:
        """A workup under the wrong patient, or two records of one person; then whose it is now is shown on Home."""
        person = RightPatient(self.theme, self.live, self, self.strips.say).ask()
        if person is not None:
            self.person_wanted.emit(person)

    def stop(self) -> None:
        """End what runs beside the window."""
        if self._summary is not None:
            self._summary.stop()
        self.clipboard.clear()
        self.painting.stop()

    def wish(self, what: str, where: Slot) -> None:
        """What a question wishes that is no answer: the chart for the patient's own hand, undo or redo in one area."""
        if what == "hand_over":
            self.painting.begin(self, lambda: self.slot_wanted.emit(where))
        else:
            self.live.step_here(where, back=what == "undo_here")

    def show_referral(self, number: int) -> None:
        """The page of one order as it will print, with its ways out."""
        ReferralDialog(self.theme, self.live, self.preferences, number, self.clipboard, self).exec()

    def show_a_referral(self) -> None:
        """The page of the order the keyboard is in, else of the first one that can be referred."""
        found = [one.number for one in referred_orders(self.live.session.assessment)]
        here = self.slot.at.record if self.slot is not None and self._is_of_order(self.slot) else None
        if here in self.live.session.assessment.records.get(RECORDS, ()) and here is not None:
            self.show_referral(here)
        elif found:
            self.show_referral(found[0])
        else:
            self.strips.say(_("No order waits to be done: there is no referral page."))

    def _is_of_order(self, slot: Slot) -> bool:
        item = self.library.items.get(slot.item)
        return item is not None and item.record == RECORDS

    def set_preferences(self, preferences: Preferences) -> None:
        """Take over changed preferences."""
        self.preferences = preferences
        self._walk()
        if self._summary is not None:
            self._summary.set_preferences(preferences)

    def _walk(self) -> None:
        """Whether the way through an examination goes by posture."""
        self.postures.show_walk(walking=self.preferences.walk_by_posture)
        for form in self.forms.values():
            form.walk(self.preferences.walk_by_posture)
