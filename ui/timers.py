"""Timers of a part of the screen; they end with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def once(parent: QObject, then: Callable[[], object], milliseconds: int = 0) -> QTimer:
    """A timer that is started when wanted, and again to put it off; it calls once."""
    timer = every(parent, then, milliseconds)
    timer.setSingleShot(True)
    return timer


def every(parent: QObject, then: Callable[[], object], milliseconds: int) -> QTimer:
    """A timer that calls again and again, once it is started."""
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer
