"""What can be stored, what is only doubtful, and what is abnormal, for every kind of field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workup.patients import LAST, assessed, library
from workup.answers import (
    UNKNOWN,
    Finding,
    Gap,
    Levels,
    Marks,
    Painted,
    PartialDate,
    Value,
    slot,
)
from workup.limits import refusal, worded
from workup.protocol import Computed, Document, Records

RIGHT: dict[str, Value] = {
    "sex": "female",
    "anticoagulant": "yes",
    "height": 172.5,
    "leg_pain_now@right": 0,
    "strength@L5/left": 5,
    "family_name": "O’Brien-Łukasiewicz",
    "birth_date": PartialDate(1971, 6, 14),
    "operation_date@1": PartialDate(2019),
    "operation_levels@1": Levels("L4", "S1"),
    "slr@right": Finding("positive", 40),
    "operations": "none",
    "operations@3": "added",
    "pain_map": "none",
    "pain_map@back.buttock/right": Painted(("burning",), 10),
}

REFUSED: list[tuple[str, Value, str]] = [
    # yes-no, choice and many of many
    ("anticoagulant", "maybe", "“maybe” is not an option of “Blood thinner”; it takes yes, no."),
    ("sex", "yes", "“yes” is not an option of “Sex”"),
    ("main_region", Marks(("back_leg",)), "is not an option of"),
    # numbers
    ("height", 1720, "1720 cm is above 272 cm, the most that can be right."),
    ("height", 17, "17 cm is below 50 cm, the least that can be right."),
    ("height", float("nan"), "takes a number"),
    ("height", float("inf"), "takes a number"),
    ("height", True, "takes a number"),
    ("height", "172", "takes a number"),
    ("leg_pain_now@right", 11, "11 is above 10, the most that can be right."),
    ("leg_pain_now@right", 2.5, "takes a whole number"),
    ("strength@L5/left", 6, "“6” is not an option of “Strength”; it takes 0, 1, 2, 3, 4, 5."),
    ("strength@L5/left", 4.5, "“4.5” is not an option"),
    # text
    ("family_name", 5, "takes text"),
    # dates
    ("birth_date", PartialDate(2030, 1, 1), "1 Jan 2030 lies in the future."),
    ("birth_date", PartialDate(1971), "needs day, month and year"),
    ("birth_date", PartialDate(1971, 2, 30), "1971-02-30 is not a day of the calendar."),
    ("birth_date", PartialDate(1971, 13, 1), "is not a day of the calendar."),
    ("birth_date", PartialDate(1771, 1, 1), "1 Jan 1771 is too long ago; check the year."),
    ("operation_date@1", PartialDate(2026), "2026 lies in the future."),
    ("operation_date@1", "2019", "takes a date such as"),
    # levels
    ("operation_levels@1", Levels("S1", "L4"), "Name the upper level first."),
    ("operation_levels@1", Levels("L4", "L6"), "“L6” is not a level of “Levels”."),
    # manoeuvres
    ("slr@right", "positive", "is positive or negative"),
    ("slr@right", Finding("positive", 300), "300° is outside"),
    ("slr@right", Finding("positive", None, "moon"), "“moon” is not a place where"),
    # records and the body chart
    ("operations", "added", "“added” is not an option of “Operations”; it takes none, checked."),
    ("operations@1", "none", "it takes added, removed."),
    ("pain_map", Painted(("burning",)), "takes regions, or none"),
    ("pain_map@back.buttock/right", Painted(("hot",)), "“hot” is not an option of “Pain map”"),
    ("pain_map@back.buttock/right", Painted(("burning",), 11), "Intensity goes from 0 to 10."),
    ("pain_map@back.buttock/right", "burning", "takes qualities and an intensity"),
    # places
    ("strength", 5, "needs a place such as L2"),
    ("strength@L5", 5, "needs a side, right or left"),
    ("strength@L9/right", 5, "“L9” is not a place of “Strength”."),
    ("sex@right", "female", "has no sides"),
    ("sex@L5", "female", "has no places"),
    ("sex@1", "female", "does not repeat"),
    ("operation_date", PartialDate(2019), "needs the number of its record"),
    ("operations@1/L5", "added", "has no places or sides"),
    # gaps
    ("sex", Gap("not_examined", "refused"), "“Sex” is asked, not examined; it can be unknown."),
]


def refused(address: str, value: Value) -> str:
    where = slot(address)
    return refusal(library(), library().items[where.item], where.at, value, LAST)


@pytest.mark.parametrize("address", RIGHT)
def test_what_is_right_is_stored(address: str) -> None:
    assert refused(address, RIGHT[address]) == ""


@pytest.mark.parametrize(("address", "value", "sentence"), REFUSED, ids=lambda part: str(part)[:30])
def test_what_cannot_be_right_is_refused_in_a_sentence(address: str, value: Value, sentence: str) -> None:
    said = refused(address, value)
    assert sentence in said
    assert said.endswith(".")


def test_every_item_can_be_unknown_and_only_the_examined_can_be_not_examined() -> None:
    for item in library().items.values():
        if isinstance(item, Document):
            continue
        where = library().places[item.id][0]
        at = type(where)(1 if item.record else None, where.place, where.side)
        assert refusal(library(), item, at, UNKNOWN, LAST) == "", item.id
        not_examined = refusal(library(), item, at, Gap("not_examined", "pain"), LAST)
        assert (not_examined == "") is library().section_of[item.id].examined, item.id


def test_nobody_enters_what_is_computed() -> None:
    for item in library().items.values():
        if isinstance(item, Computed):
            address = f"{item.id}@1" if item.record else item.id
            assert "computed" in refused(address, 5), item.id


ANY: st.SearchStrategy[Value] = st.one_of(
    st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.just(UNKNOWN),
    st.builds(PartialDate, st.integers(-5, 99999), st.none() | st.integers(-1, 14), st.none() | st.integers(-1, 40)),
    st.builds(Levels, st.text(max_size=4), st.text(max_size=4)),
    st.builds(Marks, st.lists(st.text(max_size=4)).map(tuple), st.lists(st.text(max_size=4)).map(tuple)),
    st.builds(Painted, st.lists(st.text(max_size=4)).map(tuple), st.none() | st.integers()),
)  # fmt: skip


@given(st.sampled_from(sorted(RIGHT)), ANY)
def test_any_value_at_all_gets_an_answer(address: str, value: Value) -> None:
    said = refused(address, value)
    assert said == "" or said.endswith(".")


# Doubts: stored, and looked at again


@pytest.mark.parametrize(
    ("answers", "address", "sentence"),
    [
        ({"height": 250}, "height", "250 cm is unusual (usually 130 to 210)."),
        ({"weight": 20}, "weight", "20 kg is unusual (usually 35 to 220)."),
        (
            {"birth_date": "1971-06-14", "operation_date@1": "1969"},
            "operation_date@1",
            "1969 is before 14 Jun 1971",
        ),
    ],
)
def test_what_is_unusual_is_doubtful_and_still_stored(answers: dict[str, object], address: str, sentence: str) -> None:
    found = assessed(answers)
    assert sentence in found.doubts[slot(address)]
    assert slot(address) in found.counted


def test_a_usual_value_is_not_doubtful() -> None:
    assert dict(assessed({"height": 172, "birth_date": "1971-06-14", "operation_date@1": "1971"}).doubts) == {}


# Abnormal by what the content declares


@pytest.mark.parametrize(
    ("answers", "abnormal"),
    [
        ({"strength@L5/right": 4}, True),
        ({"strength@L5/right": 5}, False),
        ({"slr@right": "positive"}, True),
        ({"slr@right": "negative"}, False),
        ({"odi_total": 20}, False),
        ({"odi_total": 21}, True),
        ({"fever_sweats": "yes"}, True),
        ({"fever_sweats": "no"}, False),
        ({"fever_sweats": "unknown"}, False),
        ({"pain_map@back.buttock/right": {"qualities": ["burning"]}}, True),
        ({"pain_map@back.buttock/right": {"qualities": []}}, False),
    ],
)
def test_what_is_abnormal(answers: dict[str, object], abnormal: bool) -> None:
    where = slot(next(iter(answers)))
    assert (where in assessed(answers).findings) is abnormal


@pytest.mark.parametrize(
    ("day", "words"),
    [(PartialDate(2024, 9, 3), "3 Sep 2024"), (PartialDate(2024, 9), "Sep 2024"), (PartialDate(2024), "2024")],
)
def test_a_date_in_words(day: PartialDate, words: str) -> None:
    assert worded(day) == words


def test_records_are_none_or_added_one_by_one() -> None:
    for item in library().items.values():
        if isinstance(item, Records):
            assert refused(item.id, "none") == refused(f"{item.id}@1", "added") == ""
