"""What a screen reader finds on a page: the note, block for block and in its order, and nothing besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.workup.notes import (
    CASES,
    COVER,
    figure,
    flags,
    library,
    note_of,
    note_of_case,
    random_assessment,
    style,
)
from tests.workup.tagged import Element, Spoken, spoken
from workup import words
from workup.knowledge import knowledge, knowledge_cover
from workup.note import Cover, Note, compose, plain_text
from workup.note.blocks import (
    Balance,
    Block,
    BodyChart,
    Bullets,
    Callout,
    Identity,
    Paragraph,
    Part,
    Patch,
    Run,
    Score,
    Scores,
    Table,
)
from workup.paper import pdf
from workup.paper.balance import KEY

HOSTILE = "<b>bold</b> & {x} 名前 😀 שלום \u202egnp.exe"


def read(note: Note, cover: Cover = COVER) -> Spoken:
    """The note printed and read."""
    return spoken(pdf(note, style(), figure(), cover))


def letters(text: str, without: str = "") -> str:
    """What is said, whatever stands between."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in without)


@cache
def bare(block: Block) -> str:
    """The text note of this block alone."""
    empty = Note("", "DRAFT", "", "", Identity(""), (Part("only", "", (block,)),))
    return plain_text(empty).removeprefix("· DRAFT").strip()


def spoken_blocks(part: Part) -> Iterator[Block]:
    """The blocks of a part that have anything to say on paper: a figure shows two sources at most."""
    balances = 0
    for block in part.blocks:
        balances += isinstance(block, Balance)
        silent = isinstance(block, BodyChart) and not block.patches
        if bare(block) and not silent and not (isinstance(block, Balance) and balances > 2):
            yield block


def check_block(block: Block, element: Element) -> None:
    """The element says what the text note says of the block."""
    if isinstance(block, Table):
        check_table(block, element)
        return
    said = element.words.replace(KEY, "")
    assert letters(said, "-–:,") == letters(bare(block), "-–:,")


def check_table(table: Table, element: Element) -> None:
    """Row for row and cell for cell, each row as wide as the table."""
    assert {one.kind for one in element.inside} == {"TR"}
    rows = [row.inside for row in element.inside]
    if any(table.head):
        head = rows.pop(0)
        kinds = [("TH", "Column") if name else ("TD", "") for name in table.head]
        assert [(cell.kind, cell.scope) for cell in head] == kinds
        assert [letters(cell.words) for cell in head] == [letters(words.shown(name)) for name in table.head]
    assert [[letters(cell.words) for cell in row] for row in rows] == [
        [letters(words.shown(cell.text)) for cell in row] for row in table.rows
    ]
    assert {sum(cell.span for cell in row) for row in rows} <= {len(table.weights)}
    assert all(cell.kind in ("TH", "TD") and bool(cell.scope) == (cell.kind == "TH") for row in rows for cell in row)
    if table.look == "facts":
        assert Counter(letters(element.words)) == Counter(letters(bare(table), "*"))


def check(note: Note, found: Spoken, cover: Cover = COVER) -> None:
    """Nothing is outside, and the tree is the note."""
    assert found.outside == []
    header, title, *rest = found.root.inside
    assert note.identity.name in header.words
    assert note.status in header.words
    assert (title.kind, letters(title.words)) == ("H1", letters(words.shown(note.title)))
    if note.subtitle:
        assert letters(rest.pop(0).words) == letters(words.shown(note.subtitle))
    foot = [one.words for one in rest.pop().inside]
    if note.foot:
        assert note.foot.startswith(foot.pop(0).rstrip("…"))
    assert str(cover.printed_at.year) in foot[-1]
    parts = [part for part in note.parts if part.title or list(spoken_blocks(part))]
    assert [section.kind for section in rest] == ["Sect"] * len(parts)
    for part, section in zip(parts, rest, strict=True):
        elements = section.inside
        if part.title:
            assert (elements[0].kind, letters(elements[0].words)) == ("H2", letters(part.title))
            elements = elements[1:]
            if part.aside:
                assert elements[0].words == part.aside
                elements = elements[1:]
        for block, element in zip(spoken_blocks(part), elements, strict=True):
            check_block(block, element)
    check_figures(found.root)
    check_lists(found.root)


def check_figures(root: Element) -> None:
    """Every drawing is told in words and says where it stands, on one page."""
    for one in root.walk():
        if one.kind == "Figure":
            assert one.alt
            left, bottom, right, top = one.frame
            assert 0 < left < right < 612
            assert 0 < bottom < top < 842
            assert len(one.pages) == 1


def check_lists(root: Element) -> None:
    """A list has items, and an item its words; a heading follows one of its level or the level above."""
    level = 0
    for one in root.walk():
        if one.kind == "L":
            assert one.inside
            assert {item.kind for item in one.inside} == {"LI"}
        if one.kind == "LI":
            assert [part.kind for part in one.inside] in (["Lbl", "LBody"], ["LBody"])
        if one.kind in ("H1", "H2", "H3"):
            assert int(one.kind[1]) <= level + 1
            level = int(one.kind[1])


@pytest.mark.parametrize("name", CASES)
def test_a_worked_patient_is_read_as_the_text_note(name: str) -> None:
    note = note_of_case(name)
    check(note, read(note))


def test_an_empty_evaluation_is_read_as_the_text_note() -> None:
    note = note_of({})
    check(note, read(note))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_any_evaluation_is_read_as_the_text_note(seed: int) -> None:
    note = compose(library(), random_assessment(seed), COVER)
    check(note, read(note))


def test_the_knowledge_base_is_read_whole() -> None:
    cover = knowledge_cover(COVER.printed_at)
    note = knowledge(library(), cover)
    check(note, read(note, cover), cover)


def test_a_table_on_two_pages_is_one_table_and_its_head_is_read_once() -> None:
    tables = (block for block in note_of_case("sample-patient").blocks if isinstance(block, Table))
    table = next(table for table in tables if any(table.head))
    rows = tuple(table.rows[0] for _ in range(120))
    part = Part("long", "Long", (replace(table, rows=rows, look="list"),))
    found = read(replace(note_of({}), parts=(part,)))
    (element,) = [one for one in found.root.walk() if one.kind == "Table"]
    assert len(element.inside) == 121
    assert len({page for one in element.walk() for page in one.pages}) > 1
    assert [cell.words for cell in element.inside[0].inside] == list(table.head)
    repeated = " ".join(words.shown(name) for name in table.head)
    assert all(repeated in page for page in found.artifacts[1:])


def test_what_the_typeface_lacks_is_read_as_it_was_written() -> None:
    note = replace(note_of({}), parts=(Part("said", "Said", (Paragraph((Run(HOSTILE * 40),)),)),))
    found = read(note)
    assert found.outside == []
    (said,) = [one for one in found.root.walk() if one.kind == "Sect"]
    assert letters(said.inside[1].words) == letters(words.shown(HOSTILE * 40))
    assert "⟨U+202E⟩" in said.inside[1].words


def test_words_stay_apart_where_a_line_or_a_page_ends() -> None:
    text = "one two three " * 2000
    found = read(replace(note_of({}), parts=(Part("said", "Said", (Paragraph((Run(text),)),)),)))
    (said,) = [one for one in found.root.walk() if one.kind == "P" and one.text.startswith("one two")]
    assert said.text.split() == text.split()


def test_the_same_block_twice_is_read_twice() -> None:
    block = Paragraph((Run("Said twice."),))
    found = read(replace(note_of({}), parts=(Part("said", "Said", (block, block)),)))
    assert [one.kind for one in found.root.walk() if one.text == "Said twice."] == ["P", "P"]


def test_a_heading_of_the_third_level_without_a_second_is_raised() -> None:
    note = note_of_case("sample-patient")
    part = next(part for part in note.parts if any(getattr(block, "level", 0) == 3 for block in part.blocks))
    found = read(replace(note, parts=(replace(part, title=""),)))
    assert [one.kind for one in found.root.walk() if one.kind.startswith("H")][:2] == ["H1", "H2"]


def test_a_red_flag_is_a_heading() -> None:
    note = note_of(dict.fromkeys(flags(), "yes"))
    alarms = [block.title for block in note.blocks if isinstance(block, Callout) and block.kind == "alarm"]
    headings = [one.text for one in read(note).root.walk() if one.kind == "H2"]
    assert alarms
    assert [one for one in headings if one.startswith("RED FLAG")] == [f"RED FLAG: {alarm}" for alarm in alarms]


def test_lists_say_how_they_are_marked() -> None:
    lists = tuple(Bullets(((Run("one"),), (Run("two"),)), numbered=numbered) for numbered in (True, False))
    scores = Scores((Score("Back", "4", "/ 10"),))
    found = read(replace(note_of({}), parts=(Part("lists", "Lists", (*lists, scores)),)))
    assert [one.marking for one in found.root.walk() if one.kind == "L"] == ["Decimal", "Disc", "None"]


def test_a_painted_chart_is_a_figure_with_words() -> None:
    chart = BodyChart((Patch("back.buttock", "right", ("burning",), 5),), (("burning", "Burning"),))
    found = read(replace(note_of({}), parts=(Part("pain", "Pain map", (chart,)),)))
    (drawing,) = [one for one in found.root.walk() if one.kind == "Figure"]
    assert "Body chart" in drawing.alt
    check_figures(found.root)
