"""A score: a track from least to most, or a small box for a digit."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fields.field import Field
from ui.fields.scorepad import MOST_NUMBERS, ScorePad
from ui.fields.view import FieldView
from ui.theme import Theme
from ui.widgets import Painted, ScoreTrack, box, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.score import TEN_WITHIN_MS
from ui.widgets.spoken import Scale as SpokenScale
from ui.widgets.spoken import SpokenRole
from workup.answers import Value
from workup.protocol import Scale
from workup.texts import _


class ScoreBox(Painted):
    """A small box that takes digits; a nought soon after a one makes ten, arrows change it by one.

    A press opens its numbers, where they are few.
    """

    spoken_role = SpokenRole.SpinBox
    chosen = Signal(int)
    cleared = Signal()
    keyed = Signal()

    def __init__(
        self, theme: Theme, name: str, parent: QWidget | None = None, *, least: int = 0, most: int = 10
    ) -> None:
        super().__init__(theme, parent)
        self._name, self._least, self._most = name, least, most
        self._value: int | None = None
        self._finding = self._read_only = False
        self._since = QElapsedTimer()
        self.pad: ScorePad | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_value(None)

    def set_value(self, value: int | None) -> None:
        """Show this score; emits nothing."""
        self._value = value
        said = _("not answered") if value is None else _("{value} of {most}").format(value=value, most=self._most)
        self.setAccessibleName(f"{self._name}, {said}")
        self.update()

    def set_read_only(self, read_only: bool) -> None:
        """Show the score and take no input."""
        self._read_only = read_only
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)
        self.update()

    def spoken_scale(self) -> SpokenScale:
        return SpokenScale(self._least, self._most, self._value, self.choose)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(44), self.theme.height("control"))

    def choose(self, value: int) -> None:
        """Set the score, as the user does."""
        if self._least <= value <= self._most and value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
        if not self._read_only and self._most - self._least < MOST_NUMBERS:
            if self.pad is None:
                self.pad = ScorePad(self.theme, self, self._least, self._most)
                self.pad.picked.connect(self._picked)
            self.pad.open_below(self, self._value)

    def _picked(self, value: int) -> None:
        """The chosen number again takes it back, as with every option."""
        if value == self._value:
            self.set_value(None)
            self.cleared.emit()
        else:
            self.choose(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, key = event.text(), event.key()
        if self._read_only or event.modifiers() & LETTERS_OFF:
            event.ignore()
        elif text.isascii() and text.isdigit():
            self._digit(int(text))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self.choose(self._least if self._value is None else self._value + step)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._value is not None:
            self.set_value(None)
            self.cleared.emit()
        else:
            event.ignore()

    def _digit(self, digit: int) -> None:
        joined = None if self._value is None else self._value * 10 + digit
        soon = self._since.isValid() and self._since.elapsed() <= TEN_WITHIN_MS
        self._since.start()
        if soon and joined is not None and joined <= self._most and self._value != 0:
            self.choose(joined)
        else:
            self.choose(digit)
        if self._value is not None and (self._value == 0 or self._value * 10 > self._most):  # no digit can follow
            self.keyed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        edge = theme.color("line" if self._read_only else "control")
        box(painter, self.rect(), theme.radius("control"), theme.color("surface"), edge, theme.edge)
        text = "–" if self._value is None else str(self._value)
        write(painter, theme, self.rect(), text, "question", "ink3" if self._value is None else "ink", 600,
              Qt.AlignmentFlag.AlignCenter)


class ScaleField(Field):
    """A score on a track with its read-out, or in a small box where the content asks for it."""

    def build(self) -> None:
        item = self.item
        assert isinstance(item, Scale)
        self._boxed = item.look == "box" or item.most - item.least > 10
        self._control: ScoreTrack | ScoreBox
        if self._boxed:
            self._control = ScoreBox(self.theme, self._label, self, least=item.least, most=item.most)
        else:
            self._control = ScoreTrack(self.theme, self._label, self, least=item.least, most=item.most,
                                       low=item.low, high=item.high)
        self._control.chosen.connect(self.answer)
        self._control.cleared.connect(lambda: self.answer(None))
        self._control.keyed.connect(self.go_on)

    def show_value(self, view: FieldView) -> None:
        number: Value | None = view.value
        self._control.set_value(int(number) if isinstance(number, (int, float)) else None)
        self._control.set_read_only(view.read_only)

    def controls(self) -> tuple[QWidget, ...]:
        return (self._control,)

    def natural_width(self) -> int:
        if self._boxed:
            return self._control.sizeHint().width() + self._most_width()
        return self.theme.px(300)

    def _most_width(self) -> int:
        assert isinstance(self.item, Scale)
        return self.theme.metrics("label").horizontalAdvance(f" / {self.item.most}") + self.theme.px(6)

    def gap_width(self) -> int:
        """A small box, or a short track, has a small sign for *unknown*."""
        small = self._boxed or 0 < self.width() < self.theme.px(340)
        return self.theme.target(26) if small and not self.examined else super().gap_width()

    def control_height(self, _width: int) -> int:
        return self._control.sizeHint().height()

    def place_control(self, rect: QRect) -> None:
        if self._boxed:
            self._control.setGeometry(QRect(rect.topLeft(), self._control.sizeHint()))
        else:
            self._control.setGeometry(rect.x(), rect.y(), rect.width() - self.theme.px(58), rect.height())

    def _move(self, label: QRect, rect: QRect) -> None:
        super()._move(label, rect)
        if "gap" not in self._spots:
            return
        if self._boxed:
            self._spots["gap"].translate(self._most_width(), 0)
        else:
            self._spots["gap"].moveLeft(rect.right() + 1 - self.gap_width())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        assert isinstance(self.item, Scale)
        painter, theme, rect = QPainter(self), self.theme, self._control.geometry()
        left = rect.right() + theme.px(6)
        value = self._view.value if self._view is not None else None
        if self._boxed:
            room = QRect(left, rect.y(), self._most_width(), rect.height())
            write(painter, theme, room, f"/ {self.item.most}", "label", "ink3")
            return
        room = QRect(left, rect.y(), theme.px(26), theme.height("control"))
        if isinstance(value, (int, float)):
            write(painter, theme, room, str(int(value)), "score", "ink",
                  align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        room.moveLeft(room.right() + theme.px(4))
        room.setWidth(theme.px(30))
        write(painter, theme, room, f"/ {self.item.most}", "label", "ink3")
