"""Values of conditions, in three truths."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from workup.answers import Attached, Finding, Gap, Levels, Marks, Painted, PartialDate, Value

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


class ExpressionError(ValueError):
    """A condition that cannot be used, with the offending word."""

    def __init__(self, sentence: str, suggestion: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.suggestion = suggestion


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


def marked(marks: Marks, option: str) -> Truth:
    """Whether an option of a many-of-many item is present; unknown when it was not asked."""
    state = marks.state(option)
    return None if state in (None, "unknown") else state == "present"
