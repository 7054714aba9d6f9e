"""One sitting at an unlocked vault: it ends after twelve hours whatever happens; a moved clock is noted meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from PySide6.QtCore import QObject

from ui.systemlock import SystemLock
from ui.timers import every
from workup.errors import WorkupError
from workup.texts import N_, _, _n
from workup.vault import Vault

MINUTE_MS = 60_000
LONGEST = timedelta(hours=12)  # NIST SP 800-63B, draft 4: twelve hours for a sitting at this level
WARNED = timedelta(minutes=10)
JUMP = timedelta(minutes=5)
BACK, FORWARD = N_("clock set back"), N_("clock set forward")
# Where the system does not count the hours asleep, a clock that is ahead may only have slept.
COUNTS_SLEEP = hasattr(time, "CLOCK_BOOTTIME")


def told_before(minutes: int) -> int:
    """How many seconds before a lock it is said: a minute, half of it where one minute is all there is."""
    return min(60, minutes * 30)


def idle_ms(minutes: int) -> int:
    """How long nothing is done before it is said."""
    return (minutes * 60 - told_before(minutes)) * 1000


class Sitting(QObject):
    """Looks once a minute at the time since unlocking, by the computer's own count, and at what the clock says."""

    def __init__(
        self, parent: QObject, clock: Callable[[], datetime], say: Callable[[str, str], None],
        lock: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._clock, self._say, self._lock = clock, say, lock
        self._vault: Vault | None = None
        self._began = self._since = 0
        self._shown: datetime | None = None  # what the clock showed at `_since`: at unlocking, or at its last jump
        self._warned = False
        self._minute = every(self, self.look, MINUTE_MS)
        self._system = SystemLock(self, self._with_the_system)

    def begin(self, vault: Vault) -> None:
        """The vault was unlocked now; a clock that stands before the last entry is noted, if it was not before."""
        self._vault, self._began = vault, vault.ticks()
        self._since, self._shown, self._warned = self._began, self._clock(), False
        newest = vault.end().newest
        if newest is not None and newest - self._shown > JUMP:
            from workup.vault.trail import noted_behind

            if not noted_behind(vault, BACK, newest, self._shown + JUMP):
                self._note(BACK)
        self._minute.start(MINUTE_MS)
        self._system.begin()

    def stop(self) -> None:
        """It was locked."""
        self._minute.stop()
        self._system.stop()
        self._vault = None

    def look(self) -> None:
        """Warn, lock, or note that the clock was moved."""
        vault, shown = self._vault, self._shown
        if vault is None or shown is None:
            return
        ticks, now = vault.ticks(), self._clock()
        apart = (now - shown) - timedelta(microseconds=(ticks - self._since) / 1000)
        if abs(apart) > JUMP:
            self._since, self._shown = ticks, now  # each jump once; small steps add up until they are one
            if apart < -JUMP or COUNTS_SLEEP:
                self._note(BACK if apart < -JUMP else FORWARD)
        self._look_at_the_end(ticks, now)

    def _look_at_the_end(self, ticks: int, now: datetime) -> None:
        passed = timedelta(microseconds=(ticks - self._began) / 1000)
        left = (LONGEST - passed) // timedelta(milliseconds=1) + 1
        # To the moment, not a minute late; and no faster where the lock waits for an entry.
        self._minute.setInterval(min(left, MINUTE_MS) if passed < LONGEST else MINUTE_MS)
        if passed >= LONGEST:
            hours = LONGEST // timedelta(hours=1)
            self._lock(_("Locked at {clock:%H:%M}: {hours} hours after unlocking").format(clock=now, hours=hours))
        elif passed >= LONGEST - WARNED and not self._warned:
            self._warned = True
            minutes = -((passed - LONGEST) // timedelta(minutes=1))
            title = _n("Workup locks in {n} minute", "Workup locks in {n} minutes", minutes)
            self._say(title, _("A sitting lasts twelve hours at most. Nothing is lost; unlock again to go on."))

    def _with_the_system(self) -> None:
        self._lock(_("Locked at {clock:%H:%M} with the computer").format(clock=self._clock()))

    def _note(self, what: str) -> None:
        if self._vault is not None:
            with suppress(WorkupError):  # a full disk is told where something is entered
                self._vault.audit(what, self._vault.person.id, f"vault:{self._vault.id}", self._clock())
