"""Timers of a part of the screen; they end with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer


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


class AfterPaint(QObject):
    """Calls once the answer that started it is painted, however long its own work took.

    A timer that runs out while a key is still worked on is due before the paint; only one started then comes after it.
    """

    def __init__(self, parent: QObject, then: Callable[[], object], milliseconds: int) -> None:
        super().__init__(parent)
        self._then = once(self, then, milliseconds)
        self._answered = once(self, self._then.start, milliseconds)

    def start(self) -> None:
        """Call then; what was wanted before is put off."""
        self.stop()
        self._answered.start()

    def stop(self) -> None:
        """Call no more."""
        self._answered.stop()
        self._then.stop()

    @property
    def active(self) -> bool:
        """Whether it is still to come."""
        return self._answered.isActive() or self._then.isActive()

    def interval(self) -> int:
        """How long after the paint, in milliseconds."""
        return self._then.interval()


NEXT_INPUT = (
    QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin,
)  # fmt: skip


class BeforeInput(AfterPaint):
    """The same, or at once when a key, a finger or the mouse comes first: the next input meets what was wanted."""

    def __init__(self, parent: QObject, then: Callable[[], object], milliseconds: int) -> None:
        super().__init__(parent, self._call, milliseconds)
        self._wanted = then

    def start(self) -> None:
        super().start()
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def stop(self) -> None:
        super().stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in NEXT_INPUT:
            self._call()
        return False

    def _call(self) -> None:
        self.stop()
        self._wanted()
