"""Page 1 alone answers what a referring physician asks: who, what happened, what hurts, what was found, what now."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from msgspec.structs import replace

from tests.workup.notes import COVER, figure, note_of_case, pages_of, style
from tests.workup.signatures import SIGNATURE, SIGNED
from workup.note import Cover
from workup.paper.boxes import TextBox
from workup.paper.figures import ChartBox
from workup.paper.pages import laid_out
from workup.paper.tables import TableBox
from workup.paper.typeset import SMALLEST

WHO = "case"  # who entered the answers of a worked case
FIRST = replace(
    SIGNED, status="SIGNED", version=1, signature=replace(SIGNATURE, version=1, amendment=None),
    names={WHO: SIGNED.author},
)  # fmt: skip
COVERS = {"draft": COVER, "signed": FIRST, "amended": SIGNED}
QUESTIONS = {
    "who": ("MARCHETTI, Elena", "14 Jun 1971", "004-2318"),
    "what happened": ("PLIF", "L4–S1", "3 Sep 2024", "Microdiscectomy L5–S1", "pain-free", "Dec 2024"),
    "what hurts": ("Right leg pain", "Right leg now", "worst 9", "Back pain now", "Pain map"),
    "what was found": ("great toe extension (L5) 4/5", "right L5–S1 foramen grade 3", "Red flags: none found"),
    "what is suspected, and why": ("Likely: right L5 root pain", "The record points to", "foramen grade 3"),
    "what is next": ("Next: Right L5 root block", "conduction: OVERDUE since 18 Nov", "Next visit 16 Dec 2025"),
    "what must not be missed": ("Penicillin", "Apixaban"),
}


@pytest.mark.parametrize("cover", COVERS.values(), ids=COVERS.keys())
def test_page_one_answers_by_itself(cover: Cover) -> None:
    pages = pages_of(note_of_case("sample-patient", cover), cover)
    first = re.sub(r"\s+", " ", pages[0])
    for question, answers in QUESTIONS.items():
        for answer in answers:
            assert answer in first, f"{question}: {answer}"
    assert len(pages) == 3


# What a sheet of paper is like: the clinic's letterhead printed with the page, its logo too, or free room for it.
SHEETS = {
    "A4": FIRST,
    "A4, no letterhead": replace(FIRST, address="", phone=""),
    "A4, printed letterhead": replace(FIRST, letterhead_mm=45),
    "Letter": replace(FIRST, paper="Letter"),
    "Letter, no letterhead": replace(FIRST, paper="Letter", address="", phone=""),
}


@pytest.mark.parametrize("cover", SHEETS.values(), ids=SHEETS)
def test_a_signed_summary_of_two_visits_takes_three_pages(cover: Cover) -> None:
    note = note_of_case("sample-patient", cover)
    assert len(pages_of(note, cover)) == 3
    # Nothing is bought by smaller type than the page may have.
    _frame, sheets = laid_out(note, style(), figure(), cover)
    sizes = [text.text.role.size for page in sheets.pages for placed in page if isinstance(text := placed.box, TextBox)]
    assert min(sizes) >= SMALLEST


# Three red flags take the room that the body chart would need; it goes overleaf, and nothing else of what hurts does.
INFECTION = {
    "who": ("SOLBERG, Ingrid", "8 Sep 1954", "007-0912"),
    "what happened": ("Laminectomy L3–L5", "20 Oct 2025", "Dural tear"),
    "what hurts": ("Back pain now", "worst 10", "Pain map", "lumbar spine: ache, stabbing, 9/10"),
    "what was found": ("CRP 148 mg/L", "midline tenderness focal on tap", "looks unwell"),
    "what is suspected, and why": ("Infection of the operated segment", "The record points to", "past the expected"),
    "what is next": ("Next: MRI with contrast", "CRITICAL result, not reviewed"),
    "what must not be missed": ("Iodinated contrast", "RED FLAG: Infection"),
}


OVER = {"A4": [], "Letter": ["Dural tear", "lumbar spine: ache, stabbing, 9/10"]}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_where_red_flags_leave_the_chart_no_room_its_scores_stay(paper: Literal["A4", "Letter"]) -> None:
    cover = replace(COVER, paper=paper)
    note = note_of_case("demo-early-infection", cover)
    first = re.sub(r"\s+", " ", pages_of(note, cover)[0])
    assert [answer for answers in INFECTION.values() for answer in answers if answer not in first] == OVER[paper]
    _frame, sheets = laid_out(note, style(), figure(), cover)
    second = [type(placed.box) for placed in sheets.pages[1]]
    assert second.index(TableBox) < second.index(ChartBox)  # what was begun on page 1 goes on before the chart


def test_where_both_columns_go_overleaf_the_chart_stands_in_its_own() -> None:
    cover = replace(COVER, paper="Letter", letterhead_mm=45)
    _frame, sheets = laid_out(note_of_case("demo-early-infection", cover), style(), figure(), cover)
    (chart,) = (placed for placed in sheets.pages[1] if isinstance(placed.box, ChartBox))
    assert chart.x > sheets.width / 2
