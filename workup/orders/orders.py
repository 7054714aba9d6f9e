"""All orders of one patient, each part worked out when it is first looked at."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from workup.answers import Answers, At
from workup.orders.again import said_again, same_on_its_way
from workup.orders.choose import Choice, Chooser, questions_for
from workup.orders.due import Late, late, reference_day
from workup.orders.expect import Expectation, expected
from workup.orders.gates import SEVERITY, Checked, Gatekeeper
from workup.orders.near import Near, near_places
from workup.orders.order import RECORDS, Order, Passed, former, order_of, passed
from workup.orders.state import Move, contradictions, moves
from workup.protocol import Claim, Library, Question, Section
from workup.protocol.states import BEFORE, WAITING
from workup.reasoning.reason import Reasoning

# Not done yet: what can still be made safe.


class Orders:
    """What the answers say of the tests of one patient; nothing is worked out that nobody looks at."""

    def __init__(
        self, library: Library, reasoning: Reasoning, numbers: tuple[int, ...], asked: Mapping[str, tuple[At, ...]],
        today: date, everything: Answers,
    ) -> None:  # fmt: skip
        """`everything` holds also the answers that do not count now: what an order was called before it changed."""
        self.library, self.reasoning, self.numbers, self.today = library, reasoning, numbers, today
        self.answers, self.everything, self._asked = reasoning.answers, everything, asked
        self._checks: dict[int, tuple[Checked, ...]] = {}

    @cached_property
    def all(self) -> tuple[Order, ...]:
        """Every order in force, by number."""
        return tuple(order_of(self.library, self.answers, number) for number in self.numbers)

    def order(self, number: int) -> Order:
        """The order with this number. Raises KeyError."""
        return {one.number: one for one in self.all}[number]

    def passed(self, number: int) -> tuple[Passed, ...]:
        """Every state an order ever had, with when and by whom."""
        return passed(self.everything, number)

    @property
    def waiting(self) -> tuple[Order, ...]:
        """The orders that were sent and whose result nobody has reviewed: the evaluation waits for tests."""
        return tuple(one for one in self.all if one.state in WAITING)

    def moves(self, number: int) -> tuple[Move, ...]:
        """Every legal step of an order."""
        return moves(self.order(number), former(self.everything, number))

    def contradictions(self, number: int) -> tuple[str, ...]:
        """What cannot be right about its dates."""
        return contradictions(self.order(number), self.today, self.reasoning.facts.day("birth_date"))

    def again(self, number: int) -> str:
        """Names the same test that is on its way already, as a sentence; empty where there is none, or it was sent."""
        order = self.order(number)
        if order.state != "proposed":
            return ""
        return said_again(one for one in same_on_its_way(self.library, order, self.all) if one.state in WAITING)

    def late(self, number: int, now: datetime | None = None, newest: datetime | None = None) -> Late:
        """What it waits for and how late that is; `newest` is the time of the latest entry, for a clock gone back."""
        day = self.today if now is None else reference_day(now, newest)[0]
        return late(self.order(number), day)

    # -- safety --------------------------------------------------------------------------------------------------------

    @cached_property
    def gatekeeper(self) -> Gatekeeper:
        """What looks at the gates."""
        shown = self._asked
        return Gatekeeper(
            self.library,
            self.reasoning.weigher.context,
            self.today,
            lambda slot: slot.at in shown.get(slot.item, ()),
            self.everything,
        )

    def gates(self, number: int) -> tuple[Checked, ...]:
        """The safety questions of an order as they stand now."""
        if number not in self._checks:
            self._checks[number] = self.gatekeeper.check(self.order(number))
        return self._checks[number]

    def unsafe(self, number: int) -> tuple[Checked, ...]:
        """What makes an order that was sent and not done yet unsafe: a stop, a refusal, or worse than when sent."""
        if self.order(number).state not in BEFORE[1:]:
            return ()
        return tuple(one for one in self.gates(number) if one.unsafe)

    @property
    def safety(self) -> tuple[Checked, ...]:
        """Each gate that an open order asks, as it stands where it stands worst."""
        worst: dict[str, Checked] = {}
        for order in self.all:
            for one in self.gates(order.number) if order.state in BEFORE else ():
                known = worst.get(one.gate.id)
                if known is None or SEVERITY.index(one.outcome) < SEVERITY.index(known.outcome):
                    worst[one.gate.id] = one
        return tuple(worst.values())

    def timing(self, number: int) -> tuple[Claim, ...]:
        """What is to be said about when the test is done, for this patient."""
        order = self.order(number)
        if order.kind is None:
            return ()
        return tuple(self.gatekeeper.claims(f"timing:{order.kind.id}", order.kind.timing, order.at))

    def cannot(self, number: int) -> tuple[Claim, ...]:
        """What the test cannot show, for this patient."""
        order = self.order(number)
        if order.kind is None:
            return ()
        found = list(self.gatekeeper.claims(f"cannot:{order.kind.id}", order.kind.cannot, order.at))
        if order.variant is not None:
            key = f"cannot:{order.kind.id}/{order.variant.id}"
            found += self.gatekeeper.claims(key, order.variant.cannot, order.at)
        return tuple(found)

    # -- choosing and reading ------------------------------------------------------------------------------------------

    @cached_property
    def chooser(self) -> Chooser:
        """What ranks the tests for a question."""
        return Chooser(self.library, self.reasoning, self.gatekeeper, self.all)

    def choose(self, question: str) -> tuple[Choice, ...]:
        """The tests that answer a question, best first."""
        return self.chooser.choose(question)

    def questions(self) -> tuple[Question, ...]:
        """The questions worth asking first: those that separate the leading causes."""
        return questions_for(self.library, (one.cause.id for one in self.reasoning.shown))

    def expected(self, number: int) -> tuple[Expectation, ...]:
        """What each cause lets one expect of the test, and after a result which of it came true."""
        return expected(self.library, self.order(number), self.reasoning)

    def near(self, number: int, operations: tuple[int, ...]) -> Near:
        """The levels, roots and muscles that come first in the result form of an order."""
        return near_places(self.library, self.everything, operations, self.order(number), self.reasoning)

    def forms(self, number: int) -> tuple[Section, ...]:
        """The sections of the result form that are asked of this order now."""
        steps = (section for section in self.library.sections if section.record == RECORDS)
        return tuple(one for one in steps if any(self._asks(item, number) for item in one.items))

    def _asks(self, item: str, number: int) -> bool:
        return any(at.record == number for at in self._asked.get(item, ()))
