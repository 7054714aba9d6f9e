"""A signature on its way, while the window lives on: the password, the page, the store. Signed is what is durable."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.live import Live
from ui.pagebuilder import PageBuilder
from ui.resources import RESOURCES
from ui.timers import once
from workup.errors import WorkupError
from workup.session.signing import NOT_BUILT, Prepared, answered, check, keep, prepare
from workup.settings import Preferences
from workup.texts import N_, _

PASSWORD, PAGE, STORE = N_("Checking the password …"), N_("Building the page …"), N_("Storing …")
MOST_MS = 30_000


class SigningRun(QObject):
    """One signature; `said` names the step, `ended` says why it failed, or nothing when all of it is stored."""

    said = Signal(str)
    ended = Signal(str)
    _tried = Signal(bool)

    def __init__(self, live: Live, preferences: Callable[[], Preferences], parent: QObject) -> None:
        super().__init__(parent)
        self.live, self.preferences = live, preferences
        self._thread: threading.Thread | None = None
        self._prepared: Prepared | None = None
        self._builder = PageBuilder(RESOURCES, self)
        self._builder.built.connect(self._keep)
        self._builder.failed.connect(lambda _rest: self._end(_(NOT_BUILT)))
        self._tried.connect(self._answered)
        self._clock = once(self, lambda: self._end(_(NOT_BUILT)), MOST_MS)
        self._next = once(self, self._build)

    @property
    def running(self) -> bool:
        """Whether it is on its way."""
        return self._thread is not None or self._next.isActive() or self._prepared is not None

    def start(self, password: str) -> None:
        """Begin with the password: it takes the time that guessing is meant to cost, in a thread that only computes."""
        try:
            check(self.live.session)
            tried = self.live.session.vault.password_try()
        except WorkupError as error:
            self._end(error.sentence)
            return
        self.said.emit(_(PASSWORD))
        self._thread = threading.Thread(target=lambda: self._tried.emit(tried(password)), name="password", daemon=True)
        self._thread.start()

    def _answered(self, good: bool) -> None:
        if self._thread is None:  # given up meanwhile
            return
        self._join()
        session = self.live.session
        try:
            answered(session, session.vault.password_tried(good))
        except WorkupError as error:
            self._end(error.sentence)
            return
        self.said.emit(_(PAGE))
        self._next.start()  # the step is said before the record is written, which takes a moment

    def _build(self) -> None:
        try:
            prepared = self._prepared = prepare(self.live.session, self.preferences())
        except WorkupError as error:
            self._end(error.sentence)
            return
        self._clock.start()
        self._builder.build(prepared.note, prepared.cover, prepared.attachments, proved=True)

    def _keep(self, built: bytes) -> None:
        prepared = self._prepared
        if prepared is None:
            return
        self._clock.stop()
        self.said.emit(_(STORE))
        self._end(self.live.now(lambda session: keep(session, prepared, built)))

    def _end(self, sentence: str) -> None:
        self.stop()
        self.ended.emit(sentence)

    def _join(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def stop(self) -> None:
        """Give it up, unless it is stored already."""
        self._clock.stop()
        self._next.stop()
        self._prepared = None
        self._builder.stop()
        self._join()
