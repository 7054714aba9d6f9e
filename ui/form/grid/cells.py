"""How a cell looks: the sign of a value, and its box."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.fields import FieldView
from ui.fields.option import option_id, options_of
from ui.theme import Theme
from ui.widgets import Option, box
from ui.widgets.base import word
from ui.widgets.options import Colours, chosen_look
from workup.answers import Finding, Gap, Marks, Value
from workup.protocol import AnyItem, Choices, ManoeuvreItem, Number, Text
from workup.style import Token
from workup.texts import _, _p

# Short signs of common answers, for cells too narrow for the word; the spoken name and the strip say it in full.
_SIGNS = {"normal": "N", "reduced": "↓", "decreased": "↓", "weak": "↓", "increased": "↑", "absent": "0", "none": "0"}
RESULTS = (Option("negative", "−", "normal", "-−"), Option("positive", "+", "solid", "+="))


def choices_of(item: AnyItem) -> tuple[Option, ...]:
    """What can be put into a cell; nothing for one that is typed into."""
    if isinstance(item, Choices):
        return tuple(
            Option(key, label, "solid" if key in item.findings else "fact") for key, label in item.options.items()
        )
    return RESULTS if isinstance(item, ManoeuvreItem) else options_of(item, unknown=False, solid=True)


def is_typed(item: AnyItem) -> bool:
    """Whether a cell of this item is typed into."""
    return isinstance(item, Number | Text)


def chosen(value: Value | None) -> str | None:
    """The id of the option a value stands for."""
    return value.result if isinstance(value, Finding) else option_id(value)


def gap_sign(gap: Gap) -> str:
    """What a cell shows of an unknown answer, or of what was not examined."""
    return "?" if gap.state == "unknown" else _p("not examined", "n.e.")


def sign(options: tuple[Option, ...], value: Value | None, width: int, theme: Theme) -> str:
    """What a cell shows of a value: the label where it fits, else a short sign; a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, Gap):
        return gap_sign(value)
    if isinstance(value, Marks):
        return ", ".join(one.label for one in options if one.id in value.present) or _("None")
    key = chosen(value)
    option = next((one for one in options if one.id == key), None)
    if option is None:
        return str(value)
    if theme.advance(option.label, "control", 600) <= width:
        return option.label
    return _short(option)


def _short(option: Option) -> str:
    if len(option.label) <= 5 and option.id != "none":
        return option.label
    return _SIGNS.get(option.id) or option.label[:4]


def full_width(options: tuple[Option, ...], theme: Theme) -> int:
    """The width that shows every label."""
    metrics = theme.metrics("control", 600)
    return max((metrics.horizontalAdvance(one.label) for one in options), default=0) + theme.px(16)


def short_width(options: tuple[Option, ...], theme: Theme) -> int:
    """The width that shows every sign."""
    metrics = theme.metrics("control", 600)
    signs = (_short(one) for one in options)
    return max(theme.target(42), *(metrics.horizontalAdvance(text) + theme.px(14) for text in signs))


def paint_typed(
    painter: QPainter, theme: Theme, rect: QRect, text: str, view: FieldView, *, draft: bool, refused: bool
) -> None:
    """A cell with what was typed into it, or is being typed; what cannot be used has the edge of a doubt."""
    radius, inner = theme.radius("control"), rect.adjusted(theme.px(4), 0, -theme.px(4), 0)
    doubtful = refused or bool(view.doubt or view.pending)
    if not text and not draft:
        _dashed(painter, theme, rect)
        word(painter, theme, rect, "–", "control", "ink3")
        return
    solid = view.is_finding and not draft
    look = Colours("finding", "finding", "on_finding") if solid else Colours("surface", "line", "ink")
    if isinstance(view.value, Gap) and not draft:
        look = Colours("sunken", "line", "ink2")
    edge: Token = "caution" if doubtful else look.edge
    box(painter, rect, radius, theme.color(look.fill), theme.color(edge), theme.edge * (2 if doubtful else 1))
    metrics = theme.metrics("control", 700 if solid else 400)
    fits = metrics.horizontalAdvance(text) <= inner.width()
    cut = Qt.TextElideMode.ElideLeft if draft else Qt.TextElideMode.ElideRight
    shown = text if fits else metrics.elidedText(text, cut, inner.width())
    word(painter, theme, inner, f"{shown}|" if draft and fits else shown, "control", look.text, 700 if solid else 400)


def paint_cell(
    painter: QPainter, theme: Theme, rect: QRect, options: tuple[Option, ...], view: FieldView, *, halves: bool
) -> None:
    """A cell with its value; `halves` draws − and + side by side."""
    if halves and not isinstance(view.value, Gap):
        _paint_halves(painter, theme, rect, options, chosen(view.value))
        return
    inner = rect.width() - theme.px(8)
    if view.value is None:
        former = view.former.value if view.former is not None else None
        _dashed(painter, theme, rect)
        word(painter, theme, rect, sign(options, former, inner, theme), "control", "ink3")
        return
    option = next((one for one in options if one.id == chosen(view.value)), None)
    if isinstance(view.value, Marks):
        option = Option("", "", "solid")
    quiet = option is None or option.look in ("normal", "fact") or not view.is_finding
    look = Colours("surface", "line", "ink")
    if option is not None and not quiet:
        look = chosen_look(option.look, high_contrast=theme.high_contrast)
    radius = theme.radius("control")
    if isinstance(view.value, Gap):
        look = Colours("sunken", "line", "ink2")
    box(painter, rect, radius, theme.color(look.fill), theme.color(look.edge), theme.edge)
    text = sign(options, view.value, inner, theme)
    if isinstance(view.value, Marks):
        text = theme.metrics("control", 700).elidedText(text, Qt.TextElideMode.ElideRight, inner)
    word(painter, theme, rect, text, "control", look.text, 400 if quiet else 700)
    if view.mark:
        corner = QRect(rect.right() - theme.px(7), rect.y() + theme.px(4), theme.px(4), theme.px(4))
        box(painter, corner, theme.px(2), theme.color("ink3" if quiet else look.text), None)


def paint_remark(painter: QPainter, theme: Theme, rect: QRect) -> None:
    """A turned corner: something was written beside this cell."""
    size, corner = theme.px(8), QPointF(rect.right() + 1, rect.bottom() + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawPolygon(QPolygonF([corner, corner - QPointF(size, 0), corner - QPointF(0, size)]))


def _dashed(painter: QPainter, theme: Theme, rect: QRect) -> None:
    pen = QPen(theme.color("control"), theme.edge)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.setBrush(theme.color("surface"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = theme.radius("control")
    painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), radius, radius)


def _paint_halves(painter: QPainter, theme: Theme, rect: QRect, options: tuple[Option, ...], value: str | None) -> None:
    edge: QColor = theme.color("line")
    radius = theme.radius("control")
    box(painter, rect, radius, theme.color("surface"), edge, theme.edge)
    half = rect.width() // 2
    for place, option in enumerate(options[:2]):
        part = QRect(rect.x() + place * half, rect.y(), half if place == 0 else rect.width() - half, rect.height())
        is_chosen = option.id == value
        if is_chosen:
            look = chosen_look(option.look, high_contrast=theme.high_contrast)
            painter.save()
            painter.setClipRect(part)
            box(painter, rect, radius, theme.color(look.fill), theme.color(look.edge), theme.edge)
            painter.restore()
            word(painter, theme, part, option.label, "control", look.text, 700)
        else:
            word(painter, theme, part, option.label, "control", "ink2")
    if value is None:
        painter.fillRect(rect.x() + half, rect.y() + 1, 1, rect.height() - 2, edge)
