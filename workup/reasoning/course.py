"""The course of a score: when it was taken, what it was before, and whether the change matters."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from workup.answers import Answer, Answers, PartialDate, Slot
from workup.protocol import AnyItem, Computed, ImportantChange, Instrument, Library, ScoreRule, Text, When


class Change(Struct, frozen=True, kw_only=True):
    """How a score differs from the one of the visit before.

    `better` is None where the instrument says nothing of it; `reached` whether the smallest change that matters is,
    None where no limit was read, within a range of limits, and for a change for the worse: the limits were read for
    improvement. With another `version` of the form then, nothing is concluded.
    """

    points: float
    before: float
    since: PartialDate
    better: bool | None = None
    reached: bool | None = None
    limit: ImportantChange | None = None
    version: str = ""


class Given(Struct, frozen=True):
    """A number as it stood at a visit, with the answers it is read from."""

    value: float
    visits: frozenset[int]
    day: date

    @property
    def visit(self) -> int:
        """The visit it was complete at."""
        return max(self.visits)


class Course:
    """What was answered at which visit, this one and those before."""

    def __init__(
        self, library: Library, counted: Answers, answers: Answers, days: Mapping[int, date], former: Answers | None
    ) -> None:
        self.library, self.counted, self.answers, self.days, self.former = library, counted, answers, days, former

    def day(self, answer: Answer) -> date:
        """The day of the visit an answer was given at."""
        return self.days.get(answer.visit, answer.at.date())

    def given(self, parts: tuple[Answer, ...]) -> Given | None:
        """The sum of these answers, nothing while one of them is no number."""
        numbers = [number for part in parts if (number := number_of(part)) is not None]
        if len(numbers) < len(parts):
            return None
        last = max(parts, key=lambda answer: answer.visit)
        total = numbers[0] if len(numbers) == 1 else sum(numbers)
        return Given(total, frozenset(part.visit for part in parts), self.day(last))

    def before(
        self, instrument: Instrument, item: AnyItem, where: Slot, now: Given
    ) -> tuple[Given, PartialDate] | None:
        """The same score at an earlier visit and its date; nothing where answers of several visits are mixed."""
        slots = [Slot(name) for name in item.sum] if isinstance(item, Computed) else [where]
        found = [self.earlier(slot, now.visit) for slot in slots]
        parts = tuple(answer for answer in found if answer is not None)
        given = self.given(parts) if len(parts) == len(slots) else None
        if given is None or len(given.visits) > 1 or len(now.visits) > 1:
            return None
        completed = self._completed(instrument, now.visit)
        exact = completed is not None and completed[1] >= given.visit
        return given, completed[0] if completed is not None and exact else PartialDate.of(given.day)

    def earlier(self, where: Slot, visit: int) -> Answer | None:
        """The answer as it stood before this visit, else in the evaluation before; not one that was taken back."""
        steps = [step for step in self.answers.trail(where) if step.visit < visit]
        if steps:
            return steps[-1] if isinstance(steps[-1], Answer) else None
        answer = self.former.get(where) if self.former is not None else None
        return answer if answer is not None and answer.visit < visit else None

    def _completed(self, instrument: Instrument, visit: int) -> tuple[PartialDate, int] | None:
        """The day of completion as it stood before this visit, and the visit it was given at."""
        answer = next((self.earlier(slot, visit) for slot in self._own(instrument, When)), None)
        if answer is None or not isinstance(answer.value, PartialDate):
            return None
        return answer.value, answer.visit

    def taken_on(
        self, instrument: Instrument, last: Answer, before: tuple[Given, PartialDate] | None
    ) -> PartialDate:
        """The day it was completed, else the day of its visit; a day given for an earlier score is not its own."""
        for where in self._own(instrument, When):
            answer = self.counted.get(where)
            own = answer is not None and (before is None or answer.visit >= last.visit)
            if answer is not None and own and isinstance(answer.value, PartialDate):
                return answer.value
        return PartialDate.of(self.day(last))

    def version(self, instrument: Instrument, before: int | None = None) -> str:
        """The version of the form, as it stood before a visit when one is named."""
        for where in self._own(instrument, Text):
            answer = self.counted.get(where) if before is None else self.earlier(where, before)
            if answer is not None and isinstance(answer.value, str):
                return answer.value.strip()
        return ""

    def _own(self, instrument: Instrument, kind: type[When] | type[Text]) -> Iterator[Slot]:
        items = self.library.items
        return (Slot(name) for name in instrument.items if isinstance(items.get(name), kind))

    def change(
        self, instrument: Instrument, rule: ScoreRule, now: Given, before: tuple[Given, PartialDate] | None
    ) -> Change | None:
        """The difference; none where the same form was only corrected."""
        if before is None:
            return None
        then, since = before
        completed = self._completed(instrument, now.visit)
        own = next((self.counted.get(slot) for slot in self._own(instrument, When)), None)
        if completed is not None and own is not None and own.visit >= now.visit and own.value == completed[0]:
            return None
        points = round(now.value - then.value, 10)
        version, former = self.version(instrument), self.version(instrument, now.visit)
        if version and former and version != former:
            return Change(points=points, before=then.value, since=since, version=former)
        gain = points if rule.better == "higher" else -points
        better = gain > 0 if points and rule.better else None
        limit = rule.change if better is not False else None
        return Change(
            points=points,
            before=then.value,
            since=since,
            better=better,
            reached=reached_by(limit, gain, then.value) if limit is not None else None,
            limit=rule.change,
        )


def reached_by(limit: ImportantChange, gain: float, before: float) -> bool | None:
    """Whether the gain reaches the points or the percentage; None between the ends of a range of limits."""
    found: list[bool | None] = []
    if limit.points is not None:
        between = limit.upto is not None and limit.points <= gain < limit.upto
        found.append(None if between else gain >= limit.points)
    if limit.percent is not None:
        found.append(before != 0 and round(gain / abs(before) * 100, 10) >= limit.percent)
    return True if True in found else None if None in found else False


def number_of(answer: Answer) -> float | None:
    """The number of an answer; a grade may be stored as a word."""
    value = answer.value
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    return value if isinstance(value, (int, float)) else None


