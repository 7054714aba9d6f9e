"""The sample as it leaves the program, against the same text, tables and drawing as plain reportlab.

Signed: tagged, with a record attached, in its archive form, and checked.
"""

from __future__ import annotations

from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Words

from tests.bench.subjects import NOW, RESOURCES, library, sample
from workup.body import BodyFigure, load_body
from workup.body.path import Contour
from workup.note import Cover, Note, compose
from workup.note import blocks as note_blocks
from workup.note.blocks import Signature
from workup.paper import pdf
from workup.paper.metadata import Attachment
from workup.style import load_style

GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.4, "black"), ("FONTSIZE", (0, 0), (-1, -1), 8)])


RECORD = Attachment("record.json", "application/fhir+json", b'{"resourceType": "Bundle"}' * 8000, "Data", "The record")


def pdf_times(runs: int = 7) -> tuple[float, float]:
    """Median time of our document by the median of the plain one, and in milliseconds, after one of each."""
    style, figure = load_style(RESOURCES / "style.toml"), load_body(RESOURCES / "figures" / "body.svg")
    signature = Signature(name="Dr Ann Example", at=NOW, version=1)
    cover = Cover(author="Dr Ann Example", printed_at=NOW, status="SIGNED", dated=NOW, signature=signature)
    note = compose(content := library(), sample(content)[1], cover)
    own, plain = [], []
    for _ in range(runs + 1):
        begun = perf_counter()
        pdf(note, style, figure, cover, (RECORD,))
        own.append(perf_counter() - begun)
        begun = perf_counter()
        plain_document(note, figure)
        plain.append(perf_counter() - begun)
    return median(own[1:]) / median(plain[1:]), 1000 * median(own[1:])


def plain_document(note: Note, figure: BodyFigure) -> bytes:
    """Every word, table and stroke of the note, laid out by reportlab's own templates."""
    styles = getSampleStyleSheet()
    story: list[Any] = []
    for block in note.blocks:
        match block:
            case note_blocks.Heading():
                story.append(Words(escape(block.text), styles["Heading2"]))
            case note_blocks.Table():
                rows = [[Words(escape(cell.text), styles["BodyText"]) for cell in row] for row in block.rows]
                head = [[Words(escape(word), styles["BodyText"]) for word in block.head]] if any(block.head) else []
                if head or rows:
                    story.append(Table(head + rows, style=GRID))
            case note_blocks.BodyChart():
                story.append(Outlines(figure))
            case _:
                story += [Words(escape(line), styles["BodyText"]) for line in lines_of(block)]
        story.append(Spacer(1, 4))
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return out.getvalue()


def lines_of(block: object) -> list[str]:
    """The words of a block that has no table and no drawing."""
    match block:
        case note_blocks.Paragraph():
            return [note_blocks.plain(block.runs)]
        case note_blocks.Bullets():
            return [note_blocks.plain(row) for row in block.rows]
        case note_blocks.Callout():
            return [block.title, *(note_blocks.plain(line) for line in (*block.lines, *block.beside))]
        case note_blocks.Scores():
            return [f"{score.name} {score.value} {score.beside}" for score in block.scores]
        case note_blocks.TimeLine():
            return [f"{event.date} {event.text}" for event in block.events]
    return []


class Outlines(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """The contours of the body chart."""

    def __init__(self, figure: BodyFigure) -> None:
        super().__init__()
        self.figure, self.scale = figure, 0.35
        self.width, self.height = figure.width * self.scale, figure.height * self.scale

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        """Stroke every outline and region once."""
        canvas = self.canv
        canvas.scale(self.scale, -self.scale)
        canvas.translate(0, -self.figure.height)
        for view in self.figure.views:
            for contour in (view.outline, *view.detail, *(region.path for region in view.regions)):
                canvas.drawPath(self._path(contour))

    def _path(self, contour: Contour) -> Any:
        path = self.canv.beginPath()
        for segment in contour:
            match segment:
                case ("M", x, y):
                    path.moveTo(x, y)
                case ("L", x, y):
                    path.lineTo(x, y)
                case ("C", x1, y1, x2, y2, x, y):
                    path.curveTo(x1, y1, x2, y2, x, y)
                case _:
                    path.close()
        return path
