"""What each cause lets one expect of a test, which expectation its result met, and what the result changed."""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from workup.answers import At, Slot
from workup.expr import Truth
from workup.orders.order import Order
from workup.protocol import By, Cause, Criterion, Library, TestKind
from workup.reasoning.ranking import Candidate, Phrase
from workup.reasoning.reason import Reasoning
from workup.reasoning.weighing import Contribution
from workup.reasoning.weights import rounded

Direction = Literal["stronger", "weaker", "same"]


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


def steps_of(library: Library, kind: TestKind) -> frozenset[By]:
    """The kinds of step of the reasoning that this test answers."""
    return frozenset(by for by, kinds in library.engine.orders.items() if kind.id in kinds)  # type: ignore[misc]


def separated(library: Library, order: Order, reasoning: Reasoning) -> tuple[Candidate, ...]:
    """The causes an order is meant to tell apart: those recorded, else those it can show, the leading ones first."""
    shown = [one for one in reasoning.candidates if one.cause.id in set(order.separates)]
    if shown or order.kind is None:
        return tuple(shown)
    most = int(library.engine.number("shown_most"))
    able = [one for one in reasoning.candidates if any(_findings(library, order, one)) and one.balance >= 0]
    return tuple(able[:most])


def expected(library: Library, order: Order, reasoning: Reasoning) -> tuple[Expectation, ...]:
    """What to expect of a test for each cause it separates, the leading cause first."""
    found: list[Expectation] = []
    for candidate in separated(library, order, reasoning):
        for one in _findings(library, order, candidate):
            slots = reasoning.slots_of(candidate, one)
            own = any(slot.at.record == order.number and _is_result(library, slot.item) for slot in slots)
            found.append(_expectation(candidate, one, slots, own))
    return tuple(found)


def _findings(library: Library, order: Order, candidate: Candidate) -> Iterator[Contribution]:
    if order.kind is None:
        return
    steps, allowed = steps_of(library, order.kind), order.variant.causes if order.variant is not None else ()
    if allowed and candidate.cause.id not in allowed:
        return
    for one in candidate.best.contributions:
        if steps.intersection(one.criterion.by) and (one.criterion.present or one.criterion.absent):
            yield one


def _expectation(candidate: Candidate, one: Contribution, slots: tuple[Slot, ...], own: bool) -> Expectation:
    criterion = one.criterion
    turned = criterion.present is not None and (
        criterion.present.against or (criterion.present.lr is not None and criterion.present.lr < 1)
    )
    present, absent = (criterion.text if criterion.present else "", criterion.absent_text if criterion.absent else "")
    speaks, against = (absent, present) if turned else (present, absent)
    return Expectation(candidate.cause, candidate.at, criterion, speaks, against, one.state, slots, own)


def _is_result(library: Library, item: str) -> bool:
    section = library.section_of.get(item)
    return section is not None and section.id not in ("orders", "order_record")


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
    return found is not None and found.record == "orders" and _is_result(library, item)
