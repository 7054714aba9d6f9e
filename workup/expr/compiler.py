"""Compiles conditions: Python's own parser, an allow-list of constructs, and names proved against the content."""

import ast
import operator
from collections.abc import Callable
from difflib import get_close_matches
from typing import TypeGuard

from workup.answers import SIDES, Answers, At, Side
from workup.expr import functions, looking, reading
from workup.expr.condition import Condition, Names, Node
from workup.expr.context import Context, stands
from workup.expr.logic import all_of, any_node, arithmetic, equal, opposite, ordered, within
from workup.expr.naming import Naming
from workup.expr.values import ExpressionError, Quantity, Shape

_BLANK = Context(Answers(), lambda *_: None)


def compile_condition(
    text: str, names: Names, per: str = "", *, detached: bool = False, own: str = ""
) -> Condition:
    """Compile `text`, standing at a place of the axis `per`; raises ExpressionError naming what cannot be used.

    A `detached` condition looks through all records wherever it is used, as definitions do. `own` is the list of whose
    record the condition is asked; it looks through all records of any other list.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        raise ExpressionError(f"“{text}” is not a condition.") from None
    compiler = _Compiler(names, per, detached=detached)
    compiler.refuse_documents(tree.body)
    compiler.list = compiler.list_of(tree.body) if detached else own
    node = compiler.build(tree.body)
    parts = (compiler.items, compiler.facts, compiler.axes, compiler.here)
    reads = compiler.items.union(*(names.facts[fact] for fact in compiler.facts))
    items, facts, axes, here = (frozenset(one) for one in parts)
    where = stands(record="record" in here, place="place" in here, side="side" in here)
    lists = frozenset(compiler.lists)
    return Condition(text, node, items, facts, axes, here, frozenset(reads), lists, node(_BLANK), where)


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
_OVER = ("any", "count", "latest", "anywhere", "any_side", "possible", "stated", "other_side")
_RELATED = ("at", "beyond", "count_at")
_OF_ITEM = {"spans": "levels", "names": "choices", "sided": "choice", "days_since": "when"}
_OF_ITEM |= {"felt": "manoeuvre", "angle": "manoeuvre"}


def _is_single(tree: ast.expr) -> TypeGuard[ast.Compare]:
    return isinstance(tree, ast.Compare) and len(tree.ops) == 1


class _Compiler(Naming):
    """Turns a syntax tree into closures and notes the names it meets."""

    def build(self, node: ast.expr) -> Node:
        match node:
            case ast.BoolOp(op=op, values=values):
                parts = self._joined(values, wanted=isinstance(op, ast.Or))
                if len(parts) == 1:
                    return parts[0]
                return all_of(parts) if isinstance(op, ast.And) else any_node(parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return opposite(self.build(operand))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return lambda context: -number
            case ast.Compare(left=left, ops=ops, comparators=rights):
                return self._comparison(left, ops, rights)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return arithmetic(_ARITHMETIC[type(op)], self.build(left), self.build(right))
            case ast.Constant(value=bool() | int() | float() | str() as constant):
                return lambda context: constant
            case ast.Name(id="unknown"):
                return lambda context: None
            case ast.Name(id=name):
                return self._name(name)
            case ast.Subscript(value=ast.Name(id=name), slice=where):
                return self._subscript(name, where)
            case ast.Call(func=ast.Name(id="known"), args=[ast.Name() | ast.Subscript() as subject]):
                inner = self.build(subject)
                return lambda context: inner(context) is not None
            case ast.Call(func=ast.Name(id="count"), args=[_, _, *_] as several):
                return functions.how_many([self.build(part) for part in several])
            case ast.Call(func=ast.Name(id="of_known"), args=[_, _, *_] as several):
                return functions.of_known([self._part(part) for part in several])
            case ast.Call(func=ast.Name(id=which), args=[inner_tree]) if which in _OVER:
                return self._over(which, inner_tree)
            case ast.Call(func=ast.Name(id=which), args=[ast.Name(id=item)]) if which in _OF_ITEM:
                return self._of_item(which, item)
            case ast.Call(func=ast.Name(id=which), args=[ast.Name(id=relation), inner_tree]) if which in _RELATED:
                return self._related(which, relation, inner_tree)
            case ast.Call(func=ast.Name(id="painted" | "worst_painted" as which), args=[ast.Name(id=area)]):
                return self._painted(which, area)
            case ast.Call(func=ast.Name(id="painted_root"), args=[]):
                self.items.add("pain_map")
                self.axes.add("root")
                self.here.update(("place", "side"))
                return functions.painted_root(self.names.areas)
        raise ExpressionError(f"“{ast.unparse(node)}” is not allowed in a condition.")

    def _joined(self, trees: list[ast.expr], *, wanted: bool) -> list[Node]:
        """The parts of an or, or of an and when not `wanted`; what names options of one item becomes one part."""
        options: dict[str, list[str]] = {}
        others: list[ast.expr] = []
        for tree in trees:
            named = self._option(tree.left, tree.ops[0], tree.comparators[0]) if _is_single(tree) else None
            if named is not None and named[2] is wanted:
                options.setdefault(named[0], []).append(named[1])
            else:
                others.append(tree)
        joined = [self._is_option(item, several, wanted) for item, several in options.items()]
        return joined + [self.build(tree) for tree in others]

    def _part(self, tree: ast.expr) -> functions.Part:
        """One of several alternatives, with what it reads by itself."""
        kept = (self.items, self.facts)
        self.items, self.facts = set(), set()
        try:
            node = self.build(tree)
            items, facts = self.items, self.facts
        finally:
            self.items, self.facts = kept
        self.items |= items
        self.facts |= facts
        reads = frozenset(items.union(*(self.names.facts[fact] for fact in facts)))
        return functions.Part(node, reads, node(_BLANK))

    def _options_of(self, node: ast.expr) -> frozenset[str]:
        match node:
            case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)) if name in self.names.items:
                return self.names.items[name].options
        return frozenset()

    def _operand(self, node: ast.expr, other: ast.expr) -> Node:
        options = self._options_of(other)
        if isinstance(node, ast.Name):
            known = (*self.names.items, *self.names.facts, *self.names.terms, *self.names.constants)
            if options and node.id not in options and node.id not in known:
                close = get_close_matches(node.id, sorted(options), n=1)
                sentence = f"“{node.id}” is not an option of “{ast.unparse(other)}”."
                raise ExpressionError(sentence, close[0] if close else "")
            return self._name(node.id, options)
        return self.build(node)

    def _comparison(self, left: ast.expr, ops: list[ast.cmpop], rights: list[ast.expr]) -> Node:
        parts: list[Node] = []
        for op, right in zip(ops, rights, strict=True):
            plainly = self._plainly(left, op, right)
            if plainly is not None:
                parts.append(plainly)
                left = right
                continue
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

    def _plainly(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node | None:
        """The commonest comparisons in one step: an item with one of its options, or with a number."""
        named = self._option(left, op, right)
        if named is not None:
            return self._is_option(named[0], [named[1]], named[2])
        if not isinstance(left, ast.Name) or left.id in self.names.computed or left.id not in self.names.items:
            return None
        shape = self.names.items[left.id]
        if type(op) in _COMPARE and isinstance(right, ast.Constant) and isinstance(right.value, (int, float)):
            self._item(left.id)
            return reading.item_holds(left.id, shape, _COMPARE[type(op)], right.value)
        return None

    def _option(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> tuple[str, str, bool] | None:
        """The item, its option, and whether it is to be this one, where a comparison says just that."""
        if isinstance(op, ast.In):
            left, right, op = right, left, ast.Eq()
        if not (isinstance(left, ast.Name) and isinstance(right, ast.Name) and isinstance(op, ast.Eq | ast.NotEq)):
            return None
        shape = None if left.id in self.names.computed else self.names.items.get(left.id)
        return None if shape is None or right.id not in shape.options else (left.id, right.id, isinstance(op, ast.Eq))

    def _is_option(self, name: str, options: list[str], wanted: bool) -> Node:
        self._item(name)
        return reading.item_is(name, self.names.items[name], frozenset(options), wanted)

    def _subscript(self, name: str, where: ast.expr) -> Node:
        if name in self.names.terms:
            return self._term_at(name, where)
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
        self._stands_at(name, {shape.axis} - {""} if place is None else ())
        self._depends(Shape(frozenset(), shape.record, "" if place else shape.axis, shape.side and side is None))
        fixed, whole = At(record, place, side), reading.stands_of(shape)

        def look(context: Context) -> Quantity:
            here = context.ats[whole]
            at = At(fixed.record or here.record, fixed.place or here.place, fixed.side or here.side)
            return reading.look(context, name, at)

        return look

    # -- functions -----------------------------------------------------------------------------------------------

    def _inner(self, tree: ast.expr, per: str, *, fresh: bool = False) -> tuple[Node, dict[str, Shape], set[str]]:
        """A condition that stands elsewhere: its node, the items it reads with their shapes, and its axes."""
        kept = (self.per, self.items, self.facts, self.axes, self.here, self.list, self.lists)
        self.per, self.items, self.facts, self.axes, self.here, self.lists = per, set(), set(), set(), set(), set()
        self.list = self.list_of(tree) if fresh or not self.list else self.list
        try:
            node = self.build(tree)
            items, facts, axes, here, lists = self.items, self.facts, self.axes, self.here, self.lists
        finally:
            self.per, self.items, self.facts, self.axes, self.here, self.list, self.lists = kept
        self.items |= items
        self.facts |= facts
        self.here |= here - ({"record"} if fresh else set())
        self.lists |= set() if fresh else lists
        read = {item for name in facts for item in self.names.facts[name]}
        shapes = {name: self.names.items[name] for name in (items | read) & set(self.names.items)}
        return node, shapes, axes

    def _over(self, which: str, tree: ast.expr) -> Node:
        free, looks_through = which == "anywhere", which not in ("possible", "stated", "other_side")
        elsewhere = bool(self.list) and self.list_of(tree) not in ("", self.list)
        fresh = looks_through and (self.detached or elsewhere)
        was_detached = self.detached
        self.detached = self.detached and not looks_through
        node, shapes, axes = self._inner(tree, "" if free else self.per, fresh=fresh)
        self.detached = was_detached
        if not free:
            self.axes |= axes
        seen = self._looking(which, node, shapes, frozenset(axes))
        return looking.of_all_records(seen) if fresh else seen

    def _looking(self, which: str, node: Node, shapes: dict[str, Shape], axes: frozenset[str]) -> Node:
        group = looking.group_of(shapes, axes)
        match which:
            case "any":
                return looking.anywhere_of(node, group)
            case "count":
                return looking.counted(node, group)
            case "latest":
                return looking.latest(node, group)
            case "possible":
                return functions.possible(node)
            case "stated":
                return functions.stated(node)
            case "other_side":
                self.here.add("side")
                return looking.other_side(node)
            case _:
                return looking.opened(node, group, place=which == "anywhere")

    def _of_item(self, which: str, name: str) -> Node:
        shape = self.names.items.get(name)
        if shape is None or shape.kind != _OF_ITEM[which]:
            close = get_close_matches(name, [n for n, s in self.names.items.items() if s.kind == _OF_ITEM[which]], n=1)
            raise ExpressionError(f"“{which}” takes a {_OF_ITEM[which]} item, not “{name}”.", close[0] if close else "")
        self.items.add(name)
        self._depends(shape)
        match which:
            case "spans":
                self.here.add("place")
                order = {vertebra: number for number, vertebra in enumerate(self.names.spine)}
                return functions.spans(name, shape, order, self.names.relations.get("segment_vertebrae"))
            case "names":
                self.here.add("place")
                return functions.place_named(name, shape)
            case "sided":
                self.here.add("side")
                return functions.side_named(name, shape)
            case "felt" | "angle":
                return functions.of_manoeuvre(name, shape, "felt" if which == "felt" else "angle")
            case _:
                self._stands_at(name, {shape.axis} - {""})
                return functions.days_since(name, shape)

    def _related(self, which: str, name: str, tree: ast.expr) -> Node:
        relation = self.names.relations.get(name)
        if relation is None:
            close = get_close_matches(name, list(self.names.relations), n=1)
            raise ExpressionError(f"There is no relation of places “{name}”.", close[0] if close else "")
        self._stands_at(name, {relation.start})
        node, _, _ = self._inner(tree, relation.end)
        self.here.add("place")
        if which == "count_at":
            return looking.counted_at(node, relation)
        return looking.related(node, relation, beyond=which == "beyond")

    def _painted(self, which: str, area: str) -> Node:
        if area not in self.names.areas:
            close = get_close_matches(area, list(self.names.areas), n=1)
            raise ExpressionError(f"There is no area “{area}” of the body chart.", close[0] if close else "")
        self.items.add("pain_map")
        self.here.add("side")
        return functions.painted(frozenset(self.names.areas[area]), worst=which == "worst_painted")

