"""The safety gates of protocol 4.6 one by one, each threshold from both sides; unknown is never clear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workup.patients import LAST, RESOURCES, laid, library, of
from workup.answers import UNKNOWN, Answer, At, Marks, Slot, slot
from workup.assess import assess
from workup.orders import Checked
from workup.orders.gates import gates_of
from workup.protocol import Choices
from workup.settings import in_force, load_settings, preferences_of

METAL = ["pacemaker", "abandoned_leads", "stimulator", "pump", "cochlear", "aneurysm_clip", "stent", "shunt", "joint",
         "eye_metal", "other_metal", "patch", "tattoo"]  # fmt: skip
NO_METAL: dict[str, Any] = {"mr_hazards": {"absent": METAL}}
WOMAN: dict[str, Any] = {"sex": "female"}
KIDNEYS: dict[str, Any] = {"known_egfr": 78, "known_egfr_date": "2025-11-05", "kidney_disease": "no",
                           "order_aki@1": "no"}  # fmt: skip
THIN: dict[str, Any] = {"anticoagulant": "yes", "bleeding_disorder": "no"}
NOT_THIN: dict[str, Any] = {"anticoagulant": "no", "bleeding_disorder": "no"}
CHECKED: dict[str, Any] = {"allergies": "checked"}
FUSED: dict[str, Any] = {"operations@1": "added", "procedure@1": {"present": ["plif"]}, "recent_fall": "no",
                         "midline_tenderness": "none"}  # fmt: skip


def metal(*present: str) -> dict[str, Any]:
    return {"mr_hazards": {"present": list(present), "absent": [one for one in METAL if one not in present]}}


def egfr(value: float, day: str = "2025-11-05") -> dict[str, Any]:
    return {**KIDNEYS, "known_egfr": value, "known_egfr_date": day}


def allergy(group: str, severity: str = "") -> dict[str, Any]:
    told = {"allergies": "checked", "allergies@1": "added", "allergen_group@1": group}
    return {**told, "reaction_severity@1": severity} if severity else told


def labelled(implant: str, status: str) -> dict[str, Any]:
    return {**metal(implant), "implant_kind@1": implant, "mr_status@1": status}


DEVICE_UNSAFE = {**metal("stimulator"), "device_kind@1": "scs", "device_mr_status@1": "mr_unsafe"}
MRI = {"order_kind@1": "mri", "order_contrast@1": "no_contrast"}
MRI_GD = {"order_kind@1": "mri", "order_contrast@1": "with_contrast"}
CT_IV = {"order_kind@1": "ct", "order_contrast@1": "with_contrast"}
CTM = {"order_kind@1": "ct_myelography"}
EMG = {"order_kind@1": "emg"}
BLOCK = {"order_kind@1": "block", "order_block@1": "medial_branch"}
FILM = {"order_kind@1": "xray"}
BEND = {"order_kind@1": "xray_flexion"}
OTHER = {"order_kind@1": "other"}


def checked(gate: str, *given_answers: Mapping[str, Any]) -> Checked:
    merged = {key: value for one in given_answers for key, value in one.items()}
    found = {one.gate.id: one for one in of(laid(merged)).orders.gates(1)}
    return found[gate]


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
    ("mr_label", "review label_open", [MRI, labelled("stent", "mr_conditional")]),
    ("mr_label", "clear labelled_safe", [MRI, labelled("stent", "mr_safe")]),
    ("mr_label", "stop unsafe_label", [MRI, labelled("stent", "mr_unsafe")]),
    ("mr_label", "stop unsafe_label", [MRI, DEVICE_UNSAFE]),
    ("mr_label", "review unknown", [MRI, {"mr_hazards": {"absent": METAL[1:]}}]),  # one of them not asked
    # stimulator
    ("stimulator", "clear no_device", [MRI, NO_METAL]),
    ("stimulator", "review device_present", [MRI, metal("pump")]),
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
    ("iodine_reaction", "review unknown", [CT_IV]),
    ("gadolinium_reaction", "stop severe", [MRI_GD, allergy("gadolinium", "severe")]),
    ("gadolinium_reaction", "review reacted", [MRI_GD, allergy("gadolinium", "mild")]),
    ("gadolinium_reaction", "clear none", [MRI_GD, allergy("iodinated_contrast", "severe")]),
    ("gadolinium_reaction", "review unknown", [MRI_GD]),
    # CT myelography: agent, platelets 50, thinners, seizures, puncture, pressure
    ("intrathecal_agent", "stop gadolinium", [CTM, {"order_intrathecal@1": "intrathecal_gadolinium"}]),
    ("intrathecal_agent", "clear nonionic", [CTM, {"order_intrathecal@1": "nonionic_iodinated"}]),
    ("intrathecal_agent", "review unknown", [CTM]),
    ("myelography_bleeding", "review platelets", [CTM, NOT_THIN, {"known_platelets": 49}]),
    ("myelography_bleeding", "clear none", [CTM, NOT_THIN, {"known_platelets": 50}]),
    ("myelography_bleeding", "clear none", [CTM, NOT_THIN, {"known_platelets": 51}]),
    ("myelography_bleeding", "review anticoagulant", [CTM, THIN]),
    ("myelography_bleeding", "review unknown", [CTM]),
    ("seizures", "review seizures", [CTM, {"other_conditions": {"present": ["seizures"]}}]),
    ("seizures", "review threshold_medicine", [CTM, {"medicines@1": "added", "medicine_class@1": "antidepressant"}]),
    ("seizures", "clear none", [CTM, {"other_conditions": {"absent": ["seizures"]}, "medicines": "none"}]),
    ("seizures", "review unknown", [CTM]),
    ("puncture_site", "stop infected", [CTM, {"order_skin@1": "yes"}]),
    ("puncture_site", "clear clean", [CTM, {"order_skin@1": "no"}]),
    ("puncture_site", "review unknown", [CTM]),
    ("raised_pressure", "stop raised", [CTM, {"order_icp@1": "yes"}]),
    ("raised_pressure", "clear not_raised", [CTM, {"order_icp@1": "no"}]),
    ("raised_pressure", "review unknown", [CTM]),
    # needle EMG: platelets 50, INR 1.5
    ("needle_bleeding", "review platelets", [EMG, NOT_THIN, {"known_platelets": 49}]),
    ("needle_bleeding", "clear none", [EMG, NOT_THIN, {"known_platelets": 50}]),
    ("needle_bleeding", "clear none", [EMG, NOT_THIN, {"known_inr": 1.5}]),
    ("needle_bleeding", "review inr", [EMG, NOT_THIN, {"known_inr": 1.6}]),
    ("needle_bleeding", "review anticoagulant", [EMG, THIN]),
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


# -- how old an answer may be ----------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "key"), [(89, "clear egfr_45"), (90, "clear egfr_45"), (91, "review egfr_old")])
def test_a_kidney_value_is_good_for_ninety_days(days: int, key: str) -> None:
    day = (LAST - timedelta(days=days)).isoformat()
    assert checked("iodine_kidney", CT_IV, egfr(90, day)).key == key


def test_a_kidney_value_without_a_day_is_not_clear() -> None:
    assert checked("iodine_kidney", CT_IV, {**KIDNEYS, "known_egfr_date": None}).key == "review unknown"


def test_the_newest_kidney_value_counts_whoever_told_it() -> None:
    labs = {"order_kind@2": "labs", "order_state@2": "reviewed", "performed_on@2": "2025-11-20", "lab_egfr@2": 28}
    assert checked("iodine_kidney", CT_IV, egfr(90), labs).key == "review high_risk"
    assert checked("iodine_kidney", CT_IV, egfr(90, "2025-11-21"), labs).key == "clear egfr_45"
    assert checked("iodine_kidney", CT_IV, egfr(90, "2025-11-20"), labs).key == "review high_risk"  # the worse of a day


def test_the_clinic_says_how_old_a_kidney_value_may_be() -> None:
    settings = load_settings(RESOURCES / "settings.toml")
    stricter = in_force(library(), settings, preferences_of(settings, {"egfr_days": 10}, {})[0])
    assessment = assess(stricter, laid({**CT_IV, **egfr(90)}), LAST)
    assert {one.gate.id: one.key for one in assessment.orders.gates(1)}["iodine_kidney"] == "review egfr_old"


@pytest.mark.parametrize(("limit", "days", "stale"), [(0, 0, False), (0, 1, True), (7, 7, False), (7, 8, True)])
def test_pregnancy_is_asked_for_each_order(limit: int, days: int, stale: bool) -> None:
    settings = load_settings(RESOURCES / "settings.toml")
    content = in_force(library(), settings, preferences_of(settings, {"pregnancy_days": limit}, {})[0])
    asked = datetime.combine(LAST - timedelta(days=days), time(9), UTC)
    answers = laid({**FILM, **WOMAN, "order_state@1": "proposed"})
    answers = answers.laid(Slot("pregnancy"), Answer("not_possible", 1, asked, ""))
    found = next(one for one in assess(content, answers, LAST).orders.gates(1) if one.gate.id == "pregnancy")
    assert bool(found.stale) == stale
    assert found.outcome == ("review" if stale else "clear")
    assert found.open == ((Slot("pregnancy"),) if stale else ())


def test_pregnancy_asked_for_the_order_does_not_grow_old_with_it() -> None:
    answers = laid({**FILM, **WOMAN, "pregnancy": "not_possible", "order_state@1": "ordered"})
    later = assess(library(), answers, LAST + timedelta(days=20))
    assert {one.gate.id: one.outcome for one in later.orders.gates(1)}["pregnancy"] == "clear"


# -- raised again ----------------------------------------------------------------------------------------


def sent(*given_answers: Mapping[str, Any], seen: str, decision: str = "") -> Checked:
    kept: dict[str, Any] = {"order_state@1": "ordered", "gate_seen@1/iodine_kidney": seen}
    if decision:
        kept |= {"gate_decision@1/iodine_kidney": decision, "gate_reviewer@1/iodine_kidney": "Dr Ray"}
    return checked("iodine_kidney", *given_answers, kept)


def test_a_gate_worse_than_when_it_was_sent_raises_the_order_again() -> None:
    assert not sent(CT_IV, egfr(60), seen="clear egfr_45").changed
    for worse in (egfr(44), egfr(29)):
        again = sent(CT_IV, worse, seen="clear egfr_45")
        assert (again.changed, again.unsafe, again.settled) == (True, True, False)


def test_a_gate_that_became_clear_raises_nothing() -> None:
    assert not sent(CT_IV, egfr(60), seen="review unknown").changed


def test_a_review_holds_until_the_answers_say_something_else() -> None:
    held = sent(CT_IV, egfr(40), seen="review egfr_30_44", decision="go_ahead")
    assert (held.settled, held.unsafe, held.reviewer) == (True, False, "Dr Ray")
    gone = sent(CT_IV, egfr(29), seen="review egfr_30_44", decision="go_ahead")
    assert (gone.settled, gone.unsafe) == (False, True)


def test_what_a_reviewer_refused_is_unsafe_even_when_clear() -> None:
    refused = sent(CT_IV, egfr(90), seen="clear egfr_45", decision="not_safe")
    assert (refused.settled, refused.unsafe) == (False, True)


def test_a_draft_is_not_called_unsafe_and_a_sent_order_is() -> None:
    unsafe = {**MRI, **metal("stent"), "implant_kind@1": "stent", "mr_status@1": "mr_unsafe"}
    assert of(laid({**unsafe, "order_state@1": "proposed"})).orders.unsafe(1) == ()
    assert [one.gate.id for one in of(laid({**unsafe, "order_state@1": "ordered"})).orders.unsafe(1)] == ["mr_label"]
    assert of(laid({**unsafe, "order_state@1": "reviewed"})).orders.unsafe(1) == ()


def test_a_gate_names_the_answers_it_rests_on() -> None:
    found = checked("needle_bleeding", EMG, THIN, {"anticoagulant_drug": ["apixaban"]})
    assert found.because == (slot("anticoagulant"),)
    assert found.told == (slot("anticoagulant_drug"),)


def test_an_answer_of_another_order_does_not_speak_for_this_one() -> None:
    other = {"order_kind@2": "block", "order_skin@2": "no"}
    assert checked("puncture_site", BLOCK, other).key == "review unknown"


def test_the_six_weeks_end_with_the_day() -> None:
    answers = laid({**BEND, **FUSED, "operation_date@1": "2025-10-15"})
    stands = [assess(library(), answers, LAST + timedelta(days=n)).orders.gates(1) for n in (0, 1)]
    assert [{one.gate.id: one.outcome for one in gates}["early_bending"] for gates in stands] == ["stop", "clear"]
