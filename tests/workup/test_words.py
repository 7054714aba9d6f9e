"""Dates, numbers, sides and levels read the way a clinician writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workup import words

TODAY = date(2025, 11, 25)


@pytest.mark.parametrize(
    ("parts", "text"), [((2024, 9, 3), "3 Sep 2024"), ((2024, 9, None), "Sep 2024"), ((2016, None, None), "2016")]
)
def test_a_date_is_written_as_far_as_it_is_known(parts: tuple[int, int | None, int | None], text: str) -> None:
    assert words.partial_date(*parts) == text


def test_several_days_name_a_shared_year_once() -> None:
    assert words.days([date(2025, 11, 4), TODAY]) == "4 Nov and 25 Nov 2025"
    assert words.days([date(2024, 12, 30), date(2025, 1, 2), TODAY]) == "30 Dec 2024, 2 Jan and 25 Nov 2025"
    assert words.days([TODAY]) == "25 Nov 2025"


def test_day_and_time() -> None:
    assert words.day_and_time(datetime(2025, 11, 25, 9, 41, tzinfo=UTC)) == "25 Nov 2025, 09:41"


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "UTC"), (60, "UTC+1"), (-210, "UTC−3:30"), (345, "UTC+5:45"), (30, "UTC+0:30")]
)
def test_a_zone(minutes: int, text: str) -> None:
    assert words.zone(datetime(2025, 11, 25, 9, 41, tzinfo=timezone(timedelta(minutes=minutes)))) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2024, 9, 3), date(2024, 9, 3), "14 months ago"),
        (TODAY, TODAY, "today"),
        (date(2025, 11, 24), date(2025, 11, 24), "1 day ago"),
        (date(2025, 11, 4), date(2025, 11, 4), "3 weeks ago"),
        (date(2025, 12, 2), date(2025, 12, 2), "in 7 days"),
        (date(2016, 1, 1), date(2016, 12, 31), "about 9 years ago"),
        (date(2024, 12, 1), date(2024, 12, 31), "about 11 months ago"),
        (date(2025, 11, 1), date(2025, 11, 30), "this month"),
        (date(2025, 1, 1), date(2025, 12, 31), "this year"),
        (date(2026, 1, 1), date(2026, 1, 31), "in about 2 months"),
    ],
)
def test_relative_time(first: date, last: date, text: str) -> None:
    assert words.relative(first, last, TODAY) == text


def test_whole_months_counts_the_last_day_of_a_short_month() -> None:
    assert words.whole_months(date(2025, 1, 31), date(2025, 2, 28)) == 1
    assert words.whole_months(date(2025, 1, 31), date(2025, 2, 27)) == 0
    assert words.whole_months(date(2024, 9, 3), date(2025, 9, 2)) == 11


def test_weeks_become_months() -> None:
    assert words.weeks(1) == "1 week"
    assert words.weeks(6) == "6 weeks"
    assert words.weeks(13) == "3 months"
    assert words.weeks(2.5) == "2.5 weeks"


def test_age() -> None:
    assert words.age(date(1971, 6, 14), TODAY) == "54 y"
    assert words.age(date(1971, 11, 26), TODAY) == "53 y"
    assert words.age(date(2025, 1, 25), TODAY) == "10 months"
    assert words.age(date(2026, 1, 1), TODAY) == ""


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (-0.4, None, "−0.4"),
        (78, None, "78"),
        (78.0, None, "78"),
        (-0.04, 1, "0.0"),
        (2.5, 1, "2.5"),
        (0.1 + 0.2, None, "0.3"),
    ],
)
def test_numbers_carry_a_true_minus(number: float, decimals: int | None, text: str) -> None:
    assert words.decimal(number, decimals) == text


@given(st.floats(min_value=-1e6, max_value=1e6), st.integers(min_value=0, max_value=3))
def test_no_number_reads_minus_nought(number: float, decimals: int) -> None:
    text = words.decimal(number, decimals)
    assert float(text.replace(words.MINUS, "-")) == pytest.approx(number, abs=0.51 * 10**-decimals)
    assert "-" not in text
    assert not (text.startswith(words.MINUS) and float(text[1:]) == 0)


def test_units() -> None:
    assert words.measure(78, "mL/min/1.73 m²") == "78 mL/min/1.73 m²"
    assert words.measure(45.0, "°") == "45°"
    assert words.measure(30, "%") == "30 %"
    assert words.measure(7) == "7"


def test_levels_and_sides() -> None:
    assert words.level("L5-S1") == "L5–S1"
    assert words.levels("L4", "S1") == "L4–S1"
    assert words.levels("L4", "L4") == "L4"
    assert words.side("right") == "right"
    assert words.side("left", short=True) == "L"


def test_names() -> None:
    assert words.person_name("Marchetti", "Elena") == "MARCHETTI, Elena"
    assert words.person_name("", "Elena") == "Elena"


def test_sentences() -> None:
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert words.sentence("not recorded") == "Not recorded."
    assert words.in_sentence("Great toe extension") == "great toe extension"
    assert words.in_sentence("MRI lumbar") == "MRI lumbar"
    assert words.in_sentence("L5 root") == "L5 root"
    assert words.in_sentence("Gaenslen") == "Gaenslen"
    assert words.in_sentence("X-ray lumbar") == "X-ray lumbar"
    assert words.plural(1, "day") == "1 day"
    assert words.plural(2, "day") == "2 days"


@pytest.mark.parametrize(("first", "last", "told"), [
    (date(1971, 3, 2), date(1971, 3, 2), "54 y"), (date(1971, 1, 1), date(1971, 12, 31), "53–54 y"),
    (date(1971, 11, 1), date(1971, 11, 30), "53–54 y"), (date(1971, 3, 1), date(1971, 3, 31), "54 y"),
    (date(2025, 5, 20), date(2025, 5, 20), "6 months"), (date(2023, 1, 1), date(2023, 12, 31), "22 months–2 y"),
    (date(2025, 1, 1), date(2025, 12, 31), "10 months"), (date(2026, 1, 1), date(2026, 1, 1), ""),
])
def test_an_age_is_told_as_far_as_the_birth_date_is_known(first: date, last: date, told: str) -> None:
    assert words.age_known(first, last, date(2025, 11, 25)) == told


def test_a_sex_is_a_letter_and_an_unknown_one_is_nothing() -> None:
    assert [words.sex(one) for one in ("female", "male", "other", "unknown", None)] == ["F", "M", "X", "", ""]
