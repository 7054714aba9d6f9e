"""The walk over the content in document order: whole, or only over what a change has touched."""

from collections.abc import Mapping
from datetime import date
from itertools import chain

from workup.answers import NOWHERE, Answer, Answers, At, Slot, Value
from workup.assess.assessment import HIDDEN, Assessment, Tally, Told
from workup.assess.counted import Counted
from workup.expr import Condition, Context, FactValue
from workup.limits import doubt, has_doubts, is_finding
from workup.protocol import AnyItem, BodyMap, Computed, Library, Records, Section
from workup.reasoning.facts import Facts
from workup.reasoning.reason import Reasoning
from workup.reasoning.scope import scope_of
from workup.record import Visit

REMOVED = "removed"
NO_ANSWERS = Answers()


def assess(
    library: Library,
    answers: Answers,
    today: date,
    visits: tuple[Visit, ...] = (),
    visit: int | None = None,
    former: Answers | None = None,
    before: Assessment | None = None,
) -> Assessment:
    """Derive everything shown from the content, the answers and the day; `former` holds an earlier evaluation's.

    `before` is an assessment made earlier of the same patient: what has not changed since is taken over from it. The
    result is the same without it.
    """
    number = visit if visit is not None else (visits[-1].number if visits else 1)
    if before is not None and (before.library is not library or (before.today, before.visit) != (today, number)):
        before = None
    walk = _Walk(library, answers, today, number, before)
    walk.go()
    told = [one for one in walk.told.values() if one is not HIDDEN]
    scope = scope_of(library, Context(walk.counted, walk.facts.value))
    waiting = tuple(chain.from_iterable([one.open for one in told]))
    return Assessment(
        library=library,
        answers=answers,
        counted=walk.counted,
        today=today,
        visits=visits,
        visit=number,
        asked=walk.asked,
        records=walk.records,
        open=waiting,
        findings=frozenset(chain.from_iterable([one.findings for one in told])),
        doubts=dict(chain.from_iterable([one.doubts for one in told])),
        computed=dict(chain.from_iterable([one.computed for one in told])),
        facts=walk.facts,
        steps=walk.steps,
        sections=walk.sections,
        scope=scope,
        reasoning=Reasoning(
            library,
            walk.counted,
            walk.facts,
            scope,
            walk.asked,
            frozenset(waiting),
            before.reasoning if before is not None else None,
        ),
        former=former if former is not None else NO_ANSWERS,
        earlier=tuple(where for where in answers if where.item not in library.items),
        told=walk.told,
        since=before.told if before is not None else {},
        anew=frozenset(walk.anew),
    )


class _Walk:
    """One pass over the content in document order."""

    def __init__(
        self, library: Library, answers: Answers, today: date, visit: int, before: Assessment | None
    ) -> None:
        self.library, self.answers, self.today, self.visit = library, answers, today, visit
        self.anew: set[str] = set()
        self.told: dict[str, Told] = dict(before.told) if before is not None else {}
        self.asked: dict[str, tuple[At, ...]] = dict(before.asked) if before is not None else {}
        self.sections: dict[str, Tally] = dict(before.sections) if before is not None else {}
        self.steps: dict[str, Tally] = {}
        self.counted = Counted(before.counted if before is not None else NO_ANSWERS)
        self.changed = set(library.items) if before is None else answers.differing(before.answers)
        self.records = dict(before.records) if before is not None else {}
        self._look_at_records()
        self._shown: dict[tuple[str, str], tuple[At, ...]] = {}
        self._held: dict[tuple[str, At], bool] = {}
        self.facts = Facts(library, self.counted, today, self.records)

    def go(self) -> None:
        """Tell every item anew that has changed or reads one that has."""
        changed, reads, items = self.changed, self.library.reads, self.library.items
        for step in self.library.steps:
            total = Tally()
            for section in step.sections:
                touched = section.id not in self.sections
                for item_id in section.items:
                    if item_id in changed or not changed.isdisjoint(reads[item_id]):
                        self._tell(items[item_id], section)
                        touched = True
                if touched:
                    self.sections[section.id] = self._tally(section)
                total = total.plus(self.sections[section.id])
            self.steps[step.id] = total
        self.counted.put_in_order(self.told)

    def _look_at_records(self) -> None:
        """Which records there are; a record added or removed is a change of its list."""
        for records, fields in self.library.fields.items():
            if records in self.changed or not self.changed.isdisjoint(fields):
                numbers = live_records(self.library, self.answers, records)
                if self.records.get(records) != numbers:
                    self.records[records] = numbers
                    self.changed.add(records)

    def _tally(self, section: Section) -> Tally:
        done = total = 0
        for item in section.items:
            tally = self.told[item].tally
            done += tally.done
            total += tally.total
        return Tally(done, total)

    def _tell(self, item: AnyItem, section: Section) -> None:
        """Work out one item; what reads it follows when it is asked elsewhere, found or computed otherwise."""
        ats = self.asked[item.id] = self._places(item, section)
        self.counted.drop(item.id)
        told = self._told(item, ats) if ats else HIDDEN
        former = self.told.get(item.id)
        if former is None:
            self.told[item.id] = told
            self.anew.add(item.id)
        elif former != told or item.id in self.changed:
            self.told[item.id] = told
            if told is not former:
                self.anew.add(item.id)
            if (told.asked, told.findings, told.computed) != (former.asked, former.findings, former.computed):
                self.changed.add(item.id)

    def _told(self, item: AnyItem, ats: tuple[At, ...]) -> Told:
        if isinstance(item, Computed):
            computed = tuple(self._computed(item, ats))
            abnormal = tuple(where for where, value in computed if is_finding(item, value))
            return Told(asked=ats, computed=computed, findings=abnormal)
        given = self.answers.of_item(item.id)
        kept = self._kept(item, ats, given) if given else {}
        findings = tuple(
            Slot(item.id, at)
            for at, answer in kept.items()
            if is_finding(item, answer.value, _across(kept, at) if item.side else None)
        )
        doubts = tuple(self._doubts(item, kept)) if kept and has_doubts(item) else ()
        if item.optional:
            return Told(ats, (), findings, doubts)
        total, waiting = self._open(item, ats, given)
        return Told(ats, waiting, findings, doubts, (), Tally(total - len(waiting), total))

    # -- where it is asked ---------------------------------------------------------------------------------------

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
        about = self.told.get(item.about, HIDDEN)
        if not about.findings:
            return ()
        abnormal = {where.at for where in about.findings}
        ats = tuple(at for at in about.asked if at in abnormal)
        if not item.when:
            return ats
        condition = self.library.conditions[item.id]
        return tuple(at for at in ats if self._holds(condition, at))

    # -- what the answers say ------------------------------------------------------------------------------------

    def _kept(self, item: AnyItem, ats: tuple[At, ...], given: Mapping[At, Answer]) -> dict[At, Answer]:
        """The answers that count: those at places asked now."""
        whole = type(item) is BodyMap or type(item) is Records
        kept = dict(given) if whole else {at: given[at] for at in ats if at in given}
        if kept:
            self.counted.admit(item.id, kept)
        return kept

    def _doubts(self, item: AnyItem, kept: Mapping[At, Answer]) -> list[tuple[Slot, str]]:
        said = ((at, doubt(item, at, answer.value, self.answers, self.today)) for at, answer in kept.items())
        return [(Slot(item.id, at), sentence) for at, sentence in said if sentence]

    def _open(self, item: AnyItem, ats: tuple[At, ...], given: Mapping[At, Answer]) -> tuple[int, tuple[Slot, ...]]:
        """How many places are counted, and those still open."""
        if type(item) is Records or type(item) is BodyMap:
            return 1, () if self._listed(item, given) else (Slot(item.id),)
        waiting = tuple([Slot(item.id, at) for at in ats if not self._current(item, given.get(at))])
        return len(ats), waiting

    def _listed(self, item: AnyItem, given: Mapping[At, Answer]) -> bool:
        """Whether a list of records, or the body chart, is answered; one asked at every visit, at this one."""
        if item.every_visit:
            fields = (self.answers.of_item(name) for name in (item.id, *self.library.fields_of(item.id)))
            return any(answer.visit >= self.visit for answers in fields for answer in answers.values())
        whole = type(item) is BodyMap and bool(given)
        return given.get(NOWHERE) is not None or bool(self.records.get(item.id)) or whole

    def _current(self, item: AnyItem, answer: Answer | None) -> bool:
        return answer is not None and (not item.every_visit or answer.visit >= self.visit)

    def _computed(self, item: Computed, ats: tuple[At, ...]) -> list[tuple[Slot, float]]:
        found: list[tuple[Slot, float]] = []
        for at in ats:
            value: FactValue = self.facts.value(item.fact, at) if item.fact else _sum(item, at, self.counted)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                found.append((Slot(item.id, at), value))
        return found


def _across(kept: Mapping[At, Answer], at: At) -> Value | None:
    """The value at the same place of the other side."""
    answer = kept.get(At(at.record, at.place, "left" if at.side == "right" else "right"))
    return None if answer is None else answer.value


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
