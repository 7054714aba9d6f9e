"""The three-valued operations on conditions: and, or, comparisons, arithmetic."""

import operator
from collections.abc import Callable, Iterable

from workup.answers import Marks, Painted, Slot
from workup.expr.condition import Node
from workup.expr.context import Context
from workup.expr.values import Between, Quantity, Truth, marked, truth


def opposite(inner: Node) -> Node:
    """Not; the opposite of unknown is unknown."""

    def node(context: Context) -> Quantity:
        value = inner(context)
        if value is True or value is False:
            return not value
        read = truth(value)
        return None if read is None else not read

    return node


def all_of(parts: list[Node]) -> Node:
    """And: false as soon as one part is, else unknown while one part is."""
    return _decided(parts, by=False)


def any_node(parts: list[Node]) -> Node:
    """Or: true as soon as one part is, else unknown while one part is."""
    return _decided(parts, by=True)


def _decided(parts: list[Node], *, by: bool) -> Node:
    def node(context: Context) -> Quantity:
        if context.trace is not None:
            return settled(parts, context, by=by)
        unknown, other = False, not by
        for part in parts:
            value = part(context)
            if value is by:
                return by
            if value is None:
                unknown = True
            elif value is not other:
                read = truth(value)
                if read is by:
                    return by
                unknown = unknown or read is None
        return None if unknown else not by

    return node


def settled(parts: Iterable[Node], context: Context, *, by: bool) -> Truth:
    """The outcome of and/or with the slots that settle it: of the parts that decide, else of all."""
    assert context.trace is not None
    heard: list[tuple[Truth, set[Slot]]] = []
    own = context.traced(set())
    for part in parts:
        trace: set[Slot] = set()
        own.trace = trace
        heard.append((truth(part(own)), trace))
    results = [value for value, _ in heard]
    decided = by in results
    for value, trace in heard:
        if not decided or value is by:
            context.trace.update(trace)
    if decided:
        return by
    return None if None in results or not results else not by


def equal(first: Node, second: Node, wanted: bool) -> Node:
    """Equal, or unequal when `wanted` is False; a many-of-many item equals an option that is present."""

    def node(context: Context) -> Quantity:
        a, b = first(context), second(context)
        if type(a) is str and type(b) is str:  # by far the most common
            return (a == b) is wanted
        if a is None or b is None:
            return None
        if isinstance(a, Marks) and isinstance(b, str):
            same = marked(a, b)
            return None if same is None else same is wanted
        if isinstance(a, Between) or isinstance(b, Between):
            low, high = _bounds(a), _bounds(b)
            apart = low is None or high is None or low.high < high.low or high.high < low.low
            return (not wanted) if apart else None
        return (a == b) is wanted

    return node


def within(option: Node, group: Node, wanted: bool) -> Node:
    """Whether an option is present in a many-of-many item."""

    def node(context: Context) -> Quantity:
        a, b = option(context), group(context)
        if not isinstance(a, str) or b is None:
            return None
        if isinstance(b, Marks):
            found = marked(b, a)
        elif isinstance(b, Painted):
            found = a in b.qualities
        else:
            found = a == b
        return None if found is None else found is wanted

    return node


def _bounds(value: Quantity) -> Between | None:
    if isinstance(value, (int, float)):
        return Between(value, value)
    return value if isinstance(value, Between) else None


def ordered(compare: Callable[[float, float], bool], first: Node, second: Node) -> Node:
    """A comparison of numbers, unknown where a number is known only between bounds that straddle it."""

    def node(context: Context) -> Quantity:
        one, two = first(context), second(context)
        if isinstance(one, (int, float)) and isinstance(two, (int, float)):
            return compare(one, two)
        a, b = _bounds(one), _bounds(two)
        if a is None or b is None:
            return None
        result = compare(a.low, b.high)
        return result if result is compare(a.high, b.low) else None  # the ends furthest apart, either way

    return node


def arithmetic(apply: Callable[[float, float], float], first: Node, second: Node) -> Node:
    """Arithmetic on numbers and bounds; division by what may be zero is unknown."""

    def node(context: Context) -> Quantity:
        a, b = _bounds(first(context)), _bounds(second(context))
        if a is None or b is None or (apply is operator.truediv and b.low <= 0 <= b.high):
            return None
        ends = [apply(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
        return min(ends) if min(ends) == max(ends) else Between(min(ends), max(ends))

    return node
