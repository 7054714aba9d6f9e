"""A result that is reversed: the differential is the one of the second result alone, as if the first had never been."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workup.gate_answers import FUSED
from tests.workup.patients import RESOURCES, laid, library, of
from tests.workup.random_answers import random_answers
from workup.assess import Assessment, assess
from workup.assess.effect import supposing, without_result
from workup.cases import read_answer, read_case
from workup.orders import shifts
from workup.orders.telling import is_result

PATIENT: dict[str, Any] = {**FUSED, "operation_date@1": "2023-01-10", "fused_levels@1": "L4-L5",
                           "leg_pain_now@right": 7, "back_pain_now": 6, "operation_levels@1": "L4-L5",
                           "instrumentation@1": {"present": ["screws_rods"]}}  # fmt: skip
DONE = {"order_state@1": "resulted", "performed_on@1": "2025-11-20", "resulted_on@1": "2025-11-22"}
REVERSED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "mri": ({"foramen_grade@1/L5-S1/right": 3}, {"foramen_grade@1/L5-S1/right": 0}),
    "ct": ({"bridging@1/L4-L5": "gap"}, {"bridging@1/L4-L5": "bridge"}),
    "labs": ({"lab_crp@1": 90, "lab_esr@1": 80}, {"lab_crp@1": 2, "lab_esr@1": 4}),
    "emg": ({"emg_root@1/L5/right": "active_chronic"}, {"emg_root@1/L5/right": "no_change"}),
    "block": ({"block_kind@1": "si_joint", "block_relief@1": 90}, {"block_kind@1": "si_joint", "block_relief@1": 0}),
    "xray_flexion": ({"translation_mm@1/L3-L4": 7}, {"translation_mm@1/L3-L4": 0}),
}  # fmt: skip


def ranking(assessment: Assessment) -> list[tuple[object, ...]]:
    """All that is told of each source, in order."""
    return [(one.cause.id, one.at, one.balance, one.phrase, one.equal, one.flags, one.held,
             [(part.criterion.id, part.state, part.counts, part.at) for part in one.best.contributions])
            for one in assessment.reasoning.candidates]  # fmt: skip


def everything(assessment: Assessment) -> tuple[object, ...]:
    orders = assessment.orders
    return (
        ranking(assessment),
        [(one.by, one.text, one.value) for one in assessment.reasoning.steps],
        [(one.flag.id, one.tier) for one in assessment.reasoning.flags],
        [(one.cause.id, one.state, one.met) for number in orders.numbers for one in orders.expected(number)],
    )


@pytest.mark.parametrize("kind", sorted(REVERSED))
def test_a_reversed_result_leaves_nothing_of_the_first(kind: str) -> None:
    first, second = REVERSED[kind]
    begun = {**PATIENT, "order_kind@1": kind, **DONE}
    one = of(laid({**begun, **first}))
    two = of(laid(second, before=laid({**begun, **first})), before=one)
    assert everything(two) == everything(of(laid({**begun, **second})))


@pytest.mark.parametrize("kind", sorted(REVERSED))
def test_a_result_taken_back_leaves_the_differential_of_before(kind: str) -> None:
    first, _ = REVERSED[kind]
    begun = {**PATIENT, "order_kind@1": kind, **DONE}
    one = of(laid({**begun, **first}))
    back = of(laid(dict.fromkeys(first), before=laid({**begun, **first})), before=one)
    assert everything(back) == everything(of(laid(begun)))
    assert ranking(without_result(one, 1)) == ranking(of(laid({**begun, "order_state@1": "resulted"})))


@pytest.mark.parametrize("kind", ["mri", "ct", "labs"])
def test_a_result_moves_the_differential_and_its_reverse_moves_it_otherwise(kind: str) -> None:
    """Else the two laws above would hold of results that nothing reads."""
    begun = {**PATIENT, "order_kind@1": kind, **DONE}
    told = [ranking(of(laid({**begun, **more}))) for more in ({}, *REVERSED[kind])]
    assert told[1] != told[2]
    assert told[0] != told[1]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_whatever_was_entered_first_the_second_result_stands_alone(seed: int) -> None:
    """Any answers of any patient, then the same items answered otherwise, one after the other."""
    chance = Random(seed)
    kinds = {f"order_kind@{number}": chance.choice(sorted(library().tests)) for number in (1, 2, 3)}
    states = {f"order_state@{number}": chance.choice(["resulted", "reviewed"]) for number in (1, 2, 3)}
    base = {**random_answers(chance, 60), **kinds, **states}
    items = [one for one in base if _is_result(one)]
    other = {address: value for address, value in random_answers(chance, 200).items() if _is_result(address)}
    reversed_ = {address: other[address] for address in items if address in other} | dict(list(other.items())[:20])
    assessment = of(laid(base))
    by = next(iter(assessment.answers.values()))
    for address, raw in reversed_.items():
        where, value = read_answer(library(), address, raw, assessment.today)
        assessment = supposing(assessment, [(where, value)], by)
    without = of(laid({key: value for key, value in base.items() if key not in reversed_}))
    pairs = [read_answer(library(), address, raw, assessment.today) for address, raw in reversed_.items()]
    never = supposing(without, pairs, by)
    assert everything(assessment) == everything(never)


def _is_result(address: str) -> bool:
    name = address.partition("@")[0]
    item = library().items.get(name)
    return item is not None and item.record == "orders" and is_result(library(), name)


@pytest.mark.parametrize("case", ["sample-patient", "demo-recurrent-disc", "demo-early-infection"])
def test_every_result_of_a_worked_patient_reversed_and_put_back(case: str) -> None:
    """Taken away and entered again, the page is the one that was there; the shift there is the shift back, turned."""
    read = read_case(library(), RESOURCES / "cases" / f"{case}.toml")
    whole = assess(library(), read.answers, read.today, read.visits)
    by = next(iter(whole.answers.values()))
    for order in whole.orders.all:
        gone = without_result(whole, order.number)
        lost = [(where, whole.answers[where].value) for where in whole.answers if where not in gone.answers]
        again = supposing(gone, lost, by)
        assert ranking(again) == ranking(whole)
        there = {one.cause.id: one for one in shifts(gone.reasoning, whole.reasoning)}
        for one in shifts(whole.reasoning, gone.reasoning):
            turned = there[one.cause.id]
            assert (one.before, one.after, one.phrase_before) == (turned.after, turned.before, turned.phrase_after)
