"""What each cause lets one expect of a test, which expectation its result met, and what the result changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from workup.answers import At, Levels, Side, Slot
from workup.expr import Truth
from workup.orders.order import Order, vertebrae_in
from workup.orders.telling import is_result, tells
from workup.protocol import Cause, Criterion, Library
from workup.reasoning.ranking import Candidate, Phrase
from workup.reasoning.reason import Reasoning
from workup.reasoning.weighing import Contribution, Place
from workup.reasoning.weights import rounded

Direction = Literal["stronger", "weaker", "same"]
SIDES: Mapping[str, Side] = {"side_right": "right", "side_left": "left"}


class Expectation(Struct, frozen=True):
    """One finding that speaks for or against a cause and that this test can show.

    `for_it` and `against_it` word the finding that raises and the one that lowers the cause, empty where there is
    none; `state` says which it is now (present, absent or not known), `by_result` that the result of this order
    decides it, `slots` from which answers.
    """

    cause: Cause
    at: At
    criterion: Criterion
    for_it: str
    against_it: str
    state: Truth = None
    slots: tuple[Slot, ...] = ()
    by_result: bool = False

    @property
    def met(self) -> Direction | None:
        """Which way the result went for the cause; None while it does not decide."""
        if not self.by_result or self.state is None:
            return None
        text = self.criterion.text if self.state else self.criterion.absent_text
        return "stronger" if text and text == self.for_it else "weaker" if text else "same"


class Shift(Struct, frozen=True):
    """How one cause stands without and with a result."""

    cause: Cause
    at: At
    before: float
    after: float
    phrase_before: Phrase
    phrase_after: Phrase
    place_before: int
    place_after: int

    @property
    def direction(self) -> Direction:
        """Stronger, weaker or the same."""
        return "same" if self.after == self.before else "stronger" if self.after > self.before else "weaker"


def separated(library: Library, order: Order, reasoning: Reasoning) -> tuple[Candidate, ...]:
    """The causes an order is meant to tell apart: those recorded, else those it can show, the leading ones first.

    Of what the patient was hardly asked about nothing is said, while anything else is there to say.
    """
    shown = [one for one in reasoning.candidates if one.cause.id in set(order.separates)]
    if shown or order.kind is None:
        return tuple(shown)
    most = int(library.engine.number("shown_most"))
    able = [one for one in reasoning.candidates if any(_findings(library, order, one)) and one.balance >= 0]
    return tuple(([one for one in able if one.assessable] or able)[:most])


def expected(library: Library, order: Order, reasoning: Reasoning) -> tuple[Expectation, ...]:
    """What to expect of a test for each cause it separates, the leading cause first."""
    found: list[Expectation] = []
    for candidate in separated(library, order, reasoning):
        for one in _findings(library, order, candidate):
            slots = reasoning.slots_of(candidate, one)
            own = any(slot.at.record == order.number and is_result(library, slot.item) for slot in slots)
            found.append(_expectation(candidate.cause, _named(library, order, candidate), one, slots, own))
    return tuple(found)


def _findings(library: Library, order: Order, candidate: Candidate) -> Iterator[Contribution]:
    if order.kind is None:
        return
    for one in next((each.contributions for each in _looked_at(library, order, candidate)), ()):
        if tells(library, order.kind, order.variant, candidate.cause, one.criterion, order.samples):
            yield one


def _looked_at(library: Library, order: Order, candidate: Candidate) -> Sequence[Place]:
    """The places of a cause on the side of the order, inside its levels where there are such; the best one first."""
    side = SIDES.get(order.side)
    beside = [one for one in candidate.places if side is None or one.at.side in (None, side)]
    inside = [one for one in beside if one.at.place is None or _within(library, order.levels, one.at.place)]
    return inside or beside


def _within(library: Library, levels: Levels | None, place: str) -> bool:
    span = vertebrae_in(library, levels)
    if not span:
        return True
    segments = library.anatomy.relation.get("segment_vertebrae")
    ends = segments.places.get(place, (place,)) if segments is not None else (place,)
    return all(one in span for one in ends)


def _named(library: Library, order: Order, candidate: Candidate) -> At:
    """Where the cause is named: its best place among those the order looks at; of several as good, their side."""
    places = _looked_at(library, order, candidate)
    equal = [one.at for one in places if one.balance == places[0].balance]
    if len(equal) == 1:
        return equal[0]
    sides = {at.side for at in equal}
    return At(side=sides.pop() if len(sides) == 1 else None)


def _expectation(cause: Cause, at: At, one: Contribution, slots: tuple[Slot, ...], own: bool) -> Expectation:
    criterion = one.criterion
    turned = criterion.present is not None and (
        criterion.present.against or (criterion.present.lr is not None and criterion.present.lr < 1)
    )
    present, absent = (criterion.text if criterion.present else "", criterion.absent_text if criterion.absent else "")
    speaks, against = (absent, present) if turned else (present, absent)
    return Expectation(cause, at, criterion, speaks, against, one.state, slots, own)


def shifts(before: Reasoning, after: Reasoning) -> tuple[Shift, ...]:
    """Every cause that stands otherwise with a result than without, and those that lead, in the order after it."""
    former = {one.cause.id: (place, one) for place, one in enumerate(before.candidates, 1)}
    leading = {one.cause.id for reasoning in (before, after) for one in reasoning.shown}
    found: list[Shift] = []
    for place, one in enumerate(after.candidates, 1):
        if one.cause.id not in former:
            continue
        was, earlier = former[one.cause.id]
        moved = rounded(one.balance) != rounded(earlier.balance) or one.phrase != earlier.phrase
        if moved or one.cause.id in leading:
            balances = (rounded(earlier.balance), rounded(one.balance))
            found.append(Shift(one.cause, one.at, *balances, earlier.phrase, one.phrase, was, place))
    return tuple(found)


def result_slots(library: Library, slots: Iterable[Slot], number: int) -> tuple[Slot, ...]:
    """Those of the slots that belong to the result of an order."""
    return tuple(slot for slot in slots if slot.at.record == number and belongs_to_result(library, slot.item))


def belongs_to_result(library: Library, item: str) -> bool:
    """Whether an item is entered as the result of an order."""
    found = library.items.get(item)
    return found is not None and found.record == "orders" and is_result(library, item)
