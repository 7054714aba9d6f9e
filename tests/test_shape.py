"""Rules of shape that no linter knows; each names every file that breaks it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.shape import ROOT, SOURCES, lines, modules, named, tree

LONGEST_FILE = 350
ALL = (*SOURCES, "tests", "requirements")
LEFT_TO_DO = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
DRAWERS = {"utils", "helpers", "misc", "common", "managers", "models", "controllers", "services", "constants"}
VAGUE_CLASS = re.compile(r"(Manager|Handler|Helper|Data|Info)$")
RICH_TEXT = {"setHtml", "insertHtml", "setMarkdown", "RichText", "AutoText", "MarkdownText"}
SCREEN = {"PySide6", "shiboken6", "ui"}
NETWORK = ("PySide6.QtNetwork", "PySide6.QtWebEngine", "PySide6.QtWebSockets")
SLEEPS = {("qtbot", "wait"), ("time", "sleep"), ("QTest", "qWait")}

# Each heavy library is known where it belongs and nowhere else.
HOME: dict[str, str | tuple[str, ...]] = {
    "sqlcipher3": "workup/vault/",
    "reportlab": "workup/paper/",
    "pikepdf": ("workup/paper/", "workup/documents/"),  # what leaves the program, what enters it
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


def attributes(path: Path) -> set[str]:
    """Names used after a dot."""
    return {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}


def sleeping_lines(node: ast.AST) -> Iterator[int]:
    """Where a test waits for time instead of for something; a pause inside `while` waits for its condition."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.While):
            continue
        call = child.func if isinstance(child, ast.Call) else None
        if (
            isinstance(call, ast.Attribute)
            and isinstance(call.value, ast.Name)
            and (call.value.id, call.attr) in SLEEPS
        ):
            yield call.lineno
        yield from sleeping_lines(child)


def test_files_are_short() -> None:
    assert not [f"{named(path)}: {lines(path)} lines" for path in modules(*ALL) if lines(path) > LONGEST_FILE]


def test_every_module_says_what_it_is() -> None:
    assert not [named(path) for path in modules(*ALL) if not ast.get_docstring(tree(path))]


def test_nothing_is_left_to_do() -> None:
    code = [named(path) for path in modules(*ALL) for comment in comments(path) if LEFT_TO_DO.search(comment)]
    content = [path for path in (ROOT / "resources").rglob("*.toml") if LEFT_TO_DO.search(path.read_text("utf-8"))]
    assert not [*code, *map(named, content)]


def test_bugs_are_not_caught() -> None:
    assert not [
        f"{named(path)}:{line}"
        for path in modules(*ALL)
        for function, line in broad_handlers(tree(path))
        if "excepthook" not in function
    ]


def test_the_domain_knows_no_screen() -> None:
    domain = [path for path in modules("workup", "tests/workup", "tests/content") if path.name != "main.py"]
    assert not [named(path) for path in domain if SCREEN & {name.partition(".")[0] for name in imported(path)}]


def test_nothing_speaks_to_a_network() -> None:
    assert not [named(path) for path in modules(*SOURCES) if any(name.startswith(NETWORK) for name in imported(path))]


def test_a_heavy_library_is_known_in_one_place() -> None:
    assert not [
        f"{named(path)}: {name}"
        for path in modules(*SOURCES)
        for name in imported(path)
        if not named(path).startswith(HOME.get(name.partition(".")[0], ""))
    ]


def test_names_say_what_things_are() -> None:
    assert not [named(path) for path in modules(*ALL) if {path.stem, path.parent.name} & DRAWERS]
    assert not [
        f"{named(path)}: {node.name}"
        for path in modules(*ALL)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name)
    ]


def test_the_store_is_a_narrow_interface() -> None:
    """Fifteen operations, each named and typed: what a store on a server would have to do."""
    (store,) = (node for node in tree(ROOT / "workup/store/interface.py").body
                if isinstance(node, ast.ClassDef) and node.name == "Store")  # fmt: skip
    operations = [node for node in store.body if isinstance(node, ast.FunctionDef)]
    assert len(operations) == len(store.body) - 1 <= 15
    assert not [one.name for one in operations if one.args.kwarg is not None or "Any" in ast.unparse(one)]


def test_text_of_users_is_never_rich_text() -> None:
    assert not [f"{named(path)}: {used}" for path in modules("ui") if (used := attributes(path) & RICH_TEXT)]


def test_tool_tips_and_labels_are_plain_by_their_makers() -> None:
    """Qt guesses at a label, a tip or a box of its own whether the text is mark-up, and would load what it names."""
    boxes = {"QMessageBox", "QTextEdit", "QTextBrowser", "QProgressDialog", "QInputDialog", "QErrorMessage"}
    own = {"QLabel": "ui/widgets/marks.py"}
    for path in modules("ui"):
        names = {name.rpartition(".")[2] for name in imported(path)}
        assert not names & boxes, named(path)
        assert all(named(path) == home for name, home in own.items() if name in names), named(path)
        assert not raw_tips(tree(path)), named(path)


def raw_tips(module: ast.AST) -> list[int]:
    """The lines where a tool tip is given a text that neither the catalog nor `plain_tip` made."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    tips = [call.args[0] for call in calls if call.func.attr == "setToolTip"]  # type: ignore[attr-defined]
    tips += [call.args[1] for call in calls if ast.unparse(call.func) == "QToolTip.showText"]
    return [tip.lineno for tip in tips if not ast.unparse(tip).startswith(("plain_tip(", "_("))]


def test_tests_wait_for_something_and_never_sleep() -> None:
    assert not [f"{named(path)}:{line}" for path in modules("tests") for line in sleeping_lines(tree(path))]


def test_a_package_replaces_its_module() -> None:
    """`note.py` beside `note/` would be two places for one name."""
    assert not [named(path) for path in modules(*SOURCES) if path.with_suffix("").is_dir()]
