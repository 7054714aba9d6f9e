"""How the note words single values, findings and what changed between visits."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace

from tests.workup.notes import COVER, LAST, flat, library, note_of, note_of_case
from workup.answers import Answer, Answers, Finding, Gap, Levels, Marks, Painted, PartialDate, Slot
from workup.assess import assess
from workup.note import compose, plain_text, value_words
from workup.note.amendment import amendment_callout
from workup.note.blocks import Amendment, Table
from workup.note.wording import glance_words
from workup.protocol import Choice, Choices, Grade, ManoeuvreItem, Number, Scale, SpanOfLevels, When, YesNo
from workup.record import Visit


def item_of(kind: type) -> str:
    return next(name for name, item in library().items.items() if isinstance(item, kind))


def test_each_kind_of_value_has_words() -> None:
    items = library().items
    strength, reflex = items["strength"], items["reflex"]
    assert value_words(library(), strength, 4) == "4/5"
    assert value_words(library(), reflex, 1) == "1+"
    assert value_words(library(), items["back_pain_now"], 7) == "7/10"
    assert value_words(library(), items["operation_date"], PartialDate(2024, 9, 3)) == "3 Sep 2024"
    assert value_words(library(), items["operation_levels"], Levels("L4", "S1")) == "L4–S1"
    assert value_words(library(), items["slr"], Finding("positive", 45)) == "positive at 45°"
    assert value_words(library(), items["saddle_numbness"], "no") == "no"
    assert value_words(library(), items["saddle_numbness"], Gap("unknown")) == "unknown"
    assert value_words(library(), strength, Gap("not_examined", "cast")) == "not examined (cast)"
    assert value_words(library(), items["pain_map"], Painted(("ache", "pins"), 6)) == "ache, pins and needles, 6/10"
    assert value_words(library(), items["height"], 166) == "166 cm"


def test_marks_keep_their_three_states() -> None:
    item = Choices(id="worse", text="Worse", options={"walk": "Walking", "sit": "Sitting", "lie": "Lying"})
    assert value_words(library(), item, Marks(present=("walk",), absent=("sit", "lie"))) == "walking; no others"
    assert value_words(library(), item, Marks(present=("walk",), absent=("sit",))) == "walking; not: sitting"
    assert value_words(library(), item, Marks(absent=("walk", "sit", "lie"))) == "none of: walking, sitting, lying"
    assert value_words(library(), item, Marks(absent=("sit",))) == "none of: sitting"
    assert value_words(library(), item, Marks(unknown=("lie",))) == "unknown: lying"


def test_the_first_page_counts_what_was_absent_and_names_what_matters() -> None:
    implants = library().items["mr_hazards"]
    assert isinstance(implants, Choices)
    none = Marks(absent=tuple(implants.options))
    named = ("pacemaker", "stimulator")
    left = len(implants.options) - 2
    told = f"no pacemaker or ICD, no stimulator; none of the other {left} asked about"
    assert glance_words(implants, none, named) == (told, False)
    one_open = Marks(absent=tuple(implants.options)[1:], unknown=("pacemaker",))
    assert glance_words(implants, one_open, named)[0].endswith("asked about; unknown: pacemaker or ICD")
    assert glance_words(implants, Marks(present=("pump",), absent=("stent",)), named) == ("pump", False)
    assert glance_words(implants, Marks(unknown=("stent",)), named) == ("unknown: stent", True)
    assert glance_words(implants, Marks(absent=("stent", "shunt")), named) == ("no stent, no shunt", True)


def test_what_the_first_page_only_counts_the_last_pages_name() -> None:
    note = note_of_case("sample-patient")
    parts = {part.id: " ".join(plain_text(replace(note, parts=(part,))).split()) for part in note.parts}
    assert "none of the other 11 asked about" in parts["safety"]
    assert "aneurysm clip" not in parts["safety"]
    assert "aneurysm clip" in parts["further"]
    assert "lying" not in parts["operation"]
    assert "worse with: not: sitting, bending forward, cough or strain, lying, night" in parts["further"]
    assert "Pain map in words: Front: right foot dorsum" in parts["further"]
    assert "Strongest, 7/10" in parts["pain"]


@pytest.mark.parametrize("kind", [YesNo, Choice, Choices, Number, Scale, Grade, When, SpanOfLevels, ManoeuvreItem])
def test_unknown_is_worded_for_every_kind(kind: type) -> None:
    assert value_words(library(), library().items[item_of(kind)], Gap("unknown")) == "unknown"


def test_a_finding_has_a_star_and_its_row_is_strong() -> None:
    note = note_of({"strength@L5/right": 4, "strength@L5/left": 5})
    blocks = [(part.id, block) for part in note.parts for block in part.blocks if isinstance(block, Table)]
    found = [(part, cell.text) for part, block in blocks for row in block.rows for cell in row if cell.finding]
    assert found == [("exam", "4")]
    assert re.search(r"Great toe extension \(L5\)\s+\*4\s+5", plain_text(note))


def test_a_side_that_was_not_examined_says_so() -> None:
    text = plain_text(note_of({"strength@L5/right": 5}))
    assert re.search(r"Great toe extension \(L5\)\s+5\s+not examined", text)
    assert re.search(r"Hip flexion \(L2\)\s+not examined\s+not examined", text)


def test_a_reason_for_not_examining_is_told() -> None:
    text = flat(note_of({"slr@right": {"not_examined": "too painful"}, "slr@left": "negative"}))
    assert "not examined (too" in text
    assert "painful)" in text


def test_key_findings_tell_since_when_and_the_other_side() -> None:
    note = note_of(
        {
            "reflex@hamstring/right": 1,
            "reflex@hamstring/left": 2,
            "reflex_since@hamstring/right": "new_since_operation",
            "strength@L5/right": 4,
            "light_touch@L5/right": "reduced",
            "pin_prick@L5/right": "reduced",
        }
    )
    text = flat(note)
    assert "right hamstring (L5) reflex 1+ (new since operation), left 2+" in text
    assert "right great toe extension (L5) 4/5" in text
    assert text.count("top of foot (L5)") == 1


def test_the_same_on_both_sides_is_told_once() -> None:
    text = flat(note_of({"reflex@ankle/right": 0, "reflex@ankle/left": 0}))
    assert "bilateral ankle (S1) reflex 0" in text


def test_a_value_of_an_earlier_visit_carries_its_date() -> None:
    first = {"strength@L5/right": 4, "strength@L5/left": 5, "strength@L4/left": 5, "strength@L4/right": 5}
    text = flat(note_of(first, {"strength@L5/right": 3}))
    assert "Examination (4 Nov 2025)" in text
    assert "*3 (25 Nov) 5" in text
    assert "Rechecked 25 Nov 2025: right great toe extension (L5) 3/5: 4/5 on 4 Nov." in text


def test_a_score_taken_again_says_what_it_was() -> None:
    text = flat(note_of({"back_pain_now": 7}, {"back_pain_now": 4}))
    assert "Back pain now: 4 / 10 (4 Nov: 7)" in text


def test_an_overdue_test_says_overdue() -> None:
    given = {"order_kind@1": "emg", "order_state@1": "ordered", "order_due@1": "2025-11-18"}
    assert "OVERDUE since 18 Nov" in flat(note_of(given))
    assert "OVERDUE" not in flat(note_of({**given, "order_due@1": "2025-11-25"}))


def test_unverified_bands_are_conventional() -> None:
    name, item = next(
        (name, item)
        for name, item in library().items.items()
        if isinstance(item, Number) and item.unverified and item.bands and not item.record
    )
    high = item.bands[-1].upto if item.most is None else min(item.bands[-1].upto, item.most)
    assert "onventional cut-off" in flat(note_of({name: high}))


def test_records_are_told_latest_first() -> None:
    text = flat(
        note_of(
            {
                "procedure@1": ["microdiscectomy"],
                "operation_date@1": "2016",
                "procedure@2": ["plif"],
                "operation_date@2": "2024-09-03",
                "operation_levels@2": "L4-S1",
            }
        )
    )
    assert "L4–S1, 3 Sep 2024, 14 months ago Earlier operation Microdiscectomy, 2016 " in text


def test_no_records_are_told_in_the_words_of_the_content() -> None:
    assert "No spine operation" in flat(note_of({"operations": "none"}))


def test_what_an_earlier_workup_recorded_carries_its_day() -> None:
    earlier = Answer("yes", 3, datetime(2023, 5, 2, 9, 0, tzinfo=UTC), "Dr Okafor")
    entries = [(Slot("diabetes"), earlier), (Slot("osteoporosis"), msgspec.structs.replace(earlier, visit=8))]
    visits = (Visit(8, LAST, "Dr Okafor"),)
    note = compose(library(), assess(library(), Answers(entries), LAST, visits), COVER)
    assert "2 May 2023" in flat(note)


def test_two_clinicians_on_one_day_are_one_day_on_paper() -> None:
    visits = (Visit(1, LAST, "Dr Okafor"), Visit(2, LAST, "Dr Brandt"))
    note = compose(library(), assess(library(), Answers([]), LAST, visits), COVER)
    assert note.subtitle.startswith("Visit 25 Nov 2025 ·")


def test_a_plan_names_who_acts_and_what_is_late() -> None:
    text = flat(
        note_of(
            {
                "plan_action@1": "Review the films",
                "plan_for@1": "Me",
                "plan_due@1": "2025-11-20",
                "plan_action@2": "Call the patient",
                "plan_for@2": "Front desk",
                "plan_due@2": "2025-11-28",
            }
        )
    )
    assert "1. Review the films. For Dr Adaeze Okafor. OVERDUE since 20 Nov 2025, 5 days ago." in text
    assert "2. Call the patient. For Front desk. Due 28 Nov 2025." in text


def test_the_gravest_weakness_comes_first() -> None:
    text = flat(note_of({"strength@L2/right": 4, "strength@L4/right": 2, "strength@L5/right": 0}))
    assert "right great toe extension (L5) 0/5, ankle dorsiflexion (L4) 2/5, hip flexion (L2) 4/5" in text


def test_an_amendment_ends_with_one_full_stop_whatever_was_typed() -> None:
    at = COVER.printed_at
    for told in ("Impression: L5 root pain, was S1 root pain.", "Reason: leg pain, was back pain"):
        cover = replace(COVER, amendment=Amendment((told,), "Dr Okafor", at, "wrong side.", 1))
        block = amendment_callout(cover)
        assert block is not None
        (*_, reason, changed) = ("".join(run.text for run in line) for line in block.lines)
        assert reason == "Reason: Wrong side."
        assert changed == f"Changed: {told.removesuffix('.')}."


def test_a_single_fact_is_not_named_by_the_words_its_section_begins_with() -> None:
    text = flat(note_of_case("sample-patient"))
    assert "Options to consider: epidural or root injection" in text
    assert "options: epidural" not in text
    assert "Reason: main pain: back, buttock or leg" in text
