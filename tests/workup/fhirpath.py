"""As much FHIRPath as our Questionnaire uses, written from the specification and not from our exporter."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

Node = tuple[Any, ...]
TOKENS = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|(%?[A-Za-z_][A-Za-z_0-9]*)|(!=|<=|>=|[=<>()+\-*/.,{}]))")
LEVELS: tuple[tuple[str, ...], ...] = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
COUNT: Mapping[str, Callable[[Any, Any], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def evaluate(text: str, names: Mapping[str, Any]) -> list[Any]:
    """The collection an expression comes to; `names` gives %resource and the variables of groups."""
    return _value(parsed(text), None, names)


def holds(text: str, names: Mapping[str, Any]) -> bool:
    """Whether an expression is true; empty is not."""
    return evaluate(text, names) == [True]


@cache
def parsed(text: str) -> Node:
    """The expression as a tree."""
    tokens: list[tuple[str, str]] = []
    place = 0
    while place < len(text.rstrip()):
        match = TOKENS.match(text, place)
        assert match is not None, text[place:]
        kind = next(i for i, part in enumerate(match.groups()) if part is not None)
        tokens.append((("number", "text", "name", "sign")[kind], match.groups()[kind]))
        place = match.end()
    parser = _Parser(tokens)
    tree = parser.level(0)
    assert not parser.tokens, parser.tokens
    return tree


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens

    def level(self, number: int) -> Node:
        if number == len(LEVELS):
            return self.steps()
        tree = self.level(number + 1)
        while self.tokens and self.tokens[0][0] != "text" and self.tokens[0][1] in LEVELS[number]:
            sign = self.tokens.pop(0)[1]
            tree = ("both", sign, tree, self.level(number + 1))
        return tree

    def steps(self) -> Node:
        tree = self.first()
        while self.tokens[:1] == [("sign", ".")]:
            self.tokens.pop(0)
            tree = ("step", tree, *self.called(self.tokens.pop(0)[1]))
        return tree

    def first(self) -> Node:
        kind, word = self.tokens.pop(0)
        if kind == "number":
            return ("plain", [float(word) if "." in word else int(word)])
        if kind == "text":
            return ("plain", [word])
        if kind == "name":
            if word in ("true", "false"):
                return ("plain", [word == "true"])
            return ("name", word) if word.startswith("%") else ("step", None, *self.called(word))
        if word == "{":
            assert self.tokens.pop(0)[1] == "}"
            return ("plain", [])
        assert word == "(", word
        inner = self.level(0)
        assert self.tokens.pop(0)[1] == ")"
        return inner

    def called(self, word: str) -> tuple[str, list[Node] | None]:
        if self.tokens[:1] != [("sign", "(")]:
            return word, None
        self.tokens.pop(0)
        given: list[Node] = []
        while self.tokens[0] != ("sign", ")"):
            if self.tokens[0] == ("sign", ","):
                self.tokens.pop(0)
            given.append(self.level(0))
        self.tokens.pop(0)
        return word, given


def _value(node: Node, this: Any, names: Mapping[str, Any]) -> list[Any]:
    match node:
        case ("plain", value):
            return list(value)
        case ("name", word):
            found = names[word.removeprefix("%")]
            return found if isinstance(found, list) else [found]
        case ("step", None, word, None):
            return _member([this], word)
        case ("step", None, "iif", [test, then, other]):
            return _value(then if _value(test, this, names) == [True] else other, this, names)
        case ("step", before, word, None):
            return _member(_value(before, this, names), word)
        case ("step", before, word, given):
            return _called(_value(before, this, names), word, given, names)
        case ("both", sign, one, two):
            return _both(sign, _value(one, this, names), _value(two, this, names))
    raise AssertionError(node)


def _is_member(node: Node) -> bool:
    return node[0] == "step" and node[1] is None and node[3] is None


def _member(found: list[Any], word: str) -> list[Any]:
    out: list[Any] = []
    for one in found:
        keys = [key for key in one if key.startswith("value")] if word == "value" else [word]
        for key in keys:
            inner = one.get(key, [])
            out.extend(inner if isinstance(inner, list) else [inner])
    return out


def _called(found: list[Any], word: str, given: list[Node], names: Mapping[str, Any]) -> list[Any]:
    arguments = [] if word == "where" else [_value(one, None, names) for one in given]
    match word:
        case "where":
            if given[0][:2] == ("both", "=") and _is_member(given[0][2]) and given[0][3][0] == "plain":
                # Nearly all are where(linkId = '…'), over many items: the same, without a walk of the tree for each.
                return [one for one in found if _member([one], given[0][2][2]) == given[0][3][1]]
            return [one for one in found if _value(given[0], one, names) == [True]]
        case "exists":
            return [bool(found)]
        case "not":
            return [not found[0]] if found else []
        case "toInteger":
            return [int(found[0])] if found else []
        case "startsWith":
            return [found[0].startswith(arguments[0][0])] if found else []
        case "substring":
            start, length = arguments[0][0], arguments[1][0]
            return [found[0][start : start + length]] if found else []
        case "round":
            return [round(found[0], arguments[0][0])] if found else []
    raise AssertionError(word)


def _both(sign: str, one: list[Any], two: list[Any]) -> list[Any]:
    if sign in ("and", "or"):
        wanted = sign == "or"
        assert len(one) < 2
        assert len(two) < 2
        if [wanted] in (one, two):
            return [wanted]
        return [not wanted] if one and two else []
    if not one or not two:
        return []
    assert len(one) == len(two) == 1, (one, two)
    return [COMPARE[sign](one[0], two[0])] if sign in COMPARE else [COUNT[sign](one[0], two[0])]
