"""One thing a step asks: a field of the order, or a judgement that can only be one of its words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.fields import FieldContext, FieldView
from ui.fields.option import options_of
from ui.reasoning.onefield import OneField
from ui.widgets import Label, Segments
from workup.answers import Slot, Value
from workup.orders.state import JUDGEMENT, RELEVANCE

JUDGED = (JUDGEMENT, RELEVANCE)


class AskRow(QWidget):
    """Shows what was given so far; nothing is stored here."""

    answered = Signal(str, object)
    finished = Signal(object)

    def __init__(self, context: FieldContext, slot: Slot, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slot, self._today = slot, today
        self.field: OneField | None = None
        self.judged: Segments | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        item = context.library.items[slot.item]
        if slot.item in JUDGED:  # unknown is no review
            self.judged = Segments(context.theme, item.text, options_of(item, unknown=False))
            self._row.addWidget(Label(context.theme, "question", item.text), 1)
            self._row.addWidget(self.judged)
            self.judged.chosen.connect(lambda value: self.answered.emit(slot.item, value))
            self.judged.cleared.connect(lambda: self.answered.emit(slot.item, None))
            return
        self.field = OneField(context, shape="beside")
        self._row.addWidget(self.field)
        self.field.answered.connect(lambda _slot, value: self.answered.emit(slot.item, value))
        self.field.finished.connect(lambda _slot: self.finished.emit(self))

    def show_value(self, value: Value | None) -> None:
        """Show what was given."""
        if self.judged is not None:
            self.judged.set_value(value if isinstance(value, str) else None)
        elif self.field is not None:
            self.field.show_slot(self.slot, FieldView(today=self._today, value=value))

    @property
    def problem(self) -> str:
        """Why what was typed cannot be used."""
        return self.field.field.problem if self.field is not None and self.field.field is not None else ""

    def give_focus(self) -> bool:
        """Take the keyboard."""
        if self.judged is not None:
            self.judged.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return self.field is not None and self.field.field is not None and self.field.field.give_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.judged is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(self)
        else:
            super().keyPressEvent(event)
