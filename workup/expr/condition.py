"""A compiled condition, and the words it may use."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from workup.answers import Slot
from workup.expr.context import Context
from workup.expr.values import Quantity, Relation, Shape, Truth, truth

Node = Callable[[Context], Quantity]


class Condition(Struct, frozen=True):
    """A compiled condition and the items and facts it reads, those of its definitions included.

    `axes` are the axes whose places it reads from where it stands; `here` the parts of that place it depends on,
    `stands` the same as an index of `Context.ats`; `reads` all items that it or its facts read, `lists` the lists of
    records whose record it asks for; `blank` its value while nothing it reads is answered.
    """

    text: str
    node: Node
    items: frozenset[str]
    facts: frozenset[str]
    axes: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    blank: Quantity = None
    stands: int = 0

    def holds(self, context: Context) -> Truth:
        """True, False, or None when what it needs is not known."""
        return truth(self.value(context))

    def value(self, context: Context) -> Quantity:
        """What it comes to here; without an answer to anything it reads, what it comes to for a blank record."""
        if context.trace is None and self.reads and context.answers.lacks(self.reads):
            return self.blank
        return self.node(context)

    def because(self, context: Context) -> frozenset[Slot]:
        """The answered slots that decide the outcome here."""
        trace: set[Slot] = set()
        self.node(context.traced(trace))
        return frozenset(trace)

    def recalled(self, name: str, context: Context) -> Quantity:
        """The value, worked out once for each place it depends on; `name` is what it is kept under."""
        kept = context.kept
        if kept is None:
            return self.value(context)
        values = kept.values.get(name)
        if values is None:
            values = kept.values[name] = {}
        at = context.ats[self.stands]
        if at not in values:
            heard = kept.heard is not None and name in kept.heard
            values[at] = self.node(context) if heard else self.value(context)
        return values[at]


class Names(Struct, frozen=True):
    """The words a condition may use; of each fact also the items it reads.

    `placed` tells which facts depend on the record or place they are asked at, `lists` of which list that record is;
    `computed` which fact, or the sum of which items, a computed item shows; `terms` are definitions by name,
    `constants` numbers by name, `areas` groups of regions of the body chart, `spine` the vertebrae from above.
    """

    items: Mapping[str, Shape]
    facts: Mapping[str, frozenset[str]]
    places: frozenset[str]
    placed: Mapping[str, frozenset[str]] = {}
    lists: Mapping[str, str] = {}
    computed: Mapping[str, str | tuple[str, ...]] = {}
    terms: "Mapping[str, Condition]" = {}
    constants: Mapping[str, float] = {}
    relations: Mapping[str, Relation] = {}
    areas: Mapping[str, tuple[str, ...]] = {}
    spine: tuple[str, ...] = ()
