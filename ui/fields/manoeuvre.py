"""A physical test: negative or positive, its angle, and when positive where it was felt."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.fields.field import Field
from ui.fields.habit import go_on_by_itself
from ui.fields.view import FieldView
from ui.widgets import Option, Segments, Select, TextLine, write
from workup.answers import Finding, Value
from workup.limits import refusal
from workup.protocol import Manoeuvre, ManoeuvreItem, Number
from workup.texts import _
from workup.typed import Refused
from workup.typed import number as typed_number
from workup.words import decimal

RESULTS = (Option("negative", "−", "normal", "-−n"), Option("positive", "+", "solid", "+=y"))
PASSED_ON = "+=-−nN"


class ManoeuvreField(Field):
    """− and +, with the angle of either, and the place of pain once it is positive."""

    whole = True

    def build(self) -> None:
        item = self.item
        assert isinstance(item, ManoeuvreItem)
        self._test: Manoeuvre | None = self.context.library.manoeuvres.get(item.manoeuvre)
        self._result = Segments(self.theme, self._label, RESULTS, self)
        self._result.setVisible(self.whole)
        self._result.chosen.connect(self._chosen)
        self._result.cleared.connect(lambda: self.answer(None))
        self._result.keyed.connect(self._result_keyed)
        self._angle: TextLine | None = None
        self._felt: Segments | Select | None = None
        self._typed = ""

    @property
    def _finding(self) -> Finding | None:
        value = self._view.value if self._view is not None else None
        return value if isinstance(value, Finding) else None

    def _chosen(self, result: str) -> None:
        self.answer(Finding("positive" if result == "positive" else "negative"))

    def _result_keyed(self) -> None:
        """A positive test stays: where it was felt may be asked."""
        found = self._finding
        if found is None or found.result == "negative":
            self.go_on()

    def key(self, key: int, text: str) -> bool:
        """Enter after the angle asks where it was felt."""
        found, at_angle = self._finding, self._angle is not None and self._angle.hasFocus()
        half = found is not None and found.angle is not None and found.felt is None and found.result == "positive"
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._felt is not None and at_angle and half:
            self._felt.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().key(key, text)

    def _details(self) -> None:
        """Make what a result asks for; nothing that its content does not name."""
        test = self._test
        if test is None or self._angle is not None or self._felt is not None:
            return
        if test.angle is not None:
            self._angle = TextLine(self.theme, _("{label}, angle").format(label=self._label), _("angle"), self)
            self._angle.setMaxLength(6)
            self._angle.editingFinished.connect(self._angle_typed)
            self._angle.textEdited.connect(self._angle_edited)
            self._angle.installEventFilter(self)
        if test.felt:
            options = [Option(key, label, "finding") for key, label in test.felt.items()]
            name = _("{label}, felt in").format(label=self._label)
            short = sum(len(option.label) for option in options) <= 30 and len(options) <= 5
            if short:
                segments = Segments(self.theme, name, options, self)
                segments.chosen.connect(self._felt_chosen)
                segments.cleared.connect(lambda: self._felt_chosen(None))
                segments.keyed.connect(lambda: self.finished.emit(self.slot))
                self._felt = segments
            else:
                select = Select(self.theme, name, options, self, placeholder=_("felt in"))
                select.picked.connect(self._felt_chosen)
                select.keyed.connect(lambda: self.finished.emit(self.slot))
                self._felt = select

    def _angle_edited(self, text: str) -> None:
        """An angle to which no digit can be added is whole: what Enter does comes by itself."""
        within, found, grown = self._test.angle if self._test else None, self._finding, text[:-1] == self._typed
        self._typed = text
        whole = within is not None and grown and text.isdecimal() and int(text) * 10 > within[1]
        if whole and self.theme.go_on and found is not None and found.angle is None:
            self._angle_typed()
            if not self._refusal:
                go_on_by_itself(lambda: self.key(Qt.Key.Key_Return, ""))

    def _angle_typed(self) -> None:
        found, line = self._finding, self._angle
        if found is None or line is None or self._view is None:
            return
        text = line.text().strip().removesuffix("°")
        angle: int | float | None = None
        if text:
            read = typed_number(text, Number(id=self.item.id, text=self.item.text, unit="°"))
            if isinstance(read, Refused):
                self._refuse_angle(read.sentence)
                return
            angle = read
        value = Finding(found.result, angle, found.felt)
        sentence = refusal(self.context.library, self.item, self.slot.at, value, self._view.today)
        self._refuse_angle(sentence)
        if not sentence and value != found:
            self.answer(value)

    def _refuse_angle(self, sentence: str) -> None:
        self.refuse(sentence)
        if self._angle is not None:
            self._angle.set_invalid(bool(sentence))

    def _felt_chosen(self, felt: str | None) -> None:
        found = self._finding
        if found is not None and felt != found.felt:
            self.answer(Finding("positive", found.angle, felt))

    def show_value(self, view: FieldView) -> None:
        value: Value | None = view.value
        found = value if isinstance(value, Finding) else None
        self._result.set_value(found.result if found else None)
        self._result.set_read_only(view.read_only)
        positive = found is not None and found.result == "positive"
        if positive or (found is not None and self._test is not None and self._test.angle is not None):
            self._details()
        if self._angle is not None:
            if not self._refusal:
                self._angle.set_text("" if found is None or found.angle is None else decimal(found.angle))
            self._angle.setVisible(found is not None)
            self._angle.setReadOnly(view.read_only)
        if self._felt is not None:
            self._felt.set_value(found.felt if found else None)
            self._felt.setVisible(positive)
            self._felt.setEnabled(not view.read_only)
        self.arrange()

    def controls(self) -> tuple[QWidget, ...]:
        shown = [self._result] if self.whole else []
        parts = (*shown, self._angle, self._felt)
        return tuple(part for part in parts if part is not None and (part is self._result or part.isVisibleTo(self)))

    def uses_gap_menu(self) -> bool:
        return self.whole

    def natural_width(self) -> int:
        width = self._result.sizeHint().width() if self.whole else 0
        if self._test is not None and (self._test.angle or self._test.felt):
            width += self.theme.px(240)
        return width

    def place_control(self, rect: QRect) -> None:
        left, gap = rect.x(), self.theme.px(8)
        for control in self.controls():
            width = self.theme.px(62) if control is self._angle else control.sizeHint().width()
            width = min(width, max(self.theme.px(60), rect.right() + 1 - left))
            control.setGeometry(left, rect.y(), width, rect.height())
            left += width + gap + (self.theme.px(10) if control is self._angle else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._angle is not None and self._angle.isVisibleTo(self):
            rect = self._angle.geometry()
            room = QRect(rect.right() + self.theme.px(3), rect.y(), self.theme.px(10), rect.height())
            write(QPainter(self), self.theme, room, "°", "question", "ink2")


class ManoeuvreDetail(ManoeuvreField):
    """The angle and place of pain of a test whose result is entered elsewhere."""

    whole = False

    def key(self, key: int, text: str) -> bool:
        """Plus, minus and N answer the next cell of the grid: of this one nothing more is to be said."""
        if text and text in PASSED_ON and not (self._angle is not None and self._angle.text()):
            self.finished.emit(self.slot)
            ahead = QApplication.focusWidget()
            if ahead is not None and not self.isAncestorOf(ahead):
                shift = Qt.KeyboardModifier.ShiftModifier if text == "N" else Qt.KeyboardModifier.NoModifier
                QApplication.sendEvent(ahead, QKeyEvent(QEvent.Type.KeyPress, key, shift, text))
            return True
        return super().key(key, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An empty angle does not keep plus, minus and N for itself."""
        if watched is self._angle and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return bool(event.text()) and event.text() in PASSED_ON and self.key(event.key(), event.text())
        return False
