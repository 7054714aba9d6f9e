"""The scores against the bands, rules and changes of the reference, typed here a second time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workup.patients import assessed, library
from workup.answers import Slot
from workup.protocol import Computed, Number, ScoreRule
from workup.reasoning.scores import Score

PHQ = ("interest", "down", "sleep", "tired", "appetite", "failure", "concentration", "moving", "self_harm")
SURVEYS = [one for one in library().instruments.values() if one.entry != "form"]


def phq(total: int) -> dict[str, object]:
    """Nine answers that add up to this total."""
    given: dict[str, object] = {}
    for name in PHQ:
        given[f"phq_{name}"] = min(3, total)
        total -= min(3, total)
    return given


def score(item: str, *visits: dict[str, object]) -> Score:
    """The score read from this item."""
    return next(one for one in assessed(*visits).scores if str(one.where) == item)


# Bands

BANDS = [
    ("odi_total", 0, "minimal disability", False),
    ("odi_total", 20, "minimal disability", False),
    ("odi_total", 21, "moderate disability", True),
    ("odi_total", 40, "moderate disability", True),
    ("odi_total", 41, "severe disability", True),
    ("odi_total", 60, "severe disability", True),
    ("odi_total", 61, "very severe disability", True),
    ("odi_total", 80, "very severe disability", True),
    ("odi_total", 81, "bed-bound, or answers to be checked", True),
    ("odi_total", 100, "bed-bound, or answers to be checked", True),
    ("rmdq_total", 2, "2 or less, marks recovery best", False),
    ("rmdq_total", 3, "below 4, change is hard to show", False),
    ("rmdq_total", 4, "4 to 20", False),
    ("rmdq_total", 20, "4 to 20", False),
    ("rmdq_total", 21, "above 20, change is hard to show", False),
    ("paindetect_total", -1, "neuropathic component unlikely", False),
    ("paindetect_total", 12, "neuropathic component unlikely", False),
    ("paindetect_total", 13, "unclear", False),
    ("paindetect_total", 18, "unclear", False),
    ("paindetect_total", 19, "neuropathic component likely", True),
    ("paindetect_total", 38, "neuropathic component likely", True),
    ("dn4_total", 3, "below 4", False),
    ("dn4_total", 4, "4 or more suggests neuropathic pain", True),
    ("lanss_total", 11, "below 12", False),
    ("lanss_total", 12, "12 or more suggests neuropathic pain", True),
    ("s_lanss_total", 11, "below 12", False),
    ("s_lanss_total", 12, "12 or more suggests neuropathic pain", True),
    ("peg_total", 10, "", False),
    ("gad2_total", 2, "below 3", False),
    ("gad2_total", 3, "3 or more, ask the other five", True),
    ("gad7_total", 4, "minimal", False),
    ("gad7_total", 5, "mild", False),
    ("gad7_total", 9, "mild", False),
    ("gad7_total", 10, "moderate", True),
    ("gad7_total", 14, "moderate", True),
    ("gad7_total", 15, "severe", True),
    ("pcs_total", 29, "below 30", False),
    ("pcs_total", 30, "30 or more, clinically relevant", True),
    ("ort_total", 3, "low risk", False),
    ("ort_total", 4, "moderate risk", True),
    ("ort_total", 7, "moderate risk", True),
    ("ort_total", 8, "high risk", True),
    ("ort_oud_total", 2, "below 3", False),
    ("ort_oud_total", 3, "3 or more, higher risk", True),
    ("promis_function", 38.5, "", False),
    ("eq5d_index", 0.5, "", False),
    ("eq5d_vas", 50, "", False),
    ("csi_total", 29, "subclinical", False),
    ("csi_total", 30, "mild", False),
    ("csi_total", 39, "mild", False),
    ("csi_total", 40, "moderate", True),
    ("csi_total", 49, "moderate", True),
    ("csi_total", 50, "severe", True),
    ("csi_total", 59, "severe", True),
    ("csi_total", 60, "extreme", True),
]
TSK = [
    ("tsk17", 37, "37 or less", False),
    ("tsk17", 38, "more than 37, high fear of movement", True),
    ("tsk13", 22, "subclinical", False),
    ("tsk13", 23, "mild", False),
    ("tsk13", 32, "mild", False),
    ("tsk13", 33, "moderate", True),
    ("tsk13", 42, "moderate", True),
    ("tsk13", 43, "severe", True),
    ("tsk11", 44, "", False),
]
PHQ9 = [
    (4, "minimal", False),
    (5, "mild", False),
    (9, "mild", False),
    (10, "moderate", True),
    (14, "moderate", True),
    (15, "moderately severe", True),
    (19, "moderately severe", True),
    (20, "severe", True),
    (27, "severe", True),
]
UNVERIFIED = {"s_lanss_total", "pcs_total", "ort_oud_total", "csi_total", "paindetect_total"}


@pytest.mark.parametrize(("item", "value", "band", "finding"), BANDS)
def test_a_total_reads_as_its_band(item: str, value: float, band: str, finding: bool) -> None:
    found = score(item, {item: value})
    assert (found.value, found.band, found.finding, found.complete) == (value, band, finding, True)
    assert found.unverified is (item in UNVERIFIED)
    assert bool(found.sources) is (item not in UNVERIFIED)


@pytest.mark.parametrize(("form", "value", "band", "finding"), TSK)
def test_each_tampa_form_has_its_own_bands(form: str, value: int, band: str, finding: bool) -> None:
    found = score(f"{form}_total", {"tsk_form": form, f"{form}_total": value})
    assert (found.value, found.band, found.finding) == (value, band, finding)


@pytest.mark.parametrize(("total", "band", "finding"), PHQ9)
def test_the_sum_of_nine_answers_reads_as_its_band(total: int, band: str, finding: bool) -> None:
    found = score("phq9_total", phq(total))
    assert (found.value, found.band, found.finding, found.missing) == (total, band, finding, 0)


@pytest.mark.parametrize(
    ("total", "distress", "group"),
    [
        (3, 3, "low risk"),
        (4, 3, "medium risk"),
        (4, 4, "high risk"),
        (9, 5, "high risk"),
        (4, None, "medium risk, or high by the distress score"),
    ],
)
def test_the_distress_score_decides_between_medium_and_high(total: int, distress: int | None, group: str) -> None:
    given: dict[str, object] = {"start_back_total": total}
    if distress is not None:
        given["start_back_distress"] = distress
    assert score("start_back_total", given).band == group


def test_every_instrument_and_each_of_its_totals_is_read() -> None:
    ids = {rule.item for one in library().instruments.values() for rule in one.score}
    totals = {
        name
        for one in SURVEYS
        for name in one.items
        if isinstance(library().items[name], (Number, Computed)) and not name.endswith("_blank")
    }
    assert totals - ids == {"eq5d_profile"}, "a profile is no number to be compared"
    assert {rule.item for rule in library().instruments["mme"].score} == {"morphine_equivalent"}
    assert len(library().instruments["nrs"].score) == 8


def test_nothing_answered_is_no_score() -> None:
    assert assessed({}).scores == ()
    assert assessed({"odi_version": "2.1a", "odi_date": "2025-11-04"}).scores == ()


# Missing answers

REFUSING = [
    (rule, one.id)
    for one in SURVEYS
    for rule in one.score
    if rule.missing is not None and rule.missing.blank and not rule.missing.allowed
]


@pytest.mark.parametrize(("rule", "instrument"), REFUSING, ids=lambda value: getattr(value, "item", None))
def test_one_question_left_blank_refuses_the_total(rule: ScoreRule, instrument: str) -> None:
    item = rule.item
    assert rule.missing is not None
    blank = rule.missing.blank
    given: dict[str, object] = {item: library().items[item].most}  # type: ignore[union-attr]
    if instrument == "tsk":
        given["tsk_form"] = item.removesuffix("_total")
    found = assessed({**given, blank: 1})
    refused = next(one for one in found.scores if one.where == Slot(item))
    assert (refused.value, refused.band, refused.finding, refused.complete) == (None, "", False, False)
    assert refused.missing == 1
    assert refused.questions == rule.questions
    assert Slot(item) not in found.counted, "what is refused counts nowhere"
    assert Slot(item) not in found.findings
    whole = next(one for one in assessed({**given, blank: 0}).scores if one.where == Slot(item))
    assert (whole.value, whole.complete, whole.missing) == (given[item], True, 0)


def test_a_blank_section_of_the_oswestry_is_left_out_and_marked() -> None:
    found = score("odi_total", {"odi_total": 44, "odi_blank": 1})
    assert (found.value, found.band, found.complete, found.missing) == (44, "severe disability", False, 1)


@pytest.mark.parametrize("name", PHQ[2:])
@pytest.mark.parametrize("value", [None, "unknown"])
def test_the_nine_questions_have_no_total_without_one_of_them(name: str, value: object) -> None:
    answers = {**phq(20), f"phq_{name}": value}
    found = score("phq9_total", answers)
    assert (found.value, found.band, found.complete, found.missing, found.questions) == (None, "", False, 1, 9)
    assert score("phq2_total", answers).value == 6, "the first two stand alone"


def test_two_questions_alone_are_not_an_unfinished_nine() -> None:
    found = assessed({"phq_interest": 1, "phq_down": 0}).scores
    assert [(one.where.item, one.value) for one in found] == [("phq2_total", 1)]
    one = assessed({"phq_interest": 1}).scores
    assert [(score.where.item, score.value, score.missing) for score in one] == [
        ("phq2_total", None, 1),
        ("phq9_total", None, 8),
    ]


@given(st.sampled_from(REFUSING), st.integers(0, 3), st.data())
def test_a_score_never_has_a_band_when_its_rule_refuses(
    refusing: tuple[ScoreRule, str], blank: int, data: st.DataObject
) -> None:
    rule, instrument = refusing
    item = library().items[rule.item]
    assert isinstance(item, Number)
    assert rule.missing is not None
    least, most = int(item.least or 0), int(item.most or 0)
    given_: dict[str, object] = {item.id: data.draw(st.integers(least, most)), rule.missing.blank: blank}
    if instrument == "tsk":
        given_["tsk_form"] = item.id.removesuffix("_total")
    for one in assessed(given_).scores:
        assert one.complete is (blank == 0)
        if not one.complete:
            assert (one.value, one.band, one.finding, one.change) == (None, "", False, None)


@given(st.dictionaries(st.sampled_from(PHQ), st.sampled_from([0, 1, 2, 3, "unknown"])))
def test_a_sum_has_a_band_just_when_every_answer_is_there(given_: dict[str, object]) -> None:
    numbers = [value for value in given_.values() if value != "unknown"]
    found = [one for one in assessed({f"phq_{n}": v for n, v in given_.items()}).scores if one.where.item[:4] == "phq9"]
    assert all(bool(one.band) is one.complete is (len(numbers) == 9) for one in found)
