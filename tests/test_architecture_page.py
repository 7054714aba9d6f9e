"""ARCHITECTURE.md names every module of the two packages, and no module that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
TREE, INSIDE = re.findall(r"```\n((?:main\.py |workup/expr/).*?)```", PAGE, re.DOTALL)


def modules(package: str) -> set[str]:
    """The modules directly below a package, `__init__` left out."""
    files = {path.stem for path in (ROOT / package).glob("*.py") if path.stem != "__init__"}
    return files | {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}


def told(lines: list[str]) -> set[str]:
    """The modules that stand at the head of each line, before its explanation."""
    return {word for line in lines for word in re.findall(r"[a-z_]+", line.strip().split("   ")[0])}


@pytest.mark.parametrize(("package", "following"), [("workup", "ui/"), ("ui", "resources/")])
def test_the_page_names_every_module(package: str, following: str) -> None:
    part = re.search(rf"^{package}/.*?(?=^{following})", TREE, re.DOTALL | re.MULTILINE)
    assert part
    assert told(part[0].splitlines()[1:]) == modules(package)


def test_the_page_names_every_module_of_the_reasoning() -> None:
    parts = re.findall(r"^(\S+)/\n((?: .*\n)+)", INSIDE, re.MULTILINE)
    assert len(parts) == INSIDE.count("/\n")
    for package, lines in parts:
        assert told(lines.splitlines()) == modules(package), package
