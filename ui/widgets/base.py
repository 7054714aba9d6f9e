"""What the hand-painted widgets share: the theme, the focus ring's shape and a few strokes of paint."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.spoken import Spoken, tell
from workup.style import Role, Token, Weight

# Looking an enumeration up takes longer than what it is looked up for.
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ITS_OWN, _AS_GIVEN = Qt.LayoutDirection.LayoutDirectionAuto, Qt.AlignmentFlag.AlignAbsolute.value
_ONE_LINE: int = Qt.TextFlag.TextSingleLine.value
_SMOOTH, _NO_PEN, _NO_BRUSH = QPainter.RenderHint.Antialiasing, Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush
LETTERS_OFF = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Painted(Spoken, QWidget):
    """A widget that paints itself and repaints when the theme changes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        theme.changed.connect(self._theme_changed)

    def focus_ring(self) -> tuple[QRect, int]:
        """The rectangle the focus ring goes around, and its corner radius."""
        return self.rect(), self.theme.radius("control")

    def setAccessibleName(self, name: str) -> None:
        """A spoken name holds the value too: who listens is told of both."""
        super().setAccessibleName(name)
        if QAccessible.isActive():
            tell(self)

    def spoken_value(self) -> str:
        """The spoken name ends with it."""
        return self.accessibleName().rpartition(", ")[2]

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
    """A filled rectangle with round corners whose edge lies wholly inside it.

    Edge and ground are two fills, one inside the other: four times as fast as a stroke.
    """
    painter.setRenderHint(_SMOOTH)
    outer = QRectF(rect)
    if edge is not None and fill is None:
        inset = width / 2
        painter.setPen(QPen(edge, width))
        painter.setBrush(_NO_BRUSH)
        painter.drawRoundedRect(outer.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)
        return
    painter.setPen(_NO_PEN)
    if edge is not None:
        painter.setBrush(edge)
        painter.drawRoundedRect(outer, radius, radius)
        outer = outer.adjusted(width, width, -width, -width)
        radius = max(0.0, radius - width)
    if fill is not None:
        painter.setBrush(fill)
        painter.drawRoundedRect(outer, radius, radius)


def write(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    text: str,
    role: Role,
    token: Token,
    weight: Weight | None = None,
    align: Qt.AlignmentFlag = _MIDDLE,
    *,
    fixed: bool = False,
) -> None:
    """One line of plain text in a role and a colour, cut with an ellipsis when it does not fit.

    `fixed` says that these are words of the program or its content: at the left they are laid out once and kept.
    """
    if fixed and align is _MIDDLE and theme.advance(text, role, weight) <= rect.width():
        painter.setFont(theme.font(role, weight))
        painter.setPen(theme.color(token))
        top = rect.y() + theme.drop(role, weight, rect.height())
        painter.drawStaticText(rect.x(), top, theme.laid_out(text, role, weight))
        return
    metrics = theme.metrics(role, weight)
    if metrics.horizontalAdvance(text) > rect.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(theme.font(role, weight))
    painter.setPen(theme.color(token))
    draw(painter, rect, align.value | _ONE_LINE, text)


def draw(painter: QPainter, rect: QRect, flags: int, text: str) -> None:
    """Text in the direction of its own letters, at the side it was given: a sign stays before its number.

    Places are painted as they are computed; a window laid out from the right mirrors its layouts, not what is inside.
    """
    painter.setLayoutDirection(_ITS_OWN)
    painter.drawText(rect, flags | _AS_GIVEN, text)


def word(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    text: str,
    role: Role,
    token: Token,
    weight: Weight | None = None,
    *,
    centred: bool = True,
) -> None:
    """Like `write` for words of the program and its content: laid out once, so that painting them again is cheap."""
    laid_out = theme.laid_out(text, role, weight)
    size = laid_out.size()
    if size.width() > rect.width() + 1:
        align = Qt.AlignmentFlag.AlignCenter if centred else Qt.AlignmentFlag.AlignVCenter
        write(painter, theme, rect, text, role, token, weight, align)
        return
    left = rect.x() + (round((rect.width() - size.width()) / 2) if centred else 0)
    painter.setFont(theme.font(role, weight))
    painter.setPen(theme.color(token))
    painter.drawStaticText(left, rect.y() + round((rect.height() - size.height()) / 2), laid_out)
