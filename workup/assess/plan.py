"""What the walk needs to know of each item and never changes: worked out once for a library."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from workup.answers import At, Slot
from workup.assess.assessment import Tally, Told
from workup.expr import Condition
from workup.limits import has_doubts, may_be_finding
from workup.protocol import AnyItem, BodyMap, Computed, Grade, Library, Records, Section


class Plan(Struct, frozen=True):
    """An item with its condition, its places and what is told of it while nobody has answered it.

    `single` has neither places nor sides, `whole` is answered as one; `judged` can be abnormal, `paired` by comparison
    with the other side; `doubtful` can be doubted.
    `blank` is what is told when it is asked at `places` and has no answer; None where that hangs on other items.
    """

    name: str
    item: AnyItem
    record: str
    about: str
    when: Condition | None
    places: tuple[At, ...]
    single: bool
    whole: bool
    judged: bool
    paired: bool
    doubtful: bool
    blank: Told | None


class Order(Struct, frozen=True):
    """Every section in document order with the plans of its items; the same in one row, and who reads an item.

    `readers` gives the places in the row of the items that depend on an item.
    """

    sections: tuple[tuple[Section, tuple[Plan, ...]], ...]
    row: tuple[tuple[Section, Plan], ...]
    places: Mapping[str, int]
    readers: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=2)
def order_of(library: Library) -> Order:
    """The order in which the items of a library are told."""
    sections = tuple(
        (section, tuple(_plan(library, library.items[name]) for name in section.items)) for section in library.sections
    )
    row = tuple((section, plan) for section, plans in sections for plan in plans)
    readers: dict[str, tuple[int, ...]] = {}
    for place, (_, plan) in enumerate(row):
        for read in library.reads[plan.name]:
            readers[read] = (*readers.get(read, ()), place)
    return Order(sections, row, {plan.name: place for place, (_, plan) in enumerate(row)}, readers)


def _plan(library: Library, item: AnyItem) -> Plan:
    places = library.places[item.id]
    whole = isinstance(item, BodyMap | Records)
    return Plan(
        name=item.id,
        item=item,
        record=item.record,
        about=item.about,
        when=library.conditions[item.id] if item.when else None,
        places=places,
        single=not item.axis and not item.side,
        whole=whole,
        judged=may_be_finding(item),
        paired=item.side and isinstance(item, Grade) and bool(item.alike),
        doubtful=has_doubts(item),
        blank=None if isinstance(item, Computed | Records) else _blank(item, places, whole=whole),
    )


def _blank(item: AnyItem, places: tuple[At, ...], *, whole: bool) -> Told:
    if item.optional:
        return Told(asked=places)
    waiting = (Slot(item.id),) if whole else tuple(Slot(item.id, at) for at in places)
    return Told(asked=places, open=waiting, tally=Tally(0, len(waiting)))
