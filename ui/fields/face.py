"""How a field looks: its label, the lines below it, and the quiet words beside its control."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap

from ui.fields.layout import ICONS, FieldLayout, LineKind
from ui.fields.view import TO_CONFIRM, FieldView
from ui.widgets import box, draw, write
from workup.answers import UNKNOWN, Gap
from workup.style import Token, Weight
from workup.texts import _

_INKS: dict[LineKind, Token] = {
    "former": "ink2", "doubt": "caution", "refused": "caution", "pending": "danger", "gap": "ink2", "remark": "ink",
    "help": "ink2",
}  # fmt: skip


class FieldFace(FieldLayout):
    """All of a field but its control, painted in one widget."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_label(painter)
        for number, (kind, text) in enumerate(self._lines):
            self._paint_line(painter, self._spots.get(f"line {number}", QRect()), kind, text)
        if "same" in self._spots and self._same_width():
            self._paint_same(painter, self._spots["same"])
        if "gap" in self._spots:
            self._paint_gap(painter, self._spots["gap"])

    def _paint_label(self, painter: QPainter) -> None:
        theme, rect, view = self.theme, self._spots.get("label"), self._view
        if rect is None or view is None or self.shape == "bare":
            return
        finding = view.is_finding
        token: Token = "ink" if view.is_open or self.shape == "beside" or finding else "ink2"
        bold = finding or view.is_open
        role, width = self.label_role, rect.width() - self._marks_width()
        tall = self._text_height(self._label, role, width, 600)
        beside = self.stands_beside(self.width())
        top = rect.y() + (rect.height() - tall) // 2 if beside else rect.bottom() + 1 - tall
        weight: Weight = 600 if bold else 400
        painter.setFont(theme.font(role, weight))
        painter.setPen(theme.color(token))
        used = theme.advance(self._label, role, weight)
        if used <= width:
            drop = theme.drop(role, weight, tall, at_bottom=not beside)
            painter.drawStaticText(rect.x(), top + drop, theme.laid_out(self._label, role, weight))
        else:
            room = QRect(rect.x(), top, max(width, 40), tall)
            align = Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignBottom
            draw(painter, room, int(Qt.TextFlag.TextWordWrap | align), self._label)
        left, line = rect.x() + min(used, width) + theme.px(8), theme.line(role)
        if self.help:
            if used <= width and not beside:
                top = rect.bottom() + 1 - line
            self._spots["help"] = QRect(left, top + (line - theme.px(14)) // 2, theme.px(14), theme.px(14))
            painter.drawPixmap(self._spots["help"].topLeft(),
                               self._pixmap("question", "accent" if self._help_open else "ink3", 14))
            left += theme.px(22)
        self._paint_mark(painter, QRect(left, top, rect.right() - left + 1, line), view)

    def _paint_mark(self, painter: QPainter, room: QRect, view: FieldView) -> None:
        """How the answer came about; what waits to be confirmed is amber, underlined, and confirmed by a click."""
        waits = view.mark in TO_CONFIRM and not view.read_only
        text = _("{mark}, confirm").format(mark=view.mark) if waits else view.mark
        wide = self.theme.metrics("hint").horizontalAdvance(text)
        if waits and wide > room.width():
            text, wide = view.mark, self.theme.metrics("hint").horizontalAdvance(view.mark)
        self._spots.pop("confirm", None)
        if not view.mark or wide > room.width():
            return
        write(painter, self.theme, room, text, "hint", "caution" if waits else "ink3")
        if waits:
            painter.setPen(QPen(self.theme.color("caution"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(room.x(), room.bottom(), room.x() + wide, room.bottom())
            self._spots["confirm"] = QRect(room.x(), room.y(), wide, room.height())

    def _pixmap(self, name: str, token: Token, size: int) -> QPixmap:
        return self.theme.pixmap(name, token, size, self.pixmap_ratio())

    def _paint_line(self, painter: QPainter, rect: QRect, kind: LineKind, text: str) -> None:
        theme = self.theme
        if kind in ICONS:
            painter.drawPixmap(0, rect.y() + theme.px(1), self._pixmap(ICONS[kind], _INKS[kind], 14))
        painter.setFont(theme.font("label"))
        painter.setPen(theme.color(_INKS[kind]))
        align = Qt.AlignmentFlag.AlignVCenter if kind == "former" else Qt.AlignmentFlag.AlignTop
        draw(painter, rect, int(Qt.TextFlag.TextWordWrap | align), text)

    def _paint_same(self, painter: QPainter, rect: QRect) -> None:
        theme, former = self.theme, self._view.former if self._view else None
        if former is None:
            return
        box(painter, rect, theme.radius("tag"), theme.color("surface"), theme.color("accent_line"), theme.edge)
        inner = rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        write(painter, theme, inner, _("Same as {day}").format(day=former.day), "hint", "accent", 600)
        if theme.letter_keys and not theme.touch:
            write(painter, theme, inner, self.same_key, "hint", "ink3", align=Qt.AlignmentFlag.AlignRight
                  | Qt.AlignmentFlag.AlignVCenter)

    def _paint_gap(self, painter: QPainter, rect: QRect) -> None:
        theme, value = self.theme, self._view.value if self._view else None
        chosen = isinstance(value, Gap)
        if self._view is None or (self._view.read_only and not chosen):
            return
        if self.examined and not (chosen and value == UNKNOWN):
            token: Token = "accent" if chosen else "ink3"
            for dot in (-1, 0, 1):
                spot = QRect(0, 0, theme.px(3), theme.px(3))
                spot.moveCenter(rect.center() + QPoint(dot * theme.px(6), 0))
                box(painter, spot, theme.px(1.5), theme.color(token), None)
            return
        text = "?" if self.examined or rect.width() < theme.px(40) else _("Unknown")
        room = rect.adjusted(0, theme.px(4), 0, -theme.px(4))
        if chosen:
            box(painter, room, theme.radius("control"), theme.color("accent_soft"), theme.color("accent"), theme.edge)
        write(painter, theme, room, text, "label", "accent" if chosen else "ink3", 600 if chosen else 400,
              Qt.AlignmentFlag.AlignCenter)
