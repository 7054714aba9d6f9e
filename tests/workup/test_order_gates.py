"""The safety gates of protocol 4.6 one by one, each threshold from both sides; unknown is never clear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workup.gate_answers import (
    BEND,
    BLOCK,
    CHECKED,
    CT_IV,
    CTM,
    DEVICE_UNSAFE,
    EMG,
    FILM,
    FUSED,
    METAL,
    MRI,
    MRI_GD,
    NO_METAL,
    NOT_THIN,
    OTHER,
    THIN,
    WOMAN,
    allergy,
    checked,
    egfr,
    labelled,
    metal,
)
from tests.workup.patients import LAST, laid, library, of
from workup.answers import UNKNOWN, Answer, At, Marks, Slot
from workup.orders.gates import gates_of
from workup.protocol import Choices

MEDICINES: dict[str, Any] = {"medicines": "checked", "medicines@1": "added", "medicine@1": "ibuprofen",
                             "medicine_class@1": "nsaid", "opioids": "none"}  # fmt: skip
Row = tuple[str, str, list[Mapping[str, Any]]]
ACTIVE: list[Row] = [("mr_label", "review active_implant", [MRI, metal(one)]) for one in (*METAL[:6], "shunt")]
ROWS: list[Row] = [
    # MRI implant label: unsafe stops; active implants need review even when labelled; nothing reported is clear
    ("mr_label", "clear nothing", [MRI, NO_METAL]),
    ("mr_label", "clear nothing", [MRI, metal("joint", "tattoo")]),
    ("mr_label", "review unknown", [MRI]),
    *ACTIVE,
    ("mr_label", "review active_implant", [MRI, labelled("pacemaker", "mr_safe")]),
    ("mr_label", "review label_open", [MRI, metal("stent")]),
    ("mr_label", "review conditional", [MRI, labelled("stent", "mr_conditional")]),
    ("mr_label", "review label_open", [MRI, {**labelled("stent", "mr_safe"), **metal("stent", "other_metal")}]),
    ("mr_label", "review label_open", [MRI, {**labelled("stent", "mr_safe"), "implant_kind@2": "joint"}]),
    ("mr_label", "review label_open", [MRI, metal("stent"), {"implant_kind@1": "joint", "mr_status@1": "mr_safe"}]),
    ("mr_label", "clear labelled_safe", [MRI, labelled("stent", "mr_safe")]),
    ("mr_label", "stop unsafe_label", [MRI, labelled("stent", "mr_unsafe")]),
    ("mr_label", "stop unsafe_label", [MRI, DEVICE_UNSAFE]),
    ("mr_label", "review unknown", [MRI, {"mr_hazards": {"absent": METAL[1:]}}]),  # one of them not asked
    # stimulator
    ("stimulator", "clear no_device", [MRI, NO_METAL]),
    ("stimulator", "review device_present", [MRI, metal("pump")]),
    ("stimulator", "review device_present", [MRI, metal("stimulator"), {"device_kind@1": "scs"}]),
    ("stimulator", "stop device_unsafe", [MRI, DEVICE_UNSAFE]),
    ("stimulator", "review unknown", [MRI]),
    # eye fragment, patch
    ("eye_metal", "review eye", [MRI, metal("eye_metal")]),
    ("eye_metal", "review patch", [MRI, metal("patch")]),
    ("eye_metal", "clear neither", [MRI, NO_METAL]),
    ("eye_metal", "review unknown", [MRI]),
    # bearing the scanner
    ("scanner", "review claustrophobic", [MRI, {"claustrophobia": "yes"}]),
    ("scanner", "review claustrophobic", [MRI, {"cannot_lie_flat": "yes"}]),
    ("scanner", "review too_large", [MRI, {"scanner_limit": "yes"}]),
    ("scanner", "clear bearable", [MRI, {"claustrophobia": "no", "cannot_lie_flat": "no", "scanner_limit": "no"}]),
    ("scanner", "review unknown", [MRI, {"claustrophobia": "no", "cannot_lie_flat": "no"}]),
    # gadolinium: 30
    ("gadolinium", "review egfr_under_30", [MRI_GD, egfr(29)]),
    ("gadolinium", "clear egfr_30", [MRI_GD, egfr(30)]),
    ("gadolinium", "clear egfr_30", [MRI_GD, egfr(31)]),
    ("gadolinium", "review egfr_under_30", [MRI_GD, egfr(29), {"order_gd_group@1": "group_2"}]),
    ("gadolinium", "clear group_2", [MRI_GD, {"order_gd_group@1": "group_2"}]),
    ("gadolinium", "stop group_1", [MRI_GD, egfr(29), {"order_gd_group@1": "group_1"}]),
    ("gadolinium", "clear egfr_30", [MRI_GD, egfr(30), {"order_gd_group@1": "group_1"}]),
    ("gadolinium", "stop group_1", [MRI_GD, egfr(60), {"order_gd_group@1": "group_1", "order_aki@1": "yes"}]),
    ("gadolinium", "stop group_1",
     [MRI_GD, egfr(60), {"kidney_disease": "yes", "on_dialysis": "yes", "order_gd_group@1": "group_1"}]),
    ("gadolinium", "review egfr_under_30", [MRI_GD, egfr(60), {"order_aki@1": "yes"}]),
    ("gadolinium", "review unknown", [MRI_GD]),
    ("gadolinium", "review unknown", [MRI_GD, egfr(60), {"order_aki@1": None}]),
    # iodine into a vein: 30 and 45
    ("iodine_kidney", "review high_risk", [CT_IV, egfr(29)]),
    ("iodine_kidney", "review egfr_30_44", [CT_IV, egfr(30)]),
    ("iodine_kidney", "review egfr_30_44", [CT_IV, egfr(31)]),
    ("iodine_kidney", "review egfr_30_44", [CT_IV, egfr(44)]),
    ("iodine_kidney", "clear egfr_45", [CT_IV, egfr(45)]),
    ("iodine_kidney", "clear egfr_45", [CT_IV, egfr(46)]),
    ("iodine_kidney", "review high_risk", [CT_IV, egfr(90), {"order_aki@1": "yes"}]),
    ("iodine_kidney", "review dialysis", [CT_IV, egfr(10), {"kidney_disease": "yes", "on_dialysis": "yes"}]),
    ("iodine_kidney", "review unknown", [CT_IV, egfr(90), {"order_aki@1": None}]),
    ("iodine_kidney", "review unknown", [CT_IV]),
    # metformin: 30
    ("metformin", "clear not_taken", [CT_IV, {"metformin": "no"}]),
    ("metformin", "review review", [CT_IV, egfr(29), {"metformin": "yes", "order_arterial@1": "no"}]),
    ("metformin", "clear no_action", [CT_IV, egfr(30), {"metformin": "yes", "order_arterial@1": "no"}]),
    ("metformin", "clear no_action", [CT_IV, egfr(31), {"metformin": "yes", "order_arterial@1": "no"}]),
    ("metformin", "review review", [CT_IV, egfr(90), {"metformin": "yes", "order_aki@1": "yes"}]),
    ("metformin", "review review", [CT_IV, egfr(90), {"metformin": "yes", "order_arterial@1": "yes"}]),
    ("metformin", "review unknown", [CT_IV, {"metformin": "yes"}]),
    ("metformin", "review unknown", [CT_IV]),
    # reactions: of the same class only
    ("iodine_reaction", "stop severe", [CT_IV, allergy("iodinated_contrast", "severe")]),
    ("iodine_reaction", "review reacted", [CT_IV, allergy("iodinated_contrast", "moderate")]),
    ("iodine_reaction", "review reacted", [CT_IV, allergy("iodinated_contrast")]),
    ("iodine_reaction", "clear none", [CT_IV, allergy("gadolinium", "severe")]),
    ("iodine_reaction", "clear none", [CT_IV, {"allergies": "none"}]),
    ("iodine_reaction", "clear none", [CT_IV, CHECKED]),
    ("iodine_reaction", "review unsorted", [CT_IV, CHECKED, {"allergies@1": "added", "allergen@1": "X-ray dye"}]),
    ("iodine_reaction", "review unknown", [CT_IV]),
    ("gadolinium_reaction", "stop severe", [MRI_GD, allergy("gadolinium", "severe")]),
    ("gadolinium_reaction", "review reacted", [MRI_GD, allergy("gadolinium", "mild")]),
    ("gadolinium_reaction", "clear none", [MRI_GD, allergy("iodinated_contrast", "severe")]),
    ("gadolinium_reaction", "review unsorted", [MRI_GD, CHECKED, {"allergies@1": "added", "reaction@1": ["hives"]}]),
    ("gadolinium_reaction", "clear none", [MRI_GD, {"allergies": "none"}]),
    ("gadolinium_reaction", "review unknown", [MRI_GD]),
    # CT myelography: agent, platelets 50, thinners, seizures, puncture, pressure
    ("intrathecal_agent", "stop gadolinium", [CTM, {"order_intrathecal@1": "intrathecal_gadolinium"}]),
    ("intrathecal_agent", "clear nonionic", [CTM, {"order_intrathecal@1": "nonionic_iodinated"}]),
    ("intrathecal_agent", "review unknown", [CTM]),
    ("myelography_bleeding", "review platelets", [CTM, NOT_THIN, {"known_platelets": 49}]),
    ("myelography_bleeding", "clear none", [CTM, NOT_THIN, {"known_platelets": 50}]),
    ("myelography_bleeding", "clear none", [CTM, NOT_THIN, {"known_platelets": 51}]),
    ("myelography_bleeding", "review anticoagulant", [CTM, THIN]),
    ("myelography_bleeding", "review unknown", [CTM, NOT_THIN]),
    ("myelography_bleeding", "review unknown", [CTM]),
    ("seizures", "review seizures", [CTM, {"other_conditions": {"present": ["seizures"]}}]),
    ("seizures", "review threshold_medicine", [CTM, {"medicines@1": "added", "medicine_class@1": "antidepressant"}]),
    ("seizures", "clear none", [CTM, {"other_conditions": {"absent": ["seizures"]}, "medicines": "none"}]),
    ("seizures", "clear none", [CTM, {"other_conditions": {"absent": ["seizures"]}, **MEDICINES}]),
    ("seizures", "review unsorted", [CTM, {**MEDICINES, "medicine_class@1": None}]),
    ("seizures", "review unknown", [CTM, {"other_conditions": {"absent": ["seizures"]}, "medicines": "checked"}]),
    ("seizures", "review unknown", [CTM]),
    ("puncture_site", "stop infected", [CTM, {"order_skin@1": "yes"}]),
    ("puncture_site", "clear clean", [CTM, {"order_skin@1": "no"}]),
    ("puncture_site", "review unknown", [CTM]),
    ("raised_pressure", "stop raised", [CTM, {"order_icp@1": "yes"}]),
    ("raised_pressure", "clear not_raised", [CTM, {"order_icp@1": "no"}]),
    ("raised_pressure", "review unknown", [CTM]),
    # needle EMG: platelets 50, INR 1.5
    ("needle_bleeding", "review platelets", [EMG, NOT_THIN, {"known_platelets": 49}]),
    ("needle_bleeding", "clear none", [EMG, NOT_THIN, {"known_platelets": 50, "known_inr": 1.5}]),
    ("needle_bleeding", "clear none", [EMG, NOT_THIN, {"known_platelets": 51, "known_inr": 1.4}]),
    ("needle_bleeding", "review platelets", [EMG, NOT_THIN, {"known_platelets": 49, "known_inr": 1.0}]),
    ("needle_bleeding", "review inr", [EMG, NOT_THIN, {"known_platelets": 250, "known_inr": 1.6}]),
    ("needle_bleeding", "review inr", [EMG, NOT_THIN, {"known_inr": 2.1}]),
    ("needle_bleeding", "review anticoagulant", [EMG, THIN]),
    ("needle_bleeding", "review anticoagulant", [EMG, THIN, {"known_platelets": 250, "known_inr": 1.0}]),
    ("needle_bleeding", "review unknown", [EMG, NOT_THIN]),
    ("needle_bleeding", "review unknown", [EMG, NOT_THIN, {"known_platelets": 250}]),
    ("needle_bleeding", "review unknown", [EMG, NOT_THIN, {"known_inr": 1.0}]),
    ("needle_bleeding", "review unknown", [EMG]),
    ("emg_device", "review pacemaker", [EMG, metal("pacemaker")]),
    ("emg_device", "clear none", [EMG, NO_METAL]),
    ("emg_device", "review unknown", [EMG]),
    ("emg_limb", "review infected", [EMG, {"order_limb@1": {"present": ["infected_skin"]}}]),
    ("emg_limb", "review caution", [EMG, {"order_limb@1": {"present": ["lymphoedema"]}}]),
    ("emg_limb", "review caution", [EMG, {"order_limb@1": {"present": ["prosthesis"]}}]),
    ("emg_limb", "clear none", [EMG, {"order_limb@1": {"absent": ["infected_skin", "lymphoedema", "prosthesis"]}}]),
    ("emg_limb", "review unknown", [EMG]),
    # pregnancy
    ("pregnancy", "clear male", [FILM, {"sex": "male"}]),
    ("pregnancy", "review unknown", [FILM]),
    ("pregnancy", "review unknown", [FILM, WOMAN]),
    ("pregnancy", "review pregnant", [FILM, WOMAN, {"pregnancy": "pregnant"}]),
    ("pregnancy", "review pregnant", [FILM, WOMAN, {"pregnancy": "possible"}]),
    ("pregnancy", "clear not_possible", [FILM, WOMAN, {"pregnancy": "not_possible"}]),
    ("pregnancy", "review gadolinium", [MRI_GD, WOMAN, {"pregnancy": "pregnant"}]),
    # blocks
    ("block_bleeding", "review anticoagulant", [BLOCK, THIN]),
    ("block_bleeding", "clear none", [BLOCK, NOT_THIN]),
    ("block_bleeding", "review unknown", [BLOCK]),
    ("block_steroid", "clear no_steroid", [BLOCK, {"order_steroid@1": "no"}]),
    ("block_steroid", "review caution", [BLOCK, {"order_steroid@1": "yes", "diabetes": "yes"}]),
    ("block_steroid", "review caution", [BLOCK, {"order_steroid@1": "yes", "fever_sweats": "yes"}]),
    ("block_steroid", "review caution", [BLOCK, {"order_steroid@1": "yes", "order_recent_steroid@1": "yes"}]),
    ("block_steroid", "review unknown", [BLOCK]),
    ("block_allergy", "stop severe", [BLOCK, allergy("local_anaesthetic", "severe")]),
    ("block_allergy", "review reacted", [BLOCK, allergy("latex", "severe")]),
    ("block_allergy", "clear none", [BLOCK, allergy("food", "severe")]),
    ("block_allergy", "review unsorted", [BLOCK, CHECKED, {"allergies@1": "added", "allergen@1": "the jab"}]),
    ("block_allergy", "review unknown", [BLOCK]),
    # bending films: six weeks
    ("early_bending", "stop too_early", [BEND, FUSED, {"operation_date@1": "2025-10-15"}]),
    ("early_bending", "clear late_enough", [BEND, FUSED, {"operation_date@1": "2025-10-14"}]),
    ("early_bending", "stop too_early", [BEND, FUSED, {"operation_date@1": "2024-10-14", "recent_fall": "yes"}]),
    ("early_bending", "review unknown", [BEND]),
    # a test of no kind that stands here
    ("own_rules", "review not_said", [OTHER]),
    ("own_rules", "clear said", [OTHER, {"order_note@1": "Pacemaker card sent with it."}]),
]  # fmt: skip


@pytest.mark.parametrize(("gate", "key", "given_answers"), ROWS)
def test_a_gate_stands_as_the_reference_says(gate: str, key: str, given_answers: list[Mapping[str, Any]]) -> None:
    assert checked(gate, *given_answers).key == key


def test_every_rule_of_every_gate_is_tried() -> None:
    tried = {(gate, key.split()[1]) for gate, key, _ in ROWS}
    rules = {(gate.id, rule.id) for gate in library().gates.values() for rule in gate.rule}
    assert rules - tried == {(g, r) for g, r in rules if r in ("egfr_old", "no_risk")}


@pytest.mark.parametrize("gate", sorted(library().gates))
def test_every_gate_is_tried_while_nothing_is_known(gate: str) -> None:
    assert (gate, "review unknown") in {(one, key) for one, key, _ in ROWS} or gate == "own_rules"


# -- laws ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(library().tests))
def test_nothing_is_clear_of_a_patient_of_whom_nothing_is_known(kind: str) -> None:
    gates = of(laid({"order_kind@1": kind})).orders.gates(1)
    test = library().tests[kind]
    assert {one.gate.id for one in gates} == set(gates_of(test, chosen=not test.variant))
    assert [one.gate.id for one in gates if one.outcome == "clear"] == []


ASKS = sorted({name for gate in library().gates.values() for name in gate.asks})


@given(st.sets(st.sampled_from(ASKS)))
def test_what_was_asked_and_is_unknown_is_never_clear(names: set[str]) -> None:
    """Every question of a gate answered unknown leaves it open, whatever else is unknown as well."""
    answers = laid({"sex": "female", **MRI_GD})
    moment = datetime.combine(LAST, time(12), UTC)
    for name in names:
        item = library().items[name]
        value = Marks((), (), tuple(item.options)) if isinstance(item, Choices) else UNKNOWN
        if name not in ("sex", "allergies"):
            answers = answers.laid(Slot(name, At(record=1) if item.record else At()), Answer(value, 1, moment, ""))
    assert [one.gate.id for one in of(answers).orders.gates(1) if one.outcome == "clear"] == []


@pytest.mark.parametrize(("gate", "given_answers"), [(row[0], row[2]) for row in ROWS if row[1].startswith("clear")])
def test_clear_rests_on_answers_and_falls_with_them(gate: str, given_answers: list[Mapping[str, Any]]) -> None:
    merged = {key: value for one in given_answers for key, value in one.items()}
    rests = {str(where) for where in checked(gate, merged).because}
    assert rests
    assert checked(gate, {key: value for key, value in merged.items() if key not in rests}).outcome != "clear"


@pytest.mark.parametrize("kind", [kind.id for kind in library().tests.values() if kind.variant])
def test_while_the_variant_is_not_chosen_the_gates_of_all_are_asked(kind: str) -> None:
    test = library().tests[kind]
    asked = {one.gate.id for one in of(laid({"order_kind@1": kind})).orders.gates(1)}
    assert asked >= {name for one in test.variant for name in one.gates}


def test_no_gate_text_tells_anyone_to_stop_a_medicine() -> None:
    texts = [rule.text for gate in library().gates.values() for rule in gate.rule]
    texts += [note.text for gate in library().gates.values() for note in gate.note]
    words = ("stop ", "withhold", "hold ", "pause", "restart")
    assert [text for text in texts if text.lower().startswith(words) or "should be stopped" in text] == []
