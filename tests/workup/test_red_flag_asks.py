"""R06 and weakness that was reported but not graded (engine.md section 6): open and asked first, not fired."""

from __future__ import annotations

from typing import Any

from tests.workup.patients import assessed
from workup.answers import slot
from workup.assess import Assessment
from workup.reasoning.flags import Raised

REPORTED: dict[str, Any] = {
    "procedure@1": ["microdiscectomy"], "operation_date@1": "2024-01-10", "operation_levels@1": "L4-L5",
    "operation_side@1": "right", "operation_region@1": "lumbar", "main_region": "back_leg",
    "leg_weakness": "yes", "leg_weakness_since": "new_since_operation", "leg_weakness_since_date": "2025-11-20",
    "leg_weakness_side": "right", "leg_weakness_speed": "weeks", "foot_drop": "no", "both_legs": "no",
}
ROOTS = ("L2", "L3", "L4", "L5", "S1")
GRADES = {f"strength@{root}/{side}": 5 for root in ROOTS for side in ("right", "left")}


def r06(told: Assessment) -> Raised:
    return next(one for one in told.reasoning.flags if one.flag.id == "R06")


def test_reported_weakness_keeps_the_flag_open_until_power_is_graded() -> None:
    told = assessed(REPORTED)
    assert r06(told).tier is None
    assert r06(told).open
    assert slot("strength@L5/right") in r06(told).open_asks
    assert slot("strength@L5/right") in told.reasoning.steps[0].slots


def test_full_power_closes_it_and_a_new_grade_3_fires_it() -> None:
    full = r06(assessed({**REPORTED, **GRADES}))
    assert (full.tier, full.open) == (None, False)
    since = {"strength_since@L5/right": "new_since_operation", "strength_since_date@L5/right": "2025-11-20"}
    assert r06(assessed({**REPORTED, "strength@L5/right": 3, **since})).tier == "U"


def test_without_reported_weakness_power_is_no_question_of_the_flag() -> None:
    asked = {one.item for one in r06(assessed({**REPORTED, "leg_weakness": "no"})).asks}
    assert "strength" not in asked


def test_power_not_examined_is_not_none_found() -> None:
    left_out = r06(assessed({**REPORTED, **dict.fromkeys(GRADES, "not_examined")}))
    assert not left_out.open
    assert left_out.unknown
