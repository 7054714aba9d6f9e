"""How the body chart stands in its card: brushes and tools above, figure or list, the line that names a region."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, FieldView, Views
from ui.fields.scale import ScoreBox
from ui.form.block import Block, Shown
from ui.form.chart.brushes import Brushes
from ui.form.chart.chart import BodyChart
from ui.form.chart.lens import LongPress
from ui.form.chart.listing import RegionList
from ui.form.chart.scoring import Scoring
from ui.widgets import Button, Segments, write
from ui.widgets.options import Option
from workup.answers import Painted
from workup.body import Region
from workup.note.wording import painted_words
from workup.protocol import BodyMap
from workup.texts import _, _n

# Title and edges of the card around the chart, and the least height of the figure.
TITLE, SMALLEST = 66, 300
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChartFace(Block):
    """What is seen of the chart and where; what the user does is in ChartBlock."""

    def __init__(self, context: FieldContext, shown: Shown, item: BodyMap, parent: QWidget | None = None) -> None:
        super().__init__(context, shown, parent)
        self._item = item
        self._asked = False
        self._views: Views | None = None
        self._painted: dict[Region, Painted] = {}
        self._former: dict[Region, Painted] = {}
        self._whole: FieldView | None = None
        self._former_day = ""
        self._listed = False
        self._named: Region | None = None
        self._brushes = Brushes(self.theme, item.qualities, self)
        self._chart = BodyChart(self.theme, context.figure, item.label, self)
        self._long_press = LongPress(self._chart, context.figure)
        self._list: RegionList | None = None
        self._eraser = Button(self.theme, "quiet", "", "eraser", parent=self, name=_("Erase (E)"))
        self._toggle = Button(self.theme, "quiet", "", "list", parent=self, name=_("Show as a list"))
        self._score = ScoreBox(self.theme, _("Intensity"), self)
        self._scoring = Scoring()
        self._clear = Button(self.theme, "quiet", _("Clear area"), parent=self)
        self._none = Segments(self.theme, item.label, _nothing(), self)
        self._same = Button(self.theme, "secondary", _("Same as before"), parent=self, key_hint="S")
        self._same.hide()
        self._undo = Button(self.theme, "quiet", "", "undo", parent=self, name=_("Undo in this area (Z)"))
        self._skin = Button(self.theme, "quiet", "", "dermatome", parent=self, name=_("Skin areas of the roots (D)"))
        self._before = Button(self.theme, "quiet", "", "history", parent=self, name=_("As at the last visit (V)"))
        self._hand = Button(self.theme, "quiet", "", "person", parent=self, name=_("Let the patient paint"))
        self._before.hide()
        self._fit = self._source = ""
        self._marks: dict[Region, str] = {}

    @property
    def _tools(self) -> list[Button]:
        """The small buttons beside the brushes, from the left."""
        tools = (self._hand, self._before, self._skin, self._undo, self._eraser, self._toggle)
        return [tool for tool in tools if not tool.isHidden()]

    @property
    def _has_former(self) -> bool:
        return bool(self._former) or (self._whole is not None and self._whole.former is not None)

    @property
    def _region(self) -> Region:
        return self._list.current if self._listed and self._list is not None else self._chart.current

    # Where things are

    def least_width(self) -> int:
        return self.theme.px(420)

    def _body(self) -> BodyChart | RegionList:
        return self._list if self._listed and self._list is not None else self._chart

    def height_for(self, width: int) -> int:
        return self._place(width, move=False)

    def arrange(self) -> None:
        self._place(self.width(), move=True)
        self.update()

    def _place(self, width: int, *, move: bool) -> int:
        px, control = self.theme.px, self.theme.height("control")
        step = control + px(8 if self.theme.touch else 2)
        tools = len(self._tools) * step
        brushes = self._brushes.height_for(width)
        if self._brushes.last_right(width) + px(8) + tools > width:
            brushes += control + px(6)
        top = brushes + px(6)
        line = self.theme.line("label") + px(2)
        body = self._fitted(self._body().height_for(width), top + line + px(6) + control)
        foot = top + body + line + px(6)
        if move:
            self._brushes.setGeometry(0, 0, width, brushes)
            for place, tool in enumerate(self._tools):
                tool.setGeometry(width - tools + place * step, brushes - control, control, control)
                tool.raise_()
            self._body().setGeometry(0, top, width, body)
            self._place_foot(QRect(0, foot, width, control))
        return foot + control

    def _fitted(self, body: int, others: int) -> int:
        """The figure as high as a screen leaves it beside brushes, region line and title; never too small to hit."""
        left = self.shown.room - others - self.theme.px(TITLE)
        return max(min(body, left), min(body, self.theme.px(SMALLEST))) if self.shown.room else body

    def _place_foot(self, row: QRect) -> None:
        px, right = self.theme.px, row.right() + 1
        for widget in (self._clear, self._score):
            size = widget.sizeHint()
            widget.setGeometry(right - size.width(), row.y(), size.width(), row.height())
            right -= size.width() + px(8)
        right = row.right() + 1
        for part in (self._none, self._same):
            if not part.isHidden():
                size = part.sizeHint()
                part.setGeometry(right - size.width(), row.y(), size.width(), row.height())
                right -= size.width() + px(8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        row = QRect(0, self.height() - theme.height("control"), self.width(), theme.height("control"))
        painter.fillRect(0, row.y() - theme.px(4), self.width(), theme.edge, theme.color("line"))
        line = QRect(0, row.y() - theme.px(6) - theme.line("label"), self.width(), theme.line("label"))
        write(painter, theme, line, self._fit, "label", "finding", 600)
        wide = theme.metrics("label", 600).horizontalAdvance(self._fit) + theme.px(12) if self._fit else 0
        write(painter, theme, line.adjusted(wide, 0, 0, 0), self._source, "hint", "ink3", align=_RIGHT)
        region = self._named or self._region
        value = self._painted.get(region)
        shown = [part for part in (self._score, self._clear, self._none, self._same) if not part.isHidden()]
        row.setRight(min([part.x() for part in shown], default=row.right()) - theme.px(8))
        if not self._score.isHidden():
            asked = _("How strong? 0 to 10") if self._scoring.asks(region) else _("Intensity")
            write(painter, theme, row, asked, "label", "accent" if self._scoring.asks(region) else "ink2", align=_RIGHT)
            row.setRight(row.right() - theme.metrics("label").horizontalAdvance(asked) - theme.px(12))
        write(painter, theme, row, region.title, "control", "ink", 600)
        row.setLeft(theme.metrics("control", 600).horizontalAdvance(region.title) + theme.px(12))
        said = painted_words(self._item.qualities, value) if value is not None else _("not painted")
        if value is not None and self._marks.get(region):
            said = f"{said}, {self._marks[region]}"
        if value is None and region in self._former:
            said = f"{self._former_day}: {painted_words(self._item.qualities, self._former[region])}"
        elif value is None and self._whole is not None and self._whole.former is not None:
            said = f"{self._whole.former.day}: {self._whole.former.said}"
        if row.width() > theme.px(40):
            write(painter, theme, row, said, "control", "ink2" if value is not None else "ink3")

    @property
    def count(self) -> str:
        """How many areas are painted, in words."""
        return _n("{n} area painted", "{n} areas painted", len(self._painted)) if self._painted else ""


def _nothing() -> tuple[Option, ...]:
    return Option("none", _("No pain anywhere"), "normal"), Option("unknown", _("Unknown"), "fact", "u")
