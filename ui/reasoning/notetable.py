"""Short lines with a figure at the right and quiet words below; for arithmetic, comparison, changes and sources."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import Painted, write
from ui.widgets.lines import lines_of, write_lines
from ui.widgets.tips import plain_tip
from workup.style import Token


class NoteRow(Struct, frozen=True):
    """One line: its words, a figure at the right, an arrow before what stands below."""

    text: str
    figure: str = ""
    below: str = ""
    strong: bool = False
    figure_token: Token = "ink"
    icon: str = ""
    icon_token: Token = "accent"


class NoteTable(Painted):
    """Painted rows with a line between them; as high as they need."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None, *, most: int = 3) -> None:
        super().__init__(theme, parent)
        self._name, self._most = name, most
        self.rows: tuple[NoteRow, ...] = ()
        self._broken: dict[tuple[NoteRow, int], tuple[tuple[str, ...], tuple[str, ...]]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_rows(self, rows: tuple[NoteRow, ...]) -> None:
        """Show other rows."""
        if rows == self.rows:
            return
        self.rows = rows
        self._broken.clear()
        said = "; ".join(" ".join(filter(None, (row.text, row.figure, row.below))) for row in rows)
        self.setAccessibleName(f"{self._name}. {said}")
        lines = (row.text if not row.below else f"{row.text} – {row.below}" for row in rows)
        self.setToolTip(plain_tip("\n".join(lines)))
        self.updateGeometry()
        self.update()

    def _figure_width(self, row: NoteRow) -> int:
        return self.theme.metrics("label", 600).horizontalAdvance(row.figure) + self.theme.px(10) if row.figure else 0

    def restyle(self) -> None:
        self._broken.clear()

    def _lines(self, row: NoteRow, width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What stands in a row, broken into lines; measured once at a width."""
        if (row, width) not in self._broken:
            self._broken[row, width] = self._measure(row, width)
        return self._broken[row, width]

    def _measure(self, row: NoteRow, width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        theme = self.theme
        room, weight = width - self._figure_width(row), 600 if row.strong else None
        text = lines_of(theme, row.text, "label", room, weight, self._most)  # type: ignore[arg-type]
        left = theme.px(18) if row.icon else 0
        below = lines_of(theme, row.below, "hint", width - left, most=self._most + 1) if row.below else ()
        return text, below

    def _tall(self, row: NoteRow, width: int) -> int:
        theme = self.theme
        text, below = self._lines(row, width)
        return theme.px(5) + len(text) * theme.line("label") + len(below) * theme.line("hint") + theme.px(6)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._tall(row, width) for row in self.rows)

    def sizeHint(self) -> QSize:
        wide = max(self.width(), self.theme.px(200))
        return QSize(wide, self.heightForWidth(wide))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, width, top = self.theme, QPainter(self), self.width(), 0
        for place, row in enumerate(self.rows):
            if place:
                painter.fillRect(0, top, width, theme.edge, theme.color("line"))
            text, below = self._lines(row, width)
            y, tall = top + theme.px(5), theme.line("label")
            wide = self._figure_width(row)
            room = QRect(0, y, width - wide, tall)
            write_lines(painter, theme, room, text, "label", "ink", 600 if row.strong else None)
            if row.figure:
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                spot = QRect(width - wide, y, wide, tall)
                write(painter, theme, spot, row.figure, "label", row.figure_token, 600, right)
            y += len(text) * tall
            left = 0
            if row.icon and below:
                icon = theme.pixmap(row.icon, row.icon_token, 12, self.pixmap_ratio())
                painter.drawPixmap(0, y + theme.px(2), icon)
                left = theme.px(18)
            write_lines(painter, theme, QRect(left, y, width - left, 0), below, "hint", "ink2")
            top += self._tall(row, width)
