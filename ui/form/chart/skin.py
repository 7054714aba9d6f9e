"""The figure before anything is painted on it, and over it quietly the skin areas of the roots, cut to the body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ui.form.chart.paths import path_of
from ui.resources import RESOURCES
from ui.theme import Theme
from workup.body import BodyFigure, Caption, Dermatomes, caption_words
from workup.texts import _

DERMATOMES = RESOURCES / "figures" / "dermatomes.svg"
FAINT = 26


def paint_body(painter: QPainter, theme: Theme, figure: BodyFigure, thin: float) -> None:
    """Skin, the lines of the regions, and the outline of each view."""
    for view in figure.views:
        painter.fillPath(path_of(view.base), theme.color("body"))
        for contour in (*(region.path for region in view.regions), *view.detail):
            painter.strokePath(path_of(contour), QPen(theme.color("body_line"), 0.8 * thin))
        painter.strokePath(path_of(view.outline), QPen(theme.color("body_outline"), 1.3 * thin))


def side_words(captions: Sequence[Caption], wide: Callable[[str], float], gap: float) -> tuple[Caption, ...]:
    """Right and Left in full where no other word stands between them and they lie `gap` apart; else R and L."""
    whole = {"R": _("Right"), "L": _("Left")}
    rows = {caption.y for caption in captions if caption.text not in whole}
    beside = sorted(captions, key=lambda caption: (caption.y, caption.x))
    rows |= {
        one.y
        for one, other in pairwise(beside)
        if one.y == other.y not in rows
        and other.x - one.x < (wide(whole[one.text]) + wide(whole[other.text])) / 2 + gap
    }
    return tuple(
        replace(caption, text=caption_words(caption.text) if caption.y in rows else whole[caption.text])
        for caption in captions
    )


def caption_left(
    caption: Caption, captions: Sequence[Caption], wide: Callable[[str], float], gap: float
) -> float:
    """Where a caption begins; R and L give way to the word between them where the figure is small."""
    middle, half = caption.x, wide(caption.text) / 2
    for other in captions:
        if len(caption.text) == 1 < len(other.text) and other.y == caption.y and abs(other.x - middle) < 60:
            apart = half + wide(other.text) / 2 + gap
            middle = other.x + max(apart, abs(middle - other.x)) * (1 if middle > other.x else -1)
    return middle - half


def paint_skin(painter: QPainter, theme: Theme, figure: BodyFigure, skin: Dermatomes, thin: float) -> None:
    """Every second root lightly tinted, a line around each, and its name."""
    tint = QColor(theme.color("accent"))
    tint.setAlpha(FAINT)
    roots = list(dict.fromkeys(area.root for area in sorted(skin.areas, key=lambda area: area.root)))
    for view in figure.views:
        painter.save()
        painter.setClipPath(path_of(view.base))
        for area in skin.areas:
            if area.view == view.id:
                path = path_of(area.path)
                if roots.index(area.root) % 2:
                    painter.fillPath(path, tint)
                painter.strokePath(path, QPen(theme.color("accent_line"), thin))
        painter.restore()
    font = QFont(theme.font("hint", 600))
    font.setPixelSize(max(1, round(theme.px(9) * thin)))
    painter.setFont(font)
    painter.setPen(theme.color("accent"))
    for label in skin.labels:
        wide = painter.fontMetrics().horizontalAdvance(label.text)
        painter.drawText(int(label.x - wide / 2), int(label.y + 3), label.text)


def paint_intensity(painter: QPainter, theme: Theme, rect: QRectF, number: int) -> None:
    """How strong it is, in the middle of a region that has room for it."""
    size = theme.px(15)
    if min(rect.width(), rect.height()) < theme.px(10):
        return
    spot = QRectF(0, 0, size + (4 if number == 10 else 0), size)
    spot.moveCenter(rect.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(spot, 3, 3)
    painter.setPen(theme.color("ink"))
    painter.setFont(theme.font("hint", 700))
    painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(number))
