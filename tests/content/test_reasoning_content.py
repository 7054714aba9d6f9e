"""Conditions of the content that once waited for what nobody has to answer, or took unknown for known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workup.patients import assessed, library
from workup.answers import At
from workup.expr import Truth
from workup.reasoning.reason import Reasoning
from workup.reasoning.weighing import Place, Weighed

L5, SIDES = "L5", ("right", "left")
DISCECTOMY: dict[str, Any] = {
    "main_region": "back_leg", "procedure@1": ["microdiscectomy"], "operation_date@1": "2024-01-10",
    "operation_levels@1": "L5-S1", "operation_side@1": "right", "operation_region@1": "lumbar",
}
FUSION: dict[str, Any] = {
    "main_region": "back_leg", "procedure@1": ["plf"], "operation_date@1": "2023-01-10",
    "operation_levels@1": "L2-S1", "fused_levels@1": "L2-S1", "operation_region@1": "lumbar",
    "instrumentation@1": ["screws_rods"],
}
MRI: dict[str, Any] = {"order_kind@1": "mri", "order_state@1": "reviewed", "performed_on@1": "2025-11-20"}
ROOT_PAIN: dict[str, Any] = {"root_pain@S1/right": "yes", "leg_pain_now@right": 6}
FULL_L5: dict[str, Any] = {
    key: value for side in SIDES for key, value in {
        f"strength@L5/{side}": 5, f"light_touch@L5/{side}": "normal", f"pin_prick@L5/{side}": "normal",
    }.items()
}  # fmt: skip
FEELS: dict[str, Any] = {
    f"feel_{name}": "no" for name in ("burning", "electric", "tingling", "numbness", "touch", "cold")
}


def reasoning(*parts: dict[str, Any]) -> Reasoning:
    """The reasoning over these answers, given at one visit on 25 November 2025."""
    return assessed({key: value for part in parts for key, value in part.items()}).reasoning


def weighed(told: Reasoning, cause: str) -> Weighed:
    return next(one for one in told.weighed if one.cause.id == cause)


def state(place: Place, criterion: str) -> Truth:
    return next(one.state for one in place.contributions if one.criterion.id == criterion)


def asked(told: Reasoning, cause: str) -> set[str]:
    """The items of the steps that something of this cause would be settled by."""
    return {slot.item for one in told.steps if cause in {c.id for c in one.causes} for slot in one.slots}


# -- signs of a root ---------------------------------------------------------------------------------------------------


def test_the_optional_reflex_holds_nothing_back() -> None:
    told = reasoning(DISCECTOMY, FULL_L5).weigher
    assert told.holds("term:new_reflex_loss", At(None, L5, "right")) is None
    assert told.holds("term:new_root_sign", At(None, L5, "right")) is False


def test_the_optional_reflex_counts_where_it_was_examined() -> None:
    lost = {"reflex@hamstring/right": 0, "reflex@hamstring/left": 2, "reflex_since@hamstring/right": "since_last_visit"}
    told = reasoning(DISCECTOMY, FULL_L5, lost).weigher
    assert told.holds("term:new_root_sign", At(None, L5, "right")) is True
    one_side = reasoning(DISCECTOMY, FULL_L5, {"reflex@hamstring/right": 0}).weigher
    assert one_side.holds("term:new_root_sign", At(None, L5, "right")) is None


@pytest.mark.parametrize("left_out", ["strength@L5/right", "sensation"])
def test_a_root_not_wholly_examined_stays_unknown(left_out: str) -> None:
    gone = {"light_touch@L5/right", "pin_prick@L5/right"} if left_out == "sensation" else {left_out}
    told = reasoning(DISCECTOMY, {key: value for key, value in FULL_L5.items() if key not in gone}).weigher
    assert told.holds("term:new_root_sign", At(None, L5, "right")) is None


def test_other_roots_keep_waiting_for_their_reflex() -> None:
    ankle = {key.replace("L5", "S1"): value for key, value in FULL_L5.items()}
    assert reasoning(DISCECTOMY, ankle).weigher.holds("term:new_root_sign", At(None, "S1", "right")) is None


def test_a_further_muscle_adds_to_the_key_muscle_and_is_not_needed() -> None:
    one_muscle = {"strength_muscle@hip_abduction/right": 5}
    assert reasoning(FULL_L5, one_muscle).weigher.holds("term:new_weakness", At(None, L5, "right")) is False
    weak = {"strength_muscle@hip_abduction/right": 3, "strength_muscle_since@hip_abduction/right": "since_last_visit"}
    assert reasoning(FULL_L5, weak).weigher.holds("term:new_weakness", At(None, L5, "right")) is True
    assert reasoning(one_muscle).weigher.holds("term:new_weakness", At(None, L5, "right")) is None


# -- several ways to say the same --------------------------------------------------------------------------------------


def test_how_far_the_pain_runs_needs_no_chart() -> None:
    runs = {"pain_radiation@right": "thigh", "pain_radiation@left": "none"}
    assert reasoning(runs, {"worst_area": "midline_low"}).weigher.holds("term:pain_below_knee") is False
    assert reasoning({"worst_area": "midline_low"}).weigher.holds("term:pain_below_knee") is None
    assert reasoning({"worst_area": "foot"}).weigher.holds("term:pain_below_knee") is True


def test_qualities_that_are_answered_need_no_chart() -> None:
    told = reasoning(DISCECTOMY, ROOT_PAIN, FEELS)
    assert state(weighed(told, "chronic_radiculopathy").best, "np_history") is False
    half = {key: value for key, value in FEELS.items() if key != "feel_burning"} | {"feel_electric": "yes"}
    unknown = reasoning(DISCECTOMY, ROOT_PAIN, half)
    assert state(weighed(unknown, "chronic_radiculopathy").best, "np_history") is None
    assert "pain_map" not in asked(unknown, "chronic_radiculopathy")


# -- next steps --------------------------------------------------------------------------------------------------------


def test_results_of_tests_are_no_questions() -> None:
    told = reasoning(DISCECTOMY, {"treatments": "none", "back_share": 80})
    items = {slot.item for step in told.steps for slot in step.slots}
    assert items
    assert not {"orders"} & (items | {library().items[item].record for item in items})


def test_what_a_later_mri_answered_is_not_sought_in_an_early_one() -> None:
    clear = {
        "root_contact@1/S1/right": "free", "herniation@1/L5-S1/right": "none", "tissue_reading@1/L5-S1/right": "scar",
        "foramen_grade@1/L5-S1/right": 0, "recess@1/L5-S1/right": "none", "foramen_grade@1/L5-S1/left": 0,
        "herniation@1/L5-S1/left": "none", "recess@1/L5-S1/left": "none",
    }  # fmt: skip
    told = reasoning(DISCECTOMY, ROOT_PAIN, MRI, clear)
    scar = next(one for one in told.candidates if one.cause.id == "epidural_fibrosis")
    assert state(scar.best, "no_compression") is True
    assert state(scar.best, "no_compression_early") is None
    assert "no_compression_early" not in {turn.criterion.id for turn in told.turns(scar)}


def test_the_whole_spine_is_imaged_for_cancer_and_not_without_a_sign_of_it() -> None:
    lumbar = [one for one in reasoning(DISCECTOMY, {"cancer_history": "yes"}).steps if one.by in ("mri", "ct")]
    assert lumbar
    assert "malignancy" not in {cause.id for one in lumbar for cause in one.causes}
    stop = "stop:whole_spine_without_sign"
    assert reasoning({"cancer_history": "no", "weight_loss": "no"}).weigher.holds(stop) is True
    assert reasoning({"cancer_history": "yes", "cancer_type": "breast"}).weigher.holds(stop) is False
    known = reasoning(DISCECTOMY, {"cancer_history": "yes"})
    malignancy = next(one for one in known.candidates if one.cause.id == "malignancy")
    lesion = next(turn for turn in known.turns(malignancy) if turn.criterion.id == "lesion")
    assert lesion.criterion.by == ("mri_whole_spine",)


def test_operations_are_asked_in_one_sentence_and_medicines_apart() -> None:
    gates = [one for one in reasoning({"back_share": 80, "main_region": "back_leg"}).steps if "apply" in one.first]
    assert gates[0].text.startswith("What was operated and when: procedure, ")
    assert gates[0].text.count(",") == 2
    assert "opioids" not in {slot.item for slot in gates[0].slots}
    medicines = next(one for one in gates if "opioids" in {slot.item for slot in one.slots})
    assert medicines.text == "Ask: opioids now, medicines now"
    assert {slot.item for slot in medicines.slots} == {"opioids", "medicines"}
    assert "Opioid hyperalgesia" in medicines.first


# -- sides and segments ------------------------------------------------------------------------------------------------


def test_palpation_that_gives_the_own_pain_tells_the_side() -> None:
    told = reasoning(DISCECTOMY, {
        "palpation@paraspinal/right": "familiar", "palpation@paraspinal/left": "none", "jump_sign@right": "yes",
    })  # fmt: skip
    best = weighed(told, "myofascial").best
    assert best.at.side == "right"
    assert state(best, "own_pain") is True


def test_an_implant_that_is_tender_on_neither_side_is_answered() -> None:
    told = reasoning(FUSION, {f"implant_tenderness@{side}": "none" for side in SIDES})
    best = weighed(told, "hardware").best
    assert best.at.side is None
    assert state(best, "tender") is False
    one_side = weighed(reasoning(FUSION, {"implant_tenderness@left": "familiar"}), "hardware").best
    assert state(one_side, "tender") is True


def test_scar_is_read_where_it_was_operated() -> None:
    pain = {"root_pain@L5/right": "yes", "leg_pain_now@right": 6}
    told = reasoning(DISCECTOMY, pain, MRI, {"tissue_reading@1/L5-S1/right": "no_tissue"})
    best = next(one for one in weighed(told, "epidural_fibrosis").places if one.at.place == L5)
    assert state(best, "scar") is False


def test_the_segment_that_reports_do_not_grade_keeps_no_adjacent_lesion_open() -> None:
    clear = {"canal_words@1/L1-L2": "none", "herniation@1/L1-L2/right": "none", "herniation@1/L1-L2/left": "none"}
    told = weighed(reasoning(FUSION, MRI, clear), "adjacent_segment")
    assert {place.at.place for place in told.places} == {"L1-L2"}
    assert state(told.best, "lesion") is False
    high = weighed(reasoning(FUSION | {"fused_levels@1": "L1-S1", "operation_levels@1": "L1-S1"}), "adjacent_segment")
    assert {place.at.place for place in high.places} == {"T12-L1"}
    slipped = {"order_kind@2": "xray", "order_state@2": "reviewed", "slip_change@2/T12-L1": "new"}
    assert weighed(reasoning(FUSION, slipped), "adjacent_segment").best.at.place == "T12-L1"


# -- severity ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"rest_pain": "no"}, None),
        ({"rest_pain": "no", "course_now": "stable", "compared_severity": "same"}, False),
        ({"rest_pain": "yes"}, True),
        ({"course_now": "worsening"}, True),
    ],
)
def test_back_pain_after_two_to_eight_weeks_has_to_be_severe(told: dict[str, Any], expected: Truth) -> None:
    early = {
        "operation_date@1": "2025-11-04", "early_back_result": "better", "free_interval": "under_1_month",
        "free_interval_weeks": 2, "back_pain_now": 5, "back_share": 80,
    }  # fmt: skip
    best = weighed(reasoning(DISCECTOMY, early, told), "infection").best
    assert state(best, "two_to_eight_weeks") is expected
