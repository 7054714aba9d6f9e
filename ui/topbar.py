"""The top bar of a workup: brand, identity, operation and safety tags, saved state, find, lock, who."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.identity import IdentityWords, Safety, identity_words, operation_words, safety_words
from ui.live import StoreState
from ui.theme import Theme
from ui.versions import LOOKS, status_words
from ui.widgets import Button, Icon, Label, Painted, Pill, Tag
from workup.assess import Assessment
from workup.record import Standing

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
        self.home = Button(theme, "quiet", "Workup", icon="brand", name="Workup, back to Home")
        self.surname = Label(theme, "patient_name", "", weight=600)
        self.given = Label(theme, "patient_name", "", weight=400)
        self.rest = Label(theme, "question", "", "ink2")
        self.mrn = Label(theme, "question", "", weight=600)
        self.tags: list[Tag] = [Tag(theme, "plain", "") for _ in range(5)]
        self.status = Pill(theme, "good", "", "lock")
        self.status.hide()
        self.saved_mark = Icon(theme, "check", "accent", 14)
        self.saved = Label(theme, "label", "All saved", "ink2")
        self.search = Button(theme, "quiet", "", icon="search", name="Find, Ctrl K")
        self.lock = Button(theme, "quiet", "", icon="lock", name="Lock, Ctrl L")
        self.who = Button(theme, "quiet", initials, name=f"Preferences of {who}")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.home)
        self._rail = QWidget()
        self._row.addWidget(self._rail)
        for name in (self.surname, self.given, self.rest, self.mrn):
            name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            self._row.addWidget(name)
        for tag in self.tags:
            tag.hide()
            self._row.addWidget(tag)
        self._row.addStretch(1)
        for widget in (self.status, self.saved_mark, self.saved, self.search, self.lock, self.who):
            self._row.addWidget(widget)
        self.search.clicked.connect(self.find_wanted)
        self.lock.clicked.connect(self.lock_wanted)
        self.home.clicked.connect(self.home_wanted)
        self.who.clicked.connect(self.preferences_wanted)
        for button in (self.home, self.search, self.lock, self.who):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._identity: IdentityWords | None = None
        self._narrow: bool | None = None
        self._safety: tuple[Safety, ...] | None = None
        self._standing: Standing | None = None
        self.restyle()

    def render_bar(self, assessment: Assessment) -> None:
        """Show the patient as known now."""
        identity = identity_words(assessment)
        if identity != self._identity:
            self._identity = identity
            self.surname.setText(identity.surname)
            self.given.setText(identity.given)
            self.mrn.setText(identity.mrn and f"MRN {identity.mrn}")
            self._fit()
        safety = (*operation_words(assessment), *safety_words(assessment))
        if safety != self._safety:
            self._safety = safety
            for tag, said in zip(self.tags, safety[: len(self.tags)]):
                tag.set(said.kind, said.text, said.icon)
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

    def _fit(self) -> None:
        """Show as many tags as there is room for, amber ones before the operation."""
        said = self._safety or ()
        narrow = self.width() < self.theme.px(NARROW)
        if narrow is not self._narrow:
            self._narrow = narrow
            self.home.set_label("" if narrow else "Workup", "brand")
            beside = self.theme.px(RAIL_WIDTH - 8) - self.home.sizeHint().width() - self._row.spacing()
            self._rail.setFixedWidth(0 if narrow else max(beside, 0))
        self._say_rest(born=True)
        amber = [n for n, each in enumerate(said[: len(self.tags)]) if each.kind != "plain"]
        if sum(self._wide(n) for n in amber) > self._room():
            self._say_rest(born=False)  # what is unsafe to forget goes before the birth date
        room = self._room()
        amber_first = [*amber, *(n for n in range(min(len(said), len(self.tags))) if n not in amber)]
        shown: set[int] = set()
        for number in amber_first:
            if self._wide(number) <= room:
                room -= self._wide(number)
                shown.add(number)
        for number, tag in enumerate(self.tags):
            tag.setVisible(number in shown)

    def _wide(self, number: int) -> int:
        return self.tags[number].sizeHint().width() + self._row.spacing()

    def _say_rest(self, *, born: bool) -> None:
        known = self._identity
        parts = (known.sex, known.age, known.born if born else "") if known is not None else ()
        self.rest.setText("   ".join(part for part in parts if part))

    def _room(self) -> int:
        """What the tags may take."""
        names = (self.surname, self.given, self.rest, self.mrn, self.saved_mark, self.saved)
        fixed: list[QWidget] = [self.home, self._rail, *names, self.search, self.lock, self.who]
        if self.status.isVisibleTo(self):
            fixed.append(self.status)
        taken = sum(max(each.sizeHint().width(), each.minimumWidth()) + self._row.spacing() for each in fixed)
        return self.width() - taken - self.theme.px(24)

    def render_stored(self, state: StoreState) -> None:
        """Say when the last entry was stored, or that one is not."""
        failed = state.kind == "failed"
        said = "Not saved" if failed else f"Saved {state.at:%H:%M}"
        if said == self.saved.text():
            return
        self.saved.setText(said)
        self.saved.set_look("danger" if failed else "ink2", 600 if failed else None)
        self.saved_mark.set("warning" if failed else "check", "danger" if failed else "accent")
        self.saved.setToolTip("")
        self._fit()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(HEIGHT))
        self._row.setContentsMargins(self.theme.px(10), 0, self.theme.px(12), 0)
        self._row.setSpacing(self.theme.px(8))
        self._narrow = None  # measured anew with the next size

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("surface"))
        edge = self.theme.edge
        painter.fillRect(0, self.height() - edge, self.width(), edge, self.theme.color("line"))
