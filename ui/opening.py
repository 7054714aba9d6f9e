"""A vault that is being opened: the wait can be given up; what was begun ends by itself, and is closed again."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, Signal

from ui.meanwhile import QUICK_MS, TICK_MS
from ui.timers import every
from workup.vault import Vault

if TYPE_CHECKING:
    from concurrent.futures import Future

LONG_MS = 3000
OFFERED = 1


class _Attempt:
    """One opening in its thread, once the one before is over."""

    def __init__(
        self, work: Callable[[], Vault], close: Callable[[Vault], object], tell: Callable[[], object],
        before: Future[Vault | None] | None,
    ) -> None:  # fmt: skip
        from concurrent.futures import ThreadPoolExecutor

        self._work, self._close, self._tell = work, close, tell
        self._lock = Lock()
        self._left = self.done = False
        thread = ThreadPoolExecutor(1, "opening")  # the program does not end before what it has begun
        self.doing = thread.submit(self._run, before)
        self.doing.add_done_callback(self._say)
        thread.shutdown(wait=False)

    def _run(self, before: Future[Vault | None] | None) -> Vault | None:
        """Open it; what nobody waits for any more is closed again, or not begun."""
        from concurrent.futures import wait

        if before is not None:
            wait([before])
        if self._left:
            return None
        try:
            opened = self._work()
        finally:
            with self._lock:
                self.done = True
        if not self._left:
            return opened
        self._close(opened)
        return None

    def _say(self, _done: Future[Vault | None]) -> None:
        if not self._left:
            self._tell()

    def leave(self) -> bool:
        """Wait no longer; False when it is done already."""
        with self._lock:
            self._left = not self.done
            return self._left


class Opening(QObject):
    """One at a time in a thread: the next one waits for one that was given up, which still holds the vault."""

    _ended = Signal()

    def __init__(self, close: Callable[[Vault], object], parent: QObject) -> None:
        super().__init__(parent)
        self._close = close
        self._doing: Future[Vault | None] | None = None
        self._loop: QEventLoop | None = None
        self._given_up = False

    def wait_for(
        self, work: Callable[[], Vault], tell: Callable[[float], None], offer: Callable[[bool], None]
    ) -> Vault | None:
        """The vault that was opened, or what refused it is raised; None when the wait was given up.

        `tell` hears how many seconds have passed. Keys and clicks wait their turn; once it takes long, `offer` is told
        to offer a way out and take nothing else, and from then on they are heard; at the end, that all is as usual.
        """
        loop, passed = QEventLoop(), QElapsedTimer()
        self._ended.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
        attempt = _Attempt(work, self._close, self._ended.emit, self._doing)
        self._doing = attempt.doing

        def look() -> None:
            if passed.elapsed() >= QUICK_MS:
                tell(passed.elapsed() / 1000)
            if passed.elapsed() >= LONG_MS:
                loop.exit(OFFERED)

        tick = every(self, look, TICK_MS)
        tick.start()
        passed.start()
        self._loop, self._given_up = loop, False
        offered = loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents) == OFFERED
        tick.stop()
        tick.deleteLater()
        if offered and not attempt.doing.done():  # else the word that it is done may have been heard already
            offer(True)
            loop.exec()
            offer(False)
        self._loop = None
        self._ended.disconnect(loop.quit)
        if self._given_up and attempt.leave():
            return None
        return attempt.doing.result()

    def give_up(self) -> None:
        """Wait no longer."""
        if self._loop is not None:
            self._given_up = True
            self._loop.exit(OFFERED)
