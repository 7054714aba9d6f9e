"""The functions of conditions that look at other places, the body chart, manoeuvres and dates."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from workup.answers import NOWHERE, SIDES, Finding, Levels, Marks, Painted, PartialDate, Slot
from workup.expr.condition import Node
from workup.expr.context import Context
from workup.expr.logic import settled
from workup.expr.reading import item, stands_of
from workup.expr.values import Between, Quantity, Relation, Shape, Truth, truth


def any_at(inner: Node, places: Iterable[Context], context: Context) -> Truth:
    """Whether it holds at one of the places; with a trace, what settles that."""
    if context.trace is not None:
        return settled([_standing_at(there, inner) for there in places], context, by=True)
    unknown = nothing = True
    for there in places:
        result = inner(there)
        if result is not None and result is not False:
            result = truth(result)
            if result is True:
                return True
        if nothing:
            nothing, unknown = False, False
        unknown = unknown or result is None
    return None if unknown else False


def _standing_at(there: Context, inner: Node) -> Node:
    return lambda context: inner(there.noting(context.trace))


def how_many(parts: list[Node]) -> Node:
    """count(...) of several conditions: how many of them hold."""
    return lambda context: tally(truth(part(context)) for part in parts)


class Part(Struct, frozen=True):
    """One part of of_known(...): its node, the items it reads, and what it comes to when none of them is answered."""

    node: Node
    reads: frozenset[str]
    blank: Quantity

    def heard(self, value: Truth, context: Context) -> bool:
        """Whether any answer has a say in its value; looked at only where that matters, as it can cost a second run."""
        if context.answers.lacks(self.reads):
            return False
        if value is not None and self.blank is None:
            return True
        trace: set[Slot] = set()
        self.node(context.traced(trace))
        return bool(trace)


def of_known(parts: list[Part]) -> Node:
    """of_known(...): or, over those parts that anything is answered of; unknown when nothing is."""

    def node(context: Context) -> Quantity:
        if context.trace is not None:
            return _heard(parts, context)
        against: list[Part] = []
        open_ones: list[Part] = []
        for part in parts:
            value = truth(part.node(context))
            if value is None:
                open_ones.append(part)
            elif value is False:
                against.append(part)
            elif part.heard(value, context):
                return True
        if not any(part.heard(False, context) for part in against):
            return None
        return None if any(part.heard(None, context) for part in open_ones) else False

    return node


def _heard(parts: list[Part], context: Context) -> Truth:
    assert context.trace is not None
    heard: list[tuple[Truth, set[Slot]]] = []
    for part in parts:
        trace: set[Slot] = set()
        value = truth(part.node(context.traced(trace)))
        if trace:
            heard.append((value, trace))
    results = [value for value, _ in heard]
    found = True if True in results else None if None in results or not results else False
    context.trace.update(slot for value, trace in heard if value is found for slot in trace)
    return found


def tally(results: Iterable[Truth]) -> Quantity:
    """How many are true, between bounds while some are unknown."""
    seen = list(results)
    sure = seen.count(True)
    return Between(sure, sure + seen.count(None)) if None in seen else sure


def possible(inner: Node) -> Node:
    """possible(...): not known to be false."""

    def node(context: Context) -> Quantity:
        value = inner(context)
        return value is None or truth(value) is not False

    return node


def stated(inner: Node) -> Node:
    """stated(...): known to be true; what is not known counts as not said, where naming something names all of it."""

    def node(context: Context) -> Quantity:
        value = inner(context)
        return value is True or truth(value) is True

    return node


def spans(name: str, shape: Shape, order: Mapping[str, int], relation: Relation | None) -> Node:
    """spans(levels): whether the span of vertebrae covers this segment or vertebra."""
    levels = item(name, shape)
    places = {vertebra: (vertebra,) for vertebra in order} | dict(relation.places if relation is not None else {})
    ends: dict[str, tuple[int, int]] = {}
    for place, vertebrae in places.items():
        inside = [order[vertebra] for vertebra in vertebrae if vertebra in order]
        if inside:
            ends[place] = (min(inside), max(inside))

    def node(context: Context) -> Quantity:
        value = levels(context)
        place = context.at.place
        if not isinstance(value, Levels):
            return None
        if place is None:
            return True
        if place not in ends or value.upper not in order or value.lower not in order:
            return None
        upper, lower = ends[place]
        return order[value.upper] <= upper and lower <= order[value.lower]

    return node


def place_named(name: str, shape: Shape) -> Node:
    """names(choices): whether the places listed include this one."""
    listed = item(name, shape)

    def node(context: Context) -> Quantity:
        value = listed(context)
        if not isinstance(value, Marks):
            return None
        if context.at.place is None:
            return True if value.present else None
        option = context.at.place.lower().replace("-", "_")
        state = value.state(option)
        return None if state == "unknown" else state == "present"

    return node


def side_named(name: str, shape: Shape) -> Node:
    """sided(choice): whether the side stated is this one, or both; where no side is open, whether one is stated."""
    side = item(name, shape)

    def node(context: Context) -> Quantity:
        value = side(context)
        if not isinstance(value, str):
            return None
        words = value.split("_")
        if context.at.side is None:
            return any(word in words for word in (*SIDES, "both"))
        return "both" in words or context.at.side in words

    return node


def painted(area: frozenset[str], *, worst: bool) -> Node:
    """painted(area): whether the chart is painted there; worst_painted(area): whether the worst of it is there."""

    def node(context: Context) -> Quantity:
        regions = {
            at: answer.value for at, answer in context.answers.of_item("pain_map").items()
            if isinstance(answer.value, Painted)
        }
        compared = regions
        if worst:
            high = max((value.intensity or 0 for value in regions.values()), default=0)
            regions = {at: value for at, value in regions.items() if high and value.intensity == high}
        if not regions:
            return None
        side = context.at.side
        found = {at for at in regions if at.place in area and (side is None or at.side in (side, None))}
        if context.trace is not None:
            told = compared if worst else found or regions
            context.trace.update(Slot("pain_map", at) for at in told)
        return bool(found)

    return node


def painted_root(areas: Mapping[str, tuple[str, ...]]) -> Node:
    """painted_root(): whether the chart is painted in the skin area of the root it stands at."""
    nodes = {
        name.removeprefix("dermatome_"): painted(frozenset(regions), worst=False)
        for name, regions in areas.items()
        if name.startswith("dermatome_")
    }

    def node(context: Context) -> Quantity:
        here = nodes.get(context.at.place or "")
        return None if here is None else here(context)

    return node


def of_manoeuvre(name: str, shape: Shape, part: Literal["felt", "angle"]) -> Node:
    """felt(manoeuvre), angle(manoeuvre): where it was felt, and its angle in degrees; unknown when not recorded."""

    where = stands_of(shape)

    def node(context: Context) -> Quantity:
        at = context.ats[where]
        value = context.answers.value(name, at)
        recorded = None if not isinstance(value, Finding) else value.felt if part == "felt" else value.angle
        if recorded is not None and context.trace is not None:
            context.trace.add(Slot(name, at))
        return recorded

    return node


def days_since(name: str, shape: Shape) -> Node:
    """days_since(date): how many days ago, between bounds for a date known to the month or year."""

    day = item(name, shape)

    def node(context: Context) -> Quantity:
        value = day(context)
        ordinal = context.fact("today", NOWHERE)
        if not isinstance(value, PartialDate) or not isinstance(ordinal, int):
            return None
        today = date.fromordinal(ordinal)
        low, high = (today - value.last) // timedelta(days=1), (today - value.first) // timedelta(days=1)
        return low if low == high else Between(max(low, 0) if high >= 0 else low, high)

    return node
