"""The life of an order: every legal and illegal step, what each needs, and dates that cannot be right together."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workup.patients import LAST, library
from workup.answers import UNKNOWN, PartialDate
from workup.orders.order import Order
from workup.orders.state import CORRECTION, NAMES, NEEDS, contradictions, moves, reachable, step_refusal
from workup.protocol.states import STATES, State

# Rows: from; columns: to. f a step forward, b a correction back, - neither.
TABLE = """
           proposed ordered scheduled performed resulted reviewed cancelled
proposed   -        f       -         -         -        -        f
ordered    -        -       f         f         f        -        f
scheduled  -        b       f         f         f        -        f
performed  -        b       b         -         f        -        f
resulted   -        b       b         b         f        f        -
reviewed   -        -       -         b         b        -        -
cancelled  b        b       b         b         -        -        -
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
WAY = {(row[0], to): mark for row in ROWS for to, mark in zip(HEAD, row[1:], strict=True)}
ALL = dict.fromkeys(NAMES, "given")
DAYS = ("ordered", "performed", "resulted", "reviewed")


def order(state: State, **days: PartialDate | None) -> Order:
    return Order(1, library().tests["mri"], None, state, "MRI", **days)  # type: ignore[arg-type]


def test_the_table_has_every_state() -> None:
    assert tuple(HEAD) == tuple(row[0] for row in ROWS) == STATES
    assert len(WAY) == 49


@pytest.mark.parametrize(("now", "to", "correct"), list(product(STATES, STATES, (False, True))))
def test_a_step_is_legal_or_refused_with_a_sentence(now: State, to: State, correct: bool) -> None:
    sentence = step_refusal(order(now), to, ALL, correct=correct)
    if WAY[now, to] == ("b" if correct else "f"):
        assert sentence == ""
    else:
        assert len(sentence) > 20
        assert (sentence[0].isupper(), sentence[-1]) == (True, ".")


@pytest.mark.parametrize("now", STATES)
def test_what_is_offered_is_what_is_legal(now: State) -> None:
    offered = {(one.to, one.correction) for one in moves(order(now))}
    assert offered == {(to, mark == "b") for (start, to), mark in WAY.items() if start == now and mark != "-"}


@pytest.mark.parametrize(
    ("now", "to", "name"),
    [(now, to, name) for (now, to), mark in WAY.items() if mark == "f" for name in NEEDS[to]],  # type: ignore[index]
)
@pytest.mark.parametrize("gone", [None, "", "unknown"])
def test_a_step_without_one_of_its_facts_is_refused(now: State, to: State, name: str, gone: str | None) -> None:
    given_facts = {**ALL, name: UNKNOWN if gone == "unknown" else gone}
    sentence = step_refusal(order(now), to, given_facts)
    assert sentence == f"Still needed: {NAMES[name]}."


@pytest.mark.parametrize(("now", "to"), [pair for pair, mark in WAY.items() if mark == "b"])
def test_a_correction_gives_its_reason(now: State, to: State) -> None:
    assert step_refusal(order(now), to, {}, correct=True) == f"Still needed: {NAMES[CORRECTION]}."
    assert step_refusal(order(now), to, {CORRECTION: "by mistake"}, correct=True) == ""


@pytest.mark.parametrize("former", ["proposed", "ordered", "scheduled", "performed"])
def test_what_was_cancelled_goes_back_to_where_it_was(former: State) -> None:
    back = [one.to for one in moves(order("cancelled"), former)]
    assert back == [former]
    for to in STATES:
        sentence = step_refusal(order("cancelled"), to, {CORRECTION: "by mistake"}, correct=True, former=former)
        assert (sentence == "") == (to == former)


def test_nothing_leads_back_by_steps_forward() -> None:
    assert reachable("proposed", "reviewed")
    assert reachable("ordered", "cancelled")
    assert not reachable("reviewed", "resulted")
    assert not reachable("cancelled", "ordered")
    assert not any(reachable(now, "proposed") for now in STATES if now != "proposed")
    assert not reachable("resulted", "cancelled")


# -- dates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"ordered": (2025, 11, 4), "performed": (2025, 11, 3)}, "Done 3 Nov 2025 lies before ordered 4 Nov 2025."),
        ({"performed": (2025, 11, 4), "resulted": (2025, 11, 3)},
         "Result dated 3 Nov 2025 lies before done 4 Nov 2025."),
        ({"resulted": (2025, 11, 4), "reviewed": (2025, 11, 3)},
         "Reviewed 3 Nov 2025 lies before result dated 4 Nov 2025."),
        ({"ordered": (2025, 11, 4), "scheduled": (2025, 11, 3)},
         "Booked for 3 Nov 2025 lies before ordered 4 Nov 2025."),
        ({"performed": (2025, 11, 26)}, "Done 26 Nov 2025 lies in the future; today is 25 Nov 2025."),
        ({"performed": (1969, 12, 31)}, "Done 31 Dec 1969 lies before the date of birth, 1 Jan 1970."),
    ],
)  # fmt: skip
def test_contradicting_dates_are_told(days: dict[str, tuple[int, int, int]], sentence: str) -> None:
    told = contradictions(
        order("reviewed", **{name: PartialDate(*day) for name, day in days.items()}), LAST, PartialDate(1970, 1, 1)
    )
    assert told == (sentence,)


@pytest.mark.parametrize(
    "days",
    [
        {"ordered": (2025, 11, 4), "performed": (2025, 11, 4), "resulted": (2025, 11, 4), "reviewed": (2025, 11, 4)},
        {"ordered": (2025, 11), "performed": (2025, 11, 3)},  # ordered some day of November
        {"performed": (2025,), "resulted": (2025, 1, 2)},
        {"scheduled": (2026, 1, 2)},
        {"performed": (2025, 11, 25)},
    ],
)
def test_dates_that_can_be_right_are_left_alone(days: dict[str, tuple[int, ...]]) -> None:
    assert contradictions(order("reviewed", **{name: PartialDate(*day) for name, day in days.items()}), LAST) == ()


def test_a_date_of_a_state_it_was_put_back_from_does_not_count() -> None:
    put_back = order("ordered", ordered=PartialDate(2025, 11, 4), performed=PartialDate(2025, 1, 1))
    assert contradictions(put_back, LAST) == ()


@given(st.lists(st.integers(0, 400), min_size=4, max_size=4))
def test_dates_are_refused_exactly_when_they_fall(back: list[int]) -> None:
    days = [LAST - timedelta(days=number) for number in back]
    told = contradictions(order("reviewed", **{n: PartialDate.of(d) for n, d in zip(DAYS, days, strict=True)}), LAST)
    falling = sum(days[i] > days[j] for i in range(4) for j in range(i + 1, 4))
    assert len(told) == falling


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.sampled_from(DAYS))
def test_no_date_but_the_booking_lies_ahead(day: date, name: str) -> None:
    told = contradictions(order("reviewed", **{name: PartialDate.of(day)}), LAST)
    assert bool(told) == (day > LAST)
    assert contradictions(order("reviewed", scheduled=PartialDate.of(day)), LAST) == ()
