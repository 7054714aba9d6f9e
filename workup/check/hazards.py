"""What the hazard log must keep to: a cause, a control, and a test that stands in the repository."""

import re
from collections.abc import Iterator
from pathlib import Path

from workup.protocol import Hazard, Library, Problem

FILE = "hazards.toml"
TEST = re.compile(r"(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)")


def of_hazards(library: Library) -> Iterator[Problem]:
    """One problem for each hazard that does not say why it comes about, or names no test."""
    for hazard in library.hazards:
        if not hazard.cause.strip():
            yield Problem(FILE, hazard.id, "The hazard does not say how it comes about.")
        if not hazard.control.strip():
            yield Problem(FILE, hazard.id, "The hazard has no control.")
        if not TEST.fullmatch(hazard.test):
            yield Problem(FILE, hazard.id, "The hazard names no test, such as tests/workup/test_x.py::test_name.")


def without_test(library: Library, folder: Path) -> Iterator[Problem]:
    """One problem for each hazard whose test is gone; asked only where the tests stand beside the content."""
    root = folder.resolve().parent
    if not (root / "tests").is_dir():
        return
    for hazard in library.hazards:
        if TEST.fullmatch(hazard.test) and not _stands(root, hazard):
            yield Problem(FILE, hazard.id, f"There is no test {hazard.test}.")


def _stands(root: Path, hazard: Hazard) -> bool:
    path, _, name = hazard.test.partition("::")
    try:
        text = (root / path).read_text(encoding="utf-8")
    except OSError:
        return False
    return re.search(rf"^def {name}\(", text, re.MULTILINE) is not None
