"""How chips look and where they stand: over several lines, each with the room every state needs."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent

from ui.widgets.base import Painted, box, word
from ui.widgets.options import Option, chosen_look
from workup.style import Token
from workup.texts import _

ChipState = Literal["present", "absent", "unknown"]
_ICONS: dict[ChipState | None, str] = {"present": "check", "absent": "minus", "unknown": "question"}


class ChipFace(Painted):
    """Painted chips; what a key or a click does to them is said by `Chips`."""

    _options: tuple[Option, ...]
    _states: dict[str, ChipState]
    _rest: bool
    _read_only: bool
    _current: int
    _hover: int
    _placed: tuple[int, list[QRect]]

    # Where things are

    def restyle(self) -> None:
        self._placed = (-1, [])

    def _count(self) -> int:
        return len(self._options) + (1 if self._rest_shown() else 0)

    def _rest_shown(self) -> bool:
        return self._rest and not self._read_only and len(self._states) < len(self._options)

    def _rest_text(self) -> str:
        return _("No others") if "present" in self._states.values() else _("None of these")

    def _chip_width(self, place: int) -> int:
        """Every state needs the same room, so that a click moves no neighbour."""
        metrics = self.theme.metrics("control", 600)
        if place >= len(self._options):
            wide = max(metrics.horizontalAdvance(_("None of these")), metrics.horizontalAdvance(_("No others")))
            return wide + self.theme.px(20)
        return metrics.horizontalAdvance(self._options[place].label) + self.theme.px(24 + 20)

    def _rects(self, width: int) -> list[QRect]:
        if self._placed[0] == width:
            return self._placed[1]
        gap, height = self.theme.px(8 if self.theme.touch else 6), self.theme.height("control")
        rects: list[QRect] = []
        left = top = 0
        for place in range(self._count()):
            chip = min(self._chip_width(place), max(width, self.theme.px(60)))
            if left and left + chip > width:
                left, top = 0, top + height + gap
            rects.append(QRect(left, top, chip, height))
            left += chip + gap
        self._placed = (width, rects)
        return rects

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        gap, height, left, top = self.theme.px(8 if self.theme.touch else 6), self.theme.height("control"), 0, 0
        places = len(self._options) + (1 if self._rest and not self._read_only else 0)
        for place in range(places):
            chip = min(self._chip_width(place), max(width, self.theme.px(60)))
            if left and left + chip > width:
                left, top = 0, top + height + gap
            left += chip + gap
        return top + height

    def sizeHint(self) -> QSize:
        width = self.theme.px(440)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        widest = max((self._chip_width(place) for place in range(len(self._options))), default=0)
        return QSize(min(widest, self.theme.px(220)), self.theme.height("control"))

    # What it looks like

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, rect in enumerate(self._rects(self.width())):
            if event.rect().intersects(rect):
                if place < len(self._options):
                    self._paint_chip(painter, place, rect)
                else:
                    self._paint_rest(painter, place, rect)

    def _paint_chip(self, painter: QPainter, place: int, rect: QRect) -> None:
        theme, option = self.theme, self._options[place]
        state = self._states.get(option.id)
        fill, edge, text = self._tokens(option, state, place == self._hover)
        width = theme.style.edge.selected if state == "present" else theme.edge
        box(painter, rect, rect.height() / 2, theme.color(fill), theme.color(edge), width)
        weight = 600 if state == "present" else 400
        room = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        if state is None:
            word(painter, theme, room, option.label, "control", text)
            return
        metrics = theme.metrics("control", 600 if weight == 600 else 400)
        used = theme.px(20) + min(metrics.horizontalAdvance(option.label), room.width() - theme.px(20))
        left = rect.x() + (rect.width() - used) // 2
        top = rect.y() + (rect.height() - theme.px(14)) // 2
        painter.drawPixmap(QPointF(left, top), theme.pixmap(_ICONS[state], text, 14, self.pixmap_ratio()))
        name = QRect(left + theme.px(20), rect.y(), rect.right() - theme.px(8) - left - theme.px(20), rect.height())
        word(painter, theme, name, option.label, "control", text, 600 if weight == 600 else 400, centred=False)

    def _tokens(self, option: Option, state: ChipState | None, hover: bool) -> tuple[Token, Token, Token]:
        if state == "present":
            look = chosen_look(option.look, high_contrast=self.theme.high_contrast)
            return look.fill, look.edge, look.text
        if state == "absent":
            return "sunken", "line", "ink2"
        if state == "unknown":
            return "surface", "control", "ink2"
        return ("hover" if hover else "surface"), "control", "ink2"

    def _paint_rest(self, painter: QPainter, place: int, rect: QRect) -> None:
        theme = self.theme
        if place == self._hover:
            box(painter, rect, rect.height() / 2, theme.color("hover"), None)
        inner = rect.adjusted(theme.px(10), 0, 0, 0)
        word(painter, theme, inner, self._rest_text(), "control", "accent", 600, centred=False)

    def focus_ring(self) -> tuple[QRect, int]:
        rects = self._rects(self.width())
        rect = rects[min(self._current, len(rects) - 1)] if rects else self.rect()
        return rect, rect.height() // 2
