"""What people type, and what it is read as."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workup import typed
from workup.answers import UNKNOWN, Levels, PartialDate
from workup.protocol import Number
from workup.typed import Refused

TODAY = date(2025, 11, 4)
EXAMPLE = "Type a date such as 3 Sep 2024, 9/2024 or 14m for 14 months ago."
LUMBAR = ("L1", "L2", "L3", "L4", "L5", "S1")
SPINE = ("C5", "C6", "C7", "T11", "T12", *LUMBAR, "pelvis")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3/9/24", "2024-09-03"),
        ("03.09.2024", "2024-09-03"),
        ("3-9-24", "2024-09-03"),
        ("3/9", "2025-09-03"),
        ("24/12", "2024-12-24"),
        ("3 sep", "2025-09-03"),
        ("5 nov", "2024-11-05"),
        ("3 sep 2024", "2024-09-03"),
        ("3sep24", "2024-09-03"),
        ("Sep 3, 2024", "2024-09-03"),
        ("3 September 2024", "2024-09-03"),
        ("sep 2024", "2024-09"),
        ("dec", "2024-12"),
        ("9/2024", "2024-09"),
        ("9/24", "2024-09"),
        ("2024", "2024"),
        ("2024-09", "2024-09"),
        ("2024-09-03", "2024-09-03"),
        ("14/6/71", "1971-06-14"),
        ("14m", "2024-09"),
        ("14 months ago", "2024-09"),
        ("3w", "2025-10-14"),
        ("-3w", "2025-10-14"),
        ("2y", "2023"),
        ("10d", "2025-10-25"),
        ("+2w", "2025-11-18"),
        ("in 2 weeks", "2025-11-18"),
        ("today", "2025-11-04"),
        ("yesterday", "2025-11-03"),
        ("29 feb 2024", "2024-02-29"),
        ("29 feb", "2024-02-29"),
    ],
)
def test_a_date_is_read_no_more_exactly_than_typed(text: str, read: str) -> None:
    assert str(typed.when(text, TODAY)) == read


def test_a_day_without_year_lies_ahead_where_the_future_is_asked_for() -> None:
    assert typed.when("3 sep", TODAY, future=True) == PartialDate(2026, 9, 3)
    assert typed.when("18/11", TODAY, future=True) == PartialDate(2025, 11, 18)


def test_a_leap_day_needs_its_year_when_none_is_near() -> None:
    assert isinstance(typed.when("29 feb", date(2026, 11, 4)), Refused)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31 sep 2024", "September has 30 days. Type a date such as 3 Sep 2024."),
        ("29/2/2023", "February 2023 has 28 days. Type a date such as 3 Feb 2023."),
        ("3/13/24", "There is no month 13. Type day, month and year, such as 3/9/24 for 3 Sep 2024."),
        ("soon", f"“soon” is not a date that can be read. {EXAMPLE}"),
        ("ju 2024", f"“ju 2024” is not a date that can be read. {EXAMPLE}"),
    ],
)
def test_an_impossible_date_is_refused_with_an_example(text: str, sentence: str) -> None:
    assert typed.when(text, TODAY) == Refused(sentence)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    found = typed.when(text, TODAY)
    if isinstance(found, Refused):
        assert found.sentence.endswith(".")
    else:
        assert found.first <= found.last


@given(st.dates(date(1930, 1, 1), TODAY))
def test_every_day_is_read_back_as_shown(day: date) -> None:
    assert typed.when(f"{day.day}/{day.month}/{day.year}", TODAY) == PartialDate.of(day)
    assert typed.when(f"{day:%d %b %Y}", TODAY) == PartialDate.of(day)


CREATININE = Number(id="creatinine", text="Creatinine", unit="mg/dL", units={"µmol/L": 0.0113}, decimals=1,
                    usual=(0.5, 1.3))  # fmt: skip
SUCH_AS = "Type a number such as 0.9 mg/dL."
WEIGHT = Number(id="weight", text="Weight", unit="kg", units={"lb": 0.45359237}, least=20, most=400)


@pytest.mark.parametrize(
    ("text", "item", "value"),
    [
        ("4.4", CREATININE, 4.4),
        ("4,4 mg/dL", CREATININE, 4.4),
        ("4.4mg/dl", CREATININE, 4.4),
        ("88 umol/l", CREATININE, 0.99),
        ("88 μmol/L", CREATININE, 0.99),
        ("82", WEIGHT, 82),
        ("180 lb", WEIGHT, 81.65),
        ("−3", WEIGHT, -3),
        ("1 200,5", WEIGHT, 1200.5),
        ("1.234,5", WEIGHT, 1234.5),
        ("1,234,567", WEIGHT, 1234567),
        (".5", CREATININE, 0.5),
        ("0.125", CREATININE, 0.125),
    ],
)
def test_a_number_is_read_in_any_of_its_units(text: str, item: Number, value: float) -> None:
    assert typed.number(text, item) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("88 g", f"The unit “g” is not known. The units known here are mg/dL or µmol/L. {SUCH_AS}"),
        ("much", f"“much” is not a number. {SUCH_AS}"),
        ("1,500", "“1,500” can be read in two ways. Type 1500 or 1.5."),
        ("1,2,3", f"“1,2,3” has its marks in an order that cannot be read. {SUCH_AS}"),
    ],
)
def test_a_number_that_could_be_misread_is_refused(text: str, sentence: str) -> None:
    assert typed.number(text, CREATININE) == Refused(sentence)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    found = typed.number(text, WEIGHT)
    assert isinstance(found, (int, float)) or found.sentence.endswith(".")


@pytest.mark.parametrize(
    ("text", "upper", "lower"),
    [
        ("L4-S1", "L4", "S1"),
        ("l4 s1", "L4", "S1"),
        ("l4s1", "L4", "S1"),
        ("L4/5", "L4", "L5"),
        ("L4–L5", "L4", "L5"),
        ("L4 to S1", "L4", "S1"),
        ("S1-L4", "L4", "S1"),
        ("L5", "L5", "L5"),
        ("c5-7", "C5", "C7"),
        ("th11 l2", "T11", "L2"),
        ("T12-pelvis", "T12", "pelvis"),
    ],
)
def test_levels_are_read_upper_first(text: str, upper: str, lower: str) -> None:
    assert typed.levels(text, SPINE) == Levels(upper, lower)


@pytest.mark.parametrize("text", ["", "L4-L5-S1", "C3", "L9", "4-5", "disc", "L4-?"])
def test_what_is_no_span_of_levels_is_refused_with_an_example(text: str) -> None:
    found = typed.levels(text, LUMBAR)
    assert isinstance(found, Refused)
    assert found.sentence.endswith("Type a span such as L4-S1.")


@given(st.text(max_size=30))
def test_any_text_is_levels_or_a_sentence(text: str) -> None:
    found = typed.levels(text, SPINE)
    assert isinstance(found, (Levels, Refused))


@pytest.mark.parametrize("text", ["?", "u", "Unknown "])
def test_unknown_can_be_typed(text: str) -> None:
    assert typed.unknown(text) == UNKNOWN


def test_nothing_else_is_unknown() -> None:
    assert typed.unknown("uncle") is None
