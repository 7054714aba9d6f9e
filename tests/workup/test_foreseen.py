"""From which day on an order is unsafe: worked out ahead from the patient log, the same as the board each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from tests.workup.gate_answers import BEND, BLOCK, CT_IV, FUSED, KIDNEYS, MRI, NO_METAL, egfr, labelled
from tests.workup.patients import LAST, laid, library
from workup.assess import assess
from workup.session.foreseen import AHEAD, Foreseen, Unsafe, foreseen, half_kept

SENT = {"order_state@1": "ordered"}
SEEN_CLEAR = {"gate_seen@1/iodine_kidney": "clear egfr_45"}
KIDNEY = {**CT_IV, **SENT, **SEEN_CLEAR, **KIDNEYS}


def ahead(*given: Mapping[str, Any]) -> Unsafe | None:
    return foreseen(library(), laid({key: value for one in given for key, value in one.items()}), LAST).unsafe.get(1)


@pytest.mark.parametrize("days", [0, 1, 89])
def test_an_answer_that_grows_too_old_is_foreseen_to_the_day(days: int) -> None:
    taken = LAST - timedelta(days=days)
    assert ahead(KIDNEY, egfr(60, taken.isoformat())) == Unsafe(taken + timedelta(days=91))


def test_a_gate_worse_than_when_it_was_sent_is_unsafe_from_that_day() -> None:
    assert ahead(KIDNEY, egfr(44)) == Unsafe(LAST)
    assert ahead(MRI, SENT, labelled("stent", "mr_unsafe")) == Unsafe(LAST)


def test_what_a_reviewer_let_go_ahead_or_refused_counts() -> None:
    said = {"gate_seen@1/iodine_kidney": "review egfr_30_44", "gate_reviewer@1/iodine_kidney": "Dr Ray"}
    decided = "gate_decision@1/iodine_kidney"
    young = egfr(40, LAST.isoformat())
    assert ahead(KIDNEY, young, said, {decided: "go_ahead"}) is None
    assert ahead(KIDNEY, young, said, {decided: "not_safe"}) == Unsafe(LAST)


@pytest.mark.parametrize("state", ["proposed", "performed", "resulted", "reviewed", "cancelled"])
def test_only_what_was_sent_and_is_not_done_is_unsafe(state: str) -> None:
    assert ahead(KIDNEY, egfr(20), {"order_state@1": state}) is None


def test_what_time_mends_is_unsafe_no_more() -> None:
    operated = LAST - timedelta(days=10)
    seen = {"gate_seen@1/early_bending": "clear late_enough"}
    assert ahead(BEND, SENT, FUSED, seen, {"operation_date@1": operated.isoformat()}) == Unsafe(
        LAST, operated + timedelta(weeks=6)
    )


def test_a_gate_that_reads_a_workup_counts_only_where_a_rule_holds_for_certain() -> None:
    assert half_kept(library()) == {"block_steroid", "early_bending"}
    steroid = {**BLOCK, **SENT, "order_steroid@1": "yes", "gate_seen@1/block_steroid": "clear no_risk",
               "order_recent_steroid@1": "no"}  # fmt: skip
    assert ahead(steroid, {"diabetes": "no"}) is None, "infection is asked in the workup, not unknown"
    assert ahead(steroid, {"diabetes": "no", "fever_sweats": "yes"}) is None, "the board of that workup says so"
    assert ahead(steroid, {"diabetes": "yes"}) == Unsafe(LAST)


@pytest.mark.parametrize(
    "given",
    [
        {**KIDNEY, **egfr(60)},
        {**KIDNEY, **egfr(60, LAST.isoformat()), "metformin": "yes"},
        {**KIDNEY, **egfr(44)},
        {**MRI, **SENT, **NO_METAL},
        {**MRI, **SENT, **labelled("stent", "mr_unsafe")},
        {**BEND, **SENT, **FUSED, "operation_date@1": "2025-11-20", "gate_seen@1/early_bending": "clear late_enough"},
    ],
)
def test_on_every_day_it_says_what_the_board_says(given: dict[str, Any]) -> None:
    answers = laid(given)
    said = foreseen(library(), answers, LAST).unsafe.get(1)
    for days in (0, 1, 20, 31, 32, 36, 37, 70, 71, 90, 91, 300, AHEAD):
        day = LAST + timedelta(days=days)
        board = bool(assess(library(), answers, day).orders.unsafe(1))
        assert _holds(said, day) == board, day


def _holds(said: Unsafe | None, day: date) -> bool:
    return said is not None and said.first <= day and (said.over is None or day < said.over)


def test_what_has_not_changed_is_taken_over_with_the_same_result() -> None:
    before = Foreseen()
    answers = laid({})
    for more in (KIDNEY, {"smoking": "never"}, egfr(44), {"family_name": "Okoye"}, {"order_state@1": "cancelled"}):
        answers = laid(more, before=answers)
        before = foreseen(library(), answers, LAST, before)
        assert before.unsafe == foreseen(library(), answers, LAST).unsafe


def test_orders_that_an_answer_to_another_does_not_touch_are_taken_over() -> None:
    second = {key.replace("@1", "@2"): value for key, value in KIDNEY.items() if "@1" in key}
    before, answers = Foreseen(), laid({**KIDNEY, **second, **egfr(60, LAST.isoformat())})
    said = {"gate_seen@2/iodine_kidney": "review egfr_30_44", "gate_reviewer@2/iodine_kidney": "Dr Ray"}
    for more in ({}, {"order_question@1": "why"}, {"gate_seen@2/iodine_kidney": "review old"}, egfr(40), said,
                 {"gate_decision@2/iodine_kidney": "not_safe"}, {"order_sent_to@2": "there"},
                 {"order_kind@1": "mri"}, {"order_state@2": "cancelled"}, {"order_state@2": "ordered"}):  # fmt: skip
        answers = laid(more, before=answers)
        before = foreseen(library(), answers, LAST, before)
        assert before.unsafe == foreseen(library(), answers, LAST).unsafe, more
