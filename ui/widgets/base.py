"""What the hand-painted widgets share: the theme, the focus ring's shape and a few strokes of paint."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from workup.style import Role, Token, Weight

LETTERS_OFF = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Painted(QWidget):
    """A widget that paints itself and repaints when the theme changes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        theme.changed.connect(self._theme_changed)

    def focus_ring(self) -> tuple[QRect, int]:
        """The rectangle the focus ring goes around, and its corner radius."""
        return self.rect(), self.theme.radius("control")

    def restyle(self) -> None:
        """Drop whatever was measured with the former theme."""

    def _theme_changed(self) -> None:
        self.restyle()
        self.updateGeometry()
        self.update()

    def pixmap_ratio(self) -> float:
        """Device pixels per logical pixel of this widget."""
        return self.devicePixelRatioF()


def box(
    painter: QPainter, rect: QRect | QRectF, radius: float, fill: QColor | None, edge: QColor | None, width: float = 1
) -> None:
    """A filled rectangle with round corners whose edge lies wholly inside it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        inset = 0.0
    else:
        painter.setPen(QPen(edge, width))
        inset = width / 2
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inner = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, max(0.0, radius - inset), max(0.0, radius - inset))


def write(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    text: str,
    role: Role,
    token: Token,
    weight: Weight | None = None,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """One line of plain text in a role and a colour, cut with an ellipsis when it does not fit."""
    metrics = theme.metrics(role, weight)
    if metrics.horizontalAdvance(text) > rect.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(theme.font(role, weight))
    painter.setPen(theme.color(token))
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextSingleLine), text)
