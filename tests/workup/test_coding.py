"""Diagnosis codes: kept as they were written, doubted by the list, its dates and the pairs it excludes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from tests.workup.notes import COVER, assessed, laid, library
from tests.workup.test_fhir_record import ORIGIN
from workup.answers import slot
from workup.check.codes import of_codes
from workup.coding import chosen_codes, code_doubts, known_code
from workup.fhir import bundle
from workup.protocol import CodeList

DAY = date(2025, 11, 4)


def doubts(text: str, day: date = DAY) -> list[str]:
    return [sentence for _, sentence in code_doubts(library().codes, text, day)]


def test_codes_are_read_as_they_were_written() -> None:
    text = "M96.1 Postlaminectomy syndrome, lumbar\nM54.16; M54.16 again; G89.28: other"
    assert chosen_codes(text) == (
        ("M96.1", "Postlaminectomy syndrome"), ("M54.16", ""), ("G89.28", "other"),
    )  # fmt: skip
    assert doubts(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("M96.9", "M96.9 is not in the list of ICD-10-CM, release of April 2026; check."),
        ("back pain", "“back pain” does not read as a code, such as M96.1."),
        ("96.1", "“96.1” does not read as a code, such as M96.1."),
        ("M48.06", "M48.06 is not valid by itself; finer ones are M48.061, M48.062."),
        ("T84.216", "T84.216 needs one more character: A, D or S."),
        ("T84.216B", "T84.216B is not in the list of ICD-10-CM, release of April 2026; check."),
        ("M48.56X", "M48.56X needs one more character: read which from the release."),
    ],
)
def test_what_is_doubtful_is_said_and_kept(text: str, said: str) -> None:
    assert doubts(text) == [said]


@pytest.mark.parametrize("text", ["T84.216A", "M48.56XA", "M16.11", "M48.061", "F32.A", "M51.A3", "Z33.1"])
def test_codes_of_the_list_are_not_doubted(text: str) -> None:
    assert doubts(text) == []
    assert known_code(library().codes, text) is not None


EXCLUDED = [
    ("M54.16", "M51.17"), ("M54.17", "M47.26"), ("M51.16", "M54.31"), ("M54.51", "M51.360"), ("M54.50", "M54.41"),
    ("M54.59", "M51.27"), ("G89.28", "G89.4"), ("G89.29", "G90.521"), ("M79.18", "M79.7"),
]  # fmt: skip
TOGETHER = [
    ("M96.1", "T84.216A"), ("M96.0", "M80.08XA"), ("M54.16", "M54.17"), ("M51.16", "M51.26"), ("G89.18", "G89.4"),
    ("M54.51", "M51.362"), ("M96.1", "F45.42"),
]  # fmt: skip


@pytest.mark.parametrize("pair", EXCLUDED)
def test_pairs_that_exclude_each_other_are_warned_of_in_either_order(pair: tuple[str, str]) -> None:
    one, other = pair
    assert doubts(f"{one}; {other}") == [f"{one} and {other} are not coded together (Excludes1)."]
    assert doubts(f"{other}\n{one}") == [f"{other} and {one} are not coded together (Excludes1)."]


@pytest.mark.parametrize("pair", TOGETHER)
def test_other_pairs_are_not(pair: tuple[str, str]) -> None:
    assert doubts("; ".join(pair)) == []


def test_on_a_day_outside_its_dates_the_list_says_so_once() -> None:
    for day in (date(2025, 9, 30), date(2026, 10, 1)):
        (said,) = doubts("M96.1; M54.16", day)
        assert said.endswith("in force from 1 Oct 2025 to 30 Sep 2026; check by the release of the day.")
    assert doubts("M96.1", date(2026, 9, 30)) == doubts("M96.1", date(2025, 10, 1)) == []
    assert doubts("", date(2026, 10, 1)) == []


def test_the_choice_is_doubted_on_screen_and_in_the_record() -> None:
    assessment = assessed(laid({"icd10": "M54.16\nM51.16 Disc disorder\nM96.9"}))
    said = assessment.doubts[slot("icd10")]
    assert "M54.16 and M51.16 are not coded together (Excludes1)." in said
    assert "M96.9 is not in the list" in said
    resources = [one["resource"] for one in bundle(assessment, COVER, ORIGIN)["entry"]]
    coded = {
        one["code"]["coding"][0]["code"]: one
        for one in resources
        if one["resourceType"] == "Condition" and "icd-10-cm" in one["code"].get("coding", [{}])[0].get("system", "")
    }
    notes = {code: [note["text"] for note in one.get("note", [])] for code, one in coded.items()}
    pair = "M54.16 and M51.16 are not coded together (Excludes1)."
    unknown = "M96.9 is not in the list of ICD-10-CM, release of April 2026; check."
    assert notes == {"M54.16": [pair], "M51.16": [pair], "M96.9": [unknown]}
    assert coded["M54.16"]["code"]["text"] == "M54.16 Radiculopathy, lumbar"
    assert coded["M51.16"]["code"]["text"] == "M51.16 Disc disorder"


def test_every_code_of_the_reference_is_in_the_list_and_the_list_is_sound() -> None:
    assert list(of_codes(library())) == []
    broken = CodeList(valid_from=date(2026, 1, 1), valid_until=date(2025, 1, 1), source=("nobody",))
    told = [one.sentence for one in of_codes(replace(library(), codes=broken))]
    assert told == ["The list ends before it begins.", "There is no source “nobody”."]


def test_nothing_is_doubted_without_a_list() -> None:
    assert code_doubts(CodeList(), "M96.9; M54.16; M51.16", datetime(2025, 11, 4).date()) == ()  # noqa: DTZ001
