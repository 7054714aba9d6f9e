"""The one window: shows a page at a time and wires the pages together; nobody may import it but app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.choices import ChosenSettings
from ui.filling import WorkFilling
from ui.theme import Theme
from ui.unlock import UnlockPage
from ui.waiting import WaitingCover
from ui.widgets import Button, Notice, StripKind
from workup.errors import WorkupError
from workup.texts import N_, _

if TYPE_CHECKING:
    from ui.home import HomePage
    from ui.live import Live
    from ui.worklist import WorklistPage
    from ui.workspace import Workspace
    from workup.protocol import Library
    from workup.session import Session
    from workup.store import PersonRow, WorkRow
    from workup.vault import Vault

SMALLEST = QSize(900, 460)
WAITS = N_("One entry is not stored yet. Free some space or discard it; nothing else can be done until then.")


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
        self._build_frame()
        self.unlock = UnlockPage(theme, clock, folder, reason, lambda: settings.preferences.backup_folder)
        self.unlock.unlocked.connect(self.unlocked)
        self.pages.addWidget(self.unlock)
        self.library: Library | None = None
        self.vault: Vault | None = None
        self.session: Session | None = None
        self.live: Live | None = None
        self.home: HomePage | None = None
        self.worklist: WorklistPage | None = None
        self.workspace: Workspace | None = None
        self._cover: WaitingCover | None = None
        self.filling = WorkFilling(self, lambda why: self.say("danger", _("The worklist is not complete"), why))
        for sequence, then in (
            ("Ctrl++", lambda: self.settings.step_scale(1)),
            ("Ctrl+=", lambda: self.settings.step_scale(1)),
            ("Ctrl+-", lambda: self.settings.step_scale(-1)),
            ("Ctrl+,", self._wish_preferences),
            ("Ctrl+O", self.show_worklist),
        ):
            QShortcut(QKeySequence(sequence), self).activated.connect(then)
        settings.changed.connect(self._preferences_changed)

    def _build_frame(self) -> None:
        """The pages, and above them what the program as a whole has to say."""
        self.close_notice = Button(self.theme, "quiet", _("Close"))
        self.close_notice.clicked.connect(self.say_nothing)
        self.notice = Notice(self.theme, "caution", "", "", (self.close_notice,))
        self.notice.hide()
        self._to_say: list[tuple[str, str]] = []
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(holder)

    def say(self, kind: StripKind, fact: str, line: str = "") -> None:
        """Say something above every page; it stays until it is closed."""
        if self.notice.isVisible():
            self._to_say.append((self.notice.fact.text(), self.notice.line.text()))
        self.notice.set(kind, fact, line)
        self.notice.come()

    def say_nothing(self) -> None:
        """Take the words above the pages away; what they covered comes back."""
        if self._to_say:
            self.notice.set("caution", *self._to_say.pop())
            return
        self.notice.hide()
        self._keep_focus()

    def _keep_focus(self) -> None:
        """The page has the keyboard when nothing else has it."""
        page = self.pages.currentWidget()
        if QApplication.focusWidget() is None and page is not None:
            (page.focusWidget() or page).setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self, library: Library, vault: Vault) -> None:
        """Show Home of an opened vault."""
        from workup.session import Session

        self.library, self.vault = library, vault
        self.session = Session(library, vault, self.clock)
        self.filling.begin(library, vault)
        self.make_home(library, vault)
        self.show_home()
        if vault.warning:
            self.say("caution", _("These records may not be the latest"), vault.warning)
        if self.settings.remarks:
            self.say("caution", _("Some preferences could not be used"), " ".join(self.settings.remarks))

    def make_home(self, library: Library, vault: Vault) -> None:
        """Home, which the window has once."""
        from ui.home import HomePage

        self.home = HomePage(self.theme, library, vault, self.clock, lambda: self.settings.preferences, self.filling)
        self.home.evaluation_wanted.connect(self.open_workup)
        self.home.work_wanted.connect(self.open_work)
        self.home.worklist_wanted.connect(self.show_worklist)
        self.home.new_wanted.connect(self.begin_workup)
        self.home.lock_wanted.connect(lambda: self.lock_wanted.emit(""))
        self.home.preferences_wanted.connect(self.show_preferences)
        self.pages.addWidget(self.home)

    def take_library(self, library: Library) -> None:
        """Content with other thresholds: what is open is shown anew with it."""
        self.library = library
        if self.session is None or self.vault is None:
            return
        self.filling.begin(library, self.vault)
        self.session.library = library
        if self.workspace is not None:
            shown = self.pages.currentWidget() if self.pages.currentWidget() is not self.workspace else None
            slot = self.workspace.slot
            self._drop_page()
            self.session.refresh()
            self._show_workup()
            self.workspace.slot = slot
            if shown is not None:
                self.pages.setCurrentWidget(shown)

    def may_leave(self) -> bool:
        """Whether the open workup can be left; otherwise says what waits."""
        ready = self.ready_to_close()
        if not ready and self.workspace is not None:
            self.workspace.strips.say(_(WAITS))
        return ready

    def show_home(self, searching: bool = False) -> None:
        """Leave the open workup for Home; everything is stored."""
        if self.home is None or not self.may_leave():
            return
        self._close_workup()
        self.pages.setCurrentWidget(self.home)
        self.home.show_lists(covered=self.settings.preferences.cover_names)

    def begin_workup(self, person: PersonRow | None) -> None:
        """A new workup: of a new patient, or of the chosen one."""
        session = self.session
        if session is not None:
            self._show_opened(lambda: session.begin(person.patient if person is not None else None))

    def open_workup(self, patient: str, evaluation: str) -> None:
        """Open a workup where it was left."""
        session = self.session
        if session is not None:
            self._show_opened(lambda: session.open(patient, evaluation))

    def _show_opened(self, opening: Callable[[], object]) -> None:
        if not self.may_leave():
            return
        self._close_workup()
        try:
            opening()
        except WorkupError as error:
            self.show_home()
            self.say("danger", _("The workup could not be opened"), error.sentence)
        else:
            self._show_workup()

    @property
    def place(self) -> tuple[str, str] | None:
        """The ids of the open patient and workup, to come back to after a lock."""
        if self.session is None or self.workspace is None:
            return None
        return self.session.opened.patient, self.session.opened.evaluation

    def show_worklist(self) -> None:
        """All that is open, over all patients; leaves the open workup."""
        from ui.worklist import WorklistPage

        ready = self.home is not None and self.home.clinical and self._cover is None
        if not ready or self.vault is None or self.library is None or not self.may_leave():
            return
        if (page := self.worklist) is None:
            page = WorklistPage(self.theme, self.library, self.vault, self.clock, lambda: self.settings.preferences)
            page.watch(self.filling)
            page.work_wanted.connect(self.open_work)
            page.home_wanted.connect(self.show_home)
            self.worklist = page
            self.pages.addWidget(page)
        self._close_workup()
        self.pages.setCurrentWidget(page)
        page.begin(covered=self.settings.preferences.cover_names)

    def open_work(self, row: WorkRow) -> None:
        """An order, an action or a next visit, in its workup or the latest of the patient."""
        from workup.session import places_of, workup_of

        file = self.vault.patient(row.patient) if self.vault is not None else None
        if file is not None and (evaluation := workup_of(row, file)):
            self.open_workup(row.patient, evaluation)
            if self.workspace is not None:
                self.workspace.go_to(*places_of(row))

    def _show_workup(self) -> None:
        from ui.live import Live
        from ui.workspace import Workspace

        if self.session is None or self.library is None:
            return
        self.live, kept = Live(self.session, self), self.settings
        page = Workspace(self.theme, self.library, kept.figure, self.live, kept.preferences, self.pages)
        page.lock_wanted.connect(lambda: self.lock_wanted.emit(""))
        page.home_wanted.connect(self.show_home)
        page.preferences_wanted.connect(self.show_preferences)
        page.setting_wanted.connect(kept.choose)
        page.person_wanted.connect(self._show_person)
        page.new_wanted.connect(self.begin_workup)
        self.workspace = page
        self.pages.setCurrentIndex(self.pages.addWidget(page))
        page.show_step(page.step)

    def _show_person(self, person: PersonRow) -> None:
        self.show_home()
        if self.home is not None and self.workspace is None:
            self.home.choose(person)

    def _close_workup(self) -> None:
        self._drop_page()
        if self.session is not None:
            self.session.close()

    def _drop_page(self) -> None:
        if self.live is not None:
            self.live.stop()
            self.live.deleteLater()
        if self.workspace is not None:
            self.workspace.stop()
            self.pages.removeWidget(self.workspace)
            self.workspace.hide()
            self.workspace.deleteLater()
        self.live = self.workspace = None

    def show_preferences(self) -> None:
        """Open the preferences; Back returns to the page that was open."""
        from ui.preferences import PreferencesPage

        if isinstance(self.pages.currentWidget(), PreferencesPage):
            return
        page = PreferencesPage(self.theme, self.settings, self.library)
        page.done.connect(lambda: self._leave_preferences(page))
        self.pages.setCurrentIndex(self.pages.addWidget(page))
        page.begin()

    def _wish_preferences(self) -> None:
        if self.home is not None and self._cover is None:
            self.show_preferences()

    def _leave_preferences(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(self.workspace or self.home or self.unlock)
        self.pages.removeWidget(page)
        page.deleteLater()
        if self.live is not None and self.workspace is not None:
            slot = self.workspace.slot
            self.live.refresh()
            self.workspace.show_step(self.workspace.step)
            if slot is not None:
                self.workspace.go_to(slot)
        else:
            self.show_home()

    def _preferences_changed(self) -> None:
        if self.workspace is not None:
            self.workspace.set_preferences(self.settings.preferences)

    def blank(self) -> None:
        """Hide everything at once; any key or click shows it again."""
        from ui.blank import hide_screen

        self.close_dialogs()
        hide_screen(self.theme, self)

    def close_dialogs(self) -> None:
        """Close what stands over the window."""
        for over in (QApplication.activePopupWidget, QApplication.activeModalWidget):
            for _rest in range(9):
                if (found := over()) is not None:
                    found.close()

    def ready_to_close(self) -> bool:
        """Whether nothing waits to be stored; what is being typed becomes an entry, or is kept, first."""
        if self.live is None or self.workspace is None:
            return True
        focused = QApplication.focusWidget()
        if focused is not None and self.workspace.isAncestorOf(focused):
            focused.clearFocus()  # leaving a field makes what was typed there an entry
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self.live.flush()
        return not self.live.failing

    def leave(self) -> None:
        """Stop what the open workup runs, before the vault closes; a dialog may show a document."""
        self.close_dialogs()
        self._close_workup()
        self.filling.stop()
        if self.worklist is not None:
            self.worklist.stop()
        self.unlock.give_up()

    def blank_until_stored(self, then: Callable[[], None]) -> None:
        """Cover the screen; go on when the waiting entry is stored or given up by name."""
        if self.live is None or self._cover is not None:
            return
        self.close_dialogs()
        self._cover = WaitingCover(self.theme)
        self._cover.discard_wanted.connect(self.live.discard_waiting)
        self.pages.addWidget(self._cover)
        self.pages.setCurrentWidget(self._cover)
        self._cover.begin()
        self.live.stored.connect(lambda state: then() if state.kind == "saved" else None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when everything is stored; otherwise say what waits."""
        event.setAccepted(self.may_leave())
        if event.isAccepted():
            self.leave()
