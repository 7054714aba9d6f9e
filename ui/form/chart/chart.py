"""The figure one paints on: regions under the mouse or the arrows, what is painted in colour and pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QPen,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from ui.fingers import Drag
from ui.form.chart.paths import paint_qualities, path_of, quality_colour
from ui.form.chart.skin import caption_left, paint_body, paint_intensity, paint_skin, side_words
from ui.theme import Theme
from ui.widgets import Painted
from ui.widgets.base import LETTERS_OFF
from ui.widgets.spoken import Part, SpokenRole
from workup.answers import Painted as PaintedRegion
from workup.body import BodyFigure, Caption, Dermatomes, Region
from workup.texts import _

REACH, TARGET = 8, 44
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)
}  # fmt: skip


class BodyChart(Painted):
    """The body from four sides. It tells which regions were touched; what that means is decided above."""

    spoken_role = SpokenRole.Graphic
    touched = Signal(object)
    keyed = Signal(tuple)
    current_changed = Signal(object)

    def __init__(self, theme: Theme, figure: BodyFigure, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._figure, self._name = figure, name
        self._paths = [path_of(region.path) for region in figure.regions]
        self._path_by_name = {(region.name, region.side): path for region, path in zip(figure.regions, self._paths)}
        self._painted: dict[Region, PaintedRegion] = {}
        self._former: dict[Region, PaintedRegion] = {}
        self._said: dict[Region, str] = {}
        self._base: QPixmap | None = None  # skin and lines
        self.skin: Dermatomes | None = None
        self._tiles: dict[tuple[Region, tuple[str, ...]], tuple[QPixmap, QPointF]] = {}
        self._current = figure.region("back.spine-lumbar") or figure.regions[0]  # most is painted around it
        self._hover: Region | None = None
        self._stroke: list[Region] = []
        self._pressed = self._read_only = False
        self._captions: tuple[Caption, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # What it shows

    @property
    def current(self) -> Region:
        """The region the keyboard is in."""
        return self._current

    def show_painted(
        self, painted: Mapping[Region, PaintedRegion], former: Mapping[Region, PaintedRegion],
        said: Mapping[Region, str],
    ) -> None:
        """Show these regions; `former` ones are outlined, `said` are the words for each."""
        if dict(painted) != self._painted or dict(former) != self._former:
            self._painted, self._former = dict(painted), dict(former)
            self.update()
        self._said = dict(said)
        self._announce()

    def show_skin(self, skin: Dermatomes | None) -> None:
        """Draw the skin areas of the roots over the figure, or take them away."""
        self.skin, self._base = skin, None
        self.update()

    def set_read_only(self, read_only: bool) -> None:
        """Show only."""
        self._read_only = read_only

    def go_to(self, region: Region) -> None:
        """Put the keyboard into a region."""
        if region != self._current:
            self._current = region
            self._announce()
            self.theme.focus_moved.emit()
            self.current_changed.emit(region)
            self.update()

    def _announce(self) -> None:
        said = self._said.get(self._current, _("not painted"))
        self.setAccessibleName(f"{self._name}, {self._current.title}, {said}")

    def spoken_parts(self) -> Sequence[Part]:
        press = None if self._read_only else self._touch
        return [
            Part(f"{one.title}, {self._said.get(one, _('not painted'))}", SpokenRole.CheckBox,
                 self._rect_of(one).toAlignedRect(), one in self._painted, one == self._current,
                 press and partial(press, one))
            for one in self._figure.regions
        ]  # fmt: skip

    def _touch(self, region: Region) -> None:
        self.go_to(region)
        self.touched.emit([region])

    # Where things are

    def restyle(self) -> None:
        self._base = None
        self._tiles.clear()
        self._captions = side_words(self._figure.captions, self._wide, self.theme.px(5) / self._scale())

    def resizeEvent(self, _event: object) -> None:
        self.restyle()

    def height_for(self, width: int) -> int:
        """The height at a width: the whole figure, but not more than a screen shows."""
        return min(round(width * self._figure.height / self._figure.width), self.theme.px(520))

    def _scale(self) -> float:
        return min(self.width() / self._figure.width, self.height() / self._figure.height) or 1.0

    def _transform(self) -> QTransform:
        scale = self._scale()
        left = (self.width() - self._figure.width * scale) / 2
        return QTransform().translate(left, 0).scale(scale, scale)

    def _region_at(self, point: QPointF) -> Region | None:
        """The region under a point, or the nearest one within reach."""
        inverse, ok = self._transform().inverted()
        if not ok:
            return None
        spot = inverse.map(point)
        under = next((one for one, path in zip(self._figure.regions, self._paths) if path.contains(spot)), None)
        if under is not None and (not self.theme.touch or self._is_small(under)):
            return under
        reach = REACH / self._scale()
        near = QRectF(spot.x() - reach, spot.y() - reach, 2 * reach, 2 * reach)
        room = self._rect_of(under) if under is not None else self.rect()
        thin = min(room.width(), room.height()) < self.theme.px(TARGET)
        for width in (reach,) if thin else (reach, 2 * reach):  # of a thin neighbour something is left
            stroker = QPainterPathStroker()
            stroker.setWidth(width)
            for region, path in zip(self._figure.regions, self._paths):
                beside = under is None or self._is_small(region)
                if beside and path.boundingRect().intersects(near) and stroker.createStroke(path).contains(spot):
                    return region
        return under

    def _is_small(self, region: Region) -> bool:
        """Whether a finger would miss it: such regions answer around them, also within a larger neighbour."""
        rect = self._rect_of(region)
        return max(rect.width(), rect.height()) < self.theme.px(TARGET)

    def _rect_of(self, region: Region) -> QRectF:
        bounds = region.bounds
        return self._transform().mapRect(QRectF(bounds.left, bounds.top, bounds.width, bounds.height))

    def focus_ring(self) -> tuple[QRect, int]:
        return self._rect_of(self._current).toAlignedRect(), self.theme.radius("control")

    def drawn_on(self, point: QPointF) -> Drag:
        """A finger paints where there is an area, and scrolls beside the figure."""
        return "all" if self._region_at(point) is not None else ""

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        region = self._region_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or region is None:
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.go_to(region)
        if not self._read_only:
            self._pressed, self._stroke = True, [region]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        region = self._region_at(event.position())
        if region != self._hover:
            self._hover = region
            if not self._pressed:
                self.current_changed.emit(region or self._current)
            self.update()
        if self._pressed and region is not None and region not in self._stroke:
            self._stroke.append(region)
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """A drag across several regions is one act, done when the button is let go."""
        if self._pressed:
            self._pressed, stroke = False, self._stroke
            self._stroke = []
            if len(stroke) > 1:
                self.go_to(stroke[-1])
            self.touched.emit(stroke)
            self.update()

    def give_up_stroke(self) -> None:
        """Nothing is painted by what was pressed last."""
        self._pressed, self._stroke = False, []
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        if self._hover is not None:
            self._hover = None
            self.current_changed.emit(self._current)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & LETTERS_OFF:
            event.ignore()
        elif key in _ARROWS or key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            before = self._current
            self._move(key)
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if shift and not self._read_only and before != self._current:
                self.touched.emit([self._current])
                self.keyed.emit((before, self._current))
        elif key == Qt.Key.Key_Space and not self._read_only:
            self.touched.emit([self._current])
            self.keyed.emit((self._current,))
        else:
            event.ignore()

    def _move(self, key: Qt.Key) -> None:
        """To the neighbour in a direction, or to the same area on the other side of the body."""
        turned = key not in _ARROWS
        ahead = self.counterpart(self._current) if turned else self.neighbour(self._current, *_ARROWS[key])
        if ahead is not None:
            self.go_to(ahead)

    def counterpart(self, start: Region) -> Region:
        """The same area seen from the other side of the body, else itself."""
        part, side = start.name.partition(".")[2], start.side
        same = (one for one in self._figure.regions if one.name.partition(".")[2] == part and one.side == side)
        return next((one for one in same if one is not start), start)

    def neighbour(self, start: Region, right: int, down: int) -> Region | None:
        """The nearest region in a direction."""
        here = self._rect_of(start).center()
        best: tuple[float, Region] | None = None
        for region in self._figure.regions:
            there = self._rect_of(region).center()
            ahead = (there.x() - here.x()) * right + (there.y() - here.y()) * down
            aside = abs((there.x() - here.x()) * down) + abs((there.y() - here.y()) * right)
            if region != start and ahead > 1:
                cost = ahead + 2.2 * aside
                if best is None or cost < best[0]:
                    best = (cost, region)
        return best[1] if best is not None else None

    # What it looks like

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._base is None:
            self._base = self._draw_base()
        painter.drawPixmap(0, 0, self._base)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for region, value in self._painted.items():
            rect = self._rect_of(region)
            if value.qualities and rect.toAlignedRect().adjusted(-2, -2, 2, 2).intersects(event.rect()):
                tile, corner = self._tile(region, value.qualities)
                painter.drawPixmap(corner, tile)
                if value.intensity is not None:
                    paint_intensity(painter, self.theme, rect, value.intensity)
        painter.setTransform(self._transform(), combine=True)
        self._paint_marks(painter)

    def _paint_marks(self, painter: QPainter) -> None:
        thin = 1.2 / self._scale()
        for region, value in self._former.items():
            pen = QPen(quality_colour(self.theme, value.qualities[0]) if value.qualities else self.theme.color("ink3"))
            pen.setWidthF(thin)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.strokePath(self._path(region), pen)
        for region in self._stroke:
            painter.strokePath(self._path(region), QPen(self.theme.color("accent"), 2 * thin))
        if self._hover is not None and not self._pressed:
            painter.strokePath(self._path(self._hover), QPen(self.theme.color("ink2"), thin))
        if self.hasFocus():
            painter.strokePath(self._path(self._current), QPen(self.theme.color("ink"), 1.5 * thin))

    def _wide(self, word: str) -> float:
        return self.theme.metrics("hint", 600).horizontalAdvance(word) / self._scale()

    def _caption_left(self, caption: Caption) -> float:
        return caption_left(caption, self._captions, self._wide, self.theme.px(5) / self._scale())

    def _path(self, region: Region) -> QPainterPath:
        return self._path_by_name[region.name, region.side]

    def _tile(self, region: Region, qualities: tuple[str, ...]) -> tuple[QPixmap, QPointF]:
        """A painted region, drawn once and kept."""
        found = self._tiles.get((region, qualities))
        if found is None:
            ratio = self.pixmap_ratio()
            rect = self._rect_of(region).adjusted(-2, -2, 2, 2).toAlignedRect()
            pixmap = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-rect.x(), -rect.y())
            painter.setTransform(self._transform(), combine=True)
            paint_qualities(painter, self.theme, self._path(region), region.bounds, qualities, 1.6 / self._scale())
            painter.end()
            found = self._tiles[region, qualities] = (pixmap, QPointF(rect.topLeft()))
        return found

    def _draw_base(self) -> QPixmap:
        """Skin, lines and captions, which only a new size or theme changes."""
        theme, ratio = self.theme, self.pixmap_ratio()
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform(), combine=True)
        thin = 1 / self._scale()
        paint_body(painter, theme, self._figure, thin)
        if self.skin is not None:
            paint_skin(painter, theme, self._figure, self.skin, thin)
        font = QFont(theme.font("hint", 600))
        font.setPixelSize(max(1, round(theme.px(11) * thin)))
        painter.setFont(font)
        painter.setPen(theme.color("ink2"))
        for caption in self._captions:
            painter.drawText(QPointF(self._caption_left(caption), caption.y), caption.text)
        painter.end()
        return pixmap
