"""The dialogs around a signature: sign and lock, amend, hand over. Each asks in place and loses nothing when closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.keys import bind
from ui.newvault import PasswordLine
from ui.signingrun import SigningRun
from ui.theme import Theme
from ui.widgets import Button, Dialog, Icon, Label, Option, Problem, Scroll, Select, TextArea
from workup.answers import Slot
from workup.session.unresolved import Unresolved
from workup.store import Person
from workup.texts import N_, _, _n

TEXT = N_("The page is kept as it is now and the workup is locked. Later changes become a new version, with a reason.")
HIGHEST, WIDTH = 240, 560


class OpenRow(QWidget):
    """One thing that is open, and the way to it."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, one: Unresolved) -> None:
        super().__init__()
        self.one = one
        mark = Icon(theme, "warning" if one.blocks else "clock", "danger" if one.blocks else "caution", 16)
        self.text = Label(theme, "question", one.text, "danger" if one.blocks else "ink", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(2), theme.px(8), theme.px(2))
        row.setSpacing(theme.px(8))
        row.addWidget(mark)
        row.addWidget(self.text, 1)
        self.go = Button(
            theme,
            "quiet",
            _("Go there"),
            icon="arrow-right",
            icon_after=True,
            name=_("Go to: {text}").format(text=one.text),
        )
        self.go.setVisible(one.slot is not None)
        self.go.clicked.connect(lambda: self.wanted.emit(one.slot))
        row.addWidget(self.go)


class SignDialog(Dialog):
    """What is unresolved, each line a way to it; the password; and the signature, or in place why there is none."""

    def __init__(
        self, theme: Theme, open_ones: tuple[Unresolved, ...], budget: str, run: SigningRun, parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(theme, _("Sign and lock"), _(TEXT), _("Sign and lock"), _("Not yet"), parent, width=WIDTH)
        self.slot: Slot | None = None
        self.run = run
        run.said.connect(self._say_step)
        run.ended.connect(self._ended)
        self.rows = [OpenRow(theme, one) for one in open_ones]
        stops = any(one.blocks for one in open_ones)
        if self.rows:
            self._list(open_ones)
        if budget:
            self.body.addWidget(Label(theme, "label", budget, "ink2", wrap=True))
        self.body.addWidget(Label(theme, "label", _("Your password"), "ink2"))
        self.password = PasswordLine(theme, _("Your password"))
        self.problem = Problem(theme, "danger")
        self.problem.setMinimumHeight(theme.line("label"))  # its room is there before it has something to say
        self.body.addWidget(self.password)
        self.body.addWidget(self.problem)
        self.password.setEnabled(not stops)
        self.accept_button.setEnabled(False)
        self.password.line.textChanged.connect(lambda text: self.accept_button.setEnabled(bool(text) and not stops))
        self.password.line.returnPressed.connect(self.accept_button.click)
        bind(self, (("Ctrl+Return", self.accept_button.click), ("Ctrl+Enter", self.accept_button.click)))
        (self.rows[0].go if stops else self.password.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self, open_ones: tuple[Unresolved, ...]) -> None:
        stops = sum(one.blocks for one in open_ones)
        count = len(open_ones) - stops
        told = _("One thing stops the signature.") if stops else ""
        if count:
            open_ = _n("{n} thing is unresolved.", "{n} things are unresolved.", count)
            told = f"{told} {open_}" if stops else f"{open_} {_('You can sign all the same.')}"
        self.body.addWidget(Label(self.theme, "card_title", told, wrap=True))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.rows:
            row.wanted.connect(self._go)
            column.addWidget(row)
        column.addStretch(1)
        self.area = Scroll(inner)
        self.area.setFixedHeight(min(inner.sizeHint().height() + self.theme.px(8), self.theme.px(HIGHEST)))
        self.body.addWidget(self.area)

    def _go(self, slot: Slot) -> None:
        self.slot = slot
        self.reject()

    def accept(self) -> None:
        """Sign; a refusal stands below the password and the dialog stays."""
        if not self.accept_button.isEnabled() or self.run.running:
            return
        self.accept_button.setEnabled(False)
        self.password.line.setReadOnly(True)  # it keeps the keyboard: Escape still gives up
        self.problem.setText("")
        self.run.start(self.password.line.text())

    def _say_step(self, step: str) -> None:
        self.accept_button.set_label(step)

    def _ended(self, sentence: str) -> None:
        """Signed and stored, or why not."""
        if not sentence:
            super().accept()
            return
        self.accept_button.set_label(_("Sign and lock"))
        self.problem.setText(sentence)
        self.fit()
        self.password.line.setReadOnly(False)
        self.password.line.clear()
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Close; what is not stored yet is given up."""
        self.run.stop()
        super().done(result)


class ReasonDialog(Dialog):
    """Asks for a reason, and where something else has to be chosen first, for that; `done` refuses with a sentence."""

    def __init__(
        self, theme: Theme, title: str, text: str, verb: str, label: str, done: Callable[[str, str], str],
        parent: QWidget, people: tuple[Person, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(theme, title, text, verb, _("Cancel"), parent, width=WIDTH)
        self._done, self._needs = done, bool(people)
        options = tuple(Option(one.id, ", ".join(filter(None, (one.name, one.profession))), "normal") for one in people)
        self.people = Select(theme, _("Hand over to"), options, placeholder=N_("Hand over to"))
        self.people.setVisible(bool(people))
        if people:
            self.body.addWidget(self.people)
        if len(people) == 1:
            self.people.set_value(people[0].id)
        self.reason = TextArea(theme, _("Reason"), label)
        self.problem = Problem(theme, "danger")
        self.problem.hide()
        self.body.addWidget(self.reason)
        self.body.addWidget(self.problem)
        self.reason.textChanged.connect(self._fit)
        self.people.picked.connect(self._pick)
        self._fit()
        bind(self, (("Ctrl+Return", self.accept_button.click), ("Ctrl+Enter", self.accept_button.click)))
        first = self.people if self._needs and self.people.value is None else self.reason
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, person: str) -> None:
        self.people.set_value(person)
        self._fit()

    def _fit(self) -> None:
        said = bool(self.reason.toPlainText().strip())
        self.accept_button.setEnabled(said and (not self._needs or self.people.value is not None))

    def accept(self) -> None:
        """Do it; a refusal stands below and what was typed stays."""
        if not self.accept_button.isEnabled():
            return
        sentence = self._done(self.reason.toPlainText(), self.people.value or "")
        if not sentence:
            super().accept()
            return
        self.problem.setText(sentence)
        self.problem.show()
        self.fit()
