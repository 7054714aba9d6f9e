"""The clinic's letterhead: our own with a logo, or the space for a printed one."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from pypdf import PdfReader

from tests.workup.notes import COVER, figure, note_of, note_of_case, pages_of, style
from workup.paper import pdf
from workup.paper.logo import read_logo
from workup.paper.pages import laid_out


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_logo_stands_on_the_first_page_only(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(picture(kind))
    logo, problem = read_logo(str(file))
    assert problem == ""
    cover = msgspec.structs.replace(COVER, logo=logo)
    pages = PdfReader(io.BytesIO(pdf(note_of_case("sample-patient", cover), style(), figure(), cover))).pages
    assert [len(page.images) for page in pages] == [1] + [0] * (len(pages) - 1)
    printed_paper = msgspec.structs.replace(cover, letterhead_mm=45)
    assert not PdfReader(io.BytesIO(pdf(note_of({}), style(), figure(), printed_paper))).pages[0].images


def test_space_is_left_for_a_printed_letterhead() -> None:
    cover = msgspec.structs.replace(COVER, letterhead_mm=80)
    frame, sheets = laid_out(note_of_case("sample-patient"), style(), figure(), cover)
    assert frame.top(0) > 80 / 25.4 * 72
    assert frame.top(1) < frame.top(0)
    assert min(item.top for item in sheets.pages[0]) >= frame.top(0)


def test_the_clinics_address_heads_the_first_page() -> None:
    text = pages_of(note_of({}))[0]
    assert text.index("12 Fern Hill") < text.index("Workup summary")
    assert COVER.clinic in text.partition("Workup summary")[0]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"GIF89a", "is neither a PNG nor a JPEG"),
        (picture()[:60], "is damaged"),
        (picture(size=(5000, 10)), "is larger than 4000 pixels"),
        (bytes(2_000_001), "is larger than 2 MB"),
    ],
)
def test_a_logo_that_cannot_be_used_says_why(data: bytes, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(data)
    assert read_logo(str(file)) == (b"", f"logo.png {sentence}; the page prints without a logo.")


def test_a_logo_that_is_not_there(tmp_path: Path) -> None:
    assert read_logo("") == (b"", "")
    logo, problem = read_logo(str(tmp_path / "gone.png"))
    assert logo == b""
    assert "cannot be read" in problem
