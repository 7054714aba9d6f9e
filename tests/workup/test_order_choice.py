"""Which test fits a question, what a result was expected to show, and what it changed."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workup.gate_answers import FUSED, NO_METAL, WOMAN, allergy, egfr, labelled, metal
from tests.workup.patients import LAST, RESOURCES, assessed, laid, library, of
from tests.workup.random_answers import random_answers
from workup.answers import Answer, At, Levels, slot
from workup.assess import Assessment, assess
from workup.assess.effect import supposing, without_result
from workup.cases import read_answer, read_case
from workup.orders import Choice, questions_for, shifts
from workup.orders.drafting import draft_of_step
from workup.orders.telling import told_apart
from workup.protocol import By
from workup.reasoning.next_step import NextStep, Turn


def choices(question: str, *given_answers: dict[str, Any]) -> tuple[Choice, ...]:
    merged = {key: value for one in given_answers for key, value in one.items()}
    return of(laid(merged)).orders.choose(question)


def titles(found: tuple[Choice, ...]) -> list[str]:
    return [one.title for one in found]


def sample() -> Assessment:
    case = read_case(library(), RESOURCES / "cases" / "sample-patient.toml")
    return assess(library(), case.answers, case.today, case.visits)


# -- the chooser -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "first", "then"),
    [
        ("disc_or_scar", "MRI lumbar, without and with gadolinium", "CT myelography"),
        ("clumping", "MRI lumbar, without and with gadolinium", "CT myelography"),
        ("stenosis", "MRI lumbar, without and with gadolinium", "CT myelography"),
        ("infection", "MRI lumbar, without and with gadolinium", "PET/CT"),
        ("fusion", "CT lumbar, thin slice, without contrast", "X-ray lumbar, flexion and extension"),
        ("construct", "X-ray lumbar", "CT lumbar, thin slice, without contrast"),
        ("motion", "X-ray lumbar, flexion and extension", "X-ray lumbar"),
        ("alignment", "X-ray whole spine, standing", ""),
        ("root_function", "EMG and nerve conduction", ""),
        ("root_or_nerve", "EMG and nerve conduction", "MR neurography, without contrast"),
        ("infection_screen", "Blood tests", ""),
    ],
)
def test_the_first_choice_is_that_of_the_reference(question: str, first: str, then: str) -> None:
    """Protocol 4.0, for a patient without anything in the way."""
    free = {**NO_METAL, "sex": "male", "allergies": "none", **FUSED, "operation_date@1": "2023-01-10"}
    found = titles(choices(question, free))
    assert found[0] == first
    assert not then or then in found[1:]


@pytest.mark.parametrize("question", sorted(library().questions))
def test_every_question_has_a_test(question: str) -> None:
    assert choices(question, {"sex": "male"})


def test_an_unsafe_implant_puts_every_mri_last() -> None:
    free = choices("disc_or_scar", NO_METAL)
    found = choices("disc_or_scar", labelled("stent", "mr_unsafe"))
    assert [one.kind.id for one in free] == ["mri", "mri", "ct_myelography"]
    assert [one.kind.id for one in found] == ["ct_myelography", "mri", "mri"]
    assert [one.outcome for one in found] == ["review", "stop", "stop"]
    assert found[1].first_checks[0].gate.id == "mr_label"


def test_a_severe_reaction_puts_its_contrast_last() -> None:
    found = choices("disc_or_scar", NO_METAL, allergy("gadolinium", "severe"))
    assert titles(found)[0] == "MRI lumbar, without contrast"
    assert titles(found)[-1] == "MRI lumbar, without and with gadolinium"
    assert found[-1].outcome == "stop"


def test_what_a_test_cannot_show_depends_on_the_patient() -> None:
    fused = {**FUSED, "instrumentation@1": {"present": ["screws_rods"]}, "operation_date@1": "2023-01-10"}
    plain = {"operations@1": "added", "procedure@1": {"present": ["microdiscectomy"], "absent": ["plif"]}}
    metal_hides = "Metal can hide the very level that was operated: ask for metal artefact reduction."
    for told, expected in ((fused, True), (plain, False)):
        texts = [claim.text for claim in choices("disc_or_scar", told)[0].cannot]
        assert (metal_hides in texts) == expected


@pytest.mark.parametrize(("day", "told"), [("2025-10-15", True), ("2025-10-14", False)])
def test_weeks_since_surgery_bring_their_advice(day: str, told: bool) -> None:
    found = choices("disc_or_scar", {**FUSED, "operation_date@1": day})[0]
    assert any(claim.text.startswith("Under six weeks after surgery") for claim in found.timing) == told


def test_bending_soon_after_fusion_is_last_and_says_why() -> None:
    found = choices("motion", {**FUSED, "operation_date@1": "2025-11-01", "sex": "male"})
    assert found[-1].kind.id == "xray_flexion"
    assert found[-1].outcome == "stop"
    assert found[-1].held == ("No bending films before six weeks after a fusion, or with a suspected fracture.",)


def test_no_block_is_put_first_before_an_image() -> None:
    found = choices("joint_source", {"sex": "male"})
    assert {one.held for one in found} == {("No block before structural imaging of the region.",)}
    scan = {"order_kind@1": "mri", "order_state@1": "reviewed", "performed_on@1": "2025-11-20"}
    assert {one.held for one in choices("joint_source", {"sex": "male", **scan})} == {()}


def test_a_test_on_its_way_is_named() -> None:
    ordered = {"order_kind@1": "mri", "order_contrast@1": "with_contrast", "order_state@1": "ordered"}
    found = {one.title: one.ordered for one in choices("disc_or_scar", ordered)}
    assert found["MRI lumbar, without and with gadolinium"] == 1
    assert found["CT myelography"] is None


def test_kidneys_and_claustrophobia_are_checked_first() -> None:
    found = choices("disc_or_scar", NO_METAL, egfr(25), {"claustrophobia": "yes"}, WOMAN)[0]
    assert [one.gate.id for one in found.first_checks if one.rule is not None] == ["scanner", "gadolinium"]


def test_an_implant_that_is_reviewed_is_no_stop() -> None:
    assert choices("disc_or_scar", metal("pacemaker"))[0].outcome == "review"


def test_every_line_of_a_choice_has_its_source_or_says_that_it_has_none() -> None:
    assessment = sample()
    for question in library().questions:
        for one in assessment.orders.choose(question):
            notes = [note for check in one.checks for note in check.gate.note]
            assert all(bool(claim.source) != bool(claim.basis) for claim in (*one.cannot, *one.timing, *notes))
            assert bool(one.indication.source) != bool(one.indication.basis)


def test_questions_of_the_leading_cause_come_first() -> None:
    found = questions_for(library(), ["sacroiliac_joint", "infection"])
    assert found[0].id == "joint_source"
    assert {"infection", "infection_screen"} <= {one.id for one in found}
    assert [one.id for one in questions_for(library(), ["infection"], library().tests["labs"])] == [
        "infection_screen", "infection",
    ]  # fmt: skip


# -- drafts ----------------------------------------------------------------------------------------------


def test_a_next_step_becomes_a_draft_with_question_and_causes() -> None:
    assessment = sample()
    for step in assessment.reasoning.steps:
        if step.by in library().engine.orders:
            given_pairs = {str(where): value for where, value in draft_of_step(library(), step, 9)}
            kind = library().tests[str(given_pairs["order_kind@9"])]
            assert kind.id in library().engine.orders[step.by]
            assert given_pairs["order_question@9"]
            variant = str(given_pairs.get(f"{kind.chosen_by}@9", ""))
            told = told_apart(library(), kind, variant, (cause.id for cause in step.causes))
            assert told
            assert {key for key, value in given_pairs.items() if key.startswith("order_separates@9/")} == {
                f"order_separates@9/{cause}" for cause in told
            }
            return
    pytest.fail("The sample patient has no test among its next steps.")


@pytest.mark.parametrize(
    ("by", "cause", "kind", "variant", "question"),
    [
        ("film", "hip_osteoarthritis", "xray_other", "", "hip"),
        ("film", "pseudarthrosis", "xray", "", "construct"),
        ("flexion_film", "instability", "xray_flexion", "", "motion"),
        ("block", "sacroiliac_joint", "block", "si_joint", "joint_source"),
        ("block", "facet_joint", "block", "medial_branch", "joint_source"),
        ("block", "meralgia", "block", "lateral_cutaneous_block", "nerve_source"),
        ("mri", "recurrent_herniation", "mri", "with_contrast", "disc_or_scar"),
        ("mri_whole_spine", "malignancy", "mri_whole_spine", "with_contrast", "malignancy"),
        ("ct", "pseudarthrosis", "ct", "no_contrast", "fusion"),
        ("emg", "peroneal_neuropathy", "emg", "", "root_or_nerve"),
        ("neurography", "deep_gluteal", "mr_neurography", "no_contrast", "sciatic_nerve"),
        ("lab", "infection", "labs", "", "infection_screen"),
        ("abi", "vascular_claudication", "arterial", "", "arteries"),
    ],
)
def test_a_draft_is_the_test_that_concerns_its_cause(
    by: By, cause: str, kind: str, variant: str, question: str
) -> None:
    found = library().causes[cause]
    turn = Turn(found, At(side="left"), found.criterion[0], 1, -1, 1)
    given = {str(where): value for where, value in draft_of_step(library(), NextStep(by, "", (), (turn,), 1, 1), 1)}
    assert (given["order_kind@1"], given["order_question@1"]) == (kind, library().questions[question].text)
    chosen = library().tests[kind].chosen_by
    assert given.get(f"{chosen}@1", "") == variant
    asks = library().tests[kind].asks
    assert given.get("order_side@1") == ("side_left" if "order_side" in asks else None)


def test_a_block_is_asked_for_where_its_own_causes_are() -> None:
    root, facet, sacral = (library().causes[one] for one in ("foraminal_stenosis", "facet_joint", "sacroiliac_joint"))
    turns = (
        Turn(root, At(place="L5", side="right"), root.criterion[0], 1, -1, 1),
        Turn(facet, At(place="L4-L5"), facet.criterion[0], 1, -1, 1),
        Turn(sacral, At(side="left"), sacral.criterion[0], 1, -1, 1),
    )
    given = {str(where): value for where, value in draft_of_step(library(), NextStep("block", "", (), turns, 1, 1), 1)}
    assert given["order_block@1"] == "root_block"
    assert given["order_side@1"] == "side_right"
    assert given["order_levels@1"] == Levels("L5", "L5"), "the root, and not the segment of the joint"


def test_the_safety_of_all_open_orders_is_told_once_for_each_gate() -> None:
    told = {"order_kind@1": "emg", "order_state@1": "ordered", "order_kind@2": "block", "order_block@2": "si_joint",
            "order_kind@3": "xray", "order_state@3": "reviewed", **NO_METAL}  # fmt: skip
    found = {one.gate.id: one.outcome for one in of(laid(told)).orders.safety}
    assert found["emg_device"] == "clear"
    assert found["puncture_site"] == "review"
    assert "early_bending" not in found


def test_an_exploration_is_never_drafted() -> None:
    assert library().tests["exploration"].never_proposed


# -- expectations ----------------------------------------------------------------------------------------


def test_an_order_says_what_to_expect_for_each_cause_it_separates() -> None:
    orders = sample().orders
    found = orders.expected(3)
    assert {one.cause.id for one in found} >= {"foraminal_stenosis", "epidural_fibrosis"}
    assert all(one.for_it or one.against_it for one in found)
    separates = {"order_separates@1/recurrent_herniation": "yes"}
    recorded = assessed({"order_kind@1": "mri", "order_state@1": "ordered", **separates})
    assert {one.cause.id for one in recorded.orders.expected(1)} == {"recurrent_herniation"}


def test_after_the_result_it_says_which_expectation_came_true() -> None:
    assessment = sample()
    met = {(one.cause.id, one.for_it): one.met for one in assessment.orders.expected(3)}
    assert met["foraminal_stenosis", "Foramen grade 3, or recess compresses this root"] == "stronger"
    before = without_result(assessment, 3)
    assert {one.met for one in before.orders.expected(3)} == {None}


def test_a_block_speaks_only_to_what_it_numbs() -> None:
    told = {"order_kind@1": "block", "order_block@1": "si_joint", "order_state@1": "ordered"}
    fused = {**FUSED, "operation_date@1": "2023-01-10"}
    assert {one.cause.id for one in assessed({**fused, **told}).orders.expected(1)} <= {"sacroiliac_joint"}


def test_the_differential_before_and_after_a_result() -> None:
    assessment = sample()
    before = without_result(assessment, 3)
    assert before.orders.order(3) == assessment.orders.order(3)  # the order stays; only its result is gone
    assert not any(where.item == "foramen_grade" for where in before.answers)
    moved = {one.cause.id: one for one in shifts(before.reasoning, assessment.reasoning)}
    stenosis = moved["foraminal_stenosis"]
    assert (stenosis.phrase_before, stenosis.phrase_after, stenosis.direction) == ("possible", "likely", "stronger")
    assert stenosis.place_after == 1 < stenosis.place_before
    assert moved["epidural_fibrosis"].direction == "weaker"


def test_a_reversed_result_reverses_the_shift() -> None:
    assessment = sample()
    by = next(iter(assessment.answers.values()))
    where = slot("foramen_grade@3/L5-S1/right")
    free = supposing(assessment, [(where, 0)], by)
    moved = {one.cause.id: one.direction for one in shifts(assessment.reasoning, free.reasoning)}
    assert moved["foraminal_stenosis"] == "weaker"
    again = supposing(free, [(where, assessment.answers[where].value)], by)
    assert {one.direction for one in shifts(assessment.reasoning, again.reasoning)} == {"same"}


def test_supposing_stores_nothing_and_can_take_back() -> None:
    assessment = sample()
    by = next(iter(assessment.answers.values()))
    where = slot("foramen_grade@3/L5-S1/right")
    gone = supposing(assessment, [(where, None)], by)
    assert where not in gone.answers
    assert where in assessment.answers


def test_a_result_typed_and_not_stored_shows_its_effect() -> None:
    told = {"leg_pain_now@right": 7, "order_kind@1": "mri", "order_state@1": "resulted", "performed_on@1": "2025-11-20",
            **FUSED, "operation_date@1": "2023-01-10"}  # fmt: skip
    assessment = of(laid(told))
    where, value = read_answer(library(), "foramen_grade@1/L5-S1/right", 3, LAST)
    by = Answer(0, 1, assessment.answers[slot("order_kind@1")].at, "")
    after = supposing(assessment, [(where, value)], by)
    moved = {one.cause.id: one.direction for one in shifts(assessment.reasoning, after.reasoning)}
    assert moved["foraminal_stenosis"] == "stronger"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_whatever_is_answered_orders_can_be_looked_at(seed: int) -> None:
    chance = Random(seed)
    kinds = {f"order_kind@{number}": chance.choice(sorted(library().tests)) for number in (1, 2, 3)}
    orders = of(laid({**random_answers(chance, 80), **kinds})).orders
    for order in orders.all:
        assert all(one.outcome != "clear" or one.rule is not None for one in orders.gates(order.number))
        for look in (orders.expected, orders.timing, orders.cannot, orders.late, orders.moves, orders.contradictions):
            look(order.number)
    for question in library().questions:
        clear = [one for one in orders.choose(question) if one.outcome == "clear"]
        assert all(check.settled for one in clear for check in one.checks)
