"""The printed page: the words of the note, inside the margins, the same bytes for the same evaluation."""

from __future__ import annotations

import io
import re
from collections import Counter

import msgspec
import pytest
from pypdf import PdfReader

from tests.workup.extremes import EXTREMES, extreme
from tests.workup.notes import (
    CASES,
    COVER,
    assessed,
    figure,
    library,
    note_of,
    note_of_case,
    pages_of,
    random_assessment,
    style,
    with_answer,
)
from workup.answers import Answers
from workup.note import Cover, Note, compose, plain_text
from workup.note.blocks import BodyChart, Paragraph, Part, Patch, Run
from workup.paper import missing_characters, pdf
from workup.paper.boxes import HeadingBox
from workup.paper.figures import drawn_words
from workup.paper.pages import laid_out
from workup.paper.typeset import Typesetter

LETTER = msgspec.structs.replace(COVER, paper="Letter", letterhead_mm=45)
def tokens(text: str) -> Counter[str]:
    """The words of a text without the marks that paper and plain text set differently."""
    return Counter(re.findall(r"[^\W_]+", text))


def noted(name: str) -> Note:
    return extreme(name, COVER) if name in EXTREMES else note_of_case(name)


# ------------------------------------------------------------------------------------------------ the words of the note


@pytest.mark.parametrize("name", CASES)
def test_the_page_says_what_the_text_says(name: str) -> None:
    cover = LETTER if name == "sample-patient" else COVER
    note = note_of_case(name, cover)
    raw = " ".join(pages_of(note, cover))
    printed, told = tokens(raw), tokens(plain_text(note))
    # A reader of the file may join the words of neighbouring cells: then the letters must be there all the same.
    assert [word for word, count in (told - printed).items() if raw.count(word) < told[word]] == []
    around = tokens(f"{note.subject} {cover.status} {note.identity.words} Page of Draft not signed v1 No identifiers")
    around += tokens(f"{cover.clinic} {cover.document} {cover.author} 25 Nov 2025 09 41")
    heads = tokens(" ".join(" ".join(getattr(block, "head", ())) for block in note.blocks))
    figures = tokens(" ".join(drawn_words(figure(), note.blocks)))
    numbers = Counter(map(str, range(1, 40)))
    extra = set(printed - told) - set(around) - set(heads) - set(figures) - set(numbers)
    assert {word for word in extra if word not in re.sub(r"\s+", "", plain_text(note))} == set()


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_print_whole(name: str) -> None:
    note = noted(name)
    printed = re.sub(r"\s+", "", "".join(pages_of(note)))
    for word in tokens(plain_text(note)):
        assert word[:20] in printed


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_answered_fits_on_pages(seed: int) -> None:
    note = compose(library(), random_assessment(seed), COVER)
    frame, sheets = laid_out(note, style(), figure(), COVER)
    assert all(sheets.pages)
    assert max(item.top + item.box.height for page in sheets.pages for item in page) <= frame.bottom + 0.01
    assert pdf(note, style(), figure(), COVER).startswith(b"%PDF")


@pytest.mark.parametrize("name", CASES)
def test_no_heading_stands_alone_at_the_end_of_a_page(name: str) -> None:
    _, sheets = laid_out(note_of_case(name), style(), figure(), COVER)
    for page in sheets.pages:
        for item in page:
            if isinstance(item.box, HeadingBox):
                below = [other for other in page if other.x - item.x > -1 and other.top > item.top]
                assert below, item.box.text.lines[0].text


def test_mark_up_is_letters() -> None:
    text = "<b>bold</b> & <img src='/etc/passwd'> {0} %s <para>"
    note = compose(library(), assessed(with_answer(Answers(), "impression_reasoning", text)), COVER)
    assert text in " ".join(" ".join(pages_of(note)).split())


def test_a_character_the_typeface_lacks_prints_as_its_code() -> None:
    note = note_of({"family_name": "名前", "given_name": "عمر ẞ Đặng", "impression": "שלום"})
    text = "".join(pages_of(note))
    assert "⟨U+540D⟩⟨U+524D⟩" in text
    assert "⟨U+05E9⟩" in text
    assert "ẞ Đặng" in text
    assert missing_characters(note) == ("名", "前", "ع", "م", "ر", "ש", "ל", "ו", "ם")
    assert missing_characters(note_of_case("sample-patient")) == ()


def test_characters_of_the_cover_count_too() -> None:
    cover = msgspec.structs.replace(COVER, clinic="診療所")
    assert missing_characters(note_of({}, cover=COVER), cover) == ("診", "療", "所")


# ----------------------------------------------------------------------------------------------------------- every page


@pytest.mark.parametrize("cover", [COVER, LETTER], ids=["A4", "Letter"])
def test_every_page_says_whose_it_is(cover: Cover) -> None:
    pages = pages_of(note_of_case("sample-patient", cover), cover)
    for number, text in enumerate(pages, 1):
        for part in ("MARCHETTI, Elena", "14 Jun 1971", "004-2318", "DRAFT", "54 y", cover.clinic, cover.document):
            assert part in text
        assert text.count(f"Page {number} of {len(pages)}") == 2
        assert "Draft, not signed" in text
        assert cover.author in text


def test_a_void_page_says_so() -> None:
    cover = msgspec.structs.replace(COVER, status="VOID", reason="Wrong patient")
    text = pages_of(note_of({}, cover=cover), cover)[0]
    assert "VOID" in text
    assert "Wrong patient" in text
    assert "DRAFT" not in text


def test_a_table_head_repeats_on_the_next_page() -> None:
    pages = pages_of(note_of_case("tests-complete"))
    heads = [text for text in pages if "Test and question" in text]
    assert len(heads) > 1


def test_a_page_of_paper_is_a4_or_letter() -> None:
    for cover, size in ((COVER, (595, 842)), (LETTER, (612, 792))):
        page = PdfReader(io.BytesIO(pdf(note_of({}), style(), figure(), cover))).pages[0]
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize("cover", [COVER, LETTER], ids=["A4", "Letter"])
@pytest.mark.parametrize("name", [*CASES, *EXTREMES])
def test_nothing_leaves_the_margins_or_overlaps(name: str, cover: Cover) -> None:
    note = extreme(name, cover) if name in EXTREMES else note_of_case(name, cover)
    frame, sheets = laid_out(note, style(), figure(), cover)
    for number, page in enumerate(sheets.pages):
        assert page, "an empty page"
        for item in page:
            assert item.top >= frame.top(number) - 0.01
            assert item.top + item.box.height <= frame.bottom + 0.01
        for place, item in enumerate(page):
            for other in page[place + 1 :]:
                same_column = abs(item.x - other.x) < 1
                assert not same_column or item.top + item.box.height <= other.top + 0.01


def test_lines_are_set_within_their_width() -> None:
    setter = Typesetter(style().paper)
    text = "word " * 50 + "x" * 300 + " L5–S1 3 Sep 2024\nnext"
    lines = setter.set((Run(text), Run("bold" * 40, "strong")), 120.0).lines
    assert max(line.width for line in lines) <= 120.0 + 1e-6
    joined = "".join(line.text for line in lines).replace("\u00a0", "")
    assert joined.replace(" ", "") == (text + "bold" * 40).replace(" ", "").replace("\n", "")


def test_a_date_is_not_torn() -> None:
    setter = Typesetter(style().paper)
    lines = setter.set((Run("operated on the 3 Sep 2024 and 75 mg"),), 78.0).lines
    assert any("3\u00a0Sep\u00a02024" in line.text for line in lines)


def test_very_long_text_is_set_whole() -> None:
    note = note_of({})
    part = Part("long", "Long", (Paragraph((Run("abcde fghij " * 16_000),)),))
    assert "".join(pages_of(msgspec.structs.replace(note, parts=(part,)))).count("fghij") == 16_000


# ------------------------------------------------------------------------------------------------------------- the file


def test_the_same_evaluation_gives_the_same_bytes() -> None:
    note = note_of_case("sample-patient")
    assert pdf(note, style(), figure(), COVER) == pdf(note_of_case("sample-patient"), style(), figure(), COVER)


def test_the_file_names_no_patient_and_carries_the_dates_of_the_cover() -> None:
    reader = PdfReader(io.BytesIO(pdf(note_of_case("sample-patient"), style(), figure(), COVER)))
    assert reader.metadata is not None
    assert (reader.metadata.title or "").startswith("Workup summary · ")
    assert "Marchetti" not in str(dict(reader.metadata)).title()
    assert "004-2318" not in str(dict(reader.metadata))
    assert reader.metadata.creation_date == COVER.printed_at


def test_every_font_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(pdf(note_of_case("sample-patient"), style(), figure(), COVER)))
    fonts = {
        str(font["/BaseFont"]): font.get("/FontDescriptor")
        for page in reader.pages
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())  # type: ignore[index]
    }
    assert fonts
    for name, descriptor in fonts.items():
        assert "SourceSansPro" in name
        assert descriptor is not None
        assert "/FontFile2" in descriptor.get_object()


@pytest.mark.parametrize("quality", ["ache", "burning", "electric", "stabbing", "numbness", "pins"])
def test_each_quality_has_a_pattern_of_its_own(quality: str) -> None:
    chart = BodyChart((Patch("back.buttock", "right", (quality,), 5),), ((quality, quality),))
    blank = BodyChart((Patch("back.buttock", "right", (), 5),), ((quality, quality),))
    note = note_of({})

    def drawn(block: BodyChart) -> bytes:
        parts = (Part("pain", "Pain map", (block,)),)
        reader = PdfReader(io.BytesIO(pdf(msgspec.structs.replace(note, parts=parts), style(), figure(), COVER)))
        contents = reader.pages[0].get_contents()
        assert contents is not None
        return contents.get_data()

    assert len(drawn(chart)) > len(drawn(blank))
