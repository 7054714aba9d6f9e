"""A vault that is being opened: the wait can be given up; what was begun ends by itself, and is closed again."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, Signal

from ui.meanwhile import QUICK_MS, TICK_MS
from ui.timers import every
from workup.vault import Vault

LONG_MS = 3000
OFFERED = 1


class _Attempt:
    """One opening in its thread, once the one before is over."""

    def __init__(
        self, work: Callable[[], Vault], close: Callable[[Vault], object], tell: Callable[[], object],
        before: Thread | None,
    ) -> None:  # fmt: skip
        self._work, self._close, self._tell, self._before = work, close, tell, before
        self._opened: Vault | None = None
        self._error: BaseException | None = None
        self._lock = Lock()
        self._left = self.done = False

    def run(self) -> None:
        """Open it; what nobody waits for any more is closed again, or not begun."""
        if self._before is not None:
            self._before.join()
        if not self._left:
            try:
                self._opened = self._work()
            except BaseException as error:  # noqa: BLE001 - it is raised where it was waited for
                self._error = error
        with self._lock:
            self.done = True
            wanted = not self._left
        if wanted:
            self._tell()
        elif self._opened is not None:
            self._close(self._opened)

    def leave(self) -> bool:
        """Wait no longer; False when it is done already."""
        with self._lock:
            self._left = not self.done
            return self._left

    def outcome(self) -> Vault:
        """What was opened, or what was refused."""
        if self._opened is None:
            raise self._error or RuntimeError("nothing was opened")
        return self._opened


class Opening(QObject):
    """One at a time in a thread: the next one waits for one that was given up, which still holds the vault."""

    _ended = Signal()

    def __init__(self, close: Callable[[Vault], object], parent: QObject) -> None:
        super().__init__(parent)
        self._close = close
        self._thread: Thread | None = None
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
        attempt = _Attempt(work, self._close, self._ended.emit, self._thread)
        self._ended.connect(loop.quit, Qt.ConnectionType.QueuedConnection)

        def look() -> None:
            if passed.elapsed() >= QUICK_MS:
                tell(passed.elapsed() / 1000)
            if passed.elapsed() >= LONG_MS:
                loop.exit(OFFERED)

        tick = every(self, look, TICK_MS)
        tick.start()
        passed.start()
        self._loop, self._given_up = loop, False
        thread = self._thread = Thread(target=attempt.run, name="opening")  # the program does not end before it
        thread.start()
        offered = loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents) == OFFERED
        tick.stop()
        if offered and not attempt.done:  # else the word that it is done may have been heard already
            offer(True)
            loop.exec()
            offer(False)
        self._loop = None
        self._ended.disconnect(loop.quit)
        if self._given_up and attempt.leave():
            return None
        thread.join()
        return attempt.outcome()

    def give_up(self) -> None:
        """Wait no longer."""
        if self._loop is not None:
            self._given_up = True
            self._loop.exit(OFFERED)
