"""How a row is examined: the words under it and, for a manoeuvre, a small drawing beside them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from ui.fields.help import explained
from ui.form.chart.paths import path_of
from ui.resources import RESOURCES
from ui.theme import Theme
from ui.widgets import draw
from workup.body import Sketch, load_sketch
from workup.protocol import AnyItem, Library, ManoeuvreItem
from workup.style import Token

DRAWINGS = RESOURCES / "figures" / "manoeuvres"
WIDE, HIGH, NARROW = 132, 90, 330
_LOOK: dict[str, tuple[Token, float]] = {
    "head": ("body_outline", 2), "trunk": ("body_outline", 7), "limb": ("body_outline", 3.6),
    "moved": ("accent", 4.2), "couch": ("control", 1.6), "force": ("accent", 1.6), "felt": ("finding", 0),
}  # fmt: skip


@cache
def drawing_of(manoeuvre: str) -> Sketch | None:
    """The drawing of a manoeuvre, read when it is first shown."""
    return load_sketch(DRAWINGS / f"{manoeuvre}.svg")


def _sketch(item: AnyItem) -> Sketch | None:
    return drawing_of(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None


def _parts(theme: Theme, library: Library, item: AnyItem, room: QRect) -> list[tuple[str, QRect]]:
    """The technique beside the drawing, or below it where the row is narrow; what else there is to know under both."""
    said = explained(library, item)
    if _sketch(item) is None or not isinstance(item, ManoeuvreItem):
        return [(said, _measured(theme, said, room))]
    technique, high = library.manoeuvres[item.manoeuvre].technique, theme.px(HIGH)
    narrow = room.width() < theme.px(NARROW)
    beside = room.adjusted(0, high + theme.px(6), 0, 0) if narrow else room.adjusted(theme.px(WIDE + 12), 0, 0, 0)
    first = _measured(theme, technique, beside)
    below = room.adjusted(0, max(first.bottom() + 1 - room.y(), high) + theme.px(6), 0, 0)
    rest = said.removeprefix(technique).strip()
    return [(technique, first), (rest, _measured(theme, rest, below))]


def _measured(theme: Theme, text: str, room: QRect) -> QRect:
    bounds = theme.metrics("label").boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
    return QRect(room.x(), room.y(), room.width(), bounds.height())


def technique_height(theme: Theme, library: Library, item: AnyItem, room: QRect) -> int:
    """How much height words and drawing take."""
    return max(rect.bottom() + 1 - room.y() for _, rect in _parts(theme, library, item, room))


def paint_technique(painter: QPainter, theme: Theme, library: Library, item: AnyItem, room: QRect) -> None:
    """Paint both."""
    painter.setFont(theme.font("label"))
    for place, (text, rect) in enumerate(_parts(theme, library, item, room)):
        painter.setPen(theme.color("ink2" if place else "ink"))
        draw(painter, rect, int(Qt.TextFlag.TextWordWrap), text)
    if (sketch := _sketch(item)) is not None:
        paint_sketch(painter, theme, sketch, QRect(room.x(), room.y(), theme.px(WIDE), theme.px(HIGH)))


def paint_sketch(painter: QPainter, theme: Theme, sketch: Sketch, rect: QRect) -> None:
    """The drawing in a rectangle: the body quiet, what is moved and pressed in the colour of what acts."""
    scale = min(rect.width() / sketch.width, rect.height() / sketch.height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.x(), rect.y())
    painter.scale(scale, scale)
    for part, contour in sketch.strokes:
        token, wide = _LOOK[part]
        path = path_of(contour)
        if part == "felt":
            painter.fillPath(path, theme.color(token))
            continue
        pen = QPen(theme.color(token), wide)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    painter.restore()
