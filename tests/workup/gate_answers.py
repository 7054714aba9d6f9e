"""Answers that the tests of safety gates share: kinds of order, metal, kidneys, allergies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.workup.patients import laid, of
from workup.orders import Checked

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
