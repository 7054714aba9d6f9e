"""A second order of the same test while one is on its way: said before it is drafted and sent, never forbidden."""

from collections.abc import Iterable

from workup.answers import Levels
from workup.limits import worded
from workup.orders.order import DATES, Order, vertebrae_in
from workup.orders.state import WORDS
from workup.protocol import Library
from workup.texts import _

# Why it is ordered all the same; kept with the order.
AGAIN = "order_again"
BOTH = "both_sides"


def same_on_its_way(library: Library, order: Order, orders: Iterable[Order]) -> tuple[Order, ...]:
    """The other open orders of this test that look at the same side and levels, or do not say at which."""
    others = (one for one in orders if one.number != order.number and one.open)
    return tuple(one for one in others if _same(library, order, one))


def said_again(found: Iterable[Order]) -> str:
    """Names the one that is on its way; empty where there is none."""
    one = next(iter(found), None)
    if one is None:
        return ""
    day = one.day(one.state) if one.state in DATES else None
    said = f"{_(WORDS[one.state])} {worded(day)}" if day is not None else _(WORDS[one.state])
    where = f" {one.levels}" if one.levels is not None else ""
    return _("The same test is on its way: {title}{where} (order {number}, {said}).").format(
        title=one.title, where=where, number=one.number, said=said
    )


def _same(library: Library, one: Order, other: Order) -> bool:
    if one.kind is None or one.kind is not other.kind or (one.kind.id == "other" and one.title != other.title):
        return False
    if one.variant is not None and other.variant is not None and one.variant is not other.variant:
        return False
    if one.samples and other.samples and not set(one.samples) & set(other.samples):
        return False
    sides = {side for side in (one.side, other.side) if side and side != BOTH}
    return len(sides) <= 1 and _overlap(library, one.levels, other.levels)


def _overlap(library: Library, one: Levels | None, other: Levels | None) -> bool:
    here, there = vertebrae_in(library, one), vertebrae_in(library, other)
    return not here or not there or not set(here).isdisjoint(there)
