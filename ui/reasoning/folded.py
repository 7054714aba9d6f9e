"""The panel folded to a strip: how many flags, and the first source along the edge."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.reasoning.wording import FlagWords
from ui.theme import Theme
from ui.widgets import Painted, write
from ui.widgets.tips import plain_tip
from workup.style import Token


class FoldedFace(Painted):
    """A mark with a count, and one line of text turned upright."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.flags = FlagWords("neutral", "", "")
        self.count, self.first = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set(self, flags: FlagWords, count: str, first: str) -> None:
        """Show another state."""
        if (flags, count, first) != (self.flags, self.count, self.first):
            self.flags, self.count, self.first = flags, count, first
            self.setAccessibleName(f"{flags.fact}. {flags.line} {first}".strip())
            self.setToolTip(plain_tip(f"{flags.fact}. {flags.line}\n{first}".strip()))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, kind = self.theme, QPainter(self), self.flags.kind
        danger = kind == "danger"
        token: Token = "danger" if danger else "caution" if kind == "caution" else "ink2"
        size, middle = theme.px(18), self.width() // 2
        icon = "flag" if danger or kind == "caution" else "shield-check"
        painter.drawPixmap(middle - size // 2, theme.px(4), theme.pixmap(icon, token, 18, self.pixmap_ratio()))
        row = QRect(0, theme.px(24), self.width(), theme.line("label"))
        write(painter, theme, row, self.count, "label", token, 600, Qt.AlignmentFlag.AlignCenter)
        top = theme.px(54)
        painter.save()
        painter.translate(middle - theme.line("label") // 2, self.height() - theme.px(8))
        painter.rotate(-90)
        along = QRect(0, 0, max(0, self.height() - top - theme.px(8)), theme.line("label"))
        write(painter, theme, along, self.first, "label", "ink2", align=Qt.AlignmentFlag.AlignRight)
        painter.restore()
