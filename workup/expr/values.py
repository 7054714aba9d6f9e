"""Values of conditions and the three-valued operations on them."""

import operator
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from workup.answers import (
    NOWHERE,
    Answers,
    At,
    Attached,
    Finding,
    Gap,
    Levels,
    Marks,
    Painted,
    PartialDate,
    Side,
    Slot,
    Value,
)

Truth = bool | None


class Between(Struct, frozen=True):
    """A number known only to lie between two bounds, both included."""

    low: float
    high: float


Quantity = bool | int | float | str | Marks | PartialDate | Levels | Painted | Between | None
FactValue = bool | int | float | str | Between | None


class Shape(Struct, frozen=True):
    """What a condition must know of an item: its options, record, axis and side, and its place in the document."""

    options: frozenset[str]
    record: str = ""
    axis: str = ""
    side: bool = False
    order: int = 0
    kind: str = ""


class Relation(Struct, frozen=True):
    """Which places of one axis belong to a place of another, such as the segments that a root passes."""

    start: str
    end: str
    places: Mapping[str, tuple[str, ...]]


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


class Kept(Struct):
    """What is worked out once for the same answers: values and traces of definitions by place, and places answered.

    `silent` tells of definitions whether nothing they read is answered. `constants` are those that a clinic has set
    otherwise than the content as shipped.
    """

    values: dict[tuple[str, At], "Quantity"]
    constants: Mapping[str, float] = {}
    traces: dict[tuple[str, At], tuple["Quantity", frozenset[Slot]]] = field(default_factory=dict)
    silent: dict[str, bool] = field(default_factory=dict)
    places: dict[tuple[int, At], list[At]] = field(default_factory=dict)
    parts: dict[str, tuple[set[int | None], set[str | None], set[Side | None]] | None] = field(default_factory=dict)


class Context(Struct, frozen=True):
    """What a condition is evaluated against; `trace` gathers the slots that decided the outcome."""

    answers: Answers
    fact: Callable[[str, At], FactValue]
    at: At = NOWHERE
    kept: Kept | None = None
    trace: set[Slot] | None = None

    def moved(self, at: At) -> "Context":
        """The same at another place."""
        return Context(self.answers, self.fact, at, self.kept, self.trace)

    def traced(self, trace: set[Slot]) -> "Context":
        """The same, gathering slots elsewhere."""
        return Context(self.answers, self.fact, self.at, self.kept, trace)


class ExpressionError(ValueError):
    """A condition that cannot be used, with the offending word."""

    def __init__(self, sentence: str, suggestion: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.suggestion = suggestion


Node = Callable[[Context], Quantity]


class Condition(Struct, frozen=True):
    """A compiled condition and the items and facts it reads, those of its definitions included.

    `axes` are the axes whose places it reads from where it stands; `here` the parts of that place it depends on;
    `reads` all items that it or its facts read, `lists` the lists of records whose record it asks for; `blank` its
    value while nothing it reads is answered.
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

    def narrowed(self, at: At) -> At:
        """The part of a place that this condition depends on."""
        here = self.here
        if (
            (at.place is None or "place" in here)
            and (at.side is None or "side" in here)
            and (at.record is None or "record" in here)
        ):
            return at
        return At(
            at.record if "record" in here else None,
            at.place if "place" in here else None,
            at.side if "side" in here else None,
        )


_TRUTHS = {"yes": True, "no": False, "positive": True, "negative": False}


def truth(value: Quantity) -> Truth:
    """Read a value as a truth: yes is true, no is false, a number is true unless 0."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return _TRUTHS.get(value, True)
    if isinstance(value, Between):
        return None
    if isinstance(value, Marks):
        return True if value.present else None
    return bool(value)


def project(at: At, shape: Shape) -> At:
    """The part of a place that an item of this shape has."""
    return At(at.record if shape.record else None, at.place if shape.axis else None, at.side if shape.side else None)


def plain(value: Value | None) -> Quantity:
    """A value as conditions see it: gaps are unknown, a finding is its result."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Gap | Attached):  # nothing in a document is read
        return None
    return value.result if isinstance(value, Finding) else value


def any_of(results: Iterable[Truth]) -> Truth:
    """Whether one of several is true; unknown while none is and one is unknown, or there are none."""
    unknown = nothing = True
    for result in results:
        if result is True:
            return True
        if nothing:
            nothing, unknown = False, False
        unknown = unknown or result is None
    return None if unknown else False


def negated(value: Truth) -> Truth:
    """Not; the opposite of unknown is unknown."""
    return None if value is None else not value


def all_of(parts: list[Node]) -> Node:
    """And: false as soon as one part is, else unknown while one part is."""
    return _decided(parts, by=False)


def any_node(parts: list[Node]) -> Node:
    """Or: true as soon as one part is, else unknown while one part is."""
    return _decided(parts, by=True)


def _decided(parts: list[Node], *, by: bool) -> Node:
    def node(context: Context) -> Quantity:
        if context.trace is not None:
            return settled(parts, context, by=by)
        unknown = False
        for part in parts:
            value = part(context)
            if value is by:
                return by
            if value is None:
                unknown = True
            elif value is not True and value is not False:
                read = truth(value)
                if read is by:
                    return by
                unknown = unknown or read is None
        return None if unknown else not by

    return node


def settled(parts: Iterable[Node], context: Context, *, by: bool) -> Truth:
    """The outcome of and/or with the slots that settle it: of the parts that decide, else of all."""
    assert context.trace is not None
    heard: list[tuple[Truth, set[Slot]]] = []
    for part in parts:
        trace: set[Slot] = set()
        heard.append((truth(part(context.traced(trace))), trace))
    results = [value for value, _ in heard]
    decided = by in results
    for value, trace in heard:
        if not decided or value is by:
            context.trace.update(trace)
    if decided:
        return by
    return None if None in results or not results else not by


def equal(first: Node, second: Node, wanted: bool) -> Node:
    """Equal, or unequal when `wanted` is False; a many-of-many item equals an option that is present."""

    def node(context: Context) -> Quantity:
        a, b = first(context), second(context)
        if type(a) is str and type(b) is str:  # by far the most common
            return (a == b) is wanted
        if a is None or b is None:
            return None
        if isinstance(a, Marks) and isinstance(b, str):
            same = marked(a, b)
            return None if same is None else same is wanted
        if isinstance(a, Between) or isinstance(b, Between):
            low, high = _bounds(a), _bounds(b)
            apart = low is None or high is None or low.high < high.low or high.high < low.low
            return (not wanted) if apart else None
        return (a == b) is wanted

    return node


def marked(marks: Marks, option: str) -> Truth:
    """Whether an option of a many-of-many item is present; unknown when it was not asked."""
    state = marks.state(option)
    return None if state in (None, "unknown") else state == "present"


def within(option: Node, group: Node, wanted: bool) -> Node:
    """Whether an option is present in a many-of-many item."""

    def node(context: Context) -> Quantity:
        a, b = option(context), group(context)
        if not isinstance(a, str) or b is None:
            return None
        if isinstance(b, Marks):
            found = marked(b, a)
        elif isinstance(b, Painted):
            found = a in b.qualities
        else:
            found = a == b
        return None if found is None else found is wanted

    return node


def _bounds(value: Quantity) -> Between | None:
    if isinstance(value, (int, float)):
        return Between(value, value)
    return value if isinstance(value, Between) else None


def ordered(compare: Callable[[float, float], bool], first: Node, second: Node) -> Node:
    """A comparison of numbers, unknown where a number is known only between bounds that straddle it."""

    def node(context: Context) -> Quantity:
        a, b = _bounds(first(context)), _bounds(second(context))
        if a is None or b is None:
            return None
        results = {compare(x, y) for x in (a.low, a.high) for y in (b.low, b.high)}
        return results.pop() if len(results) == 1 else None

    return node


def arithmetic(apply: Callable[[float, float], float], first: Node, second: Node) -> Node:
    """Arithmetic on numbers and bounds; division by what may be zero is unknown."""

    def node(context: Context) -> Quantity:
        a, b = _bounds(first(context)), _bounds(second(context))
        if a is None or b is None or (apply is operator.truediv and b.low <= 0 <= b.high):
            return None
        ends = [apply(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
        return min(ends) if min(ends) == max(ends) else Between(min(ends), max(ends))

    return node
