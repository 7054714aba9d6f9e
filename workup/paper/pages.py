"""The page around the boxes: who it is about, its state, its number; and the whole document as bytes."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from workup import words
from workup.body import BodyFigure
from workup.note.blocks import Cover, Heading, Identity, Note, Paragraph, Part, Run
from workup.paper.boxes import Box
from workup.paper.build import Builder
from workup.paper.flow import Placed, Sheets, chain, stacked
from workup.paper.fonts import fonts, printable, text_width
from workup.paper.pen import Align, Pen
from workup.paper.tables import TableBox, refitted
from workup.paper.typeset import Typesetter
from workup.style import Style

# Streams are only compressed: writing them as letters on top makes files larger and slower.
rl_config.useA85 = 0
SHARE, GUTTER = 0.54, 16.0
SHRINK = (1.0, 0.92, 0.84, 0.76)
STATUS_WIDTH, STATUS_HEIGHT = 62.0, 16.0
FOOT = 18.0
GAP = " \u00a0\u00a0"
LETTERHEAD = 35 * mm
THROUGH = ("exam", "provocation", "further", "judgement", "references")
WATERMARK = 0.95


class Frame:
    """The fixed parts of a page: header, footer, margins."""

    def __init__(self, setter: Typesetter, note: Note, cover: Cover, style: Style) -> None:
        self.note, self.cover, self.style = note, cover, style
        wide, high = A4 if cover.paper == "A4" else LETTER
        self.wide, self.high = float(wide), float(high)
        self.margin = float(style.paper.margin_mm * mm)
        self.width = self.wide - 2 * self.margin
        room = self.width - STATUS_WIDTH - 14
        self.brand = setter.set((Run(note.subject, "quiet"),), room - 14, "label")
        self.name = setter.set((Run(note.identity.name, "strong"),), room, "name")
        self.identity = setter.set(identity_runs(note.identity), room, "body")
        one_line = len(self.name.lines) == 1 and self.name.width + 12 + self.identity.width <= room
        self.beside = self.name.width + 12 if one_line else 0.0
        self.setter = setter

    @property
    def header(self) -> float:
        """How high the header is."""
        below = 0.0 if self.beside else self.identity.height
        return max(self.brand.height + self.name.height + below, STATUS_HEIGHT + 12) + 4

    def top(self, page: int) -> float:
        """Where the text of a page begins; the first leaves room for a printed letterhead."""
        return self._start(page) + self.header + 9

    def _start(self, page: int) -> float:
        return max(self.margin, LETTERHEAD if self.cover.letterhead and page == 0 else 0.0)

    @property
    def bottom(self) -> float:
        """Where the text of a page ends."""
        return self.high - self.margin - FOOT

    def draw(self, pen: Pen, page: int, pages: int) -> None:
        """Header and footer of a page."""
        x, y = self.margin, self._start(page)
        self._brand(pen, x, y)
        pen.text(x + 14, y, self.brand)
        pen.text(x, y + self.brand.height, self.name)
        name = y + self.brand.height
        pen.text(x + self.beside, name + (2.2 if self.beside else self.name.height), self.identity)
        self._status(pen, x + self.width - STATUS_WIDTH, y, f"Page {page + 1} of {pages}")
        pen.rule(x, y + self.header, self.width, ink="accent", weight=1.0)
        self._footer(pen, f"Page {page + 1} of {pages}")

    @staticmethod
    def _brand(pen: Pen, x: float, y: float) -> None:
        for number, wide in enumerate((7.0, 9.0, 7.0)):
            top = y + 0.6 + number * 3.4
            pen.box(x + (9.0 - wide) / 2, top, wide, 2.6, fill="accent", stroke=None, radius=0.9)

    def _status(self, pen: Pen, x: float, y: float, count: str) -> None:
        draft = self.cover.status == "DRAFT"
        pen.box(x, y, STATUS_WIDTH, STATUS_HEIGHT, weight=1.25, dashed=draft, radius=2.5)
        word = self.setter.set((Run(self.cover.status, "strong"),), STATUS_WIDTH, "body")
        pen.text(x, y + (STATUS_HEIGHT - word.height) / 2, word, width=STATUS_WIDTH, align="centre")
        text = self.setter.set((Run(count),), STATUS_WIDTH, "label")
        pen.text(x, y + STATUS_HEIGHT + 2, text, width=STATUS_WIDTH, align="right")

    def _footer(self, pen: Pen, count: str) -> None:
        y = self.high - self.margin - 11
        pen.rule(self.margin, y - 3, self.width)
        cover = self.cover
        third = self.width / 3
        state = "Void" if cover.status == "VOID" else "Draft, not signed"
        number = cover.document and f"{cover.document} v{cover.version}"
        left = " · ".join(part for part in (cover.clinic, number) if part)
        middle = ", ".join(part for part in (state, words.day_and_time(cover.printed_at), cover.author) if part)
        places: tuple[tuple[str, float, float, Align], ...] = (
            (left, third - 4, 0.0, "left"),
            (middle, third + 40, third - 20, "centre"),
            (count, third - 60, third * 2 + 60, "right"),
        )
        size = self.style.paper.role["reference"].size
        for text, wide, shift, align in places:
            done = self.setter.set((Run(shortened(text, wide, size)),), wide, "reference")
            pen.text(self.margin + shift, y, done, width=wide, align=align)


def shortened(text: str, width: float, size: float) -> str:
    """One line; what does not fit ends in an ellipsis. The whole words stand in the signature."""
    text = printable(" ".join(text.split()))
    if text_width(text, 400, size) <= width:
        return text
    while text and text_width(f"{text}…", 400, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def identity_runs(identity: Identity) -> tuple[Run, ...]:
    """Sex, age, birth date and record number in one line; the name stands above."""
    rest = [part for part in (identity.sex, identity.age, identity.born and f"born {identity.born}") if part]
    runs = [Run(GAP.join(rest))] if rest else []
    if identity.mrn:
        runs.append(Run(f"{GAP}MRN " if rest else "MRN "))
        runs.append(Run(identity.mrn, "strong"))
    return tuple(runs) or (Run("No identifiers recorded", "quiet"),)


# ------------------------------------------------------------------------------------------------------- the document


def laid_out(note: Note, style: Style, figure: BodyFigure, cover: Cover) -> tuple[Frame, Sheets]:
    """Every box at its place, page by page."""
    setter = Typesetter(style.paper)
    frame = Frame(setter, note, cover, style)
    sheets = Sheets(frame.margin, frame.width, frame.top, frame.bottom)
    builder = Builder(setter, figure)
    head: list[Box] = builder.block(Heading(note.title, 1), frame.width)
    if note.subtitle:
        head.extend(builder.block(Paragraph((Run(note.subtitle, "quiet"),)), frame.width))
    sheets.full(head)
    _parts(builder, sheets, note.parts, frame.width)
    return frame, sheets


def _parts(builder: Builder, sheets: Sheets, parts: Sequence[Part], width: float) -> None:
    left, right, rest = _first_page(parts)
    front, left = left[:1], left[1:]
    for part in front:
        sheets.full(builder.part(part, width))
    if right and left:
        _side_by_side(builder, sheets, left, right, width)
    else:
        for part in (*left, *right):
            sheets.full(builder.part(part, width))
    for part in rest:
        boxes = builder.part(part, width)
        if part.id not in THROUGH:
            sheets.full(boxes)
            continue
        _through(builder, sheets, part, width)


def _side_by_side(
    builder: Builder, sheets: Sheets, left: Sequence[Part], right: Sequence[Part], width: float
) -> None:
    """The first page's two columns. When not all of the left fits, the findings go before the safety rows."""
    narrow, other = width * SHARE, width * (1 - SHARE) - GUTTER
    boxes = [box for part in left for box in builder.part(part, narrow)]
    room = sheets.room - max(box.gap for box in boxes[:1])
    if stacked(boxes) > room:
        ahead = sorted(left, key=lambda part: part.id == "safety")
        boxes = [box for part in ahead for box in builder.part(part, narrow)]
    beside: list[Box] = []
    for shrink in SHRINK:
        builder.shrink = shrink
        beside = [box for part in right for box in builder.part(part, other)]
        if stacked(beside) <= room:
            break
    over = sheets.beside(boxes, beside, SHARE, GUTTER)
    sheets.full([_refitted(builder.setter, box, width) for box in over])


def _refitted(setter: Typesetter, box: Box, width: float) -> Box:
    """What did not fit into the narrow column, in the whole width."""
    if isinstance(box, TableBox):
        return refitted(setter, box, width)
    return box.again(width) if box.again is not None else box


def _through(builder: Builder, sheets: Sheets, part: Part, width: float) -> None:
    """A part whose tables run through two columns; its heading and remarks stand over the whole width."""
    half = (width - GUTTER) / 2
    body = [block for block in part.blocks if not (isinstance(block, Paragraph) and block.look == "remark")]
    remarks = [block for block in part.blocks if isinstance(block, Paragraph) and block.look == "remark"]
    heading = builder.part(Part(part.id, part.title, (), part.aside), width)
    boxes = [box for block in body for box in builder.block(block, half)]
    for box in heading:
        if not sheets.fresh and box.gap + chain([box, *boxes]) > sheets.room:
            sheets.turn()
        box.keep = False
    sheets.full(heading)
    sheets.through(boxes, GUTTER)
    for block in remarks:
        sheets.full(builder.block(block, width))


def _first_page(parts: Sequence[Part]) -> tuple[list[Part], list[Part], list[Part]]:
    """What leads, what stands on the right of the first page, and what follows."""
    right = [part for part in parts if part.id == "pain"]
    ends = max((place for place, part in enumerate(parts) if part.id in ("front", "findings", "pain")), default=0) + 1
    left = [part for part in parts[:ends] if part.id != "pain"]
    return left, right, list(parts[ends:])


def document(note: Note, style: Style, figure: BodyFigure, cover: Cover) -> bytes:
    """The PDF; the same arguments give the same bytes."""
    frame, sheets = laid_out(note, style, figure, cover)
    out = BytesIO()
    size = (frame.wide, frame.high)
    canvas = Canvas(out, pagesize=size, pageCompression=1, invariant=1, initialFontName=fonts()[400], lang="en")
    canvas.setTitle(note.subject)
    canvas.setAuthor("Workup")
    canvas.setCreator("Workup")
    canvas.setSubject("")
    _dated(canvas, cover)
    for number, placed in enumerate(sheets.pages):
        pen = Pen(canvas, style.paper, frame.high)
        _watermark(canvas, frame)
        frame.draw(pen, number, len(sheets.pages))
        _draw(pen, placed)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(pen: Pen, placed: Sequence[Placed]) -> None:
    for item in placed:
        item.box.draw(pen, item.x, item.top)


def _dated(canvas: Any, cover: Cover) -> None:
    """The dates in the file are those of the cover; reportlab offers no other way than its own time stamp."""
    stamp = canvas._doc._timeStamp
    moment = cover.printed_at
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    stamp.t, stamp.lt = moment.timestamp(), moment.timetuple()
    stamp.YMDhms = tuple(moment.timetuple())[:6]
    stamp.dhh, stamp.dmm = divmod(abs(minutes), 60)
    stamp.dhh = -stamp.dhh if minutes < 0 else stamp.dhh


def _watermark(canvas: Any, frame: Frame) -> None:
    """The state of the page, large, light and diagonal behind the text."""
    canvas.saveState()
    canvas.translate(frame.wide / 2, frame.high / 2)
    canvas.rotate(55)
    canvas.setFillGray(WATERMARK)
    canvas.setFont(fonts()[700], 120)
    canvas.drawCentredString(0, -42, frame.cover.status)
    canvas.restoreState()

