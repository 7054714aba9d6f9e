"""The list that equals the chart: every region by name, each quality a box to check, and the intensity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import Painted, box, draw, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.spoken import Part, SpokenRole
from workup.answers import Painted as PaintedRegion
from workup.body import BodyFigure, Region
from workup.texts import _

_ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)
}  # fmt: skip


class RegionList(Painted):
    """Regions in rows, qualities in columns; arrows walk, Space checks, digits check by place."""

    spoken_role = SpokenRole.Table
    toggled = Signal(object, str)
    current_changed = Signal(object)

    def __init__(
        self, theme: Theme, figure: BodyFigure, qualities: Mapping[str, str], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._regions = _from_top_to_toe(figure)
        self._qualities, self._name = dict(qualities), name
        self._painted: dict[Region, PaintedRegion] = {}
        self._at = (0, 0)
        self._read_only = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._announce()

    def show_painted(self, painted: Mapping[Region, PaintedRegion], *, read_only: bool) -> None:
        """Show what is painted where."""
        self._painted, self._read_only = dict(painted), read_only
        self._announce()
        self.update()

    @property
    def current(self) -> Region:
        """The region the keyboard is in."""
        return self._regions[self._at[0]]

    def _has(self, region: Region, quality: str) -> bool:
        value = self._painted.get(region)
        return value is not None and quality in value.qualities

    def _announce(self) -> None:
        quality = list(self._qualities)[self._at[1]]
        said = "checked" if self._has(self.current, quality) else _("not checked")
        self.setAccessibleName(f"{self._name}, {self.current.title}, {self._qualities[quality]}, {said}")

    def spoken_parts(self) -> Sequence[Part]:
        press = None if self._read_only else self._check
        return [
            Part(f"{region.title}, {label}", SpokenRole.CheckBox, self._box(row, column), self._has(region, quality),
                 (row, column) == self._at, press and partial(press, row, column))
            for row, region in enumerate(self._regions)
            for column, (quality, label) in enumerate(self._qualities.items())
        ]  # fmt: skip

    def _check(self, row: int, column: int) -> None:
        self._move(row, column)
        self._toggle(column)

    def _row(self) -> int:
        return self.theme.height("control")

    def height_for(self, _width: int) -> int:
        """The height of all rows and their head."""
        return self._row() * (len(self._regions) + 1)

    def _box(self, row: int, column: int) -> QRect:
        wide = min(self.theme.px(92), round(self.width() * 0.66) // len(self._qualities))
        left = self.width() - wide * (len(self._qualities) - column)
        return QRect(left, self._row() * (row + 1), wide, self._row())

    def focus_ring(self) -> tuple[QRect, int]:
        rect = self._box(*self._at)
        size = self.theme.px(22)
        ring = QRect(0, 0, size, size)
        ring.moveCenter(rect.center())
        return ring, self.theme.radius("tag")

    def _move(self, row: int, column: int) -> None:
        self._at = (max(0, min(row, len(self._regions) - 1)), max(0, min(column, len(self._qualities) - 1)))
        self._announce()
        self.theme.focus_moved.emit()
        self.current_changed.emit(self.current)

    def _toggle(self, column: int) -> None:
        if not self._read_only:
            self.toggled.emit(self.current, list(self._qualities)[column])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        if event.modifiers() & LETTERS_OFF:
            event.ignore()
        elif key in _ARROWS:
            down, right = _ARROWS[key]
            self._move(self._at[0] + down, self._at[1] + right)
        elif key == Qt.Key.Key_Space:
            self._toggle(self._at[1])
        elif text.isascii() and text.isdigit() and 1 <= int(text) <= len(self._qualities):
            self._toggle(int(text) - 1)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        row = point.y() // self._row() - 1
        column = next((c for c in range(len(self._qualities)) if self._box(0, c).left() <= point.x()
                       <= self._box(0, c).right()), -1)
        if 0 <= row < len(self._regions) and column >= 0:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._check(row, column)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        centre = Qt.AlignmentFlag.AlignCenter
        for column, label in enumerate(self._qualities.values()):
            head = self._box(-1, column)
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.color("ink2"))
            draw(painter, head.adjusted(1, 0, -1, 0), int(centre | Qt.TextFlag.TextWordWrap), label)
        for row, region in enumerate(self._regions):
            line = QRect(0, self._row() * (row + 1), self.width(), self._row())
            if not line.intersects(event.rect()):
                continue
            painted = region in self._painted
            name = QRect(0, line.y(), self._box(row, 0).left() - theme.px(6), line.height())
            write(painter, theme, name, region.title, "control", "ink" if painted else "ink2", 600 if painted else 400)
            painter.fillRect(line.x(), line.bottom(), line.width(), theme.edge, theme.color("line"))
            for column, quality in enumerate(self._qualities):
                self._paint_box(painter, self._box(row, column), checked=self._has(region, quality))

    def _paint_box(self, painter: QPainter, rect: QRect, *, checked: bool) -> None:
        theme, size = self.theme, self.theme.px(18)
        spot = QRect(0, 0, size, size)
        spot.moveCenter(rect.center())
        fill, edge = ("accent", "accent") if checked else ("surface", "control")
        box(painter, spot, theme.radius("tag"), theme.color(fill), theme.color(edge), theme.edge)  # type: ignore[arg-type]
        if checked:
            corner = QPointF(spot.x() + theme.px(2), spot.y() + theme.px(2))
            painter.drawPixmap(corner, theme.pixmap("check", "on_accent", 14, self.pixmap_ratio()))


def _from_top_to_toe(figure: BodyFigure) -> tuple[Region, ...]:
    """View by view from the top down, right before left."""
    sides = {"right": 0, "left": 1, None: 2}
    return tuple(
        region
        for view in figure.views
        for region in sorted(view.regions, key=lambda one: (round(one.bounds.top / 6), one.name, sides[one.side]))
    )
