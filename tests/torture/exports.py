"""What leaves the program: cells that no spreadsheet runs, no file through a planted link, pages that are whole."""

from __future__ import annotations

import io
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

import pikepdf

from tests.torture.hostile import strings
from tests.torture.outcome import Outcome
from tests.torture.suite import ran
from tests.workup.foreign import foreign_page
from tests.workup.signed import KNOWN
from workup.cohort import _STARTERS, guarded
from workup.documents.reading import carried
from workup.paper.archive import sealed_place
from workup.paper.metadata import SEAL_LENGTH
from workup.seal import SigningKey, judged, seal_in, seal_is_good, sealed
from workup.whole import write_whole

SIGNED_WITHIN_MS = 100
NAMES = (str(KNOWN["family_name"]), str(KNOWN["given_name"]), str(KNOWN["mrn"]), "1971")
_TESTS = (
    "tests/workup/test_cohort.py", "tests/workup/test_seal.py", "tests/ui/test_leaving.py",
    "tests/workup/test_archive.py", "tests/ui/test_counting.py",
)  # fmt: skip


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """So many cells, a quarter as many files and planted links, and one signed page with as many changes."""
    texts = strings(count, chance)
    cells = [chance.choice(("", *_STARTERS)) + chance.choice(texts) for _ in range(count)]
    numbers = [f"{chance.choice('+-')}{chance.randrange(1000) / 10}" for _ in range(count)]
    bad = [f"the cell {cell[:20]!r} could be run" for cell in guarded(cells) if _runs(cell)]
    bad += ["a number was changed"] if guarded(numbers) != numbers else []
    for number in range(count // 4):
        bad += [f"file {number}: {one}" for one in _written(folder / str(number), chance)]
    page = foreign_page(folder)
    bad += _betrayed(page)
    changed, spent = _sealed(page, count, chance)
    bad += [f"{changed} changed pages were taken for whole"] if changed else []
    bad += [f"sealing takes {spent:.0f} ms"] if spent > SIGNED_WITHIN_MS else []
    tests, failed = (0, []) if count < 99 else ran(*_TESTS)
    told = (
        f"{count} cells, {count} numbers, {count // 4} files and as many planted links, "
        f"{count} changes of a signed page; sealed in {spent:.0f} ms; {tests} tests"
    )
    return Outcome(count, told, tuple(bad + failed))


def _runs(cell: str) -> bool:
    if not cell.startswith(tuple(_STARTERS)):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def _written(place: Path, chance: Random) -> Iterator[str]:
    """A file of its own for its user alone; and one that somebody put a link in the way of."""
    place.mkdir()
    content, victim = chance.randbytes(300), place / "victim"
    victim.write_bytes(b"untouched")
    write_whole(place / "page.pdf", content, new=chance.random() < 0.5)
    if (place / "page.pdf").read_bytes() != content:
        yield "was written otherwise"
    if sys.platform != "win32" and stat.S_IMODE((place / "page.pdf").stat().st_mode) != 0o600:
        yield "others may read it"
    target = chance.choice((victim, place / "nowhere", place, Path("/etc/passwd")))
    (place / "planted.pdf").symlink_to(target)
    try:
        write_whole(place / "planted.pdf", content, new=chance.random() < 0.5)
        yield "was written over a planted link"
    except OSError:
        pass
    if victim.read_bytes() != b"untouched" or not (place / "planted.pdf").is_symlink() or (place / "nowhere").exists():
        yield "a planted link led somewhere"
    if left := [*place.glob(".workup-*")]:
        yield f"{len(left)} parts were left"


def _betrayed(page: bytes) -> list[str]:
    """What the description of a PDF, which programs list without opening it, says of the patient."""
    with pikepdf.open(io.BytesIO(page)) as file:
        told = " ".join(str(value) for value in (file.docinfo or {}).values()) + str(file.open_metadata())
        told += " ".join(file.attachments)
    return [f"the description of a page holds {name!r}" for name in NAMES if name in told]


def _sealed(page: bytes, count: int, chance: Random) -> tuple[int, float]:
    """How many changed pages passed for whole, and how long sealing took as a rule."""
    wrong = 0
    found = seal_in(page)
    for number in range(count):
        if number % 3 == 0:
            changed = page + chance.randbytes(chance.randint(1, 40))
        elif number % 3 == 1:
            changed = page[: -chance.randint(1, len(page) - 1)]
        else:
            at = chance.randrange(len(page))
            changed = page[:at] + bytes([page[at] ^ 1 << chance.randrange(8)]) + page[at + 1 :]
        wrong += judged(changed, carried(changed), (), b"").lines[0] == "file: unchanged"
    assert found is not None
    assert seal_is_good(page, found)
    place = sealed_place(page)
    blank, times = page[: place.start] + b"0" * SEAL_LENGTH + page[place.stop :], []
    for _ in range(9):
        begun = time.perf_counter()
        sealed(blank, SigningKey(chance.randbytes(32)), found.record)
        times.append((time.perf_counter() - begun) * 1000)
    return wrong, median(times)
