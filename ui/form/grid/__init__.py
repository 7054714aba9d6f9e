"""Questions asked at several places or on both sides, as a grid of cells walked by keys."""

from ui.form.grid.block import GridBlock

__all__ = ["GridBlock"]
