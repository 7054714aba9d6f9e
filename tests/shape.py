"""The shape of the code in figures: how long files and functions are, how many tests pretend."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
SOURCES = ("workup", "ui")
LONG_FUNCTION = 40
HOLDS_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)
TEST = re.compile(r"^ *def test_", re.MULTILINE)
MOCKS = re.compile(r"\bMock\(|\bpatch\(|monkeypatch\.setattr|\bmocker\.")


@cache
def modules(*folders: str) -> list[Path]:
    """Every Python file below these folders, and main.py."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts]
    return sorted([*found, ROOT / "main.py"] if (ROOT / "main.py").exists() else found)


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def lines(path: Path) -> int:
    """How long a file is."""
    return len(path.read_text(encoding="utf-8").splitlines())


def named(path: Path) -> str:
    """The path as people say it."""
    return path.relative_to(ROOT).as_posix()


@cache
def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file; expressions hold none, so only statements are walked."""
    found: list[ast.FunctionDef | ast.AsyncFunctionDef] = []
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(node)
        waiting.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, HOLDS_STATEMENTS))
    return sorted(found, key=lambda function: function.lineno)


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last one."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def figures() -> list[str]:
    """What is printed after each run; nothing here fails."""
    sources = [path for path in modules(*SOURCES) if lines(path) > 1]
    sizes = [lines(path) for path in sources]
    long = [
        f"{named(path)}:{function.lineno} {function.name} {length(function)}"
        for path in sources
        for function in functions(path)
        if length(function) > LONG_FUNCTION
    ]
    tests = [path for path in modules("tests") if path.name.startswith("test_")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    count, mocks = len(TEST.findall(said)), len(MOCKS.findall(said))
    public = [node for path in sources for node in functions(path) if not node.name.startswith("_")]
    told = sum(ast.get_docstring(node) is not None for node in public)
    window = ROOT / "ui" / "window.py"
    middle, longest = median(sizes or [0]), max(sizes, default=0)
    return [
        f"{len(sizes)} files, {sum(sizes)} lines; median file {middle:g} (goal <= 130), longest {longest}",
        f"window.py {lines(window)} (goal <= 250)" if window.exists() else "no ui/window.py yet",
        f"{count} test functions, {mocks / max(count, 1):.2f} mocks each (goal <= 0.05)",
        f"{told} of {len(public)} public functions and methods with a docstring",
        f"{len(long)} functions over {LONG_FUNCTION} lines" + "".join(f"\n  {line}" for line in long),
    ]
