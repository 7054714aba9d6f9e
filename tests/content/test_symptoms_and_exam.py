"""Symptoms, exam and manoeuvres as written: complete cases stay complete, and no normal is filled in unseen."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests import shipped
from workup.answers import SIDES, Answer, Answers, At, Slot
from workup.assess import assess
from workup.cases import read_case
from workup.protocol import Choice, Computed, Grade, Library, ManoeuvreItem, Section

RESOURCES = Path(__file__).parents[2] / "resources"
TODAY = date(2025, 11, 4)

DEFICITS = (
    "heel_walk", "toe_walk", "squat_rise", "strength", "strength_muscle", "strength_further", "reflex", "plantar",
    "clonus", "cremasteric", "abdominal_reflex", "tone", "hoffmann", "hand_function", "light_touch", "pin_prick",
    "sensory_level", "saddle_touch", "saddle_pin", "saddle_touch_root", "saddle_pin_root", "anal_tone",
    "anal_squeeze", "bulbocavernosus", "anal_wink", "pvr", "vibration", "proprioception", "stocking_loss",
    "allodynia", "hyperalgesia", "cold_evoked", "romberg", "tandem_gait", "sit_to_stand_single",
)  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


def sections(library: Library, step: str) -> tuple[Section, ...]:
    return next(one.sections for one in library.steps if one.id == step)


@pytest.mark.parametrize("step", ["symptoms", "exam"])
def test_the_complete_case_answers_every_item(library: Library, step: str) -> None:
    case = read_case(library, RESOURCES / "cases" / f"{step}-complete.toml")
    assessment = assess(library, case.answers, case.today, case.visits)
    asked = [item for section in sections(library, step) if section.look != "instruments" for item in section.items]
    assert asked
    unanswered = [
        item for item in asked
        if not isinstance(library.items[item], Computed) and not assessment.counted.of_item(item)
    ]  # fmt: skip
    assert unanswered == []
    assert [str(where) for where in assessment.open if where.item in asked] == []
    assert dict(assessment.doubts) == {}


@pytest.mark.parametrize("item", DEFICITS)
def test_each_deficit_asks_since_when(library: Library, item: str) -> None:
    since, day = library.items[f"{item}_since"], library.items[f"{item}_since_date"]
    assert isinstance(since, Choice)
    assert since.about == day.about == item
    assert tuple(since.options) == ("new_since_operation", "known_before", "since_last_visit")
    assert library.items[item].no_fill == since.no_fill == day.no_fill


def test_rest_normal_never_reaches_what_is_folded_away(library: Library) -> None:
    """One press must not call normal what the clinician does not see: a section is counted or optional, not both."""
    for section in sections(library, "exam"):
        if section.fill:
            items = [library.items[name] for name in section.items]
            plain = {item.optional for item in items if not item.about and not item.when}
            assert len(plain) == 1, section.id


def test_saddle_and_anal_items_are_never_filled(library: Library) -> None:
    section = next(one for one in sections(library, "exam") if one.id == "saddle_anal")
    assert not section.fill
    assert all(library.items[name].no_fill for name in section.items)


def test_the_exam_is_as_long_as_a_visit_allows(library: Library) -> None:
    """The counted cells of a patient without findings, each joint and root on both sides."""
    case_free = assess(library, read_case(library, RESOURCES / "cases" / "symptoms-complete.toml").answers, TODAY)
    assert 77 <= case_free.steps["exam"].total <= 90


def test_every_graded_item_names_its_normal(library: Library) -> None:
    names = [name for section in sections(library, "exam") for name in section.items]
    graded = [item for name in names if isinstance(item := library.items[name], Grade)]
    assert graded
    assert all(item.normal for item in graded)


def test_manoeuvres_say_how_and_what_positive_means(library: Library) -> None:
    used = {item.manoeuvre for item in library.items.values() if isinstance(item, ManoeuvreItem)}
    assert used == set(library.manoeuvres)
    for manoeuvre in library.manoeuvres.values():
        assert manoeuvre.technique.count(".") >= 2, manoeuvre.id
        assert manoeuvre.negative, manoeuvre.id


@pytest.mark.parametrize(
    ("right", "left", "found"),
    [(1, 2, ["right"]), (1, 1, []), (3, 3, []), (3, 1, ["right", "left"]), (1, None, []), (0, 0, ["right", "left"]),
     (4, 4, ["right", "left"]), (2, 2, [])],
)  # fmt: skip
def test_a_slight_or_brisk_reflex_counts_where_the_sides_differ(
    library: Library, right: int, left: int | None, found: list[str]
) -> None:
    given = {"right": right, "left": left}
    moment = datetime(2025, 11, 4, 12, tzinfo=UTC)
    answers = Answers(
        (Slot("reflex", At(place="knee", side=side)), Answer(value, 1, moment, "case"))
        for side in SIDES
        if (value := given[side]) is not None
    )
    assessment = assess(library, answers, TODAY)
    assert [side for side in SIDES if Slot("reflex", At(place="knee", side=side)) in assessment.findings] == found
    assert [at.side for at in assessment.asked["reflex_since"]] == found
