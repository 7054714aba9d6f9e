"""The functions of conditions that look at other places, sides and records, and at the newest test."""

from collections.abc import Mapping
from typing import Any

from workup.answers import SIDES, At, Side
from workup.expr.condition import Node
from workup.expr.context import Context, Group, Parts, Reach, stands
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


def answered_places(context: Context, group: Group) -> list[Context]:
    """The context at each place the items were answered at, on every axis that it leaves open."""
    here = context.at
    if here.record is not None and here.place is not None and here.side is not None:
        return [context.there(here)]
    reach = _reach(context, group)
    if reach is None:
        return []
    if here not in reach.contexts:
        reach.contexts[here] = [
            context.there(At(record, place, side))
            for record in (reach.records if here.record is None else (here.record,))
            for place in (reach.places if here.place is None else (here.place,))
            for side in (reach.sides if here.side is None else (here.side,))
        ]
    return reach.contexts[here]


def _reach(context: Context, group: Group) -> Reach | None:
    """Where a group of items was answered; None when none was."""
    kept = context.kept
    if kept is not None and group in kept.groups:
        return kept.groups[group]
    records: set[int | None] = set()
    places: set[str | None] = set()
    sides: set[Side | None] = set()
    for name, has_record, has_place, has_side in group:
        parts = _parts(context, name)
        if parts is not None:
            records.update(parts[0] if has_record else _NOTHING)
            places.update(parts[1] if has_place else _NOTHING)
            sides.update(parts[2] if has_side else _NOTHING)
    found = (_listed(records), _listed(places), _listed(sides, backwards=True))
    if kept is None:
        return Reach(*found) if records else None
    kept.groups[group] = reach = (kept.reaches.get(found) or Reach(*found)) if records else None
    if reach is not None:
        kept.reaches[found] = reach
    return reach


def _parts(context: Context, name: str) -> Parts | None:
    """The records, places and sides an item was answered at; None when it was not answered."""
    kept = context.kept
    if kept is not None and name in kept.parts:
        return kept.parts[name]
    given = context.given.get(name)
    found = ({at.record for at in given}, {at.place for at in given}, {at.side for at in given}) if given else None
    if kept is not None:
        kept.parts[name] = found
    return found


def _listed(found: set[Any], *, backwards: bool = False) -> tuple[Any, ...]:
    """What an axis is answered at, in a fixed order; nothing in particular only where it is all there is."""
    if len(found) > 1:
        found.discard(None)
    return tuple(sorted(found, key=str, reverse=backwards) if len(found) > 1 else found)


def anywhere_of(inner: Node, group: Group) -> Node:
    """any(...): whether it holds at one of the places answered."""
    return lambda context: any_at(inner, answered_places(context, group), context)


def counted(inner: Node, group: Group) -> Node:
    """count(...) of one condition: at how many of the places answered it holds."""
    return lambda context: tally(truth(inner(there.noting(context.trace))) for there in answered_places(context, group))


def latest(inner: Node, group: Group) -> Node:
    """latest(...): what the newest test says that says anything."""

    def node(context: Context) -> Quantity:
        for places in _newest_first(context, group):
            if context.trace is None:
                result = any_at(inner, places, context)
                if result is not None:
                    return result
            elif any_of(truth(inner(there.noting(context.trace))) for there in places) is not None:
                return any_at(inner, places, context)
        return None

    return node


def _newest_first(context: Context, group: Group) -> list[list[Context]]:
    """The places answered, by test."""
    reach = _reach(context, group)
    if reach is None:
        return []
    if context.at not in reach.tests:
        reach.tests[context.at] = _by_age(context, answered_places(context, group))
    return reach.tests[context.at]


def _by_age(context: Context, places: list[Context]) -> list[list[Context]]:
    by_record: dict[int, list[Context]] = {}
    for there in places:
        if there.at.record is not None:
            by_record.setdefault(there.at.record, []).append(there)
    return [by_record[number] for number in sorted(by_record, key=lambda one: _age(context, one))]


def _age(context: Context, record: int) -> tuple[float, int]:
    ages = context.kept.ages if context.kept is not None else {}
    if record not in ages:
        days = context.fact("days_since_test", At(record))
        high = days.high if isinstance(days, Between) else days
        ages[record] = (high if isinstance(high, (int, float)) else 0, -record)
    return ages[record]


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
        return any_at(inner, [context.there(At(at.record, place, at.side)) for place in places], context)

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
