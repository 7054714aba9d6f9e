"""The parts of a note laid onto pages, and the whole document as bytes."""

from collections.abc import Sequence
from io import BytesIO

from msgspec.structs import replace
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from workup.body import BodyFigure
from workup.note.blocks import Cover, Heading, Note, Paragraph, Part, Run
from workup.paper.archive import archived, faults
from workup.paper.boxes import Box
from workup.paper.build import Builder
from workup.paper.flow import Placed, Sheets, chain, stacked
from workup.paper.fonts import fonts
from workup.paper.frame import UNMARKED, Frame
from workup.paper.metadata import Attachment, Meta
from workup.paper.pen import WATERMARK, Pen
from workup.paper.structure import Structure
from workup.paper.tables import TableBox, refitted
from workup.paper.tags import SUBTITLE, TITLE, Node, Tree
from workup.paper.typeset import OPEN, Closeness, Typesetter
from workup.style import Style

# Streams are only compressed: writing them as letters on top makes files larger and slower.
rl_config.useA85 = 0
SHARE, GUTTER = 0.54, 16.0
SHRINK = (1.0, 0.92, 0.84, 0.76)
THROUGH = ("exam", "provocation", "further", "judgement", "board", "references")
# How close a single page may be set, step by step, until it stands on one.
CLOSER = (Closeness(0.95, 0.8, 1.3), Closeness(0.9, 0.6, 1.25), Closeness(0.86, 0.5, 1.2), Closeness(0.82, 0.4, 1.16))


def laid_out(note: Note, style: Style, figure: BodyFigure, cover: Cover) -> tuple[Frame, Sheets]:
    """Every box at its place, page by page; what should be a single page is set closer as far as that helps."""
    tree = Tree(note)
    whole = _laid_out(tree, style, figure, cover, OPEN)
    if not note.single or len(whole[1].pages) == 1:
        return whole
    tried = (_laid_out(tree, style, figure, cover, closeness) for closeness in CLOSER)
    return next((one for one in tried if len(one[1].pages) == 1), whole)


def _laid_out(tree: Tree, style: Style, figure: BodyFigure, cover: Cover, closeness: Closeness) -> tuple[Frame, Sheets]:
    note = tree.note
    frame = Frame(Typesetter(style.paper), note, cover, style, tree)
    setter = Typesetter(style.paper, closeness)
    sheets = Sheets(frame.margin, frame.width, frame.top, frame.bottom)
    builder = Builder(setter, figure, tree)
    head: list[Box] = builder.block(tree.put(Heading(note.title, 1), tree.root, TITLE), frame.width)
    if note.subtitle:
        subtitle = tree.put(Paragraph((Run(note.subtitle, "quiet"),)), tree.root, SUBTITLE)
        head.extend(builder.block(subtitle, frame.width))
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


def _side_by_side(builder: Builder, sheets: Sheets, left: Sequence[Part], right: Sequence[Part], width: float) -> None:
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
    heading = builder.title(part, width)
    for box in heading:
        box.gap *= builder.setter.closeness.space
    boxes = [box for block in body for box in builder.block(block, half)]
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
    ends = max((place for place, part in enumerate(parts) if part.id in ("front", "findings", "pain")), default=0) + 1
    left = [part for part in parts[:ends] if part.id != "pain"]
    return left, right, list(parts[ends:])


def document(
    note: Note, style: Style, figure: BodyFigure, cover: Cover, attachments: Sequence[Attachment] = ()
) -> bytes:
    """The PDF, tagged and in its archive form; the same arguments give the same bytes."""
    frame, sheets = laid_out(note, style, figure, cover)
    plain, marked = drawn(frame, sheets)
    meta, structure = Meta(note.subject, cover.dated), Structure(frame.tree, marked)
    file = archived(plain, meta, attachments, structure)
    if cover.signature is not None and faults(file):
        # What was signed must be printed; it only may not claim what it does not keep.
        file = archived(plain, replace(meta, archival=False), attachments, structure)
    return file


def drawn(frame: Frame, sheets: Sheets) -> tuple[bytes, list[list[Node]]]:
    """The pages as reportlab writes them, and the element of each marked content of each page."""
    out = BytesIO()
    size = (frame.wide, frame.high)
    canvas = Canvas(out, pagesize=size, pageCompression=1, invariant=1, initialFontName=fonts()[400], lang="en")
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
        pen.across(frame.cover.status, frame.wide / 2, frame.high / 2)
