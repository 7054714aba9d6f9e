"""Scrolling to what has the keyboard, so that it is seen with its question."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from ui.fields import Field
from ui.form.chart import ChartBlock
from ui.form.chart.chart import BodyChart
from ui.form.column import Column
from ui.form.going import around
from ui.form.grid import GridBlock
from ui.widgets import Scroll


def reveal(scroll: Scroll, column: Column, widget: QWidget) -> None:
    """Scroll as little as shows a widget of the column with its question, cell or region."""
    whole = around(widget, column, Field) or widget
    margin = column.theme.px(48)
    at = whole.mapTo(column, QPoint(0, 0))
    scroll.ensureVisible(at.x(), at.y(), 0, margin)
    scroll.ensureVisible(at.x(), at.y() + min(whole.height(), scroll.height() // 2), 0, margin)
    if isinstance(widget, GridBlock):
        cell = widget.focus_ring()[0].translated(widget.mapTo(column, QPoint(0, 0)))
        scroll.ensureVisible(cell.x(), cell.center().y(), 0, 2 * margin)
        widget.revealed()
    elif (block := around(widget, column, ChartBlock)) is not None:
        reveal_chart(scroll, column, block, widget)


def reveal_chart(scroll: Scroll, column: Column, block: ChartBlock, widget: QWidget) -> None:
    """The line that names the region is seen, and above all the region itself."""
    foot = block.mapTo(column, QPoint(0, block.height()))
    scroll.ensureVisible(0, foot.y(), 0, column.theme.px(12))
    if isinstance(widget, BodyChart):
        ring = widget.focus_ring()[0].translated(widget.mapTo(column, QPoint(0, 0)))
        scroll.ensureVisible(0, ring.top(), 0, column.theme.px(8))
