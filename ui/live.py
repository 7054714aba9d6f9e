"""The session as the screen sees it: one call for each thing a clinician does, three signals for what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QObject, Signal

from ui.timers import every, once
from workup.answers import Cause, Slot, Value
from workup.assess import Assessment
from workup.errors import WorkupError
from workup.session import Refused, Session
from workup.texts import N_, _

PAUSE_MS = 500
AT_MOST_MS = 900  # with the time it takes to store, within the second that is promised
RETRY_MS = 1000
MINUTE_MS = 60_000
WAITING = N_("One entry is still waiting to be stored. Nothing else can be entered until it is.")


@dataclass(frozen=True, slots=True)
class StoreState:
    """Whether everything is stored: since when, or why not and which slot waits."""

    kind: Literal["saved", "failed"]
    at: datetime
    sentence: str = ""
    waiting: Slot | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the clinician that needs no answer."""

    text: str
    kind: Literal["info", "caution"] = "caution"


class Live(QObject):
    """Wraps a session; a failing save keeps exactly one change waiting and tries it again each second."""

    changed = Signal(object)
    stored = Signal(object)
    notice = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._waiting: tuple[Callable[[], Assessment], Slot | None] | None = None
        self._typing: dict[Slot, str] = {}
        self._unkept: Slot | None = None
        self._retry = every(self, self._try_again, RETRY_MS)
        self._pause = once(self, self.flush, PAUSE_MS)
        self._longest = once(self, self.flush, AT_MOST_MS)
        self._minute = every(self, self._look_at_clock, MINUTE_MS)
        self._minute.start()

    # What the clinician did

    def answer(self, where: Slot, value: Value | None) -> None:
        """One answer, or None to take it back."""
        self._forget_typing(where)
        self._do(lambda: self.session.answer(where, value), where)

    def answer_all(self, pairs: Sequence[tuple[Slot, Value | None]], cause: Cause) -> None:
        """Several answers as one undo step."""
        if pairs:
            self._do(lambda: self.session.answer_all(pairs, cause), pairs[0][0])

    def take(self, step: Callable[[Session], object]) -> str:
        """A step of the session it may refuse, such as one of an order: its sentence then, else nothing."""
        told: list[str] = []

        def change() -> Assessment:
            step(self.session)
            return self.session.assessment

        self._do(change, None, told.append)
        return told[0] if told else ""

    def now(self, step: Callable[[Session], object]) -> str:
        """A step that is done now or not at all, such as a signature: why it was not, else nothing."""
        if self.failing:
            return _(WAITING)
        try:
            step(self.session)
        except WorkupError as error:
            return error.sentence
        self.changed.emit(self.session.assessment)
        self.stored.emit(StoreState("saved", self.session.clock()))
        return ""

    def undo(self) -> None:
        """Take back the newest own step."""
        self._do(self.session.undo, None)

    def redo(self) -> None:
        """Put back what was undone last."""
        self._do(self.session.redo, None)

    def step_here(self, where: Slot, *, back: bool) -> None:
        """Undo, or redo, at one place only."""
        self._do(lambda: self.session.step_here(where, back=back), None)

    def void(self, reason: str) -> None:
        """Mark the workup void."""
        self._do(lambda: self.session.void(reason), None)

    def typing(self, where: Slot, text: str) -> None:
        """Text so far in a field; kept after half a second of pause, at the latest after one second."""
        self._typing[where] = text
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def flush(self) -> None:
        """Keep now what is being typed; what cannot be kept stays here and is tried again each second."""
        self._pause.stop()
        self._longest.stop()
        while self._typing:
            where, text = next(iter(self._typing.items()))
            try:
                self.session.typing(where, text)
            except WorkupError as error:
                self._unkept = where
                self.stored.emit(StoreState("failed", self.session.clock(), error.sentence, where))
                self._retry.start()
                return
            del self._typing[where]
        if self._unkept is not None:
            self._unkept = None
            if self._waiting is None:
                self._retry.stop()
                self.stored.emit(StoreState("saved", self.session.clock()))

    def _forget_typing(self, where: Slot) -> None:
        self._typing.pop(where, None)
        if self._unkept == where:
            self._unkept = None
        if not self._typing:
            self._pause.stop()
            self._longest.stop()

    # What follows

    @property
    def waiting(self) -> Slot | None:
        """The slot whose change is not stored yet, if any."""
        return self._waiting[1] if self._waiting else self._unkept

    @property
    def failing(self) -> bool:
        """Whether a change or a typed text waits to be stored."""
        return self._waiting is not None or self._unkept is not None

    def discard_waiting(self) -> None:
        """Give up what could not be stored."""
        self._waiting = self._unkept = None
        self._typing.clear()
        self._retry.stop()
        self.stored.emit(StoreState("saved", self.session.clock()))
        self.changed.emit(self.session.assessment)

    def refresh(self) -> None:
        """Show everything anew, as after a change of preferences."""
        self.changed.emit(self.session.refresh())

    def _do(
        self, change: Callable[[], Assessment], where: Slot | None, refused: Callable[[str], None] | None = None
    ) -> None:
        """Change something; who asks to be told hears of a refusal, else it is a notice."""
        tell = refused or self._notify
        if self._waiting is not None and (where is None or where != self._waiting[1]):
            tell(_(WAITING))
            return
        self._attempt(change, where, tell)

    def _notify(self, sentence: str) -> None:
        self.notice.emit(Notice(sentence))

    def _attempt(self, change: Callable[[], Assessment], where: Slot | None, refused: Callable[[str], None]) -> None:
        try:
            assessment = change()
        except Refused as error:
            waited, self._waiting = self._waiting is not None, None
            self._retry.stop()
            refused(error.sentence)
            if waited:
                self.stored.emit(StoreState("saved", self.session.clock()))
            self.changed.emit(self.session.assessment)
        except WorkupError as error:
            self._waiting = (change, where)
            self.stored.emit(StoreState("failed", self.session.clock(), error.sentence, where))
            self._retry.start()
        else:
            self._waiting = None
            self._retry.stop()
            self.changed.emit(assessment)
            self.stored.emit(StoreState("saved", self.session.clock()))

    def _try_again(self) -> None:
        if self._waiting is not None:
            self._attempt(*self._waiting, self._notify)
        elif self._unkept is not None:
            self.flush()
        else:
            self._retry.stop()

    def _look_at_clock(self) -> None:
        if self.session.assessment.today != self.session.today():
            self.refresh()

    def stop(self) -> None:
        """Stop all timers and keep what is being typed."""
        self.flush()
        for timer in (self._retry, self._pause, self._longest, self._minute):
            timer.stop()
