"""The card of the unlock screen: a grey banner over two halves, and the rows of those who may open the vault."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Icon, Label, Painted, Pressable, box, write
from workup.vault import Person
from workup.words import initials

# Said before any content is read, in the words the content has for it.
PURPOSE = (
    "For clinicians evaluating adults with pain after spine surgery. "
    "Orders what is recorded: no diagnosis, no probability, no image reading."
)


class PersonRow(Pressable):
    """Somebody who may open this vault."""

    def __init__(self, theme: Theme, person: Person) -> None:
        super().__init__(theme)
        self.person = person
        self.setCheckable(True)
        self.setAccessibleName(f"{person.name}, {person.profession}" if person.profession else person.name)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self.theme.px(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        if self.isChecked():
            box(painter, self.rect(), theme.radius("card"), theme.color("accent_soft"), theme.color("accent"), 1)
        size = theme.px(40)
        circle = QRect(theme.px(12), (self.height() - size) // 2, size, size)
        box(painter, circle, size // 2, theme.color("surface" if self.isChecked() else "sunken"), None)
        letters = initials(self.person.name)
        write(painter, theme, circle, letters, "question", "accent", 600, Qt.AlignmentFlag.AlignCenter)
        left = circle.right() + theme.px(12)
        half = self.height() // 2
        width = self.width() - left - theme.px(8)
        above = QRect(left, theme.px(10), width, half - theme.px(8))
        write(painter, theme, above, self.person.name, "question", "ink", 600)
        write(painter, theme, QRect(left, half, width, half - theme.px(10)), self.person.profession, "label", "ink2")


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
        for half, stretch in ((left, 6), (right, 7)):
            holder = QWidget()
            holder.setLayout(half)
            halves.addWidget(holder, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(halves)
        self.setMinimumSize(theme.px(780), theme.px(380))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        radius = theme.radius("dialog")
        box(painter, self.rect(), radius, theme.color("surface"), theme.color("line"), theme.edge)
        band = self._banner.geometry()
        painter.fillRect(band, theme.color("sunken"))
        painter.fillRect(band.left(), band.bottom(), band.width(), 1, theme.color("line"))
