"""What a condition is evaluated against: answers, facts, the place it stands at, and what is worked out once."""

from collections.abc import Callable, Collection, Container, Mapping

from msgspec import Struct, field

from workup.answers import NOWHERE, Answers, At, Side, Slot
from workup.expr.values import FactValue, Quantity

Group = frozenset[tuple[str, bool, bool, bool]]
Parts = tuple[Collection[int | None], Collection[str | None], Collection[Side | None]]


class Reach(Struct, eq=False):
    """The records, places and sides a group of items was answered at; many groups share one.

    `contexts` holds those there, from where a condition stands, and `tests` the same by record, the newest test
    first.
    """

    records: tuple[int | None, ...]
    places: tuple[str | None, ...]
    sides: tuple[Side | None, ...]
    contexts: dict[At, "list[Context]"] = field(default_factory=dict)
    tests: dict[At, "list[list[Context]]"] = field(default_factory=dict)


class Kept(Struct):
    """What is worked out once for the same answers: values and traces of conditions by place, and places answered.

    `constants` are those that a clinic has set otherwise than the content as shipped. `heard` names the conditions that
    read anything answered; without it each looks for itself. `parts` tells the records, places and sides an item was
    answered at, `groups` the same of groups of items, `reaches` each of these once; `ages` tells how old a test is.
    """

    values: dict[str, dict[At, Quantity]]
    constants: Mapping[str, float] = {}
    heard: Container[str] | None = None
    traces: dict[str, dict[At, tuple[Quantity, frozenset[Slot]]]] = field(default_factory=dict)
    parts: dict[str, Parts | None] = field(default_factory=dict)
    groups: dict[Group, Reach | None] = field(default_factory=dict)
    reaches: dict[Parts, Reach] = field(default_factory=dict)
    ages: dict[int, tuple[float, int]] = field(default_factory=dict)


class Context:
    """The answers that count, the facts, and a place; `trace` gathers the slots that decided the outcome.

    `given` holds the answers by item; `ats` the place reduced to each choice of its parts, at the index that `stands`
    gives. One context is made for each place and shared, as most places are looked at by many conditions.
    """

    __slots__ = ("answers", "at", "ats", "fact", "given", "kept", "shared", "trace")

    def __init__(
        self,
        answers: Answers,
        fact: Callable[[str, At], FactValue],
        at: At = NOWHERE,
        kept: Kept | None = None,
        trace: set[Slot] | None = None,
    ) -> None:
        """Stand at a place; contexts of other places are made from this one."""
        self.answers, self.fact, self.at, self.kept, self.trace = answers, fact, at, kept, trace
        self.given = answers.by_item
        self.ats = _reduced(at)
        self.shared: dict[At, Context] = {}

    def there(self, at: At) -> "Context":
        """The same at another place and without a trace."""
        found = self.shared.get(at)
        if found is None:
            found = self.shared[at] = self._copied()
            found.at, found.ats = at, _reduced(at)
        return found

    def moved(self, at: At) -> "Context":
        """The same at another place."""
        return self.there(at).noting(self.trace)

    def noting(self, trace: set[Slot] | None) -> "Context":
        """The same with the trace of another context, if it has one."""
        return self if trace is None else self.traced(trace)

    def traced(self, trace: set[Slot]) -> "Context":
        """The same, gathering slots elsewhere."""
        new = self._copied()
        new.at, new.ats, new.trace = self.at, self.ats, trace
        return new

    def _copied(self) -> "Context":
        new = Context.__new__(Context)
        new.answers, new.given, new.fact, new.kept = self.answers, self.given, self.fact, self.kept
        new.trace, new.shared = None, self.shared
        return new


def stands(*, record: bool, place: bool, side: bool) -> int:
    """The index in `Context.ats` of the place reduced to these parts."""
    return record + place * 2 + side * 4


def _reduced(at: At) -> tuple[At, ...]:
    record, place, side = at.record, at.place, at.side
    by_record = NOWHERE if record is None else At(record)
    by_place = NOWHERE if place is None else At(None, place)
    both = at if side is None else At(record, place)
    if side is None:
        return NOWHERE, by_record, by_place, both, NOWHERE, by_record, by_place, at
    by_side = At(None, None, side)
    return NOWHERE, by_record, by_place, both, by_side, At(record, None, side), At(None, place, side), at
