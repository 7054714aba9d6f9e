"""A finger on the glass: taps, draws and rests as a touch screen hands them in."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_glass: list[QPointingDevice] = []


def glass() -> QPointingDevice:
    """The touch screen; a device lives as long as the process."""
    if not _glass:
        _glass.append(QTest.createTouchDevice())
    return _glass[0]


def tap(widget: QWidget, point: QPoint) -> None:
    """Put a finger down and lift it."""
    draw(widget, point)


def draw(widget: QWidget, *points: QPoint) -> None:
    """Put a finger down at the first point, draw it over the others, and lift it at the last."""
    put(widget, points[0])
    for point in points[1:]:
        moved(widget, point)
    lift(widget, points[-1])


def put(widget: QWidget, point: QPoint) -> None:
    """Put a finger down."""
    window, here = widget.window().windowHandle(), widget.mapTo(widget.window(), point)
    QTest.touchEvent(window, glass(), autoCommit=False).press(0, here, window).commit()


def moved(widget: QWidget, point: QPoint) -> None:
    """Draw the finger on."""
    window, here = widget.window().windowHandle(), widget.mapTo(widget.window(), point)
    QTest.touchEvent(window, glass(), autoCommit=False).move(0, here, window).commit()


def lift(widget: QWidget, point: QPoint) -> None:
    """Lift the finger."""
    window, here = widget.window().windowHandle(), widget.mapTo(widget.window(), point)
    QTest.touchEvent(window, glass(), autoCommit=False).release(0, here, window).commit()
    QApplication.processEvents()
