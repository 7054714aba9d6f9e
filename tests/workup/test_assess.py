"""What answers mean: what is asked, what is open, what counts; and that a change works out the same as a whole look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workup.patients import ANN, LAST, RESOURCES, assessed, laid, library, of
from workup.answers import UNKNOWN, Answer, Answers, At, Slot, TakenBack, slot
from workup.assess import Assessment, assess
from workup.cases import Case, read_case
from workup.protocol import FACT_READS, Records

# What is asked


def test_a_hidden_answer_does_not_count_and_comes_back() -> None:
    shown = assessed({"free_interval": "over_6_months", "free_interval_weeks": 30})
    hidden = assessed({"free_interval": "none", "free_interval_weeks": 30})
    where = Slot("free_interval_weeks")
    assert shown.counted.value("free_interval_weeks") == 30
    assert shown.facts.value("pain_free_weeks") == 30
    assert where in hidden.answers
    assert where not in hidden.counted
    assert hidden.value_counts(where) is None
    assert hidden.facts.value("pain_free_weeks") is None
    again = of(laid({"free_interval": "over_6_months"}, before=hidden.answers))
    assert again.counted.value("free_interval_weeks") == 30


def test_what_is_hidden_is_neither_open_nor_a_finding() -> None:
    answers = {"strength@L5/right": 3, "strength_since@L5/right": "new_since_operation"}
    assert Slot("strength_since", At(None, "L5", "right")) in assessed(answers).counted
    normal = assessed({**answers, "strength@L5/right": 5})
    assert not [where for where in normal.open if where.item.startswith("strength_since")]
    assert Slot("strength", At(None, "L5", "right")) not in normal.findings
    assert Slot("strength_since", At(None, "L5", "right")) not in normal.counted


def test_a_follow_up_is_asked_for_each_abnormal_cell_only() -> None:
    cells = {"strength@L5/right": 3, "strength@S1/left": 4, "strength@L4/left": 5, "strength@L3/left": "unknown"}
    found = assessed(cells)
    asked = {str(where) for where in found.asked["strength_since"]}
    assert asked == {"L5/right", "S1/left"}


def test_a_removed_record_is_asked_no_more_and_comes_back() -> None:
    two = {"operation_date@1": 2019, "operation_date@2": 2023}
    answers = laid({name: str(year) for name, year in two.items()})
    assert of(answers).records["operations"] == (1, 2)
    removed = answers.laid(slot("operations@2"), Answer("removed", 1, datetime.combine(LAST, time(12), UTC), ANN))
    after = of(removed)
    assert after.records["operations"] == (1,)
    assert not after.shows("operation_date", At(2))
    assert after.facts.value("operation_count") == 1
    assert str(after.facts.latest_operation()[1]) == "2019"
    undone = removed.laid(slot("operations@2"), TakenBack(1, datetime.combine(LAST, time(12), UTC), ANN))
    assert of(undone).records["operations"] == (1, 2)


def test_a_record_without_fields_counts_once_added() -> None:
    assert assessed({"operations@1": "added"}).records["operations"] == (1,)
    assert assessed({}).records["operations"] == ()


# Visits


def test_a_question_of_every_visit_is_open_again_with_the_former_value_beside() -> None:
    first = {"leg_pain_now@right": 7, "family_name": "Schmidt"}
    where = Slot("leg_pain_now", At(side="right"))
    assert where not in assessed(first).open
    second = assessed(first, {})
    assert where in second.open
    assert not second.is_current(where)
    assert second.answers[where].value == 7
    assert Slot("family_name") not in second.open
    assert where not in assessed(first, {"leg_pain_now@right": 7}).open


def test_progress_counts_every_counted_question_once() -> None:
    empty, one = assessed({}), assessed({"family_name": "Schmidt"})
    assert one.steps["patient"].done == empty.steps["patient"].done + 1
    assert one.steps["patient"].total == empty.steps["patient"].total
    for found in (empty, one):
        assert sum(tally.total - tally.done for tally in found.steps.values()) == len(found.open)
        for step in found.library.steps:
            parts = [found.sections[section.id] for section in step.sections]
            assert found.steps[step.id].total == sum(part.total for part in parts)


def test_unknown_is_an_answer_and_not_asked_is_none() -> None:
    assert Slot("sex") in assessed({}).open
    gap = assessed({"sex": "unknown"})
    assert Slot("sex") not in gap.open
    assert gap.is_gap(Slot("sex"))


# Scope: whom the program reasons about

LEVELS = {"main_region": "back_leg", "birth_date": "1971-06-14"}
LUMBAR = {**LEVELS, "operation_region@1": "lumbar"}


@pytest.mark.parametrize(
    ("answers", "rule", "ranks"),
    [
        (LUMBAR, "lumbar", True),
        ({**LUMBAR, "operation_region@1": "lumbosacral"}, "lumbar", True),
        ({**LUMBAR, "operation_region@1": "cervical"}, "cord_level_only", True),
        ({**LUMBAR, "operation_region@1": "thoracic", "operation_region@2": "lumbar"}, "lumbar", True),
        ({**LUMBAR, "operation_region@1": "cervical", "main_region": "neck_arm_chest"}, "pain_elsewhere", False),
        ({**LUMBAR, "operation_region@1": "thoracolumbar"}, "long_construct", True),
        ({**LUMBAR, "operation_region@1": "sacroiliac"}, "sacroiliac_only", True),
        ({**LEVELS, "operation_levels@1": "L4-S1"}, "lumbar", True),
        ({**LEVELS, "operation_levels@1": "L3-L4"}, "lumbar", True),
        ({**LEVELS, "operation_levels@1": "C5-C7"}, "cord_level_only", True),
        ({**LEVELS, "operation_levels@1": "T10-T12"}, "cord_level_only", True),
        ({**LEVELS, "operation_levels@1": "C5-C7", "operation_levels@2": "L5-S1"}, "lumbar", True),
        ({**LEVELS, "operation_levels@1": "T10-pelvis"}, "long_construct", True),
        ({**LEVELS, "operation_levels@1": "S1-pelvis"}, "sacroiliac_only", True),
        ({**LEVELS, "operation_levels@1": "C5-C7", "operation_region@1": "lumbar"}, "lumbar", True),
        ({"operations": "none", "main_region": "back_leg", "birth_date": "1971-06-14"}, "no_operation", False),
        ({**LUMBAR, "birth_date": "2010-01-01"}, "under_age", False),
        ({**LUMBAR, "birth_date": "2010-01-01", "main_region": "other"}, "under_age", False),
    ],
)
def test_scope(answers: Mapping[str, object], rule: str, ranks: bool) -> None:
    scope = assessed(answers).scope
    assert scope.rule is not None
    assert (scope.rule.id, scope.rule.ranks) == (rule, ranks)
    assert scope.sentence.endswith(".")


@pytest.mark.parametrize("missing", ["operation_region@1", "main_region"])
def test_scope_is_never_guessed(missing: str) -> None:
    scope = assessed({name: value for name, value in LUMBAR.items() if name != missing}).scope
    assert scope.rule is None
    assert "not known yet" in scope.sentence


def test_an_operation_without_region_and_levels_leaves_the_scope_open() -> None:
    answers = {**LEVELS, "operation_levels@1": "C5-C7", "operation_date@2": "2020"}
    assert assessed(answers).scope.rule is None


# A change is worked out anew only where it reaches, and the result is the same as a whole look


@cache
def worked(name: str) -> Case:
    return read_case(library(), RESOURCES / "cases" / f"{name}.toml")


def assert_same(one: Assessment, other: Assessment) -> None:
    for name in ("asked", "records", "open", "findings", "doubts", "computed", "steps", "sections", "scope", "earlier"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(one.asked) == list(other.asked)
    assert dict(one.counted) == dict(other.counted)
    assert list(one.counted) == list(other.counted)
    assert one.facts.all() == other.facts.all()


WHAT = st.sampled_from(["take back", "unknown", "again", "remove"])
PICKS = st.lists(st.tuples(st.integers(0, 10_000), WHAT), max_size=8)


@settings(max_examples=25)
@given(st.sampled_from(["sample-patient", "history-complete", "tests-complete"]), PICKS)
def test_an_answer_on_top_gives_the_same_as_a_whole_look(name: str, picks: list[tuple[int, str]]) -> None:
    case = worked(name)
    answers, last = case.answers, case.visits[-1].number
    shown = assess(library(), answers, case.today, case.visits)
    moment = datetime.combine(case.today, time(12), UTC)
    for pick, what in picks:
        _, where, value = case.given[pick % len(case.given)]
        if what == "remove" and where.at.record is not None:
            where, value = Slot(library().items[where.item].record or where.item, At(where.at.record)), "removed"
        taken = TakenBack(last, moment, ANN)
        gap = isinstance(library().items[where.item], Records)
        step = Answer(UNKNOWN if what == "unknown" and not gap else value, last, moment, ANN)
        answers = answers.laid(where, taken if what == "take back" else step)
        shown = assess(library(), answers, case.today, case.visits, before=shown)
    assert_same(shown, assess(library(), answers, case.today, case.visits))


def test_only_what_the_answer_reaches_is_told_anew() -> None:
    before = assessed({"strength@L5/right": 5, "reason": "leg pain"})
    after = of(laid({"strength@L5/right": 4}, before=before.answers), before=before)
    anew = after.differs(before)
    assert {"strength", "strength_since", "strength_since_date"} <= anew
    assert [item for item in anew - {"strength"} if not library().reads[item] & anew] == []
    assert len(anew) < 10
    assert before.differs(before) == frozenset()
    assert after.differs(None) == frozenset(library().items)


def test_facts_name_what_they_read() -> None:
    assert set(FACT_READS) == set(assessed({}).facts.all())
    assert {item for read in FACT_READS.values() for item in read} <= set(library().items)


def test_conditions_read_facts_of_earlier_answers_only() -> None:
    order = {item: number for number, item in enumerate(library().items)}
    for name, condition in library().conditions.items():
        if name in order:
            reads = [item for fact in condition.facts for item in FACT_READS[fact]]
            assert [item for item in reads if order[item] >= order[name]] == [], name


def test_answers_to_items_the_content_no_longer_has_are_kept_apart() -> None:
    moment = datetime.combine(LAST, time(12), UTC)
    answers = Answers([(Slot("asked_in_former_times"), Answer("yes", 1, moment, ANN))])
    found = of(answers)
    assert found.earlier == (Slot("asked_in_former_times"),)
    assert Slot("asked_in_former_times") not in found.counted


def test_a_condition_on_another_list_looks_through_all_its_records() -> None:
    later = {"treatment_kind@1": "exercise", "treatment_kind@2": "stimulation_trial", "devices@1": "added"}
    assert assessed(later).shows("device_kind", At(1))
    assert not assessed({"treatment_kind@1": "exercise", "devices@1": "added"}).shows("device_kind", At(1))
