"""Page 1 alone answers what a referring physician asks: who, what happened, what hurts, what was found, what now."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from tests.workup.notes import COVER, figure, note_of_case, pages_of, style
from tests.workup.signatures import SIGNATURE, SIGNED
from workup.note import Cover
from workup.paper.boxes import TextBox
from workup.paper.pages import laid_out
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
