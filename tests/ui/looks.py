"""Every screen of the program in every look, on a fixed day, for pictures and for what is measured on them.

One window on the demonstration's fictional patients. It goes from screen to screen and from look to look as somebody
at work would switch them, so that a look which needs a restart shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from platformdirs import user_config_path
from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from tests.ui.answering import real_library
from ui.app import Shell
from ui.demo import PERSON, demo_cases
from ui.theme import Scheme
from ui.window import Window
from ui.workspace import Workspace
from workup import vault as vaults
from workup.manuals import TOUR_SEEN, tour_of
from workup.session import enter_case
from workup.settings import CODES, write_workstation
from workup.texts import ENGLISH, speak
from workup.vault import FLOOR, Vault

ZONE = timezone(timedelta(hours=1))
MORNING = datetime(2025, 11, 25, 10, 7, tzinfo=ZONE)
ROOM = QSize(1366, 768)
NAMES = {code: name for name, code in CODES.items()}
PAGE_MS = 30_000
SOON_MS, MOST_TURNS, NESTED = 1000, 40, 6


@dataclass(frozen=True, slots=True)
class Look:
    """One way the same screens can look."""

    scheme: Scheme = "light"
    scale: int = 100
    size: QSize = ROOM
    touch: bool = False
    language: str = ENGLISH


LOOKS = {
    "light": Look(),
    "dark": Look("dark"),
    "150": Look(scale=150),
    "contrast": Look("contrast"),
    "es": Look(language="es"),
}

# Shown for what is measured only.
SIZES = {
    "smallest": Look(size=QSize(900, 460)),
    "narrow": Look(size=QSize(1024, 768)),
    "touch": Look(touch=True),
}


class Screens:
    """The window, and the way to each of its screens."""

    def __init__(self, app: QApplication, folder: Path, language: str) -> None:
        self.app = app
        opened, _ = vaults.create(folder / "Demo.workup", "only for pictures", PERSON, MORNING, kdf=FLOOR)
        opened.set_setting(tour_of(opened.person.id), TOUR_SEEN, opened.person.id, MORNING)
        self._folder = opened.folder
        chosen = user_config_path("workup") / "settings.json"
        if language != ENGLISH:
            write_workstation(chosen, {"language": NAMES[language]})
        self.shell = Shell(app, lambda: MORNING, opened.folder, "")
        if language != ENGLISH:
            chosen.unlink()
        self.shell.end = lambda _status: None
        self.shell.demo = True
        self.shell._library = real_library()
        self._vault: Vault | None = opened
        for case in demo_cases(real_library()):
            enter_case(real_library(), opened, case, ZONE)
        self.ways: dict[str, Callable[[], object]] = {
            "unlock": self._unlock,
            "home": self._home,
            "worklist": self.window.show_worklist,
            **{step: partial(self._step, step) for step in ("patient", "history", "symptoms", "exam")},
            "tests": self._tests,
            "assessment": partial(self._step, "assessment"),
            "summary": self._summary,
            "preferences": self._preferences,
        }

    @property
    def window(self) -> Window:
        """The one window."""
        return self.shell.window

    @property
    def workspace(self) -> Workspace:
        """The page of the open workup."""
        assert self.window.workspace is not None
        return self.window.workspace

    def wear(self, look: Look) -> None:
        """Switch to a look, without a restart."""
        theme = self.shell.theme
        if theme.touch != look.touch:
            theme.set_touch(look.touch)
        if theme.scale != look.scale:
            theme.set_scale(look.scale)
        if theme.scheme != look.scheme:
            theme.set_scheme(look.scheme)
        self.window.resize(look.size)
        if not self.window.isVisible():
            self.window.show()
            self.window.activateWindow()
        self.settle()

    def show(self, name: str) -> Window:
        """Go to a screen and wait until nothing moves any more."""
        self.ways[name]()
        self.settle()
        return self.window

    def settle(self) -> None:
        """Let everything be laid out and painted that waits for its turn: until no short timer runs any more."""
        for _ in range(MOST_TURNS):
            for _ in range(NESTED):
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
                QApplication.processEvents()
            timers = self.window.findChildren(QTimer)
            waiting = [one for one in timers if one.isSingleShot() and one.isActive() and one.interval() < SOON_MS]
            if not waiting:
                break
            QSignalSpy(waiting[0].timeout).wait(SOON_MS)

    # The ways

    def _unlock(self) -> None:
        page = self.window.unlock
        page.form.show_people(vaults.people(self._folder), self._folder.name, "")  # the rest of its path differs
        self.window.pages.setCurrentWidget(page)

    def _home(self) -> None:
        if self._vault is not None:
            opened, self._vault = self._vault, None
            self.shell.enter(opened)
        self.window.show_home()

    def _step(self, step: str) -> None:
        if self.window.workspace is None:
            if self.window.home is None:
                self._home()
            self._open_sample()
        self.window.pages.setCurrentWidget(self.workspace)
        self.workspace.show_step(step)

    def _open_sample(self) -> None:
        assert self.window.vault is not None
        found = next(one for one in self.window.vault.lists().drafts if one.person.family_name == "Marchetti")
        self.window.open_workup(found.person.patient, found.evaluation.evaluation)

    def _tests(self) -> None:
        self._step("tests")
        self.workspace.testing.open(1)

    def _summary(self) -> None:
        self._step("summary")
        pane = self.workspace.summary.pane
        assert pane.page or QSignalSpy(pane.built).wait(PAGE_MS)
        turn, before = QTimer(), QImage()
        for _ in range(MOST_TURNS):  # the page is drawn by a thread of Qt's, which tells nobody
            turn.start(SOON_MS // 20)
            QSignalSpy(turn.timeout).wait(SOON_MS)
            now = pane.view.grab().toImage()
            if now == before and _is_written_on(now):
                break
            before = now
        turn.stop()

    def _preferences(self) -> None:
        self.window.show_preferences()

    def close(self) -> None:
        """Close the window and let go of everything."""
        shell = self.shell
        if self._vault is not None:
            self._vault.close(MORNING)
        shell.window.close()
        shell.close()
        self.app.removeEventFilter(shell)
        for one in (shell.window, shell.ring, shell):
            one.deleteLater()
        speak(ENGLISH)


def _is_written_on(page: QImage) -> bool:
    small = page.scaled(page.width() // 8, page.height() // 8)
    dark = sum(small.pixelColor(x, y).lightness() < 128 for x in range(small.width()) for y in range(small.height()))
    return dark > small.width()


@contextmanager
def screens(app: QApplication, folder: Path, language: str = ENGLISH) -> Iterator[Screens]:
    """The screens in a language, closed afterwards; the cursor does not blink."""
    blinking = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    made = Screens(app, folder, language)
    try:
        yield made
    finally:
        made.close()
        QApplication.setCursorFlashTime(blinking)
