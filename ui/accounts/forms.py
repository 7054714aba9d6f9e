"""The dialogs about one account: who it is and its roles, a password, the own password asked again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.meanwhile import stretching
from ui.newvault import PasswordLine
from ui.theme import Theme
from ui.widgets import Dialog, Label, Option, Problem, Segments, TextLine, paint_passed
from workup.errors import WorkupError
from workup.rights import Role
from workup.store import Person
from workup.texts import N_, _

ROLES: tuple[tuple[Role, str, str], ...] = (
    ("clinician", N_("Clinician"), N_("everything in a workup: orders, reviews, judges, signs, voids")),
    ("assistant", N_("Assistant"), N_("enters answers and results, drafts orders, prints")),
    ("administrator", N_("Administrator"), N_("accounts, audit trail, recovery; sees no patient without another role")),
)
OWN, TEMPORARY = "own", "temporary"
RULE = N_("A password has 15 characters or more; a sentence is fine.")
DIFFER = N_("The two passwords differ. Type the same one twice.")


class FormDialog(Dialog):
    """Fields in rows; `take` is tried when it is accepted, and its sentence shown when it refuses."""

    def __init__(
        self, theme: Theme, title: str, text: str, accept: str, parent: QWidget | None, *, width: int = 560,
        destructive: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(theme, title, text, accept, _("Cancel"), parent, width=width, destructive=destructive)
        self.take: Callable[[], None] = lambda: None
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.px(12))
        self.grid.setVerticalSpacing(theme.px(8))
        self.body.addLayout(self.grid)
        self.problem = Problem(theme)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.accept_button.clicked.disconnect(self.accept)
        self.accept_button.clicked.connect(self._try)
        self.first: QWidget | None = None
        self._passwords: list[PasswordLine] = []
        self._doing, self._passed = False, 0.0

    def row(self, words: str, field: QWidget) -> None:
        """One field with its name."""
        at = self.grid.rowCount()
        self.grid.addWidget(Label(self.theme, "label", words, "ink2"), at, 0)
        self.grid.addWidget(field, at, 1)
        self.first = self.first or field

    def password_row(self, words: str) -> PasswordLine:
        """A password to type; Enter goes on."""
        line = PasswordLine(self.theme, words)
        line.line.returnPressed.connect(self._try)
        line.line.textEdited.connect(lambda _text: self.say(""))
        self.row(words, line)
        self._passwords.append(line)
        return line

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Not as it is read: see below."""
        return QWidget.focusNextPrevChild(self, forward)

    def _eyes_last(self) -> None:
        """From one password to the next and on to the buttons; who wants to see them goes further."""
        lines, buttons = [each.line for each in self._passwords], [self.reject_button, self.accept_button]
        for before, after in pairwise((*lines, *buttons, *(each.eye for each in self._passwords))):
            QWidget.setTabOrder(before, after)

    def say(self, sentence: str) -> None:
        """Why it cannot be done."""
        self.problem.setText(sentence)
        if self.problem.isHidden() == bool(sentence):
            self.problem.setVisible(bool(sentence))
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._eyes_last()
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.TabFocusReason)

    def reject(self) -> None:
        """Not while it is being done: what has begun is finished first."""
        if not self._doing:
            super().reject()

    def _tell(self, seconds: float) -> None:
        self._passed = seconds
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_passed(QPainter(self), self.theme, self.width(), self._passed)

    def _try(self) -> None:
        if self._doing:
            return
        self._doing = True
        self.accept_button.setEnabled(False)
        try:
            with stretching(self._tell):  # a password takes half a second, a changed one twice that
                self.take()
        except WorkupError as error:
            self.say(error.sentence)
            if self.first is not None:
                self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.accept()
        finally:
            self._doing = False
            self._tell(0)
            self.accept_button.setEnabled(True)


class Mismatch(WorkupError):
    """Two entries that should be the same are not."""


def same_twice(password: PasswordLine, again: PasswordLine) -> str:
    """The password, when it was typed the same twice."""
    if password.line.text() != again.line.text():
        raise Mismatch(_(DIFFER))
    return password.line.text()


class PersonDialog(FormDialog):
    """Name, profession and roles of an account; for a new one its password too."""

    def __init__(self, theme: Theme, person: Person | None, parent: QWidget | None) -> None:
        new = person is None
        title = _("New account") if person is None else _("Change {name}").format(name=person.name)
        rule, verb = (_(RULE), _("Add account")) if new else ("", _("Change"))
        super().__init__(theme, title, rule, verb, parent, width=640)
        self.name = TextLine(theme, _("Name"), _("Dr Adaeze Okafor"))
        self.profession = TextLine(theme, _("Profession"), _("Pain medicine; printed below the name"))
        self.row(_("Name"), self.name)
        self.licence = TextLine(theme, _("Licence line"), _("Printed below the signature, as the register asks for it"))
        self.row(_("Profession"), self.profession)
        self.row(_("Licence line"), self.licence)
        self.roles: dict[Role, Segments] = {}
        for role, words, meaning in ROLES:
            self._role_row(role, _(words), _(meaning))
        if person is not None:
            self.name.set_text(person.name)
            self.profession.set_text(person.profession)
            self.licence.set_text(person.licence)
        for role, segments in self.roles.items():
            segments.set_value("yes" if person is not None and role in person.roles else "no")
        self.kind: Segments | None = None
        if new:
            self._password_rows()

    def _role_row(self, role: Role, words: str, meaning: str) -> None:
        segments = Segments(self.theme, words, (Option("yes", _("Yes"), keys="y"), Option("no", _("No"), keys="n")))
        segments.cleared.connect(lambda: segments.set_value("no"))
        self.roles[role] = segments
        holder = QWidget()
        line = QGridLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setColumnStretch(1, 1)
        line.addWidget(segments, 0, 0)
        line.addWidget(Label(self.theme, "label", meaning, "ink3", wrap=True), 0, 1)
        self.row(words, holder)

    def _password_rows(self) -> None:
        options = (Option(TEMPORARY, _("Temporary, changed at first unlock")), Option(OWN, _("Typed by its owner now")))
        self.kind = Segments(self.theme, _("Password"), options)
        kind = self.kind
        kind.set_value(TEMPORARY)
        kind.cleared.connect(lambda: kind.set_value(TEMPORARY))
        self.row(_("Password"), kind)
        self.password, self.again = self.password_row(_("Password")), self.password_row(_("Again"))

    @property
    def person(self) -> Person:
        """What was entered."""
        chosen = tuple(role for role, segments in self.roles.items() if segments.value == "yes")
        return Person(self.name.text(), self.profession.text(), roles=chosen, licence=self.licence.text())

    @property
    def temporary(self) -> bool:
        """Whether the password has to be changed at the first unlocking."""
        return self.kind is not None and self.kind.value != OWN


class PasswordDialog(FormDialog):
    """A new password, typed twice; of one's own account with the present one."""

    def __init__(self, theme: Theme, person: Person, parent: QWidget | None, *, own: bool) -> None:
        if own:
            title, text = (
                _("Change password"),
                _("15 characters or more; a sentence is fine. The records stay as they are."),
            )
        else:
            title = _("New password for {name}").format(name=person.name)
            text = _(
                "Their former password opens nothing any more. They choose one of their own when they next unlock."
            )
        super().__init__(theme, title, text, _("Set the password"), parent)
        self.former = self.password_row(_("Present password")) if own else None
        self.password = self.password_row(_("New password") if own else _("Temporary password"))
        self.again = self.password_row(_("Again"))


class OwnPasswordDialog(FormDialog):
    """Asks the present user's password again, before accounts are changed."""

    def __init__(self, theme: Theme, text: str, accept: str, parent: QWidget | None) -> None:
        super().__init__(theme, _("Your password"), text, accept, parent, width=480)
        self.password = self.password_row(_("Password"))
