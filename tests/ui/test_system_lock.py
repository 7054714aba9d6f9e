"""The system locks, sleeps or changes user: Workup locks too. The buses are real ones, started for the test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication

from tests.ui.room import Room
from ui import winsession
from ui.systemlock import LOGIN, SLEPT_S, SystemLock, asleep


@pytest.fixture
def owner(qapp: QApplication) -> Iterator[QObject]:
    """Whoever has a lock with the system."""
    made = QObject(qapp)
    yield made
    made.deleteLater()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A message bus of its own; its address stands where a desktop and the system would put theirs."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None or sys.platform != "linux":
        pytest.skip("no dbus-daemon on this computer")
    running = subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    address = running.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    yield address
    running.terminate()
    running.wait()
    running.stdout.close()


HEARS = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from ui.systemlock import SystemLock
app = QCoreApplication([])
heard = SystemLock(app, lambda: (print("locks", flush=True), app.quit()))
heard.begin()
QTimer.singleShot(0, lambda: print("listens", flush=True))
QTimer.singleShot(20_000, app.quit)
app.exec()
"""


SAYS = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage
app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
assert bus.registerService(sys.argv[1])
said = QDBusMessage.createSignal(*sys.argv[2:5])
said.setArguments([one == "true" for one in sys.argv[5:]])
assert bus.send(said)
print("said", flush=True)
sys.stdin.read()
"""


def said_on(service: str, path: str, interface: str, member: str, *values: str) -> list[str]:
    """What a process that listens prints when a service says this; a process, since Qt keeps its first bus."""
    listening = subprocess.Popen(
        [sys.executable, "-c", HEARS], stdout=subprocess.PIPE, text=True,
        env=dict(os.environ, PYTHONPATH=str(Path.cwd())),
    )  # fmt: skip
    assert listening.stdout is not None
    told = [listening.stdout.readline().strip()]
    subprocess.run(
        [sys.executable, "-c", SAYS, service, path, interface, member, *values],
        check=True, input="", text=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    told.append(listening.stdout.readline().strip())
    listening.terminate()
    listening.wait()
    listening.stdout.close()
    return told


@pytest.mark.parametrize(
    ("service", "path", "interface", "member", "values"),
    [
        (LOGIN, "/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", ("true",)),
        (LOGIN, "/org/freedesktop/login1/session/_32", f"{LOGIN}.Session", "Lock", ()),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", ("true",)),
        ("org.kde.screensaver", "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", ("true",)),
    ],
)
def test_what_a_desktop_says_on_the_bus_locks(
    bus: str, service: str, path: str, interface: str, member: str, values: tuple[str, ...]
) -> None:
    assert bus
    assert said_on(service, path, interface, member, *values) == ["listens", "locks"]


def test_a_computer_that_slept_is_noticed_once(owner: QObject) -> None:
    told: list[str] = []
    slept = 100.0
    lock = SystemLock(owner, lambda: told.append("locked"), lambda: slept)
    lock.begin()
    lock.look()
    slept += SLEPT_S / 2
    lock.look()
    assert not told
    slept += SLEPT_S + 1
    lock.look()
    lock.look()
    assert told == ["locked"]
    lock.stop()
    slept += 60
    lock.look()
    assert told == ["locked"]


def test_this_computer_has_not_slept_for_less_than_nothing() -> None:
    assert asleep() >= -1


def test_the_screen_unlocked_again_locks_nothing(owner: QObject) -> None:
    told: list[str] = []
    lock = SystemLock(owner, lambda: told.append("locked"), lambda: 0.0)
    lock.begin()
    lock.changed(False)
    assert not told
    lock.changed(True)
    lock.told()
    assert told == ["locked", "locked"]
    lock.stop()
    lock.changed(True)
    assert len(told) == 2


def test_a_network_is_no_bus(monkeypatch: pytest.MonkeyPatch, owner: QObject) -> None:
    def refused(*_given: object) -> None:
        raise AssertionError("a bus behind a network was opened")

    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=192.0.2.1,port=1")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=192.0.2.1,port=1")
    monkeypatch.setattr(QDBusConnection, "systemBus", refused)
    monkeypatch.setattr(QDBusConnection, "sessionBus", refused)
    lock = SystemLock(owner, lambda: None, lambda: 0.0)
    lock._hear_buses()


def test_the_window_locks_with_the_system_and_says_so(sample: Room) -> None:
    shell = sample.shell
    assert shell is not None
    said: list[str] = []
    shell._sitting._lock = said.append
    shell._sitting._system.told()
    assert len(said) == 1
    assert "with the computer" in said[0]


@pytest.mark.parametrize(
    ("message", "detail", "leaves"),
    [
        (winsession.SESSION_CHANGE, 7, True), (winsession.SESSION_CHANGE, 2, True),
        (winsession.SESSION_CHANGE, 8, False),
        (winsession.POWER, 4, True), (winsession.POWER, 7, False), (0x0100, 7, False),
    ],
)  # fmt: skip
def test_what_windows_says_of_its_session(message: int, detail: int, leaves: bool) -> None:
    assert winsession.means_leaving(message, detail) == leaves
