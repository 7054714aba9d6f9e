"""How open work looks in a list: the pill and the icon of each kind, and the head over the rows of one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.theme import Theme
from ui.widgets import Painted, PillKind, write
from workup.style import Token
from workup.texts import _
from workup.worklist import HEADS, Line, Standing

PILLS: Mapping[Standing, PillKind] = {
    "unread": "result",
    "overdue": "overdue",
    "booked": "booked",
    "due": "booked",
    "missed": "overdue",
    "waiting": "neutral",
}
ICONS: Mapping[Standing, str] = {
    "unread": "document",
    "overdue": "clock",
    "booked": "calendar",
    "due": "list",
    "missed": "person",
    "waiting": "tube",
}


def pill_of(line: Line) -> PillKind:
    """Amber is late, whatever it is that is late."""
    return "overdue" if line.standing == "due" and line.late else PILLS[line.standing]


class GroupHead(Painted):
    """The head over the rows of a group: icon and words on a sunken strip."""

    def __init__(self, theme: Theme, group: Standing) -> None:
        super().__init__(theme)
        self.group = group
        self.setAccessibleName(_(HEADS[group]))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.px(31))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        late = PILLS[self.group] == "overdue"
        token: Token = "caution" if late else "accent" if self.group == "unread" else "ink2"
        painter.fillRect(self.rect(), theme.color("bg"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        size = theme.px(14)
        icon = theme.pixmap(ICONS[self.group], token, 14, self.pixmap_ratio())
        painter.drawPixmap(QPointF(theme.px(14), (self.height() - size) / 2), icon)
        place = self.rect().adjusted(theme.px(35), 0, -theme.px(14), 0)
        write(painter, theme, place, _(HEADS[self.group]), "label", token, 600)
