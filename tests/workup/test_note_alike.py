"""What is the same on both sides and no finding is told in a sentence; everything else keeps its row."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workup.notes import COVER, assessed_case, flat, library, note_of, note_of_case, random_assessment
from workup.answers import Gap
from workup.assess import Assessment
from workup.note import Note, compose
from workup.note.blocks import Paragraph, Table, plain
from workup.note.closing import in_short

EVEN = "Right and left alike: "


def rows(note: Note, part: str) -> dict[str, list[str]]:
    """The rows of the tables of a part by their label."""
    blocks = [block for one in note.parts if one.id == part for block in one.blocks if isinstance(block, Table)]
    return {row[0].text: [cell.text for cell in row[1:]] for block in blocks for row in block.rows}


def test_a_finding_keeps_its_row_and_what_is_even_goes_to_the_sentence() -> None:
    given = {f"strength@{root}/{side}": 5 for root in ("L2", "L3", "L4", "S1") for side in ("right", "left")}
    note = note_of({**given, "strength@L5/right": 4, "strength@L5/left": 5, "toe_walk@right": "normal",
                    "toe_walk@left": "normal", "plantar@right": "down", "plantar@left": "down"})  # fmt: skip
    assert rows(note, "exam") == {"Great toe extension (L5)": ["4", "5"]}
    assert f"{EVEN}toe walk normal; strength 5 at L2, L3, L4 and S1; plantar down." in flat(note)


@pytest.mark.parametrize(
    "given",
    [
        {"toe_walk@right": "normal"},
        {"toe_walk@right": "normal", "toe_walk@left": "unknown"},
        {"reflex@knee/right": 2, "reflex@knee/left": 3},
    ],
)
def test_what_was_examined_on_one_side_or_differs_keeps_its_row(given: dict[str, object]) -> None:
    note = note_of(given)
    assert len(rows(note, "exam")) == 1 or next(iter(given)).startswith("reflex")
    assert EVEN not in flat(note)


def check(assessment: Assessment) -> None:
    """No finding and nothing unknown is told as even."""
    note = compose(library(), assessment, COVER)
    blocks = [block for part in note.parts if part.id in ("exam", "provocation") for block in part.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    shown = {slot for table in tables for row in table.rows for cell in row for slot in cell.slots}
    long = (block for block in blocks if isinstance(block, Paragraph) and block.look != "remark")
    shown |= {slot for block in long for slot in block.slots}
    examined = {section.id for step in library().steps if step.examined for section in step.sections}
    for slot, answer in assessment.counted.items():
        item = library().items[slot.item]
        if library().section_of[slot.item].id not in examined or item.about or item.private or item.unprinted:
            continue
        if slot in assessment.findings or isinstance(answer.value, Gap):
            assert slot in shown, slot


def test_no_finding_of_the_sample_is_called_even() -> None:
    check(assessed_case("sample-patient"))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_nor_is_any_finding(seed: int) -> None:
    check(random_assessment(seed))


def test_normal_results_are_told_by_name_and_place_and_findings_in_words() -> None:
    part = next(part for part in note_of_case("sample-patient").parts if part.id == "tests")
    table = next(block for block in part.blocks if isinstance(block, Table))
    mri = table.rows[2][2].text
    assert mri.startswith("Right L5–S1 foramen grade 3; left L5–S1 foramen grade 1;")
    _, _, normal = mri.partition("Normal or none: ")
    assert "foramen L3–L5" in normal
    assert "herniation L3–S1" in normal
    assert "canal L4–S1" in normal
    assert not re.search(r"grade|compressed|enhancing", normal)


def test_a_normal_side_is_named_where_the_other_is_not_normal() -> None:
    given = {
        "order_kind@1": "mri",
        "order_state@1": "resulted",
        "foramen_grade@1/L4-L5/right": 0,
        "foramen_grade@1/L4-L5/left": 2,
        "foramen_grade@1/L5-S1/right": 0,
        "foramen_grade@1/L5-S1/left": 0,
    }
    part = next(part for part in note_of(given).parts if part.id == "tests")
    table = next(block for block in part.blocks if isinstance(block, Table))
    assert "Normal or none: right foramen L4–S1, left foramen L5–S1." in table.rows[0][2].text


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("Attal, et al. Burden. Of pain. J Pain 2011;12:1. doi:10.1/j", "Attal, et al. J Pain 2011;12:1"),
        ("Swartz KR, Trost GR. Recurrence. Neurosurg Focus 2003;15", "Swartz KR, Trost GR. Neurosurg Focus 2003;15"),
        ("Surgery for adjacent-segment disease, 912 patients. PMID 21168094",) * 2,
        ("Inoue S, et al. Failed surgery in Japan, internet survey. J Pain Res 2017",) * 2,
        ("Peroneal neuropathy taken for L5 radiculopathy, case report. Chiropr Man Therap 2013;21:12",) * 2,
    ],
)  # fmt: skip
def test_a_reference_loses_its_title_only_where_it_is_found_without(whole: str, short: str) -> None:
    assert in_short(whole) == short


def test_every_paragraph_of_even_rows_knows_its_answers() -> None:
    for name in ("sample-patient", "exam-complete"):
        told = [block for block in note_of_case(name).blocks if isinstance(block, Paragraph)]
        assert [block for block in told if EVEN in plain(block.runs)]
        assert all(block.slots for block in told if EVEN in plain(block.runs))
