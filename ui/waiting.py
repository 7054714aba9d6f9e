"""The cover over everything while a lock waits for one entry that is not stored yet."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout

from ui.theme import Theme
from ui.widgets import Button, Label, Painted
from workup.texts import _


class WaitingCover(Painted):
    """Shows nothing of the patient; the entry can be given up."""

    discard_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        text = (
            _("One entry could not be stored and is tried again every second. Everything before it is safe. "
            "Free some space, or give this one entry up; then Workup locks.")
        )
        line = Label(theme, "question", text, "ink2", wrap=True)
        line.setMaximumWidth(theme.px(520))
        discard = Button(theme, "danger", _("Give this entry up and lock"))
        self.title = Label(theme, "screen_title", _("Locking"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        discard.clicked.connect(self.discard_wanted)
        column = QVBoxLayout(self)
        column.addStretch(1)
        for widget in (self.title, line, discard):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def begin(self) -> None:
        """Take the keyboard, but leave the button that gives up to a Tab."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_ring(self) -> tuple[QRect, int]:
        """Around the title, as nothing else is chosen yet."""
        space = self.theme.px(8)
        return self.title.geometry().adjusted(-space, -space, space, space), self.theme.radius("control")

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.theme.color("bg"))
