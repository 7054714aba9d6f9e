"""The Summary step: the page as it will print, what is complete, and the ways out of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.checklist import Checklist
from ui.clipboard import ClinicalClipboard
from ui.identity import identity_words, patient_words
from ui.leaving import save_page
from ui.live import Live
from ui.otherpages import show_patient_page
from ui.pagepane import PagePane
from ui.signingstep import Signing
from ui.theme import Theme
from ui.versions import LOOKS, status_words
from ui.widgets import Dialog, Label, Pill, TextArea
from workup.assess import Assessment
from workup.errors import WorkupError
from workup.note import plain_text
from workup.note.budget import budget
from workup.record import Standing, Version
from workup.rights import refusal
from workup.session.signing import note_as_signed, page_of, results_since_signing
from workup.settings import Preferences
from workup.texts import N_, _, _n
from workup.words import calendar_day

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

    from ui.pdfsheet import PageView


NAME = N_("Workup summary")


class SummaryPage(QWidget):
    """Shows the real PDF; prints, saves or copies exactly what is shown."""

    referral_wanted = Signal(int)
    slot_wanted = Signal(object)
    new_wanted = Signal()

    def __init__(self, theme: Theme, live: Live, preferences: Preferences, clipboard: ClinicalClipboard) -> None:
        super().__init__()
        self.theme, self.live, self.preferences = theme, live, preferences
        self.pane = PagePane(theme)
        self.clipboard = clipboard
        self.side = Checklist(theme)
        self._arrange()
        self.pane.changing.connect(lambda: self.side.set_ready(False))
        self.pane.built.connect(lambda: self.side.set_ready(True))
        self.pane.failed.connect(self.side.say)
        self.side.print_wanted.connect(self.print_page)
        self.side.export_wanted.connect(self.export)
        self.side.copy_wanted.connect(self.copy_text)
        self.side.void_wanted.connect(self.void)
        self.side.patient_wanted.connect(self.show_patient_page)
        self.signing = Signing(theme, live, self.side, lambda: self.preferences, self._length, self)
        self.signing.slot_wanted.connect(self.slot_wanted)
        self.side.versions.new_wanted.connect(self.new_wanted)
        self.side.versions.version_wanted.connect(self.look_at)
        self._looked_at: Version | None = None
        self._kept: tuple[Version, bytes] | None = None
        self.side.referrals.wanted.connect(self.referral_wanted)
        self.setFocusProxy(self.pane.focusProxy() or self.pane)

    @property
    def page(self) -> bytes:
        """The page that is shown; empty while it is built."""
        return self.pane.page

    @property
    def document(self) -> QPdfDocument:
        """The same, opened."""
        return self.pane.document

    @property
    def view(self) -> PageView:
        """What shows it."""
        return self.pane.view

    @property
    def number(self) -> Label:
        """Which page of how many is shown."""
        return self.pane.number

    def _arrange(self) -> None:
        theme = self.theme
        self.pill = Pill(theme, "draft", _("Draft, not signed"), "pencil")
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(8))
        bar.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(8))
        bar.addWidget(Label(theme, "screen_title", _("Summary")))
        bar.addWidget(self.pill)
        bar.addStretch(1)
        for widget in self.pane.controls:
            bar.addWidget(widget)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(bar)
        left.addWidget(self.pane, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)

    # Showing

    def render_page(self, assessment: Assessment) -> None:
        """Build the page anew for these answers; until it is there nothing of the former page leaves the program."""
        session = self.live.session
        standing = session.opened.standing
        note = session.note(self.preferences)
        self.side.render_list(assessment, note)
        self.signing.render_standing(standing)
        shown = self._shown(standing)
        self._say_status(standing, shown)
        self.side.versions.show_versions(
            standing, session.vault.names, len(results_since_signing(session)), shown
        )
        if shown is None:
            self.pane.show_note(note, session.cover(self.preferences))
        else:
            self._show_version(shown)

    def _shown(self, standing: Standing) -> Version | None:
        """The signed version on the screen; None where it is the page as it stands now."""
        if self._looked_at not in standing.versions:
            self._looked_at = None
        return self._looked_at or (standing.versions[-1] if standing.state in ("signed", "imported") else None)

    def _say_status(self, standing: Standing, shown: Version | None) -> None:
        kind, icon = LOOKS[standing.state]
        said = status_words(standing)
        former = shown is not None and shown is not standing.versions[-1]
        if former and shown is not None:
            kind, icon, said = (
                "neutral",
                "history",
                _("Version {version}, replaced").format(version=shown.signed.version),
            )
        self.pill.set(kind, said, icon)
        if shown is not None:
            self.side.print_button.set_label(_("Print version {version}").format(version=shown.signed.version))

    def _show_version(self, version: Version) -> None:
        """The kept page of a version, fetched once."""
        if self._kept is None or self._kept[0] is not version:
            try:
                self._kept = version, page_of(self.live.session, version)
            except WorkupError as error:  # nothing of another version may leave in its place
                self._kept = None
                self.pane.show_page(b"")
                self.side.set_ready(False)
                self.side.say(error.sentence)
                return
        self.pane.show_page(self._kept[1])

    def look_at(self, version: Version | None) -> None:
        """Show a version that was signed, or the page as it stands now."""
        self._looked_at = version
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.render_page(self.live.session.assessment)

    def _length(self) -> str:
        """How much there is to read, against what a reader has time for."""
        lines = budget(self.live.session.note(self.preferences)).lines
        pages = self.pane.pages
        told = [f"{name} {stands}" for name, stands, _rest in lines]
        counted = [_n("{n} page", "{n} pages", pages)] if pages else []  # none are counted where none can be shown
        return ". ".join([*told, *counted]) + "."

    def set_preferences(self, preferences: Preferences) -> None:
        """Take over paper, letterhead and the like."""
        self.preferences = preferences

    def change_sides(self) -> None:
        """From the page to what can be done with it, and back."""
        (self.side.print_button if self.pane.hasFocus() else self.pane).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Leaving the program

    def _may(self, action: str) -> bool:
        """Whether the role of the present user lets the page leave this way; otherwise says so."""
        session = self.live.session
        if not session.may(action):
            self.side.say(refusal(session.who, action))
            return False
        return True

    def print_page(self) -> None:
        """Print what is shown, through the system's dialog."""
        if not self._may("print") or not self.pane.when_built(self.print_page):
            return
        to_file = self.live.session.may("export")
        sent = self.pane.print_shown(self, self.preferences.paper, _(NAME), to_file=to_file)
        if sent is not None:
            self.side.say(sent.sentence or _("Sent to the printer."))
            if sent.done:
                self._note(sent.what)

    def export(self) -> None:
        """Save what is shown where the clinician says."""
        if not self._may("export") or not self.pane.when_built(self.export):
            return
        saved = save_page(self.page, self.live.session.today(), self, self.theme, _(NAME), self._whose())
        if saved is not None:
            self.side.say(saved.sentence)
            if saved.done:
                self._note("exported")

    def _whose(self) -> str:
        """The patient's name for the name of a file, where the clinic wants it there."""
        return patient_words(self.live.session.assessment) if self.preferences.names_in_files else ""

    def _note(self, what: str) -> None:
        """Write to the audit trail that the page left; when that cannot be stored, say so."""
        try:
            self.live.session.left(what)
        except WorkupError as error:
            self.side.say(
                _("The page was {what}, but the audit trail could not be written. {sentence}").format(
                    what=what, sentence=error.sentence
                )
            )

    def copy_text(self) -> None:
        """Copy the same words as plain text; they leave the clipboard again."""
        if not self._may("export"):
            return
        seconds = self.preferences.clipboard_seconds
        session = self.live.session
        try:
            shown = self._shown(session.opened.standing)
            note = note_as_signed(session, shown, self.preferences) if shown else session.note(self.preferences)
        except WorkupError as error:
            self.side.say(error.sentence)
            return
        self.clipboard.put(plain_text(note, ascii_only=self.preferences.text_ascii), seconds)
        self.side.say(_("Copied. It leaves the clipboard after {seconds} seconds.").format(seconds=seconds))
        self._note("copied")

    def show_patient_page(self) -> None:
        """The page for the patient, in plain words, with its own ways out."""
        show_patient_page(self.theme, self.live.session, self.preferences, self.clipboard, self)

    def void(self) -> None:
        """Mark the workup void, with a reason."""
        text = self._what_would_be_void() + (
            _(" It stays readable, prints with the word VOID and can no longer be changed. "
            "Orders, results and other answers kept with the patient stay as they are.")
        )
        dialog = Dialog(
            self.theme, _("Mark this workup void?"), text, _("Mark void"), _("Keep it"), self, destructive=True
        )
        reason = TextArea(self.theme, _("Reason"), _("Reason, printed on the page"))
        dialog.body.addWidget(reason)
        dialog.accept_button.setEnabled(False)
        reason.textChanged.connect(lambda: dialog.accept_button.setEnabled(bool(reason.toPlainText().strip())))
        if dialog.exec() and reason.toPlainText().strip():
            self.live.void(reason.toPlainText())

    def _what_would_be_void(self) -> str:
        assessment, number = self.live.session.assessment, self.live.session.opened.ordinal
        said = identity_words(assessment)
        began = _(" of {day}").format(day=calendar_day(assessment.visits[0].day)) if assessment.visits else ""
        return (
            _("{surname} {given}, workup {number}{began}.")
            .format(surname=said.surname, given=said.given, number=number, began=began)
            .replace(" ,", ",")
        )

    def stop(self) -> None:
        """End the child process."""
        self.pane.stop()
