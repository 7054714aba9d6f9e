"""The referral of one order on screen: the page as it will print, and its ways out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.clipboard import ClinicalClipboard
from ui.keys import bind
from ui.leaving import print_document, save_page
from ui.live import Live
from ui.pagepane import PagePane
from ui.theme import Theme
from ui.widgets import Button, Dialog, Label
from workup.assess import Assessment
from workup.errors import WorkupError
from workup.note import plain_text
from workup.orders import Order
from workup.session.referring import referral_left, referral_page
from workup.settings import Preferences

NAME = "Referral"
TEXT = "One page for whoever does the test. Read the question and the safety answers before it leaves."
# Orders whose page somebody still needs; a test that was done has no use for one.
REFERRED = ("ordered", "scheduled", "proposed")
# What a title may take of the column beside the page, in pixels.
ROOM, ROOM_WITH_KEY = 230, 170


def referred_orders(assessment: Assessment) -> tuple[Order, ...]:
    """The orders that can be referred, sent ones first."""
    found = [one for one in assessment.orders.all if one.state in REFERRED]
    return tuple(sorted(found, key=lambda one: REFERRED.index(one.state)))


class ReferralDialog(Dialog):
    """Shows the page of one order; prints, saves or copies exactly what is shown. Escape closes it."""

    def __init__(
        self,
        theme: Theme,
        live: Live,
        preferences: Preferences,
        number: int,
        clipboard: ClinicalClipboard,
        parent: QWidget,
    ) -> None:
        note, cover = referral_page(live.session, number, preferences)
        super().__init__(theme, f"{NAME}: {note.title}", TEXT, "Print", "Close", parent)
        self.live, self.preferences, self.number, self.clipboard = live, preferences, number, clipboard
        self.note = note
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
        self.export_button = Button(theme, "secondary", "Export PDF", icon="export", key_hint="Ctrl E")
        self.copy_button = Button(theme, "secondary", "Copy text", icon="copy")
        self.export_button.clicked.connect(self.export)
        self.copy_button.clicked.connect(self.copy_text)
        self.add_buttons([self.export_button, self.copy_button])
        self.pane.built.connect(self._ready)
        self.pane.failed.connect(self.said.setText)
        for button in (self.accept_button, self.export_button):
            button.setEnabled(False)
        keys = (("Ctrl+P", self.print_page), ("Ctrl+E", self.export), ("Ctrl+Shift+C", self.copy_text))
        bind(self, keys)
        room = parent.window().size()
        self.resize(QSize(min(room.width() - theme.px(80), theme.px(1080)), room.height() - theme.px(48)))
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

    def _ready(self) -> None:
        pages = self.pane.document.pageCount()
        self.said.setText("" if pages == 1 else f"More than a page has room for: it goes on, {pages} pages in all.")
        for button in (self.accept_button, self.export_button):
            button.setEnabled(True)

    def accept(self) -> None:
        """The main button prints; the dialog stays."""
        self.print_page()

    def print_page(self) -> None:
        """Print what is shown, through the system's dialog."""
        if self.pane.when_built(self.print_page) and print_document(
            self.pane.document, self, self.preferences.paper, NAME
        ):
            self._left("printed", "Printed.")

    def export(self) -> None:
        """Save what is shown where the clinician says."""
        if not self.pane.when_built(self.export):
            return
        saved = save_page(self.pane.page, self.live.session.today(), self, NAME)
        if saved is not None and saved.done:
            self._left("exported", saved.sentence)
        elif saved is not None:
            self.said.setText(saved.sentence)

    def copy_text(self) -> None:
        """Copy the same words as plain text; they leave the clipboard again."""
        seconds = self.preferences.clipboard_seconds
        self.clipboard.put(plain_text(self.note), seconds)
        self._left("copied", f"Copied. It leaves the clipboard after {seconds} seconds.")

    def _left(self, what: str, said: str) -> None:
        """Say how it went, and write to the audit trail that the page left."""
        self.said.setText(said)
        try:
            referral_left(self.live.session, self.number, what)
        except WorkupError as error:
            self.said.setText(f"The page was {what}, but the audit trail could not be written. {error.sentence}")

    def done(self, result: int) -> None:
        """Close, and end the process that builds the page."""
        self.pane.stop()
        super().done(result)


class ReferralList(QWidget):
    """A button for the page of each order that can be referred; hidden where there is none."""

    wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.buttons: list[Button] = []
        self._shown: tuple[tuple[int, str], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px(10), 0, 0)
        self._column.setSpacing(theme.px(4))
        self._column.addWidget(Label(theme, "card_title", "Referral pages"))
        self.hide()

    def show_orders(self, orders: tuple[Order, ...]) -> None:
        """Offer the pages of these orders; made anew only when they are others."""
        shown = tuple((one.number, one.title or f"Test {one.number}") for one in orders)
        if shown == self._shown:
            return
        self._shown = shown
        for button in self.buttons:
            self._column.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(number, title, first=not place) for place, (number, title) in enumerate(shown)]
        self.setVisible(bool(shown))

    def _button(self, number: int, title: str, *, first: bool) -> Button:
        hint, room = ("Ctrl R", ROOM_WITH_KEY) if first else ("", ROOM)
        metrics = self.theme.metrics("control", 600)
        text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, self.theme.px(room))
        button = Button(self.theme, "quiet", text, icon="document", key_hint=hint, name=f"Referral page, {title}")
        button.setToolTip("" if text == title else title)
        button.clicked.connect(lambda: self.wanted.emit(number))
        self._column.addWidget(button)
        return button
