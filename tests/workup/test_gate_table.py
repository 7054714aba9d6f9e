"""Section 4.6 of the clinical reference row by row: every row has its gate, each threshold is tried from both sides.

`test_order_gates` tries every rule of every gate; here the rows of the reference are the measure, so that a row that
was forgotten or a threshold that moved is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from tests.workup.gate_answers import (
    BLOCK,
    CT_IV,
    CTM,
    EMG,
    FILM,
    KIDNEYS,
    METAL,
    MRI,
    MRI_GD,
    NO_METAL,
    NOT_THIN,
    THIN,
    WOMAN,
    allergy,
    checked,
    egfr,
    labelled,
    metal,
)
from tests.workup.patients import LAST, laid, library, of

Given = Mapping[str, Any]
Row = tuple[str, str, str, Sequence[Given]]

GROUP_1, GROUP_2, GROUP_3 = ({"order_gd_group@1": f"group_{n}"} for n in (1, 2, 3))
METFORMIN: Given = {"metformin": "yes", "order_arterial@1": "no"}


def aged(days: int, value: float = 60) -> Given:
    """A kidney value that is so many days old."""
    return egfr(value, (LAST - timedelta(days=days)).isoformat())


def limb(found: str) -> Given:
    """What is found in the limb to be needled."""
    return {"order_limb@1": {"present": [found]}}


# Row of the reference, gate, how it stands, answers.
TABLE: list[Row] = [
    *(("MRI implant label", "mr_label", "review", [MRI, metal(one)])
      for one in ("pacemaker", "stimulator", "pump", "cochlear", "aneurysm_clip", "shunt")),
    ("MRI implant label", "mr_label", "stop", [MRI, labelled("stent", "mr_unsafe")]),
    ("MRI implant label", "mr_label", "review", [MRI, labelled("stent", "mr_conditional")]),
    ("MRI implant label", "mr_label", "review", [MRI, metal("stent")]),  # unknown = unsafe
    ("MRI implant label", "mr_label", "clear", [MRI, labelled("stent", "mr_safe")]),
    ("MRI implant label", "mr_label", "review", [MRI]),
    ("SCS before MRI", "stimulator", "review", [MRI, metal("stimulator")]),
    ("SCS before MRI", "stimulator", "review", [MRI, metal("abandoned_leads")]),
    ("SCS before MRI", "stimulator", "clear", [MRI, NO_METAL]),
    ("Ferromagnetic eye fragment, cautery patch", "eye_metal", "review", [MRI, metal("eye_metal")]),
    ("Ferromagnetic eye fragment, cautery patch", "eye_metal", "review", [MRI, metal("patch")]),
    ("Ferromagnetic eye fragment, cautery patch", "eye_metal", "clear", [MRI, NO_METAL]),
    # group I contraindicated under 30 and on dialysis; group II is not withheld; 30 is not under 30
    *(("Gadolinium class", "gadolinium", outcome, [MRI_GD, egfr(value), GROUP_1])
      for value, outcome in ((29, "stop"), (29.9, "stop"), (30, "clear"), (31, "clear"))),
    *(("Gadolinium class", "gadolinium", outcome, [MRI_GD, egfr(value), group])
      for value, outcome in ((29, "review"), (30, "clear"), (31, "clear")) for group in (GROUP_2, GROUP_3, {})),
    ("Gadolinium class", "gadolinium", "stop",
     [MRI_GD, egfr(60), {"kidney_disease": "yes", "on_dialysis": "yes"}, GROUP_1]),
    ("Gadolinium class", "gadolinium", "clear", [MRI_GD, GROUP_2]),  # screening may be dropped
    *(("Gadolinium class", "gadolinium", outcome, [MRI_GD, aged(days), GROUP_3])
      for days, outcome in ((89, "clear"), (90, "clear"), (91, "review"))),
    ("Gadolinium class", "gadolinium", "clear", [MRI_GD, aged(91), GROUP_2]),
    # high risk under 30, 30 to 44 at discretion, 45 and more none
    *(("Iodinated IV contrast", "iodine_kidney", outcome, [CT_IV, egfr(value)])
      for value, outcome in ((29, "review high_risk"), (29.9, "review high_risk"), (30, "review egfr_30_44"),
                             (31, "review egfr_30_44"), (44, "review egfr_30_44"), (44.9, "review egfr_30_44"),
                             (45, "clear egfr_45"), (46, "clear egfr_45"), (60, "clear egfr_45"))),
    ("Iodinated IV contrast", "iodine_kidney", "review high_risk", [CT_IV, egfr(60), {"order_aki@1": "yes"}]),
    *(("Iodinated IV contrast", "iodine_kidney", outcome, [CT_IV, aged(days)])
      for days, outcome in ((89, "clear"), (90, "clear"), (91, "review egfr_old"))),
    # no action from 30; under 30, acute injury or an arterial study: review
    *(("Metformin + IV iodine", "metformin", outcome, [CT_IV, egfr(value), METFORMIN])
      for value, outcome in ((29, "review review"), (30, "clear no_action"), (31, "clear no_action"))),
    *(("Metformin + IV iodine", "metformin", outcome, [CT_IV, aged(days), METFORMIN])
      for days, outcome in ((90, "clear"), (91, "review egfr_old"))),
    ("Metformin + IV iodine", "metformin", "review", [CT_IV, egfr(60), METFORMIN, {"order_aki@1": "yes"}]),
    ("Metformin + IV iodine", "metformin", "review", [CT_IV, egfr(60), METFORMIN, {"order_arterial@1": "yes"}]),
    ("Metformin + IV iodine", "metformin", "clear", [CT_IV, {"metformin": "no"}]),
    *(("Prior contrast reaction", "iodine_reaction", outcome, [CT_IV, allergy(group, how)])
      for group, how, outcome in (("iodinated_contrast", "severe", "stop"), ("iodinated_contrast", "mild", "review"),
                                  ("gadolinium", "severe", "clear"))),
    *(("Prior contrast reaction", "gadolinium_reaction", outcome, [MRI_GD, allergy(group, how)])
      for group, how, outcome in (("gadolinium", "severe", "stop"), ("gadolinium", "mild", "review"),
                                  ("iodinated_contrast", "severe", "clear"))),
    # platelets of 50; thinners and threshold drugs flagged; intrathecal gadolinium stops
    *(("CT myelography", "myelography_bleeding", outcome, [CTM, NOT_THIN, {"known_platelets": count}])
      for count, outcome in ((49, "review platelets"), (50, "clear none"), (51, "clear none"))),
    ("CT myelography", "myelography_bleeding", "review", [CTM, THIN, {"known_platelets": 250}]),
    ("CT myelography", "seizures", "review", [CTM, {"medicines@1": "added", "medicine_class@1": "antidepressant"}]),
    ("CT myelography", "intrathecal_agent", "stop", [CTM, {"order_intrathecal@1": "intrathecal_gadolinium"}]),
    ("CT myelography", "intrathecal_agent", "clear", [CTM, {"order_intrathecal@1": "nonionic_iodinated"}]),
    ("Infection over puncture, raised ICP", "puncture_site", "stop", [CTM, {"order_skin@1": "yes"}]),
    ("Infection over puncture, raised ICP", "puncture_site", "stop", [BLOCK, {"order_skin@1": "yes"}]),
    ("Infection over puncture, raised ICP", "raised_pressure", "stop", [CTM, {"order_icp@1": "yes"}]),
    # platelets under 50 or INR over 1.5
    *(("Needle EMG + bleeding", "needle_bleeding", outcome,
       [EMG, NOT_THIN, {"known_platelets": count, "known_inr": inr}])
      for count, inr, outcome in ((49, 1.0, "review platelets"), (50, 1.0, "clear none"), (51, 1.0, "clear none"),
                                  (250, 1.4, "clear none"), (250, 1.5, "clear none"), (250, 1.6, "review inr"),
                                  (250, 2.0, "review inr"), (250, 2.1, "review inr"))),
    ("Needle EMG + bleeding", "needle_bleeding", "review", [EMG, THIN, {"known_platelets": 250, "known_inr": 1.0}]),
    ("EMG/NCS + pacemaker/ICD", "emg_device", "review", [EMG, metal("pacemaker")]),
    ("EMG/NCS + pacemaker/ICD", "emg_device", "clear", [EMG, NO_METAL]),
    *(("EMG + local infection, lymphoedema, prosthesis", "emg_limb", "review",
       [EMG, limb(one)])
      for one in ("infected_skin", "lymphoedema", "prosthesis")),
    # asked before each order
    *(("Pregnancy", "pregnancy", outcome, [FILM, WOMAN, {"pregnancy": said}])
      for said, outcome in (("pregnant", "review"), ("possible", "review"), ("not_possible", "clear"))),
    ("Pregnancy", "pregnancy", "review gadolinium", [MRI_GD, WOMAN, {"pregnancy": "pregnant"}]),
    ("Pregnancy", "pregnancy", "review unknown", [FILM, WOMAN]),
    ("Lumbar film fetal dose", "pregnancy", "review", [FILM, WOMAN, {"pregnancy": "pregnant"}]),
    ("Block + anticoagulant", "block_bleeding", "review", [BLOCK, THIN]),
    ("Block + anticoagulant", "block_bleeding", "clear", [BLOCK, NOT_THIN]),
    *(("Steroid injection + diabetes, infection, recent dose", "block_steroid", "review",
       [BLOCK, {"order_steroid@1": "yes", "diabetes": "no", "recent_infection": "no", "fever_sweats": "no",
                "order_recent_steroid@1": "no", name: "yes"}])
      for name in ("diabetes", "recent_infection", "fever_sweats", "order_recent_steroid@1")),
    ("Steroid injection + diabetes, infection, recent dose", "block_steroid", "clear",
     [BLOCK, {"order_steroid@1": "yes", "diabetes": "no", "recent_infection": "no", "fever_sweats": "no",
              "order_recent_steroid@1": "no"}]),
]  # fmt: skip

# The first column of the table of section 4.6, as it stands there.
REFERENCE = (
    "MRI implant label", "SCS before MRI", "Ferromagnetic eye fragment, cautery patch", "Gadolinium class",
    "Iodinated IV contrast", "Metformin + IV iodine", "Prior contrast reaction", "CT myelography",
    "Infection over puncture, raised ICP", "Needle EMG + bleeding", "EMG/NCS + pacemaker/ICD",
    "EMG + local infection, lymphoedema, prosthesis", "Pregnancy", "Lumbar film fetal dose", "Block + anticoagulant",
    "Steroid injection + diabetes, infection, recent dose",
)  # fmt: skip
# What the program asks besides: it stands in other sections of the reference or is design.
BESIDES = {"scanner", "block_allergy", "early_bending", "own_rules"}


@pytest.mark.parametrize(("row", "gate", "stands", "given"), TABLE)
def test_a_row_of_the_reference_holds(row: str, gate: str, stands: str, given: Sequence[Given]) -> None:
    found = checked(gate, *given)
    assert (found.key if " " in stands else found.outcome) == stands, row


def test_every_row_of_the_reference_has_a_gate_and_every_gate_a_row() -> None:
    assert {row for row, *_ in TABLE} == set(REFERENCE)
    assert {gate for _, gate, *_ in TABLE} | BESIDES == set(library().gates)


@pytest.mark.parametrize("value", [10, 29, 30, 44, 45, 90])
def test_the_kidney_rule_of_iodine_into_a_vein_is_not_asked_of_a_dose_into_the_canal(value: int) -> None:
    gates = {one.gate.id for one in of(laid({**CTM, **egfr(value)})).orders.gates(1)}
    assert "iodine_kidney" not in gates


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (MRI, {"mr_label", "stimulator", "eye_metal", "scanner"}),
        (MRI_GD, {"mr_label", "stimulator", "eye_metal", "gadolinium", "gadolinium_reaction", "pregnancy"}),
        (CT_IV, {"iodine_kidney", "metformin", "iodine_reaction", "pregnancy"}),
        (CTM, {"intrathecal_agent", "myelography_bleeding", "seizures", "puncture_site", "raised_pressure",
               "iodine_reaction", "pregnancy"}),
        (EMG, {"needle_bleeding", "emg_device", "emg_limb"}),
        (BLOCK, {"block_bleeding", "block_steroid", "puncture_site"}),
        (FILM, {"pregnancy"}),
    ],
)  # fmt: skip
def test_each_test_asks_the_rows_that_concern_it(kind: Given, asked: set[str]) -> None:
    assert {one.gate.id for one in of(laid({**kind, **KIDNEYS})).orders.gates(1)} >= asked


def test_the_dose_of_a_lumbar_film_is_told_with_films_only() -> None:
    told = [[note.text for note in checked("pregnancy", kind, WOMAN).notes if "1 mGy" in note.text]
            for kind in (FILM, CT_IV)]  # fmt: skip
    assert [len(texts) for texts in told] == [1, 0]


def test_gadolinium_asks_nothing_of_metformin() -> None:
    assert "metformin" not in {one.gate.id for one in of(laid(MRI_GD)).orders.gates(1)}


@pytest.mark.parametrize("gate", sorted(set(library().gates) - BESIDES))
def test_each_gate_has_a_reviewer_and_each_of_its_lines_a_basis(gate: str) -> None:
    found = library().gates[gate]
    assert found.reviewer
    assert all(rule.source or rule.basis for rule in found.rule)
    assert all(note.source or note.basis for note in found.note)


def test_all_metal_that_is_asked_has_been_weighed() -> None:
    """What is asked and found neither harmless nor to be reviewed would be clear by forgetting."""
    harmless = {"joint", "tattoo"}
    for one in METAL:
        outcomes = {found.outcome for found in of(laid({**MRI, **metal(one)})).orders.gates(1)
                    if found.gate.id in ("mr_label", "stimulator", "eye_metal")}  # fmt: skip
        assert (outcomes == {"clear"}) == (one in harmless), one
