"""What the answers mean today: what is asked, what is open, what is abnormal; one pure function."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from workup.answers import NOWHERE, Answer, Answers, At, Gap, Slot, Value
from workup.expr import Condition, Context, FactValue
from workup.limits import doubt, has_doubts, is_finding
from workup.protocol import AnyItem, BodyMap, Computed, Library, Records, Section
from workup.reasoning.facts import Facts
from workup.reasoning.scope import Scope, scope_of
from workup.record import Visit

REMOVED = "removed"
NO_ANSWERS = Answers()


class Tally(Struct, frozen=True):
    """How many of the counted questions are answered."""

    done: int = 0
    total: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.done + other.done, self.total + other.total)


class Assessment(Struct, frozen=True):
    """Everything that screen, paper and text show, derived from the answers.

    `asked` gives for each item the places it is asked at now (empty when hidden), in document order; `open` the
    counted slots that are still not asked (or need asking again at this visit); `findings` the abnormal slots;
    `counted` the answers of items asked now;
    `doubts` a sentence for each doubtful value; `records` the record numbers in force of each records item,
    `former` the answers of the evaluation before this one, `earlier` the slots whose item the content no longer has.
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
    former: Answers
    earlier: tuple[Slot, ...]

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


def assess(
    library: Library,
    answers: Answers,
    today: date,
    visits: tuple[Visit, ...] = (),
    visit: int | None = None,
    former: Answers | None = None,
) -> Assessment:
    """Derive everything shown from the content, the answers and the day; `former` holds an earlier evaluation's."""
    number = visit if visit is not None else (visits[-1].number if visits else 1)
    walk = _Walk(library, answers, today, number)
    for step in library.steps:
        tally = Tally()
        for section in step.sections:
            tally = tally.plus(walk.section(section))
        walk.steps[step.id] = tally
    return Assessment(
        library=library,
        answers=answers,
        counted=walk.counted,
        today=today,
        visits=visits,
        visit=number,
        asked=walk.asked,
        records=walk.records,
        open=tuple(walk.open),
        findings=frozenset(walk.findings),
        doubts=walk.doubts,
        computed=walk.computed,
        facts=walk.facts,
        steps=walk.steps,
        sections=walk.sections,
        scope=scope_of(library, Context(walk.counted, walk.facts.value)),
        former=former if former is not None else NO_ANSWERS,
        earlier=tuple(where for where in answers if where.item not in library.items),
    )


class Counted(Answers):
    """The answers that count: those of items asked now, admitted one item at a time."""

    def admit(self, item: str, kept: dict[At, Answer]) -> None:
        """Let these answers to one item count."""
        self._by_item[item] = kept
        for at, answer in kept.items():
            self._current[Slot(item, at)] = answer

    def value(self, item: str, at: At = NOWHERE) -> Value | None:
        """The value in force of an item that is asked now."""
        answer = self._by_item.get(item, {}).get(at)
        return None if answer is None else answer.value


class _Walk:
    """One pass over the content in document order."""

    def __init__(self, library: Library, answers: Answers, today: date, visit: int) -> None:
        self.library, self.answers, self.today, self.visit = library, answers, today, visit
        self.asked: dict[str, tuple[At, ...]] = {}
        self.records: dict[str, tuple[int, ...]] = {}
        self.open: list[Slot] = []
        self.findings: set[Slot] = set()
        self.doubts: dict[Slot, str] = {}
        self.computed: dict[Slot, float] = {}
        self.steps: dict[str, Tally] = {}
        self.sections: dict[str, Tally] = {}
        self._shown: dict[tuple[str, str], tuple[At, ...]] = {}
        self._held: dict[tuple[str, At], bool] = {}
        self._abnormal: set[str] = set()
        self.counted = Counted()
        self.facts = Facts(library, self.counted, today, self.records)

    def section(self, section: Section) -> Tally:
        done = total = 0
        items, asked = self.library.items, self.asked
        for item_id in section.items:
            item = items[item_id]
            kind = type(item)
            if kind is Records:
                self.records[item_id] = live_records(self.library, self.answers, item_id)
            ats = asked[item_id] = self._places(item, section)
            if not ats:
                continue
            if isinstance(item, Computed):
                self._compute(item, ats)
                continue
            given = self.answers.of_item(item_id)
            if given:
                self._read(item, ats, given)
            if not item.optional:
                total += 1 if kind is Records or kind is BodyMap else len(ats)
                done += self._count(item, ats, given)
        tally = self.sections[section.id] = Tally(done, total)
        return tally

    def _places(self, item: AnyItem, section: Section) -> tuple[At, ...]:
        if item.about:
            return self._follow_ups(item)
        bases = self._bases(section, item.record)
        if item.when and bases:
            condition = self.library.conditions[item.id]
            bases = tuple([base for base in bases if self._holds(condition, base)])
        if not bases or (not item.axis and not item.side):
            return bases
        template = self.library.places[item.id]
        if bases == (NOWHERE,):
            return template
        return tuple(At(base.record, at.place, at.side) for base in bases for at in template)

    def _bases(self, section: Section, record: str) -> tuple[At, ...]:
        """Where a section is asked: looked at once, as its condition names earlier sections only."""
        key = (section.id, record)
        found = self._shown.get(key)
        if found is None:
            found = tuple(At(number) for number in self.records.get(record, ())) if record else (NOWHERE,)
            if section.when:
                condition = self.library.conditions[f"section:{section.id}"]
                found = tuple(base for base in found if self._holds(condition, base))
            self._shown[key] = found
        return found

    def _holds(self, condition: Condition, at: At) -> bool:
        """Whether a condition is true here; the same words are looked at once, as they name earlier items only."""
        key = (condition.text, at)
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = condition.holds(Context(self.counted, self.facts.value, at)) is True
        return held

    def _follow_ups(self, item: AnyItem) -> tuple[At, ...]:
        if item.about not in self._abnormal:
            return ()
        ats = tuple(at for at in self.asked.get(item.about, ()) if Slot(item.about, at) in self.findings)
        if not item.when:
            return ats
        condition = self.library.conditions[item.id]
        return tuple(at for at in ats if self._holds(condition, at))

    def _read(self, item: AnyItem, ats: tuple[At, ...], given: Mapping[At, Answer]) -> None:
        whole = type(item) is BodyMap or type(item) is Records
        kept = dict(given) if whole else {at: given[at] for at in ats if at in given}
        if not kept:
            return
        self.counted.admit(item.id, kept)
        doubtful = has_doubts(item)
        for at, answer in kept.items():
            if is_finding(item, answer.value):
                self.findings.add(Slot(item.id, at))
                self._abnormal.add(item.id)
            if doubtful and (sentence := doubt(item, at, answer.value, self.answers, self.today)):
                self.doubts[Slot(item.id, at)] = sentence

    def _count(self, item: AnyItem, ats: tuple[At, ...], given: Mapping[At, Answer]) -> int:
        """How many of the places are answered; the others are open."""
        if type(item) is Records or type(item) is BodyMap:
            if given.get(NOWHERE) is not None or self.records.get(item.id) or (type(item) is BodyMap and given):
                return 1
            self.open.append(Slot(item.id))
            return 0
        answered = 0
        for at in ats:
            answer = given.get(at)
            if answer is not None and (not item.every_visit or answer.visit >= self.visit):
                answered += 1
            else:
                self.open.append(Slot(item.id, at))
        return answered

    def _compute(self, item: Computed, ats: tuple[At, ...]) -> None:
        for at in ats:
            value: FactValue = self.facts.value(item.fact, at) if item.fact else _sum(item, at, self.counted)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                where = Slot(item.id, at)
                self.computed[where] = value
                if is_finding(item, value):
                    self.findings.add(where)
                    self._abnormal.add(item.id)


def _sum(item: Computed, at: At, answers: Answers) -> float | None:
    """The sum, or nothing while one of the items has no number: an incomplete score is no score."""
    total = 0.0
    for name in item.sum:
        value = answers.value(name, at)
        if isinstance(value, str) and value.removeprefix("-").isdecimal():
            value = int(value)
        if not isinstance(value, (int, float)):
            return None
        total += value
    return total


def live_records(library: Library, answers: Answers, records: str) -> tuple[int, ...]:
    """The record numbers in force, oldest first: added or answered, and not removed."""
    numbers: set[int] = set()
    for item in library.fields_of(records):
        numbers.update(at.record for at in answers.of_item(item) if at.record is not None)
    for at, answer in answers.of_item(records).items():
        if at.record is not None:
            (numbers.discard if answer.value == REMOVED else numbers.add)(at.record)
    return tuple(sorted(numbers))

