"""Draws on a reportlab canvas with the origin at the top left of the page."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Literal

from reportlab.lib.colors import HexColor

from workup.body import Contour
from workup.paper.fonts import fonts, stretches, text_width
from workup.paper.tags import Node
from workup.paper.typeset import Line, Set
from workup.style import Paper, PaperInk

Align = Literal["left", "centre", "right"]


PALE = 0.95
FAXED = 0.6  # points: in the darkest grey the thinnest line that a fax of 200 dots an inch keeps wherever it falls
OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


class Artifact:
    """What is drawn and not read: rules and frames, and what repeats on every page."""

    def __init__(self, attributes: str = "") -> None:
        self.opening = f"/Artifact <<{attributes}>> BDC" if attributes else "/Artifact BMC"


LAYOUT = Artifact()
PAGE_HEADER = Artifact("/Type /Pagination /Subtype /Header")
PAGE_FOOTER = Artifact("/Type /Pagination /Subtype /Footer")
WATERMARK = Artifact("/Type /Pagination /Subtype /Watermark")


class Pen:
    """Lines, boxes, paths and set text of one page; lengths in points, y downwards.

    Everything drawn stands in marked content: of the element of a text, of the figure it is part of, or an artifact.
    """

    def __init__(self, canvas: Any, paper: Paper, height: float, page: int = 0) -> None:
        self.canvas, self.paper, self.height, self.page = canvas, paper, height, page
        self._inks = {name: HexColor(value) for name, value in paper.ink.items()}
        self.marked: list[Node] = []
        self._open: Node | Artifact | None = None
        self._all: Node | Artifact | None = None

    @contextmanager
    def within(self, what: Node | Artifact) -> Iterator[None]:
        """All that is drawn here is part of one artifact or figure."""
        outer, self._all = self._all, self._all or what
        yield
        self._all = outer

    @contextmanager
    def figure(self, node: Node, x: float, top: float, width: float, height: float) -> Iterator[None]:
        """All that is drawn here is one drawing, in this rectangle."""
        if node.frame is None:
            node.frame = (x, self.height - top - height, x + width, self.height - top)
        with self.within(node):
            yield

    def done(self) -> list[Node]:
        """Nothing more is drawn on this page: the element of each marked content, by number."""
        self._mark(None)
        return self.marked

    def _belongs(self, tag: Node | None = None) -> None:
        """What is drawn next is read as this element; without one it is an artifact."""
        what = self._all or tag or LAYOUT
        if what is not self._open:
            self._mark(what)

    def _mark(self, what: Node | Artifact | None) -> None:
        code = self.canvas._code
        if self._open is not None:
            code.append("EMC")
        self._open = what
        if isinstance(what, Artifact):
            code.append(what.opening)
        elif what is not None:
            code.append(f"/{what.kind} <</MCID {len(self.marked)}>> BDC")
            what.places.append((self.page, len(self.marked)))
            self.marked.append(what)

    def text(
        self,
        x: float,
        top: float,
        text: Set,
        *,
        width: float = 0.0,
        align: Align = "left",
        ink: PaperInk | None = None,
    ) -> None:
        """Set lines from `top` downwards, aligned within `width`."""
        if text.tag is not None and text.tag.kind in ("H1", "H2", "H3"):
            text.tag.said, text.tag.top = " ".join(line.text for line in text.lines), self.height - top
        for number, line in enumerate(text.lines):
            free = width - line.width
            shift = 0.0 if align == "left" else free / 2 if align == "centre" else free
            baseline = top + number * text.role.line + text.role.line * 0.5 + text.role.size * 0.33
            self.line_of_text(x + shift, baseline, line, text.role.size, ink, tag=text.tag)

    def line_of_text(
        self, x: float, baseline: float, line: Line, size: float, ink: PaperInk | None = None, tag: Node | None = None
    ) -> None:
        """One line on its base line; where a code is drawn for a character, the character is what is read."""
        if not line.pieces:
            return
        self._belongs(tag)
        drawn = self.canvas.beginText(x, self.height - baseline)
        for piece in line.pieces:
            drawn.setFont(fonts()[piece.weight], size)
            drawn.setFillColor(self._inks[ink or piece.ink])
            for text, true in stretches(piece.text):
                if true:
                    drawn._code.append(f"/Span <</ActualText <FEFF{true.encode('utf-16-be').hex()}>>> BDC")
                drawn.textOut(text)
                if true:
                    drawn._code.append("EMC")
        if line.end:
            drawn.textOut(line.end)
        self.canvas.drawText(drawn)

    def word(
        self, x: float, baseline: float, text: str, size: float, *, centred: bool = False, ink: PaperInk = "black"
    ) -> None:
        """A short word in semibold, such as a label of a figure."""
        self._belongs()
        shift = text_width(text, 600, size) / 2 if centred else 0.0
        self.canvas.setFont(fonts()[600], size)
        self.canvas.setFillColor(self._inks[ink])
        self.canvas.drawString(x - shift, self.height - baseline, text)

    def across(self, text: str, x: float, y: float) -> None:
        """A large and very light word, diagonal about a point."""
        self._belongs()
        self.canvas.saveState()
        self.canvas.translate(x, self.height - y)
        self.canvas.rotate(55)
        self.canvas.setFillGray(PALE)
        self.canvas.setFont(fonts()[700], 120)
        self.canvas.drawCentredString(0, -42, text)
        self.canvas.restoreState()

    def rule(self, x: float, y: float, width: float, *, ink: PaperInk = "text2", weight: float = FAXED) -> None:
        """A horizontal line."""
        self._belongs()
        self._stroke(ink, weight)
        self.canvas.line(x, self.height - y, x + width, self.height - y)

    def upright(self, x: float, top: float, bottom: float, *, ink: PaperInk = "rule", weight: float = 0.5) -> None:
        """A vertical line."""
        self._belongs()
        self._stroke(ink, weight)
        self.canvas.line(x, self.height - top, x, self.height - bottom)

    def box(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        *,
        stroke: PaperInk | None = "black",
        fill: PaperInk | None = None,
        weight: float = 0.5,
        dashed: bool = False,
        radius: float = 0.01,
    ) -> None:
        """A rectangle."""
        self._belongs()
        if fill:
            self.canvas.setFillColor(self._inks[fill])
        if stroke:
            self._stroke(stroke, weight)
        if dashed:
            self.canvas.setDash(3, 2)
        shown = {"stroke": int(stroke is not None), "fill": int(fill is not None)}
        self.canvas.roundRect(x, self.height - top - height, width, height, radius, **shown)
        if dashed:
            self.canvas.setDash()

    def path(self, contours: Iterable[Contour], x: float, top: float, scale: float) -> Any:
        """Paths of the figure as one, placed and scaled, for `draw` or `clipped`."""
        drawn, low = self.canvas.beginPath(), self.height - top
        # Written as reportlab would, at a hundredth of a point: its own way takes most of the time of a body chart.
        code: list[str] = ["n"]
        for contour in contours:
            for kind, *places in contour:
                points = zip(places[::2], places[1::2])
                code.extend(f"{x + px * scale:.2f} {low - py * scale:.2f}" for px, py in points)
                code.append(OPERATORS[kind])
        drawn._code.extend(code)
        return drawn

    def dots(self, dots: Iterable[tuple[float, float, float]], *, filled: bool, weight: float = 0.5) -> None:
        """Many dots or rings at once: centre and radius of each."""
        self._belongs()
        drawn = self.canvas.beginPath()
        for x, y, radius in dots:
            drawn.circle(x, self.height - y, radius)
        self.canvas.setFillColor(self._inks["black"])
        self._stroke("black", weight)
        self.canvas.drawPath(drawn, stroke=int(not filled), fill=int(filled))

    def cells(self, x: float, top: float, side: float, rows: Sequence[Sequence[bool]]) -> None:
        """A pattern of squares without edges between them: neighbours in a row are one."""
        self._belongs()
        drawn = self.canvas.beginPath()
        for down, row in enumerate(rows):
            across = 0
            for dark, run in groupby(row):
                long = len(list(run))
                if dark:
                    drawn.rect(x + across * side, self.height - top - (down + 1) * side, long * side, side)
                across += long
        self.canvas.setFillColor(self._inks["black"])
        self.canvas.drawPath(drawn, stroke=0, fill=1)

    def disc(self, x: float, y: float, radius: float, *, weight: float) -> None:
        """A white disc with a black rim, over what lies below it."""
        self._belongs()
        self.canvas.setFillColor(self._inks["white"])
        self._stroke("black", weight)
        self.canvas.circle(x, self.height - y, radius, stroke=1, fill=1)

    def draw(self, path: Any, *, ink: PaperInk = "black", weight: float = 0.5, fill: PaperInk | None = None) -> None:
        """Stroke a path, and fill it first."""
        self._belongs()
        if fill:
            self.canvas.setFillColor(self._inks[fill])
        self._stroke(ink, weight)
        self.canvas.drawPath(path, stroke=1, fill=int(fill is not None))

    def image(self, image: Any, x: float, top: float, width: float, height: float) -> None:
        """A picture, such as the logo."""
        self._belongs()
        self.canvas.drawImage(image, x, self.height - top - height, width, height, mask="auto")

    def clipped(self, path: Any) -> None:
        """From here to `unclipped` only the inside of the path is drawn on; all of it belongs together."""
        self._belongs()
        self.canvas.saveState()
        self.canvas.clipPath(path, stroke=0, fill=0)

    def unclipped(self) -> None:
        """The end of `clipped`."""
        self.canvas.restoreState()

    def _stroke(self, ink: PaperInk, weight: float) -> None:
        self.canvas.setStrokeColor(self._inks[ink])
        self.canvas.setLineWidth(weight)
