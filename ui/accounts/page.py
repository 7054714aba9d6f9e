"""The accounts as a panel, in a dialog or as the Home of an administrator who sees no patients."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.accounts.forms import OwnPasswordDialog, PasswordDialog, PersonDialog, same_twice
from ui.accounts.row import AccountRow
from ui.accounts.sheetdialog import SheetDialog
from ui.accounts.trail import TrailDialog
from ui.theme import Theme
from ui.widgets import Button, Card, Dialog, Divider, Label, Problem, Scroll
from workup.errors import WorkupError
from workup.rights import may
from workup.store import Person
from workup.texts import N_, _
from workup.vault import RecoverySheet, Vault, WrongPassword, accounts, new_sheet, rotation, throttle

ENFORCED = N_(
    "The password and the key are held by cryptography: without one nobody opens the records. What each role may do is "
    "held by the program: everybody who can unlock has the key."
)
SHEET_WORDS = N_(
    "Opens every record when a password is forgotten. With a new sheet the former one opens only backups made before."
)
KEY_WORDS = N_(
    "For when somebody left on bad terms: the records are encrypted anew, so that a key file they kept opens nothing "
    "that is written from now on. Passwords stay; a new recovery sheet follows. Copies and backups they already have "
    "stay readable to them."
)
TRAIL_WORDS = N_("Who unlocked, opened, printed, exported, signed and changed accounts. Nobody can change it.")
SURE = N_("Remove {name}? Their password opens nothing any more. What they entered keeps their name.")


class NotYours(WrongPassword):
    """The password asked for again is not the right one."""

    text = N_("This is not your password. Nothing was changed. Type it again.")


class AccountsPanel(QWidget):
    """Everybody's row for an administrator, the own one for everybody else."""

    said = Signal(str)

    def __init__(self, theme: Theme, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.theme, self.vault, self.clock = theme, vault, clock
        self.managing = may(vault.person, "accounts")
        self._proved = False
        self.rows: list[AccountRow] = []
        self.add = Button(theme, "primary", _("Add account"), icon="plus")
        self.add.clicked.connect(self._add)
        self.people = Card(theme, _("People") if self.managing else _("Your account"), actions=(self.add,))
        self.problem = Problem(theme)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.problem)
        column.addWidget(self.people)
        self.add.setVisible(self.managing)
        if self.managing:
            self.sheet = Button(theme, "secondary", _("New recovery sheet"), icon="key")
            self.key = Button(theme, "secondary", _("Change the data key"), icon="lock")
            self.sheet.clicked.connect(self._new_sheet)
            self.key.clicked.connect(self._change_key)
            column.addWidget(self._secret(_("Recovery sheet"), _(SHEET_WORDS), self.sheet))
            column.addWidget(self._secret(_("Data key"), _(KEY_WORDS), self.key))
            self.trail = Button(theme, "secondary", _("Read the audit trail"), icon="history")
            self.trail.clicked.connect(self._read_trail)
            column.addWidget(self._secret(_("Audit trail"), _(TRAIL_WORDS), self.trail))
        column.addWidget(Label(theme, "hint", _(ENFORCED), "ink3", wrap=True))
        column.addStretch(1)
        self.render_rows()

    def _secret(self, title: str, words: str, button: Button) -> Card:
        card = Card(self.theme, title)
        row = QHBoxLayout()
        row.addWidget(Label(self.theme, "label", words, "ink2", wrap=True), 1)
        row.addSpacing(self.theme.px(16))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        return card

    def render_rows(self) -> None:
        """Show the accounts as they are now."""
        while (item := self.people.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        shown = self.vault.people if self.managing else (self.vault.account,)
        self.rows = []
        for person in sorted(shown, key=lambda each: each.name.casefold()):
            own = person.id == self.vault.person.id
            row = AccountRow(self.theme, person, own=own, managing=self.managing, state=self._state(person))
            row.change_wanted.connect(self._change)
            row.password_wanted.connect(self._password)
            row.removal_wanted.connect(self._remove)
            if self.rows:
                self.people.body.addWidget(Divider(self.theme))
            self.people.body.addWidget(row)
            self.rows.append(row)

    def begin(self) -> None:
        """Give the keyboard to the first button."""
        first = self.add if self.managing else self.rows[0].buttons[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _state(self, person: Person) -> str:
        tries = throttle.of(self.vault.header.tries, person.id)
        if tries is not None and tries.count >= throttle.STOPS_AT:
            return _("closed: too many wrong passwords")
        slot = self.vault.header.password_slot(person.id)
        return _("temporary password") if slot is not None and slot.temporary else ""

    # What can be done

    def _sure(
        self, text: str = N_("Accounts are changed only by whoever is signed in."), accept: str = N_("Continue")
    ) -> bool:
        """Ask the own password, once for as long as the accounts are open."""
        if self._proved:
            return True
        dialog = OwnPasswordDialog(self.theme, _(text), _(accept), self)

        def take() -> None:
            if not self.vault.is_password(dialog.password.line.text()):
                dialog.password.line.selectAll()
                raise NotYours

        dialog.take = take
        self._proved = _accepted(dialog)
        return self._proved

    def _add(self) -> None:
        if not self._sure():
            return
        dialog = PersonDialog(self.theme, None, self)

        def take() -> None:
            password = same_twice(dialog.password, dialog.again)
            accounts.add(self.vault, dialog.person, password, self.clock(), temporary=dialog.temporary)

        dialog.take = take
        if _accepted(dialog):
            self.render_rows()

    def _change(self, person: Person) -> None:
        if not self._sure():
            return
        dialog = PersonDialog(self.theme, person, self)

        def take() -> None:
            new = dialog.person
            accounts.change(self.vault, person.id, new.name, new.profession, new.roles, self.clock(), new.licence)

        dialog.take = take
        if _accepted(dialog):
            self.render_rows()
            own = person.id == self.vault.person.id
            self._say(_("Your own roles are in force when you next unlock.") if own else "")

    def _password(self, person: Person) -> None:
        own = person.id == self.vault.person.id
        if not own and not self._sure():
            return
        dialog = PasswordDialog(self.theme, person, self, own=own)

        def take() -> None:
            password = same_twice(dialog.password, dialog.again)
            if dialog.former is not None:
                accounts.change_password(self.vault, dialog.former.line.text(), password, self.clock())
            else:
                accounts.reset(self.vault, person.id, password, self.clock())

        dialog.take = take
        if _accepted(dialog):
            self.render_rows()
            chosen = _("{name} chooses a password at the next unlocking.").format(name=person.name)
            self._say(_("The password was changed.") if own else chosen)

    def _remove(self, person: Person) -> None:
        if not self._sure():
            return
        sure = Dialog(
            self.theme,
            _("Remove account"),
            _(SURE).format(name=person.name),
            _("Remove"),
            _("Keep"),
            self,
            destructive=True,
        )
        if not _accepted(sure):
            return
        try:
            accounts.remove(self.vault, person.id, self.clock())
        except WorkupError as error:
            self._say(error.sentence)
            return
        self.render_rows()
        self._say(_("{name} was removed. If they left on bad terms, change the data key too.").format(name=person.name))
        self.begin()

    def _new_sheet(self) -> None:
        if self._sure():
            done = _("The new recovery sheet is in force. Destroy the former one when there is a newer backup.")
            self._show_sheet(lambda: new_sheet(self.vault, self.clock()), done)

    def _change_key(self) -> None:
        if not self._sure():
            return
        sure = Dialog(
            self.theme, _("Change the data key"), _(KEY_WORDS), _("Change the key"), _("Cancel"), self, destructive=True
        )
        if _accepted(sure):
            done = _("The data key was changed, and the new recovery sheet is in force. Make a backup now.")
            self._show_sheet(lambda: rotation.change_data_key(self.vault, self.clock()), done)

    def _read_trail(self) -> None:
        if self._sure(_("The audit trail is read only by whoever is signed in.")):
            _accepted(TrailDialog(self.theme, self.vault, self.clock, self))

    def _show_sheet(self, make: Callable[[], RecoverySheet], done: str) -> None:
        try:
            confirmed = SheetDialog.of(self.theme, self.vault, self.clock, make, self)
        except WorkupError as error:
            self._say(error.sentence)
            return
        later = _("The sheet was not confirmed: the next administrator who unlocks gets a new one.")
        self._say(done if confirmed else later)

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.said.emit(sentence)


def _accepted(dialog: Dialog) -> bool:
    accepted = dialog.exec() == Dialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted


def show_accounts(theme: Theme, vault: Vault, clock: Callable[[], datetime], parent: QWidget) -> None:
    """Open the accounts over the window."""
    dialog = Dialog(theme, _("Accounts"), "", _("Close"), "", parent, width=860)
    panel = AccountsPanel(theme, vault, clock)
    scroll = Scroll(panel)
    scroll.setMinimumHeight(min(panel.sizeHint().height(), parent.height() - theme.px(180)))
    dialog.body.addWidget(scroll, 1)
    panel.begin()
    dialog.exec()
    dialog.deleteLater()
