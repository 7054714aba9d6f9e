"""Evaluations at the ends of what is possible: nothing answered, the longest names, everything abnormal."""

from __future__ import annotations

from collections.abc import Mapping

from tests.workup.notes import flags, note_of
from workup.note import Cover, Note

LONG_NAME = {
    "family_name": "Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe-Waldenburg-Schillingsfürst " * 2,
    "given_name": "Maria Magdalena Theresia Antonia Josefa Wilhelmina Charlotte Sophie",
    "birth_date": "1930-01-01",
    "mrn": "M" * 60,
}


def operations(count: int) -> dict[str, object]:
    given: dict[str, object] = {}
    for number in range(1, count + 1):
        given[f"procedure@{number}"] = ["microdiscectomy"]
        given[f"operation_date@{number}"] = f"{1990 + number}-0{1 + number % 9}"
        given[f"operation_levels@{number}"] = "L4-S1"
        given[f"indication_detail@{number}"] = f"Reason number {number}, told at some length to fill more than a line"
    return given


def everything_abnormal() -> dict[str, object]:
    sides = ("right", "left")
    given: dict[str, object] = {f"strength@{p}/{s}": 2 for p in ("L2", "L3", "L4", "L5", "S1") for s in sides}
    given |= {f"light_touch@{place}/{side}": "absent" for place in ("L4", "L5", "S1") for side in sides}
    return given | dict.fromkeys(flags(), "yes") | {"impression": "All of it. " * 100}


EXTREMES: dict[str, Mapping[str, object]] = {
    "empty": {},
    "thirty operations": operations(30),
    "longest names": LONG_NAME,
    "all flags": dict.fromkeys(flags(), "yes"),
    "everything abnormal": everything_abnormal(),
    "long text": {"impression_reasoning": "word " * 1500, "course_detail": "x" * 4000, "reason": "why " * 450},
}


def extreme(name: str, cover: Cover) -> Note:
    """The note of one of them."""
    return note_of(EXTREMES[name], cover=cover)
