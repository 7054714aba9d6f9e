"""Blocks turned into boxes of a width."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from workup.body import BodyFigure
from workup.note.blocks import (
    Balance,
    Block,
    BodyChart,
    Bullets,
    Callout,
    Heading,
    Paragraph,
    Part,
    Run,
    Scores,
    Table,
    TimeLine,
)
from workup.paper.balance import BalancesBox
from workup.paper.boxes import Box, FrameBox, HeadingBox, TextBox
from workup.paper.figures import ChartBox, ScoresBox, TimeLineBox
from workup.paper.tables import table_box
from workup.paper.typeset import Set, Typesetter
from workup.style import PaperRole

BULLET = 11.0
NUMBER = 18.0
LIST_GAP = {"body": 3.0, "small": 2.0, "fine": 1.5}
ROLES: dict[str, PaperRole] = {"body": "body", "small": "table", "remark": "label", "fine": "reference"}


class Builder:
    """Sets blocks; one for each document."""

    def __init__(self, setter: Typesetter, figure: BodyFigure) -> None:
        self.setter, self.figure, self.shrink = setter, figure, 1.0

    def part(self, part: Part, width: float) -> list[Box]:
        """A part with its heading."""
        boxes: list[Box] = []
        if part.title:
            boxes.append(self._again(lambda wide: self._title(part, wide), width))
        figures = [block for block in part.blocks if isinstance(block, Balance)]
        for block in part.blocks:
            if not isinstance(block, Balance):
                boxes.extend(self.block(block, width))
            elif block is figures[0]:
                boxes.append(self._again(partial(BalancesBox, self.setter, figures[:2]), width))
        for box in boxes:
            box.gap *= self.setter.closeness.space
        return boxes

    @staticmethod
    def _again(make: Callable[[float], Box], width: float) -> Box:
        """A box that can be set anew in another width."""
        box = make(width)
        box.again = make
        return box

    def _title(self, part: Part, width: float) -> Box:
        title = self.setter.set((Run(part.title),), width, "heading")
        aside = self.setter.set((Run(part.aside, "quiet"),), width, "label") if part.aside else None
        return HeadingBox(title, aside, gap=9.0)

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
        if isinstance(block, BodyChart) and not block.patches:
            return []
        return [self._again(partial(self._single, block), width)]

    def _single(
        self, block: Heading | Paragraph | Table | Callout | BodyChart | TimeLine | Balance, width: float
    ) -> Box:
        setter = self.setter
        match block:
            case Heading(level=1):
                return HeadingBox(setter.set((Run(block.text),), width, "title"), gap=4.0, ink_accent=False)
            case Heading(level=3):
                text = setter.set((Run(block.text, "strong"),), width, "table")
                return HeadingBox(text, gap=5.0, ink_accent=False)
            case Heading():
                return HeadingBox(setter.set((Run(block.text),), width, "heading"), gap=10.0)
            case Paragraph():
                return TextBox(setter.set(block.runs, width, ROLES[block.look]), gap=3.0)
            case Table():
                return table_box(setter, block, width)
            case Callout():
                return self._callout(block, width)
            case BodyChart():
                return ChartBox(setter, block, self.figure, width, self.shrink)
            case TimeLine():
                return TimeLineBox(setter, block, width)
            case Balance():
                return BalancesBox(setter, (block,), width)
            case _:
                assert_never(block)

    def _scores(self, block: Scores, width: float) -> Box:
        return ScoresBox(self.setter, block, width)

    def _remark(self, block: Scores, width: float) -> Box:
        return TextBox(self.setter.set(block.remark, width, "label"), gap=3.0)

    def _bullet(self, block: Bullets, number: int, width: float) -> Box:
        role = ROLES[block.look]
        indent = NUMBER if block.numbered else BULLET
        mark = self.setter.set((Run(f"{number + 1}." if block.numbered else "–"),), indent, role)
        text = self.setter.set(block.rows[number], width - indent, role)
        return TextBox(text, gap=LIST_GAP[block.look], mark=mark, indent=indent)

    def _callout(self, block: Callout, width: float) -> Box:
        inner = width - 22
        set_ = self.setter.set
        if block.kind == "signature":
            half = inner / 2 - 8
            left = [set_((Run(block.title),), half, "conclusion"), *(set_(runs, half, "table") for runs in block.lines)]
            return FrameBox([left, [set_(runs, half, "table") for runs in block.beside]], width)
        quiet = block.kind in ("flags", "caution")
        lines = [set_(runs, inner, "table" if quiet else "body") for runs in block.lines]
        if block.kind == "conclusion":
            return FrameBox([[set_((Run(block.title),), inner, "conclusion"), *lines]], width, bar=True)
        if block.kind == "alarm":
            banner = set_((Run(f"RED FLAG: {block.title}"),), inner, "conclusion")
            return FrameBox([lines], width, banner=banner)
        first = block.lines[0] if block.lines else ()
        role: PaperRole = "table" if quiet else "body"
        led: list[Set] = [set_((Run(f"{block.title} ", "strong"), *first), inner, role)]
        return FrameBox([[*led, *lines[1:]]], width)
