"""What the source writes out for people without saying it in their language: literals that read as words of a sentence.

A literal is prose when two words stand in it one after the other, or one word with a capital. What is passed to
`_`, `_n`, `_p` and `N_`, docstrings, annotations, SQL, names of types and errors nobody is shown are none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAID = {"_", "N_", "_n", "_p"}
PROSE = re.compile(r"[^\W\d_]{2,}[^\w<>{}]* [^\w<>{}]*[a-zà-ÿ]+\b|^ ?[A-Z][a-z]+[.:…!?]? ?$")
SQL = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|DROP|ALTER)\b|\bFROM [a-z_]+\b|\b[A-Z]+ \?")
# Calls that take names of types, files, styles and errors nobody is shown, never words.
NAMING = {
    "ValueError", "TypeError", "KeyError", "AssertionError", "RuntimeError", "LookupError", "NotImplementedError",
    "ValidationError", "TypeVar", "NewType", "namedtuple", "compile", "search", "match", "cast", "getattr",
    "TypeAliasType", "QKeySequence", "fullmatch", "findall", "add_argument", "add_parser", "ArgumentParser",
}  # fmt: skip


def passed_over(tree: ast.Module) -> Iterator[ast.AST]:
    """What is said already, and what is no text for people."""
    for node in ast.walk(tree):
        match node:
            case ast.Module(body=body) | ast.ClassDef(body=body) | ast.FunctionDef(body=body):
                yield from (one for one in body if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
            case ast.Call(func=ast.Name(id=name)) if name in SAID:
                yield from node.args[:2]
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in NAMING:
                yield node
            case ast.Assert(msg=ast.expr() as told):
                yield told
            case ast.Subscript(slice=part):
                yield part
            case ast.MatchValue():
                yield node
        yield from types_at(node)


def types_at(node: ast.AST) -> Iterator[ast.AST]:
    """The types that are written at a node."""
    match node:
        case ast.arg(annotation=ast.expr() as kind) | ast.AnnAssign(annotation=ast.expr() as kind):
            yield kind
        case ast.FunctionDef(returns=ast.expr() as kind):
            yield kind
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            yield node


def unsaid(source: str) -> Iterator[tuple[int, str]]:
    """The prose of a source that is not said, each with its line."""
    tree = ast.parse(source)
    passed = {id(one) for part in passed_over(tree) for one in ast.walk(part)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed:
            continue
        if PROSE.search(node.value) and not SQL.search(node.value):
            yield node.lineno, node.value


def unsaid_in(packages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The prose of whole packages, each with its file."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            for _line, text in unsaid(path.read_text(encoding="utf-8")):
                yield path.relative_to(ROOT).as_posix(), text
