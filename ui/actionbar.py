"""The bar below the centre: back on the left, a few keys in the middle, the one primary action on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, KeyHint, Label, Painted
from workup.texts import N_, _

HEIGHT = 48
LOW = 600
HINTS: dict[str, tuple[tuple[str, str], ...]] = {
    "symptoms": (
        ("1–6", N_("brush")),
        ("E", N_("erase")),
        (N_("Arrows"), N_("move area")),
        ("Space", N_("paint")),
        ("F1", N_("all keys")),
    ),
    "exam": (
        ("0–5", N_("grade")),
        ("+ −", N_("test")),
        (N_("Arrows"), N_("move")),
        ("Shift N", N_("block normal")),
        ("F1", N_("all keys")),
    ),
    "assessment": (
        ("↑ ↓", N_("source")),
        ("A H L R", N_("judge")),
        ("P", N_("add step to plan")),
        ("W", N_("arithmetic")),
        ("F1", N_("all keys")),
    ),
    "tests": (
        ("↑ ↓", N_("order")),
        ("Enter", N_("open")),
        ("N", N_("new order")),
        ("Ctrl R", N_("referral page")),
        ("F1", N_("all keys")),
    ),
    "home": (
        ("Tab", N_("between lists")),
        ("↑ ↓", N_("row")),
        ("Enter", N_("open")),
        ("Ctrl L", N_("lock")),
        ("F1", N_("all keys")),
    ),
    "summary": (
        ("PgUp PgDn", N_("page")),
        ("Ctrl P", N_("print")),
        ("Ctrl E", N_("export PDF")),
        ("F1", N_("all keys")),
    ),
}
USUAL_HINTS = (
    ("Y N U", N_("answer")),
    ("Enter", N_("next open")),
    ("F6", N_("panel")),
    ("F1", N_("all keys")),
    ("Ctrl Shift 1–9", N_("this, no others")),
)


class Hint(QWidget):
    """A key and what it does."""

    def __init__(self, theme: Theme, key: str, does: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(KeyHint(theme, _(key)))
        row.addWidget(Label(theme, "hint", _(does), "ink3"))


class ActionBar(Painted):
    """Where the step ends: to the step before, or to the next."""

    back_wanted = Signal()
    primary_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.back = Button(theme, "secondary", _("Back"), icon="arrow-left")
        self.primary = Button(theme, "primary", _("Next"), icon="arrow-right", key_hint="Ctrl Enter", icon_after=True)
        self._hints = QHBoxLayout()
        self._widgets: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.back)
        self._row.addStretch(1)
        self._row.addLayout(self._hints)
        self._row.addStretch(1)
        self._row.addWidget(self.primary)
        for button in (self.back, self.primary):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(self.back_wanted)
        self.primary.clicked.connect(self.primary_wanted)
        self.restyle()

    def show_step(self, back: str, primary: str, hints: tuple[tuple[str, str], ...]) -> None:
        """Name the neighbours of the open step; an empty name hides its button."""
        self.back.setVisible(bool(back))
        self.back.set_label(back or _("Back"))
        self.primary.setVisible(bool(primary))
        self.primary.set_label(primary or _("Next"))
        for old in self._widgets:
            old.hide()
            self._hints.removeWidget(old)
            old.deleteLater()
        self._widgets = [Hint(self.theme, key, does) for key, does in hints]
        for widget in self._widgets:
            self._hints.addWidget(widget)
        self._fit()

    def quieten(self, quiet: bool) -> None:
        """Another part of the screen has the main action now, or has it no longer."""
        self.primary.set_kind("secondary" if quiet else "primary")
        self.primary.set_key("" if quiet else "Ctrl Enter")

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """Drop hints from the end when there is no room for them, and all of them in a low window."""
        room = self.width() - self.back.sizeHint().width() - self.primary.sizeHint().width() - self.theme.px(80)
        low = self.window().height() < self.theme.px(LOW)
        for widget in self._widgets:
            room -= widget.sizeHint().width() + self._hints.spacing()
            widget.setVisible(room > 0 and not low and not self.theme.touch)

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(56 if self.theme.touch else HEIGHT))
        side = self.theme.px(20)
        self._row.setContentsMargins(side, 0, side, 0)
        self._hints.setSpacing(self.theme.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("surface"))
        painter.fillRect(0, 0, self.width(), self.theme.edge, self.theme.color("line"))


def hints_of(step: str) -> tuple[tuple[str, str], ...]:
    """The keys worth showing on a step."""
    return HINTS.get(step, USUAL_HINTS)
