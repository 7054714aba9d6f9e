"""The top bar of a workup: brand, identity, operation and safety tags, saved state, find, lock, who."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.identity import IdentityWords, Safety, identity_words, operation_words, safety_words, said_items
from ui.lent import LentRoom
from ui.live import StoreState
from ui.patientline import PatientLine
from ui.theme import Theme
from ui.versions import LOOKS, status_words
from ui.widgets import Button, Icon, Label, Painted, Pill
from ui.widgets.tips import plain_tip
from workup.assess import Assessment
from workup.record import Standing
from workup.texts import _

HEIGHT = 52
RAIL_WIDTH = 188
NARROW = 1200


class TopBar(Painted):
    """Identity never leaves: the patient, what is unsafe to forget, and whether everything is stored."""

    find_wanted = Signal()
    lock_wanted = Signal()
    home_wanted = Signal()
    preferences_wanted = Signal()

    def __init__(self, theme: Theme, initials: str, who: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.home = Button(theme, "quiet", "Workup", icon="brand", name=_("Workup, back to Home"))
        self.line = PatientLine(theme, self)
        self.lent = LentRoom(self)
        self.status = Pill(theme, "good", "", "lock")
        self.status.hide()
        self.saved_mark = Icon(theme, "check", "accent", 14)
        self.saved = Label(theme, "label", _("All saved"), "ink2")
        self.search = Button(theme, "quiet", "", icon="search", name=_("Find, Ctrl K"))
        self.lock = Button(theme, "quiet", "", icon="lock", name=_("Lock, Ctrl L"))
        self.who = Button(theme, "quiet", initials, name=_("Preferences of {who}").format(who=who))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.home)
        self._rail = QWidget()
        self._row.addWidget(self._rail)
        self._row.addWidget(self.line, 1)
        self._row.addWidget(self.lent)
        for widget in (self.status, self.saved_mark, self.saved, self.search, self.lock, self.who):
            self._row.addWidget(widget)
        self.search.clicked.connect(self.find_wanted)
        self.lock.clicked.connect(self.lock_wanted)
        self.home.clicked.connect(self.home_wanted)
        self.who.clicked.connect(self.preferences_wanted)
        for button in (self.home, self.search, self.lock, self.who):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._assessment: Assessment | None = None
        self._identity: IdentityWords | None = None
        self._narrow: bool | None = None
        self._low, self._stored, self._at, self._failed = False, _("All saved"), "", False
        self._safety: tuple[Safety, ...] | None = None
        self._standing: Standing | None = None
        self.restyle()

    def render_bar(self, assessment: Assessment) -> None:
        """Show the patient as known now; nothing is worded anew when no answer behind it differs."""
        changed, self._assessment = assessment.differs(self._assessment), assessment
        if changed.isdisjoint(said_items(assessment.library)):
            return
        identity = identity_words(assessment)
        if identity != self._identity:
            self._identity = identity
            self.line.show_identity(identity)
            self._fit()
        safety = (*operation_words(assessment), *safety_words(assessment))
        if safety != self._safety:
            self._safety = safety
            self.line.show_safety(safety)
            self._fit()

    def render_standing(self, standing: Standing) -> None:
        """Whether it is signed, amended or void; a draft says nothing."""
        if standing == self._standing:
            return
        self._standing = standing
        kind, icon = LOOKS[standing.state]
        self.status.set(kind, status_words(standing), icon)
        self.status.setVisible(standing.state != "draft")
        self._fit()

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def lend(self, guest: QWidget | None) -> None:
        """In a low window the title row stands here; then only the time is said of what is saved."""
        self._low = guest is not None
        self.lent.lend(guest)
        self._say_saved()
        self._fit()

    def _fit(self) -> None:
        """The name of the program goes in a narrow window; what is said of the patient stands as it has room."""
        narrow = self.width() < self.theme.px(NARROW)
        if narrow is not self._narrow:
            self._narrow = narrow
            self.home.set_label("" if narrow else "Workup", "brand")
            beside = self.theme.px(RAIL_WIDTH - 8) - self.home.sizeHint().width() - self._row.spacing()
            self._rail.setFixedWidth(0 if narrow else max(beside, 0))
        self._row.activate()
        self.line.fit(self.line.width(), self.height())

    def render_stored(self, state: StoreState) -> None:
        """Say when the last entry was stored, or that one is not."""
        failed = state.kind == "failed"
        said = _("Not saved") if failed else _("Saved {at:%H:%M}").format(at=state.at)
        if said == self._stored:
            return
        self._stored, self._failed = said, failed
        self._at = "" if failed else f"{state.at:%H:%M}"
        self.saved.set_look("danger" if failed else "ink2", 600 if failed else None)
        self.saved_mark.set("warning" if failed else "check", "danger" if failed else "accent")
        self._say_saved()
        self._fit()

    def _say_saved(self) -> None:
        """In full, or in a low window as a mark with the time; that something is not saved is always said."""
        short = self._low and not self._failed
        self.saved.setText(self._at if short else self._stored)
        self.saved.setVisible(bool(self.saved.text()))
        for part in (self.saved, self.saved_mark):
            part.setToolTip(plain_tip(self._stored))
        self.saved.setAccessibleName(self._stored)

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(HEIGHT))
        self._row.setContentsMargins(self.theme.px(10), 0, self.theme.px(12), 0)
        self._row.setSpacing(self.theme.px(8))
        self._narrow = None  # measured anew
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("surface"))
        edge = self.theme.edge
        painter.fillRect(0, self.height() - edge, self.width(), edge, self.theme.color("line"))
