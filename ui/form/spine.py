"""The lumbar spine from behind, beside the questions of a record: two clicks set the span that can also be typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.fields import Field, FieldContext, Views
from ui.form.block import Block, Shown
from ui.form.stack import Stack
from ui.theme import Theme
from ui.widgets import Painted, write
from ui.widgets.spoken import SpokenRole
from workup.answers import At, Levels, Slot
from workup.protocol import SpanOfLevels
from workup.texts import _

LUMBAR = ("L1", "L2", "L3", "L4", "L5", "S1")
ROW = 31


class SpineStrip(Painted):
    """L1 to S1; the first click names a vertebra, the second stretches the span to another."""

    spoken_role = SpokenRole.Graphic
    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._span: Levels | None = None
        self._first = ""
        self._hover = ""
        self._read_only = False
        self.setMouseTracking(True)
        self.setAccessibleName(_("Spine from behind"))

    def show_span(self, span: Levels | None, *, read_only: bool) -> None:
        """Show a span; emits nothing."""
        if (span, read_only) != (self._span, self._read_only):
            self._span, self._read_only = span, read_only
            self.setAccessibleDescription(str(span) if span is not None else _("no levels"))
            self.update()

    def _within(self, place: str) -> bool:
        if self._span is None:
            return False
        order = [*(f"T{n}" for n in range(1, 13)), *LUMBAR, "pelvis"]
        if self._span.upper not in order or self._span.lower not in order:
            return False
        return order.index(self._span.upper) <= order.index(place) <= order.index(self._span.lower)

    def _place_at(self, y: float) -> str:
        place = int((y - self.theme.px(6)) // self.theme.px(ROW))
        return LUMBAR[max(0, min(place, len(LUMBAR) - 1))]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._read_only or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        place, first = self._place_at(event.position().y()), self._first
        self._first = "" if first else place
        if first and LUMBAR.index(first) > LUMBAR.index(place):
            first, place = place, first
        self.picked.emit(Levels(first or place, place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = "" if self._read_only else self._place_at(event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hover else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = ""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = [place for place in LUMBAR if self._within(place)]
        for number, place in enumerate(LUMBAR):
            top = theme.px(6) + number * theme.px(ROW)
            on = place in inside
            room = QRect(0, top, theme.px(32), theme.px(ROW))
            write(painter, theme, room, place, "label", "accent" if on else "ink2", 700 if on else 400,
                  Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            fill = theme.color("accent_soft" if on else "hover" if place == self._hover else "body")
            painter.setPen(QPen(theme.color("accent" if on else "body_outline"), theme.px(1.3) or 1))
            painter.setBrush(fill)
            shape = _sacrum() if place == "S1" else _vertebra()
            scale = theme.scale / 100
            painter.save()
            painter.translate(theme.px(92), top)
            painter.scale(scale, scale)
            painter.drawPath(shape)
            painter.setBrush(theme.color("surface"))
            for side in (-1, 1):
                painter.drawEllipse(QPointF(side * 12, 12), 2.6, 3.4)
            painter.restore()
        if inside:
            self._paint_bracket(painter, LUMBAR.index(inside[0]), LUMBAR.index(inside[-1]))

    def _paint_bracket(self, painter: QPainter, first: int, last: int) -> None:
        theme = self.theme
        left, tick = theme.px(42), theme.px(5)
        top = theme.px(6) + first * theme.px(ROW) + theme.px(5)
        bottom = theme.px(6) + (last + 1) * theme.px(ROW) - theme.px(5)
        painter.setPen(QPen(theme.color("accent"), theme.px(1.6) or 1))
        painter.drawLine(left, top, left, bottom)
        painter.drawLine(left, top, left + tick, top)
        painter.drawLine(left, bottom, left + tick, bottom)


def _vertebra() -> QPainterPath:
    """A lumbar vertebra from behind, its middle at x 0, 26 high."""
    body = QPainterPath()
    body.addRoundedRect(QRectF(-19, 2, 38, 21), 5, 5)
    for side in (-1, 1):
        wing = QPainterPath(QPointF(side * 15, 7))
        wing.cubicTo(side * 24, 4, side * 32, 5, side * 38, 8)
        wing.cubicTo(side * 40, 12, side * 36, 14, side * 32, 13)
        wing.cubicTo(side * 26, 13, side * 20, 14, side * 15, 17)
        wing.closeSubpath()
        body = body.united(wing)
    spine = QPainterPath()
    spine.addRoundedRect(QRectF(-3.4, 12, 6.8, 15), 3, 3)
    return body.united(spine)


def _sacrum() -> QPainterPath:
    """The sacrum from behind."""
    path = QPainterPath(QPointF(-40, 6))
    path.cubicTo(-30, 0, -16, 2, 0, 3)
    path.cubicTo(16, 2, 30, 0, 40, 6)
    path.cubicTo(41, 18, 30, 26, 18, 31)
    path.cubicTo(10, 36, 6, 38, 0, 38)
    path.cubicTo(-6, 38, -10, 36, -18, 31)
    path.cubicTo(-30, 26, -41, 18, -40, 6)
    path.closeSubpath()
    return path


class SpineBeside(Block):
    """The questions of a record with the spine at their left where there is room."""

    def __init__(
        self, context: FieldContext, shown: Shown, item: SpanOfLevels, record: int | None, body: Stack,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, shown, parent)
        self._slot, self._item, self._body = Slot(item.id, At(record)), item, body
        body.setParent(self)
        body.show()
        for name in ("answered", "filled", "typing", "finished", "resized", "again"):
            getattr(body, name).connect(getattr(self, name))
        self._strip = SpineStrip(self.theme, self)
        self._strip.picked.connect(lambda span: self.answered.emit(self._slot, span))
        self._asked = False

    def render(self, views: Views) -> None:  # type: ignore[override]
        self._body.render(views)
        self._asked = self._slot.at in views.assessment.asked.get(self._item.id, ())
        view = views.of(self._item, self._slot)
        self._strip.show_span(view.value if isinstance(view.value, Levels) else None, read_only=view.read_only)

    def _strip_width(self, width: int) -> int:
        roomy = width >= self.theme.px(620) and self._asked and self.shown.filter == "all"
        return self.theme.px(148) if roomy else 0

    def _strip_height(self) -> int:
        return self.theme.px(6 + ROW * len(LUMBAR) + 12)

    def height_for(self, width: int) -> int:
        strip = self._strip_width(width)
        return max(self._body.height_for(width - strip), self._strip_height() if strip else 0)

    def arrange(self) -> None:
        strip, width = self._strip_width(self.width()), self.width()
        self._strip.setVisible(bool(strip))
        self._strip.setGeometry(0, 0, strip, self._strip_height())
        rect = QRect(strip, 0, width - strip, self._body.height_for(width - strip))
        self._body.put(rect)

    def least_width(self) -> int:
        return self._body.least_width()

    def is_empty(self) -> bool:
        return self._body.is_empty()

    def stops(self) -> Iterator[QWidget]:
        return self._body.stops()

    def slots(self) -> Iterable[Slot]:
        return self._body.slots()

    def focus_slot(self, slot: Slot) -> bool:
        return self._body.focus_slot(slot)

    def ahead(self, slot: Slot) -> Iterator[None]:
        return self._body.ahead(slot)

    def field_at(self, slot: Slot) -> Field | None:
        return self._body.field_at(slot)

    def slot_of(self, widget: QWidget) -> Slot | None:
        return self._body.slot_of(widget)
