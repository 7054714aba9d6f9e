"""Compiles conditions: Python's own parser, an allow-list of constructs, and names proved against the content."""

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from itertools import product

from workup.answers import SIDES, At, Side
from workup.expr.values import (
    Between,
    Condition,
    Context,
    ExpressionError,
    Names,
    Node,
    Quantity,
    Shape,
    Truth,
    all_of,
    any_node,
    any_of,
    arithmetic,
    equal,
    negated,
    ordered,
    plain,
    project,
    truth,
    within,
)


def compile_condition(text: str, names: Names) -> Condition:
    """Compile `text`; raises ExpressionError naming the word that cannot be used."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        raise ExpressionError(f"“{text}” is not a condition.") from None
    compiler = _Compiler(names)
    node = compiler.build(tree.body)
    return Condition(text, node, frozenset(compiler.items), frozenset(compiler.facts))


_COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class _Compiler:
    """Turns a syntax tree into closures and notes the names it meets."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.items: set[str] = set()
        self.facts: set[str] = set()

    def build(self, node: ast.expr) -> Node:
        match node:
            case ast.BoolOp(op=op, values=values):
                parts = [self.build(part) for part in values]
                return all_of(parts) if isinstance(op, ast.And) else any_node(parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.build(operand)
                return lambda context: negated(truth(inner(context)))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return lambda context: -number
            case ast.Compare(left=left, ops=ops, comparators=rights):
                return self._comparison(left, ops, rights)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return arithmetic(_ARITHMETIC[type(op)], self.build(left), self.build(right))
            case ast.Constant(value=bool() | int() | float() | str() as constant):
                return lambda context: constant
            case ast.Name(id=name):
                return self._name(name)
            case ast.Subscript(value=ast.Name(id=name), slice=where):
                return self._subscript(name, where)
            case ast.Call(func=ast.Name(id="known"), args=[ast.Name() | ast.Subscript() as subject]):
                inner = self.build(subject)
                return lambda context: inner(context) is not None
            case ast.Call(func=ast.Name(id="any" | "count" as which), args=[inner_tree]):
                return self._over(which, inner_tree)
        raise ExpressionError(f"“{ast.unparse(node)}” is not allowed in a condition.")

    def _name(self, name: str, options: Iterable[str] = ()) -> Node:
        if name in options:
            return lambda context: name
        if name in self.names.items:
            self.items.add(name)
            shape = self.names.items[name]
            if not (shape.record or shape.axis or shape.side):
                return lambda context: plain(context.answers.value(name))
            return lambda context: plain(context.answers.value(name, project(context.at, shape)))
        if name in self.names.facts:
            self.facts.add(name)
            return lambda context: context.fact(name, context.at)
        if any(name in shape.options for shape in self.names.items.values()) or name in self.names.places:
            return lambda context: name
        close = get_close_matches(name, [*self.names.items, *self.names.facts], n=1)
        raise ExpressionError(f"“{name}” is not an item, fact or option.", close[0] if close else "")

    def _options_of(self, node: ast.expr) -> frozenset[str]:
        match node:
            case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)) if name in self.names.items:
                return self.names.items[name].options
        return frozenset()

    def _operand(self, node: ast.expr, other: ast.expr) -> Node:
        options = self._options_of(other)
        if isinstance(node, ast.Name):
            if options and node.id not in options and node.id not in (*self.names.items, *self.names.facts):
                close = get_close_matches(node.id, sorted(options), n=1)
                sentence = f"“{node.id}” is not an option of “{ast.unparse(other)}”."
                raise ExpressionError(sentence, close[0] if close else "")
            return self._name(node.id, options)
        return self.build(node)

    def _comparison(self, left: ast.expr, ops: list[ast.cmpop], rights: list[ast.expr]) -> Node:
        parts: list[Node] = []
        for op, right in zip(ops, rights, strict=True):
            first, second = self._operand(left, right), self._operand(right, left)
            match op:
                case ast.Eq():
                    parts.append(equal(first, second, True))
                case ast.NotEq():
                    parts.append(equal(first, second, False))
                case ast.In():
                    parts.append(within(first, second, True))
                case ast.NotIn():
                    parts.append(within(first, second, False))
                case _ if type(op) in _COMPARE:
                    parts.append(ordered(_COMPARE[type(op)], first, second))
                case _:
                    raise ExpressionError(f"“{ast.unparse(left)}”: this comparison is not allowed.")
            left = right
        return parts[0] if len(parts) == 1 else all_of(parts)

    def _subscript(self, name: str, where: ast.expr) -> Node:
        if name not in self.names.items:
            self._name(name)
            raise ExpressionError(f"“{name}” has no places.")
        self.items.add(name)
        shape = self.names.items[name]
        record: int | None = None
        place: str | None = None
        side: Side | None = None
        for part in where.elts if isinstance(where, ast.Tuple) else [where]:
            word = part.id if isinstance(part, ast.Name) else part.value if isinstance(part, ast.Constant) else None
            if word in SIDES and shape.side:
                side = SIDES[SIDES.index(word)]
            elif isinstance(word, int) and shape.record:
                record = word
            elif word in ("side", "place"):
                continue
            elif isinstance(word, str) and shape.axis and word in self.names.places:
                place = word
            else:
                raise ExpressionError(f"“{ast.unparse(part)}” is not a place of “{name}”.")
        fixed = At(record, place, side)

        def look(context: Context) -> Quantity:
            here = project(context.at, shape)
            at = At(fixed.record or here.record, fixed.place or here.place, fixed.side or here.side)
            return plain(context.answers.value(name, at))

        return look

    def _over(self, which: str, tree: ast.expr) -> Node:
        inner = self.build(tree)
        shapes = {name: self.names.items[name] for name in _names_in(tree, self.names)}

        def each(context: Context) -> list[Truth]:
            return [truth(inner(Context(context.answers, context.fact, at))) for at in _places(context, shapes)]

        if which == "any":
            return lambda context: any_of(each(context))

        def count(context: Context) -> Quantity:
            results = each(context)
            sure = results.count(True)
            return Between(sure, sure + results.count(None)) if None in results else sure

        return count


def _names_in(tree: ast.expr, names: Names) -> set[str]:
    """The items named in a tree, and those its facts read."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    read = {item for fact in found & set(names.facts) for item in names.facts[fact]}
    return (found | read) & set(names.items)


def _places(context: Context, shapes: Mapping[str, Shape]) -> list[At]:
    """The places the named items were answered at, on every axis that the context leaves open."""
    records: set[int | None] = set()
    places: set[str | None] = set()
    sides: set[Side | None] = set()
    for name, shape in shapes.items():
        for at in context.answers.of_item(name):
            records.add(at.record if shape.record else None)
            places.add(at.place if shape.axis else None)
            sides.add(at.side if shape.side else None)
    for found in (records, places, sides):
        if len(found) > 1:
            found.discard(None)
    here = context.at
    return [
        At(here.record or record, here.place or place, here.side or side)
        for record, place, side in product(
            sorted(records, key=str), sorted(places, key=str), sorted(sides, key=str, reverse=True)
        )
    ]
