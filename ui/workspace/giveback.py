"""What stands there when the patient is done: thanks, and the password of the clinician."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.meanwhile import stretching
from ui.newvault import PasswordLine
from ui.theme import Theme
from ui.widgets import Button, Label, Problem
from workup.texts import _

TRIES = 5


class GiveBack(QWidget):
    """Asks for the password; too many wrong ones lock the program."""

    again = Signal()
    given = Signal()
    lock_wanted = Signal()

    def __init__(self, theme: Theme, is_password: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_password, self._wrong = is_password, 0
        thanks = Label(theme, "screen_title", _("Thank you. Give the screen back to your clinician."), wrap=True)
        asked = Label(theme, "question", _("For the clinician: type your password to go on with the workup."), "ink2")
        self.password = PasswordLine(theme, _("Password of the clinician"))
        self.problem = Problem(theme)
        self.problem.hide()
        self.go_on = Button(theme, "primary", _("Go on with the workup"), big=True)
        self.paint = Button(theme, "secondary", _("Paint more"), big=True)
        middle = QWidget()
        middle.setFixedWidth(theme.px(560))
        column = QVBoxLayout(middle)
        column.setSpacing(theme.px(12))
        column.addStretch(1)
        for widget in (thanks, self.paint, asked, self.password, self.problem, self.go_on):
            column.addWidget(widget)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        self.go_on.clicked.connect(self._try)
        self.password.line.returnPressed.connect(self._try)
        self.paint.clicked.connect(self.again)

    def begin(self) -> None:
        """Ask, with an empty field."""
        self.password.line.clear()
        self._say("")
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        typed = self.password.line.text()
        self.password.line.clear()
        if not self.go_on.isEnabled():
            return
        self.go_on.setEnabled(False)
        try:
            with stretching(lambda _seconds: self._say(_("Checking the password …"))):
                good = bool(typed) and self._is_password(typed)
        finally:
            self.go_on.setEnabled(True)
        if good:
            self.given.emit()
            return
        self._wrong += 1
        if self._wrong >= TRIES:
            self.lock_wanted.emit()
            return
        left = TRIES - self._wrong
        self._say(
            _("This is not your password. After {left} more Workup locks; what was painted is kept.").format(left=left)
        )

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
