"""The one window: shows a page at a time and wires the pages together; nobody may import it but app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from ui.choices import ChosenSettings
from ui.theme import Theme
from ui.unlock import UnlockPage
from ui.waiting import WaitingCover

if TYPE_CHECKING:
    from ui.home import HomePage
    from ui.live import Live
    from ui.workspace import Workspace
    from workup.protocol import Library
    from workup.session import Session
    from workup.settings import Setting
    from workup.vault import PersonRow, Vault

SMALLEST = QSize(900, 460)


class Window(QMainWindow):
    """Unlock, Home, one workup, Preferences. The title is always the name of the program."""

    lock_wanted = Signal(str)
    unlocked = Signal(object)

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], settings: ChosenSettings, folder: Path | None, reason: str
    ) -> None:
        super().__init__()
        self.theme, self.clock, self.settings = theme, clock, settings
        self.setWindowTitle("Workup")
        self.setMinimumSize(SMALLEST)
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.unlock = UnlockPage(theme, clock, folder, reason)
        self.unlock.unlocked.connect(self.unlocked)
        self.pages.addWidget(self.unlock)
        self.library: Library | None = None
        self.vault: Vault | None = None
        self.session: Session | None = None
        self.live: Live | None = None
        self.home: HomePage | None = None
        self.workspace: Workspace | None = None
        self._cover: WaitingCover | None = None
        for sequence, then in (
            ("Ctrl+L", lambda: self.lock_wanted.emit("")),
            ("Ctrl++", lambda: self.settings.step_scale(1)),
            ("Ctrl+=", lambda: self.settings.step_scale(1)),
            ("Ctrl+-", lambda: self.settings.step_scale(-1)),
            ("Ctrl+Shift+L", self.blank),
        ):
            QShortcut(QKeySequence(sequence), self).activated.connect(then)
        settings.changed.connect(self._preferences_changed)

    def enter(self, library: Library, vault: Vault) -> None:
        """Show Home of an opened vault."""
        from ui.home import HomePage
        from workup.session import Session

        self.library, self.vault = library, vault
        self.session = Session(library, vault, self.clock)
        self.home = HomePage(self.theme, library, vault, self.clock)
        self.home.evaluation_wanted.connect(self.open_workup)
        self.home.order_wanted.connect(self._open_for_order)
        self.home.new_wanted.connect(self.begin_workup)
        self.home.lock_wanted.connect(lambda: self.lock_wanted.emit(""))
        self.home.preferences_wanted.connect(self.show_preferences)
        self.pages.addWidget(self.home)
        self.show_home()

    def show_home(self, searching: bool = False) -> None:
        """Leave the open workup for Home; everything is stored."""
        if self.home is None:
            return
        self._close_workup()
        self.home.cover(self.settings.preferences.cover_names)
        self.home.render_lists()
        self.pages.setCurrentWidget(self.home)
        self.home.begin_search() if searching else self.home.search.setFocus()

    def begin_workup(self, person: PersonRow | None) -> None:
        """A new workup: of a new patient, or of the chosen one."""
        if self.session is not None:
            self._close_workup()
            self.session.begin(person.patient if person is not None else None)
            self._show_workup()

    def open_workup(self, patient: str, evaluation: str) -> None:
        """Open a workup where it was left."""
        if self.session is not None:
            self._close_workup()
            self.session.open(patient, evaluation)
            self._show_workup()

    def _open_for_order(self, patient: str) -> None:
        file = self.vault.patient(patient) if self.vault is not None else None
        drafts = [row for row in file.evaluations if row.state == "draft"] if file is not None else []
        if drafts:
            self.open_workup(patient, drafts[0].evaluation)
            if self.workspace is not None:
                self.workspace.show_step("tests")
        elif self.home is not None and file is not None:
            self.home.choose(file.person)

    def _show_workup(self) -> None:
        from ui.live import Live
        from ui.workspace import Workspace

        if self.session is None or self.library is None:
            return
        self.live = Live(self.session, self)
        page = Workspace(self.theme, self.library, self.settings.figure, self.live, self.settings.preferences)
        page.lock_wanted.connect(lambda: self.lock_wanted.emit(""))
        page.home_wanted.connect(self.show_home)
        page.preferences_wanted.connect(self.show_preferences)
        self.workspace = page
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.show_step(page.step)

    def _close_workup(self) -> None:
        if self.live is not None:
            self.live.stop()
            self.live.deleteLater()
        if self.workspace is not None:
            self.workspace.stop()
            self.pages.removeWidget(self.workspace)
            self.workspace.deleteLater()
        if self.session is not None:
            self.session.close()
        self.live = self.workspace = None

    def show_preferences(self) -> None:
        """Open the preferences; Back returns to the page that was open."""
        from ui.preferences import PreferencesPage

        before = self.pages.currentWidget() or self.unlock
        page = PreferencesPage(self.theme, self.settings.known, self.settings.values)
        page.changed.connect(lambda setting, value: self._set(page, setting, value))
        page.done.connect(lambda: self._leave_preferences(page, before))
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def _set(self, page: QWidget, setting: Setting, value: object) -> None:
        from ui.preferences import PreferencesPage

        sentence = self.settings.set(setting, value)
        if sentence and isinstance(page, PreferencesPage):
            page.say(setting, sentence)

    def _leave_preferences(self, page: QWidget, before: QWidget) -> None:
        self.pages.setCurrentWidget(before)
        self.pages.removeWidget(page)
        page.deleteLater()
        if before is self.home and self.home is not None:
            self.show_home()
        elif self.live is not None:
            self.live.refresh()

    def _preferences_changed(self) -> None:
        if self.workspace is not None:
            self.workspace.set_preferences(self.settings.preferences)

    def blank(self) -> None:
        """Hide everything at once: Home covers its names, a workup gives way to Home with covered names."""
        if self.home is not None:
            self.show_home()
            self.home.cover(True)

    def ready_to_close(self) -> bool:
        """Whether nothing waits to be stored; what is being typed is kept first."""
        if self.live is not None:
            self.live.flush()
            return not self.live.failing
        return True

    def leave(self) -> None:
        """Stop what the open workup runs, before the vault closes."""
        self._close_workup()
        self.unlock.give_up()

    def blank_until_stored(self, then: Callable[[], None]) -> None:
        """Cover the screen; go on when the waiting entry is stored or given up by name."""
        if self.live is None or self._cover is not None:
            return
        self._cover = WaitingCover(self.theme)
        self._cover.discard_wanted.connect(self.live.discard_waiting)
        self.pages.addWidget(self._cover)
        self.pages.setCurrentWidget(self._cover)
        self.live.stored.connect(lambda state: then() if state.kind == "saved" else None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when everything is stored; otherwise say what waits."""
        if self.ready_to_close():
            self.leave()
            event.accept()
        elif self.workspace is not None:
            self.workspace.strips.say("One entry is not stored yet. Discard it or free some space, then close.")
            event.ignore()
