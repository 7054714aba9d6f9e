"""A further step as one row: what to do, and what it is for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.reasoning.stepcard import StepWords, step_words
from ui.theme import Theme
from ui.widgets import Pressable, box
from ui.widgets.lines import lines_of, write_lines
from ui.widgets.tips import plain_tip
from workup.protocol import Library
from workup.reasoning.next_step import NextStep

MOST = 3  # lines of either


class StepRow(Pressable):
    """Pressing it goes to where the step is done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.step: NextStep | None = None
        self.told: StepWords | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()
        theme.changed.connect(self.updateGeometry)

    def show_step(self, step: NextStep | None, library: Library) -> None:
        """Show a step; nothing when there is none."""
        self.step = step
        told = None if step is None else step_words(step, library)
        if told == self.told:
            return
        self.told = told
        self.setVisible(told is not None)
        if told is not None:
            self.setAccessibleName(f"{told.title}. {told.why}")
            self.setToolTip(plain_tip(f"{told.title}\n{told.why}"))
        self.updateGeometry()
        self.update()

    def focus_ring(self) -> tuple[QRect, int]:
        """Where the focus ring goes."""
        return self.rect().adjusted(2, 2, -2, -2), self.theme.radius("tag")

    def _lines(self, width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What to do and what it is for, broken to the width."""
        if self.told is None:
            return (), ()
        room = width - self.theme.px(22)
        return (
            lines_of(self.theme, self.told.title, "label", room, 600, most=MOST),
            lines_of(self.theme, self.told.why, "label", room, most=MOST),
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = self.theme
        return theme.px(12) + sum(map(len, self._lines(width))) * theme.line("label")

    def sizeHint(self) -> QSize:
        wide = self.width() if self.width() > self.theme.px(80) else self.theme.px(272)
        return QSize(wide, self.heightForWidth(wide))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, told = self.theme, QPainter(self), self.told
        if told is None:
            return
        if self.hovered:
            box(painter, self.rect(), theme.radius("tag"), theme.color("hover"), None)
        icon = theme.pixmap("arrow-right", "accent", 14, self.devicePixelRatioF())
        painter.drawPixmap(theme.px(2), theme.px(7), icon)
        left, top = theme.px(22), theme.px(6)
        title, why = self._lines(self.width())
        write_lines(painter, theme, QRect(left, top, self.width() - left, 0), title, "label", "ink", 600)
        top += len(title) * theme.line("label")
        write_lines(painter, theme, QRect(left, top, self.width() - left, 0), why, "label", "ink2")
