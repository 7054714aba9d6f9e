"""A value nobody types: a quiet read-out with its band."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields.field import Field
from ui.fields.view import FieldView
from ui.widgets import box, write
from workup import words
from workup.protocol import Computed
from workup.style import Token
from workup.texts import _


class ComputedField(Field):
    """The number, its unit and what it is called; a dash while something is missing."""

    def build(self) -> None:
        self._text = ""
        self._room = QRect()

    def show_value(self, view: FieldView) -> None:
        item = self.item
        assert isinstance(item, Computed)
        number = view.value
        if isinstance(number, (int, float)):
            self._text = words.measure(number, item.unit, item.decimals)
        else:
            self._text = _("not complete") if item.sum else "–"

    def controls(self) -> tuple[QWidget, ...]:
        return ()

    def give_focus(self) -> bool:
        return False

    def uses_gap_menu(self) -> bool:
        return False

    def natural_width(self) -> int:
        band = self._view.band if self._view is not None else ""
        text = f"{self._text}  {band}" if band else self._text
        return self.theme.metrics("question", 600).horizontalAdvance(text) + self.theme.px(28)

    def place_control(self, rect: QRect) -> None:
        self._room = rect

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._view is None:
            return
        painter, theme, room = QPainter(self), self.theme, QRect(self._room)
        room.setWidth(min(room.width(), self.natural_width()))
        finding = self._view.is_finding
        fill: Token = "finding_soft" if finding else "bg"
        box(painter, room, theme.radius("control"), theme.color(fill), None)
        inner = room.adjusted(theme.px(10), 0, -theme.px(6), 0)
        known = isinstance(self._view.value, (int, float))
        ink: Token = ("finding" if finding else "ink") if known else "ink3"
        write(painter, theme, inner, self._text, "question", ink, 600 if known else 400)
        if self._view.band:
            inner.setLeft(inner.left() + theme.metrics("question", 600).horizontalAdvance(self._text) + theme.px(10))
            write(painter, theme, inner, self._view.band, "label", "finding" if finding else "ink2")
