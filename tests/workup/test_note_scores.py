"""What the page and the command line say of a score: band, missing answers, change, warning; one wording for all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from tests.workup.notes import flat, note_of
from tests.workup.patients import assessed
from workup.__main__ import score_row
from workup.answers import PartialDate
from workup.note.wording import change_words
from workup.protocol import ImportantChange
from workup.reasoning.course import Change

SINCE = PartialDate(2025, 11, 4)
SOURCED = ImportantChange(points=10, percent=30, source=("ostelo08",))
CONVENTION = ImportantChange(points=2, upto=6, basis="unverified")


def told(*visits: Mapping[str, object]) -> str:
    """The note in one line, without the column of dates that stands between the lines of a cell."""
    return flat(note_of(*visits)).replace(" 25 Nov 2025", "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(points=-12, before=42, since=SINCE), "12 lower than on 4 Nov"),
        (Change(points=0, before=42, since=SINCE, reached=False, limit=SOURCED), "unchanged since 4 Nov"),
        (
            Change(points=-12, before=42, since=SINCE, better=True, reached=True, limit=SOURCED),
            "12 lower than on 4 Nov, better; reaches 10 points or 30 %",
        ),
        (
            Change(points=-4, before=42, since=SINCE, better=True, reached=False, limit=SOURCED),
            "4 lower than on 4 Nov, better; 10 points or 30 % not reached",
        ),
        (
            Change(points=12, before=42, since=SINCE, better=False, limit=SOURCED),
            "12 higher than on 4 Nov, worse",
        ),
        (
            Change(points=4.5, before=40, since=PartialDate(2024, 3), better=True, limit=CONVENTION),
            "4.5 higher than on Mar 2024, better; within the conventional 2 to 6 points",
        ),
        (
            Change(points=7, before=40, since=SINCE, better=True, reached=True, limit=CONVENTION),
            "7 higher than on 4 Nov, better; reaches the conventional 2 to 6 points",
        ),
        (Change(points=-4, before=7, since=SINCE, version="French"), "7 on 4 Nov with another version (French)"),
    ],
)
def test_a_change_in_words(change: Change, said: str) -> None:
    assert change_words(change, date(2025, 11, 25)) == said


def test_a_score_stands_with_its_band_change_and_sources() -> None:
    text = told({"odi_total": 44}, {"odi_total": 30, "odi_blank": 1})
    assert re.search(r"Moderate disability \[\d", text)
    assert re.search(r"14 lower than on 4 Nov, better;.* reaches 10 points or 30 % \[\d", text)
    assert "1 of 10 sections missing, left out" in text
    assert "Ostelo" in text, "the source of the limit is among the references"


def test_a_convention_is_never_printed_as_a_sourced_claim() -> None:
    text = told({"gad7_total": 12}, {"gad7_total": 6})
    assert re.search(r"reaches the conventional 4 points(?! \[)", text)
    pcs = told({"pcs_total": 40})
    assert re.search(r"Conventional cut-off: 30 or more, clinically relevant(?! \[)", pcs)


def test_a_refused_total_says_why() -> None:
    text = told({"phq_interest": 2, "phq_down": 1, "phq_sleep": 2})
    assert "6 of 9 answers missing. No total while an answer is missing." in text
    assert text.count("feeling down") == 1, "told once"
    assert "Further history" not in text
    hidden = told({"pcs_total": 40, "pcs_blank": 2})
    assert "2 of 13 answers missing. No total while a question is left blank." in hidden
    assert "40 of 52" not in hidden


def test_the_morphine_equivalent_prints_its_warning() -> None:
    given = {"opioids@1": "added", "opioid_drug@1": "oxycodone", "opioid_daily_dose@1": 40}
    text = told(given)
    assert "60 mg (conventional cut-off: 50 or more)" in text
    assert "index of risk only, not for changing from one opioid to another" in text
    assert "none for buprenorphine or treatment of dependence" in text
    unclear = told({**given, "opioids@2": "added", "opioid_drug@2": "tramadol"})
    assert "1 of 2 doses missing" in unclear
    only = told({"opioids@1": "added", "opioid_drug@1": "buprenorphine"})
    assert "0 mg" not in only


def test_pain_that_is_better_by_what_matters_is_named() -> None:
    text = told({"back_pain_now": 7, "leg_pain_now@right": 5}, {"back_pain_now": 4, "leg_pain_now@right": 4})
    assert re.search(r"Better by 2 points or 30 % since the visit before \[\d+\]: back now\.", text)


def test_a_score_as_scripts_see_it() -> None:
    (row,) = (score_row(one) for one in assessed({"odi_total": 44}, {"odi_total": 30, "odi_blank": 1}).scores)
    assert (row["id"], row["instrument"], row["value"], row["band"]) == ("odi_total", "odi", 30, "moderate disability")
    assert (row["complete"], row["missing"], row["change"], row["date"]) == (False, 1, -14, "2025-11-25")
    assert row["important_change"] == {"points": 10, "upto": None, "percent": 30, "basis": "source", "reached": True}
    (first,) = (score_row(one) for one in assessed({"odi_total": 44}).scores)
    assert (first["change"], first["important_change"]["reached"]) == (None, None)
