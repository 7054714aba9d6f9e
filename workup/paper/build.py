"""Blocks turned into boxes of a width."""

from typing import assert_never

from workup.body import BodyFigure
from workup.note.blocks import (
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
from workup.paper.boxes import Box, FrameBox, HeadingBox, TextBox
from workup.paper.figures import ChartBox, ScoresBox, TimeLineBox
from workup.paper.tables import table_box
from workup.paper.typeset import Set, Typesetter
from workup.style import PaperRole

BULLET = 11.0
NUMBER = 18.0
ROLES: dict[str, PaperRole] = {"body": "body", "remark": "label", "fine": "reference"}


class Builder:
    """Sets blocks; one for each document."""

    def __init__(self, setter: Typesetter, figure: BodyFigure) -> None:
        self.setter, self.figure = setter, figure

    def part(self, part: Part, width: float) -> list[Box]:
        """A part with its heading."""
        boxes: list[Box] = []
        if part.title:
            title = self.setter.set((Run(part.title),), width, "heading")
            aside = self.setter.set((Run(part.aside, "quiet"),), width, "label") if part.aside else None
            boxes.append(HeadingBox(title, aside, gap=10.0))
        for block in part.blocks:
            boxes.extend(self.block(block, width))
        return boxes

    def block(self, block: Block, width: float) -> list[Box]:
        """A block in a width."""
        setter = self.setter
        match block:
            case Heading(level=1):
                return [HeadingBox(setter.set((Run(block.text),), width, "title"), gap=8.0, ink_accent=False)]
            case Heading(level=3):
                text = setter.set((Run(block.text, "strong"),), width, "table")
                return [HeadingBox(text, gap=7.0, ink_accent=False)]
            case Heading():
                return [HeadingBox(setter.set((Run(block.text),), width, "heading"), gap=10.0)]
            case Paragraph():
                return [TextBox(setter.set(block.runs, width, ROLES[block.look]), gap=4.0)]
            case Bullets():
                return self._bullets(block, width)
            case Table():
                return [table_box(setter, block, width)]
            case Callout():
                return [self._callout(block, width)]
            case BodyChart():
                return self._chart(block, width)
            case Scores():
                return [ScoresBox(setter, block, width)]
            case TimeLine():
                return [TimeLineBox(setter, block, width)]
            case _:
                assert_never(block)

    def _bullets(self, block: Bullets, width: float) -> list[Box]:
        role: PaperRole = "reference" if block.look == "fine" else "body"
        indent = NUMBER if block.numbered else BULLET
        boxes: list[Box] = []
        for number, runs in enumerate(block.rows, 1):
            mark = self.setter.set((Run(f"{number}." if block.numbered else "–"),), indent, role)
            text = self.setter.set(runs, width - indent, role)
            boxes.append(TextBox(text, gap=1.5 if block.look == "fine" else 3.0, mark=mark, indent=indent))
        return boxes

    def _chart(self, block: BodyChart, width: float) -> list[Box]:
        caption = [TextBox(self.setter.set(runs, width, "label"), gap=3.0) for runs in block.caption]
        return [ChartBox(self.setter, block, self.figure, width), *caption] if block.patches else list(caption)

    def _callout(self, block: Callout, width: float) -> Box:
        inner = width - 22
        set_ = self.setter.set
        if block.kind == "signature":
            half = inner / 2 - 8
            left = [set_((Run(block.title),), half, "conclusion"), *(set_(runs, half, "table") for runs in block.lines)]
            return FrameBox([left, [set_(runs, half, "table") for runs in block.beside]], width)
        lines = [set_(runs, inner) for runs in block.lines]
        if block.kind == "conclusion":
            return FrameBox([[set_((Run(block.title),), inner, "conclusion"), *lines]], width, bar=True)
        if block.kind == "alarm":
            banner = set_((Run(f"RED FLAG: {block.title}"),), inner, "conclusion")
            return FrameBox([lines], width, banner=banner)
        first = block.lines[0] if block.lines else ()
        led: list[Set] = [set_((Run(f"{block.title} ", "strong"), *first), inner)]
        return FrameBox([[*led, *lines[1:]]], width)
