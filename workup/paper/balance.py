"""What speaks for and against one source: a bar each, for to the right and against, hatched, to the left.

Beside the name stands the balance, below the bars the open findings, dashed: how far each would reach when present or
absent.
"""

from collections.abc import Sequence

from workup import words
from workup.body import Contour
from workup.note.blocks import Balance, Missing, Run
from workup.note.text import bar_words, missing_words
from workup.paper.boxes import Box
from workup.paper.pen import Pen
from workup.paper.tags import LAST, Node
from workup.paper.typeset import Set, Typesetter
from workup.texts import N_, _

PAD = 3.0
BAR = 6.0
HATCH = 3.0
LABELS = 0.62  # the part of the width that the findings' words take
FIGURES = 26.0
KEY = N_(
    "Filled: measured. Outlined: consensus. Hatched, to the left: against. Dashed: missing, as far as it would reach."
)


class BalanceBox(Box):
    """The findings in words, their bars about one axis, and their signed points; hatching and outline survive a fax.

    `reach` is how many points the axis has room for on the left and on the right.
    """

    def __init__(
        self, setter: Typesetter, block: Balance, width: float, reach: tuple[float, float], node: Node
    ) -> None:
        self.block, self.width, self.gap, self.reach, self.node = block, width, 8.0, reach, node
        self.labels = width * LABELS
        title = (Run(f"{block.title}  ", "strong"), Run(block.phrase))
        self.head = setter.set(title, width - 2 * FIGURES - 14, "table", tag=node.part(0, "P"))
        figures = [words.signed(points) for points in (*(bar.points for bar in block.bars), block.total)]
        cells = [self._cells(number) for number in range(len(figures))]
        self.rows = [
            (setter.set((Run(bar_words(bar)),), self.labels - 6, "label", tag=name), bar)
            for bar, (_rest, name) in zip(block.bars, cells)
        ]
        self.foot = setter.set((Run(_("Balance"), "strong"),), FIGURES + 10, "table", tag=cells[-1][1])
        *self.figures, self.total = [
            setter.set((Run(figure, "plain" if bar else "strong"),), FIGURES, "label" if bar else "table", tag=points)
            for figure, (points, _rest2), bar in zip(figures, cells, (*block.bars, None))
        ]
        open_ = [setter.set((Run(text),), self.labels - 6, "label", tag=node.part(3 + n, "P"))
                 for n, text in enumerate(missing_words(block))]
        self.missing = list(zip(open_, block.missing, strict=True))
        first = 3 + len(open_)
        self.remarks = [
            setter.set(runs, width, "label", tag=node.part(first + n, "P")) for n, runs in enumerate(block.remarks)
        ]

    def _cells(self, number: int) -> tuple[Node, Node]:
        """The points and the words of a row of the table as which the bars are read."""
        row = self.node.part(2, "Table").part(number, "TR")
        points, name = row.part(0, "TD"), row.part(1, "TH")
        name.scope = "Row"
        return points, name

    def _height_of(self, number: int) -> float:
        return max(self.rows[number][0].height, BAR + 2) + 1

    @property
    def height(self) -> float:
        rows = sum(self._height_of(number) for number in range(len(self.rows)))
        missing = sum(text.height + 1 for text, _rest in self.missing)
        remarks = sum(text.height for text in self.remarks)
        return self.head.height + PAD + rows + missing + remarks

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.text(x, top, self.head)
        pen.text(x + self.width - 2 * FIGURES - 10, top, self.foot, width=FIGURES + 10, align="right")
        pen.text(x + self.width - FIGURES, top, self.total, width=FIGURES, align="right")
        y = top + self.head.height + PAD
        drawing = self.node.figure(1, self._told())
        room = self.width - self.labels - FIGURES - 4
        left, right = self.reach
        scale = room / (left + right) if left + right else 1
        axis = x + self.labels + left * scale
        start = y
        extent = (x + self.labels, start, room, self.height - (start - top))
        for number, (text, bar) in enumerate(self.rows):
            high = self._height_of(number)
            pen.text(x, y + (high - text.height) / 2, text)
            with pen.figure(drawing, *extent):
                self._bar(pen, axis, y + (high - BAR) / 2, bar.points * scale, measured=bar.measured)
            figure = self.figures[number]
            pen.text(x + self.width - FIGURES, y + (high - figure.height) / 2, figure, width=FIGURES, align="right")
            y += high
        pen.rule(x, start - 1, self.width)
        for text, open_ in self.missing:
            pen.text(x, y + 0.5, text)
            with pen.figure(drawing, *extent):
                self._reach(pen, axis, y + (text.height - BAR) / 2, open_, scale)
            y += text.height + 1
        pen.upright(axis, start, y, ink="black", weight=0.75)
        for remark in self.remarks:
            pen.text(x, y, remark)
            y += remark.height

    @staticmethod
    def _reach(pen: Pen, axis: float, top: float, open_: Missing, scale: float) -> None:
        """How far a finding that is not known would reach to either side."""
        edges = (open_.present * scale, open_.absent * scale, 0.0)
        left, right = min(edges), max(edges)
        if right > left:
            pen.box(axis + left, top, right - left, BAR, fill="white", weight=0.75, dashed=True)

    def _told(self) -> str:
        """What the look of the bars says and the figures do not."""
        measured = [bar_words(bar) for bar in self.block.bars if bar.measured]
        if not measured:
            return _("A bar for each row of the table that follows, all of them by consensus.")
        return _("A bar for each row of the table that follows. Measured: {measured}. Others by consensus.").format(
            measured="; ".join(measured)
        )

    @staticmethod
    def _bar(pen: Pen, axis: float, top: float, length: float, *, measured: bool) -> None:
        x, wide = (axis, length) if length > 0 else (axis + length, -length)
        if length > 0:
            pen.box(x, top, wide, BAR, fill="black" if measured else "white", weight=0.75)
            return
        pen.box(x, top, wide, BAR, fill="white", weight=0.75)
        strokes: list[Contour] = []
        place = 0.0
        while place < wide:
            reach = min(BAR, wide - place)
            stroke: Contour = (("M", x + place, top + BAR), ("L", x + place + reach, top + BAR - reach))
            strokes.append(stroke)
            place += HATCH
        if strokes:
            pen.draw(pen.path(strokes, 0, 0, 1.0), weight=0.5)


class BalancesBox(Box):
    """Figures side by side, and below them what their bars mean; where a page ends one below the other."""

    GUTTER = 16.0

    def __init__(self, setter: Typesetter, blocks: Sequence[Balance], nodes: Sequence[Node], width: float) -> None:
        points = [bar.points for block in blocks for bar in block.bars]
        points += [edge for block in blocks for one in block.missing for edge in (one.present, one.absent)]
        # One scale for all of them: a bar is as long as a bar of the same points beside it.
        reach = (max(0.0, *(-one for one in points)), max(0.0, *points)) if points else (0.0, 1.0)
        each = (width - self.GUTTER) / 2

        def made(width: float) -> list[BalanceBox]:
            return [BalanceBox(setter, block, width, reach, node) for block, node in zip(blocks, nodes)]

        self.figures, self.wide = made(each), made(width) if len(blocks) > 1 else []
        self.key = setter.set((Run(_(KEY), "quiet"),), width, "label", tag=nodes[0].part(LAST, "P"))
        self.step, self.gap = each + self.GUTTER, 8.0

    @property
    def height(self) -> float:
        return max(figure.height for figure in self.figures) + 3 + self.key.height

    @property
    def least(self) -> float:
        return KeyedBox(self.wide[0], self.key).height if self.wide else self.height

    def split(self, room: float, *, force: bool) -> tuple[Box, Box] | None:
        if not self.wide or (self.least > room and not force):
            return None
        return KeyedBox(self.wide[0], self.key), self.wide[1]

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for number, figure in enumerate(self.figures):
            figure.draw(pen, x + number * self.step, top)
        pen.text(x, top + self.height - self.key.height, self.key)


class KeyedBox(Box):
    """A figure with what its bars mean."""

    def __init__(self, figure: BalanceBox, key: Set) -> None:
        self.figure, self.key = figure, key

    @property
    def height(self) -> float:
        return self.figure.height + 3 + self.key.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        self.figure.draw(pen, x, top)
        pen.text(x, top + self.figure.height + 3, self.key)
