"""How scores change from visit to visit, and the morphine equivalent."""

from __future__ import annotations

import pytest

from tests.workup.patients import assessed, laid, library, of
from tests.workup.test_scores import phq, score
from workup.answers import Answers, PartialDate, Slot
from workup.assess import assess

CHANGES = [
    ("odi_total", 50, 40, True, True),  # 10 points, 20 %
    ("odi_total", 50, 41, True, False),
    ("odi_total", 20, 14, True, True),  # 30 % of the first, 6 points
    ("odi_total", 20, 15, True, False),
    ("odi_total", 40, 50, False, None),
    ("rmdq_total", 20, 15, True, True),
    ("rmdq_total", 20, 16, True, False),
    ("rmdq_total", 10, 7, True, True),  # 30 %
    ("peg_total", 6, 4.2, True, True),
    ("peg_total", 6, 4.3, True, False),
    ("gad7_total", 12, 8, True, True),
    ("gad7_total", 12, 9, True, False),
    ("promis_function", 35, 41, True, True),
    ("promis_function", 35, 38, True, None),  # within the range in use
    ("promis_function", 35, 36.9, True, False),
    ("promis_function", 35, 30, False, None),
    ("promis_interference", 65, 59, True, True),
    ("eq5d_index", 0.5, 0.58, True, True),
    ("eq5d_index", 0.5, 0.53, True, None),
    ("eq5d_index", 0.5, 0.52, True, False),
    ("back_pain_now", 7, 5, True, True),
    ("back_pain_now", 7, 6, True, False),
    ("back_pain_now", 3, 2, True, True),  # a third
    ("back_pain_now", 5, 5, None, False),
    ("dn4_total", 7, 3, True, None),  # no limit was read
    ("csi_total", 40, 20, True, None),
    ("pcs_total", 40, 20, True, None),
]


@pytest.mark.parametrize(("item", "first", "second", "better", "reached"), CHANGES)
def test_a_change_is_measured_by_the_limit_of_the_instrument(
    item: str, first: float, second: float, better: bool | None, reached: bool | None
) -> None:
    found = score(item, {item: first}, {item: second}).change
    assert found is not None
    assert found.points == pytest.approx(second - first)
    assert (found.before, found.better, found.reached) == (first, better, reached)
    assert str(found.since) == "2025-11-04"


@pytest.mark.parametrize(("first", "second", "reached"), [(50, 44, True), (50, 45, False), (25, 20, True)])
def test_the_tampa_scale_changes_by_points_or_share(first: int, second: int, reached: bool) -> None:
    found = score("tsk17_total", {"tsk_form": "tsk17", "tsk17_total": first}, {"tsk17_total": second}).change
    assert found is not None
    assert found.reached is reached
    assert found.limit is not None
    assert found.limit.basis == "unverified", "for which of the forms was not read"


def test_the_sum_of_nine_answers_changes_too() -> None:
    found = score("phq9_total", phq(17), phq(12)).change
    assert found is not None
    assert (found.points, found.better, found.reached) == (-5, True, True)
    assert found.limit is not None
    assert found.limit.basis == "unverified"


def test_answers_of_two_visits_are_no_change() -> None:
    found = score("phq9_total", phq(12), {"phq_self_harm": 1})
    assert found.mixed
    assert found.value == 13
    assert found.change is None


def test_a_first_score_has_no_change_nor_has_one_taken_back() -> None:
    assert score("odi_total", {"odi_total": 40}).change is None
    cleared = laid({"odi_total": 50, "sex": "female"}, {"odi_total": None})
    typed = of(laid({}, {"odi_total": 40}, before=cleared), 2).scores[0].change
    assert typed is not None
    assert typed.before == 50, "at the end of the first visit it stood"
    back = laid({"odi_total": None}, {"odi_total": 40}, before=laid({"odi_total": 50}))
    assert [one.change for one in of(back, 2).scores] == [None], "taken back is as never asked"


def test_what_was_said_in_the_evaluation_before_is_the_score_before() -> None:
    now = laid({}, {"odi_total": 30})
    found = assess(library(), now, of(now, 2).today, of(now, 2).visits, former=laid({"odi_total": 45}, {})).scores
    assert [(one.change.points, one.change.before) for one in found if one.change is not None] == [(-15, 45)]


def test_two_versions_of_a_form_are_not_compared() -> None:
    first, second = {"dn4_total": 7, "dn4_version": "French"}, {"dn4_total": 3, "dn4_version": "Spanish"}
    found = score("dn4_total", first, second).change
    assert found is not None
    assert (found.version, found.better, found.reached) == ("French", None, None)


def test_the_day_of_completion_goes_before_the_day_of_the_visit() -> None:
    assert score("odi_total", {"odi_total": 40}).date == PartialDate(2025, 11, 25)
    assert score("odi_total", {"odi_total": 40, "odi_date": "2025-11-20"}).date == PartialDate(2025, 11, 20)
    later = score("odi_total", {"odi_total": 40, "odi_date": "2025-11-02"}, {"odi_total": 20})
    assert later.date == PartialDate(2025, 11, 25), "the day belongs to the score before"
    assert later.change is not None
    assert later.change.since == PartialDate(2025, 11, 2)


def test_the_same_form_corrected_is_no_change() -> None:
    day = {"odi_date": "2025-11-02"}
    assert score("odi_total", {"odi_total": 40, **day}, {"odi_total": 42, **day}).change is None


# The morphine equivalent

OXYCODONE = {"opioids@1": "added", "opioid_drug@1": "oxycodone"}


@pytest.mark.parametrize(
    ("dose", "value", "band"),
    [(33.27, 49.9, "below 50"), (33.33, 50, "50 or more"), (59.93, 89.9, "50 or more"), (60, 90, "90 or more")],
)
def test_the_morphine_equivalent_is_an_index_of_risk(dose: float, value: float, band: str) -> None:
    found = score("morphine_equivalent", {**OXYCODONE, "opioid_daily_dose@1": dose})
    assert found.value == value
    assert (found.band, found.unverified, found.sources) == (band, True, ())
    assert "risk" in found.warning
    assert "not for changing from one opioid to another" in found.warning
    assert "buprenorphine" in found.warning
    assert "dependence" in found.warning


def test_no_equivalent_while_one_dose_is_not_known() -> None:
    given = {**OXYCODONE, "opioid_daily_dose@1": 40, "opioids@2": "added", "opioid_drug@2": "tramadol"}
    found = score("morphine_equivalent", given)
    assert (found.value, found.band, found.complete, found.missing, found.questions) == (None, "", False, 1, 2)


@pytest.mark.parametrize("drug", ["buprenorphine", "dependence", "other"])
def test_an_opioid_without_an_equivalent_is_not_nought(drug: str) -> None:
    alone = {"opioids@1": "added", "opioid_drug@1": drug, "opioid_daily_dose@1": 16}
    assert assessed(alone).facts.value("mme_per_day") is None
    found = score("morphine_equivalent", alone)
    assert (found.value, found.band, found.left_out) == (None, "", 1)
    beside = score(
        "morphine_equivalent",
        {**OXYCODONE, "opioid_daily_dose@1": 20, "opioids@2": "added", "opioid_drug@2": drug},
    )
    assert (beside.value, beside.left_out) == (30, 1)


def test_the_equivalent_of_the_visit_before_is_of_what_was_taken_then() -> None:
    first = {**OXYCODONE, "opioid_daily_dose@1": 20}
    patch = {"opioid_drug@1": "fentanyl_patch", "opioid_patch_rate@1": 25}
    found = score("morphine_equivalent", first, patch).change
    assert found is not None
    assert (found.before, found.points, found.better, found.reached) == (30, 30, None, None)
    back = score("morphine_equivalent", patch, {**first}).change
    assert back is not None
    assert (back.before, back.points) == (60, -30)
    stopped = score(
        "morphine_equivalent",
        {**first, "opioids@2": "added", "opioid_drug@2": "morphine", "opioid_daily_dose@2": 10},
        {"opioids@2": "removed"},
    ).change
    assert stopped is not None
    assert (stopped.before, stopped.points) == (40, -10)


def test_no_opioid_has_no_line() -> None:
    assert assessed({"opioids": "none"}).scores == ()


def test_an_assessment_keeps_its_scores() -> None:
    found = assessed({"odi_total": 40})
    assert found.scores is found.scores
    assert found.score_at(Slot("odi_total")) is found.scores[0]
    assert found.score_at(Slot("dn4_total")) is None
    assert assess(library(), Answers(), found.today).scores == ()
