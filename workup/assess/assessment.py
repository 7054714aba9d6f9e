"""What the answers mean, item by item and as a whole."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct

from workup.answers import NOWHERE, Answer, Answers, At, Gap, Slot
from workup.orders import Orders
from workup.orders.order import RECORDS
from workup.protocol import Library
from workup.reasoning.facts import Facts
from workup.reasoning.reason import Reasoning
from workup.reasoning.scope import Scope
from workup.reasoning.scores import Score, scores
from workup.record import Visit


class Tally(Struct, frozen=True):
    """How many of the counted questions are answered."""

    done: int = 0
    total: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.done + other.done, self.total + other.total)


class Told(Struct, frozen=True):
    """What the answers say of one item: where it is asked, what is open, abnormal, doubtful or computed."""

    asked: tuple[At, ...] = ()
    open: tuple[Slot, ...] = ()
    findings: tuple[Slot, ...] = ()
    doubts: tuple[tuple[Slot, str], ...] = ()
    computed: tuple[tuple[Slot, float], ...] = ()
    tally: Tally = Tally()


HIDDEN = Told()


class Assessment(Struct, frozen=True, dict=True):
    """Everything that screen, paper and text show, derived from the answers.

    `asked` gives for each item the places it is asked at now (empty when hidden), in document order; `open` the
    counted slots that are still not asked (or need asking again at this visit); `findings` the abnormal slots;
    `counted` the answers of items asked now;
    `doubts` a sentence for each doubtful value; `records` the record numbers in force of each records item,
    `former` the answers of the evaluation before this one, `earlier` the slots whose item the content no longer has.
    `reasoning` weighs the sources of the pain and raises red flags, each part when it is first looked at.
    `told` holds the same by item; from it the next assessment is derived. `anew` names the items told otherwise than
    in `since`, the `told` of the assessment before.
    """

    library: Library
    answers: Answers
    counted: Answers
    today: date
    visits: tuple[Visit, ...]
    visit: int
    asked: Mapping[str, tuple[At, ...]]
    records: Mapping[str, tuple[int, ...]]
    open: tuple[Slot, ...]
    findings: frozenset[Slot]
    doubts: Mapping[Slot, str]
    computed: Mapping[Slot, float]
    facts: Facts
    steps: Mapping[str, Tally]
    sections: Mapping[str, Tally]
    scope: Scope
    reasoning: Reasoning
    former: Answers
    earlier: tuple[Slot, ...]
    told: Mapping[str, Told]
    since: Mapping[str, Told]
    anew: frozenset[str]

    @property
    def visit_days(self) -> list[date]:
        """The days of the visits, each once: two clinicians on one day are two visits."""
        return list(dict.fromkeys(visit.day for visit in self.visits))

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The score of every instrument with an answer."""
        return scores(self.library, self.facts, self.answers, self.visits, self.former)

    @cached_property
    def orders(self) -> Orders:
        """The tests: their states, safety, due dates and expectations."""
        return Orders(
            self.library, self.reasoning, self.records.get(RECORDS, ()), self.asked, self.today, self.answers
        )

    def score_at(self, where: Slot) -> Score | None:
        """The score read from this item, if there is one."""
        return next((score for score in self.scores if score.where == where), None)

    def shows(self, item: str, at: At = NOWHERE) -> bool:
        """Whether the item is asked at this place."""
        return at in self.asked.get(item, ())

    def value_counts(self, where: Slot) -> Answer | None:
        """The answer in force, None when not asked or when the item is hidden (hidden answers do not count)."""
        return self.answers.get(where) if self.shows(where.item, where.at) else None

    def is_gap(self, where: Slot) -> bool:
        """Whether it was asked and is unknown, or not examined."""
        answer = self.answers.get(where)
        return answer is not None and isinstance(answer.value, Gap)

    def is_current(self, where: Slot) -> bool:
        """Whether the slot needs no asking at this visit."""
        answer = self.answers.get(where)
        if answer is None:
            return False
        item = self.library.items.get(where.item)
        return item is None or not item.every_visit or answer.visit >= self.visit

    def is_comparable(self, other: "Assessment") -> bool:
        """Whether content, days and visits are those of `other`, so that only answers can make a difference."""
        return (
            (self.library is other.library and self.former is other.former)
            and (self.today, self.visit, self.visits) == (other.today, other.visit, other.visits)
        )

    def slots_differing(self, other: "Assessment", item: str) -> set[Slot]:
        """The slots of an item that may show anything else than in a comparable one."""
        one, two = self.told.get(item, HIDDEN), other.told.get(item, HIDDEN)
        mine, others = self.answers.of_item(item), other.answers.of_item(item)
        ats = set(one.asked) ^ set(two.asked)
        ats.update(at for at in {**mine, **others} if mine.get(at) is not others.get(at))
        found = {Slot(item, at) for at in ats} | set(one.open) ^ set(two.open) | set(one.findings) ^ set(two.findings)
        for said, before in ((one.doubts, two.doubts), (one.computed, two.computed)):
            if said != before:
                found.update(where for where, _ in (*said, *before))
        return found

    def differs(self, other: "Assessment | None") -> frozenset[str]:
        """The items that may show anything else than in `other`; all of them when days, visits or content differ."""
        if other is None or not self.is_comparable(other):
            return frozenset(self.told)
        before = other.told
        if before is self.since:
            return self.anew
        return frozenset(item for item, told in self.told.items() if before.get(item) is not told)
