"""What a test with Qt leaves behind: windows, running timers, running threads."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication


@contextmanager
def watching_qt() -> Iterator[list[str]]:
    """Note timers and threads as they are started; afterwards the list names what is still there."""
    started: weakref.WeakSet[QTimer | QThread] = weakref.WeakSet()
    left: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for kind in (QTimer, QThread):
            patch.setattr(kind, "start", noting(kind.start, started))
        yield left
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible():
            left.append(f"window {named(widget)}")
            widget.close()
    for runner in list(started):
        if not shiboken6.isValid(runner):
            continue
        if isinstance(runner, QTimer) and runner.isActive():
            left.append(f"timer {named(runner)}")
            runner.stop()
        if isinstance(runner, QThread) and runner.isRunning():
            left.append(f"thread {named(runner)}")


def noting(start: object, started: weakref.WeakSet[QTimer | QThread]) -> object:
    """The same `start`, which also notes who was started."""
    assert callable(start)

    def note_and_start(runner: QTimer | QThread, *arguments: object) -> object:
        started.add(runner)
        return start(runner, *arguments)

    return note_and_start


def named(thing: QObject) -> str:
    """Class and name, as far as there is one."""
    owner = thing.parent()
    of = f" of {type(owner).__name__}" if owner is not None else ""
    return f"{type(thing).__name__} {thing.objectName()!r}{of}"
