"""What a step in the life of an order still needs, asked in place; nothing is stored before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.fields import FieldContext
from ui.fields.habit import HABIT_MS
from ui.tests_board.askrow import AskRow
from ui.tests_board.orderform import SIDE
from ui.tests_board.wording import PILLS
from ui.timers import once
from ui.widgets import Button, Label, Option, Painted, Segments
from workup.answers import PartialDate, Slot, Value
from workup.orders import Order, State
from workup.orders.again import AGAIN
from workup.orders.state import CORRECTION, JUDGEMENT, NEEDS
from workup.texts import N_, _

# Needed to order a test, and asked in the form of the request.
OF_REQUEST = ("order_kind", "order_question", "order_priority")
MORE: Mapping[State, tuple[str, ...]] = {"reviewed": ("review_action",), "scheduled": ("order_sent_to",)}
BY_ITSELF = ("reviewed_on",)
# Asked once the other is answered: the form of the result has that room until then.
AFTER_OTHER = {"review_action": JUDGEMENT}
TODAY_AT_FIRST = ("ordered_on", "performed_on", "resulted_on")
_TITLES: Mapping[State, tuple[str, str]] = {
    "ordered": (N_("Order this test"), N_("Order")),
    "scheduled": (N_("Book"), N_("Save booking")),
    "performed": (N_("The test was done"), N_("Save as done")),
    "resulted": (N_("A result is in"), N_("Save, enter result")),
    "reviewed": (N_("Review"), N_("Save and mark reviewed")),
    "cancelled": (N_("Cancel this order"), N_("Cancel order")),
}


class StepAsk(Painted):
    """The fields of one step, what is still needed as a sentence, and the two buttons.

    `taken` gives the step and what was entered, `left` that the step is not taken now.
    """

    taken = Signal(str, object)
    left = Signal()
    grown = Signal()

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        theme = context.theme
        super().__init__(theme, parent)
        self._context = context
        self.to: State | None = None
        self.order: Order | None = None
        self._back: tuple[State, ...] = ()
        self.given: dict[str, Value | None] = {}
        self._today = date.min
        self.title = Label(theme, "card_title", "")
        self.targets = Segments(theme, _("Put back to"), ())
        self.targets.hide()
        self.rows: list[AskRow] = []
        self._column = QVBoxLayout(self)
        self._fields = QVBoxLayout()
        self.sentence = Label(theme, "label", "", "caution", wrap=True)
        self.sentence.hide()
        self.confirm = Button(theme, "primary", _("Save"), key_hint="Ctrl Enter")
        self.leave = Button(theme, "secondary", _("Back"), key_hint="Esc")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.confirm)
        row.addWidget(self.leave)
        row.addStretch(1)
        for part in (self.title, self.targets):
            self._column.addWidget(part)
        self._column.addLayout(self._fields)
        self._column.addWidget(self.sentence)
        self._column.addLayout(row)
        self.confirm.clicked.connect(self.take)
        self.leave.clicked.connect(self.left)
        self.targets.chosen.connect(self._aim)
        self.targets.cleared.connect(lambda: self.targets.set_value(self.to))
        # Asked without a key of its own: the Enter that habit adds to an answer takes no step that is not undone.
        self.habit = once(self, lambda: None, HABIT_MS)
        self.restyle()

    # What it asks

    def ask(self, order: Order, to: State, today: date, given: Mapping[str, Value | None], same: str = "") -> None:
        """Ask what this step needs; `given` stands in the order already, `same` names a test like it on its way."""
        title, verb = map(_, _TITLES[to])
        again = to == order.state
        self.title.setText({"scheduled": _("Book again"), "resulted": _("A new report is in")}[to] if again else title)
        self.confirm.set_label(verb)
        self.leave.set_label(_("Review later") if to == "reviewed" else _("Back"))
        self.targets.hide()
        names = [name for name in (*NEEDS[to], *MORE.get(to, ())) if name not in (*OF_REQUEST, *BY_ITSELF)]
        asked = bool(same) and to == "ordered"
        self._begin(order, to, today, [*names, AGAIN] if asked else names, given, ())
        self.say(_("{same} To order another one, say why.").format(same=same) if asked else "")
        self.title.setVisible(to != "reviewed")  # its two questions say what it is

    def ask_back(self, order: Order, targets: tuple[State, ...], today: date) -> None:
        """Ask where an order is put back to, and why."""
        self.title.setText(_("Put back, as a correction"))
        self.confirm.set_label(_("Put back"))
        self.leave.set_label(_("Back"))
        self.targets.set_options(tuple(Option(one, _(PILLS[one][1]).split(",")[0], "normal") for one in targets))
        self.targets.set_value(targets[-1])
        self.targets.setVisible(len(targets) > 1)
        self.title.show()
        self._begin(order, targets[-1], today, [CORRECTION], {}, targets)

    def _begin(
        self, order: Order, to: State, today: date, names: list[str], given: Mapping[str, Value | None],
        back: tuple[State, ...],
    ) -> None:  # fmt: skip
        self.order, self.to, self._today, self._back = order, to, today, back
        self.given = {name: given.get(name) for name in names}
        for name in TODAY_AT_FIRST:
            if name in self.given and self.given[name] is None:
                self.given[name] = PartialDate.of(today)
        self._show_rows(names)
        self.say("")
        self.setAccessibleName(self.title.text())

    def _show_rows(self, names: list[str]) -> None:
        for row in self.rows:
            row.hide()
            self._fields.removeWidget(row)
            row.deleteLater()
        assert self.order is not None
        self.rows = [AskRow(self._context, Slot(name, self.order.at), self._today, self) for name in names]
        for row in self.rows:
            row.answered.connect(self._answered)
            row.finished.connect(self._finished)
            row.show_value(self.given[row.slot.item])
            self._fields.addWidget(row)
        self._show_following()

    def _show_following(self) -> None:
        """Show what is asked once another thing is answered."""
        for row in self.rows:
            other = AFTER_OTHER.get(row.slot.item)
            if other is not None and row.isHidden() != (self.given.get(other) is None):
                row.setVisible(self.given.get(other) is not None)
                self.grown.emit()

    def say(self, sentence: str) -> None:
        """What is still needed, or why the step was refused."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def forget(self) -> None:
        """The step is taken: what was entered for it is not offered when it is asked again."""
        self.to = self.order = None

    @property
    def correction(self) -> bool:
        """Whether it puts an order back."""
        return bool(self._back)

    def begin(self) -> None:
        """Give the keyboard to the first field without an answer, else to the first; for an order, to the button."""
        unanswered = [row for row in self.rows if self.given[row.slot.item] is None and not row.isHidden()]
        first = (*unanswered, *self.rows) if self.to != "ordered" or self.correction or AGAIN in self.given else ()
        if not any(row.give_focus() for row in first):
            self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the user does

    def _aim(self, to: str) -> None:
        self.to = next(one for one in self._back if one == to)

    def _answered(self, name: str, value: Value | None) -> None:
        self.given[name] = value
        next(row for row in self.rows if row.slot.item == name).show_value(value)
        self._show_following()
        self.say("")

    def _finished(self, row: AskRow) -> None:
        """Enter goes to the next field, from the last one to the button."""
        following = [one for one in self.rows[self.rows.index(row) + 1 :] if not one.isHidden()]
        if not any(one.give_focus() for one in following):
            self.confirm.setFocus(Qt.FocusReason.TabFocusReason)

    def take(self) -> None:
        """Take the step with what was entered; a line that is being typed is read first."""
        if self.habit.isActive():
            return
        self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)
        wrong = next((row for row in self.rows if row.problem), None)
        if wrong is not None:  # it says so itself; letters typed on are meant for it, not for the next step
            wrong.give_focus()
        elif self.to is not None:
            self.taken.emit(self.to, dict(self.given))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # How it looks

    def restyle(self) -> None:
        side = self.theme.px(SIDE)
        self._column.setContentsMargins(side, self.theme.px(10), side, self.theme.px(12))
        self._column.setSpacing(self.theme.px(8))
        self._fields.setSpacing(self.theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.theme.color("surface"))
