"""What was said of a patient: slots, values and the answers laid over one another."""

from calendar import monthrange
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Side = Literal["right", "left"]
SIDES: tuple[Side, ...] = ("right", "left")
Cause = Literal[
    "typed", "patient", "normal-macro", "macro", "carried", "reconfirmed", "derived", "imported", "undo", "redo",
    "amended",
]


class At(Struct, frozen=True, order=True, omit_defaults=True, cache_hash=True, gc=False):
    """Where an answer belongs: record, place and side, each optional."""

    record: int | None = None
    place: str | None = None
    side: Side | None = None

    def __str__(self) -> str:
        return "/".join(str(part) for part in (self.record, self.place, self.side) if part is not None)


NOWHERE = At()


class Slot(Struct, frozen=True, omit_defaults=True, cache_hash=True, gc=False):
    """One thing that can be answered: an item at a place."""

    item: str
    at: At = NOWHERE

    def __str__(self) -> str:
        return f"{self.item}@{self.at}" if self.at != NOWHERE else self.item


def slot(address: str) -> Slot:
    """Read `item@record/place/side`; parts may be left out but keep this order. Raises ValueError."""
    item, _, tail = address.partition("@")
    record: int | None = None
    place: str | None = None
    side: Side | None = None
    if "@" in address and not tail:
        raise ValueError(f"“{address}” ends in @ without a place.")
    for part in tail.split("/") if tail else ():
        if part.isdecimal() and record is None and place is None and side is None:
            record = int(part)
        elif part in ("right", "left") and side is None:
            side = "right" if part == "right" else "left"
        elif part and place is None and side is None:
            place = part
        else:
            raise ValueError(f"“{address}” is not item@record/place/side.")
    if not item or record == 0:
        raise ValueError(f"“{address}” is not item@record/place/side; records count from 1.")
    return Slot(item, At(record, place, side))


class Gap(Struct, frozen=True, tag_field="type", tag="gap", omit_defaults=True):
    """An answer that gives no value: asked but unknown, or not examined for a reason."""

    state: Literal["unknown", "not_examined"]
    reason: str = ""


UNKNOWN = Gap("unknown")


class Marks(Struct, frozen=True, tag_field="type", tag="marks", omit_defaults=True):
    """The state of each option of a many-of-many item; options in none of the three were not asked."""

    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def state(self, option: str) -> Literal["present", "absent", "unknown"] | None:
        """The state of one option; None when it was not asked."""
        if option in self.present:
            return "present"
        if option in self.absent:
            return "absent"
        return "unknown" if option in self.unknown else None


class PartialDate(Struct, frozen=True, tag_field="type", tag="date", omit_defaults=True):
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def last(self) -> date:
        """The last day it can mean."""
        if self.day is not None:
            return self.first
        if self.month is not None:
            return date(self.year, self.month, monthrange(self.year, self.month)[1])
        return date(self.year, 12, 31)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """The whole date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2024`, `2024-09` or `2024-09-03`. Raises ValueError."""
        parts = text.split("-")
        if len(parts) > 3 or len(parts[0]) != 4 or not all(part.isdecimal() for part in parts):
            raise ValueError(f"“{text}” is not a date such as 2024, 2024-09 or 2024-09-03.")
        numbers = [int(part) for part in parts]
        day = cls(numbers[0], *numbers[1:])
        try:
            _ = day.first, day.last
        except ValueError:
            raise ValueError(f"“{text}” is not a day of the calendar.") from None
        return day


class Levels(Struct, frozen=True, tag_field="type", tag="levels"):
    """A span of vertebrae, the upper one first, such as L4 to S1."""

    upper: str
    lower: str

    def __str__(self) -> str:
        return self.upper if self.upper == self.lower else f"{self.upper}-{self.lower}"


class Finding(Struct, frozen=True, tag_field="type", tag="finding", omit_defaults=True):
    """The outcome of a manoeuvre: result, angle in degrees, and where it was felt."""

    result: Literal["positive", "negative"]
    angle: float | None = None
    felt: str | None = None


class Painted(Struct, frozen=True, tag_field="type", tag="painted", omit_defaults=True):
    """A region of the body chart: pain qualities in the order painted, and intensity 0 to 10."""

    qualities: tuple[str, ...] = ()
    intensity: int | None = None


Media = Literal["application/pdf", "image/png", "image/jpeg"]


class AttachedFile(Struct, frozen=True):
    """A report kept as it came: what it is called, what it is, and the SHA-256 of its bytes, which stand elsewhere."""

    title: str
    media: Media
    size: int
    digest: str
    pages: int


class Attached(Struct, frozen=True, tag_field="type", tag="attached"):
    """The documents attached at one place, in the order attached."""

    files: tuple[AttachedFile, ...]


Value = str | int | float | Gap | Marks | PartialDate | Levels | Finding | Painted | Attached


class Answer(Struct, frozen=True):
    """A value with its visit number, time, author and cause."""

    value: Value
    visit: int
    at: datetime
    who: str
    cause: Cause = "typed"


class TakenBack(Struct, frozen=True):
    """An answer taken back to *not asked*: when and by whom."""

    visit: int
    at: datetime
    who: str
    cause: Cause = "typed"


def in_force(trail: tuple[Answer | TakenBack, ...], last: Answer) -> Answer:
    """The answer with the cause it was first given with: undo and redo bring an answer back, they make none."""
    if last.cause not in ("undo", "redo"):
        return last
    done: list[Answer | TakenBack] = []
    undone: list[Answer | TakenBack] = []
    for step in trail:
        if step.cause == "undo" and done and _value(step) == _value(done[-2] if len(done) > 1 else None):
            undone.append(done.pop())
        elif step.cause == "redo" and undone and _value(step) == _value(undone[-1]):
            done.append(undone.pop())
        else:
            done.append(step)
            undone.clear()
    return replace(last, cause=done[-1].cause) if done else last


def _value(step: Answer | TakenBack | None) -> Value | None:
    return step.value if isinstance(step, Answer) else None


# Answers laid on others know what sets them apart from so many layers below.
DEEPEST = 4


class Answers(Mapping[Slot, Answer]):
    """A read-only view of the answers in force, with the former ones behind them.

    `by_item` holds the same by item and place, for what looks at a great many of them.
    """

    def __init__(self, entries: Iterable[tuple[Slot, Answer | TakenBack]] = ()) -> None:
        """Lay entries over one another in order."""
        trails: dict[Slot, tuple[Answer | TakenBack, ...]] = {}
        order: dict[Slot, int] = {}
        for number, (where, step) in enumerate(entries, 1):
            trails[where] = (*trails.get(where, ()), step)
            order[where] = number
        self._set(trails, order)

    def _set(
        self, trails: dict[Slot, tuple[Answer | TakenBack, ...]], order: dict[Slot, int] | None = None
    ) -> None:
        self._begin(())
        self._trails = trails
        self._order = order or {}
        self._last = max(self._order.values(), default=0)
        self._current: dict[Slot, Answer] = {}
        self.by_item: dict[str, dict[At, Answer]] = {}
        for where, trail in trails.items():
            last = trail[-1]
            if isinstance(last, Answer):
                last = in_force(trail, last)
                self._current[where] = last
                self.by_item.setdefault(where.item, {})[where.at] = last

    def _begin(self, under: tuple[tuple[object, Set[str]], ...]) -> None:
        """Be known as a layer of its own, upon others from which only these items may differ."""
        self._layer = object()
        self._under = under

    def __getitem__(self, key: Slot) -> Answer:
        return self._current[key]

    def __iter__(self) -> Iterator[Slot]:
        return iter(self._current)

    def __len__(self) -> int:
        return len(self._current)

    def value(self, item: str, at: At = NOWHERE) -> Value | None:
        """The value in force, None when not asked."""
        answer = self.of_item(item).get(at)
        return None if answer is None else answer.value

    def lacks(self, items: frozenset[str]) -> bool:
        """Whether none of these items has an answer in force."""
        return self.by_item.keys().isdisjoint(items)  # goes through the few, not through all that was answered

    def of_item(self, item: str) -> Mapping[At, Answer]:
        """Every answer in force to one item, by place."""
        return self.by_item.get(item, {})

    def only(self, items: Container[str]) -> "Answers":
        """The answers to these items alone, with what is behind them; shares what it holds of each item."""
        new = Answers.__new__(Answers)
        new._begin(())
        new._trails = {where: trail for where, trail in self._trails.items() if where.item in items}
        new._order = {where: place for where, place in self._order.items() if where.item in items}
        new._last = max(new._order.values(), default=0)
        new._current = {where: answer for where, answer in self._current.items() if where.item in items}
        new.by_item = {item: given for item, given in self.by_item.items() if item in items}
        return new

    def order(self, where: Slot) -> int:
        """The place of a slot's last entry among all entries, whatever the clock said; 0 when nothing was entered."""
        return self._order.get(where, 0)

    @property
    def ever(self) -> Iterable[Slot]:
        """Every slot that anything was ever entered in."""
        return self._trails.keys()

    def trail(self, where: Slot) -> tuple[Answer | TakenBack, ...]:
        """All that was ever entered in a slot, oldest first."""
        return self._trails.get(where, ())

    def differing(self, other: "Answers") -> set[str]:
        """The items whose answers may differ: answers laid on top of others share what they left alone."""
        for layer, items in self._under:
            if layer is other._layer:
                return set(items)
        mine, others = self.by_item, other.by_item
        return {item for item, given in mine.items() if others.get(item) is not given} | (others.keys() - mine.keys())

    def at_visit(self, visit: int) -> "Answers":
        """The answers as they stood when the given visit ended."""
        trails = {where: tuple(s for s in trail if s.visit <= visit) for where, trail in self._trails.items()}
        earlier = Answers()
        earlier._set({where: trail for where, trail in trails.items() if trail})
        return earlier

    def laid(self, where: Slot, step: Answer | TakenBack) -> "Answers":
        """These answers with one more entry on top; shares everything else."""
        new = Answers.__new__(Answers)
        deeper = ((layer, items | {where.item}) for layer, items in self._under[: DEEPEST - 1])
        new._begin(((self._layer, {where.item}), *deeper))
        new._trails = {**self._trails, where: (*self._trails.get(where, ()), step)}
        new._last = self._last + 1
        new._order = {**self._order, where: new._last}
        new._current = dict(self._current)
        new.by_item = dict(self.by_item)
        of_item = dict(new.by_item.get(where.item, {}))
        if isinstance(step, Answer):
            new._current[where] = of_item[where.at] = in_force(new._trails[where], step)
        else:
            new._current.pop(where, None)
            of_item.pop(where.at, None)
        new.by_item[where.item] = of_item
        return new
