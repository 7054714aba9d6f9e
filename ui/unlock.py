"""The first screen: open a vault, make one, or come back with the recovery key; no patient name anywhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.newvault import NewVaultForm, PasswordLine, RecoveryPage
from ui.theme import Theme
from ui.unlockcard import PURPOSE, CardFrame, PersonRow
from ui.widgets import Button, Icon, Label, Painted, TextLine
from workup import vault
from workup.errors import WorkupError
from workup.vault import Person, RecoverySheet, Vault

UNLOCK, NEW_VAULT, RECOVERY = range(3)
LOW = 560
SHEET, UNCONFIRMED, CONFIRMED = "recovery_sheet", '"unconfirmed"', '"confirmed"'


class UnlockPage(Painted):
    """A card in the middle: who is working here, and the password."""

    unlocked = Signal(object)

    def __init__(self, theme: Theme, clock: Callable[[], datetime], folder: Path | None, reason: str = "") -> None:
        super().__init__(theme)
        self.clock, self.folder = clock, folder
        self._rows: list[PersonRow] = []
        self._chosen: Person | None = None
        self.card = QWidget()
        self.pages = QStackedWidget()
        self._build_frame()
        self._build_unlock()
        self.new_form = NewVaultForm(theme)
        self.new_form.made.connect(self._make)
        self.new_form.renewed.connect(self._renew)
        self.new_form.open_wanted.connect(self._choose_folder)
        self.new_form.back_wanted.connect(self._back)
        self.recovery = RecoveryPage(theme)
        self.recovery.confirmed.connect(self._confirmed)
        for page in (self.new_form, self.recovery):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.addStretch(1)
            row.addWidget(page, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addStretch(1)
            self.pages.addWidget(holder)
        self._vault: Vault | None = None
        self.say_locked(reason)
        self._show_folder()
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
        for icon, words in (("offline", "Works without a network"), ("lock", "Records encrypted on this computer")):
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
        self.purpose = Label(theme, "hint", PURPOSE, "ink3", wrap=True)
        self.purpose.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.purpose.setContentsMargins(theme.px(36), 0, theme.px(36), theme.px(12))
        column.addWidget(self.purpose)
        self._say_time()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the card needs the room of the two facts; intended use and limits stay."""
        self.facts.setVisible(event.size().height() >= self.theme.px(LOW))
        super().resizeEvent(event)

    def _build_unlock(self) -> None:
        theme = self.theme
        page = CardFrame(theme)
        self.banner = Label(theme, "card_title", "")
        self.banner_line = Label(theme, "label", "", "ink2", wrap=True)
        self.list = QVBoxLayout()
        self.list.setSpacing(theme.px(4))
        left = QVBoxLayout()
        left.addWidget(Label(theme, "label", "Who is working here?", "ink2"))
        left.addLayout(self.list)
        left.addStretch(1)
        self.place = Label(theme, "hint", "", "ink3", wrap=True)
        self.other = Button(theme, "quiet", "Another vault", icon="folder")
        self.other.clicked.connect(self._choose_folder)
        create = Button(theme, "quiet", "New vault", icon="plus")
        create.clicked.connect(self._new_beside)
        left.addWidget(self.place)
        links = QHBoxLayout()
        links.addWidget(self.other)
        links.addWidget(create)
        links.addStretch(1)
        left.addLayout(links)
        self.name = Label(theme, "screen_title", "")
        self.password = PasswordLine(theme, "Password")
        self.caps = Label(theme, "label", "", "caution")
        self.problem = Label(theme, "label", "", "caution", wrap=True)
        self.open_button = Button(theme, "primary", "Unlock", key_hint="Enter", big=True)
        self.open_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.key = TextLine(theme, "Recovery key", "13 groups of 4 characters", big=True)
        self.key.hide()
        self.forgot = Button(theme, "quiet", "Use the recovery key")
        right = QVBoxLayout()
        self.as_label = Label(theme, "label", "Unlock as", "ink2")
        right.addWidget(self.as_label)
        right.addWidget(self.name)
        right.addSpacing(theme.px(10))
        self.what = Label(theme, "label", "Password", "ink2")
        for widget in (self.what, self.password, self.key, self.caps, self.problem, self.open_button, self.forgot):
            right.addWidget(widget)
        right.addStretch(1)
        page.fill(self.banner, self.banner_line, left, right)
        self.open_button.clicked.connect(self._unlock)
        self.password.line.returnPressed.connect(self._unlock)
        self.key.returnPressed.connect(self._unlock)
        self.forgot.clicked.connect(self._toggle_recovery)
        self.password.line.installEventFilter(self)
        self.pages.addWidget(page)

    def _say_time(self) -> None:
        now = self.clock()
        self.clock_label.setText(f"{now:%A} {now.day} {now:%B %Y, %H:%M}")

    def say_locked(self, reason: str) -> None:
        """Why it was locked, and that the work is safe."""
        self.banner.setText(reason or "Locked")
        safe, usual = "All work is saved. Nothing is shown until you unlock.", "Choose your name and type the password."
        self.banner_line.setText(safe if reason else usual)

    # The vault

    def _show_folder(self) -> None:
        self.problem.setText("")
        known: tuple[Person, ...] = ()
        if self.folder is not None:
            try:
                known = vault.people(self.folder)
            except WorkupError as error:
                self.problem.setText(error.sentence)
                self.place.setText(str(self.folder))
        if self.folder is None or (not known and not self.folder.exists()):
            self._new()
            return
        self.pages.setCurrentIndex(UNLOCK)
        self.place.setText(str(self.folder))
        for row in self._rows:
            row.setParent(None)
            row.deleteLater()
        self._rows = [PersonRow(self.theme, person) for person in known]
        for row in self._rows:
            row.clicked.connect(lambda _=False, row=row: self._choose(row))
            self.list.addWidget(row)
        if self._rows:
            self._choose(self._rows[0])
        for widget in (self.password, self.open_button, self.forgot, self.as_label, self.what, self.name):
            widget.setVisible(bool(known))

    def _choose(self, chosen: PersonRow) -> None:
        for row in self._rows:
            row.setChecked(row is chosen)
        self._chosen = chosen.person
        self.name.setText(chosen.person.name)
        self.password.line.setFocus()

    def _choose_folder(self) -> None:
        start = str(self.folder.parent if self.folder else vault.default_folder().parent)
        chosen = QFileDialog.getExistingDirectory(self, "Choose a vault folder (NAME.workup)", start)
        if chosen:
            self.folder = Path(chosen)
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
        self._busy(True)
        try:
            made, sheet = vault.create(folder, password, person, self.clock())
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
        self.recovery.show_sheet(sheet)
        self._note_sheet(opened, UNCONFIRMED)

    def _note_sheet(self, opened: Vault, state: str) -> None:
        with suppress(WorkupError):  # without room for it the sheet is shown all the same
            opened.set_setting(SHEET, state, opened.person.id, self.clock())

    def _toggle_recovery(self) -> None:
        using = self.key.isHidden()
        self.key.setVisible(using)
        self.password.setVisible(not using)
        self.what.setText("Recovery key" if using else "Password")
        self.forgot.set_label("Use the password" if using else "Use the recovery key")
        self.problem.setText("")
        (self.key if using else self.password.line).setFocus()

    def _unlock(self) -> None:
        if self.folder is None or self._chosen is None:
            return
        self._busy(True)
        try:
            if self.key.isVisible():
                opened = vault.open_with_recovery(self.folder, self.key.text(), self.clock())
                self._ask_new_password(opened)
            else:
                opened = vault.open_with_password(self.folder, self._chosen.id, self.password.line.text(), self.clock())
                self._vault = opened
                if opened.setting(SHEET) == UNCONFIRMED:
                    self._show_sheet(opened, vault.renew(opened, self.password.line.text(), self.clock()))
                else:
                    self._enter()
        except WorkupError as error:
            self._let_go()
            self.problem.setText(error.sentence)
            field = self.key if self.key.isVisible() else self.password.line
            field.selectAll()
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        finally:
            self._busy(False)

    def _ask_new_password(self, opened: Vault) -> None:
        self._vault = opened
        self.key.clear()
        self.pages.setCurrentIndex(NEW_VAULT)
        self.new_form.begin_renewal(opened.person)

    def _renew(self, password: str) -> None:
        if self._vault is None:
            return
        self._busy(True)
        try:
            sheet = vault.renew(self._vault, password, self.clock())
        except WorkupError as error:
            self.new_form.say(error.sentence)
        else:
            self._show_sheet(self._vault, sheet)
        finally:
            self._busy(False)

    def _confirmed(self) -> None:
        if self._vault is not None:
            self._note_sheet(self._vault, CONFIRMED)
        self._enter()

    def _enter(self) -> None:
        opened, self._vault = self._vault, None
        self.password.line.clear()
        self.key.clear()
        if opened is not None:
            self._tick.stop()
            self.unlocked.emit(opened)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus)

    def _focus(self) -> None:
        if not self.isVisible():
            return
        field = {UNLOCK: self.password.line, NEW_VAULT: self.new_form.first(), RECOVERY: self.recovery.checks[0]}
        found: QWidget = field[self.pages.currentIndex()]
        (found if found.isVisible() else self.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _busy(self, busy: bool) -> None:
        self.open_button.setEnabled(not busy)
        self.open_button.set_label("Opening" if busy else "Unlock")
        self.open_button.repaint()
        self.new_form.set_busy(busy)

    def give_up(self) -> None:
        """Close a vault that was made but not entered, when the window closes meanwhile."""
        self._tick.stop()
        self._let_go()

    def _let_go(self) -> None:
        if self._vault is not None:
            self._vault.close(self.clock())
            self._vault = None

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            letter = event.text()
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if letter.isalpha():
                self.caps.setText("Caps Lock is on" if letter.isupper() is not shifted else "")
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.theme.color("bg"))
