"""Conditions: three values and their laws, and refusals that name the word."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from workup.answers import UNKNOWN, Answer, Answers, At, Finding, Levels, Marks, Painted, PartialDate, Slot, Value, slot
from workup.expr import Between, Context, ExpressionError, Names, Shape, Truth, compile_condition

YES_NO = frozenset({"yes", "no"})
NAMES = Names(
    items={
        "a": Shape(YES_NO), "b": Shape(YES_NO), "c": Shape(YES_NO), "weeks": Shape(frozenset()),
        "worse": Shape(frozenset({"sitting", "walking"})),
        "region": Shape(frozenset({"lumbar", "cervical"}), "operations"),
        "strength": Shape(frozenset(), "", "root", True),
        "slr": Shape(frozenset({"positive", "negative"}), "", "", True),
        "pain_map": Shape(frozenset({"burning"}), "", "region", True), "levels": Shape(frozenset()),
    },
    facts={"age": frozenset(), "months_since_operation": frozenset({"region"})},
    places=frozenset({"L5", "S1"}),
)  # fmt: skip
NOON = datetime(2025, 11, 4, 12, tzinfo=UTC)


Known = Mapping[str, Value | None]


def holds(
    text: str, values: Mapping[str, Value], facts: Mapping[str, float | Between] | None = None, at: At | None = None
) -> Truth:
    """Evaluate a condition over answers given by address."""
    answers = Answers((slot(address), Answer(value, 1, NOON, "ann")) for address, value in values.items())
    context = Context(answers, lambda name, _: (facts or {}).get(name), at or At())
    return compile_condition(text, NAMES).holds(context)


# Laws

STATES = st.sampled_from(["yes", "no", UNKNOWN, None])
WEEKS = st.sampled_from([0, 3, 6, 12, UNKNOWN, None])
LEAF = st.sampled_from(
    ["a", "b", "c", "a == yes", "b == no", "c != yes", "weeks > 5", "weeks <= 6", "3 < weeks < 12", "weeks == 6",
     "sitting in worse", "walking not in worse", "worse == sitting", "age >= 70", "weeks + 1 > 6"]
)  # fmt: skip
TEXT = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} and {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
        inner.map(lambda one: f"(not {one})"),
    ),
    max_leaves=8,
)
WORSE = st.sampled_from(
    [None, UNKNOWN, Marks(("sitting",)), Marks((), ("sitting",), ("walking",)), Marks((), (), ("sitting",))]
)
KNOWN = st.fixed_dictionaries({"a": STATES, "b": STATES, "c": STATES, "weeks": WEEKS, "worse": WORSE})
AGES = st.sampled_from([None, 40, 80, Between(69, 70), Between(70, 71)])


def answered(values: Known) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def facts(age: float | Between | None) -> dict[str, float | Between]:
    return {} if age is None else {"age": age}


@given(TEXT, TEXT, KNOWN, AGES)
def test_de_morgan_and_double_negation(one: str, two: str, values: Known, age: float | Between | None) -> None:
    known = answered(values)
    assert holds(f"not ({one} and {two})", known, facts(age)) == holds(f"not {one} or not {two}", known, facts(age))
    assert holds(f"not ({one} or {two})", known, facts(age)) == holds(f"not {one} and not {two}", known, facts(age))
    assert holds(f"not (not {one})", known, facts(age)) == holds(one, known, facts(age))


@given(TEXT, TEXT, KNOWN)
def test_and_or_do_not_care_for_order(one: str, two: str, values: Known) -> None:
    known = answered(values)
    assert holds(f"{one} and {two}", known) == holds(f"{two} and {one}", known)
    assert holds(f"{one} or {two}", known) == holds(f"{two} or {one}", known)


@given(st.sampled_from([("or", "=="), ("and", "!=")]), KNOWN, st.sampled_from(["", "b", "weeks > 5"]))
def test_options_named_together_mean_what_they_mean_apart(how: tuple[str, str], values: Known, other: str) -> None:
    word, sign = how
    for item, options in (("worse", ("sitting", "walking")), ("a", ("yes", "no"))):
        parts = [f"{item} {sign} {option}" for option in options]
        together = f" {word} ".join([*parts, *([other] if other else [])])
        apart = f" {word} ".join([*(f"(not (not {part}))" for part in parts), *([other] if other else [])])
        assert outcome(together, values) == outcome(apart, values)


def outcome(text: str, values: Known) -> tuple[Truth, frozenset[Slot]]:
    """What it comes to, and the answers that decide that."""
    answers = Answers((slot(address), Answer(value, 1, NOON, "ann")) for address, value in answered(values).items())
    context, condition = Context(answers, lambda *_: None), compile_condition(text, NAMES)
    return condition.holds(context), condition.because(context)


@given(TEXT, KNOWN, st.sampled_from("abc"), st.sampled_from(["yes", "no"]), AGES)
@example("weeks > 5 or a", {"a": None, "b": None, "c": None, "weeks": UNKNOWN, "worse": None}, "a", "yes", None)
def test_knowing_more_never_overturns_what_was_decided(
    text: str, values: Known, name: str, answer: str, age: float | Between | None
) -> None:
    assume(values[name] is None or values[name] == UNKNOWN)
    before = holds(text, answered(values), facts(age))
    after = holds(text, answered({**values, name: answer}), facts(age))
    assert before is None or after is before


@given(TEXT)
def test_nothing_known_decides_nothing(text: str) -> None:
    assert holds(text, {}) is None


# Meanings


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("known(a)", {"a": "no"}, True),
        ("known(a)", {"a": UNKNOWN}, False),
        ("known(a)", {}, False),
        ("sitting in worse", {"worse": Marks((), ("sitting",))}, False),
        ("sitting in worse", {"worse": Marks(("walking",))}, None),
        ("slr[right] == positive", {"slr@right": Finding("positive", 40)}, True),
        ("strength[L5, right] < 5", {"strength@L5/right": 4, "strength@S1/right": 5}, True),
        ("any(strength < 5)", {"strength@L5/right": 5, "strength@S1/left": 4}, True),
        ("any(strength < 5)", {"strength@L5/right": 5}, False),
        ("any(strength < 5)", {}, None),
        ("count(strength < 5) >= 2", {"strength@L5/right": 4, "strength@S1/left": 4}, True),
        ("count(strength < 5) >= 2", {"strength@L5/right": 4, "strength@S1/left": UNKNOWN}, None),
        ("any(region == lumbar)", {"region@1": "cervical", "region@2": "lumbar"}, True),
        ("any(burning in pain_map)", {"pain_map@back.buttock/right": Painted(("burning",), 7)}, True),
        ("weeks > -1", {"weeks": 0}, True),
        ("known(levels)", {"levels": Levels("L4", "S1")}, True),
        ("known(weeks)", {"weeks": PartialDate(2024)}, True),
    ],
)
def test_meaning(text: str, values: dict[str, Value], expected: Truth) -> None:
    assert holds(text, values) is expected


@pytest.mark.parametrize(
    ("text", "months", "expected"),
    [("months_since_operation < 12", Between(3, 14), None), ("months_since_operation < 12", Between(3, 11), True),
     ("months_since_operation >= 12", Between(3, 11), False), ("months_since_operation == 5", Between(5, 6), None),
     ("months_since_operation == 5", Between(6, 9), False)],
)  # fmt: skip
def test_a_date_known_to_the_year_decides_only_what_it_can(text: str, months: Between, expected: Truth) -> None:
    assert holds(text, {"region@1": "lumbar"}, {"months_since_operation": months}) is expected


def test_inside_a_record_the_same_record_is_meant() -> None:
    values: dict[str, Value] = {"region@1": "cervical", "region@2": "lumbar"}
    assert holds("region == lumbar", values, at=At(record=2)) is True
    assert holds("region == lumbar", values, at=At(record=1)) is False


# Refusals


@pytest.mark.parametrize(
    ("text", "word", "suggestion"),
    [
        ("streng < 5", "streng", "strength"), ("worse == siting", "siting", "sitting"), ("known(agee)", "agee", "age"),
        ("a == maybe", "maybe", ""), ("strength[L9] < 5", "L9", ""), ("age[L5] > 1", "age", ""),
        ("zzzzzz", "zzzzzz", ""),
    ],
)  # fmt: skip
def test_an_unknown_word_is_named_with_what_was_meant(text: str, word: str, suggestion: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_condition(text, NAMES)
    assert f"“{word}”" in refused.value.sentence
    assert refused.value.suggestion == suggestion


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "a.b", "a if b else c", "[a for a in b]", "lambda: a", "f'{a}'", "a := b", "open('x')",
     "any(a, b)", "known(1)", "{a}", "a and", "", "a ** 2 > 1", "a[b:c]", "print(a)", "a is b", "*a"],
)  # fmt: skip
def test_anything_but_a_condition_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_condition(text, NAMES)
    assert refused.value.sentence.endswith(".")


@given(st.from_regex(r"[a-z]{4,10}", fullmatch=True))
def test_every_word_that_is_nothing_is_refused_by_name(word: str) -> None:
    known = {*NAMES.items, *NAMES.facts, *NAMES.places}
    assume(word not in known and not any(word in shape.options for shape in NAMES.items.values()))
    assume(not keyword.iskeyword(word))
    with pytest.raises(ExpressionError) as refused:
        compile_condition(f"weeks > 1 and {word}", NAMES)
    assert f"“{word}”" in refused.value.sentence


def test_a_condition_tells_what_it_reads() -> None:
    condition = compile_condition("any(strength < 5) and age > 50", NAMES)
    assert (set(condition.items), set(condition.facts)) == ({"strength"}, {"age"})
