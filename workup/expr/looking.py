"""The functions of conditions that look at other places, sides and records, and at the newest test."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from workup.answers import SIDES, At, Side
from workup.expr.functions import any_at, tally
from workup.expr.values import Between, Context, Node, Quantity, Relation, Shape, any_of, truth

Shapes = Mapping[str, Shape]


def other(side: Side) -> Side:
    """The opposite side."""
    return SIDES[1] if side == SIDES[0] else SIDES[0]


def of_all_records(inner: Node) -> Node:
    """The same, whichever record it is asked from."""
    return lambda context: inner(context.moved(At(None, context.at.place, context.at.side)))


_NOTHING = (None,)


def answered_places(context: Context, shapes: Shapes, axes: frozenset[str]) -> list[At]:
    """The places the named items were answered at, on every axis that the context leaves open.

    Only items of the given axes name places: others are read elsewhere, by a relation.
    """
    kept, key = context.kept, (id(shapes), context.at)
    if kept is not None and key in kept.places:
        return kept.places[key]
    found = _answered(context, shapes, axes)
    if kept is not None:
        kept.places[key] = found
    return found


def _answered(context: Context, shapes: Shapes, axes: frozenset[str]) -> list[At]:
    here = context.at
    free = (here.record is None, here.place is None, here.side is None)
    if not any(free):
        return [here]
    records: set[int | None] = set()
    places: set[str | None] = set()
    sides: set[Side | None] = set()
    for name, shape in shapes.items():
        parts = _parts(context, name)
        if parts is None:
            continue
        if free[0]:
            records.update(parts[0] if shape.record else _NOTHING)
        if free[1]:
            places.update(parts[1] if shape.axis in axes else _NOTHING)
        if free[2]:
            sides.update(parts[2] if shape.side else _NOTHING)
    if not (records or places or sides):
        return []
    return [
        At(here.record or record, here.place or place, here.side or side)
        for record, place, side in product(_open(records), _open(places), _open(sides, backwards=True))
    ]


def _parts(context: Context, name: str) -> tuple[set[int | None], set[str | None], set[Side | None]] | None:
    """The records, places and sides an item was answered at; None when it was not answered."""
    kept = context.kept
    if kept is not None and name in kept.parts:
        return kept.parts[name]
    given = context.answers.of_item(name)
    found = ({at.record for at in given}, {at.place for at in given}, {at.side for at in given}) if given else None
    if kept is not None:
        kept.parts[name] = found
    return found


def _open(found: set[Any], *, backwards: bool = False) -> list[Any]:
    """What an open axis is answered at, in a fixed order; nothing in particular where it is not open."""
    if len(found) > 1:
        found.discard(None)
    return sorted(found, key=str, reverse=backwards) if found else [None]


def anywhere_of(inner: Node, shapes: Shapes, axes: frozenset[str]) -> Node:
    """any(...): whether it holds at one of the places answered."""
    return lambda context: any_at(inner, dict.fromkeys(answered_places(context, shapes, axes)), context)


def counted(inner: Node, shapes: Shapes, axes: frozenset[str]) -> Node:
    """count(...) of one condition: at how many of the places answered it holds."""

    def node(context: Context) -> Quantity:
        places = dict.fromkeys(answered_places(context, shapes, axes))
        return tally(truth(inner(context.moved(at))) for at in places)

    return node


def latest(inner: Node, shapes: Shapes, axes: frozenset[str]) -> Node:
    """latest(...): what the newest test says that says anything."""

    def node(context: Context) -> Quantity:
        by_record: dict[int, dict[At, None]] = {}
        for at in answered_places(context, shapes, axes):
            if at.record is not None:
                by_record.setdefault(at.record, {})[at] = None
        for record in sorted(by_record, key=lambda number: _age(context, number)):
            result = any_of(truth(inner(context.moved(at))) for at in by_record[record])
            if result is not None:
                return result if context.trace is None else any_at(inner, by_record[record], context)
        return None

    return node


def _age(context: Context, record: int) -> tuple[float, int]:
    days = context.fact("days_since_test", At(record))
    high = days.high if isinstance(days, Between) else days
    return (high if isinstance(high, (int, float)) else 0, -record)


def opened(inner: Node, shapes: Shapes, axes: frozenset[str], *, place: bool) -> Node:
    """anywhere(...) and any_side(...): on either side, and at any place."""

    def node(context: Context) -> Quantity:
        here = context.moved(At(context.at.record, None if place else context.at.place, None))
        return any_at(inner, dict.fromkeys(answered_places(here, shapes, axes)), here)

    return node


def other_side(inner: Node) -> Node:
    """other_side(...): the same on the opposite side; unknown where no side is stated."""

    def node(context: Context) -> Quantity:
        at = context.at
        return None if at.side is None else inner(context.moved(At(at.record, at.place, other(at.side))))

    return node


def related(inner: Node, relation: Relation, *, beyond: bool) -> Node:
    """at(...): at one of the places that belong to this one; beyond(...): at one that does not."""

    def node(context: Context) -> Quantity:
        at = context.at
        if at.place is None:
            return None if beyond else inner(context)
        places = relation.places.get(at.place, ())
        if beyond:
            places = tuple(place for place in relation.places if place not in places)
        elif not places:
            return False if at.place in relation.places else None
        return any_at(inner, [At(at.record, place, at.side) for place in places], context)

    return node


def counted_at(inner: Node, relation: Relation) -> Node:
    """count_at(...): at how many of the places that belong to this one it holds; unknown where no place is stated."""

    def node(context: Context) -> Quantity:
        at = context.at
        if at.place is None:
            return None
        places = relation.places.get(at.place, ())
        return tally(truth(inner(context.moved(At(at.record, place, at.side)))) for place in places)

    return node
