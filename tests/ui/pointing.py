"""Two hands that meet only what is seen: a mouse with its wheel, and a finger. Each act is counted."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScroller, QWidget

from tests.ui.fingertips import lift, moved, put, tap
from tests.ui.geometry import named
from tests.ui.presses import Count, StuckError, wait_until

EDGE = 6  # nearer to the border of what scrolls nobody aims
MOST_TURNS = 60
NOTCH = 120  # one step of a wheel


class Hand:
    """Brings a point into sight by scrolling, makes sure that nothing covers it, and presses there."""

    act = ""

    def __init__(self, count: Count) -> None:
        self.count, self.scrolls = count, 0

    def press(self, widget: QWidget, spot: QPoint | QRect | None, why: str) -> None:
        """Press a widget at a point, in the middle of a rectangle, or in its own middle."""
        place = widget.rect() if spot is None else spot
        point = place.center() if isinstance(place, QRect) else place
        self.bring(widget, point)
        window, popup = widget.window(), QApplication.activePopupWidget()
        hit = window.childAt(widget.mapTo(window, point)) or window
        if popup not in (None, window) or not (hit is widget or widget.isAncestorOf(hit)):
            raise StuckError(f"{why}: {named(widget)} is covered by {named(popup or hit)}")
        self.count.presses.append((self.act, why))
        self.touch(widget, point)
        settle()

    def bring(self, widget: QWidget, point: QPoint) -> None:
        """Scroll until the point is in sight."""
        for area in areas(widget):
            for _ in range(MOST_TURNS):
                here, view = widget.mapTo(area.viewport(), point), area.viewport().rect()
                edge = min(EDGE, view.height() // 4)
                if view.top() + edge <= here.y() <= view.bottom() - edge:
                    break
                before = area.verticalScrollBar().value()
                self.scrolls += 1
                self.scroll(area, here.y() - view.center().y())
                settle()
                if area.verticalScrollBar().value() == before:
                    if view.contains(here):
                        break
                    raise StuckError(f"{named(widget)} does not scroll into sight: {here} in {view}")

    def touch(self, widget: QWidget, point: QPoint) -> None:
        """Press here."""
        raise NotImplementedError

    def scroll(self, area: QAbstractScrollArea, down: int) -> None:
        """Scroll by about so much in one act."""
        raise NotImplementedError


class MouseHand(Hand):
    """A mouse: clicks, and turns its wheel."""

    act = "click"

    def touch(self, widget: QWidget, point: QPoint) -> None:
        window = widget.window().windowHandle()
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                         widget.mapTo(widget.window(), point))  # fmt: skip

    def scroll(self, area: QAbstractScrollArea, down: int) -> None:
        view, window = area.viewport(), area.window()
        here = view.mapTo(window, QPoint(EDGE, view.height() // 2))
        turned = NOTCH * (max(1, abs(down) // 60) if down > 0 else -max(1, abs(down) // 60))
        QTest.wheelEvent(window.windowHandle(), QPointF(here), QPoint(0, -turned))


class FingerHand(Hand):
    """A finger: taps, and is drawn beside the questions to scroll them."""

    act = "tap"

    def touch(self, widget: QWidget, point: QPoint) -> None:
        tap(widget, point)

    def scroll(self, area: QAbstractScrollArea, down: int) -> None:
        view, bar = area.viewport(), area.verticalScrollBar()
        far = max(-view.height() + 60, min(view.height() - 60, down))
        start = QPoint(EDGE, view.height() - 30 if far > 0 else 30)
        there = max(bar.minimum(), min(bar.maximum(), bar.value() + far))
        put(view, start)
        for part in (2, 1):
            moved(view, start - QPoint(0, far // part))
        wait_until(lambda: bar.value() == there)  # the page is under the finger at the next frame
        lift(view, start - QPoint(0, far))
        QScroller.scroller(view).stop()  # it would run on for a while


def areas(widget: QWidget) -> Iterator[QAbstractScrollArea]:
    """What a widget is scrolled in, from the inside out; itself too, if it scrolls what it shows."""
    step = widget
    while not step.isWindow() and (parent := step.parentWidget()) is not None:
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is step:
            yield parent
        step = parent


def settle() -> None:
    """Let what follows a press be laid out."""
    for _ in range(3):
        QApplication.processEvents()
