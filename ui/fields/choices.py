"""Many of many: chips with a state each."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from ui.fields.field import Field
from ui.fields.view import FieldView
from ui.widgets import Chips, ChipState, Look, Option
from workup.answers import Gap, Marks
from workup.protocol import Choices
from workup.texts import _


class ChoicesField(Field):
    """Chips; what was not touched stays not asked until “No others” says absent."""

    def build(self) -> None:
        item = self.item
        assert isinstance(item, Choices)
        abnormal: Look = "flag" if item.red_flag else "finding"
        options = [
            Option(key, label, abnormal if self._abnormal(item, key) else "fact") for key, label in item.options.items()
        ]
        self._chips = Chips(self.theme, self._label, options, self, rest=True)
        self._chips.ends_by_key = True
        self._chips.changed.connect(self._changed)
        self._chips.keyed.connect(self._settled)
        self._chips.closed.connect(lambda: None if self.problem else self.finished.emit(self.slot))

    def _settled(self) -> None:
        """Every option has its state now: the question is answered for the first time."""
        self._is_first = True
        self.go_on()

    @staticmethod
    def _abnormal(item: Choices, option: str) -> bool:
        return option in item.findings or bool(item.normal and not item.findings and option not in item.normal)

    def _changed(self, states: dict[str, ChipState]) -> None:
        by_state: dict[str, list[str]] = {"present": [], "absent": [], "unknown": []}
        for option, state in states.items():
            by_state[state].append(option)
        marks = Marks(*(tuple(by_state[state]) for state in ("present", "absent", "unknown")))
        self.answer(marks if states else None)

    def show_value(self, view: FieldView) -> None:
        states: dict[str, ChipState] = {}
        if isinstance(view.value, Marks):
            states |= dict.fromkeys(view.value.absent, "absent")
            states |= dict.fromkeys(view.value.unknown, "unknown")
            states |= dict.fromkeys(view.value.present, "present")
        self._chips.set_states(states)
        self._chips.set_read_only(view.read_only)

    def controls(self) -> tuple[QWidget, ...]:
        return (self._chips,)

    def natural_width(self) -> int:
        gap = self.theme.px(8 if self.theme.touch else 6)
        assert isinstance(self.item, Choices)
        labels = (*self.item.options.values(), _("None of these"))
        return sum(self._text_width(label, "control") + self.theme.px(44) + gap for label in labels)

    def uses_gap_menu(self) -> bool:
        return self.examined or (self.view is not None and isinstance(self.view.value, Gap))

    def is_wide(self) -> bool:
        return self.natural_width() > self.theme.px(460)

    def control_height(self, width: int) -> int:
        return self._chips.heightForWidth(width)

    def place_control(self, rect: QRect) -> None:
        self._chips.setGeometry(rect)
