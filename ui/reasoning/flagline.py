"""A red flag as one line: another one that waits, one that was answered, or a caution."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import Pressable, box, write
from ui.widgets.tips import plain_tip
from workup.style import Token

LineKind = Literal["waiting", "answered", "caution"]
_LOOKS: dict[LineKind, tuple[Token, Token, Token, str]] = {
    "waiting": ("danger_soft", "danger", "danger", "warning"),
    "answered": ("surface", "line", "ink2", "check"),
    "caution": ("caution_soft", "caution_line", "caution", "warning"),
}


class FlagLine(Pressable):
    """Pressing it opens the flag, or says more of the caution."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.kind: LineKind = "waiting"
        self.flag, self.fact, self.line, self.verb = "", "", "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set(self, kind: LineKind, flag: str, fact: str, line: str, verb: str) -> None:
        """Say something else."""
        if (kind, flag, fact, line, verb) == (self.kind, self.flag, self.fact, self.line, self.verb):
            return
        self.kind, self.flag, self.fact, self.line, self.verb = kind, flag, fact, line, verb
        self.setAccessibleName(". ".join(filter(None, (fact, line, verb))))
        self.setToolTip(plain_tip(line))
        self.update()

    def focus_ring(self) -> tuple[QRect, int]:
        """Where the focus ring goes."""
        return self.rect(), self.theme.radius("control")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.height("control") - self.theme.px(2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        fill, edge, ink, icon = _LOOKS[self.kind]
        ground: Token = "hover" if self.hovered and self.kind == "answered" else fill
        box(painter, self.rect(), theme.radius("control"), theme.color(ground), theme.color(edge), theme.edge)
        left, right = theme.px(34), self.width() - theme.px(12)
        top = (self.height() - theme.px(16)) // 2
        painter.drawPixmap(theme.px(11), top, theme.pixmap(icon, ink, 16, self.devicePixelRatioF()))
        wide = theme.metrics("label", 600).horizontalAdvance(self.verb)
        room = QRect(right - wide, 0, wide + 2, self.height())
        write(painter, theme, room, self.verb, "label", "accent" if self.kind == "answered" else ink, 600)
        right -= wide + theme.px(12)
        fact = min(theme.metrics("label", 600).horizontalAdvance(self.fact), right - left)
        token: Token = "ink" if self.kind != "waiting" else "danger"
        write(painter, theme, QRect(left, 0, fact + 2, self.height()), self.fact, "label", token, 600)
        left += fact + theme.px(10)
        if right - left > theme.px(40):
            write(painter, theme, QRect(left, 0, right - left, self.height()), self.line, "label", "ink2")
