"""The referral of one order on screen: the page as it will print, and its ways out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.clipboard import ClinicalClipboard
from ui.identity import patient_words
from ui.live import Live
from ui.pagedialog import PageDialog, Way
from ui.theme import Theme
from ui.widgets import Button, Label
from ui.widgets.tips import plain_tip
from workup.assess import Assessment
from workup.orders import Order
from workup.session.referring import referral_left, referral_page
from workup.settings import Preferences
from workup.texts import N_, _

NAME = N_("Referral")
TEXT = N_("One page for whoever does the test. Read the question and the safety answers before it leaves.")
# Orders whose page somebody still needs; a test that was done has no use for one.
REFERRED = ("ordered", "scheduled", "proposed")
# What a title may take of the column beside the page, in pixels.
ROOM, ROOM_WITH_KEY = 222, 162


def referred_orders(assessment: Assessment) -> tuple[Order, ...]:
    """The orders that can be referred, sent ones first."""
    found = [one for one in assessment.orders.all if one.state in REFERRED]
    return tuple(sorted(found, key=lambda one: REFERRED.index(one.state)))


class ReferralDialog(PageDialog):
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
        session = live.session
        note, cover = referral_page(session, number, preferences)
        way = Way(
            _(NAME), session.who, preferences, lambda what: referral_left(session, number, what), session.today(),
            patient_words(session.assessment) if preferences.names_in_files else "",
        )  # fmt: skip
        super().__init__(theme, (f"{_(NAME)}: {note.title}", _(TEXT)), (note, cover), way, clipboard, parent)
        self.number = number

    def ready_words(self, pages: int) -> str:
        """A referral should be one page."""
        return (
            ""
            if pages < 2
            else _("More than a page has room for: it goes on, {pages} pages in all.").format(pages=pages)
        )


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
        self._column.addWidget(Label(theme, "card_title", _("Referral pages")))
        self.hide()

    def show_orders(self, orders: tuple[Order, ...]) -> None:
        """Offer the pages of these orders; made anew only when they are others."""
        shown = tuple((one.number, one.title or _("Test {number}").format(number=one.number)) for one in orders)
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
        button = Button(
            self.theme,
            "quiet",
            text,
            icon="document",
            key_hint=hint,
            name=_("Referral page, {title}").format(title=title),
        )
        button.setToolTip(plain_tip("" if text == title else title))
        button.clicked.connect(lambda: self.wanted.emit(number))
        self._column.addWidget(button)
        return button
