"""One account as a row: who, which roles, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Label, Painted, Pill, box, write
from workup.store import Person
from workup.texts import _
from workup.words import initials


class Initials(Painted):
    """The initials of a person in a circle."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self._letters = initials(name)
        self.setFixedSize(theme.px(36), theme.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        box(painter, self.rect(), self.width() // 2, theme.color("sunken"), None)
        whole = QRect(0, 0, self.width(), self.height())
        write(painter, theme, whole, self._letters, "label", "ink2", 600, Qt.AlignmentFlag.AlignCenter)


class AccountRow(QWidget):
    """An account; what the present user may not do has no button."""

    change_wanted = Signal(object)
    password_wanted = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, theme: Theme, person: Person, *, own: bool, managing: bool, state: str) -> None:
        super().__init__()
        self.person = person
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, "question", _("{name} (you)").format(name=person.name) if own else person.name))
        if person.profession:
            words.addWidget(Label(theme, "label", person.profession, "ink2"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.setSpacing(theme.px(10))
        row.addWidget(Initials(theme, person.name))
        row.addLayout(words)
        for role in person.roles:
            row.addWidget(Pill(theme, "booked" if role == "administrator" else "neutral", _(role)))
        if state:
            row.addWidget(Pill(theme, "overdue", state))
        row.addStretch(1)
        self.buttons: list[Button] = []
        if managing:
            self._add(
                row,
                Button(theme, "quiet", _("Change"), name=_("Change {name}").format(name=person.name)),
                self.change_wanted,
            )
        if own or managing:
            words_of = _("Change password") if own else _("New password")
            button = Button(theme, "quiet", words_of, name=f"{words_of}: {person.name}")
            self._add(row, button, self.password_wanted)
        if managing and not own:
            self._add(
                row,
                Button(theme, "quiet", _("Remove"), name=_("Remove {name}").format(name=person.name)),
                self.removal_wanted,
            )
        self.setMinimumSize(QSize(0, theme.px(48)))

    def _add(self, row: QHBoxLayout, button: Button, signal: SignalInstance) -> None:
        button.clicked.connect(lambda: signal.emit(self.person))
        self.buttons.append(button)
        row.addWidget(button)
