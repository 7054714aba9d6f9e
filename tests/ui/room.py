"""A clinic room for tests: a real vault on disk, a clock to set, and the whole window on the screen in memory."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.answering import real_figure, real_library
from tests.workup.vaults import Made
from ui.app import Shell
from ui.live import Live
from ui.window import Window
from ui.workspace import Workspace
from workup.answers import Slot, Value, slot
from workup.store import Person
from workup.vault import Vault

MORNING = datetime(2025, 11, 25, 9, 12, tzinfo=timezone(timedelta(hours=1)))
PASSWORD = "a long enough phrase"
PERSON = Person("Dr Ann Example", "Pain medicine")


class Clock:
    """Shows the time it was set to."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        """Some days later, at the same time of day."""
        self.now += timedelta(days=days)


class Room:
    """One vault; the window is opened and closed as often as a test likes."""

    def __init__(self, app: QApplication, made: Made, clock: Clock) -> None:
        self.app, self.made, self.clock = app, made, clock
        self.shell: Shell | None = None
        self.ended: list[int] = []

    def open(self) -> Window:
        """Start the window and unlock it."""
        shell = self.start()
        shell.enter(self.unlocked())
        return shell.window

    def start(self) -> Shell:
        """Start the window; it shows the unlock screen."""
        shell = self.shell = Shell(self.app, self.clock, self.made.folder, "")
        shell.end = self.ended.append  # ending the one application of all tests would end the tests
        shell._library, shell.settings.figure = real_library(), real_figure()  # read once for all tests
        shell.window.resize(1366, 768)
        shell.window.show()
        shell.window.activateWindow()
        QTest.qWaitForWindowActive(shell.window)
        return shell

    def unlocked(self) -> Vault:
        """The vault, opened without the half second that the password costs."""
        return self.made.open()

    def close(self) -> None:
        """Close the window as its owner does, and let go of everything."""
        shell, self.shell = self.shell, None
        if shell is not None:
            if shell.backups is not None:  # else a window that closes over new entries asks for one
                shell.backups.stop()
                shell.backups = None
            shell.window.close()
            shell.close()
            self.app.removeEventFilter(shell)
            shell.window.deleteLater()
            shell.ring.deleteLater()
            shell.theme.deleteLater()  # it follows the system's look as long as it lives
            shell.deleteLater()

    @property
    def window(self) -> Window:
        """The open window."""
        assert self.shell is not None
        return self.shell.window

    @property
    def vault(self) -> Vault:
        """The open vault."""
        assert self.shell is not None
        assert self.shell.vault is not None
        return self.shell.vault

    @property
    def workspace(self) -> Workspace:
        """The page of the open workup."""
        assert self.window.workspace is not None
        return self.window.workspace

    @property
    def live(self) -> Live:
        """The open workup as the screen sees it."""
        assert self.window.live is not None
        return self.window.live

    def value(self, address: str) -> Value | None:
        """The answer in force at an address."""
        where = slot(address)
        return self.live.session.assessment.answers.value(where.item, where.at)

    def go_to(self, address: str) -> None:
        """Put the keyboard on a question."""
        self.workspace.go_to(slot(address))
        assert self.slot() == slot(address), f"the keyboard is on {self.slot()}"

    def slot(self) -> Slot | None:
        """The question that has the keyboard."""
        return self.workspace.forms[self.workspace.step].current

    def fill_disk(self) -> None:
        """From now on the records may not grow."""
        pages = self.vault.database.row("PRAGMA page_count")
        assert pages is not None
        self.vault.database.rows(f"PRAGMA max_page_count = {pages[0]}")

    def free_disk(self) -> None:
        """There is room again."""
        self.vault.database.rows("PRAGMA max_page_count = 1000000")


def focused() -> QWidget:
    """What has the keyboard; there is always exactly one such widget."""
    QApplication.processEvents()
    widget = QApplication.focusWidget()
    assert widget is not None, "the focus is lost"
    assert widget.isVisible()
    return widget


def press(*keys: str) -> None:
    """Press keys such as Alt+3, Return or y, one after another, wherever the keyboard is."""
    for key in keys:
        pressed: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs do not know it
        QTest.keyClick(focused(), pressed.key(), pressed.keyboardModifiers())
    QApplication.processEvents()


def write(text: str) -> None:
    """Type a text, of any script."""
    widget = focused()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def press_on_window(window: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """Press a key as the system hands it in: to the window."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, modifiers)
    QApplication.processEvents()
