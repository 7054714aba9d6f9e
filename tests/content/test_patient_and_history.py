"""Patient and history as written: the complete case stays complete, and what is guarded stays guarded."""

from pathlib import Path

import pytest

from tests import shipped
from workup.answers import NOWHERE, Answers, Slot
from workup.assess import Assessment, assess
from workup.cases import read_answer, read_case
from workup.protocol import Choice, Choices, Computed, Library, Optioned, Records, Section, YesNo

RESOURCES = Path(__file__).parents[2] / "resources"
COMPLETE = RESOURCES / "cases" / "history-complete.toml"
SPHINCTER = (
    "bladder_bowel_change", "saddle_numbness", "leg_weakness", "both_legs", "urinary_hesitancy", "urinary_retention",
    "urinary_incontinence", "lost_urge", "lost_flow", "bowel_incontinence", "lost_rectal_fullness", "sexual_change",
    "foot_drop", "buckling_falls", "numb_leg",
)  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


@pytest.fixture(scope="module")
def complete(library: Library) -> Assessment:
    case = read_case(library, COMPLETE)
    return assess(library, case.answers, case.today, case.visits)


def sections(library: Library, *steps: str) -> tuple[Section, ...]:
    return tuple(section for step in library.steps if step.id in steps for section in step.sections)


def test_the_complete_case_answers_every_item(library: Library, complete: Assessment) -> None:
    items = [library.items[name] for section in sections(library, "patient", "history") for name in section.items]
    asked = [item.id for item in items if not isinstance(item, Computed | Records)]
    assert asked
    assert [name for name in asked if not complete.counted.of_item(name)] == []
    assert dict(complete.doubts) == {}


def test_nothing_in_the_complete_case_is_hidden(complete: Assessment) -> None:
    assert [str(where) for where in complete.answers if not complete.shows(where.item, where.at)] == []


def test_red_flags_are_asked_each_visit_and_never_in_bulk(library: Library) -> None:
    card = next(section for section in sections(library, "history") if section.id == "red_flags")
    flags = [item for name in card.items if (item := library.items[name]).red_flag]
    assert 10 <= len(flags) <= 16
    assert all(isinstance(item, YesNo) and item.no_fill and item.every_visit and not item.optional for item in flags)
    assert not any(section.fill for section in sections(library, "history"))


@pytest.mark.parametrize("name", SPHINCTER)
def test_each_sphincter_and_motor_yes_asks_since_when(library: Library, name: str) -> None:
    since, day = library.items[f"{name}_since"], library.items[f"{name}_since_date"]
    assert isinstance(since, Choice)
    assert tuple(since.options) == ("new_since_operation", "known_before", "since_last_visit")
    assert since.about == day.about == name
    assert library.items[name].no_fill


def test_morphine_equivalents_by_the_factor_of_each_opioid(library: Library, complete: Assessment) -> None:
    assert complete.computed[Slot("morphine_equivalent")] == 90  # oxycodone 40 mg, fentanyl patch 12.5 µg/h
    opioid = library.items["opioid_drug"]
    assert isinstance(opioid, Optioned)
    assert set(opioid.options) - set(opioid.factors) == {"buprenorphine", "dependence", "other"}


def test_restricted_answers_are_marked_private(library: Library) -> None:
    assert all(library.items[name].private for name in ("work_claim", "trauma", "trauma_consent"))


def test_the_ninth_question_waits_for_the_others_and_is_a_red_flag(library: Library) -> None:
    """Alone it would stand open beside the red flags of every patient."""
    item = library.items["phq_self_harm"]
    assert item.red_flag
    assert item.no_fill
    assert not assess(library, Answers(), read_case(library, COMPLETE).today).shows("phq_self_harm", NOWHERE)


def test_no_list_offers_what_every_list_has(library: Library) -> None:
    lists = [i for i in library.items.values() if isinstance(i, Choices)]
    assert lists
    assert not [i.id for i in lists if {"none", "unknown", "no"} & set(i.options)]


@pytest.mark.parametrize(("sex", "operations", "most"), [("male", 1, 38), ("female", 1, 39), ("male", 2, 44)])
def test_the_history_is_as_long_as_a_visit_allows(
    library: Library, tmp_path: Path, sex: str, operations: int, most: int
) -> None:
    """The counted questions of a patient whose leg pain came back after a discectomy, without a yes."""
    lines = [f'"procedure@{number}" = ["microdiscectomy"]' for number in range(1, operations + 1)]
    file = tmp_path / "case.toml"
    answers = "\n".join([f'sex = "{sex}"', 'free_interval = "over_6_months"', *lines])
    file.write_text(f"today = 2025-11-25\n[answers]\n{answers}\n", encoding="utf-8")
    case = read_case(library, file)
    assert 28 <= assess(library, case.answers, case.today, case.visits).steps["history"].total <= most


def test_instruments_without_a_solid_licence_show_no_questions(library: Library) -> None:
    assert {one.id for one in library.instruments.values() if one.entry == "items"} == {"phq9"}
    assert "No permission required" in library.instruments["phq9"].notice
    for one in library.instruments.values():
        assert one.licence
        if one.entry == "form":
            continue
        totals = [name for name in one.items if name.endswith("_total") or one.id in ("promis", "eq5d", "start_back")]
        assert totals, one.id


def test_the_bands_of_an_instrument_reach_its_end(library: Library) -> None:
    where, value = read_answer(library, "odi_total", 100, read_case(library, COMPLETE).today)
    assert (where.item, value) == ("odi_total", 100)
    for one in library.instruments.values():
        for name in one.items:
            item = library.items[name]
            bands, most = getattr(item, "bands", ()), getattr(item, "most", None)
            if bands and most is not None:
                assert bands[-1].upto == most, name
                assert [band.upto for band in bands] == sorted(band.upto for band in bands), name
