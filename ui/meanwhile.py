"""Work that takes longer than a screen may stand still: done in a thread while the window goes on painting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer, Signal

Made = TypeVar("Made")
TICK_MS, QUICK_MS = 100, 300


class _Word(QObject):
    """From the thread to the window."""

    ended = Signal()


@contextmanager
def stretching(tell: Callable[[float], None]) -> Iterator[None]:
    """Whatever asks for a password inside stretches it in a thread that only computes; the window paints on."""
    from workup import vault

    with vault.stretching(lambda work: meanwhile(work, tell)):
        yield


def meanwhile(work: Callable[[], Made], tell: Callable[[float], None]) -> Made:
    """What the work returns or raises; until then the window is painted, and keys and clicks wait their turn.

    `tell` hears ten times a second how many seconds have passed, once it takes more than a moment.
    Only for work that nothing else of the window touches: opening a vault, making one, stretching a password.
    """
    from concurrent.futures import ThreadPoolExecutor

    word, loop, tick, passed = _Word(), QEventLoop(), QTimer(), QElapsedTimer()
    word.ended.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    tick.setInterval(TICK_MS)
    tick.timeout.connect(lambda: tell(passed.elapsed() / 1000) if passed.elapsed() >= QUICK_MS else None)
    tick.start()
    passed.start()
    with ThreadPoolExecutor(1, "meanwhile") as one:  # should the program be ending, what was begun is finished first
        doing = one.submit(work)
        doing.add_done_callback(lambda _: word.ended.emit())
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    tick.stop()
    return doing.result()
