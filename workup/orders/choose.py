"""Which test fits a question: ranked, each with what it cannot show and what has to be checked first.

It proposes; the clinician orders.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec import Struct

from workup.answers import Answer, Answers, At, Slot
from workup.expr import Context, Kept
from workup.orders.again import said_again, same_on_its_way
from workup.orders.gates import Checked, Gatekeeper
from workup.orders.order import KIND, RECORDS, Order, order_of
from workup.orders.telling import steps_of
from workup.protocol import Claim, Dose, Indication, Library, Outcome, Question, TestKind, Variant
from workup.reasoning.reason import Reasoning
from workup.texts import N_, _

WAITING_FLAG = N_("No block while a red flag waits for its answer.")
PLACES = ("first", "second", "further")


class Choice(Struct, frozen=True):
    """One test that answers the question: why, what it cannot show, when to do it, and what has to be checked first.

    `held` says why the reasoning would not propose it now; `ordered` is the number of such an order on its way, and
    `again` says which one that is.
    """

    kind: TestKind
    variant: Variant | None
    indication: Indication
    outcome: Outcome
    checks: tuple[Checked, ...]
    cannot: tuple[Claim, ...]
    timing: tuple[Claim, ...]
    burden: float
    held: tuple[str, ...] = ()
    ordered: int | None = None
    again: str = ""

    @property
    def title(self) -> str:
        """The name of the test as it would be ordered."""
        return self.variant.title if self.variant is not None else self.kind.title

    @property
    def dose(self) -> Dose | None:
        """Its typical radiation."""
        return self.kind.dose

    @property
    def first_checks(self) -> tuple[Checked, ...]:
        """The gates that are not clear, stops first."""
        return tuple(sorted((one for one in self.checks if not one.settled), key=lambda one: one.outcome != "stop"))


class Chooser:
    """Looks at the tests for a question with this patient's implants, kidneys, weeks since surgery and the like."""

    def __init__(
        self, library: Library, reasoning: Reasoning, gatekeeper: Gatekeeper, orders: Iterable[Order]
    ) -> None:
        self.library, self.reasoning, self.keeper = library, reasoning, gatekeeper
        self.orders = tuple(orders)
        used = (at.record for at in gatekeeper.answers.of_item(RECORDS) if at.record is not None)
        self.next = max((*used, *(one.number for one in self.orders)), default=0) + 1

    def choose(self, question: str) -> tuple[Choice, ...]:
        """The tests that answer a question: what must not be done last, then the better fit, then the lighter one."""
        found = [one for kind in self.library.tests.values() for one in self._of_kind(kind, question)]
        return tuple(sorted(found, key=_rank))

    def _of_kind(self, kind: TestKind, question: str) -> Iterator[Choice]:
        for number, one in enumerate(kind.answers):
            if one.question == question:
                variant = kind.variant_of(one.variant)
                keeper = self.supposing(kind, variant)
                at = At(record=self.next)
                condition = self.library.asked_of_orders.get(f"answers:{kind.id}/{number}")
                if condition is None or condition.holds(keeper.context.moved(at)) is not False:
                    yield self._choice(kind, variant, one, keeper)

    def _choice(self, kind: TestKind, variant: Variant | None, indication: Indication, keeper: Gatekeeper) -> Choice:
        order = order_of(self.library, keeper.answers, self.next)
        checks = keeper.check(order)
        ways = [(f"cannot:{kind.id}", kind.cannot)]
        ways += [(f"cannot:{kind.id}/{variant.id}", variant.cannot)] if variant is not None else []
        burden = self.library.engine.burden.get(kind.burden)
        same = same_on_its_way(self.library, order, self.orders)
        return Choice(
            kind=kind,
            variant=variant,
            indication=indication,
            outcome=worst(checks),
            checks=checks,
            cannot=tuple(claim for key, claims in ways for claim in keeper.claims(key, claims, order.at)),
            timing=tuple(keeper.claims(f"timing:{kind.id}", kind.timing, order.at)),
            burden=0 if burden is None else burden.value,
            held=tuple(self._held(kind)),
            ordered=same[0].number if same else None,
            again=said_again(same),
        )

    def _held(self, kind: TestKind) -> Iterator[str]:
        """Why such a test is not to be done now, by the stops of the engine and the waiting emergencies."""
        steps, holds = steps_of(self.library, kind), self.reasoning.weigher.holds
        for stop in self.library.engine.stop:
            if steps.intersection(stop.by) and holds(f"stop:{stop.id}") is True:
                yield stop.text
        if kind.family == "block" and any(one.waiting for one in self.reasoning.flags):
            yield _(WAITING_FLAG)
        if kind.never_proposed:
            yield kind.never_proposed

    def supposing(self, kind: TestKind, variant: Variant | None) -> Gatekeeper:
        """The gates as they would stand for an order that is not there yet."""
        answers = supposed(self.keeper.answers, self.next, kind, variant)
        context = self.keeper.context
        constants = context.kept.constants if context.kept is not None else {}
        fresh = Context(answers, context.fact, kept=Kept({}, constants))
        return Gatekeeper(self.library, fresh, self.keeper.today, self.keeper.asked, self.keeper.everything)


def _rank(one: Choice) -> tuple[bool, int, float]:
    return one.outcome == "stop" or bool(one.held), PLACES.index(one.indication.place), one.burden


def supposed(answers: Answers, number: int, kind: TestKind, variant: Variant | None) -> Answers:
    """The answers with an order of this kind and variant supposed."""
    at = At(record=number)
    given = {KIND: kind.id}
    if kind.chosen_by and variant is not None:
        given[kind.chosen_by] = variant.id
    some = next(iter(answers.values()), None)
    for name, value in given.items():
        answers = answers.laid(Slot(name, at), _like(some, value))
    return answers


def _like(some: Answer | None, value: str) -> Answer:
    if some is not None:
        return Answer(value, some.visit, some.at, some.who)
    return Answer(value, 1, datetime(1, 1, 1, tzinfo=UTC), "")


def worst(checks: Iterable[Checked]) -> Outcome:
    """The most severe of several outcomes; what a reviewer let go ahead counts as clear."""
    outcomes = {"stop" if one.refused else "clear" if one.settled else one.outcome for one in checks}
    return "stop" if "stop" in outcomes else "review" if "review" in outcomes else "clear"


def questions_for(library: Library, causes: Iterable[str], kind: TestKind | None = None) -> tuple[Question, ...]:
    """The questions that concern these causes, of the first cause first; with a kind those it answers, best first."""
    ranks = {cause: place for place, cause in enumerate(dict.fromkeys(causes))}
    fits = {one.id: 0 for one in library.ordering.question}
    if kind is not None:
        fits = {one.question: PLACES.index(one.place) for one in reversed(kind.answers)}
    found = [one for one in library.ordering.question if one.id in fits]
    if not ranks:
        return tuple(found)

    def order(one: Question) -> tuple[int, int, int]:
        shared = [ranks[name] for name in one.causes if name in ranks]
        return min(shared), fits[one.id], -len(shared)

    return tuple(sorted((one for one in found if not ranks.keys().isdisjoint(one.causes)), key=order))
