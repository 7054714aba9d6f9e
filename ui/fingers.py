"""Fingers: a tap presses when it is lifted, a finger that is drawn scrolls, one that rests opens the other menu.

Qt makes a mouse of a finger that no widget takes, and a press of that mouse answers a question. A finger that only
wants to scroll must answer nothing, so a press waits until it is known what it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QScroller,
    QScrollerProperties,
    QStyle,
    QWidget,
)

from ui.timers import once

RESTS_MS = 600
SLIPS = 12  # a finger is never quite still
MADE_OF_TOUCH = {
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick
}  # fmt: skip
Way = Literal["", "waits", "draws", "scrolls", "over"]
Drag = Literal["", "across", "all"]
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class Fingers(QObject):
    """Reads the mouse that Qt makes of a finger and passes on what the finger meant; then calls `lifted`."""

    def __init__(self, parent: QObject, lifted: Callable[[], None]) -> None:
        super().__init__(parent)
        self._lifted = lifted
        self._way: Way = ""
        self._window: QWindow | None = None
        self._start = self._start_global = QPointF()
        self._began = 0
        self._view: QWidget | None = None
        self._rests = once(self, self._rested, RESTS_MS)

    def take(self, window: QObject, event: QEvent) -> bool:
        """Whether this was a mouse made of a finger; then it is dealt with."""
        if not isinstance(event, QMouseEvent) or event.source() is Qt.MouseEventSource.MouseEventNotSynthesized:
            return False
        if not isinstance(window, QWindow):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            return self._down(window, event)
        if event.type() == QEvent.Type.MouseButtonRelease:
            return self._up(event)
        return self._moved(event) if event.type() == QEvent.Type.MouseMove else True

    def _down(self, window: QWindow, event: QMouseEvent) -> bool:
        self._window, self._start, self._start_global = window, event.position(), event.globalPosition()
        self._began = event.timestamp()
        if self._stops():
            self._way = "over"
            return True
        if self._drawn() == "all":  # a press of our own: of two quick ones Qt would make a double click
            self._draw()
            return True
        self._way = "waits"
        self._rests.start()
        return True

    def _moved(self, event: QMouseEvent) -> bool:
        if self._way == "waits" and (event.globalPosition() - self._start_global).manhattanLength() > SLIPS:
            self._rests.stop()
            self._begin(event.globalPosition() - self._start_global)
        if self._way == "scrolls":
            self._scroll(QScroller.Input.InputMove, event)
        return self._way != "draws"

    def _up(self, event: QMouseEvent) -> bool:
        way, self._way = self._way, ""
        self._rests.stop()
        if way == "scrolls":
            self._scroll(QScroller.Input.InputRelease, event)
            if self._view is not None and shiboken6.isValid(self._view) and _is_still():
                QScroller.scroller(self._view).stop()
        elif way == "waits":
            self._press(_LEFT)
        elif way == "draws":
            self._send(QEvent.Type.MouseButtonRelease, _LEFT, event.position(), event.globalPosition())
        self._lifted()
        return True

    # What the finger meant

    def _begin(self, way: QPointF) -> None:
        """Drawn far enough: over what can be drawn on, else what lies around it scrolls that way, else nothing."""
        level = abs(way.x()) > abs(way.y())
        if level and self._drawn() == "across":
            self._draw()
            return
        area = self._scrolled(level=level)
        if area is not None:
            self._way, self._view = "scrolls", area.viewport()
            start = self._view.mapFromGlobal(self._start_global)
            _scroller(self._view).handleInput(QScroller.Input.InputPress, start, self._began)
        elif isinstance(self._under(), QLineEdit) or isinstance(_parent(self._under()), QPlainTextEdit):
            self._draw()  # over words of a text
        else:
            self._way = "over"

    def _draw(self) -> None:
        self._way = "draws"
        self._send(QEvent.Type.MouseButtonPress, _LEFT, self._start, self._start_global)

    def _rested(self) -> None:
        """What the right button of a mouse opens."""
        self._way = "over"
        self._press(Qt.MouseButton.RightButton)

    def _press(self, button: Qt.MouseButton) -> None:
        self._send(QEvent.Type.MouseButtonPress, button, self._start, self._start_global)
        self._send(QEvent.Type.MouseButtonRelease, button, self._start, self._start_global)

    def _send(self, kind: QEvent.Type, button: Qt.MouseButton, here: QPointF, screen: QPointF) -> None:
        if self._window is not None:
            held = button if kind == QEvent.Type.MouseButtonPress else _NONE
            event = QMouseEvent(kind, here, screen, button, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self._window, event)

    # What lies under it

    def _under(self) -> QWidget | None:
        if self._window is None:
            return None
        top: QWidget | None = QWidget.find(self._window.winId())
        return None if top is None else top.childAt(self._start.toPoint()) or top

    def _drawn(self) -> Drag:
        """What may be drawn on says so by `drawn_on`: across only, so that up and down scroll, or all ways."""
        under = self._under()
        if isinstance(under, QScrollBar):
            return "all"
        drawn_on: Callable[[QPointF], Drag] | None = getattr(under, "drawn_on", None)
        return "" if drawn_on is None or under is None else drawn_on(under.mapFromGlobal(self._start_global))

    def _scrolled(self, *, level: bool) -> QAbstractScrollArea | None:
        """The nearest that has something to scroll to that way."""
        step = self._under()
        while step is not None:
            if isinstance(step, QAbstractScrollArea):
                bar = step.horizontalScrollBar() if level else step.verticalScrollBar()
                if bar.maximum() > bar.minimum():
                    return step
            step = _parent(step)
        return None

    def _scroll(self, put: QScroller.Input, event: QMouseEvent) -> None:
        if self._view is not None and shiboken6.isValid(self._view):
            here = self._view.mapFromGlobal(event.globalPosition())
            QScroller.scroller(self._view).handleInput(put, here, event.timestamp())

    def _stops(self) -> bool:
        """A finger put on what still moves only stops it."""
        step, moved = self._under(), False
        while step is not None:
            if QScroller.hasScroller(step) and QScroller.scroller(step).state() == QScroller.State.Scrolling:
                QScroller.scroller(step).stop()
                moved = True
            step = _parent(step)
        return moved


def _parent(widget: QWidget | None) -> QWidget | None:
    return widget.parentWidget() if widget is not None and not widget.isWindow() else None


def _scroller(view: QWidget) -> QScroller:
    """What moves with the finger and runs on a little; it stops at the ends."""
    scroller, metric = QScroller.scroller(view), QScrollerProperties.ScrollMetric
    properties = scroller.scrollerProperties()
    for one in (metric.HorizontalOvershootPolicy, metric.VerticalOvershootPolicy):
        properties.setScrollMetric(one, QScrollerProperties.OvershootPolicy.OvershootAlwaysOff)
    properties.setScrollMetric(metric.DragStartDistance, 0.0)
    scroller.setScrollerProperties(properties)
    return scroller


def _is_still() -> bool:
    """Whether the system asks for less motion."""
    style = QApplication.style()
    return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
