"""A page in a dialog as large as its window: as it will print, with its ways out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.clipboard import ClinicalClipboard
from ui.keys import bind
from ui.leaving import KEPT, save_as, suggested_name
from ui.pagepane import PagePane
from ui.theme import Theme
from ui.widgets import Button, Dialog, Label
from workup.errors import WorkupError
from workup.note import Cover, Note, plain_text
from workup.paper.metadata import Attachment
from workup.rights import Actor, may, refusal
from workup.settings import Preferences
from workup.texts import _


@dataclass(frozen=True, slots=True)
class Way:
    """What a page needs on its way out: what it is called outside, who sends it, and where that is noted.

    `day` and `whose` stand in the suggested name of a file; `left` notes in the audit trail what was done. The file
    carries the `attachments`.
    """

    name: str
    who: Actor
    preferences: Preferences
    left: Callable[[str], None]
    day: date | None = None
    whose: str = ""
    kept: str = KEPT
    attachments: tuple[Attachment, ...] = ()


class PageDialog(Dialog):
    """Shows one page; prints, saves or copies exactly what is shown. Escape closes it."""

    def __init__(
        self, theme: Theme, heading: tuple[str, str], page: tuple[Note, Cover], way: Way,
        clipboard: ClinicalClipboard | None, parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(theme, *heading, _("Print"), _("Close"), parent)
        self.way, self.clipboard = way, clipboard
        self.note, self.cover = page
        self.said = Label(theme, "label", "", "ink2", wrap=True)
        self.pane = PagePane(theme, self)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(8))
        bar.addWidget(self.said, 1)
        for widget in self.pane.controls:
            bar.addWidget(widget)
        self.body.addLayout(bar)
        self.body.addWidget(self.pane, 1)
        self._column.setStretchFactor(self.body, 1)
        self.export_button = Button(theme, "secondary", _("Export PDF"), icon="export", key_hint="Ctrl E")
        self.copy_button = Button(theme, "secondary", _("Copy text"), icon="copy")
        if clipboard is None:
            self.copy_button.hide()
        self.export_button.clicked.connect(self.export)
        self.copy_button.clicked.connect(self.copy_text)
        self.add_buttons([self.export_button, self.copy_button])
        self.pane.built.connect(self._ready)
        self.pane.failed.connect(self.said.setText)
        self._take_ready(False)
        bind(self, (("Ctrl+P", self.print_page), ("Ctrl+E", self.export), ("Ctrl+Shift+C", self.copy_text)))
        room = parent.window().size()
        self.resize(QSize(min(room.width() - theme.px(80), theme.px(1080)), room.height() - theme.px(48)))
        self.pane.show_note(self.note, self.cover, way.attachments)

    def show_page(self, note: Note, cover: Cover) -> None:
        """Show another page in its place."""
        self.note, self.cover = note, cover
        self._take_ready(False)
        self.pane.show_note(note, cover)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages turn from anywhere in the dialog."""
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.pane.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def ready_words(self, pages: int) -> str:
        """What is said once the page is there."""
        return ""

    def _ready(self) -> None:
        self.said.setText(self.ready_words(self.pane.pages))
        self._take_ready(True)

    def _take_ready(self, ready: bool) -> None:
        """Printing and exporting wait for the page."""
        for button in (self.accept_button, self.export_button):
            button.setEnabled(ready)

    # Leaving the program

    def accept(self) -> None:
        """The main button prints; the dialog stays."""
        self.print_page()

    def _may(self, action: str) -> bool:
        if may(self.way.who, action):
            return True
        self.said.setText(refusal(self.way.who, action))
        return False

    def print_page(self) -> None:
        """Print what is shown, through the system's dialog."""
        if not self._may("print") or not self.pane.when_built(self.print_page):
            return
        to_file = may(self.way.who, "export")
        sent = self.pane.print_shown(self, self.cover.paper, self.way.name, to_file=to_file)
        if sent is not None and sent.done:
            self._left(sent.what, sent.sentence or _("Sent to the printer."))
        elif sent is not None:
            self.said.setText(sent.sentence)

    def export(self) -> None:
        """Save what is shown where the clinician says."""
        if not self._may("export") or not self.pane.when_built(self.export):
            return
        way = self.way
        name = suggested_name(way.name, way.day, whose=way.whose)
        saved = save_as(self.pane.page, name, self, self.theme, kept=way.kept)
        if saved is not None and saved.done:
            self._left("exported", saved.sentence)
        elif saved is not None:
            self.said.setText(saved.sentence)

    def copy_text(self) -> None:
        """Copy the same words as plain text; they leave the clipboard again."""
        if self.clipboard is None or not self._may("export"):
            return
        wishes = self.way.preferences
        self.clipboard.put(plain_text(self.note, ascii_only=wishes.text_ascii), wishes.clipboard_seconds)
        self._left(
            "copied",
            _("Copied. It leaves the clipboard after {clipboard_seconds} seconds.").format(
                clipboard_seconds=wishes.clipboard_seconds
            ),
        )

    def _left(self, what: str, said: str) -> None:
        """Say how it went, and write to the audit trail that the page left."""
        self.said.setText(said)
        try:
            self.way.left(what)
        except WorkupError as error:
            self.said.setText(
                _("The page was {what}, but the audit trail could not be written. {sentence}").format(
                    what=what, sentence=error.sentence
                )
            )

    def done(self, result: int) -> None:
        """Close, and end the process that builds the page."""
        self.pane.stop()
        super().done(result)
