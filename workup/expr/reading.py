"""What an item, a fact or a definition says at a place, with the answers it was read from where a trace is kept."""

from collections.abc import Callable

from workup.answers import Answer, At, Marks, Painted, Slot
from workup.expr.condition import Condition, Node
from workup.expr.context import Context, stands
from workup.expr.values import Quantity, Shape, any_of, marked, plain


def stands_of(shape: Shape) -> int:
    """The part of a place that an item of this shape has, as an index of `Context.ats`."""
    return stands(record=bool(shape.record), place=bool(shape.axis), side=shape.side)


def item(name: str, shape: Shape) -> Node:
    """The answer to an item at the place it has, noted where a trace is kept."""
    where = stands_of(shape)

    def node(context: Context) -> Quantity:
        given = context.given.get(name)
        if given is None:
            return None
        at = context.ats[where]
        answer = given.get(at)
        return None if answer is None else _noted(context, name, at, answer)

    return node


def look(context: Context, name: str, at: At) -> Quantity:
    """The answer to an item at any place, noted where a trace is kept."""
    answer = context.answers.of_item(name).get(at)
    return None if answer is None else _noted(context, name, at, answer)


def _noted(context: Context, name: str, at: At, answer: Answer) -> Quantity:
    value = plain(answer.value)
    if context.trace is not None and value is not None:
        context.trace.add(Slot(name, at))
    return value


def item_is(name: str, shape: Shape, options: frozenset[str], wanted: bool) -> Node:
    """Whether the answer to an item is one of these options, or is another one when `wanted` is False."""
    where = stands_of(shape)

    def node(context: Context) -> Quantity:
        given = context.given.get(name)
        if given is None:
            return None
        answer = given.get(context.ats[where])
        if answer is None:
            return None
        value = answer.value
        if type(value) is str and context.trace is None:  # by far the most common
            return (value in options) is wanted
        found = _noted(context, name, context.ats[where], answer)
        if found is None:
            return None
        if isinstance(found, Marks):
            same = any_of([marked(found, option) for option in options])
            return None if same is None else same is wanted
        if isinstance(found, Painted):
            return any(option in found.qualities for option in options) is wanted
        return any(found == option for option in options) is wanted

    return node


def item_holds(name: str, shape: Shape, compare: Callable[[float, float], bool], number: float) -> Node:
    """Whether the number answered to an item compares so with another."""
    where = stands_of(shape)

    def node(context: Context) -> Quantity:
        given = context.given.get(name)
        if given is None:
            return None
        at = context.ats[where]
        answer = given.get(at)
        if answer is None or not isinstance(answer.value, (int, float)):
            return None
        if context.trace is not None:
            context.trace.add(Slot(name, at))
        return compare(answer.value, number)

    return node


def fact(name: str, reads: frozenset[str], placed: frozenset[str]) -> Node:
    """A fact, with the answers it is read from where a trace is kept."""
    where = stands(record="record" in placed, place="place" in placed, side=False)

    def node(context: Context) -> Quantity:
        value = context.fact(name, context.ats[where])
        if context.trace is not None and value is not None:
            for read in reads:
                for at in context.answers.of_item(read):
                    if at.record is None or context.at.record in (None, at.record):
                        context.trace.add(Slot(read, at))
        return value

    return node


def defined(name: str, term: Condition) -> Node:
    """A definition: worked out once for each place it depends on."""
    node, where, reads, blank = term.node, term.stands, term.reads, term.blank

    def value(context: Context) -> Quantity:
        kept = context.kept
        if kept is None or context.trace is None:
            values = kept.values.get(name) if kept is not None else None
            at = context.ats[where]
            return values[at] if values is not None and at in values else term.recalled(name, context)
        traces = kept.traces.setdefault(name, {})
        at = context.ats[where]
        if at not in traces:
            trace: set[Slot] = set()
            silent = reads and context.answers.lacks(reads)
            traces[at] = blank if silent else node(context.traced(trace)), frozenset(trace)
        found, slots = traces[at]
        context.trace.update(slots)
        return found

    return value
