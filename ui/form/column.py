"""Where the cards of a step stand: one below the other, grids side by side, what goes with the chart at its right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.form.card import SectionCard
from ui.theme import Theme

WIDEST = 1080
CHART_SHARE = 0.62
CHART_FROM = 690
PACK_FROM = 560
BAR = 10
ONE_COLUMN_BELOW = 1000  # of the window


class Column(QWidget):
    """The scrolled content of a form; it places the cards and takes the height they need."""

    laid_out = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.cards: list[SectionCard] = []
        self.side = theme.style.space["xl"]
        # What only scrolls or moves is copied and not painted again.
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.update)
        self._width, self._single = 0, False

    def seen(self) -> list[SectionCard]:
        """The cards with something to show, from top to bottom."""
        return [card for card in self.cards if not card.is_empty()]

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.theme.color("bg"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._width:
            self.lay_out()

    def lay_out(self) -> None:
        """Place every card anew."""
        self._width = self.width()
        gap, side = self.theme.px(10), self.theme.px(self.side)
        # The scroll bar, always there, stands within the right margin.
        width = min(self.width() - 2 * side + self.theme.px(BAR), self.theme.px(WIDEST))
        if width <= 0:
            return
        top, cards = 0, self.seen()
        self._single = self.window().width() < self.theme.px(ONE_COLUMN_BELOW)
        while cards:
            if cards[0].section.look == "chart" and not self._single and width >= self.theme.px(CHART_FROM):
                top = self._place_chart(cards, QRect(side, top, width, 0), gap)
            else:
                top = self._place_row(cards, QRect(side, top, width, 0), gap)
            top += gap
        self.setFixedHeight(max(0, top - gap) + self.theme.space("l"))
        self.laid_out.emit()

    def _place_row(self, cards: list[SectionCard], room: QRect, gap: int) -> int:
        """One card, or as many grids as fit beside one another; takes them from the list."""
        row = [cards.pop(0)]
        used, kind = row[0].least_width(), _packing(row[0])
        if kind == "lone" or (kind and not self._single and room.width() >= self.theme.px(PACK_FROM)):
            while cards and _packing(cards[0]) == kind and used + gap + cards[0].least_width() <= room.width():
                used += gap + cards[0].least_width()
                row.append(cards.pop(0))
        least = [card.least_width() for card in row]
        spare = room.width() - sum(least) - gap * (len(row) - 1)
        widths = [wide + spare // len(row) for wide in least]
        widths[-1] += room.width() - sum(widths) - gap * (len(row) - 1)
        tall = max(card.height_for(wide) for card, wide in zip(row, widths))
        left = room.left()
        for card, wide in zip(row, widths):
            _place(card, QRect(left, room.top(), wide, tall))
            left += wide + gap
        return room.top() + tall

    def _place_chart(self, cards: list[SectionCard], room: QRect, gap: int) -> int:
        """The body chart at the left and, at its right, as many of the next cards as its height holds."""
        chart = cards.pop(0)
        wide = round(room.width() * CHART_SHARE)
        tall = chart.height_for(wide)
        left, narrow, top = room.left() + wide + gap, room.width() - wide - gap, room.top()
        beside: list[tuple[SectionCard, QRect]] = []
        while cards and cards[0].section.look != "grid" and top - room.top() < tall * 0.8:
            height = cards[0].height_for(narrow)
            if top + height > room.top() + tall * 1.35 and beside:
                break
            beside.append((cards.pop(0), QRect(left, top, narrow, height)))
            top += height + gap
        if not beside:
            _place(chart, QRect(room.left(), room.top(), room.width(), chart.height_for(room.width())))
            return room.top() + chart.height()
        bottom = max(room.top() + tall, top - gap)
        _place(chart, QRect(room.left(), room.top(), wide, bottom - room.top()))
        for card, rect in beside:
            _place(card, rect)
        return bottom


def _packing(card: SectionCard) -> str:
    """Which cards may share a row: grids with grids, bare titles with bare titles."""
    return "lone" if card.is_lone() else "grid" if card.section.look == "grid" else ""


def _place(card: SectionCard, rect: QRect) -> None:
    if card.geometry() != rect:
        card.setGeometry(rect)
    if card.stale:
        card.arrange()


def reading_order(cards: Sequence[SectionCard]) -> list[QWidget]:
    """Every widget that takes the focus now, from the first to the last."""
    return [stop for card in cards for stop in card.stops() if stop.isVisible() and stop.isEnabled()]


def stacked(column: Column, below: QWidget) -> QWidget:
    """The cards, and under the last of them what scrolls with them."""
    content = QWidget()
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(column)
    layout.addWidget(below)
    layout.addStretch(1)
    return content
