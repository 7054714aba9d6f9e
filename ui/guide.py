"""Help: the tour of one page, the manuals, and the way to them from the keys of a screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.keys import show_keys
from ui.resources import RESOURCES
from ui.theme import Theme
from ui.widgets import Button, Dialog, Icon, Label, Reading
from workup.manuals import TOUR_SEEN, Manual, Which, load_manual, manual_cover, manual_note, tour_of
from workup.note import Cover
from workup.settings import Preferences
from workup.store import OpenStore
from workup.texts import N_, _

MANUALS: tuple[tuple[Which, str], ...] = (
    ("tour", N_("Tour")),
    ("user", N_("Manual")),
    ("administrator", N_("For administrators")),
)
Print = Callable[[Manual, QWidget], None]


def chapters(theme: Theme, manual: Manual) -> QWidget:
    """The text of a manual, one chapter below the other."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(theme.px(8), theme.px(8), theme.px(16), theme.px(8))
    column.setSpacing(theme.px(4))
    for chapter in manual.section:
        column.addSpacing(theme.px(6))
        column.addWidget(Label(theme, "card_title", chapter.title, wrap=True))
        for line in chapter.lines:
            column.addWidget(Label(theme, "question", line, "ink2", wrap=True))
    column.addStretch(1)
    return inner


class ManualDialog(Dialog):
    """A manual to be read here; printed where the screen knows how."""

    def __init__(self, theme: Theme, manual: Manual, parent: QWidget, print_it: Print | None) -> None:
        super().__init__(theme, manual.title, manual.subtitle, _("Close"), "", parent, width=760)
        self.reading = Reading(theme, chapters(theme, manual), manual.title)
        self.reading.wanted = theme.px(560)
        self.body.addWidget(self.reading, 1)
        if print_it is not None:
            self.print_button = Button(theme, "secondary", _("Print or save as PDF"), icon="printer")
            self.print_button.clicked.connect(lambda: print_it(manual, self))
            self.add_buttons((self.print_button,))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reading.setFocus(Qt.FocusReason.TabFocusReason)


class TourDialog(Dialog):
    """Six things on one page; Escape or Enter ends it."""

    def __init__(self, theme: Theme, tour: Manual, parent: QWidget) -> None:
        super().__init__(theme, tour.title, tour.subtitle, _("Begin"), "", parent, width=640)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(2))
        for row, chapter in enumerate(tour.section):
            grid.addWidget(Icon(theme, chapter.icon, "accent", 20), 3 * row, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(theme, "card_title", chapter.title, wrap=True), 3 * row, 1)
            grid.addWidget(Label(theme, "label", " ".join(chapter.lines), "ink2", wrap=True), 3 * row + 1, 1)
            grid.setRowMinimumHeight(3 * row + 2, theme.px(6))
        self.body.addLayout(grid)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)


def show_manual(theme: Theme, which: Which, parent: QWidget, print_it: Print | None = None) -> None:
    """Open the tour or a manual; closing it leads back."""
    text = load_manual(RESOURCES, which)
    dialog = TourDialog(theme, text, parent) if which == "tour" else ManualDialog(theme, text, parent, print_it)
    dialog.exec()
    dialog.deleteLater()


def show_help(
    theme: Theme, parent: QWidget, screen: str, print_it: Print | None = None,
    above: Callable[[], QWidget] | None = None,
) -> None:  # fmt: skip
    """The keys of a screen, above them the help of a question, and beside them the tour and the manuals."""
    buttons = []
    for which, text in MANUALS:
        button = Button(theme, "quiet", _(text), icon="book" if which != "tour" else "info")
        button.clicked.connect(
            lambda _rest=False, at=button, which=which: show_manual(theme, which, at.window(), print_it)
        )
        buttons.append(button)
    show_keys(theme, parent, screen, buttons, above)


class HelpButton(Button):
    """On Home: leads to all help, and shows the tour to an account that has not seen it."""

    def __init__(
        self, theme: Theme, vault: OpenStore, clock: Callable[[], datetime], wishes: Callable[[], Preferences]
    ) -> None:
        super().__init__(theme, "quiet", "", icon="question", name=_("Help, F1"))
        self.vault, self.clock, self.wishes = vault, clock, wishes
        self.clicked.connect(lambda: show_help(theme, self.window(), "home", self._print))

    def showEvent(self, event: QShowEvent) -> None:
        """The first time an account comes to Home, the tour comes with it."""
        super().showEvent(event)
        if self.vault.setting(self._seen) is None:
            QTimer.singleShot(0, self, self._tour)

    @property
    def _seen(self) -> str:
        return tour_of(self.vault.person.id)

    def _tour(self) -> None:
        if self.isVisible() and self.vault.setting(self._seen) is None:
            who = self.vault.person.id
            self.vault.set_setting(self._seen, TOUR_SEEN, who, self.clock())
            tour = TourDialog(self.theme, load_manual(RESOURCES, "tour"), self.window())
            tour.finished.connect(tour.deleteLater)
            tour.open()  # nothing waits for it

    def _print(self, manual: Manual, over: QWidget) -> None:
        """The page as it will print, with its ways out."""
        from ui.pagedialog import PageDialog, Way

        wishes, vault = self.wishes(), self.vault
        plain = Cover(
            author="", printed_at=self.clock(), clinic=wishes.clinic_name, address=wishes.clinic_address,
            phone=wishes.clinic_phone, paper=wishes.paper,
        )  # fmt: skip
        cover = manual_cover(plain)
        way = Way(
            manual.title, vault.person, wishes, lambda what: vault.audit(what, vault.person.id, "manual", self.clock()),
            kept=_("nothing else is lost."),
        )  # fmt: skip
        page = manual_note(manual, cover), cover
        PageDialog(self.theme, (manual.title, manual.subtitle), page, way, None, over).exec()
