"""The window process, told as it starts.

The look is loaded and the unlock screen painted first, then content is read. A lock, by key, idleness or wish, tells
the parent process which vault it was and why, and ends this process: the parent starts a clean one, so nothing of a
patient stays in memory. Threads: here one that moves the vault's log on, others in `backups` and `restoring`.
"""

from __future__ import annotations

import json
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from platformdirs import user_config_path
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from ui import spool
from ui.choices import ChosenSettings
from ui.fingers import MADE_OF_TOUCH, Fingers
from ui.resources import RESOURCES
from ui.sitting import Sitting, idle_ms, told_before
from ui.steady import keep_constants_alive, keep_out_of_dumps
from ui.theme import Theme
from ui.tidying import Tidying
from ui.timers import once
from ui.widgets import FocusRing
from ui.window import Window
from workup import vault as vaults
from workup.errors import WorkupError
from workup.style import load_style
from workup.texts import _, _n

if TYPE_CHECKING:
    from ui.backups import Backups
    from workup.protocol import Library
    from workup.vault import Vault

LOCKED = 75
CHECKPOINT_S = 20
ACTIVITY = {
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
}  # fmt: skip
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


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
        self.end: Callable[[int], None] = app.exit
        self.go_on: tuple[str, tuple[str, str]] | None = None
        self._library: Library | None = None
        self._problems: tuple[str, ...] = ()
        self._shown_by = self.settings.shown_by
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._tidying = Tidying(self)
        self.backups: Backups | None = None
        self._idle, self._warning = once(self, self._idle_over), False
        self._fingers = Fingers(self, self.settings.touched)
        self._sitting = Sitting(self, clock, partial(self.window.say, "info"), self.lock)
        self.window.unlocked.connect(self.enter)
        self.window.lock_wanted.connect(self.lock)
        self.settings.changed.connect(self._settings_changed)
        self.window.installEventFilter(self)
        app.focusWindowChanged.connect(self._listen)

    def start(self) -> None:
        """Show the window; read the content once it is painted."""
        self.window.resize(self.theme.px(1280), self.theme.px(760))
        self.window.showMaximized()
        handle = self.window.windowHandle()
        self._listen(handle)
        if handle.isExposed():
            QTimer.singleShot(0, self._read_content)

    def _read_content(self) -> Library:
        if self._library is None:
            from workup.content import load

            library, problems = load(RESOURCES)
            for problem in problems:
                print(problem, file=sys.stderr)  # noqa: T201 - content holds no patient
            self._problems = tuple(map(str, problems))
            self._library = library
            self.settings.applied_to(library)  # another language is read while the unlock screen is looked at
            self._tidying.keep()
        return self._library

    def _library_in_force(self) -> Library:
        """The content with the thresholds of this clinic, in the language of the screen."""
        self._shown_by = self.settings.shown_by
        return self.settings.applied_to(self._read_content())

    def _settings_changed(self) -> None:
        before, now = self._shown_by, self.settings.shown_by
        if self.window.session is None or before == now:
            return
        if before[1] == now[1]:
            self.window.take_library(self._library_in_force())
            return
        from ui.speaking import say_anew

        say_anew(self.window, self._library_in_force())
        self._show_copies()

    def enter(self, opened: Vault) -> None:
        """A vault was opened: take over its settings and show Home, or the workup that a lock interrupted."""
        self.vault = opened
        if not self.demo:
            with suppress(WorkupError):  # a convenience: without it the folder is chosen by hand next time
                vaults.remember_folder(opened.folder)
        self.settings.enter(opened)
        library = self._library_in_force()
        self._thread = threading.Thread(target=self._move_log_on, name="checkpoints", daemon=True)
        self._thread.start()
        self._active()
        self._sitting.begin(opened)
        self.window.enter(library, opened)
        if not self.demo:
            self._keep_copies(opened)
        if self._problems:
            line = f"{self._problems[0]} {_('Restore the files of Workup; answers already given are kept.')}"
            title = _n(
                "A piece of the content could not be used and will be missing",
                "{n} pieces of the content could not be used and will be missing",
                len(self._problems),
            )
            self.window.say("caution", title, line)
        if self.go_on is not None and self.go_on[0] == f"{opened.id}/{opened.person.id}":
            self.window.open_workup(*self.go_on[1])
        self.go_on = None
        spool.empty()  # what a killed process left

    def _keep_copies(self, opened: Vault) -> None:
        from ui.backups import Backups

        self.backups = Backups(opened, lambda: self.settings.preferences, self.clock, self)
        self.backups.put_off()
        self._show_copies()

    def _show_copies(self) -> None:
        from ui.backuppage import show_backups

        if (backups := self.backups) is not None and (home := self.window.home) is not None:
            home.show_backups(backups)
            choose, theme = partial(self.settings.choose, "backup_folder"), self.theme
            home.backups_wanted.connect(lambda: show_backups(theme, backups, choose, self.window))

    def _move_log_on(self) -> None:
        while not self._stop.wait(CHECKPOINT_S):
            if self.vault is not None:
                self.vault.checkpoint()

    # Locking

    def _listen(self, window: QWindow | None) -> None:
        """Note activity where the system hands it in: a filter on every widget's events would slow each answer."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self.window and kind == QEvent.Type.Close:
            return self._stays_open(event)
        if kind == QEvent.Type.Expose and self._library is None:
            QTimer.singleShot(0, self._read_content)  # the first picture is painted while the window is exposed
        if kind in MADE_OF_TOUCH and self._fingers.take(watched, event):
            return True
        if kind in ACTIVITY:
            self._active()
        return kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._locking_key(event)

    def _stays_open(self, event: QEvent) -> bool:
        """Before closing, one more copy where there is none of the last hours; nobody has to wait for it."""
        if self.backups is None or not self.window.ready_to_close():
            return False
        from ui.backuppage import may_close

        stays = not may_close(self.theme, self.backups, self.window)
        event.setAccepted(not stays)
        return stays

    def _locking_key(self, event: QKeyEvent) -> bool:
        """Ctrl L and Ctrl Shift L act everywhere, also while a dialog is open, where shortcuts do not."""
        held = event.modifiers() & (CONTROL_SHIFT | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier)
        known = event.key() == Qt.Key.Key_L and held in (Qt.KeyboardModifier.ControlModifier, CONTROL_SHIFT)
        if self.vault is None or event.isAutoRepeat() or not known:
            return False
        self.window.blank() if held == CONTROL_SHIFT else self.lock("")
        return True

    def _active(self) -> None:
        self._tidying.put_off()
        if self.vault is not None:
            if self._warning:
                self._warning = False
                self.window.say_nothing()
            self._idle.start(idle_ms(self.settings.preferences.idle_minutes))
            if self.backups is not None:
                self.backups.put_off()

    def _idle_over(self) -> None:
        minutes = self.settings.preferences.idle_minutes
        if not self._warning:
            self._warning = True
            self._idle.start(told_before(minutes) * 1000)
            said = _("Workup locks in {seconds} seconds").format(seconds=told_before(minutes))
            self.window.say("info", said, _("Any key or touch keeps it open."))
            return
        after = _n("{n} minute", "{n} minutes", minutes)
        self.lock(_("Locked at {clock:%H:%M} after {after} without activity").format(clock=self.clock(), after=after))

    def lock(self, reason: str) -> None:
        """End this process so that a clean one shows the lock screen; a waiting entry is stored or given up first."""
        if self.vault is None:
            return
        if not self.window.ready_to_close():
            self.window.blank_until_stored(lambda: self.lock(reason))
            return
        opened = self.vault
        reason = reason or _("Locked at {clock:%H:%M}").format(clock=self.clock())
        told = {"folder": str(opened.folder), "reason": reason}
        if self.window.place is not None:
            told |= {"who": f"{opened.id}/{opened.person.id}", "place": "/".join(self.window.place)}
        self.close()
        self.end(LOCKED)
        with suppress(OSError):  # the parent process may be gone; then this one ends all the same
            print(json.dumps(told), flush=True)  # noqa: T201 - to the parent process; ids only, no patient in it

    def close(self) -> None:
        """Stop everything and close the vault."""
        self._idle.stop()
        self._sitting.stop()
        self._stop.set()
        if self.backups is not None:
            self.backups.stop()
            self.backups = None
        if self._thread is not None:
            self._thread.join()
        self.window.leave()
        if self.vault is not None:
            self.vault.close(self.clock())
            self.vault = None
        spool.empty()


def run(arguments: Sequence[str]) -> int:
    """Open the window and stay until it closes or locks."""
    keep_constants_alive()
    keep_out_of_dumps()
    sys.excepthook = report
    again: dict[str, str] = json.loads(_after(arguments, "--again") or "{}")
    folder_text = again.get("folder") or _after(arguments, "--vault")
    app = QApplication(["Workup"])
    app.setApplicationName("Workup")
    app.setApplicationDisplayName("")
    recent = vaults.recent_folders()
    folder = _named_folder(Path(folder_text)) if folder_text else (recent[0] if recent else None)
    demo, reason = _after(arguments, "--demo"), again.get("reason", "")
    try:
        shell = _demo_shell(app, Path(demo), reason) if demo else Shell(app, now, folder, reason)
    except WorkupError as error:
        print(error.sentence, file=sys.stderr)  # noqa: T201 - there is no window to show it in
        return 2
    if "place" in again:
        patient, _rest, evaluation = again["place"].partition("/")
        shell.go_on = again["who"], (patient, evaluation)
        if not demo:
            shell.window.unlock.say_locked(reason, again["who"].partition("/")[2])
    sys.excepthook = Alarm(shell.window)
    shell.start()
    status = app.exec()
    if status != LOCKED:
        shell.close()
    return status


def _named_folder(folder: Path) -> Path:
    """The folder as named, or with the ending that vaults have when only that one is there."""
    ended = vaults.vault_folder(folder)
    return ended if not folder.exists() and ended.exists() else folder


def _demo_shell(app: QApplication, folder: Path, reason: str) -> Shell:
    """The shell of the demonstration: opened at once the first time, with its password shown after a lock."""
    from ui.demo import PASSWORD, demo_clock, make_demo

    clock = demo_clock(now)
    told = _("{reason}. The password of the demonstration is “{password}”").format(reason=reason, password=PASSWORD)
    shell = Shell(app, clock, folder, told if reason else "")
    shell.demo = True
    if not reason:
        opened = make_demo(folder, clock)
        QTimer.singleShot(0, lambda: shell.enter(opened))
    return shell


def _after(arguments: Sequence[str], name: str) -> str:
    words = list(arguments)
    return words[words.index(name) + 1] if name in words[:-1] else ""


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say where the program failed, never with what: messages of errors may hold patient data."""
    lines = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
    print(f"Workup met an error it did not expect: {kind.__name__} at {' < '.join(reversed(lines))}", file=sys.stderr)  # noqa: T201


class Alarm:
    """Says an error that nobody expected above the page, once at a time, and reports it without patient data."""

    def __init__(self, window: Window) -> None:
        self.window, self._saying = window, False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        report(kind, error, trace)
        if self._saying or issubclass(kind, KeyboardInterrupt):
            return
        self._saying = True  # an error while saying it must not come back here
        if isinstance(error, WorkupError):
            self.window.say("danger", _("That could not be done"), error.sentence)
        else:
            line = _("Everything entered is stored. Go on; if it happens again, close Workup and open it anew.")
            self.window.say("danger", _("Workup met an error it did not expect"), line)
        self._saying = False
