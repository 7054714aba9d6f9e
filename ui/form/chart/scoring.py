"""The digit right after areas were painted by key: how strong the pain is in them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QElapsedTimer

from ui.widgets.score import TEN_WITHIN_MS
from workup.answers import Painted
from workup.body import Region


class Scoring:
    """Asks for one score for a stroke of areas; another key, another area or the score itself ends it."""

    def __init__(self) -> None:
        self._stroke: tuple[Region, ...] = ()
        self._since_one = QElapsedTimer()

    def asks(self, region: Region) -> bool:
        """Whether a digit now is the score of this area."""
        return bool(self._stroke) and self._stroke[-1] == region

    def go_on(self, way: tuple[Region, ...], painted: Mapping[Region, Painted]) -> None:
        """Painted by key, coming from `way[0]`: one more area of the stroke, or the first of another one."""
        stroke = (*self._stroke, way[-1]) if len(way) > 1 and self.asks(way[0]) else way[-1:]
        self.end()
        value = painted.get(way[-1])
        self._stroke = stroke if value is not None and value.intensity is None else ()

    def end(self, really: object = True) -> None:
        """Ask no longer."""
        if not really:
            return
        self._stroke = ()
        self._since_one.invalidate()

    def digit(self, region: Region, digit: int) -> tuple[int, tuple[Region, ...]] | None:
        """The score and the areas a digit gives it to; None when it means something else. 1 and soon a 0 are ten."""
        ten = self._since_one.isValid()
        soon = ten and self._since_one.elapsed() <= TEN_WITHIN_MS and digit == 0
        stroke = self._stroke
        if not self.asks(region) or (ten and not soon):
            self.end()
            return None
        self.end()
        if digit == 1:
            self._stroke = stroke
            self._since_one.start()
        return (10 if ten else digit), stroke
