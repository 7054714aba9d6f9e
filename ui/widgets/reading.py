"""A text that is scrolled by the keys, with the ring around it while it has them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.panels import Scroll
from ui.widgets.spoken import Spoken, SpokenRole


class Reading(Spoken, Scroll):
    """Something to be read that may be longer than its room."""

    spoken_role = SpokenRole.Document
    wanted = 0  # the height it likes to have, where there is room

    def __init__(self, theme: Theme, inner: QWidget, name: str) -> None:
        super().__init__(inner)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """As high as it is wanted."""
        usual = super().sizeHint()
        return QSize(usual.width(), self.wanted or usual.height())

    def focus_ring(self) -> tuple[QRect, int]:
        """Just inside the edge."""
        space = self.theme.px(3)
        return self.rect().adjusted(space, space, -space, -space), self.theme.radius("control")
