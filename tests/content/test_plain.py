"""The words of the patient's page: there for everything, easy to read, without verdict, figure or promise."""

from __future__ import annotations

import re

import pytest

from tests.workup.notes import library
from workup.protocol import Choices

GRADE = 8.0
VERDICT = re.compile(r"%|\b(likely|probabl\w*|chance|diagnos\w*|cure\w*|definite\w*|certain\w*|you should)\b", re.I)


def sentences() -> dict[str, str]:
    """Every text of the page by where it stands."""
    plain = library().plain
    found = {name: getattr(plain, name) for name in plain.__struct_fields__ if isinstance(getattr(plain, name), str)}
    found |= {f"urgent {number}": text for number, text in enumerate(plain.urgent)}
    for group in ("cause", "test", "state"):
        found |= {f"{group} {name}": text for name, text in getattr(plain, group).items()}
    return found


def syllables(word: str) -> int:
    """A count by groups of vowels, good to one either way."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee"))
    return max(1, groups - silent)


def grade(text: str) -> float:
    """Flesch-Kincaid grade level."""
    words = re.findall(r"[A-Za-z']+", text)
    ends = max(1, len(re.findall(r"[.:!?](?:\s|$)", text)))
    return 0.39 * len(words) / ends + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_every_cause_test_and_waiting_state_has_its_words_and_nothing_else_has() -> None:
    plain = library().plain
    assert set(plain.cause) == set(library().causes)
    assert set(plain.test) == set(library().tests)
    assert set(plain.state) == {"ordered", "scheduled", "performed", "resulted"}
    assert all(sentences().values())


def test_it_reads_at_about_grade_8() -> None:
    plain = library().plain
    whole = " ".join([plain.about, *plain.cause.values(), *(f"{text}." for text in plain.test.values()), plain.checked])
    assert grade(whole) <= GRADE
    assert {name: grade(text) for name, text in plain.cause.items() if grade(text) > GRADE + 3} == {}


@pytest.mark.parametrize("name", sentences())
def test_nothing_is_a_verdict_or_a_figure(name: str) -> None:
    assert VERDICT.search(sentences()[name]) is None


def test_when_to_get_help_covers_all_the_come_back_advice() -> None:
    advice = library().items["comeback_advice"]
    assert isinstance(advice, Choices)
    whole = " ".join(library().plain.urgent).lower()
    for option in advice.options.values():
        key = option.lower().removeprefix("new or worse ").split(" or ")[0].split()[-1]
        assert key in whole, option
