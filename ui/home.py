"""Home: find a patient, go on with a draft, see which tests wait, begin a workup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actionbar import Hint, hints_of
from ui.backuppage import last_words, worrying
from ui.backups import Backups
from ui.blankforms import ChecklistButton, Wishes
from ui.counting import CohortButton
from ui.filling import WorkFilling
from ui.folding import Folding
from ui.guide import HelpButton
from ui.homefinding import HomeFinding
from ui.homelist import ListColumn, ListRow
from ui.homerows import draft_words, person_words, recent_words, workups_words
from ui.retention import RetentionButton
from ui.signedpage import PageButton
from ui.tabbing import tab_through
from ui.theme import Theme
from ui.urgent import NOTHING, TITLE, Urgent
from ui.wholerecord import RecordButton
from ui.widgets import Button, EmptyState, Icon, Label, Painted, Scroll, SearchField
from workup.protocol import Library
from workup.rights import may
from workup.store import PersonRow, WorkRow
from workup.texts import _
from workup.vault import Vault
from workup.words import day_in_full, initials

MOST_HITS = 12


class HomePage(Painted):
    """Three lists and a search; names can be covered."""

    evaluation_wanted = Signal(str, str)
    work_wanted = Signal(object)
    worklist_wanted = Signal()
    new_wanted = Signal(object)
    lock_wanted = Signal()
    preferences_wanted = Signal()
    backups_wanted = Signal()

    def __init__(
        self, theme: Theme, library: Library, vault: Vault, clock: Callable[[], datetime], wishes: Wishes,
        filling: WorkFilling,
    ) -> None:
        super().__init__(theme)
        filling.ended.connect(lambda: self.render_lists() if self.isVisible() else None)
        self.library, self.vault, self.clock = library, vault, clock
        self._urgent = Urgent(vault, filling)
        self.blank = ChecklistButton(theme, library, vault, clock, wishes)
        self.opening = PageButton(theme, library, vault, clock)
        self.opening.take_drops(self)
        self.count = CohortButton(theme, library, vault, clock, wishes)
        self.covered, self.clinical = False, may(vault.person, "view")
        self.person: PersonRow | None = None
        self.search = SearchField(
            theme, _("Find a patient"), _("Find a patient by name, MRN or date of birth"), "Ctrl K", big=True
        )
        self.new = Button(theme, "primary", _("New workup"), icon="plus", key_hint="Ctrl N", big=True)
        self.day = Label(theme, "question", "", "ink2")
        self.drafts = ListColumn(
            theme,
            _("Continue draft"),
            EmptyState(theme, "pencil", _("No drafts"), _("Workups you begin stay here until they are done.")),
        )
        self.worklist = Button(theme, "quiet", _("Worklist"), key_hint="Ctrl O")
        self.work = ListColumn(theme, _(TITLE), EmptyState(theme, "check", _(NOTHING[0]), _(NOTHING[1])), self.worklist)
        begin = _("Begin with New workup; patients you have seen appear here.")
        self.recent = ListColumn(theme, _("Recent patients"), EmptyState(theme, "people", _("No patients yet"), begin))
        self.help = HelpButton(theme, vault, clock, wishes)
        self.record = RecordButton(theme, library, vault, clock, wishes)
        tip = _("Try part of the name, the record number or a birth date such as 14 Jun 1971.")
        self.hits = ListColumn(theme, _("Found"), EmptyState(theme, "search", _("Nobody found"), tip), self.record)
        self.retention = RetentionButton(theme, vault, clock, wishes, lambda: self.covered)
        self._say_backups: Callable[[], None] = lambda: None
        self._frame()
        self._wire()
        self.restyle()

    def _frame(self) -> None:
        theme, who = self.theme, self.vault.person
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(40), theme.px(4), theme.px(16), theme.px(4))
        head.addWidget(Icon(theme, "brand", "accent", 20))
        head.addWidget(Label(theme, "card_title", "Workup"))
        head.addSpacing(theme.px(60))
        head.addWidget(self.day)
        head.addStretch(1)
        for beside in (self.opening, self.count, self.blank, Label(theme, "label", who.name, "ink2"), self.help):
            head.addWidget(beside)
        self.settings = Button(theme, "quiet", initials(who.name), name=_("Preferences"))
        self.lock = Button(theme, "quiet", "", icon="lock", name=_("Lock, Ctrl L"))
        head.addWidget(self.settings)
        head.addWidget(self.lock)
        self._bar = QWidget()
        self._bar.setLayout(head)
        finding = QWidget()
        find = QHBoxLayout(finding)
        find.setContentsMargins(0, 0, 0, 0)
        find.setSpacing(theme.px(16))
        find.addWidget(self.search, 1)
        find.addWidget(self.new)
        self.lists = QHBoxLayout()
        self.lists.setSpacing(theme.px(16))
        for each in (self.hits, self.drafts, self.work, self.recent):
            self.lists.addWidget(each, 1)
        self.hits.hide()
        self._body = QVBoxLayout()
        self._body.setContentsMargins(theme.px(40), theme.px(16), theme.px(40), theme.px(8))
        self._body.setSpacing(theme.px(14))
        records = QWidget()
        column = QVBoxLayout(records)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        column.addWidget(finding)
        column.addLayout(self.lists, 1)
        self._body.addWidget(records, 1)
        if not self.clinical:
            records.hide()
            self._show_no_patients()
        low = QWidget()
        self._zones = (self._bar, finding, self.hits, self.drafts, self.work, self.recent, low)
        foot = QHBoxLayout(low)
        foot.setContentsMargins(theme.px(40), theme.px(6), theme.px(40), theme.px(2))
        foot.addWidget(Icon(theme, "offline", "ink3", 14))
        foot.addWidget(Label(theme, "hint", _("Offline by design"), "ink3"))
        self.backup = Button(theme, "quiet", "", name=_("Backups"))
        self.backup.hide()
        self.accounts = Button(theme, "quiet", _("Accounts"), icon="people")
        for button in (self.backup, self.accounts, self.retention):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.setSpacing(theme.px(10))
        hints = [Hint(theme, key, does) for key, does in hints_of("home")]
        for hint in hints:
            foot.addWidget(hint)
        self._foldings = Folding(self, foot, (), hints), Folding(self, head, (self.opening, self.count, self.blank))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._body, 1)
        column.addWidget(low)
        purpose = " ".join(part for part in (self.library.intended_use, self.library.limits) if part)
        self.purpose = Label(theme, "hint", purpose, "ink3", wrap=True)
        self.purpose.setContentsMargins(theme.px(40), 0, theme.px(40), theme.px(8))
        column.addWidget(self.purpose)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the page is read: bar, search, list after list, foot."""
        return tab_through(self._zones, forward=forward) or super().focusNextPrevChild(forward)

    def _show_no_patients(self) -> None:
        """An administrator without a clinical role has the accounts here, and nothing of a patient."""
        from ui.accounts import AccountsPanel

        self.panel = AccountsPanel(self.theme, self.vault, self.clock)
        self._body.addWidget(Scroll(self.panel), 1)

    def _show_accounts(self) -> None:
        from ui.accounts import show_accounts

        show_accounts(self.theme, self.vault, self.clock, self.window())

    def _wire(self) -> None:
        self.accounts.clicked.connect(self._show_accounts)
        self.accounts.setVisible(self.clinical)
        self.opening.imported.connect(self.choose)
        self.retention.chosen.connect(self.choose)
        self.search.textEdited.connect(self._find)
        self.new.clicked.connect(lambda: self.new_wanted.emit(self.person))
        self.lock.clicked.connect(self.lock_wanted)
        self.settings.clicked.connect(self.preferences_wanted)
        self.worklist.clicked.connect(self.worklist_wanted)
        self.backup.clicked.connect(self.backups_wanted)
        buttons = (self.new, self.worklist, self.settings, self.backup, self.accounts, self.lock, self.help)
        finding = self.theme, self.search, self.begin_search, self.vault, self.choose, buttons, self.retention
        self.finding = HomeFinding(self, *finding)
        new = ("Ctrl+N", lambda: self.new_wanted.emit(self.person))
        for sequence, then in (new, ("Ctrl+K", self.finding.open), ("F1", self.help.click)):
            QShortcut(QKeySequence(sequence), self).activated.connect(then)

    def restyle(self) -> None:
        self._bar.setFixedHeight(self.theme.px(52))

    # Showing

    def show_lists(self, *, covered: bool) -> None:
        """Show Home afresh: nobody chosen, nothing searched, the lists as they are now."""
        self.covered = covered
        self.clear_search()
        self.render_lists()
        self.begin_search()

    def render_lists(self) -> None:
        """Read the lists anew."""
        now = self.clock()
        self.day.setText(day_in_full(now.date()))
        self._say_backups()
        self.retention.look()
        for folding in self._foldings:
            folding.fit()
        if not self.clinical:
            return
        found = self.vault.lists()
        steps = self.library.steps
        self.drafts.show_rows(
            _("Continue draft"),
            [
                (
                    draft_words(d.person, d.evaluation, steps, now),
                    self._opener(d.person.patient, d.evaluation.evaluation),
                )
                for d in found.drafts
            ],
        )
        self._render_work(now)
        self.recent.show_rows(
            _("Recent patients"), [(recent_words(r, now), self._chooser(r.person)) for r in found.recent]
        )
        self.cover(self.covered)

    def _render_work(self, now: datetime) -> None:
        """The most urgent of all that is open; the worklist has the rest."""
        self._urgent.show(self.work, self.library, now, self._work_opener)

    def show_backups(self, backups: Backups) -> None:
        """Say at the foot when the last good copy was made, and keep it true."""

        def say() -> None:
            self.backup.set_label(last_words(backups), "warning" if worrying(backups) else "check")
            self.backup.show()

        backups.moved.connect(say)
        self._say_backups = say
        say()

    def _opener(self, patient: str, evaluation: str) -> Callable[[], None]:
        return lambda: self.evaluation_wanted.emit(patient, evaluation)

    def _work_opener(self, row: WorkRow) -> Callable[[], None]:
        return lambda: self.work_wanted.emit(row)

    def _chooser(self, person: PersonRow) -> Callable[[], None]:
        return lambda: self.choose(person)

    def cover(self, covered: bool) -> None:
        """Show or cover the names, for when a patient can see the screen."""
        self.covered = covered
        for column in (self.drafts, self.work, self.recent, self.hits):
            column.cover(covered)

    # Finding

    def begin_search(self) -> None:
        """Put the cursor into the search."""
        if not self.clinical:
            self.panel.begin()
            return
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """The search has the keyboard whenever Home comes up."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._begin_unless_begun)

    def _begin_unless_begun(self) -> None:
        if self.isVisible() and not isinstance(self.focusWidget(), ListRow):
            self.begin_search()

    def clear_search(self) -> None:
        """Choose nobody and search nothing."""
        self.search.clear()
        self.person = None
        self._show_hits(False)

    def _find(self, text: str) -> None:
        self.person = None
        searching = bool(text.strip())
        self._show_hits(searching)
        if searching:
            found = self.vault.search(text, MOST_HITS)
            self.hits.show_rows(
                _("Found"), [(person_words(row, self.clock().date()), self._chooser(row)) for row in found]
            )
            self.hits.cover(False)

    def _show_hits(self, searching: bool) -> None:
        self.hits.setVisible(searching)
        self.drafts.setVisible(not searching)
        self.new.set_label(_("New workup"))
        self.record.show_person(self.person)

    def choose(self, person: PersonRow) -> None:
        """Show one patient's workups; New workup now means this patient."""
        self.person = person
        rows = [
            (said, self._opener(person.patient, evaluation))
            for said, evaluation in workups_words(self.vault, person.patient, self.library.steps, self.clock())
        ]
        self._show_hits(True)
        self.hits.show_rows(f"{person.family_name.upper()}, {person.given_name}", rows)
        self.new.set_label(_("New workup for this patient"))
        self.hits.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.search.text() or self.person is not None):
            self.clear_search()
            self.begin_search()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            first = self.hits.first() if self.hits.isVisible() else self.drafts.first()
            if first is not None and event.key() != Qt.Key.Key_Down and self.hits.isVisible():
                first.click()
            elif first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._walk(event)

    def _walk(self, event: QKeyEvent) -> None:
        row = self.focusWidget()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None or not isinstance(row, ListRow):
            super().keyPressEvent(event)
            return
        for column in (self.hits, self.drafts, self.work, self.recent):
            if row in column.rows:
                column.walk(row, step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("bg"))
        bar = self._bar.geometry()
        painter.fillRect(bar, self.theme.color("surface"))
        painter.fillRect(0, bar.bottom(), self.width(), self.theme.edge, self.theme.color("line"))
