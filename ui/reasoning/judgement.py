"""The clinician's judgement of one source: four words, and the reason for all but the first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.fields import FieldContext, Views
from ui.reasoning.onefield import OneField
from ui.widgets import Button, FlowLayout, Label, Option, Painted, Segments
from workup.answers import At, Slot, Value
from workup.protocol import Choice
from workup.reasoning.ranking import JUDGEMENT, REASON, Candidate
from workup.texts import _

AGREE = "agree"
KEYS = {"agree": "a", "higher": "h", "lower": "l", "ruled_out": "r"}


class JudgementBar(Painted):
    """Stands beside the ranking and changes neither its order nor a balance."""

    answered = Signal(object, object)
    typing = Signal(object, str)
    impression_wanted = Signal()

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        theme = context.theme
        super().__init__(theme, parent)
        self._cause = ""
        item = context.library.items[JUDGEMENT]
        assert isinstance(item, Choice)
        options = tuple(Option(name, label, keys=KEYS.get(name, "")) for name, label in item.options.items())
        self.choice = Segments(theme, _("Your judgement"), options)
        self.reason = OneField(context, _("Reason"))
        self.use = Button(theme, "quiet", _("Use in impression"), icon="pencil", key_hint="I")
        self.label = Label(theme, "question", _("Your judgement"), weight=600)
        row = QWidget()
        self._row = FlowLayout(row)
        for widget in (self.label, self.choice, self.use):
            self._row.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.addWidget(row)
        self._column.addWidget(self.reason)
        self.choice.chosen.connect(self._choose)
        self.choice.cleared.connect(lambda: self._choose(None))
        self.reason.answered.connect(self.answered)
        self.reason.typing.connect(self.typing)
        self.use.clicked.connect(self.impression_wanted)
        self.restyle()

    def show_judgement(self, candidate: Candidate, views: Views) -> None:
        """Show what was said of a source."""
        self._cause = candidate.cause.id
        value = None if candidate.judgement is None else str(candidate.judgement.value)
        self.choice.set_value(value)
        self.choice.set_name(_("Your judgement of {short}").format(short=candidate.cause.short))
        needs = value is not None and value != AGREE
        if needs:
            slot = Slot(REASON, At(place=self._cause))
            self.reason.show_slot(slot, views.of(views.assessment.library.items[REASON], slot))
        elif self.reason.field is not None:
            self.reason.clear()
        self.reason.setVisible(needs)
        self.use.setVisible(value == AGREE)

    def _choose(self, value: str | None) -> None:
        self.answered.emit(Slot(JUDGEMENT, At(place=self._cause)), value)

    def press(self, letter: str) -> bool:
        """Choose by a key: the same again takes it back; where a reason is due the keyboard goes there."""
        found = next((name for name, key in KEYS.items() if key == letter), None)
        if found is None or not self._cause:
            return False
        value: Value | None = None if self.choice.value == found else found
        self.answered.emit(Slot(JUDGEMENT, At(place=self._cause)), value)
        if value is not None and value != AGREE and self.reason.field is not None:
            self.reason.field.give_focus()
        return True

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(14), px(10), px(14), px(10))
        self._column.setSpacing(px(6))
        self._row.set_gaps(px(10), px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect().adjusted(1, 0, -1, -1), theme.color("bg"))
        painter.fillRect(0, 0, self.width(), theme.edge, theme.color("line"))
