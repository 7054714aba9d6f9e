"""The shapes of the body chart as painter paths, and the drawing of pain qualities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ui.theme import Theme
from workup.body import PATTERN_WIDTH, QUALITIES, Bounds, Contour, Dot, Quality, pattern
from workup.style import Token

TINT = 51


def path_of(contour: Contour) -> QPainterPath:
    """A contour as a painter path in the figure's own units."""
    path = QPainterPath()
    for segment in contour:
        match segment:
            case ("M", x, y):
                path.moveTo(x, y)
            case ("L", x, y):
                path.lineTo(x, y)
            case ("C", x1, y1, x2, y2, x, y):
                path.cubicTo(x1, y1, x2, y2, x, y)
            case _:
                path.closeSubpath()
    return path


def quality_colour(theme: Theme, quality: str) -> QColor:
    """The colour of a pain quality."""
    return theme.color(cast("Token", f"q_{quality}") if quality in QUALITIES else "accent")


def paint_qualities(
    painter: QPainter, theme: Theme, path: QPainterPath, bounds: Bounds, qualities: Sequence[str], edge: float
) -> None:
    """Tint and edge of the first quality, the pattern of each, clipped to the path."""
    if not qualities:
        return
    first = quality_colour(theme, qualities[0])
    tint = QColor(first)
    tint.setAlpha(TINT)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.fillPath(path, tint)
    for quality in qualities:
        if quality in QUALITIES:
            _paint_pattern(painter, quality_colour(theme, quality), quality, bounds)
    painter.restore()
    painter.setPen(QPen(first, edge))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _paint_pattern(painter: QPainter, colour: QColor, quality: Quality, bounds: Bounds) -> None:
    strokes = QPainterPath()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour, PATTERN_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    for shape in pattern(quality, bounds):
        if not isinstance(shape, Dot):
            strokes.addPath(path_of(shape.path))
        elif shape.filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
        else:
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(strokes)
