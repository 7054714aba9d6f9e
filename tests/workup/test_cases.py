"""Case files: every kind of value is read as it was written, and a mistake is one line that says what was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workup.patients import LAST, RESOURCES, library
from tests.workup.random_answers import case_text, random_answers
from workup.__main__ import summary
from workup.answers import Finding, Gap, Levels, Marks, Painted, PartialDate, Value, slot
from workup.assess import assess
from workup.body import load_body
from workup.cases import read_answer, read_case
from workup.errors import WorkupError
from workup.note import Cover, compose, plain_text
from workup.paper import pdf
from workup.style import load_style

NOON = datetime.combine(LAST, time(12), UTC)


@pytest.mark.parametrize(
    ("address", "raw", "value"),
    [
        ("leg_pain_now@right", 7, 7),
        ("strength@L5/right", 4, 4),
        ("operation_date@2", "2024-09", PartialDate(2024, 9)),
        ("operation_date@2", 2024, PartialDate(2024)),
        ("operation_date@2", date(2024, 9, 3), PartialDate(2024, 9, 3)),
        ("birth_date", "1971-06-14", PartialDate(1971, 6, 14)),
        ("operation_levels@1", "L4-S1", Levels("L4", "S1")),
        ("operation_levels@1", "L5", Levels("L5", "L5")),
        ("slr@right", "negative", Finding("negative")),
        ("slr@right", {"result": "positive", "angle": 45, "felt": "leg"}, Finding("positive", 45, "leg")),
        ("pain_map@back.buttock/right", {"qualities": ["burning"], "intensity": 7}, Painted(("burning",), 7)),
        ("anticoagulant", "unknown", Gap("unknown")),
        ("strength@L5/right", "not_examined", Gap("not_examined")),
        ("strength@L5/right", {"not_examined": "cast"}, Gap("not_examined", "cast")),
        ("procedure@1", ["plif"], Marks(("plif",))),
        ("procedure@1", {"present": ["plif"], "unknown": ["laminectomy"]}, Marks(("plif",), (), ("laminectomy",))),
        ("operations", "absent", "none"),
        ("operations", "none", "none"),
        ("operations@2", "removed", "removed"),
    ],
)
def test_a_value_is_read_as_written(address: str, raw: object, value: Value) -> None:
    assert read_answer(library(), address, raw, LAST) == (slot(address), value)


def test_none_of_many_is_absent_for_each_option() -> None:
    _, value = read_answer(library(), "procedure@1", "absent", LAST)
    assert value == Marks(absent=tuple(library().items["procedure"].options))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("address", "raw", "said"),
    [
        ("strenght@L5/right", 4, "there is no item “strenght”. Did you mean “strength”?"),
        ("strength@l5/right", 4, "Did you mean “L5”?"),
        ("strength@L5/rigth", 4, "Did you mean “strength@L5/right”?"),
        ("aggravating", ["walking"], "there is no item “aggravating”."),
        ("operation_levels@1", "L4–S1", "Did you mean “L4-S1”?"),
        ("pain_map@back.buttock/right", {"qualities": ["ache", "ache"]}, "“ache” is named twice."),
        ("pain_map@back.buttok/right", {"qualities": ["burning"]}, "Did you mean “back.buttock/right”?"),
        ("sex", "femal", "Did you mean “female”?"),
        ("procedure@1", ["laminectomi"], "Did you mean “laminectomy”?"),
        ("anticoagulant", True, "write “yes” instead of true."),
        ("height", "tall", "“tall” is not a number."),
        ("height", True, "is not a number."),
        ("birth_date", "14.6.1971", "“14.6.1971”"),
        ("birth_date", 19.71, "it takes a date such as \"2024-09-03\""),
        ("slr@right", {"result": "positive", "angel": 45}, "{result = \"positive\", angle = 45, felt = \"leg\"}"),
        ("slr@right", {"result": "positive", "angle": "steep"}, "“steep” is not an angle"),
        ("pain_map@back.buttock/right", "burning", "a region takes {qualities = [\"burning\"], intensity = 7}."),
        ("procedure@1", "plif", "it takes a list of the options present"),
        ("operation_date", "2024", "needs the number of its record"),
        ("strength@L5/right/left", 4, "is not item@record/place/side"),
        ("family_name", 3, "it takes text, not 3."),
        ("leg_share", 40, "computed"),
    ],
)
def test_a_mistake_is_one_line_with_what_was_meant(address: str, raw: object, said: str) -> None:
    with pytest.raises(WorkupError) as refused:
        read_answer(library(), address, raw, LAST)
    assert said in refused.value.sentence
    assert "\n" not in refused.value.sentence
    assert address.partition("@")[0] in refused.value.sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[answers]\n", "today = 2025-11-25"),
        ("today = 2025-11-25\n", "no [answers] and no [[visit]]"),
        ("today = 2025-11-25\nanswers = 3\n", "Answers are written as"),
        ("today = 2025-11-25\nvisit = 3\n", "Visits are written as [[visit]]"),
        ("today = 2025-11-25\n[answers]\n[[visit]]\ndate = 2025-11-04\n", "not both"),
        ("today = 2025-11-25\n[[visit]]\ndate = 2025-12-01\n", "after today"),
        ("today = 2025-11-25\n[[visit]]\ndate = 2025-11-04\n[[visit]]\ndate = 2025-11-01\n", "before the visit on"),
        ("today = 2025-11-25\n[[visit]]\n", "needs a line such as date = 2025-11-25"),
        ("today = 2025-11-25\n[answer]\n", "Did you mean “answers”?"),
        ("today = 2025-11-25\n[[visit]]\ndate = 2025-11-04\n[visit.answer]\n", "Did you mean “answers”?"),
        ("today = \"soon\"\n[answers]\n", "“soon” is not a date"),
        ("today = ", "not valid TOML"),
        ("today = " + "[" * 5000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_case_says_why(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "case.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WorkupError) as refused:
        read_case(library(), file)
    assert said in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_naming_no_option_and_no_word_leaves_the_item_not_asked(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.write_text("today = 2025-11-25\nsource = 1\n[answers]\npain_kind = []\nreason = \"\"\n", encoding="utf-8")
    assert read_case(library(), file).given == ()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkupError, match=r"nowhere\.toml: The file is missing\."):
        read_case(library(), tmp_path / "nowhere.toml")


# Any answers at all

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=20)
@given(SEEDS, st.integers(1, 2))
def test_random_answers_are_read_back_assessed_and_told(
    tmp_path_factory: pytest.TempPathFactory, seed: int, visits: int
) -> None:
    chance = Random(seed)
    drawn = [random_answers(chance) for _ in range(visits)]
    file = tmp_path_factory.getbasetemp() / "random.toml"
    file.write_text(case_text(*drawn), encoding="utf-8")
    case = read_case(library(), file)
    for given_at_visit in drawn[-1:]:
        for address, raw in given_at_visit.items():
            assert case.answers[slot(address)].value == read_answer(library(), address, raw, LAST)[1]
    found = assess(library(), case.answers, case.today, case.visits)
    told = {row["address"] for row in summary(case, found)["answers"]}
    assert told == {address for given_at_visit in drawn for address in given_at_visit}
    assert plain_text(compose(library(), found, Cover(author="Dr Ann Example", printed_at=NOON)))


@settings(max_examples=4)
@given(SEEDS)
def test_random_answers_print(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    file = tmp_path_factory.getbasetemp() / "printed.toml"
    file.write_text(case_text(random_answers(Random(seed), 120)), encoding="utf-8")
    case = read_case(library(), file)
    cover = Cover(author="Dr Ann Example", printed_at=NOON)
    note = compose(library(), assess(library(), case.answers, case.today, case.visits), cover)
    page = pdf(note, load_style(RESOURCES / "style.toml"), load_body(RESOURCES / "figures" / "body.svg"), cover)
    assert page.startswith(b"%PDF-")
