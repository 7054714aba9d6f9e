"""Slots, partial dates and answers laid over one another."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workup.answers import Answer, Answers, At, Cause, Marks, PartialDate, Slot, TakenBack, Value, slot

NOON = datetime(2025, 11, 4, 12, tzinfo=UTC)
PLACES = st.sampled_from([None, "L5", "L5-S1", "back.buttock", "knee"])
SIDES = st.sampled_from([None, "right", "left"])


def said(value: Value, visit: int = 1) -> Answer:
    return Answer(value, visit, NOON, "ann")


@given(st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True), st.none() | st.integers(1, 99), PLACES, SIDES)
def test_an_address_is_read_back_as_written(item: str, record: int | None, place: str | None, side: str | None) -> None:
    where = Slot(item, At(record, place, side))  # type: ignore[arg-type]  # hypothesis forgets the literals
    assert slot(str(where)) == where


@pytest.mark.parametrize("text", ["", "@1", "a@", "a@0", "a@right/L5", "a@L5/1", "a@L5/L4", "a@right/left", "a@1/2/3"])
def test_a_wrong_address_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="“" if text else "item@record"):
        slot(text)


@given(st.dates(date(1880, 1, 1), date(2100, 1, 1)), st.integers(1, 3))
def test_a_partial_date_is_read_back_and_spans_its_days(day: date, parts: int) -> None:
    known = PartialDate(*(day.year, day.month, day.day)[:parts])
    assert PartialDate.parse(str(known)) == known
    assert known.first <= day <= known.last
    assert (known.first == known.last) is (parts == 3)


@pytest.mark.parametrize("text", ["2024-13", "2024-02-30", "24", "2024-00", "3 Sep 2024", "2024-1-1-1", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_an_option_that_was_not_asked_has_no_state() -> None:
    marks = Marks(("flexion",), ("sitting",), ("cough",))
    states = [marks.state(option) for option in ("flexion", "sitting", "cough", "walking")]
    assert states == ["present", "absent", "unknown", None]


def test_the_last_entry_is_in_force_and_the_former_stay_readable() -> None:
    where = Slot("reason")
    answers = Answers([(where, said("leg pain")), (where, said("back pain", 2))])
    assert answers[where].value == "back pain"
    assert [step.visit for step in answers.trail(where)] == [1, 2]
    assert answers.at_visit(1)[where].value == "leg pain"


def test_an_answer_taken_back_is_gone_but_not_forgotten() -> None:
    where = Slot("slr", At(side="right"))
    answers = Answers([(where, said("positive")), (where, TakenBack(1, NOON, "ann"))])
    assert where not in answers
    assert dict(answers.of_item("slr")) == {}
    assert len(answers.trail(where)) == 2


STEPS = st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers(0, 3), st.integers(1, 3)), max_size=12)


@given(STEPS)
def test_laying_one_by_one_is_the_same_as_all_at_once(steps: list[tuple[str, int | None, int]]) -> None:
    entries: list[tuple[Slot, Answer | TakenBack]] = [
        (Slot(item), TakenBack(visit, NOON, "ann") if value is None else said(value, visit))
        for item, value, visit in steps
    ]
    one_by_one = Answers()
    for entry in entries:
        one_by_one = one_by_one.laid(*entry)
    at_once = Answers(entries)
    assert dict(one_by_one) == dict(at_once)
    assert {item: dict(one_by_one.of_item(item)) for item in "abc"} == {i: dict(at_once.of_item(i)) for i in "abc"}
    assert [one_by_one.trail(Slot(item)) for item in "abc"] == [at_once.trail(Slot(item)) for item in "abc"]


@given(STEPS, st.sampled_from("abc"), st.integers(0, 3))
def test_only_the_item_laid_on_top_differs(steps: list[tuple[str, int | None, int]], item: str, value: int) -> None:
    before = Answers((Slot(name), said(each)) for name, each, _ in steps if each is not None)
    after = before.laid(Slot(item), said(value))
    assert after.differing(before) == {item}
    assert before.differing(before) == set()


@given(STEPS)
def test_what_differs_from_a_layer_below_is_what_is_not_shared_with_it(
    steps: list[tuple[str, int | None, int]],
) -> None:
    layers = [Answers()]
    for item, value, visit in steps:
        step = TakenBack(visit, NOON, "ann") if value is None else said(value, visit)
        layers.append(layers[-1].laid(Slot(item), step))
    for place, below in enumerate(layers):
        for above in layers[place:]:
            shared = {name for name in "abc" if above.by_item.get(name) is below.by_item.get(name)}
            assert above.differing(below) == set("abc") - shared


@pytest.mark.parametrize(
    ("steps", "cause"),
    [
        ((("a", "patient"), (None, "undo"), ("a", "redo")), "patient"),
        ((("a", "carried"), ("b", "typed"), ("a", "undo")), "carried"),
        ((("a", "macro"), ("a", "reconfirmed"), ("a", "undo")), "macro"),
        ((("a", "macro"), ("a", "reconfirmed"), ("a", "undo"), ("a", "redo")), "reconfirmed"),
        ((("a", "patient"), ("b", "typed")), "typed"),
        ((("a", "redo"),), "redo"),
    ],
)
def test_undo_and_redo_bring_an_answer_back_with_the_way_it_came_about(
    steps: tuple[tuple[str | None, Cause], ...], cause: Cause
) -> None:
    where, at = slot("x"), datetime(2025, 11, 25, tzinfo=UTC)
    entries = [
        (where, TakenBack(1, at, "ao", how) if value is None else Answer(value, 1, at, "ao", how))
        for value, how in steps
    ]
    answers = Answers(entries)
    one_by_one = Answers()
    for place, step in entries:
        one_by_one = one_by_one.laid(place, step)
    assert answers[where].cause == one_by_one[where].cause == cause
    assert [step.cause for step in answers.trail(where)] == [how for _value, how in steps], "the log stays as it is"
