"""The legal next steps of an order: what each is called, its key, and the buttons that take them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import Button, FlowLayout
from workup.orders import Move, Order, State
from workup.texts import N_, _

# The way an order usually goes: the step that stands first among the buttons.
USUAL: dict[State, State] = {
    "proposed": "ordered", "ordered": "scheduled", "scheduled": "performed", "performed": "resulted",
    "resulted": "reviewed",
}  # fmt: skip
_NAMES: dict[State, tuple[str, str]] = {
    "ordered": (N_("Order"), "O"),
    "scheduled": (N_("Book"), "B"),
    "performed": (N_("Done"), "D"),
    "resulted": (N_("Result in"), "R"),
    "reviewed": (N_("Review"), "V"),
    "cancelled": (N_("Cancel order"), "C"),
}
_AGAIN: dict[State, str] = {"scheduled": N_("Book again"), "resulted": N_("New report")}
PUT_BACK, DISCARD, OPEN, SAVE = "put_back", "discard", "open", "save"
# What takes an order back stands away from where a press has just taken it further.
AWAY = ("cancelled", PUT_BACK, DISCARD)


class Step(Struct, frozen=True):
    """One thing that can be done with an order now."""

    id: str
    name: str
    key: str
    usual: bool = False


def steps_of(order: Order, moves: Sequence[Move]) -> tuple[Step, ...]:
    """The steps to offer, the usual one first; all corrections are one."""
    found = [
        Step(move.to, _(_AGAIN[move.to] if move.to == order.state and move.to in _AGAIN else _NAMES[move.to][0]),
             _NAMES[move.to][1], USUAL.get(order.state) == move.to)
        for move in moves if not move.correction
    ]  # fmt: skip
    found.sort(key=lambda one: not one.usual)
    if any(move.correction for move in moves):
        found.append(Step(PUT_BACK, _("Put back"), "P"))
    if order.state == "proposed":
        found.append(Step(DISCARD, _("Discard draft"), "X"))
    return tuple(found)


class StepsBar(QWidget):
    """A button for each step; `wanted` names it."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, primary: bool = False) -> None:
        super().__init__(parent)
        self.theme, self._primary = theme, primary
        self.steps: tuple[Step, ...] = ()
        self.buttons: list[Button] = []
        self._flow = FlowLayout(self, gap=theme.px(8), line_gap=theme.px(6))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Offer these."""
        if steps == self.steps:
            return
        self.steps = steps
        for old in self.buttons:
            old.hide()
            self._flow.removeWidget(old)
            old.deleteLater()
        self.buttons, self._flow.end = [], None
        for step in steps:
            main = self._primary and step.usual
            hint = "Ctrl Enter" if main else step.key
            button = Button(self.theme, "primary" if main else "secondary", step.name, key_hint=hint, parent=self)
            button.setFocusPolicy(button.focusPolicy().TabFocus)
            button.clicked.connect(partial(self._press, step.id))
            if self._primary and self._flow.end is None and step.id in AWAY:
                self._flow.end = button
            self._flow.addWidget(button)
            button.show()
            self.buttons.append(button)
        self.updateGeometry()

    def _press(self, step: str, _checked: bool = False) -> None:
        self.wanted.emit(step)

    def by_key(self, letter: str) -> str:
        """The step of a letter; empty where it has none now."""
        return next((step.id for step in self.steps if step.key.lower() == letter), "")

    @property
    def usual(self) -> str:
        """The step the primary key takes."""
        return next((step.id for step in self.steps if step.usual), "")
