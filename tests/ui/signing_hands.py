"""Hands for signing: a workup that can be signed, what is done in the dialogs, and waiting for what follows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.room import PASSWORD, Room, focused, press, write
from ui.preview import SummaryPage
from ui.signing import ReasonDialog, SignDialog
from workup.answers import PartialDate, Value

BUILT_MS = 15_000
KNOWN: dict[str, Value] = {
    "family_name": "Müller",
    "given_name": "Anna",
    "birth_date": PartialDate(1971, 6, 14),
    "mrn": "004-1",
    "reason": "Leg pain",
    "leg_pain_now@right": 7,
    "impression": "Right L5 root pain.",
}


def in_dialog(then: Callable[[SignDialog | ReasonDialog], None]) -> list[bool]:
    """Do something in the next dialog once it has the keyboard, and close it; whether that was done to its end."""
    done: list[bool] = []
    timer = QTimer(QApplication.instance())
    timer.setInterval(10)

    def look() -> None:
        found = QApplication.activeModalWidget()
        if not isinstance(found, SignDialog | ReasonDialog) or not found.isActiveWindow():
            return
        timer.stop()
        timer.deleteLater()
        try:
            then(found)
            done.append(True)
        finally:
            if found.isVisible():
                found.reject()

    timer.timeout.connect(look)
    timer.start()
    return done


def settled(room: Room) -> None:
    """The window has the keyboard again: a screen in memory does not give it back by itself."""
    room.window.activateWindow()
    QTest.qWaitForWindowActive(room.window)
    focused()


def signs(dialog: SignDialog | ReasonDialog) -> None:
    assert isinstance(dialog, SignDialog)
    write(PASSWORD)
    press("Return")
    ended(dialog)
    assert dialog.problem.text() == ""


def ended(dialog: SignDialog) -> None:
    """The signature has come to its end, good or bad."""
    until(lambda: not dialog.run.running)


def until(holds: Callable[[], bool], longest: int = BUILT_MS) -> None:
    """Let the window live until this holds."""
    loop, look, late = QEventLoop(), QTimer(), QTimer()
    look.timeout.connect(lambda: loop.quit() if holds() else None)
    late.timeout.connect(loop.quit)
    look.start(2)
    late.start(longest)
    loop.exec()
    look.stop()
    late.stop()
    assert holds()


def sign(room: Room, summary: SummaryPage) -> None:
    """Sign with the keyboard."""
    done = in_dialog(signs)
    press("Ctrl+Return")
    settled(room)
    assert done
    assert room.live.session.opened.status == "signed"
