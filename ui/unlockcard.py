"""The card of the unlock screen: a grey banner over two halves."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets import Icon, Label, Painted, box
from workup.texts import N_

# Said before any content is read, in the words the content has for it.
PURPOSE = (
    N_("For clinicians evaluating adults with pain after spine surgery. "
    "Orders what is recorded: no diagnosis, no probability, no image reading.")
)


class CardFrame(Painted):
    """The white card of the unlock screen: a grey banner over two halves."""

    def fill(self, banner: Label, line: Label, left: QVBoxLayout, right: QVBoxLayout) -> None:
        """Put everything in its place."""
        theme = self.theme
        self._banner = QWidget()
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(banner)
        words.addWidget(line)
        head = QHBoxLayout(self._banner)
        head.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(12))
        head.addWidget(Icon(theme, "lock", "ink2", 20))
        head.addSpacing(theme.px(10))
        head.addLayout(words, 1)
        left.setContentsMargins(theme.px(16), theme.px(20), theme.px(16), theme.px(16))
        right.setContentsMargins(theme.px(28), theme.px(20), theme.px(28), theme.px(20))
        halves = QHBoxLayout()
        halves.setSpacing(0)
        self._halves = [QWidget(), QWidget()]
        for holder, half, stretch in zip(self._halves, (left, right), (6, 7), strict=True):
            holder.setLayout(half)
            halves.addWidget(holder, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(halves)
        self.setMinimumSize(theme.px(780), theme.px(340))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        radius = theme.radius("dialog")
        box(painter, self.rect(), radius, theme.color("surface"), theme.color("line"), theme.edge)
        band = self._banner.geometry()
        painter.fillRect(band, theme.color("sunken"))
        painter.fillRect(band.left(), band.bottom(), band.width(), 1, theme.color("line"))
        second = self._halves[1].geometry()
        painter.fillRect(second.left(), second.top(), 1, second.height(), theme.color("line"))
