"""The words of the page are counted, and what the budget allows is what the pages hold."""

from __future__ import annotations

from msgspec.structs import replace

from tests.workup.notes import note_of, note_of_case, pages_of
from workup.note.budget import FIRST_PAGE, WHOLE, budget


def words(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def test_every_word_counts_once() -> None:
    plain = budget(note_of({"impression": "One two three."}))
    more = budget(note_of({"impression": "One two three.\nFour five – six."}))
    assert more.first_page - plain.first_page == 3
    assert more.whole - plain.whole == 3


def test_references_do_not_count() -> None:
    note = note_of_case("sample-patient")
    assert note.parts[-1].id == "references"
    assert budget(note).whole == budget(replace(note, parts=note.parts[:-1])).whole


def test_the_sample_is_within_the_budget_and_on_as_many_pages() -> None:
    found = budget(note_of_case("sample-patient"))
    assert all(kept for _, _, kept in found.lines)
    pages = pages_of(note_of_case("sample-patient"))
    assert len(pages) == 3
    # On paper the first page says the same, and besides what stands around it and the time line that finds room below.
    assert found.first_page <= words(pages[0]) <= found.first_page + 160


def test_too_much_is_said_to_be_too_much() -> None:
    found = budget(note_of({"impression": "a " * (FIRST_PAGE + 1)}))
    assert [kept for _, _, kept in found.lines] == [False, found.whole <= WHOLE] == [False, True]
    assert [kept for _, _, kept in budget(note_of_case("history-complete")).lines] == [False, False]
