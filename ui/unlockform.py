"""The card on which a vault is opened: who is working here, and the password or the recovery key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.newvault import PasswordLine
from ui.people import PeopleList
from ui.restoreoffer import RestoreOffer
from ui.theme import Theme
from ui.unlockcard import CardFrame
from ui.widgets import Button, Label, Problem, TextLine
from workup.errors import WorkupError
from workup.store import Person
from workup.texts import N_, _
from workup.vault import AccountStopped, DamagedVault, TooManyTries

LONG_S = 3
LONG = N_("This computer is busy: it takes longer than usual. Nothing is lost by waiting.")


class UnlockForm(CardFrame):
    """Asks for a person and a secret; says what was refused, and counts down a wait after wrong passwords."""

    wanted = Signal()
    chosen = Signal(object)
    other_wanted = Signal()
    new_wanted = Signal()
    restore_wanted = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.banner = Label(theme, "card_title", "")
        self.banner_line = Label(theme, "label", "", "ink2", wrap=True)
        self.people = PeopleList(theme)
        self.people.chosen.connect(self._choose)
        self.people.done.connect(self.begin)
        self.fill(self.banner, self.banner_line, self._left(), self._right())
        self._until, self._stopped, self._busy = 0.0, False, False
        self._second = QTimer(self)
        self._second.setInterval(500)
        self._second.timeout.connect(self._say_wait)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self._find)
        self._escape = QShortcut(QKeySequence("Esc"), self)
        self._escape.activated.connect(self.given_up)
        self.offer_way_out(False)
        for line in (self.password.line, self.key):
            line.installEventFilter(self)

    def _left(self) -> QVBoxLayout:
        theme = self.theme
        left = QVBoxLayout()
        left.addWidget(Label(theme, "label", _("Who is working here?"), "ink2"))
        left.addWidget(self.people, 1)
        self.place = Label(theme, "hint", "", "ink3", wrap=True)
        self.other = Button(theme, "quiet", _("Another vault"), icon="folder")
        self.other.clicked.connect(self.other_wanted)
        create = Button(theme, "quiet", _("New vault"), icon="plus")
        create.clicked.connect(self.new_wanted)
        left.addWidget(self.place)
        links = QHBoxLayout()
        restore = Button(theme, "quiet", _("Restore"), icon="history", name=_("Restore a backup"))
        restore.clicked.connect(self.restore_wanted)
        for link in (self.other, create, restore):
            links.addWidget(link)
        links.addStretch(1)
        left.addLayout(links)
        return left

    def _right(self) -> QVBoxLayout:
        theme = self.theme
        self.name = Label(theme, "screen_title", "", wrap=True)
        self.password = PasswordLine(theme, _("Password"))
        self.caps = Label(theme, "label", "", "caution")
        self.problem, self.rescue = Problem(theme), RestoreOffer(theme)
        self.open_button = Button(theme, "primary", _("Unlock"), key_hint="Enter", big=True)
        self.open_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.key = TextLine(theme, _("Recovery key"), _("13 groups of 4 characters"), big=True)
        self.key.hide()
        self.cancel = Button(theme, "secondary", _("Cancel"), key_hint="Esc", name=_("Cancel unlocking"))
        self.cancel.clicked.connect(self.given_up)
        self.forgot = Button(theme, "quiet", _("Use the recovery key"))
        self.as_label = Label(theme, "label", _("Unlock as"), "ink2")
        self.what = Label(theme, "label", _("Password"), "ink2")
        right = QVBoxLayout()
        right.addWidget(self.as_label)
        right.addWidget(self.name)
        right.addSpacing(theme.px(10))
        asked = (self.what, self.password, self.key, self.caps)
        for widget in (*asked, self.problem, self.rescue, self.open_button, self.cancel, self.forgot):
            right.addWidget(widget)
        right.addStretch(1)
        self.open_button.clicked.connect(self._want)
        self.password.line.returnPressed.connect(self._want)
        self.key.returnPressed.connect(self._want)
        self.forgot.clicked.connect(self._toggle_recovery)
        self.rescue.again.clicked.connect(self._try_again)
        return right

    # Who and where

    def show_people(self, people: Sequence[Person], place: str, problem: str) -> None:
        """Show who may open the vault at this place, or why it cannot be opened."""
        self.place.setText(place)
        self._ask(bool(people))
        self.people.show_people(people)
        self.problem.setText(problem)

    def _ask(self, asked: bool = True) -> None:
        """Ask for the password, or for nothing where none opens this vault."""
        self.key.hide()
        self._as_usual()
        for widget in (self.password, self.open_button, self.forgot, self.as_label, self.what, self.name):
            widget.setVisible(asked)
        self.rescue.hide()

    def offer_backup(self, problem: WorkupError | None, folder: Path | None, chosen: str) -> None:
        """Where this says that the files are damaged: the newest backup in place of the password."""
        if isinstance(problem, DamagedVault) and folder is not None:
            self.forget()
            self._ask(asked=False)
            self.rescue.offer(folder, chosen, again=self.person is not None)

    def _try_again(self) -> None:
        self.problem.setText("")
        self._ask()
        self.begin()

    @property
    def person(self) -> Person | None:
        """Who is chosen."""
        return self.people.person

    def _choose(self, person: Person) -> None:
        self.name.setText(person.name)
        self._ask()
        self.problem.setText("")
        self.password.line.clear()
        self.set_wait(0)
        self.chosen.emit(person)
        if not self.people.filter.hasFocus():
            self.begin()

    def _find(self) -> None:
        if self.people.filter.isVisible():
            self.people.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin(self) -> None:
        """Give the keyboard to what is asked for."""
        fields: tuple[QWidget, ...] = (self.key if self.recovering else self.password.line, self.rescue.button)
        field = next((each for each in fields if each.isVisible()), self.other)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # The secret

    @property
    def recovering(self) -> bool:
        """Whether the recovery key is asked for."""
        return not self.key.isHidden()

    @property
    def secret(self) -> str:
        """What was typed."""
        return self.key.text() if self.recovering else self.password.line.text()

    def forget(self) -> None:
        """Nothing that was typed stays."""
        self.password.line.clear()
        self.key.clear()

    def _toggle_recovery(self) -> None:
        self.key.setVisible(not self.recovering)
        self._as_usual()
        self.problem.setText("")
        self._say_wait()
        self.begin()

    def _as_usual(self) -> None:
        using = self.recovering
        self.password.setVisible(not using)
        self.what.setText(_("Recovery key") if using else _("Password"))
        self.as_label.setText(_("New password for") if using else _("Unlock as"))
        self.forgot.set_label(_("Use the password") if using else _("Use the recovery key"))

    def _want(self) -> None:
        if self.open_button.isEnabled():
            self.wanted.emit()

    def refuse(self, sentence: str) -> None:
        """Say why it was not opened, with what was typed ready to be typed over."""
        if not (self._waiting and not self.recovering):
            self.problem.setText(sentence)
        field = self.key if self.recovering else self.password.line
        field.selectAll()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # Waiting after wrong passwords

    def set_wait(self, seconds: int | None) -> None:
        """So long nothing is taken from this person; None: not until somebody else sets it right."""
        self._stopped, self._until = seconds is None, monotonic() + (seconds or 0)
        if seconds:
            self._second.start()
        if seconds is None or seconds:
            self._say_wait()
        self._enable()

    @property
    def _waiting(self) -> bool:
        return self._stopped or self._left_over > 0

    @property
    def _left_over(self) -> int:
        return max(0, -int(-(self._until - monotonic()) // 1))

    def _say_wait(self) -> None:
        if not self._waiting:
            if self._second.isActive():
                self._second.stop()
                self.problem.setText("")
        elif not self.recovering:
            refused = AccountStopped() if self._stopped else TooManyTries(self._left_over)
            self.problem.setText(refused.sentence)
        self._enable()

    def say_long(self, seconds: float) -> None:
        """A word on it where it takes long."""
        if seconds >= LONG_S:
            self.problem.setText(_(LONG))
        elif not seconds and self.problem.text() == _(LONG):
            self.problem.setText("")

    def offer_way_out(self, offered: bool) -> None:
        """To wait no longer is all that is offered now; Enter, pressed in impatience, is none of it."""
        if offered:
            self.problem.setFocus(Qt.FocusReason.OtherFocusReason)  # else the button has it as soon as the rest is off
        self.cancel.setVisible(offered)
        for button in (self.open_button, self.forgot):  # in a low window there is room for these or for that
            button.setVisible(not offered)
        self._escape.setEnabled(offered)
        for one in (self._halves[0], self.password, self.key, self.rescue):
            one.setEnabled(not offered)

    def set_busy(self, busy: bool) -> None:
        """Say that the password is being turned into a key."""
        self._busy = busy
        self.open_button.set_label(_("Opening") if busy else _("Unlock"))
        self._enable()
        self.open_button.repaint()

    def _enable(self) -> None:
        self.open_button.setEnabled(not self._busy and (self.recovering or not self._waiting))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The list of people follows its keys while a secret is typed; a capital without Shift means Caps Lock."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if self.people.key(event):
            return True
        letter = event.text()
        if watched is self.password.line and letter.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.setText(_("Caps Lock is on") if letter.isupper() is not shifted else "")
        return False
