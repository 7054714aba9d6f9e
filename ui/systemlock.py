"""The system locks, sleeps or changes to another user: Workup hears it and locks too.

Linux says so on its message buses (logind, and the screen savers of the desktops), Windows by messages to a window.
Everywhere the computer's two counts of time, with and without the hours asleep, tell afterwards that it slept. Only a
bus behind a socket of this computer is listened to: an address of a network is not.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import SLOT, QObject, Slot

from ui.timers import every

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

LOOK_MS = 2000
SLEPT_S = 3.0
LOGIN = "org.freedesktop.login1"
SCREEN_SAVERS = ("org.freedesktop", "org.gnome", "org.cinnamon", "org.mate", "org.xfce")
LOCAL = "unix:"


def asleep() -> float:
    """For how many seconds since it was started the computer has slept; 0 where the system does not tell."""
    if sys.platform == "win32":
        import ctypes

        awake = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(awake))
        ticks = ctypes.windll.kernel32.GetTickCount64
        ticks.restype = ctypes.c_ulonglong
        return float(ticks()) / 1e3 - awake.value / 1e7
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    return 0.0


class SystemLock(QObject):
    """Calls `lock` when the system locks, sleeps or shows another user's session; from `begin` until `stop`."""

    def __init__(self, parent: QObject, lock: Callable[[], None], slept: Callable[[], float] = asleep) -> None:
        super().__init__(parent)
        self._lock, self._slept = lock, slept
        self._before = 0.0
        self._on = self._listens = False
        self._tick = every(self, self.look, LOOK_MS)

    def begin(self) -> None:
        """Listen from now on."""
        self._on, self._before = True, self._slept()
        self._tick.start(LOOK_MS)
        if not self._listens:
            self._listens = True
            if sys.platform == "linux":
                self._hear_buses()
            elif sys.platform == "win32":
                from ui.winsession import hear_session

                hear_session(self, self.told)

    def stop(self) -> None:
        """It is locked."""
        self._on = False
        self._tick.stop()

    def look(self) -> None:
        """Lock if the computer has slept since the last look."""
        before, self._before = self._before, self._slept()
        if self._before - before > SLEPT_S:
            self.told()

    @Slot()
    def told(self) -> None:
        """The system locks, sleeps or changes."""
        if self._on:
            self._lock()

    def _hear_buses(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        system = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", LOCAL)
        session = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        changed, plain = SLOT("changed(bool)"), SLOT("told()")
        if system.startswith(LOCAL):
            bus = QDBusConnection.systemBus()
            self._hear(bus, (LOGIN, "", f"{LOGIN}.Manager", "PrepareForSleep"), changed)
            self._hear(bus, (LOGIN, "", f"{LOGIN}.Session", "Lock"), plain)
        if session.startswith(LOCAL):
            bus = QDBusConnection.sessionBus()
            for name in SCREEN_SAVERS:
                self._hear(bus, ("", "", f"{name}.ScreenSaver", "ActiveChanged"), changed)

    def _hear(self, bus: QDBusConnection, said: tuple[str, str, str, str], slot: str) -> None:
        """Service, path, interface and member; what is empty may be any."""
        bus.connect(*said, self, slot)  # type: ignore[call-overload]  # declared with bytes, takes what SLOT makes

    @Slot(bool)
    def changed(self, active: bool) -> None:
        """About to sleep, or the screen is locked; False when that is over."""
        if active:
            self.told()
