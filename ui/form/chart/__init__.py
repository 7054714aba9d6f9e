"""The body chart: brushes, the figure, the line that names a region, and the list that equals it."""

from ui.form.chart.block import ChartBlock

__all__ = ["ChartBlock"]
