"""Blocks turned into boxes of a width."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import assert_never

from workup.body import BodyFigure
from workup.note.blocks import (
    Balance,
    Block,
    BodyChart,
    Bullets,
    Callout,
    Cover,
    Heading,
    Paragraph,
    Part,
    Run,
    Runs,
    Scores,
    Table,
    TimeLine,
)
from workup.paper.balance import BalancesBox
from workup.paper.boxes import Box, FrameBox, HeadingBox, TextBox
from workup.paper.code import LONGEST, TOLD, CodeBox
from workup.paper.figures import ChartBox, ScoresBox, TimeLineBox
from workup.paper.tables import table_box
from workup.paper.tags import Node, Tree
from workup.paper.typeset import Set, Typesetter
from workup.style import PaperRole
from workup.texts import _

BULLET = 11.0
NUMBER = 18.0
LIST_GAP = {"body": 3.0, "small": 2.0, "fine": 1.5}
ROLES: dict[str, PaperRole] = {"body": "body", "small": "table", "remark": "label", "fine": "reference"}


class Builder:
    """Sets blocks and says what each text is read as; one for each document."""

    def __init__(self, setter: Typesetter, figure: BodyFigure, tree: Tree, cover: Cover) -> None:
        self.setter, self.figure, self.tree, self.shrink = setter, figure, tree, 1.0
        self.blank = cover.status == "CHECKLIST"  # a chart with nothing painted is there to be painted by hand
        self.draft, self.qr = cover.status == "DRAFT", cover.signature.qr if cover.signature else ""

    def part(self, part: Part, width: float) -> list[Box]:
        """A part with its heading."""
        boxes = self.title(part, width)
        figures = [block for block in part.blocks if isinstance(block, Balance)]
        for block in part.blocks:
            if not isinstance(block, Balance):
                boxes.extend(self.block(block, width))
            elif block is figures[0]:
                nodes = [self.tree.of(figure) for figure in figures[:2]]
                boxes.append(self._again(partial(BalancesBox, self.setter, figures[:2], nodes), width))
        for box in boxes:
            box.gap *= self.setter.closeness.space
        return boxes

    def title(self, part: Part, width: float) -> list[Box]:
        """The heading of a part."""
        return [self._again(partial(self._title, part), width)] if part.title else []

    @staticmethod
    def _again(make: Callable[[float], Box], width: float) -> Box:
        """A box that can be set anew in another width."""
        box = make(width)
        box.again = make
        return box

    def _title(self, part: Part, width: float) -> Box:
        node = self.tree.of(part)
        title = self.setter.set((Run(part.title),), width, "heading", tag=node.part(0, "H2"))
        tag = node.part(1, "P")
        aside = self.setter.set((Run(part.aside, "quiet"),), width, "label", tag=tag) if part.aside else None
        return HeadingBox(title, aside, width=width, gap=9.0)

    def block(self, block: Block, width: float) -> list[Box]:
        """A block in a width."""
        if isinstance(block, Bullets):
            rows = range(len(block.rows))
            return [self._again(partial(self._bullet, block, number), width) for number in rows]
        if isinstance(block, Scores):
            make = [self._scores] if block.scores else []
            if block.remark:
                make.append(self._remark)
            return [self._again(partial(one, block), width) for one in make]
        if isinstance(block, BodyChart) and not block.patches and not self.blank:
            return []
        return [self._again(partial(self._single, block), width)]

    def _single(
        self, block: Heading | Paragraph | Table | Callout | BodyChart | TimeLine | Balance, width: float
    ) -> Box:
        setter, node = self.setter, self.tree.of(block)
        match block:
            case Heading(level=1):
                text = setter.set((Run(block.text),), width, "title", tag=node)
                return HeadingBox(text, gap=4.0, ink_accent=False)
            case Heading(level=3):
                text = setter.set((Run(block.text, "strong"),), width, "table", tag=node)
                return HeadingBox(text, gap=5.0, ink_accent=False)
            case Heading():
                return HeadingBox(setter.set((Run(block.text),), width, "heading", tag=node), gap=10.0)
            case Paragraph():
                return TextBox(setter.set(block.runs, width, ROLES[block.look], tag=node), gap=3.0)
            case Table():
                return table_box(setter, block, width, node)
            case Callout():
                return self._callout(block, width)
            case BodyChart():
                return ChartBox(setter, block, self.figure, width, node, self.shrink)
            case TimeLine():
                return TimeLineBox(setter, block, width, node)
            case Balance():
                return BalancesBox(setter, (block,), (node,), width)
            case _:
                assert_never(block)

    def _scores(self, block: Scores, width: float) -> Box:
        return ScoresBox(self.setter, block, width, self.tree.of(block).part(0, "L"))

    def _remark(self, block: Scores, width: float) -> Box:
        return TextBox(self.setter.set(block.remark, width, "label", tag=self.tree.of(block).part(1, "P")), gap=3.0)

    def _bullet(self, block: Bullets, number: int, width: float) -> Box:
        role = ROLES[block.look]
        indent = NUMBER if block.numbered else BULLET
        node = self.tree.of(block)
        node.numbered = block.numbered
        label, body = node.item(number)
        mark = self.setter.set((Run(f"{number + 1}." if block.numbered else "–"),), indent, role, tag=label)
        text = self.setter.set(block.rows[number], width - indent, role, tag=body)
        return TextBox(text, gap=LIST_GAP[block.look], mark=mark, indent=indent)

    def _callout(self, block: Callout, width: float) -> Box:
        inner, node = width - 22, self.tree.of(block)
        if block.kind == "signature":
            return self._signature(block, width)
        quiet = block.kind in ("flags", "caution")
        role: PaperRole = "table" if quiet else "body"
        lines = self._lines(block.lines, inner, role, node)
        if block.kind == "conclusion":
            title = self.setter.set((Run(block.title),), inner, "conclusion", tag=node.part(0, "P"))
            return FrameBox([[title, *lines]], width, bar=True)
        if block.kind == "alarm":
            # Who goes from heading to heading must not miss it.
            said, heading = Run(f"RED FLAG: {block.title}"), node.part(0, "H2")
            return FrameBox([lines], width, banner=self.setter.set((said,), inner, "conclusion", tag=heading))
        first = block.lines[0] if block.lines else ()
        led = self.setter.set((Run(f"{block.title} ", "strong"), *first), inner, role, tag=node.part(0, "P"))
        return FrameBox([[led, *lines[1:]]], width)

    def _signature(self, block: Callout, width: float) -> Box:
        node = self.tree.of(block)
        code = CodeBox(self.qr, node.figure(3, _(TOLD))) if 0 < len(self.qr) <= LONGEST else None
        half = (width - 22 - (code.height if code else 0.0)) / 2 - 8
        title = self.setter.set((Run(block.title),), half, "conclusion", tag=node.part(0, "P"))
        left = [title, *self._lines(block.lines, half, "table", node.part(1, "Div"))]
        right = self._lines(block.beside, half, "table", node.part(2, "Div"))
        return FrameBox([left, right], width, dashed=self.draft, code=code)

    def _lines(self, lines: Sequence[Runs], width: float, role: PaperRole, node: Node) -> list[Set]:
        """Lines of running text, each a paragraph."""
        return [self.setter.set(runs, width, role, tag=node.part(n, "P")) for n, runs in enumerate(lines, 1)]
