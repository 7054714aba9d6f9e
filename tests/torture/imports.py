"""Files from outside, spoiled at random: each is read or refused with a sentence, soon, and in bounded memory."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from tests.torture.outcome import Outcome
from tests.torture.suite import ran
from tests.workup.foreign import foreign_page
from tests.workup.notes import COVER, assessed_case, library
from tests.workup.reports import LIMITS, pdf, picture
from tests.workup.test_fhir_record import ORIGIN, _spoil
from workup.documents import Job
from workup.documents.examine import examine
from workup.documents.reading import carried
from workup.errors import WorkupError
from workup.fhir import bundle, canonical, read_bundle
from workup.limits import refusal

WITHIN_S, MEMORY_MB = 2.0, 300
LAST = date(2025, 11, 25)
PARTS = 8
PIECES = (
    b"NaN", b"1e999", b"[" * 80, b"{" * 80, b'"\\ud800"', b"\0", b"9" * 400, b"null", b"/JS", b"<<", b">>", b"stream",
    b"endobj", b"\xff" * 9, b'{"a":1,"a":2}', b"../../etc/passwd", b"", b"-", b"'", b'"',
)  # fmt: skip
_BUGS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError, TypeError,
    ValueError,
)  # fmt: skip
_TESTS = (
    "tests/workup/test_importing.py", "tests/workup/test_documents.py", "tests/workup/test_fhir_record.py",
    "tests/workup/test_attached.py",
)  # fmt: skip


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Records by their structure and by their bytes, reports and signed pages by their bytes."""
    kinds: list[Callable[[Random], bool]] = [*_of_records(), _of_reports(), _of_pages(folder)]
    shares = (4, 4, 4, 1)
    bad: list[str] = []
    taken, slowest, before = 0, 0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(count):
        kind = chance.choices(kinds, shares)[0]
        begun = time.process_time()
        try:
            taken += kind(chance)
        except _BUGS as error:
            bad.append(f"case {number}, {kind.__name__}: {type(error).__name__}")
        slowest = max(slowest, time.process_time() - begun)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    bad += [f"one took {slowest:.1f} s"] if slowest > WITHIN_S else []
    bad += [f"memory grew by {grown} MB"] if grown > MEMORY_MB else []
    tests, failed = (0, []) if count < 1000 else ran(*_TESTS)
    told = (
        f"{taken} still readable, {count - taken} refused with a sentence; slowest {slowest:.2f} s, "
        f"memory +{grown} MB; {tests} tests of what has to be refused"
    )
    return Outcome(count, told, tuple(bad + failed))


def _of_records() -> list[Callable[[Random], bool]]:
    whole = json.loads(canonical(bundle(assessed_case("demo-recurrent-disc"), COVER, ORIGIN)))
    parts = [canonical(_part(whole, number)) for number in range(PARTS)]

    def spoiled_record(chance: Random) -> bool:
        changed = msgspec.json.decode(chance.choice(parts))
        for _ in range(chance.randint(1, 4)):
            _spoil(chance.choice(changed["entry"]), chance)
        return _read(json.dumps(changed).encode())

    def harmed_record(chance: Random) -> bool:
        return _read(_harmed(chance.choice(parts), chance))

    assert all(_read(part) for part in parts)
    return [spoiled_record, harmed_record]


def _part(whole: Any, number: int) -> Any:
    """One of so many parts of the answers and observations, with all else: as many ways to be wrong in less time."""
    kept = {**whole, "entry": []}
    seen = 0
    for one in whole["entry"]:
        kind, changed = one["resource"]["resourceType"], dict(one["resource"])
        if kind == "Questionnaire":  # a megabyte that the reader does not look into
            changed["item"], changed["contained"] = [], []
        elif kind == "QuestionnaireResponse":
            changed["item"] = changed["item"][number::PARTS]
        elif kind == "Observation":
            seen += 1
            if seen % PARTS != number:
                continue
        kept["entry"].append({**one, "resource": changed})
    return kept


def _read(data: bytes) -> bool:
    try:
        found = read_bundle(library(), data, LAST)
    except WorkupError as refused:
        if not refused.sentence.endswith((".", "?")):
            raise
        return False
    for where, step in found.entries:  # what was read could be answered on this screen too
        value = getattr(step, "value", None)
        if value is not None:
            assert not refusal(library(), library().items[where.item], where.at, value, LAST), str(where)
    return True


def _of_reports() -> Callable[[Random], bool]:
    wholes = (pdf(), pdf(1, text="x" * 500), picture(), picture("JPEG"))

    def harmed_report(chance: Random) -> bool:
        found = examine(Job("report.pdf", _harmed(chance.choice(wholes), chance), LIMITS))
        assert (found.media is None) is found.sentence.endswith(".")
        return found.media is not None

    return harmed_report


def _of_pages(folder: Path) -> Callable[[Random], bool]:
    page = foreign_page(folder)

    def harmed_page(chance: Random) -> bool:
        found = carried(_harmed(page, chance))
        assert found.version or not found.there or found.sentence.endswith(".")
        return found.version > 0

    return harmed_page


def _harmed(whole: bytes, chance: Random) -> bytes:
    harmed = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(harmed) + 1)
        what = chance.randrange(4)
        if what == 0:
            harmed[start : start + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            del harmed[start : start + chance.randrange(200)]
        elif what == 2:
            harmed[start : start + chance.randrange(30)] = chance.choice(PIECES)
        else:
            other = chance.randrange(len(harmed) + 1)
            harmed[start:start] = harmed[other : other + chance.randrange(300)]
    return bytes(harmed[: chance.randrange(len(harmed) + 1)] if chance.random() < 0.1 else harmed)
