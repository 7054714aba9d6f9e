"""Conditions that look at related places, other records, the newest test, the body chart and dates."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from tests import shipped
from workup.answers import NOWHERE, Answer, Answers, At, Slot
from workup.cases import read_answer
from workup.content.references import shape
from workup.expr import Condition, Context, ExpressionError, Names, Truth, compile_condition
from workup.protocol import FACT_PLACED, FACT_READS, Library
from workup.reasoning.facts import Facts

RESOURCES = Path(__file__).parents[2] / "resources"
TODAY = date(2025, 11, 25)


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


@pytest.fixture(scope="module")
def names(library: Library) -> Names:
    shapes = {item.id: shape(item, number) for number, item in enumerate(library.items.values())}
    places = frozenset(place for axis in library.axes.values() for place in axis)
    terms: dict[str, Condition] = {
        name.removeprefix("term:"): condition
        for name, condition in library.conditions.items()
        if name.startswith("term:")
    }
    return Names(
        shapes,
        FACT_READS,
        places,
        placed=FACT_PLACED,
        terms=terms,
        constants={name: one.value for name, one in library.engine.constant.items()},
        relations=library.anatomy.relation,
        areas=library.anatomy.area,
        spine=tuple(library.axes["vertebra"]),
    )


def context(library: Library, answers: dict[str, object], at: At = NOWHERE) -> Context:
    """The given answers, entered at noon today, as a condition sees them."""
    moment = datetime.combine(TODAY, time(12), UTC)
    entries = []
    for address, raw in answers.items():
        where, value = read_answer(library, address, raw, TODAY)
        entries.append((where, Answer(value, 1, moment, "test")))
    laid = Answers(entries)
    records = {name: tuple(sorted({w.at.record for w in laid if w.at.record})) for name in ("operations", "orders")}
    records["operations"] = tuple(sorted({w.at.record or 0 for w in laid if w.item.startswith(("operation", "proc"))}))
    facts = Facts(library, laid, TODAY, records)
    return Context(laid, facts.value, at)


def holds(
    library: Library, names: Names, text: str, answers: dict[str, object], at: At = NOWHERE, per: str = ""
) -> Truth:
    return compile_condition(text, names, per).holds(context(library, answers, at))


L5R, L5L = At(None, "L5", "right"), At(None, "L5", "left")
MRI = {"order_kind@1": "mri", "order_state@1": "reviewed", "performed_on@1": "2025-06-01"}


@pytest.mark.parametrize(
    ("text", "answers", "at", "expected"),
    [
        ("at(exit_segment, any(foramen_grade >= 3))", {**MRI, "foramen_grade@1/L5-S1/right": 3}, L5R, True),
        ("at(exit_segment, any(foramen_grade >= 3))", {**MRI, "foramen_grade@1/L5-S1/right": 3}, L5L, None),
        ("at(exit_segment, any(foramen_grade >= 3))", {**MRI, "foramen_grade@1/L4-L5/right": 3}, L5R, None),
        ("at(crossing_segment, any(recess == severe))", {**MRI, "recess@1/L4-L5/right": "severe"}, L5R, True),
        ("beyond(near_roots, strength < 5)", {"strength@L2/right": 4, "strength@L5/right": 4}, L5R, True),
        ("beyond(near_roots, strength < 5)", {"strength@L4/right": 4, "strength@L5/right": 4}, L5R, None),
        ("other_side(strength == 5)", {"strength@L5/left": 5}, L5R, True),
        ("other_side(strength == 5)", {"strength@L5/right": 5}, L5R, None),
        ("anywhere(strength < 4)", {"strength@L2/left": 3}, L5R, True),
        ("any_side(strength < 4)", {"strength@L5/left": 3}, L5R, True),
        ("any_side(strength < 4)", {"strength@L4/left": 3}, L5R, None),
        ("painted_root()", {"pain_map@front.great-toe/right": {"qualities": ["ache"]}}, L5R, True),
        ("painted_root()", {"pain_map@front.great-toe/right": {"qualities": ["ache"]}}, L5L, False),
        ("painted_root()", {}, L5R, None),
        ("of_known(strength < 5, light_touch == reduced)", {"strength@L5/right": 5}, L5R, False),
        ("of_known(strength < 5, light_touch == reduced)", {"light_touch@L5/right": "reduced"}, L5R, True),
        ("of_known(strength < 5, light_touch == reduced)", {}, L5R, None),
        ("possible(strength < 5)", {}, L5R, True),
        ("possible(strength < 5)", {"strength@L5/right": 5}, L5R, False),
    ],
)
def test_a_condition_at_a_root_looks_where_it_says(
    library: Library, names: Names, text: str, answers: dict[str, object], at: At, expected: Truth
) -> None:
    assert holds(library, names, text, answers, at, "root") is expected


def test_the_newest_test_that_says_anything_decides(library: Library, names: Names) -> None:
    old = {"order_kind@1": "mri", "order_state@1": "reviewed", "performed_on@1": "2024-01-10"}
    new = {"order_kind@2": "mri", "order_state@2": "reviewed", "performed_on@2": "2025-10-01"}
    text, at = "latest(herniation_mass_effect == mass_effect_seen)", At(None, "L4-L5", "right")
    seen, gone = "herniation_mass_effect@1/L4-L5/right", "herniation_mass_effect@2/L4-L5/right"
    assert holds(library, names, text, {**old, **new, seen: "mass_effect_seen", gone: "none"}, at, "segment") is False
    assert holds(library, names, text, {**old, **new, seen: "mass_effect_seen"}, at, "segment") is True
    assert holds(library, names, text, {**old, **new}, at, "segment") is None


@pytest.mark.parametrize(
    ("levels", "segment", "expected"),
    [("L4-S1", "L4-L5", True), ("L4-S1", "L5-S1", True), ("L4-S1", "L3-L4", False), ("L4-L5", "L5-S1", False)],
)
def test_a_span_of_levels_covers_its_segments(
    library: Library, names: Names, levels: str, segment: str, expected: bool
) -> None:
    answers: dict[str, object] = {"procedure@1": ["discectomy"], "operation_levels@1": levels}
    at = At(None, segment, None)
    assert holds(library, names, "any(spans(operation_levels))", answers, at, "segment") is expected


def test_a_side_not_recorded_is_not_the_other_side(library: Library, names: Names) -> None:
    text, at = "any(spans(operation_levels) and possible(sided(operation_side)))", At(None, "L4-L5", "right")
    known: dict[str, object] = {"procedure@1": ["discectomy"], "operation_levels@1": "L4-L5"}
    assert holds(library, names, text, known, at, "segment") is True
    assert holds(library, names, text, {**known, "operation_side@1": "left"}, at, "segment") is False
    assert holds(library, names, text, {**known, "operation_side@1": "both"}, at, "segment") is True


def test_a_definition_used_inside_a_test_looks_through_all_operations(library: Library, names: Names) -> None:
    answers: dict[str, object] = {
        "procedure@1": ["discectomy"], "operation_levels@1": "L2-L3",
        "procedure@2": ["discectomy"], "operation_levels@2": "L4-L5",
        **MRI, "herniation_mass_effect@1/L4-L5/right": "mass_effect_seen",
    }
    text = "latest(herniation_mass_effect == mass_effect_seen and decompressed)"
    assert holds(library, names, text, answers, At(None, "L4-L5", "right"), "segment") is True


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-11-20", True), ("2025-11-11", True), ("2025-11-10", False), ("2025-11", None), ("2024", False)],
)
def test_days_ago_of_a_partial_date_are_bounds(
    library: Library, names: Names, day: str, expected: Truth
) -> None:
    assert holds(library, names, "days_since(return_date) <= 14", {"return_date": day}) is expected


@pytest.mark.parametrize(
    ("text", "per", "word"),
    [
        ("foramen_grade >= 3", "root", "segment"),
        ("at(exit_segments, any(foramen_grade >= 3))", "root", "exit_segments"),
        ("at(segment_roots, strength < 5)", "root", "segment_roots"),
        ("painted(belly)", "", "belly"),
        ("spans(operation_side)", "segment", "spans"),
        ("sided(operation_levels)", "", "sided"),
        ("leg_dominates[L5, right]", "", "neither"),
    ],
)
def test_a_place_that_does_not_fit_is_refused_with_its_word(names: Names, text: str, per: str, word: str) -> None:
    with pytest.raises(ExpressionError, match=word):
        compile_condition(text, names, per)


def test_what_decides_a_condition_are_the_answers_that_settle_it(library: Library, names: Names) -> None:
    condition = compile_condition("strength < 5 or light_touch == reduced or pin_prick == reduced", names, "root")
    answers: dict[str, object] = {
        "strength@L5/right": 5, "light_touch@L5/right": "reduced", "pin_prick@L5/right": "normal"
    }
    assert condition.because(context(library, answers, L5R)) == {Slot("light_touch", L5R)}
    both = compile_condition("strength == 5 and pin_prick == normal", names, "root")
    assert both.because(context(library, answers, L5R)) == {Slot("strength", L5R), Slot("pin_prick", L5R)}
