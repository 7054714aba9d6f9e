"""The parts of a note laid onto pages, and the whole document as bytes."""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from msgspec.structs import replace
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from workup import words
from workup.body import BodyFigure
from workup.note.blocks import Cover, Heading, Note, Paragraph, Part, Run, status_words
from workup.note.budget import first_page_ends
from workup.note.findings import FINDINGS
from workup.paper.archive import archived, faults
from workup.paper.boxes import Box
from workup.paper.build import Builder
from workup.paper.figures import ChartBox
from workup.paper.flow import Placed, Sheets, chain, stacked
from workup.paper.fonts import fonts
from workup.paper.frame import UNMARKED, Frame
from workup.paper.metadata import Attachment, Meta
from workup.paper.pen import WATERMARK, Pen
from workup.paper.structure import Structure
from workup.paper.tables import TableBox, refitted
from workup.paper.tags import SUBTITLE, TITLE, Node, Tree
from workup.paper.typeset import Closeness, Typesetter
from workup.style import Style
from workup.texts import language

# Streams are only compressed: writing them as letters on top makes files larger and slower.
rl_config.useA85 = 0
SHARE, GUTTER, GAP = 0.54, 16.0, 10.0
SHRINK = (1.0, 0.92, 0.84, 0.76)
THROUGH = ("exam", "provocation", "further", "judgement", "references")
# How close the first page may be set, step by step, so that it stands alone, and the share of its left column.
Step = tuple[Closeness, float]
FIRST_PAGE: tuple[Step, ...] = (
    (Closeness(1.0, 0.7, 1.24), 0.54),
    (Closeness(0.97, 0.55, 1.22), 0.57),
    (Closeness(0.94, 0.45, 1.2), 0.6),
    (Closeness(0.92, 0.4, 1.17), 0.64),
)
# How close a document of a few pages may be set when that saves one of them.
DENSER, FEW = (
    Closeness(0.97, 0.7, 1.24), Closeness(0.94, 0.5, 1.2), Closeness(0.92, 0.4, 1.17), Closeness(0.9, 0.36, 1.16),
    Closeness(0.89, 0.28, 1.13),
), 8  # fmt: skip
# How close a single page may be set, step by step, until it stands on one.
CLOSE = 0.93  # a page set as close as this has to hold more than its own parts
CLOSER = (Closeness(0.95, 0.8, 1.3), Closeness(0.9, 0.6, 1.25), Closeness(0.86, 0.5, 1.2), Closeness(0.82, 0.4, 1.16))


def laid_out(note: Note, style: Style, figure: BodyFigure, cover: Cover) -> tuple[Frame, Sheets]:
    """Every box at its place, page by page; set closer where that saves a page, a single page as far as it helps."""
    tree, setter = Tree(note), Typesetter(style.paper)
    frame = Frame(setter, tree.note, cover, style, tree)
    whole = _laid_out(frame, setter, figure)
    pages = len(whole.pages)
    if note.single and pages > 1:
        tried = (_laid_out(frame, setter.closer(closeness), figure) for closeness in CLOSER)
        return frame, next((one for one in tried if len(one.pages) == 1), whole)
    if pages < 3 or pages > FEW or cover.status == "CHECKLIST":  # what is written on by hand needs its room
        return frame, whole
    closest = _laid_out(frame, setter.closer(DENSER[-1]), figure)
    if len(closest.pages) == pages:
        return frame, whole
    tried = (_laid_out(frame, setter.closer(closeness), figure) for closeness in DENSER[:-1])
    return frame, next((one for one in tried if len(one.pages) == len(closest.pages)), closest)


def _laid_out(frame: Frame, setter: Typesetter, figure: BodyFigure) -> Sheets:
    tree, note, cover = frame.tree, frame.note, frame.cover
    sheets = Sheets(frame.margin, frame.width, frame.top, frame.bottom)
    builder = Builder(setter, figure, tree, cover)
    head: list[Box] = builder.block(tree.put(Heading(note.title, 1), tree.root, TITLE), frame.width)
    if note.subtitle:
        subtitle = tree.put(Paragraph((Run(note.subtitle, "quiet"),)), tree.root, SUBTITLE)
        head.extend(builder.block(subtitle, frame.width))
    sheets.full(head)
    _parts(builder, sheets, note.parts, frame.width)
    return sheets


def _parts(builder: Builder, sheets: Sheets, parts: Sequence[Part], width: float) -> None:
    left, right, rest = _first_page(parts)
    front, left = left[:1], left[1:]
    if right and left:
        _first(builder, sheets, Columns(front, left, right), width)
    else:
        for part in _safety_ahead(builder, sheets.room, (*front, *left, *right), width):
            sheets.full(builder.part(part, width))
    for part in rest:
        boxes = builder.part(part, width)
        if part.id not in THROUGH:
            sheets.full(boxes)
            continue
        _through(builder, sheets, part, width)


def _safety_ahead(builder: Builder, room: float, parts: Sequence[Part], width: float) -> list[Part]:
    """The parts of a first page of one column; the safety rows first where they would stand overleaf."""
    boxes: list[Box] = []
    for part in parts:
        boxes += builder.part(part, width)
        if part.id == "safety" and stacked(boxes) + GAP > room:
            return sorted(parts, key=lambda one: one.id != "safety")
    return list(parts)


class Columns(NamedTuple):
    """The parts of the first page: what leads it over the whole width, and two columns below."""

    front: Sequence[Part]
    left: Sequence[Part]
    right: Sequence[Part]


def _first(builder: Builder, sheets: Sheets, page: Columns, width: float) -> None:
    """The first page, set as close as it takes for all of it to stand there, or else for all but the medicines.

    The medicines stand where they make the page lower: at the end of the left column or below the chart. Where not
    even the rest fits the safety rows come first in the left column, and what finds no room there stands overleaf;
    where what leads leaves them no room, they stand above it: they never move overleaf.
    """
    setter, room = builder.setter, sheets.room
    safety = [part for part in page.left if part.id == "safety"]
    later = [part for part in page.left if part.id == "medicines"]
    others = [part for part in page.left if part not in (*safety, *later)]
    kept = page._replace(left=[part for part in page.left if part not in later])
    page, step = _arranged(builder, room, (page, _below_chart(kept, later)), width)
    if step is None and later:
        page, step = _arranged(builder, room, (kept,), width)
        page = page._replace(left=[*page.left, *later])
    if step is None:
        step = FIRST_PAGE[-1]
        page = page._replace(left=[*safety, *others, *later])
    lead, boxes, beside = _columns(builder, step, page, width, room)
    rows = [box for part in safety for box in builder.part(part, width * step[1])]
    if stacked(lead) + GAP + stacked(rows) > room:
        rows = [box for part in safety for box in builder.part(part, width)]
        page = page._replace(left=[*others, *later])
        lead, boxes, beside = _columns(builder, step, page, width, room)
        lead = [*rows, *lead]
    free = room - stacked(lead) - GAP
    chart = _chart_without_room(beside, free) if chain(boxes) <= free else []  # else both columns stand overleaf
    if chart:
        _lead, shorter, longer = _columns(builder, step, _findings_beside(page), width, room)
        if stacked(_without(longer, _chart_without_room(longer, free))) <= free:
            boxes, beside, chart = shorter, longer, _chart_without_room(longer, free)
    builder.setter = setter
    sheets.full(lead)
    over = sheets.beside(boxes, _without(beside, chart), step[1], GUTTER)
    sheets.full([_refitted(setter, box, width) for box in (*over, *chart)])


def _chart_without_room(beside: Sequence[Box], room: float) -> list[Box]:
    """The chart where what leads the page leaves no room for it: it stands overleaf, its scores and words do not."""
    chart: list[Box] = [box for box in beside if isinstance(box, ChartBox)]
    return chart if chart and stacked(beside[: beside.index(chart[0]) + 1]) > room else []


def _without(boxes: Sequence[Box], chart: Sequence[Box]) -> list[Box]:
    return [box for box in boxes if box not in chart]


def _findings_beside(page: Columns) -> Columns:
    """The findings in the room that the chart would have taken, so that the first page tells them."""
    found = [part for part in page.left if part.id == FINDINGS]
    others = [part for part in page.left if part.id != FINDINGS]
    return page._replace(left=others, right=[*page.right, *found]) if others else page


def _below_chart(page: Columns, parts: Sequence[Part]) -> Columns:
    return page._replace(right=[*page.right, *parts])


def _arranged(
    builder: Builder, room: float, pages: Sequence[Columns], width: float
) -> tuple[Columns, Step | None]:
    """The arrangement that may be set most openly, of equals the lowest; the first one where none fits."""
    base = builder.setter.closeness
    steps = [(base, SHARE), *(one for one in FIRST_PAGE if one[0].scale <= base.scale)]
    for step in steps:
        heights = [_height(builder, step, room, page, width) for page in pages]
        if min(heights) <= room:
            return pages[heights.index(min(heights))], step
    return pages[0], None


def _height(builder: Builder, step: Step, room: float, page: Columns, width: float) -> float:
    """How high the first page stands when set that close."""
    setter = builder.setter
    lead, boxes, beside = _columns(builder, step, page, width, room)
    builder.setter = setter
    return stacked(lead) + GAP + max(stacked(boxes), stacked(beside))


def _columns(
    builder: Builder, step: Step, page: Columns, width: float, room: float
) -> tuple[list[Box], list[Box], list[Box]]:
    """What leads, and both columns; the chart gets smaller where that makes room, on a close page for what follows."""
    closeness, share = step
    builder.setter = builder.setter.closer(closeness)
    lead = [box for part in page.front for box in builder.part(part, width)]
    boxes = [box for part in page.left for box in builder.part(part, width * share)]
    beside: list[Box] = []
    for builder.shrink in SHRINK:
        beside = [box for part in page.right for box in builder.part(part, width * (1 - share) - GUTTER)]
        most = stacked(boxes) if closeness.scale < CLOSE else room - stacked(lead) - GAP
        if stacked(beside) <= min(most, room - stacked(lead) - GAP):
            break
    return lead, boxes, beside


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
    heading = builder.title(part, width)
    boxes = [box for block in body for box in builder.block(block, half)]
    for box in (*heading, *boxes):
        box.gap *= builder.setter.closeness.space
    for box in heading:
        below = boxes[0].gap + chain(boxes) if boxes else 0.0
        if not sheets.fresh and box.gap + box.height + below > sheets.room:
            sheets.turn()
        box.keep = False
    sheets.full(heading)
    sheets.through(boxes, GUTTER)
    for block in remarks:
        sheets.full(builder.block(block, width))


def _first_page(parts: Sequence[Part]) -> tuple[list[Part], list[Part], list[Part]]:
    """What leads, what stands on the right of the first page, and what follows."""
    right = [part for part in parts if part.id == "pain"]
    ends = first_page_ends(parts)
    left = [part for part in parts[:ends] if part.id != "pain"]
    return left, right, list(parts[ends:])


def document(
    note: Note, style: Style, figure: BodyFigure, cover: Cover, attachments: Sequence[Attachment] = ()
) -> bytes:
    """The PDF, tagged and in its archive form, in the language of its cover; the same arguments give the same bytes."""
    with language(cover.language):
        return _document(note, style, figure, cover, attachments)


def _document(
    note: Note, style: Style, figure: BodyFigure, cover: Cover, attachments: Sequence[Attachment]
) -> bytes:
    frame, sheets = laid_out(note, style, figure, cover)
    plain, marked = drawn(frame, sheets)
    meta = Meta(words.shown(note.subject), cover.dated, language=cover.language)
    structure = Structure(frame.tree, marked)
    file = archived(plain, meta, attachments, structure)
    if cover.signature is not None and faults(file):
        # What was signed must be printed; it only may not claim what it does not keep.
        file = archived(plain, replace(meta, archival=False), attachments, structure)
    return file


def drawn(frame: Frame, sheets: Sheets) -> tuple[bytes, list[list[Node]]]:
    """The pages as reportlab writes them, and the element of each marked content of each page."""
    out = BytesIO()
    size = (frame.wide, frame.high)
    spoken = frame.cover.language
    canvas = Canvas(out, pagesize=size, pageCompression=1, invariant=1, initialFontName=fonts()[400], lang=spoken)
    marked = []
    for number, placed in enumerate(sheets.pages):
        pen = Pen(canvas, frame.style.paper, frame.high, number)
        _watermark(pen, frame)
        frame.draw(pen, number, len(sheets.pages))
        _draw(pen, placed)
        marked.append(pen.done())
        canvas.showPage()
    canvas.save()
    return out.getvalue(), marked


def _draw(pen: Pen, placed: Sequence[Placed]) -> None:
    for item in placed:
        item.box.draw(pen, item.x, item.top)


def _watermark(pen: Pen, frame: Frame) -> None:
    """The state of the page, large, light and diagonal behind the text, where it is a page of one patient's record."""
    if frame.cover.status in UNMARKED:
        return
    with pen.within(WATERMARK):
        pen.across(status_words(frame.cover.status), frame.wide / 2, frame.high / 2)
