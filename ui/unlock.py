"""The first screen: open a vault, make one, or come back with the recovery key; no patient name anywhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.meanwhile import meanwhile
from ui.newvault import NewVaultForm
from ui.opening import Opening
from ui.recoverypage import CONFIRMED, SHEET, UNCONFIRMED, RecoveryPage
from ui.restoreoffer import backup_places
from ui.theme import Theme
from ui.unlockcard import PURPOSE
from ui.unlockform import UnlockForm
from ui.widgets import Icon, Label, Painted, paint_passed
from workup import vault
from workup.errors import WorkupError
from workup.rights import may
from workup.store import Person
from workup.texts import _
from workup.vault import RecoverySheet, Vault
from workup.words import moment_in_full

UNLOCK, NEW_VAULT, RECOVERY = range(3)
LOW = 560


class UnlockPage(Painted):
    """A card in the middle: who is working here, and the password."""

    unlocked = Signal(object)

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], folder: Path | None, reason: str = "",
        chosen: Callable[[], str] = str,
    ) -> None:
        super().__init__(theme)
        self.clock, self.folder, self._chosen = clock, folder, chosen
        self.pages = QStackedWidget()
        self._build_frame()
        self.form = UnlockForm(theme)
        self.form.wanted.connect(self._unlock)
        self.opening = Opening(lambda opened: opened.close(clock()), self)
        self.form.given_up.connect(self.opening.give_up)
        self.form.chosen.connect(self._look_at_wait)
        self.form.other_wanted.connect(self._choose_folder)
        self.form.new_wanted.connect(self._new_beside)
        self.form.rescue.wanted.connect(self._restore_newest)
        self.pages.addWidget(self.form)
        self.new_form = NewVaultForm(theme)
        self.new_form.made.connect(self._make)
        self.new_form.renewed.connect(self._renew)
        self.new_form.open_wanted.connect(self._choose_folder)
        for asking in (self.form, self.new_form):
            asking.restore_wanted.connect(self._restore)
        self.new_form.back_wanted.connect(self._back)
        self.recovery = RecoveryPage(theme)
        self.recovery.confirmed.connect(self._confirmed)
        QShortcut(QKeySequence("F1"), self).activated.connect(self._show_help)
        for page in (self.new_form, self.recovery):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.addStretch(1)
            row.addWidget(page, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addStretch(1)
            self.pages.addWidget(holder)
        self._vault: Vault | None = None
        self._former, self._passed = "", 0.0
        self._show_folder()
        self.say_locked(reason)
        self.restyle()

    def _build_frame(self) -> None:
        theme = self.theme
        self.clock_label = Label(theme, "question", "", "ink2")
        self._tick = QTimer(self)
        self._tick.setInterval(15_000)
        self._tick.timeout.connect(self._say_time)
        self._tick.start()
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(36), theme.px(18), theme.px(36), 0)
        head.addWidget(Icon(theme, "brand", "accent", 22))
        head.addWidget(Label(theme, "patient_name", "Workup"))
        head.addStretch(1)
        head.addWidget(self.clock_label)
        self.facts = QWidget()
        foot = QHBoxLayout(self.facts)
        foot.setContentsMargins(0, 0, 0, theme.px(4))
        foot.addStretch(1)
        for icon, words in (
            ("offline", _("Works without a network")),
            ("lock", _("Records encrypted on this computer")),
        ):
            foot.addWidget(Icon(theme, icon, "ink3", 14))
            foot.addSpacing(theme.px(6))
            foot.addWidget(Label(theme, "label", words, "ink3"))
            foot.addSpacing(theme.px(20))
        foot.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.pages)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addStretch(1)
        column.addLayout(middle)
        column.addStretch(1)
        column.addWidget(self.facts)
        self.purpose = Label(theme, "hint", _(PURPOSE), "ink3", wrap=True)
        self.purpose.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.purpose.setContentsMargins(theme.px(36), 0, theme.px(36), theme.px(12))
        column.addWidget(self.purpose)
        self._say_time()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the card needs the room of the two facts; intended use and limits stay."""
        self.facts.setVisible(event.size().height() >= self.theme.px(LOW))
        super().resizeEvent(event)

    def _say_time(self) -> None:
        now = self.clock()
        self.clock_label.setText(moment_in_full(now))

    def say_locked(self, reason: str, who: str = "") -> None:
        """Why it was locked, and that the work is safe; `who` is the id of whoever worked."""
        name = next((row.person.name for row in self.form.people.rows if row.person.id == who), "")
        whose = _("Work by {name}").format(name=name) if name else _("All work")
        safe, usual = (
            _("{whose} is saved. Nothing is shown until you unlock.").format(whose=whose),
            _("Choose your name and type the password."),
        )
        self.form.banner.setText(reason or _("Locked"))
        self.form.banner_line.setText(safe if reason else usual)

    # The vault

    def _show_folder(self) -> None:
        known: tuple[Person, ...] = ()
        problem: WorkupError | None = None
        if self.folder is not None:
            try:
                known = vault.people(self.folder)
            except WorkupError as error:
                problem = error
        if self.folder is None or (not known and not self.folder.exists()):
            self._new()
            return
        self.pages.setCurrentIndex(UNLOCK)
        self.form.show_people(known, str(self.folder), problem.sentence if problem is not None else "")
        self.form.offer_backup(problem, self.folder, self._chosen())

    def _look_at_wait(self, person: Person) -> None:
        if self.folder is not None:
            with suppress(WorkupError):  # whatever is wrong with the folder is said when it is opened
                self.form.set_wait(vault.wait(self.folder, person.id))

    def _choose_folder(self) -> None:
        start = str(self.folder.parent if self.folder else vault.default_folder().parent)
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a vault folder (NAME.workup)"), start)
        if chosen:
            self.folder = Path(chosen)
            self._show_folder()

    def _restore(self) -> None:
        """Restore a backup beside the vault shown here, and offer that one for unlocking."""
        from ui.restoring import restore_backup

        beside = self.folder or vault.default_folder()
        start = backup_places(beside, self._chosen())[0]
        self._take_restored(restore_backup(self.theme, self, beside, start, self.clock))

    def _restore_newest(self) -> None:
        """The same with the backup that is offered because the files are damaged."""
        from ui.restoring import restore_newest

        if self.folder is not None:
            files = self.form.rescue.files
            self._take_restored(restore_newest(self.theme, self, self.folder, files, self.clock))

    def _take_restored(self, folder: Path | None) -> None:
        if folder is not None:
            self.folder = folder
            self._show_folder()

    def _new_beside(self) -> None:
        self.pages.setCurrentIndex(NEW_VAULT)
        self.new_form.begin(vault.default_folder(), cancellable=True)

    def _back(self) -> None:
        self.pages.setCurrentIndex(UNLOCK)
        self._show_folder()

    def _new(self) -> None:
        self.pages.setCurrentIndex(NEW_VAULT)
        self.new_form.begin(self.folder or vault.default_folder(), cancellable=False)

    def _make(self, folder: Path, password: str, person: Person) -> None:
        now = self.clock()
        self._busy(True)
        try:
            made, sheet = meanwhile(lambda: vault.create(folder, password, person, now), self._say_passed)
        except WorkupError as error:
            self.new_form.say(error.sentence)
        else:
            self.folder = folder
            self._show_sheet(made, sheet)
        finally:
            self._busy(False)

    def _show_sheet(self, opened: Vault, sheet: RecoverySheet) -> None:
        """Show a sheet; until it is confirmed nobody may have it, and the next unlocking shows a new one."""
        self._vault = opened
        self.pages.setCurrentIndex(RECOVERY)
        self.recovery.show_sheet(sheet, opened.folder.stem, self.clock())
        self._note_sheet(opened, UNCONFIRMED)

    def _note_sheet(self, opened: Vault, state: str) -> None:
        with suppress(WorkupError):  # without room for it the sheet is shown all the same
            opened.set_setting(SHEET, state, opened.person.id, self.clock())

    def _unlock(self) -> None:
        person = self.form.person
        if self.folder is None or person is None:
            return
        folder, secret, now, recovering = self.folder, self.form.secret, self.clock(), self.form.recovering
        self._busy(True)
        try:
            opened = self.opening.wait_for(
                lambda: vault.open_with_recovery(folder, secret, now, person.id) if recovering
                else vault.open_with_password(folder, person.id, secret, now),
                self._say_passed, self.form.offer_way_out,
            )  # fmt: skip
            if opened is None:
                self.form.forget()
                self.form.begin()
            elif not self.isVisible():  # the window was closed meanwhile
                opened.close(now)
            elif recovering:
                self._recovered(opened)
            else:
                self._opened(opened)
        except WorkupError as error:
            self._let_go()
            self._look_at_wait(person)
            self.form.refuse(error.sentence)
            self.form.offer_backup(error, folder, self._chosen())
        finally:
            self._busy(False)

    def _recovered(self, opened: Vault) -> None:
        self._vault = opened
        self.form.forget()
        self._ask_new_password("")

    def _opened(self, opened: Vault) -> None:
        self._vault = opened
        if opened.temporary:
            self._ask_new_password(self.form.secret)
        elif opened.setting(SHEET) == UNCONFIRMED and may(opened.person, "accounts"):
            self._show_sheet(opened, vault.renew(opened, self.form.secret, self.clock()))
        else:
            self._enter()

    def _ask_new_password(self, former: str) -> None:
        """After the recovery key, or with `former` in place of a temporary password."""
        assert self._vault is not None
        self._former = former
        self.pages.setCurrentIndex(NEW_VAULT)
        self.new_form.begin_renewal(self._vault.account, temporary=bool(former))

    def _renew(self, password: str) -> None:
        opened, former, now = self._vault, self._former, self.clock()
        if opened is None:
            return
        self._busy(True)
        try:
            if former:
                meanwhile(lambda: vault.change_password(opened, former, password, now), self._say_passed)
                self._former = ""
                self._enter()
            else:
                self._show_sheet(opened, meanwhile(lambda: vault.renew(opened, password, now), self._say_passed))
        except WorkupError as error:
            self.new_form.say(error.sentence)
        finally:
            self._busy(False)

    def _confirmed(self) -> None:
        if self._vault is not None:
            self._note_sheet(self._vault, CONFIRMED)
        self._enter()

    def _enter(self) -> None:
        opened, self._vault = self._vault, None
        self.form.forget()
        if opened is not None:
            self._tick.stop()
            self.unlocked.emit(opened)

    def _show_help(self) -> None:
        from ui.guide import show_help

        show_help(self.theme, self, "unlock")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus)

    def _focus(self) -> None:
        if not self.isVisible():
            return
        if self.pages.currentIndex() == UNLOCK:
            self.form.begin()
            return
        field = self.new_form.first() if self.pages.currentIndex() == NEW_VAULT else self.recovery.checks[0]
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_passed(self, seconds: float) -> None:
        """A bar along the upper edge; where it takes long, a word on it."""
        self._passed = seconds
        self.form.say_long(seconds)
        self.update()

    def _busy(self, busy: bool) -> None:
        self._say_passed(0)
        self.form.set_busy(busy)
        self.new_form.set_busy(busy)

    def give_up(self) -> None:
        """Close a vault that was made but not entered, when the window closes meanwhile."""
        self._tick.stop()
        self._let_go()

    def _let_go(self) -> None:
        if self._vault is not None:
            self._vault.close(self.clock())
            self._vault = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.fillRect(self.rect(), theme.color("bg"))
        paint_passed(painter, theme, self.width(), self._passed)
