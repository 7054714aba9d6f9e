"""The 18 rules of the engine, one test each (engine.md section 2), on the content as shipped."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workup.patients import assessed, laid, library, of
from workup.answers import At
from workup.reasoning.ranking import Candidate
from workup.reasoning.reason import Reasoning
from workup.reasoning.weighing import Contribution, Weighed
from workup.reasoning.weights import raw_points, rounded

TODAY = "2025-11-25"
DISCECTOMY: dict[str, Any] = {
    "procedure@1": ["microdiscectomy"], "operation_date@1": "2024-01-10", "operation_levels@1": "L4-L5",
    "operation_side@1": "right", "operation_region@1": "lumbar", "main_region": "back_leg",
}
FUSION: dict[str, Any] = {
    "procedure@1": ["plf"], "operation_date@1": "2024-01-10", "operation_levels@1": "L4-L5",
    "fused_levels@1": "L4-L5", "operation_region@1": "lumbar", "main_region": "back_leg",
    "instrumentation@1": ["screws_rods"],
}
MRI: dict[str, Any] = {"order_kind@1": "mri", "order_state@1": "reviewed", "performed_on@1": "2025-11-20"}


def reasoning(*parts: dict[str, Any]) -> Reasoning:
    """The reasoning over these answers, given at one visit on 25 November 2025."""
    return assessed({key: value for part in parts for key, value in part.items()}).reasoning


def weighed(told: Reasoning, cause: str) -> Weighed:
    return next(one for one in told.weighed if one.cause.id == cause)


def candidate(told: Reasoning, cause: str) -> Candidate:
    return next(one for one in told.candidates if one.cause.id == cause)


def group(told: Reasoning, cause: str, name: str) -> float:
    return weighed(told, cause).best.groups[name]


def rows_of(told: Reasoning, cause: str, name: str) -> list[Contribution]:
    return [one for one in weighed(told, cause).best.contributions if one.criterion.group == name]


def test_rule_01_three_values() -> None:
    """Unknown adds nothing; a criterion of several items is unknown while one is, unless the rest decides."""
    silent = reasoning(DISCECTOMY)
    unknown = reasoning(DISCECTOMY, {"back_share": "unknown", "free_interval": "unknown"})
    for cause in library().causes:
        assert weighed(silent, cause).best.balance == weighed(unknown, cause).best.balance
    two = {"worse_with": {"present": [], "absent": ["cough"]}, "slr@right": {"result": "negative", "angle": 80}}
    open_third = reasoning(DISCECTOMY, {"leg_pain_now@right": 6}, two)
    assert group(open_third, "recurrent_herniation", "rec_sciatica") == 0
    decided = reasoning(DISCECTOMY, {"leg_pain_now@right": 6, "worse_with": ["cough"]})
    assert group(decided, "recurrent_herniation", "rec_sciatica") == 1.3


def test_rule_02_gate() -> None:
    """A closed gate takes a cause from the list; an unknown one makes it not assessable yet and is asked first."""
    no_implant = reasoning({**DISCECTOMY, "back_share": 80})
    listed = {one.cause.id for one in no_implant.candidates}
    assert not {"adjacent_segment", "pseudarthrosis"} & listed
    assert {"adjacent_segment", "pseudarthrosis"} <= {one.cause.id for one in no_implant.closed}
    unknown = reasoning({"back_share": 80, "main_region": "back_leg"})
    assert candidate(unknown, "pseudarthrosis").phrase == "not_assessable"
    gates = [step for step in unknown.steps if "apply" in step.first]
    assert gates
    assert any(slot.item in ("operations", "procedure") for slot in gates[0].slots)


def test_rule_03_which_operation() -> None:
    """Months since count from the last operation at or next to the level; those of a fusion from the fusion."""
    told = reasoning(
        FUSION,
        {"procedure@2": ["discectomy"], "operation_date@2": "2025-09-01", "operation_levels@2": "L1-L2"},
    )
    facts = told.facts
    assert facts.value("months_since_operation", At(place="L4-L5")) == 22
    assert facts.value("months_since_operation", At(place="L1-L2")) == 2
    assert facts.value("months_since_operation") == 2
    assert facts.value("months_since_fusion") == 22


def test_rule_04_groups() -> None:
    """In a group the strongest for and the strongest against count; a cluster row replaces its parts; groups add up."""
    told = reasoning(
        {"distribution": ["claudicant", "bilateral"], "no_pain_seated": "yes", "eased_by": ["leaning"], **DISCECTOMY}
    )
    inside = [one.counts for one in rows_of(told, "central_stenosis", "claudication") if one.counts]
    assert inside == [1.3]
    assert sum(one.weight > 0 for one in rows_of(told, "central_stenosis", "claudication")) >= 2
    place = weighed(told, "central_stenosis").best
    assert place.balance == rounded(sum(place.groups.values()))


def test_rule_05_sides_and_levels() -> None:
    """A lesion of the other side only is absent here; one root away agrees; two or more roots away counts half."""
    pain = {"leg_pain_now@left": 7, "back_share": 20}
    right = {"herniation@1/L4-L5/right": "extrusion", "herniation_mass_effect@1/L4-L5/right": "mass_effect_seen"}
    both = {"operation_side@1": "both"}
    told = reasoning(DISCECTOMY, both, pain, MRI, right, {"herniation_mass_effect@1/L4-L5/left": "none",
                                                          "herniation@1/L4-L5/left": "none"})
    assert group(told, "recurrent_herniation", "structure") == -2.5
    grade = {"foramen_grade@1/L5-S1/right": 3}
    near = {"leg_pain_now@right": 7, "distribution": ["root_like"]}
    own, one_off, far = (
        group(reasoning(DISCECTOMY, MRI, grade, near, {f"root_pain@{root}/right": "yes"}), "foraminal_stenosis",
              "structure")
        for root in ("L5", "S1", "L2")
    )
    assert (own, one_off, far) == (2.3, 2.3, 1.2)


def test_rule_06_present_is_not_source() -> None:
    """Scar, herniation, stenosis, adjacent change and non-union are seen; that they are the source is not."""
    told = reasoning(
        DISCECTOMY, MRI, {"leg_pain_now@right": 7, "root_pain@L5/right": "yes", "distribution": ["root_like"],
                          "scar_root@1/L5/right": "enhancing", "tissue_reading@1/L4-L5/right": "scar"}
    )
    assert candidate(told, "epidural_fibrosis").seen
    marked = {one.id for one in library().causes.values() if one.present_not_source}
    assert {"epidural_fibrosis", "recurrent_herniation", "adjacent_segment", "pseudarthrosis"} <= marked


def test_rule_07_never_against() -> None:
    """No fever, normal white count, healed wound, normal tone, small residual, normal EMG weigh nothing."""
    silent = reasoning(DISCECTOMY, {"back_share": 80})
    said = reasoning(
        DISCECTOMY,
        {"back_share": 80, "fever_sweats": "no", "temperature": 36.6, "scar_healed": "healed", "scar_signs": "absent",
         "anal_tone": "normal", "pvr": 80, "recent_fall": "no", "saddle_numbness": "no",
         "order_kind@1": "labs", "order_state@1": "reviewed", "lab_wbc@1": 6,
         "order_kind@2": "emg", "order_state@2": "reviewed", "emg_severity@2": "normal_study"},
    )
    for cause in ("infection", "cauda_equina", "epidural_haematoma", "fracture", "chronic_radiculopathy"):
        assert weighed(said, cause).best.balance >= weighed(silent, cause).best.balance, cause


def test_rule_08_old_deficits() -> None:
    """A deficit known before the last operation counts nowhere; not known whether new is unknown for causes."""
    pain = {"leg_pain_now@right": 7, "root_pain@L5/right": "yes", "distribution": ["root_like"]}
    weak = {"strength@L5/right": 4, "light_touch@L5/right": "normal", "pin_prick@L5/right": "normal",
            "reflex@hamstring/right": 2, "reflex@hamstring/left": 2}
    new = reasoning(DISCECTOMY, pain, weak, {"strength_since@L5/right": "new_since_operation"})
    unknown = reasoning(DISCECTOMY, pain, weak)
    assert group(new, "new_herniation", "neuro") == 0.5
    assert group(unknown, "new_herniation", "neuro") == 0
    old = reasoning(DISCECTOMY, pain, weak, {"strength_since@L5/right": "known_before"})
    assert group(old, "new_herniation", "neuro") <= 0


def test_rule_09_t0_list() -> None:
    """Paraspinal EMG, single sacroiliac tests, hip rotation alone and the amount of scar move nothing."""
    base = reasoning(DISCECTOMY, {"leg_pain_now@right": 6})
    said = reasoning(
        DISCECTOMY,
        {"leg_pain_now@right": 6, "order_kind@1": "emg", "order_state@1": "reviewed",
         "emg_fibrillations@1/paraspinal_l5/right": 3, "thigh_thrust@right": "positive",
         "hip_internal_rotation@right": "positive"},
    )
    for cause in library().causes:
        assert weighed(said, cause).best.balance == weighed(base, cause).best.balance, cause


def test_rule_10_time_windows_of_tests() -> None:
    """Fusion status counts from 12 months; ESR and CRP only outside the expected curve."""
    def non_union(day: str) -> float:
        taken = {"order_kind@1": "ct", "order_state@1": "reviewed", "performed_on@1": day}
        taken["bridging@1/L4-L5"] = "no_bridge"
        return group(reasoning(FUSION, {"back_share": 80}, taken), "pseudarthrosis", "structure")

    assert non_union("2024-10-10") == 0
    assert non_union("2025-05-10") == 1.3
    labs = {"order_kind@1": "labs", "order_state@1": "reviewed", "lab_crp@1": 60, "lab_esr@1": 80}

    def raised(operation: str, procedure: str) -> float:
        done = {**FUSION, "procedure@1": [procedure], "operation_date@1": operation}
        if procedure == "microdiscectomy":
            done = {**DISCECTOMY, "operation_date@1": operation}
        return group(reasoning(done, labs, {"performed_on@1": "2025-11-24"}), "infection", "lab")

    assert raised("2025-10-20", "microdiscectomy") == 1.6
    assert raised("2025-10-27", "plf") == 0
    assert raised("2025-09-01", "plf") == 1.6


def test_rule_11_dangerous_causes() -> None:
    """No prior lowers them; laboratory and bedside findings against them stop at −1.3; imaging may exceed it."""
    engine = library().engine
    for cause in (one for one in library().causes.values() if one.dangerous):
        for criterion in cause.criterion:
            for weight in (criterion.present, criterion.absent):
                points = rounded(raw_points(engine, cause, criterion, weight))
                if criterion.by[0] in ("history", "exam", "lab", "questionnaire"):
                    assert points >= -1.3, (cause.id, criterion.id)
    infection = library().causes["infection"]
    weights = [(one, weight) for one in infection.criterion for weight in (one.present, one.absent)]
    strongest = min(raw_points(engine, infection, one, weight) for one, weight in weights)
    assert strongest < -1.3
    assert {one.id for one in library().causes.values() if one.dangerous} == {
        "infection", "epidural_haematoma", "cauda_equina", "fracture", "malignancy"
    }


def test_rule_12_one_lesion_one_label() -> None:
    """A stenosis next to a fusion counts under the adjacent segment only, and the other causes say so."""
    seen = {"canal_schizas@1/L3-L4": "d", "distribution": ["claudicant"], "order_levels@1": "L1-S1"}
    told = reasoning(FUSION, MRI, seen)
    assert group(told, "adjacent_segment", "structure") == 2.3
    central = [one for place in weighed(told, "central_stenosis").places if place.at.place in ("L3-L4", None)
               for one in place.contributions if one.criterion.lesion and one.state]
    assert central
    assert all(one.counts == 0 and "next to the fusion" in one.note for one in central)


def test_rule_13_emergencies() -> None:
    """While its flag stands a dangerous cause is pinned on top; an adequate scan that excludes it lets go."""
    saddle = {"saddle_numbness": "yes", "saddle_numbness_since_date": "2025-11-24", "leg_pain_now@right": 7,
              "back_share": 20}
    told = reasoning(DISCECTOMY, saddle)
    first = told.candidates[0]
    assert (first.cause.id, first.phrase, first.flags) == ("cauda_equina", "must_rule_out", ("R01",))
    scan = {**MRI, "performed_on@1": "2025-11-25", "cauda_compressed@1": "no"}
    cleared = reasoning(DISCECTOMY, saddle, scan)
    assert not candidate(cleared, "cauda_equina").pinned
    assert any(one.flag.id == "R01" for one in cleared.banners)
    assert sum(one.pinned for one in told.candidates) <= 3


def test_rule_14_blocks() -> None:
    """Two concordant blocks are decisive, one positive is moderate, one negative and well placed is strong against."""
    side = {"fortin_finger@right": "yes"}

    def block(number: int, relief: int, **technique: str | int) -> dict[str, Any]:
        given = {"kind": "si_joint", "side": "block_right", "relief": relief, "concordant": "yes", **technique}
        fields = {f"block_{name}@{number}": value for name, value in given.items()}
        day = f"2025-{9 + number}-01"
        return {f"order_kind@{number}": "block", f"order_state@{number}": "reviewed", f"performed_on@{number}": day,
                **fields}

    placed: dict[str, str | int] = {"spread": "as_intended", "sedation": "no", "pain_before": 7}
    assert group(reasoning(DISCECTOMY, side, block(1, 80)), "sacroiliac_joint", "block") == 1.3
    assert group(reasoning(DISCECTOMY, side, block(1, 80), block(2, 90)), "sacroiliac_joint", "block") == 4.3
    assert group(reasoning(DISCECTOMY, side, block(1, 20, **placed)), "sacroiliac_joint", "block") == -2.3
    assert group(reasoning(DISCECTOMY, side, block(1, 20)), "sacroiliac_joint", "block") == 0


def test_rule_15_ceilings() -> None:
    """Facet joint without a block, myofascial pain, sensitisation and trochanteric pain never pass possible."""
    for cause in ("facet_joint", "myofascial", "central_sensitisation", "greater_trochanter", "opioid_hyperalgesia"):
        assert library().causes[cause].ceiling == "possible", cause
        assert library().causes[cause].ceiling_text, cause
    told = reasoning(
        DISCECTOMY,
        {"worst_area": "thigh", "distribution": ["lateral_hip"], "worse_with": ["lying_on_side"],
         "single_leg_stance_30@right": {"result": "positive"}, "external_derotation@right": "positive",
         "palpation@trochanter/right": "familiar", "trendelenburg@right": "positive",
         "strength@L5/right": 5, "leg_pain_now@right": 5, "strength_muscle@hip_abduction/right": 5},
    )
    assert candidate(told, "greater_trochanter").phrase in ("possible", "less_likely")


def test_rule_16_before_three_months() -> None:
    """In the first three months history alone makes none but the dangerous causes likely."""
    history = {"back_share": 20, "leg_pain_now@right": 8, "worse_with": ["cough"], "walking_limited": "yes",
               "walking_distance": 100, "return_onset": "suddenly", "return_trigger": "lift",
               "root_pain@L5/right": "yes", "distribution": ["root_like"], "free_interval": "over_6_months"}
    late = candidate(reasoning(DISCECTOMY, history), "recurrent_herniation")
    assert late.phrase == "likely"
    early = candidate(reasoning({**DISCECTOMY, "operation_date@1": "2025-10-01"}, history), "recurrent_herniation")
    assert early.phrase == "possible"
    assert "expected recovery" in early.held


def test_rule_17_rows_that_name_several_causes() -> None:
    """Herniation over scar: the same weight for one and against the other, and only while both can be considered."""
    told = reasoning(DISCECTOMY, {"leg_pain_now@right": 7, "worse_with": ["cough"]})
    assert group(told, "recurrent_herniation", "rec_sciatica") == 1.3
    assert group(told, "epidural_fibrosis", "rec_sciatica") == -1.3
    scar = library().causes["epidural_fibrosis"]
    assert any("recurrent_herniation" in one.while_open for one in scar.criterion)


def test_rule_18_coexistence() -> None:
    """Causes do not compete: what raises one leaves the other; a structural cause never removes sensitisation."""
    wide = {"distribution": ["widespread"], "widespread_regions": ["neck_shoulder", "arm", "chest"], "csi_total": 50,
            "sleep_hours": 4, "night_wakings": 5}
    alone = reasoning(DISCECTOMY, wide)
    beside = reasoning(DISCECTOMY, wide, {"fortin_finger@right": "yes", "faber@right": "positive"})
    assert group(alone, "central_sensitisation", "csi") == group(beside, "central_sensitisation", "csi")
    assert any(one.cause.id == "central_sensitisation" for one in beside.candidates)


@pytest.mark.parametrize("name", ["judgement", "flag_action"])
def test_what_the_clinician_says_changes_neither_order_nor_balance(name: str) -> None:
    answers = {**DISCECTOMY, "back_share": 20, "leg_pain_now@right": 7, "saddle_numbness": "yes"}
    plain = assessed(answers).reasoning
    place = "chronic_radiculopathy" if name == "judgement" else "R01"
    value = "ruled_out" if name == "judgement" else "Sent to hospital"
    said = of(laid({**answers, f"{name}@{place}": value})).reasoning
    assert [(c.cause.id, c.balance) for c in said.candidates] == [(c.cause.id, c.balance) for c in plain.candidates]
