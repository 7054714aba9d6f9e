"""How an order looks on the board: a card with its pills and its track, or one line for what is finished."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.tests_board.wording import Card, Stop, TrackPart
from ui.theme import Theme
from ui.widgets import box, write
from ui.widgets.lines import lines_of, write_lines
from ui.widgets.marks import PILLS, PillKind
from workup.style import Token

ICON, PAD, DOT = 34, 12, 10
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PARTS: dict[TrackPart, tuple[Token, Token, bool]] = {
    "passed": ("accent", "ink", True),
    "late": ("caution", "caution", True),
    "next": ("accent", "ink", False),
    "ahead": ("control", "ink2", False),
}


def pill_width(theme: Theme, text: str, icon: str) -> int:
    """The room of a pill."""
    return theme.metrics("hint", 600).horizontalAdvance(text) + theme.px(20) + (theme.px(18) if icon else 0)


def _pills_width(theme: Theme, card: Card) -> int:
    gap = theme.px(6)
    return sum(pill_width(theme, text, icon) + gap for _, text, icon in card.pills)


def _left(theme: Theme) -> int:
    return theme.px(PAD + ICON + 10)


def _pills_below(theme: Theme, card: Card, width: int) -> bool:
    """Whether the pills need a line of their own, so that the name of the test is not cut."""
    name = theme.metrics("card_title").horizontalAdvance(card.title)
    return _left(theme) + name + _pills_width(theme, card) + theme.px(20) > width


def _result_lines(theme: Theme, card: Card, width: int) -> tuple[str, ...]:
    return lines_of(theme, card.result or card.question, "label", _result_width(theme, width), most=2)


def _result_width(theme: Theme, width: int) -> int:
    return width - _left(theme) - theme.px(PAD)


def card_height(theme: Theme, card: Card, width: int) -> int:
    """How tall a card is at a width."""
    tall = theme.px(10) + theme.line("card_title") + theme.px(10)
    if _pills_below(theme, card, width):
        tall += theme.height("pill") + theme.px(4)
    if not card.track:
        return tall + theme.px(3) + len(_result_lines(theme, card, width)) * theme.line("label")
    return tall + theme.line("label") + theme.px(8 + DOT + 4) + 2 * theme.line("hint")


def paint_card(
    painter: QPainter, theme: Theme, card: Card, rect: QRect, ratio: float, *, selected: bool, hovered: bool
) -> None:
    """A card in its rectangle."""
    edge = theme.color("accent") if selected else theme.color("line")
    fill = theme.color("hover" if hovered and not selected else "surface")
    box(painter, rect, theme.radius("card"), fill, edge, theme.px(2) if selected else theme.edge)
    _paint_icon(painter, theme, card, rect, ratio)
    left, right = rect.x() + _left(theme), rect.right() - theme.px(PAD)
    top, line = rect.y() + theme.px(10), theme.line("card_title")
    below = _pills_below(theme, card, rect.width())
    room = right - left - (0 if below else _pills_width(theme, card))
    write(painter, theme, QRect(left, top, room, line), card.title, "card_title", "ink")
    if not below:
        _paint_pills(painter, theme, card, right - _pills_width(theme, card), right, top, ratio)
    top += line + (0 if card.track or below else theme.px(3))
    if not card.track:
        told = _result_lines(theme, card, rect.width())
        place = QRect(left, top, _result_width(theme, rect.width()), theme.line("label"))
        write_lines(painter, theme, place, told, "label", "ink2")
        top += len(told) * theme.line("label")
    else:
        write(painter, theme, QRect(left, top, right - left, theme.line("label")), card.question, "label", "ink2")
        top += theme.line("label")
    if below:
        _paint_pills(painter, theme, card, left, right, top + theme.px(2), ratio)
        top += theme.height("pill") + theme.px(4)
    if card.track:
        _paint_track(painter, theme, card.track, QRect(left, top + theme.px(8), right - left, theme.px(DOT)))


def _paint_icon(painter: QPainter, theme: Theme, card: Card, rect: QRect, ratio: float) -> None:
    size = theme.px(ICON)
    place = QRect(rect.x() + theme.px(PAD), rect.y() + theme.px(10), size, size)
    box(painter, place, theme.radius("control"), theme.color("sunken"), None)
    inset = (size - theme.px(20)) // 2
    painter.drawPixmap(place.x() + inset, place.y() + inset, theme.pixmap(card.icon, "ink2", 20, ratio))


def _paint_pills(painter: QPainter, theme: Theme, card: Card, left: int, right: int, top: int, ratio: float) -> None:
    for kind, text, icon in card.pills:
        wide = min(pill_width(theme, text, icon), right - left)
        if wide < theme.px(30):
            return
        _paint_pill(painter, theme, QRect(left, top, wide, theme.height("pill")), (kind, text, icon), ratio)
        left += wide + theme.px(6)


def _paint_pill(painter: QPainter, theme: Theme, rect: QRect, pill: tuple[PillKind, str, str], ratio: float) -> None:
    kind, text, icon = pill
    look = PILLS[kind]
    box(painter, rect, rect.height() / 2, theme.color(look.fill), theme.color(look.edge), theme.edge)
    inner = rect.adjusted(theme.px(10), 0, -theme.px(9), 0)
    if icon:
        top = rect.y() + (rect.height() - theme.px(14)) // 2
        painter.drawPixmap(QPointF(rect.x() + theme.px(8), top), theme.pixmap(icon, look.text, 14, ratio))
        inner.setLeft(rect.x() + theme.px(26))
    write(painter, theme, inner, text, "hint", look.text, 600)
    if look.struck:
        painter.setPen(QPen(theme.color(look.text), theme.edge))
        painter.drawLine(inner.left(), rect.center().y() + 1, inner.right(), rect.center().y() + 1)


def _paint_track(painter: QPainter, theme: Theme, track: tuple[Stop, ...], rect: QRect) -> None:
    """Dots on a line, the way so far in full; below each its name and its date."""
    wide, middle, dot = rect.width() // len(track), rect.center().y(), theme.px(DOT)
    passed = sum(stop.part == "passed" for stop in track)
    last = rect.x() + (len(track) - 1) * wide
    painter.fillRect(rect.x(), middle, last - rect.x(), theme.px(2), theme.color("line"))
    if passed > 1:
        painter.fillRect(rect.x(), middle, (passed - 1) * wide, theme.px(2), theme.color("accent"))
    tall = theme.line("hint")
    for place, stop in enumerate(track):
        ring, ink, full = _PARTS[stop.part]
        left = rect.x() + place * wide
        painter.setPen(QPen(theme.color(ring), theme.px(2)))
        painter.setBrush(theme.color(ring) if full else theme.color("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawEllipse(QRectF(left + 1, rect.y() + 1, dot - 2, dot - 2))
        room = QRect(left, rect.bottom() + theme.px(4), wide - theme.px(6), tall)
        write(painter, theme, room, stop.name, "hint", ink, 600 if stop.part != "ahead" else 400)
        write(painter, theme, room.translated(0, tall), stop.line, "hint", "caution" if stop.part == "late" else "ink2")
