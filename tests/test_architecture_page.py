"""ARCHITECTURE.md names every module of the two packages, and no module that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TREE = re.search(r"## Tree\n\n```\n(.*?)```", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.DOTALL)


def modules(package: str) -> set[str]:
    """The modules directly below a package, `__init__` left out."""
    files = {path.stem for path in (ROOT / package).glob("*.py") if path.stem != "__init__"}
    return files | {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}


@pytest.mark.parametrize(("package", "following"), [("workup", "ui/"), ("ui", "resources/")])
def test_the_page_names_every_module(package: str, following: str) -> None:
    assert TREE
    part = re.search(rf"^{package}/.*?(?=^{following})", TREE[1], re.DOTALL | re.MULTILINE)
    assert part
    named = {word for line in part[0].splitlines()[1:] for word in re.findall(r"[a-z_]+", line.strip().split("   ")[0])}
    assert named == modules(package)
