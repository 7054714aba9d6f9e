"""The note as text: never wider than its columns in any script, nothing lost, and in ASCII where that is wanted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workup.notes import CASES, note_of, note_of_case
from workup.note import plain_text
from workup.note.columns import columns_of, filled, in_ascii, wrapped

ANY = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


@given(ANY, st.integers(8, 60), st.sampled_from(["", "- ", "  12. "]), st.sampled_from(["", "    "]))
def test_no_line_is_wider_and_no_letter_is_lost(text: str, width: int, first: str, rest: str) -> None:
    lines = wrapped(text, width, first, rest)
    assert all(columns_of(line) <= width for line in lines)
    inner = [line.removeprefix(first if place == 0 else rest) for place, line in enumerate(lines)]
    assert "".join(inner).replace(" ", "") == text.replace(" ", "")


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert columns_of("背痛") == 4
    assert columns_of("e\u0301") == 1
    assert filled("背痛", 6) == "背痛  "
    assert wrapped("背痛背痛背痛", 8) == ["背痛背痛", "背痛"]
    assert wrapped("leg pain since", 9, "- ", "  ") == ["- leg", "  pain", "  since"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("L4–S1, 45° · ≥ 50 %", "L4-S1, 45 deg - >= 50 %"),
        ("Müller Łódź Ødegård naïve", "Muller Lodz Odegard naive"),
        ("“née” … ½", '"nee" ... 1/2'),
        ("名", "<U+540D>"),
    ],
)
def test_ascii_has_a_plain_form_or_the_code(text: str, plain: str) -> None:
    assert in_ascii(text) == plain


@given(ANY)
def test_ascii_is_ascii_and_says_something_of_every_letter(text: str) -> None:
    plain = in_ascii(text)
    assert plain.isascii()
    letters = [c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] == "L"]
    assert len(plain) >= len(letters)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_every_worked_note_keeps_to_80_columns(name: str, ascii_only: bool) -> None:
    text = plain_text(note_of_case(name), ascii_only=ascii_only)
    assert max(map(columns_of, text.splitlines())) <= 80
    assert not ascii_only or text.isascii()


def test_a_wide_script_stays_in_the_columns_of_a_table() -> None:
    written = "背痛" * 60
    text = plain_text(note_of({"reason": written, "family_name": "名" * 30}))
    assert max(map(columns_of, text.splitlines())) <= 80
    assert written in text.replace("\n", "").replace(" ", "")
