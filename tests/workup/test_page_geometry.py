"""Where every text stands: inside the margins, over no other text, in worked, extreme and random evaluations."""

from __future__ import annotations

import io
from itertools import takewhile
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from reportlab.pdfgen.canvas import Canvas

from tests.workup.extremes import EXTREMES, extreme
from tests.workup.notes import CASES, COVER, figure, library, note_of, note_of_case, pages_of, random_assessment, style
from tests.workup.signatures import SIGNED
from workup.note import Cover, Note, compose
from workup.note.blocks import Table
from workup.paper.frame import Frame
from workup.paper.pages import laid_out
from workup.paper.pen import Pen
from workup.paper.tags import Node
from workup.paper.typeset import Line
from workup.style import PaperInk

LETTER = replace(COVER, paper="Letter", letterhead_mm=45)
APART = 5.0  # points between words of two columns
CLOSE = 6.0  # points between two base lines below which words would touch


class Seen(NamedTuple):
    """A line of text on its page."""

    page: int
    baseline: float
    left: float
    right: float
    text: str


class Watched(Pen):
    """A pen that remembers where it set text."""

    def __init__(self, page: int, frame: Frame, seen: list[Seen]) -> None:
        super().__init__(Canvas(io.BytesIO()), style().paper, frame.high, page)
        self.seen = seen

    def line_of_text(
        self, x: float, baseline: float, line: Line, size: float, ink: PaperInk | None = None, tag: Node | None = None
    ) -> None:
        self.seen.append(Seen(self.page, baseline, x, x + line.width, line.text))
        super().line_of_text(x, baseline, line, size, ink, tag)


def check(note: Note, cover: Cover) -> None:
    """No text leaves the margins or stands on another."""
    frame, sheets = laid_out(note, style(), figure(), cover)
    seen: list[Seen] = []
    for number, page in enumerate(sheets.pages):
        pen = Watched(number, frame, seen)
        frame.draw(pen, number, len(sheets.pages))
        for item in page:
            item.box.draw(pen, item.x, item.top)
    assert len(seen) > 10
    for line in seen:
        assert line.left >= frame.margin - 0.01, line
        assert line.right <= frame.wide - frame.margin + 0.01, line
        assert frame.margin <= line.baseline <= frame.high - frame.margin, line
    ordered = sorted(seen)
    for place, line in enumerate(ordered):
        near = takewhile(
            lambda other, line=line: other.page == line.page and other.baseline - line.baseline < CLOSE,  # type: ignore[misc]
            ordered[place + 1 :],
        )
        for other in near:
            numbered = line.text.removesuffix(".").isdecimal()
            if not numbered and line.left < other.left and abs(line.baseline - other.baseline) < 0.5:
                assert other.left - line.right >= APART - 0.01, f"{line} touches {other}"
            assert not (line.left < other.right - 0.5 and other.left < line.right - 0.5), f"{line} | {other}"


@pytest.mark.parametrize("cover", [COVER, LETTER, SIGNED], ids=["A4", "Letter", "signed"])
@pytest.mark.parametrize("name", [*CASES, *EXTREMES])
def test_no_text_leaves_the_margins_or_stands_on_another(name: str, cover: Cover) -> None:
    check(extreme(name, cover) if name in EXTREMES else note_of_case(name, cover), cover)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from((COVER, LETTER, SIGNED)))
def test_nor_does_it_in_any_evaluation(seed: int, cover: Cover) -> None:
    check(compose(library(), random_assessment(seed), cover), cover)


# ------------------------------------------------------------------------------------------------------ safety rows

SAFE: dict[str, object] = {
    "allergen@1": "Chlorhexidine",
    "anticoagulant": "yes",
    "anticoagulant_drug": ["warfarin"],
    "mr_hazards": ["pacemaker"],
}
HARD = {
    "A4": COVER,
    "Letter with letterhead": LETTER,
    "amended": replace(SIGNED, paper="Letter", letterhead_mm=45),
}


@pytest.mark.parametrize("cover", HARD.values(), ids=HARD)
@pytest.mark.parametrize("name", EXTREMES)
def test_allergy_anticoagulant_and_implants_stand_on_the_first_page(name: str, cover: Cover) -> None:
    note = note_of({**EXTREMES[name], **SAFE}, cover=cover)
    first = " ".join(pages_of(note, cover)[0].split())
    assert [word for word in ("Chlorhexidine", "Warfarin", "Pacemaker or ICD") if word not in first] == []


@pytest.mark.parametrize("cover", HARD.values(), ids=HARD)
@pytest.mark.parametrize("name", ["sample-patient", "history-complete"])
def test_so_do_all_safety_rows_of_a_worked_case(name: str, cover: Cover) -> None:
    note = note_of_case(name, cover)
    (table,) = (block for part in note.parts if part.id == "safety" for block in part.blocks)
    assert isinstance(table, Table)
    first = set(pages_of(note, cover)[0].split())
    rows = [" ".join(cell.text for cell in row).split() for row in table.rows]
    assert [row for row in rows if not set(row) <= first] == []
