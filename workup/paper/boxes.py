"""What stands on a page: boxes of known height that can draw themselves and, some of them, split."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from workup.paper.code import CodeBox
from workup.paper.pen import Pen
from workup.paper.typeset import Set

BESIDE = 6.0  # between a heading and its date


class Box(ABC):
    """Something with a height.

    `gap` is the space before it, `keep` ties it to the box that follows, `again` sets it anew in another width.
    """

    gap: float = 0.0
    keep: bool = False
    again: "Callable[[float], Box] | None" = None

    @property
    @abstractmethod
    def height(self) -> float:
        """How high it is."""

    @abstractmethod
    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it with its upper left corner there."""

    @property
    def least(self) -> float:
        """How much of it must stand together at a page's end."""
        return self.height

    def split(self, room: float, *, force: bool) -> "tuple[Box, Box] | None":
        """Two boxes, the first no higher than `room`; `force` also cuts what belongs together."""
        return None


class TextBox(Box):
    """Set text; a short one stays whole, of a long one at least two lines stand on either side of a page break."""

    WHOLE = 5

    def __init__(
        self, text: Set, *, gap: float = 0.0, keep: bool = False, mark: Set | None = None, indent: float = 0.0
    ) -> None:
        self.text, self.gap, self.keep, self.mark, self.indent = text, gap, keep, mark, indent

    @property
    def height(self) -> float:
        return self.text.height

    @property
    def least(self) -> float:
        return self.height if len(self.text.lines) <= self.WHOLE else 2 * self.text.role.line

    def draw(self, pen: Pen, x: float, top: float) -> None:
        if self.mark:
            pen.text(x, top, self.mark, width=max(self.indent - 3, 0), align="right" if self.indent > 12 else "left")
        pen.text(x + self.indent, top, self.text)

    def split(self, room: float, *, force: bool) -> tuple[Box, Box] | None:
        count = int(room / self.text.role.line)
        lines = len(self.text.lines)
        if not force and (self.mark or lines <= self.WHOLE):
            return None
        if not force:
            count = min(count, lines - 2)
        if count < (1 if force else 2) or count >= lines:
            return None
        first = TextBox(self.text.head(count), gap=self.gap, mark=self.mark, indent=self.indent)
        return first, TextBox(self.text.tail(count), indent=self.indent)


class HeadingBox(TextBox):
    """A heading with its date beside it, below where a narrow column has no room; never the last thing on a page."""

    def __init__(
        self, text: Set, aside: Set | None = None, *, width: float = 0.0, gap: float = 0.0, ink_accent: bool = True
    ) -> None:
        super().__init__(text, gap=gap, keep=True)
        self.aside, self.ink_accent = aside, ink_accent
        last = text.lines[-1].width if text.lines else 0.0
        self.below = aside is not None and last + BESIDE + aside.width > width

    @property
    def height(self) -> float:
        return self.text.height + (self.aside.height if self.aside and self.below else 0.0)

    @property
    def least(self) -> float:
        return self.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        size, leading = self.text.role.size, self.text.role.line
        pen.text(x, top, self.text, ink="accent" if self.ink_accent else "black")
        if self.aside and self.below:
            pen.text(x, top + self.text.height, self.aside)
        elif self.aside and self.text.lines:
            beside = x + self.text.lines[-1].width + BESIDE
            baseline = top + (len(self.text.lines) - 1) * leading + leading * 0.5 + size * 0.33
            for line in self.aside.lines[:1]:
                pen.line_of_text(beside, baseline, line, self.aside.role.size, tag=self.aside.tag)

    def split(self, room: float, *, force: bool) -> tuple[Box, Box] | None:
        return None


class FrameBox(Box):
    """Set text in a frame, in one or two columns; `bar` draws the accent bar of the conclusion.

    A `dashed` frame is that of what is not signed; a `code` stands at its right edge.
    """

    PAD = 6.0

    def __init__(
        self,
        columns: Sequence[Sequence[Set]],
        width: float,
        *,
        bar: bool = False,
        banner: Set | None = None,
        gap: float = 8.0,
        dashed: bool = False,
        code: CodeBox | None = None,
    ) -> None:
        self.columns, self.width, self.bar, self.banner, self.gap = [list(c) for c in columns], width, bar, banner, gap
        self.dashed, self.code = dashed, code

    @property
    def top_pad(self) -> float:
        return self.PAD + (self.banner.height + 6 if self.banner else 0.0)

    @property
    def height(self) -> float:
        code = self.code.height if self.code else 0.0
        return max(code, *(_stacked(column) for column in self.columns)) + self.PAD + self.top_pad

    def draw(self, pen: Pen, x: float, top: float) -> None:
        weight = 2.0 if self.banner else 0.75
        pen.box(x, top, self.width, self.height, weight=weight, dashed=self.dashed)
        if self.bar:
            pen.box(x, top, 4.5, self.height, stroke=None, fill="accent")
        if self.banner:
            pen.box(x, top, self.width, self.banner.height + 6, fill="black")
            pen.text(x + 10, top + 3, self.banner, ink="white")
        if self.code:
            self.code.draw(pen, x + self.width - self.PAD - self.code.height, top + self.top_pad)
        share = (self.width - (self.code.height if self.code else 0.0)) / len(self.columns)
        for number, column in enumerate(self.columns):
            y = top + self.top_pad
            for text in column:
                pen.text(x + (12 if self.bar else 10) + number * share, y, text)
                y += text.height + 1.5

    def split(self, room: float, *, force: bool) -> tuple[Box, Box] | None:
        if not force or len(self.columns) > 1:
            return None
        first, rest = _cut_stack(self.columns[0], room - self.PAD - self.top_pad)
        if not first or not rest:
            return None
        return (
            FrameBox([first], self.width, bar=self.bar, banner=self.banner, gap=self.gap),
            FrameBox([rest], self.width, bar=self.bar, gap=0.0),
        )


def _stacked(column: Sequence[Set]) -> float:
    return sum(text.height for text in column) + 1.5 * max(0, len(column) - 1)


def _cut_stack(column: Sequence[Set], room: float) -> tuple[list[Set], list[Set]]:
    """As many lines as fit, and the rest."""
    first: list[Set] = []
    for place, text in enumerate(column):
        if text.height <= room:
            first.append(text)
            room -= text.height + 1.5
            continue
        count = int(room / text.role.line)
        if count > 0:
            return [*first, text.head(count)], [text.tail(count), *column[place + 1 :]]
        return first, list(column[place:])
    return first, []
