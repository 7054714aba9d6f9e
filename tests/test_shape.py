"""Rules of shape that no linter knows: each one is a sentence of ARCHITECTURE.md."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import shape
from tests.shape import ROOT, SOURCES, named, tree

LONGEST_FILE = 350
ALL = (*SOURCES, "tests")
LEFT_TO_DO = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
DRAWERS = {"utils", "helpers", "misc", "common", "managers", "models", "controllers", "services", "constants"}
VAGUE_CLASS = re.compile(r"(Manager|Handler|Helper|Data|Info)$")
RICH_TEXT = {"setHtml", "insertHtml", "setMarkdown", "RichText", "AutoText", "MarkdownText"}

# Each heavy library is known in one place only.
ONLY_IN = {
    "sqlcipher3": "workup/vault",
    "reportlab": "workup/paper",
    "pikepdf": "workup/paper",
}


def imported(path: Path) -> Iterator[str]:
    """Full names of what a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def comments(path: Path) -> Iterator[str]:
    """Every comment of a Python file."""
    source = io.StringIO(path.read_text(encoding="utf-8"))
    yield from (token.string for token in tokenize.generate_tokens(source.readline) if token.type == tokenize.COMMENT)


def each(*folders: str) -> pytest.MarkDecorator:
    """One test per file, named by its path."""
    return pytest.mark.parametrize("path", shape.modules(*folders), ids=named)


@each(*ALL)
def test_a_file_is_short_and_says_what_it_is(path: Path) -> None:
    assert shape.lines(path) <= LONGEST_FILE, f"{named(path)} is longer than {LONGEST_FILE} lines"
    assert ast.get_docstring(tree(path)), f"{named(path)} has no docstring"


@each(*ALL)
def test_nothing_is_left_to_do(path: Path) -> None:
    assert not [comment for comment in comments(path) if LEFT_TO_DO.search(comment)]


@pytest.mark.parametrize("path", sorted((ROOT / "resources").rglob("*.toml")), ids=named)
def test_no_content_is_left_to_do(path: Path) -> None:
    assert not LEFT_TO_DO.search(path.read_text(encoding="utf-8"))


def broad_handlers(node: ast.AST, function: str = "") -> Iterator[tuple[str, int]]:
    """Handlers that swallow everything (tidying up and raising again is fine), with the function they stand in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ExceptHandler):
            caught = {name.id for name in ast.walk(child.type) if isinstance(name, ast.Name)} if child.type else set()
            last = child.body[-1]
            raises_again = isinstance(last, ast.Raise) and last.exc is None
            if (child.type is None or caught & {"Exception", "BaseException"}) and not raises_again:
                yield function, child.lineno
        inside = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        yield from broad_handlers(child, inside)


@each(*ALL)
def test_bugs_are_not_caught(path: Path) -> None:
    caught = [line for function, line in broad_handlers(tree(path)) if "excepthook" not in function]
    assert not caught, f"{named(path)} catches everything in line {caught}"


@each("workup", "tests/workup", "tests/content")
def test_the_domain_knows_no_screen(path: Path) -> None:
    if path.name == "main.py":
        pytest.skip("main.py starts the screen")
    assert not [name for name in imported(path) if name.partition(".")[0] in {"PySide6", "shiboken6", "ui"}]


@each(*SOURCES)
def test_nothing_speaks_to_a_network(path: Path) -> None:
    banned = ("PySide6.QtNetwork", "PySide6.QtWebEngine", "PySide6.QtWebSockets")
    assert not [name for name in imported(path) if name.startswith(banned)]


@each(*SOURCES)
def test_a_heavy_library_is_known_in_one_place(path: Path) -> None:
    strangers = [
        name
        for name in imported(path)
        if (home := ONLY_IN.get(name.partition(".")[0])) and not f"{named(path.parent)}/".startswith(f"{home}/")
    ]
    assert not strangers, f"{named(path)} imports {strangers}"


@each(*ALL)
def test_names_say_what_things_are(path: Path) -> None:
    assert path.stem not in DRAWERS
    assert path.parent.name not in DRAWERS
    classes = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert not [name for name in classes if VAGUE_CLASS.search(name)]


@each("ui")
def test_text_of_users_is_never_rich_text(path: Path) -> None:
    used = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)} & RICH_TEXT
    assert not used, f"{named(path)} uses {used}"


@each("tests")
def test_tests_wait_for_something_and_never_sleep(path: Path) -> None:
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    sleeps = [
        call.lineno
        for call in calls
        if isinstance(call, ast.Attribute)
        and isinstance(call.value, ast.Name)
        and (call.value.id, call.attr) in {("qtbot", "wait"), ("time", "sleep"), ("QTest", "qWait")}
    ]
    assert not sleeps, f"{named(path)} sleeps in line {sleeps}"


def test_no_module_is_an_island_of_its_own_name() -> None:
    """A module becomes a package of the same name, so both at once is a slip."""
    doubles = [named(path) for path in shape.modules(*SOURCES) if path.with_suffix("").is_dir()]
    assert not doubles
