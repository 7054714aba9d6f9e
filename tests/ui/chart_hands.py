"""Hands for the body chart: the shortest way through the areas, and strokes over those that feel alike."""

from __future__ import annotations

from collections.abc import Mapping

from tests.ui.presses import ARROWS, Counting
from tests.ui.room import Room
from ui.form.chart import ChartBlock
from ui.form.chart.chart import BodyChart
from workup.answers import At, Painted, Slot, Value
from workup.body import Region


class ChartHands(Counting):
    """Paints areas by keys alone; `stroked` are those painted with the one before."""

    def __init__(self, room: Room, wanted: Mapping[Slot, Value]) -> None:
        super().__init__(room, wanted)
        self.stroked: list[Slot] = []

    def paint(self, where: Slot) -> None:
        """An area of the body chart."""
        block, value = self.chart(), self.wanted[where]
        assert isinstance(value, Painted)
        for key in self.ways(block._chart, block._chart.current)[self.region(where)]:
            self.key(key, f"to {where}")
        for quality in value.qualities:
            if quality not in self.painted(where):
                self.key(str(list(block._item.qualities).index(quality) + 1), str(where))
            if value.intensity is not None and self.scored(where) is None:
                self.stroke(block, where)
                self.key(str(value.intensity), str(where))

    def chart(self) -> ChartBlock:
        """The body chart."""
        return next(block for block in self.form.findChildren(ChartBlock) if block.isVisible())

    def region(self, where: Slot) -> Region:
        """The area of a slot."""
        found = self.chart().context.figure.region(where.at.place or "", where.at.side)
        assert found is not None
        return found

    def first_of_tour(self, areas: list[Slot]) -> Slot:
        """Where the shortest way through the areas begins."""
        chart, regions = self.chart()._chart, [self.region(where) for where in areas]
        far: dict[tuple[int, int], int] = {}
        for start in range(-1, len(areas)):
            ways = self.ways(chart, chart.current if start < 0 else regions[start])
            for end, region in enumerate(regions):
                strokes = start >= 0 and len(ways[region]) == 1 and self.are_alike(areas[start], areas[end])
                far[start, end] = 1 if strokes else len(ways[region]) + 2
        best = {(1 << n, n): (far[-1, n], n) for n in range(len(areas))}
        for visited in range(1, 1 << len(areas)):
            for last in range(len(areas)):
                known = best.get((visited, last))
                for end in range(len(areas)) if known else ():
                    if not visited >> end & 1 and known is not None:
                        key, cost = (visited | 1 << end, end), known[0] + far[last, end]
                        if key not in best or cost < best[key][0]:
                            best[key] = (cost, known[1])
        everything = (1 << len(areas)) - 1
        return areas[min(best[everything, n] for n in range(len(areas)))[1]]

    def painted(self, where: Slot) -> tuple[str, ...]:
        """The qualities an area has now."""
        value = self.value(where)
        return value.qualities if isinstance(value, Painted) else ()

    def scored(self, where: Slot) -> int | None:
        """The intensity an area has now."""
        value = self.value(where)
        return value.intensity if isinstance(value, Painted) else None

    def are_alike(self, one: Slot, other: Slot) -> bool:
        """Whether two areas are painted in one stroke: they feel the same at first, and as strong."""
        here, there = self.wanted.get(one), self.wanted.get(other)
        return isinstance(here, Painted) and isinstance(there, Painted) and (
            (here.qualities[:1], here.intensity) == (there.qualities[:1], there.intensity)
        )  # fmt: skip

    def stroke(self, block: ChartBlock, where: Slot) -> None:
        """Paint on into neighbours that feel the same and as strong."""
        chart, going = block._chart, True
        while going:
            going = False
            moves = [(chart.neighbour(chart.current, right, down), key) for (down, right), key in ARROWS.items()]
            for there, key in (*moves, (chart.counterpart(chart.current), "PgDown")):
                next_to = Slot(where.item, At(None, there.name, there.side)) if there else where
                if self.are_alike(where, next_to) and len(self.painted(where)) == 1 and not self.painted(next_to):
                    self.key(f"Shift+{key}", str(next_to))
                    self.stroked.append(next_to)
                    going = True
                    break

    def ways(self, chart: BodyChart, start: Region) -> dict[Region, list[str]]:
        """The fewest keys from one region to every other."""
        ways: dict[Region, list[str]] = {start: []}
        waiting = [start]
        while waiting:
            here = waiting.pop(0)
            moves = [(chart.neighbour(here, right, down), key) for (down, right), key in ARROWS.items()]
            for there, key in (*moves, (chart.counterpart(here), "PgDown")):
                if there is not None and there not in ways:
                    ways[there] = [*ways[here], key]
                    waiting.append(there)
        return ways
