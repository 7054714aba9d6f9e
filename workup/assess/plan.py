"""What the walk needs to know of each item and never changes: worked out once for a library."""

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


@lru_cache(maxsize=2)
def plans_of(library: Library) -> tuple[tuple[Section, tuple[Plan, ...]], ...]:
    """Every section in document order with the plans of its items."""
    return tuple(
        (section, tuple(_plan(library, library.items[name]) for name in section.items)) for section in library.sections
    )


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
