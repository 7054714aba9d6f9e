"""The functions of conditions that look at other places, sides and records, and at the newest test."""

from collections.abc import Mapping
from typing import Any

from workup.answers import SIDES, At, Side
from workup.expr.condition import Node
from workup.expr.context import Context, Parts, stands
from workup.expr.functions import any_at, tally
from workup.expr.values import Between, Quantity, Relation, Shape, any_of, truth

Shapes = Mapping[str, Shape]


def other(side: Side) -> Side:
    """The opposite side."""
    return SIDES[1] if side == SIDES[0] else SIDES[0]


def of_all_records(inner: Node) -> Node:
    """The same, whichever record it is asked from."""
    return lambda context: inner(context.moved(context.ats[_PLACE_AND_SIDE]))


_PLACE_AND_SIDE = stands(record=False, place=True, side=True)
_NOTHING = (None,)


def answered_places(context: Context, shapes: Shapes, axes: frozenset[str]) -> list[At]:
    """The places the named items were answered at, on every axis that the context leaves open.

    Only items of the given axes name places: others are read elsewhere, by a relation.
    """
    here = context.at
    if here.record is not None and here.place is not None and here.side is not None:
        return [here]
    places = context.kept.places.setdefault(id(shapes), {}) if context.kept is not None else {}
    if here not in places:
        parts = _parts_kept(context, shapes, axes)
        places[here] = [] if parts is None else [
            At(record, place, side)
            for record in (parts[0] if here.record is None else (here.record,))
            for place in (parts[1] if here.place is None else (here.place,))
            for side in (parts[2] if here.side is None else (here.side,))
        ]
    return places[here]


def _parts_kept(context: Context, shapes: Shapes, axes: frozenset[str]) -> Parts | None:
    if context.kept is None:
        return _parts(context, shapes, axes)
    parts = context.kept.parts
    if id(shapes) not in parts:
        parts[id(shapes)] = _parts(context, shapes, axes)
    return parts[id(shapes)]


def _parts(context: Context, shapes: Shapes, axes: frozenset[str]) -> Parts | None:
    """The records, places and sides the items were answered at; None when none was answered."""
    records: set[int | None] = set()
    places: set[str | None] = set()
    sides: set[Side | None] = set()
    for name, shape in shapes.items():
        given = context.answers.of_item(name)
        if given:
            records.update([at.record for at in given] if shape.record else _NOTHING)
            places.update([at.place for at in given] if shape.axis in axes else _NOTHING)
            sides.update([at.side for at in given] if shape.side else _NOTHING)
    return (_listed(records), _listed(places), _listed(sides, backwards=True)) if records else None


def _listed(found: set[Any], *, backwards: bool = False) -> list[Any]:
    """What an axis is answered at, in a fixed order; nothing in particular only where it is all there is."""
    if len(found) > 1:
        found.discard(None)
    return sorted(found, key=str, reverse=backwards)


def anywhere_of(inner: Node, shapes: Shapes, axes: frozenset[str]) -> Node:
    """any(...): whether it holds at one of the places answered."""
    return lambda context: any_at(inner, answered_places(context, shapes, axes), context)


def counted(inner: Node, shapes: Shapes, axes: frozenset[str]) -> Node:
    """count(...) of one condition: at how many of the places answered it holds."""

    def node(context: Context) -> Quantity:
        places = answered_places(context, shapes, axes)
        return tally(truth(inner(context.moved(at))) for at in places)

    return node


def latest(inner: Node, shapes: Shapes, axes: frozenset[str]) -> Node:
    """latest(...): what the newest test says that says anything."""

    def node(context: Context) -> Quantity:
        for ats in _newest_first(context, shapes, axes):
            result = any_of(truth(inner(context.moved(at))) for at in ats)
            if result is not None:
                return result if context.trace is None else any_at(inner, ats, context)
        return None

    return node


def _newest_first(context: Context, shapes: Shapes, axes: frozenset[str]) -> list[list[At]]:
    """The places answered, by test."""
    tests = context.kept.tests.setdefault(id(shapes), {}) if context.kept is not None else {}
    if context.at not in tests:
        by_record: dict[int, list[At]] = {}
        for at in answered_places(context, shapes, axes):
            if at.record is not None:
                by_record.setdefault(at.record, []).append(at)
        tests[context.at] = [by_record[number] for number in sorted(by_record, key=lambda one: _age(context, one))]
    return tests[context.at]


def _age(context: Context, record: int) -> tuple[float, int]:
    days = context.fact("days_since_test", At(record))
    high = days.high if isinstance(days, Between) else days
    return (high if isinstance(high, (int, float)) else 0, -record)


def opened(inner: Node, shapes: Shapes, axes: frozenset[str], *, place: bool) -> Node:
    """anywhere(...) and any_side(...): on either side, and at any place."""

    def node(context: Context) -> Quantity:
        here = context.moved(At(context.at.record, None if place else context.at.place, None))
        return any_at(inner, answered_places(here, shapes, axes), here)

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
