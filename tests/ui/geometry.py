"""What must hold of the places of widgets: no words cut unawares, nothing over its neighbour, nothing too small."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget

from ui.theme import Theme
from ui.widgets import FocusRing

TARGETS = (QAbstractButton, QLineEdit, QComboBox)
# These lie over others on purpose: drawer, title in the top bar, values of a cell, tools in a free part, Ctrl K.
NOT_BESIDE = {"FocusRing", "ReasoningPanel", "TitleRow", "ValueStrip", "Brushes", "Palette"}
# A quiet button stands out of its row by its own side, so that its words stand in line with what is above.
QUIET = 12


def faults(theme: Theme, root: QWidget) -> Iterator[str]:
    """Everything that is wrong on a screen, with where it is."""
    seen = [one for one in root.findChildren(QWidget) if one.isVisible() and not isinstance(one, FocusRing)]
    for one in seen:
        yield from _cut(one)
        yield from _too_small(theme, one)
        yield from _wider(one)
    for parent in {one.parentWidget() for one in seen} | {root}:
        yield from _overlaps([one for one in seen if one.parentWidget() is parent])


def named(widget: QWidget) -> str:
    """A widget as a fault names it."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} “{(text or widget.accessibleName())[:60]}”"


def _cut(one: QWidget) -> Iterator[str]:
    if isinstance(one, QLabel) and one.text():
        room, text = one.contentsRect(), one.text()
        if one.wordWrap():
            wanted = one.fontMetrics().boundingRect(room.adjusted(0, 0, 0, 9999), _WRAP, text).size()
        else:
            wanted = one.fontMetrics().size(0, text)
        told = text.endswith("…") and one.toolTip()
        if not told and (wanted.width() > room.width() + 1 or wanted.height() > room.height() + 2):
            yield f"{named(one)} needs {_of(wanted)}, has {_of(room.size())}"
    elif isinstance(one, QAbstractButton) and one.text() and one.sizeHint().width() > one.width() and not one.toolTip():
        yield f"{named(one)} needs {one.sizeHint().width()} wide, has {one.width()}"
    if (within := _outside(one)) is not None:
        yield f"{named(one)} reaches out of {named(within)}"


_WRAP = Qt.TextFlag.TextWordWrap


def _of(size: QSize) -> str:
    return f"{size.width()} x {size.height()}"


def _outside(one: QWidget) -> QWidget | None:
    """The parent that a label or control is not whole in; what is scrolled may be."""
    parent = one.parentWidget()
    if parent is None or one.isWindow() or not isinstance(one, (*TARGETS, QLabel)):
        return None
    step = QRect(one.mapTo(parent, QPoint(0, 0)), one.size())
    while parent is not None:
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return None
        if not parent.rect().adjusted(-QUIET, -1, QUIET, 1).contains(step):
            return parent
        if parent.isWindow() or parent.parentWidget() is None:
            return None
        step.translate(parent.pos())
        parent = parent.parentWidget()
    return None


def _wider(one: QWidget) -> Iterator[str]:
    """What is scrolled up and down only has to fit across."""
    if isinstance(one, QScrollArea) and one.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        inner, room = one.widget(), one.viewport().width()
        if inner is not None and inner.width() > room:
            yield f"{named(one)} is {room} wide, what it scrolls {inner.width()}"


def _too_small(theme: Theme, one: QWidget) -> Iterator[str]:
    if not isinstance(one, TARGETS) or not one.isEnabled() or isinstance(one.parentWidget(), QComboBox):
        return
    least = theme.height("control") - 1
    if one.height() < least or one.width() < least:
        yield f"{named(one)} is {_of(one.size())}, a target is {least + 1}"


def _overlaps(beside: list[QWidget]) -> Iterator[str]:
    lying = [one for one in beside if type(one).__name__ not in NOT_BESIDE and not one.isWindow()]
    for place, one in enumerate(lying):
        for other in lying[place + 1 :]:
            shared = one.geometry() & other.geometry()
            if shared.width() > 1 and shared.height() > 1:
                yield f"{named(one)} and {named(other)} overlap by {_of(shared.size())}"
