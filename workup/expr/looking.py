"""The functions of conditions that look at other places, sides and records, and at the newest test."""

from collections.abc import Mapping
from typing import Any

from workup.answers import SIDES, At, Side
from workup.expr.condition import Node
from workup.expr.context import Context, Group, Parts, stands
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


def group_of(shapes: Shapes, axes: frozenset[str]) -> Group:
    """The items that name places: each with whether it has records, places and sides.

    Only items of the given axes name places: others are read elsewhere, by a relation.
    """
    return frozenset((name, bool(one.record), one.axis in axes, one.side) for name, one in shapes.items())


def answered_places(context: Context, group: Group) -> list[At]:
    """The places the items were answered at, on every axis that the context leaves open."""
    here = context.at
    if here.record is not None and here.place is not None and here.side is not None:
        return [here]
    kept = context.kept
    if kept is None:
        return _places_from(here, _parts(context, group))
    places = kept.places.get(group)
    if places is None:
        places, kept.parts[group] = {}, _parts(context, group)
        kept.places[group] = places
    if here not in places:
        places[here] = _places_from(here, kept.parts[group])
    return places[here]


def _places_from(here: At, parts: Parts | None) -> list[At]:
    if parts is None:
        return []
    return [
        At(record, place, side)
        for record in (parts[0] if here.record is None else (here.record,))
        for place in (parts[1] if here.place is None else (here.place,))
        for side in (parts[2] if here.side is None else (here.side,))
    ]


def _parts(context: Context, group: Group) -> Parts | None:
    """The records, places and sides the items were answered at; None when none was answered."""
    records: set[int | None] = set()
    places: set[str | None] = set()
    sides: set[Side | None] = set()
    for name, has_record, has_place, has_side in group:
        given = context.given.get(name)
        if given:
            records.update([at.record for at in given] if has_record else _NOTHING)
            places.update([at.place for at in given] if has_place else _NOTHING)
            sides.update([at.side for at in given] if has_side else _NOTHING)
    return (_listed(records), _listed(places), _listed(sides, backwards=True)) if records else None


def _listed(found: set[Any], *, backwards: bool = False) -> list[Any]:
    """What an axis is answered at, in a fixed order; nothing in particular only where it is all there is."""
    if len(found) > 1:
        found.discard(None)
    return sorted(found, key=str, reverse=backwards)


def anywhere_of(inner: Node, group: Group) -> Node:
    """any(...): whether it holds at one of the places answered."""
    return lambda context: any_at(inner, answered_places(context, group), context)


def counted(inner: Node, group: Group) -> Node:
    """count(...) of one condition: at how many of the places answered it holds."""

    def node(context: Context) -> Quantity:
        places = answered_places(context, group)
        return tally(truth(inner(context.moved(at))) for at in places)

    return node


def latest(inner: Node, group: Group) -> Node:
    """latest(...): what the newest test says that says anything."""

    def node(context: Context) -> Quantity:
        for ats in _newest_first(context, group):
            result = any_of(truth(inner(context.moved(at))) for at in ats)
            if result is not None:
                return result if context.trace is None else any_at(inner, ats, context)
        return None

    return node


def _newest_first(context: Context, group: Group) -> list[list[At]]:
    """The places answered, by test."""
    if context.kept is None:
        return _by_age(context, answered_places(context, group))
    tests = context.kept.tests.setdefault(group, {})
    if context.at not in tests:
        tests[context.at] = _by_age(context, answered_places(context, group))
    return tests[context.at]


def _by_age(context: Context, ats: list[At]) -> list[list[At]]:
    by_record: dict[int, list[At]] = {}
    for at in ats:
        if at.record is not None:
            by_record.setdefault(at.record, []).append(at)
    return [by_record[number] for number in sorted(by_record, key=lambda one: _age(context, one))]


def _age(context: Context, record: int) -> tuple[float, int]:
    days = context.fact("days_since_test", At(record))
    high = days.high if isinstance(days, Between) else days
    return (high if isinstance(high, (int, float)) else 0, -record)


def opened(inner: Node, group: Group, *, place: bool) -> Node:
    """anywhere(...) and any_side(...): on either side, and at any place."""

    def node(context: Context) -> Quantity:
        here = context.moved(At(context.at.record, None if place else context.at.place, None))
        return any_at(inner, answered_places(here, group), here)

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
