"""Typed text that is whole: nothing that could follow it would make another value of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workup import typed
from workup.answers import Levels, PartialDate
from workup.complete import is_complete_date, is_complete_number, is_complete_span
from workup.protocol import Number

TODAY = date(2025, 11, 25)
SHARE = Number(id="share", text="Share", unit="%", least=0, most=100)
WARM = Number(id="warm", text="Temperature", unit="°C", decimals=1, least=25, most=45)
HEIGHT = Number(id="height", text="Height", unit="cm", units={"m": 100}, least=50, most=272)
PLACES = (*(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6)), "S1")


@pytest.mark.parametrize(("text", "item", "whole"), [
    ("35", SHARE, True), ("9", SHARE, False), ("10", SHARE, False), ("100", SHARE, True), ("11", SHARE, True),
    ("0", SHARE, False), ("35%", SHARE, False), ("", SHARE, False), ("²5", SHARE, False),
    ("36", WARM, False), ("36.6", WARM, True), ("36,6", WARM, True), ("36.", WARM, False),
    ("166", HEIGHT, False),
])  # fmt: skip
def test_a_number_is_whole_when_no_digit_can_follow_and_no_other_unit(text: str, item: Number, whole: bool) -> None:
    assert is_complete_number(text, item) is whole


@given(st.integers(0, 100), st.integers(0, 9))
def test_a_digit_behind_a_whole_number_is_too_many(value: int, digit: int) -> None:
    if is_complete_number(str(value), SHARE):
        assert int(f"{value}{digit}") > 100


@pytest.mark.parametrize(("text", "whole"), [
    ("2024-09-03", True), ("3/9/2024", True), ("14.6.1971", True), ("12/2024", True), ("9.2024", True),
    ("2024-09", False), ("2024", False), ("3/9/20", False), ("3/9", False), ("3 sep 2024", False), ("14m", False),
])  # fmt: skip
def test_a_date_is_whole_with_its_year_written_out(text: str, whole: bool) -> None:
    assert is_complete_date(text) is whole


@given(st.sampled_from("0123456789"), st.dates(date(1900, 1, 1), TODAY))
def test_a_digit_behind_a_whole_date_makes_no_other_date(digit: str, day: date) -> None:
    for text in (f"{day.day}/{day.month}/{day.year}", f"{day.month}/{day.year}", day.isoformat()):
        assert is_complete_date(text)
        assert isinstance(typed.when(text, TODAY), PartialDate)
        assert isinstance(typed.when(text + digit, TODAY), typed.Refused)


@pytest.mark.parametrize(("text", "whole"), [
    ("L4-S1", True), ("l4 s1", True), ("L4", False), ("L4-", False), ("L4-L", False), ("T1-T2", True),
    ("T12-T1", False), ("T11-L1", True), ("L4/5", False),
])  # fmt: skip
def test_a_span_is_whole_when_its_second_level_can_be_no_other(text: str, whole: bool) -> None:
    assert is_complete_span(text, PLACES) is whole
    assert not whole or isinstance(typed.levels(text, PLACES), Levels)
