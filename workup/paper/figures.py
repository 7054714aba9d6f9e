"""Figures as vectors: the body chart in black patterns, scores in boxes, the time line."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

from workup.body import PATTERN_WIDTH, BodyFigure, Bounds, Contour, Dot, Quality, Stroke, caption_words, pattern
from workup.note.blocks import Balance, BodyChart, Event, Patch, Run, Score, Scores, TimeLine
from workup.note.text import in_order
from workup.paper.balance import KEY
from workup.paper.boxes import Box
from workup.paper.pen import Pen
from workup.paper.tags import Node
from workup.paper.typeset import Set, Typesetter
from workup.texts import N_, _

SWATCH = (22.0, 11.0)
LEGEND, APART = SWATCH[0] + 6, 10.0  # the room of a swatch before its words, and between words and the next swatch
WIDEST = 260.0
CHART = N_("Body chart, front and back, with painted regions; they are named in words in the text.")

EMPTY = N_("Body chart, front and back, to be shaded by hand.")


class ChartBox(Box):
    """The body chart with its painted regions and the legend of their patterns."""

    def __init__(
        self, setter: Typesetter, chart: BodyChart, figure: BodyFigure, width: float, node: Node, shrink: float = 1.0
    ) -> None:
        self.chart, self.figure, self.width = chart, figure, width
        self.node = node.figure(0, _(CHART if chart.patches else EMPTY))
        self.scale = min(width, WIDEST) / figure.width * shrink
        names = [
            setter.set((Run(name),), width - LEGEND, "table", tag=node.part(1, "L").item(number)[1])
            for number, (_rest, name) in enumerate(chart.legend)
        ]
        self.legend = flowing(names, width, LEGEND, APART)
        self.gap = 4.0

    @property
    def _figure_height(self) -> float:
        return self.figure.height * self.scale

    @property
    def height(self) -> float:
        return self._figure_height + 4 + sum(self._row_heights())

    def _row_heights(self) -> list[float]:
        return [max(SWATCH[1] + 3, *(text.height for _rest, text in row)) for row in self.legend]

    def draw(self, pen: Pen, x: float, top: float) -> None:
        legend = x
        x += (self.width - self.figure.width * self.scale) / 2
        with pen.figure(self.node, x, top, self.figure.width * self.scale, self._figure_height):
            self._draw_body(pen, x, top)
        self._draw_legend(pen, legend, top + self._figure_height + 4)

    def _draw_body(self, pen: Pen, x: float, top: float) -> None:
        for view in self.figure.views:
            pen.draw(pen.path([view.base], x, top, self.scale), ink="rule", weight=0.3, fill="white")
            lines = (*(region.path for region in view.regions), *view.detail)
            pen.draw(pen.path(lines, x, top, self.scale), ink="rule", weight=0.3)
        for patch in self.chart.patches:
            self._paint(pen, x, top, patch)
        for view in self.figure.views:
            pen.draw(pen.path([view.outline], x, top, self.scale), ink="black", weight=0.7)
        for caption in self.figure.captions:
            left, base = x + caption.x * self.scale, top + caption.y * self.scale
            pen.word(left, base, caption_words(caption.text), 6.5, centred=True)

    def _paint(self, pen: Pen, x: float, top: float, patch: Patch) -> None:
        region = self.figure.region(patch.region, patch.side)
        if region is None:
            return
        outline = pen.path([region.path], x, top, self.scale)
        pen.draw(outline, weight=0.8, fill="white")
        pen.clipped(outline)
        for quality in patch.qualities:
            if quality in get_args(Quality):
                draw_pattern(pen, quality, region.bounds, x, top, self.scale)  # type: ignore[arg-type]
        pen.unclipped()

    def _draw_legend(self, pen: Pen, x: float, top: float) -> None:
        qualities = iter(self.chart.legend)
        y = top
        for row, height in zip(self.legend, self._row_heights(), strict=True):
            for start, text in row:
                self._swatch(pen, next(qualities)[0], x + start, y + 1.5)
                pen.text(x + start + LEGEND, y + (height - text.height) / 2, text)
            y += height

    @staticmethod
    def _swatch(pen: Pen, quality: str, x: float, top: float) -> None:
        wide, high = SWATCH
        corner: Contour = (("M", 0.0, 0.0), ("L", wide, 0.0), ("L", wide, high), ("L", 0.0, high), ("Z",))
        outline = pen.path([corner], x, top, 1.0)
        scale = 0.5
        pen.clipped(outline)
        if quality in get_args(Quality):
            draw_pattern(pen, quality, Bounds(0, 0, wide / scale, high / scale), x, top, scale)  # type: ignore[arg-type]
        pen.unclipped()
        pen.draw(outline, weight=0.75)


def flowing(texts: Sequence[Set], width: float, mark: float, apart: float) -> list[list[tuple[float, Set]]]:
    """As many to a row as there is room for with a mark before each, each with its place in the row."""
    rows: list[list[tuple[float, Set]]] = []
    end = width
    for text in texts:
        start = end + apart
        if not rows or start + mark + text.width > width:
            rows.append([])
            start = 0.0
        rows[-1].append((start, text))
        end = start + mark + text.width
    return rows


def draw_pattern(pen: Pen, quality: Quality, bounds: Bounds, x: float, top: float, scale: float) -> None:
    """The marks of a quality over a rectangle of the figure; heavy enough for a fax."""
    weight = max(PATTERN_WIDTH * scale * 1.3, 0.4)
    shapes = pattern(quality, bounds)
    strokes = [shape.path for shape in shapes if isinstance(shape, Stroke)]
    if strokes:
        pen.draw(pen.path(strokes, x, top, scale), weight=weight)
    for filled in (True, False):
        dots = [shape for shape in shapes if isinstance(shape, Dot) and shape.filled is filled]
        placed = [(x + dot.x * scale, top + dot.y * scale, max(dot.radius * scale, 0.45)) for dot in dots]
        if placed:
            pen.dots(placed, filled=filled, weight=weight)


class ScoresBox(Box):
    """Scores in boxes, two in a row."""

    def __init__(self, setter: Typesetter, scores: Scores, width: float, node: Node) -> None:
        self.width, self.gap = width, 6.0
        self.each = (width - 8) / 2
        self.cells = [self._set(setter, score, node.item(number)[1]) for number, score in enumerate(scores.scores)]

    def _set(self, setter: Typesetter, score: Score, node: Node) -> tuple[Set, Set, Set]:
        name = setter.set((Run(score.name),), self.each - 14, "table", tag=node.part(0, "P"))
        value = setter.set((Run(score.value),), self.each / 2, "name", bold=True, tag=node.part(1, "P"))
        room = self.each - 14 - value.width - 5
        return name, value, setter.set((Run(score.beside, "quiet"),), room, "label", tag=node.part(2, "P"))

    def _heights(self) -> list[float]:
        rows = [self.cells[start : start + 2] for start in range(0, len(self.cells), 2)]
        return [max(n.height + max(v.height, b.height + 3) for n, v, b in row) + 9 for row in rows]

    @property
    def height(self) -> float:
        return sum(self._heights()) + 4 * max(0, len(self._heights()) - 1)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        y = top
        for number, height in enumerate(self._heights()):
            for column, (name, value, beside) in enumerate(self.cells[2 * number : 2 * number + 2]):
                left = x + column * (self.each + 8)
                pen.box(left, y, self.each, height, stroke="text2", weight=0.75)
                pen.text(left + 7, y + 4, name)
                pen.text(left + 7, y + 4 + name.height, value)
                pen.text(left + 12 + value.width, y + 4 + name.height + 3.5, beside)
            y += height + 4


class TimeLineBox(Box):
    """Operations and visits on one axis, numbered, their words below one behind the other; pain-free time is a bar."""

    RADIUS = 4.6
    MARK, APART = 13.0, 12.0  # the room of a number before its words, and between words and the next number

    def __init__(self, setter: Typesetter, line: TimeLine, width: float, node: Node) -> None:
        self.line, self.width, self.gap = line, width, 10.0
        events = in_order(line.events)
        tags = {id(event): node.part(1, "L").item(number)[1] for number, event in enumerate(events)}
        self.start = min(event.first for event in line.events)
        self.end = max(line.today, *(event.last for event in line.events))
        said = _("Time line from {start} to {end}; the list after it tells it.")
        self.node = node.figure(0, said.format(start=self.start.year, end=self.end.year))
        self.marks = [event for event in in_order(line.events) if event.kind != "free"]
        free = [event for event in events if event.kind == "free"]
        self.free = [(e, setter.set((Run(e.text),), width, "label", tag=tags[id(e)])) for e in free]
        texts = [self._words(setter, event, tags[id(event)]) for event in self.marks]
        self.rows = flowing(texts, width, self.MARK, self.APART)

    def _words(self, setter: Typesetter, event: Event, tag: Node) -> Set:
        return setter.set((Run(f"{event.date} ", "strong"), Run(event.text)), self.width - self.MARK, "label", tag=tag)

    @property
    def _axis(self) -> float:
        """The axis below the upper edge: room for the words of the pain-free time."""
        return 17.0 if self.free else 7.0

    @property
    def height(self) -> float:
        return self._axis + 17 + sum(self._high(row) for row in self.rows)

    @staticmethod
    def _high(row: Sequence[tuple[float, Set]]) -> float:
        return max(text.height for _rest, text in row) + 1

    def _at(self, day: date) -> float:
        days = max((self.end - self.start).days, 1)
        return self.RADIUS + (self.width - 2 * self.RADIUS) * (day - self.start).days / days

    def draw(self, pen: Pen, x: float, top: float) -> None:
        axis = top + self._axis
        with pen.figure(self.node, x, axis - 7, self.width, 21):
            self._draw_axis(pen, x, axis)
        for event, text in self.free:
            left = x + self._at(event.first)
            pen.text(min(left, x + self.width - text.width), axis - 6 - text.height, text)
        y, number = axis + 17, 0
        for row in self.rows:
            for start, text in row:
                number += 1
                self._mark(pen, x + start + self.RADIUS, y + text.role.line / 2, self.marks[number - 1], number)
                pen.text(x + start + self.MARK, y, text)
            y += self._high(row)

    def _draw_axis(self, pen: Pen, x: float, axis: float) -> None:
        pen.rule(x, axis, self.width, ink="black", weight=0.75)
        self._years(pen, x, axis)
        for event, _rest in self.free:
            left, right = x + self._at(event.first), x + self._at(event.last)
            pen.box(left, axis - 3, max(right - left, 2), 6, fill="shade", weight=0.5)
        for number, (event, place) in enumerate(zip(self.marks, self._places()), 1):
            self._mark(pen, x + place, axis, event, number)

    def _places(self) -> list[float]:
        """Where the marks stand on the axis; the later ones keep their place, the earlier ones make room."""
        places = [self._at(event.first + (event.last - event.first) / 2) for event in self.marks]
        for number in range(len(places) - 2, -1, -1):
            places[number] = max(self.RADIUS, min(places[number], places[number + 1] - 2 * self.RADIUS - 0.6))
        return places

    def _years(self, pen: Pen, x: float, axis: float) -> None:
        """Ticks at each new year, with the year where there is room for it."""
        last = -100.0
        for year in range(self.start.year + 1, self.end.year + 1):
            place = self._at(date(year, 1, 1))
            pen.upright(x + place, axis - 2, axis + 2, ink="text2")
            if place - last >= 30 and 10 < place < self.width - 10:
                pen.word(x + place, axis + 12.5, str(year), 6.5, centred=True)
                last = place

    def _mark(self, pen: Pen, x: float, y: float, event: Event, number: int) -> None:
        """A black disc for an operation, a thick ring for pain that came, a white square for a visit."""
        r = self.RADIUS
        if event.kind == "operation":
            pen.dots([(x, y, r)], filled=True)
        elif event.kind == "pain":
            pen.disc(x, y, r - 0.6, weight=1.5)
        else:
            pen.box(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1, fill="white", weight=0.75)
        pen.word(x, y + 2.2, str(number), 6.5, centred=True, ink="white" if event.kind == "operation" else "black")


def drawn_words(figure: BodyFigure, blocks: Sequence[object]) -> list[str]:
    """The words that only figures draw: views and sides on the body, years and numbers, what bars mean."""
    charts = [block for block in blocks if isinstance(block, BodyChart) and block.patches]
    words = [caption_words(caption.text) for _chart in charts for caption in figure.captions]
    if any(isinstance(block, Balance) for block in blocks):
        words.append(_(KEY))
    for block in blocks:
        if isinstance(block, TimeLine):
            count = sum(event.kind != "free" for event in in_order(block.events))
            words.extend(str(number) for number in range(1, count + 1) for _rest in range(2))
            first = min(event.first for event in block.events).year
            words.extend(map(str, range(first, block.today.year + 1)))
    return words
