"""A date: typed in any common form, shown resolved with how long ago it is, or picked from a calendar."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ui.fields.calendar import Calendar
from ui.fields.typed import TypedField
from ui.widgets import TextLine
from workup import typed, words
from workup.answers import PartialDate, Value
from workup.complete import is_complete_date
from workup.limits import worded
from workup.protocol import When
from workup.texts import _
from workup.typed import Refused


class DateLine(TextLine):
    """A line with a calendar at its right end; Down opens it too."""

    opened = Signal()

    def _on_icon(self, event: QMouseEvent) -> bool:
        return event.position().x() > self.width() - self.theme.px(32) and not self.isReadOnly()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._on_icon(event):
            self.opened.emit()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._on_icon(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class WhenField(TypedField):
    """A date known to the year, the month or the day."""

    _calendar: Calendar | None = None

    def make_line(self) -> TextLine:
        ahead = isinstance(self.item, When) and self.item.future
        example = _("3 dec or in 2w") if ahead else _("since 14m") if self.is_inline else _("3 sep 24 or 14m")
        line = DateLine(self.theme, self._label, example, self, icon="calendar")
        line.setMouseTracking(True)
        line.opened.connect(self._open)
        return line

    def read(self, text: str) -> Value | Refused:
        assert isinstance(self.item, When)
        if self._view is None:
            return Refused("")
        return typed.when(text, self._view.today, future=self.item.future)

    def is_complete(self, text: str) -> bool:
        return is_complete_date(text)

    def shown(self, value: Value) -> str:
        return worded(value) if isinstance(value, PartialDate) else str(value)

    def aside(self, value: Value | None) -> str:
        if not isinstance(value, PartialDate) or self._view is None:
            return ""
        ago = words.relative(value.first, value.last, self._view.today)
        return f"{worded(value)}, {ago}" if self._modified else ago

    def line_width(self) -> int:
        return self.theme.px(128 if self.is_inline else 150)

    def natural_width(self) -> int:
        return self.line_width() if self.is_inline else super().natural_width()

    def _aside_width(self) -> int:
        reserve = 0 if self.compact else self._text_width(_("about 14 months ago"), "label") + self.theme.px(10)
        return max(reserve, super()._aside_width())

    def _open(self) -> None:
        if self._view is None or self._view.read_only:
            return
        found = self.read(self._line.text()) if self._line.text().strip() else None
        start = found if isinstance(found, PartialDate) else PartialDate.of(self._view.today)
        if self._calendar is None:
            self._calendar = Calendar(self.theme, self, self._view.today)
            self._calendar.picked.connect(self._picked)
        corner = self._line.mapToGlobal(QPoint(0, self._line.height() + self.theme.px(4)))
        self._calendar.open_below(corner, start, self._view.today)

    def _picked(self, day: PartialDate) -> None:
        self._line.set_text(worded(day))
        self._modified = True
        self.commit()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
