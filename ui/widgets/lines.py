"""Text over a few lines, for what is painted by hand; and what is said aloud when something changes."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.base import write
from workup.style import Role, Token, Weight


def lines_of(
    theme: Theme, text: str, role: Role, width: int, weight: Weight | None = None, most: int = 2
) -> tuple[str, ...]:
    """A text broken between words to a width; the last line allowed takes the rest and is cut when painted."""
    metrics, lines, current = theme.metrics(role, weight), list[str](), ""
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    words = text.split(" ")
    for place, word in enumerate(words):
        tried = f"{current} {word}" if current else word
        if current and metrics.horizontalAdvance(tried) > width:
            if len(lines) + 1 == most:
                return (*lines, " ".join([current, *words[place:]]))
            lines.append(current)
            current = word
        else:
            current = tried
    return (*lines, current)


def write_lines(
    painter: QPainter, theme: Theme, rect: QRect, lines: tuple[str, ...], role: Role, token: Token,
    weight: Weight | None = None,
) -> None:
    """Paint lines below one another from the top of a rectangle."""
    tall = theme.line(role)
    for number, line in enumerate(lines):
        room = QRect(rect.x(), rect.y() + number * tall, rect.width(), tall)
        write(painter, theme, room, line, role, token, weight)


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Tell a screen reader something that changed; politely, or at once."""
    if not text or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    level = QAccessible.AnnouncementPoliteness
    event.setPoliteness(level.Assertive if at_once else level.Polite)
    QAccessible.updateAccessibility(event)


