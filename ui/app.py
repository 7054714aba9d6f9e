"""The window process, told as it starts.

The look is loaded and the unlock screen painted first; content is read right after. Unlocking shows Home. A lock, by
key, idleness or wish, tells the parent process which vault it was and why, and ends this process: the parent starts a
clean one, so nothing of a patient stays in memory. Threads exist only here: one that moves the vault's log on.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from platformdirs import user_config_path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from ui.choices import ChosenSettings
from ui.resources import RESOURCES
from ui.steady import keep_constants_alive
from ui.theme import Theme
from ui.widgets import FocusRing
from ui.window import Window
from workup import vault as vaults
from workup.errors import WorkupError
from workup.style import load_style

if TYPE_CHECKING:
    from workup.protocol import Library
    from workup.vault import Vault

LOCKED = 75
CHECKPOINT_S = 20
WARN_S = 60
ACTIVITY = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


def now() -> datetime:
    """The time here, with its zone."""
    return datetime.now().astimezone()


class Shell(QObject):
    """Holds what lives as long as the window process: look, settings, window, idle clock and the opened vault."""

    def __init__(self, app: QApplication, clock: Callable[[], datetime], folder: Path | None, reason: str) -> None:
        super().__init__()
        self.app, self.clock = app, clock
        self.demo = False
        self.theme = Theme(load_style(RESOURCES / "style.toml"), RESOURCES / "icons", app)
        self.ring = FocusRing(self.theme, app)
        self.settings = ChosenSettings(self.theme, user_config_path("workup") / "settings.json", clock)
        self.window = Window(self.theme, clock, self.settings, folder, reason)
        self.vault: Vault | None = None
        self._library: Library | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._idle_over)
        self._warning = False
        self.window.unlocked.connect(self.enter)
        self.window.lock_wanted.connect(self.lock)
        app.focusWindowChanged.connect(self._listen)

    def start(self) -> None:
        """Show the window; read the content once it is painted."""
        self.window.resize(self.theme.px(1280), self.theme.px(760))
        self.window.showMaximized()
        self._listen(self.window.windowHandle())
        QTimer.singleShot(0, self._read_content)

    def _read_content(self) -> Library:
        if self._library is None:
            from workup.content import load
            from workup.settings import with_thresholds

            library, problems = load(RESOURCES)
            for problem in problems:
                print(problem, file=sys.stderr)  # noqa: T201 - content holds no patient, and nobody else would say it
            self._library = library
            self._bands = with_thresholds
        return self._library

    def enter(self, opened: Vault) -> None:
        """A vault was opened: take over its settings and show Home."""
        from msgspec.structs import replace

        self.vault = opened
        if not self.demo:
            vaults.remember_folder(opened.folder)
        self.settings.enter(opened)
        library = self._read_content()
        items = self._bands(library.items, self.settings.known, self.settings.preferences)
        self._thread = threading.Thread(target=self._move_log_on, name="checkpoints", daemon=True)
        self._thread.start()
        self._active()
        self.window.enter(replace(library, items=items), opened)

    def _move_log_on(self) -> None:
        while not self._stop.wait(CHECKPOINT_S):
            if self.vault is not None:
                self.vault.checkpoint()

    # Locking

    def _listen(self, window: QWindow | None) -> None:
        """Note activity where the system hands it in: a filter on every widget's events would slow each answer."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in ACTIVITY:
            self._active()
        return False

    def _active(self) -> None:
        if self.vault is not None:
            self._warning = False
            self._idle.start(max(self.settings.preferences.idle_minutes * 60 - WARN_S, 1) * 1000)

    def _idle_over(self) -> None:
        if not self._warning:
            self._warning = True
            self._idle.start(WARN_S * 1000)
            if self.window.workspace is not None:
                self.window.workspace.strips.say("Workup locks in 60 seconds. Any key or touch keeps it open.")
            return
        self.lock(f"Locked at {self.clock():%H:%M} after {self.settings.preferences.idle_minutes} minutes without activity")

    def lock(self, reason: str) -> None:
        """End this process so that a clean one shows the lock screen; an entry that waits is stored or given up first."""
        if self.vault is None:
            return
        if not self.window.ready_to_close():
            self.window.blank_until_stored(lambda: self.lock(reason))
            return
        told = {"folder": str(self.vault.folder), "reason": reason or f"Locked at {self.clock():%H:%M}"}
        self.close()
        print(json.dumps(told), flush=True)  # noqa: T201 - to the parent process; no patient in it
        self.app.exit(LOCKED)

    def close(self) -> None:
        """Stop everything and close the vault."""
        self._idle.stop()
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self.window.leave()
        if self.vault is not None:
            self.vault.close(self.clock())
            self.vault = None


def run(arguments: Sequence[str]) -> int:
    """Open the window and stay until it closes or locks."""
    keep_constants_alive()
    _keep_out_of_dumps()
    sys.excepthook = report
    again = json.loads(_after(arguments, "--again") or "{}")
    folder_text = again.get("folder") or _after(arguments, "--vault")
    app = QApplication(["Workup"])
    app.setApplicationName("Workup")
    app.setApplicationDisplayName("")
    recent = vaults.recent_folders()
    folder = Path(folder_text) if folder_text else (recent[0] if recent else None)
    demo, reason = _after(arguments, "--demo"), again.get("reason", "")
    try:
        shell = _demo_shell(app, Path(demo), reason) if demo else Shell(app, now, folder, reason)
    except WorkupError as error:
        print(error.sentence, file=sys.stderr)  # noqa: T201 - there is no window to show it in
        return 2
    shell.start()
    status = app.exec()
    if status != LOCKED:
        shell.close()
    return status


def _demo_shell(app: QApplication, folder: Path, reason: str) -> Shell:
    """The shell of the demonstration: opened at once the first time, with its password shown after a lock."""
    from ui.demo import PASSWORD, demo_clock, make_demo

    clock = demo_clock(now)
    shell = Shell(app, clock, folder, f"{reason}. The password of the demonstration is “{PASSWORD}”" if reason else "")
    shell.demo = True
    if not reason:
        opened = make_demo(folder, clock)
        QTimer.singleShot(0, lambda: shell.enter(opened))
    return shell


def _after(arguments: Sequence[str], name: str) -> str:
    words = list(arguments)
    return words[words.index(name) + 1] if name in words[:-1] else ""


def _keep_out_of_dumps() -> None:
    """No core dump and no reading of this process by others of the same user, where the system can be told."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        import ctypes

        pr_set_dumpable = 4
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_dumpable, 0, 0, 0, 0)


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say where the program failed, never with what: messages of errors may hold patient data."""
    lines = [f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
    print(f"Workup met an error it did not expect: {kind.__name__} at {' < '.join(reversed(lines))}", file=sys.stderr)  # noqa: T201
