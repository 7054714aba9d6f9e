"""A file from outside: examined in a process of its own within bounds; what a report does not need is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workup.reports import HOSTILE, LIMITS, MARKER, dicom, pdf, picture
from workup.documents import Examined, Job, Limits, Unfit, decoded, encoded, read_chosen
from workup.documents.examine import examine
from workup.documents.verdict import GAVE_UP

ROOT = Path(__file__).resolve().parents[2]
MEMORY = """
import sys
from workup.documents import bound_memory
bound_memory(300_000_000, 10, address_space={reserved})
try:
    kept = bytearray(400_000_000)
except MemoryError:
    print("refused")
"""


def examined(content: bytes, name: str = "report.pdf", limits: Limits = LIMITS) -> Examined:
    """What the process that examines says; it neither fails nor says anything beside."""
    job = encoded(Job(name, content, limits))
    done = subprocess.run(
        [sys.executable, "-m", "workup.documents"], input=job, capture_output=True, cwd=ROOT, timeout=60, check=True
    )
    assert done.stderr == b""
    return decoded(done.stdout)


GOOD: dict[str, tuple[Callable[[], bytes], Examined]] = {
    "pdf": (pdf, Examined("application/pdf", 2)),
    "one page": (lambda: pdf(1), Examined("application/pdf", 1)),
    "as many pages as may be": (lambda: pdf(LIMITS.pages), Examined("application/pdf", LIMITS.pages)),
    "blank lines behind": (lambda: pdf() + b"\r\n\n", Examined("application/pdf", 2)),
    "png": (picture, Examined("image/png", 1)),
    "jpeg": (lambda: picture("JPEG"), Examined("image/jpeg", 1)),
    "camera": (lambda: picture("JPEG") + picture("JPEG"), Examined("image/jpeg", 1)),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_report_is_what_its_content_says(name: str) -> None:
    make, expected = GOOD[name]
    assert examined(make(), "whatever.dcm") == expected


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    make, word, called = HOSTILE[name]
    found = examined(make(), called)
    assert found.media is None
    assert word in found.sentence
    assert found.sentence.endswith(".")
    assert "not" in found.sentence


def test_a_flood_is_refused_in_time_and_little_memory() -> None:
    for name in ("flood", "nested flood", "png bomb"):
        make, word, _ = HOSTILE[name]
        content = make()
        begun = time.monotonic()
        assert word in examined(content).sentence
        assert time.monotonic() - begun < 20


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bound is set on Linux")
@pytest.mark.parametrize("reserved", [True, False])
def test_the_bound_on_memory_holds(reserved: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY.format(reserved=reserved)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == "refused\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the clock of the parent is the bound there")
def test_the_bound_on_processor_time_ends_the_process() -> None:
    program = "from workup.documents import bound_memory\nbound_memory(10**9, 1, address_space=True)\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60, check=False)
    assert done.returncode < 0


@pytest.mark.skipif(sys.platform == "win32", reason="the bound is not set there")
def test_a_process_that_reads_reports_writes_no_file(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path\nfrom workup.documents import bound_memory\n"
        "bound_memory(10**9, 5, address_space=False)\n"
        f"try:\n    Path({str(tmp_path / 'copy')!r}).write_bytes(b'patient')\nexcept OSError:\n    print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"
    assert not (tmp_path / "copy").exists() or (tmp_path / "copy").read_bytes() == b""


def test_each_limit_is_told_with_its_figure() -> None:
    assert "3 pages and up to 2" in examine(Job("a", pdf(3), Limits(LIMITS.size, 2, LIMITS.pixels))).sentence
    one_million = Limits(LIMITS.size, LIMITS.pages, 1_000_000)
    assert "more than 1 million" in examine(Job("a", picture("PNG", (1001, 1000)), one_million)).sentence
    assert examine(Job("a", picture("PNG", (1000, 1000)), one_million)).media == "image/png"


def test_a_sentence_holds_nothing_of_the_file() -> None:
    for make, _, _ in HOSTILE.values():
        assert MARKER not in examine(Job(f"{MARKER}.pdf", make(), LIMITS)).sentence


@pytest.mark.parametrize("answer", [b"", b"\x01", b"\x93\x01\x02\x03"])
def test_an_answer_that_cannot_be_read_refuses(answer: bytes) -> None:
    assert decoded(answer) == Examined(sentence=GAVE_UP)


WHOLE = (pdf(), pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), picture(), picture("JPEG"))
PIECES = st.binary(max_size=12) | st.sampled_from([b"/JS", b"<<", b"["])
HARM = st.tuples(st.integers(0, 5000), st.integers(0, 30), PIECES)


@settings(max_examples=300)
@given(st.sampled_from(WHOLE), st.lists(HARM, min_size=1, max_size=6))
def test_whatever_is_done_to_a_file_gets_an_answer(content: bytes, harms: list[tuple[int, int, bytes]]) -> None:
    harmed = bytearray(content)
    for place, gone, come in harms:
        start = place % (len(harmed) + 1)
        harmed[start : start + gone] = come
    found = examine(Job("report.pdf", bytes(harmed), LIMITS))
    assert (found.media is None) is found.sentence.endswith(".")
    assert found.media is None or found.pages > 0


# The file that was chosen


def test_a_chosen_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(pdf())
    assert read_chosen(tmp_path / "report.pdf", LIMITS) == pdf()


def chosen(path: Path, limits: Limits = LIMITS) -> str:
    """The sentence that refuses a chosen file."""
    with pytest.raises(Unfit) as refused:
        read_chosen(path, limits)
    return refused.value.sentence


def test_what_is_no_plain_file_is_refused_in_its_own_words(tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(pdf())
    (tmp_path / "link.pdf").symlink_to(report)
    (tmp_path / "nowhere.pdf").symlink_to(tmp_path / "gone.pdf")
    (tmp_path / "empty.pdf").touch()
    assert "is a link" in chosen(tmp_path / "link.pdf")
    assert "is a link" in chosen(tmp_path / "nowhere.pdf")
    assert "is a folder" in chosen(tmp_path)
    assert "is empty" in chosen(tmp_path / "empty.pdf")
    assert "no longer there" in chosen(tmp_path / "gone.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with names")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert "device or a pipe" in chosen(tmp_path / "pipe.pdf")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_it_is_told(tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(pdf())
    report.chmod(0)
    assert "no right to read" in chosen(report)


def test_a_file_of_the_limit_is_taken_and_one_byte_more_is_not(tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(bytes(2_000_000))
    limits = Limits(2_000_000, 40, 1)
    assert len(read_chosen(report, limits)) == 2_000_000
    report.write_bytes(bytes(2_000_001))
    assert "larger than 2 MB" in chosen(report, limits)


def test_dicom_is_told_before_anything_else_it_pretends_to_be() -> None:
    assert dicom().startswith(b"%PDF-")
    assert "DICOM" in examine(Job("report.pdf", dicom(), LIMITS)).sentence
