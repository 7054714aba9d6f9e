"""Where the result of an order is looked at first: what was operated, what was asked, and what lies next to it."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from workup.answers import Answers, At, Levels, Side
from workup.orders.expect import separated
from workup.orders.order import Order, vertebrae_in
from workup.protocol import AnyItem, Library
from workup.reasoning.reason import Reasoning

OPERATED = ("operation_levels", "fused_levels")
# Where rows are one side each, those of the side asked about come first.
ONE_SIDED = ("muscle", "nerve")
_SIDES: Mapping[str, Side] = {"side_right": "right", "side_left": "left"}


class Near(Struct, frozen=True):
    """The places that come first in a result form, by axis; an axis is missing where nothing is known."""

    places: Mapping[str, frozenset[str]] = {}
    side: Side | None = None

    def has(self, item: AnyItem, at: At) -> bool:
        """Whether an item is looked at first at this place and side."""
        if item.axis is None or at.place is None:
            return True
        if item.axis in ONE_SIDED and self.side is not None and at.side not in (None, self.side):
            return False
        return at.place in self.places.get(item.axis, (at.place,))

    def far(self, library: Library, items: Iterable[str]) -> Iterator[tuple[str, str | None, Side | None]]:
        """Each item with each place and side that does not come first."""
        for name in items:
            for at in library.places[name]:
                if not self.has(library.items[name], at):
                    yield name, at.place, at.side


def near_places(
    library: Library, answers: Answers, operations: Iterable[int], order: Order, reasoning: Reasoning
) -> Near:
    """What comes first in the result form of an order.

    Segments are those operated or asked about, with their neighbours; vertebrae and roots belong to them. A study of
    nerves looks at the roots of its causes and levels, and only where there are none, at those of what was operated.
    """
    spans = [answers.value(item, At(record=number)) for number in operations for item in OPERATED]
    operated = {one for span in spans for one in _segments(library, span)}
    asked = set(_segments(library, order.levels))
    suspected = [one.at.place for one in separated(library, order, reasoning)]
    roots = {place for place in suspected if place in library.axes["root"]}
    if order.separates:
        asked |= {place for place in suspected if place is not None and place in library.axes["segment"]}
    core = operated | asked
    found: dict[str, frozenset[str]] = {}
    if core:
        near = _related(library, "near_segments", core)
        found["segment"] = frozenset(near)
        found["vertebra"] = frozenset(_related(library, "segment_vertebrae", near))
        found["root"] = frozenset(_related(library, "segment_roots", core) | roots)
    if order.kind is not None and order.kind.family == "nerve":
        wanted = roots | _named(library, order.levels) or set(found.get("root", ()))
        if wanted:
            found["root"] = frozenset(_related(library, "near_roots", wanted))
            found["muscle"] = frozenset(_related(library, "root_needle", wanted))
    return Near(found, _SIDES.get(order.side))


def _named(library: Library, span: object) -> set[str]:
    """The roots called like the vertebrae of a span."""
    return set(vertebrae_in(library, span)) & set(library.axes["root"])


def _segments(library: Library, span: object) -> Iterator[str]:
    """The segments inside a span of vertebrae; those on both sides of a single one."""
    if not isinstance(span, Levels):
        return
    inside = set(vertebrae_in(library, span))
    if span.upper == span.lower or not inside:
        yield from library.anatomy.relation["vertebra_segments"].places.get(span.upper, ())
        return
    for segment, ends in library.anatomy.relation["segment_vertebrae"].places.items():
        if inside.issuperset(ends):
            yield segment


def _related(library: Library, relation: str, places: Iterable[str]) -> set[str]:
    known = library.anatomy.relation[relation].places
    return {other for place in places for other in known.get(place, ())}
