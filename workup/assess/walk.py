"""The walk over the content in document order: whole, or only over what a change has touched."""

from collections.abc import Iterable, Mapping
from datetime import date
from heapq import heappop, heappush
from itertools import chain
from typing import Any

from workup.answers import NOWHERE, Answer, Answers, At, Slot, Value
from workup.assess.assessment import HIDDEN, Assessment, Tally, Told
from workup.assess.counted import Counted
from workup.assess.plan import Plan, order_of
from workup.expr import Condition, FactValue
from workup.limits import doubt, is_finding
from workup.protocol import AnyItem, BodyMap, Computed, Library, Section
from workup.reasoning.facts import Facts
from workup.reasoning.reason import Reasoning
from workup.reasoning.scope import scope_of
from workup.record import Visit

REMOVED = "removed"
NO_ANSWERS = Answers()
ONCE = (NOWHERE,)


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
    scope = scope_of(library, walk.facts.context)
    waiting = tuple(walk.gathered("open"))
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
        findings=before.findings if before and walk.leaves("findings") else frozenset(walk.gathered("findings")),
        doubts=before.doubts if before and walk.leaves("doubts") else dict(walk.gathered("doubts")),
        computed=before.computed if before and walk.leaves("computed") else dict(walk.gathered("computed")),
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
            answers.order,
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
        self._since: Mapping[str, Told] = before.told if before is not None else {}
        self.told: dict[str, Told] = dict(before.told) if before is not None else {}
        self.asked: dict[str, tuple[At, ...]] = dict(before.asked) if before is not None else {}
        self.sections: dict[str, Tally] = dict(before.sections) if before is not None else {}
        self.steps: dict[str, Tally] = {step.id: Tally() for step in library.steps}
        self.counted = Counted(before.counted if before is not None else NO_ANSWERS)
        self.changed = set(library.items) if before is None else answers.differing(before.answers)
        self.records = dict(before.records) if before is not None else {}
        self._look_at_records()
        self._shown: dict[tuple[str, str], tuple[At, ...]] = {}
        self._held: dict[tuple[str, At], bool] = {}
        self.facts = Facts(library, self.counted, today, self.records)

    def go(self) -> None:
        """Tell every item; after a change only those that have changed or read one that has."""
        if self.told:
            self._go_on()
        else:
            self._go_first()
        for section in self.library.sections:
            self.steps[section.step] = self.steps[section.step].plus(self.sections[section.id])
        self.counted.put_in_order(self.told)

    def gathered(self, part: str) -> Iterable[Any]:
        """This part of what is told of all items."""
        return chain.from_iterable([getattr(one, part) for one in self.told.values() if one is not HIDDEN])

    def leaves(self, part: str) -> bool:
        """Whether no item tells this part otherwise than before."""
        told, since = self.told, self._since
        return all(getattr(told[name], part) == getattr(since[name], part) for name in self.anew)

    def _go_first(self) -> None:
        asked, all_told, of_item = self.asked, self.told, self.answers.of_item
        for section, plans in order_of(self.library).sections:
            done = total = 0
            for plan in plans:
                name = plan.name
                ats = asked[name] = self._places(plan, section)
                if not ats:
                    all_told[name] = HIDDEN
                    continue
                given = of_item(name)
                blank = plan.blank if not given and ats is plan.places else None
                told = all_told[name] = blank or self._told(plan, ats, given)
                done += told.tally.done
                total += told.tally.total
            self.sections[section.id] = Tally(done, total)
        self.anew = self.changed

    def _go_on(self) -> None:
        """From the changed items to those that read them, in document order; a reader always stands later."""
        order, touched = order_of(self.library), dict[str, Section]()
        waiting = {order.places[name] for name in self.changed if name in order.places}
        waiting.update(chain.from_iterable([order.readers.get(name, ()) for name in self.changed]))
        heap = sorted(waiting)
        while heap:
            place = heappop(heap)
            section, plan = order.row[place]
            touched[section.id] = section
            if self._tell_anew(plan, section):
                for reader in order.readers.get(plan.name, ()):
                    if reader > place and reader not in waiting:
                        waiting.add(reader)
                        heappush(heap, reader)
        for section in touched.values():
            tallies = [self.told[name].tally for name in section.items]
            self.sections[section.id] = Tally(sum(one.done for one in tallies), sum(one.total for one in tallies))

    def _look_at_records(self) -> None:
        """Which records there are; a record added or removed is a change of its list."""
        for records, fields in self.library.fields.items():
            if records in self.changed or not self.changed.isdisjoint(fields):
                numbers = live_records(self.library, self.answers, records)
                if self.records.get(records) != numbers:
                    self.records[records] = numbers
                    self.changed.add(records)

    def _tell_anew(self, plan: Plan, section: Section) -> bool:
        """Work out one item; True when what reads it follows: it is asked elsewhere, found or computed otherwise."""
        name, former = plan.name, self.told[plan.name]
        ats = self.asked[name] = self._places(plan, section)
        told = self._told(plan, ats, self.answers.of_item(name)) if ats else HIDDEN
        if not ats:
            self.counted.drop(name)
        if told is former or (former == told and name not in self.changed):
            return False
        self.told[name] = told
        self.anew.add(name)
        return (told.asked, told.findings, told.computed) != (former.asked, former.findings, former.computed)

    def _told(self, plan: Plan, ats: tuple[At, ...], given: Mapping[At, Answer]) -> Told:
        item = plan.item
        if type(item) is Computed:
            computed = tuple(self._computed(item, ats))
            abnormal = tuple(where for where, value in computed if is_finding(item, value))
            return Told(asked=ats, computed=computed, findings=abnormal)
        kept = dict(given) if plan.whole else {at: given[at] for at in ats if at in given} if given else {}
        findings: tuple[Slot, ...] = ()
        doubts: tuple[tuple[Slot, str], ...] = ()
        if not kept:
            self.counted.drop(plan.name)
        else:
            self.counted.admit(plan.name, kept)
            if plan.judged:
                findings = self._findings(plan, kept)
            if plan.doubtful:
                doubts = self._doubts(item, kept)
        if item.optional:
            return Told(ats, (), findings, doubts)
        total, waiting = 1 if plan.whole else len(ats), self._open(plan, ats, kept)
        return Told(ats, waiting, findings, doubts, (), Tally(total - len(waiting), total))

    # -- where it is asked ---------------------------------------------------------------------------------------

    def _places(self, plan: Plan, section: Section) -> tuple[At, ...]:
        if plan.about:
            return self._follow_ups(plan)
        key = (section.id, plan.record)
        bases = self._shown.get(key)
        if bases is None:
            bases = self._shown[key] = self._bases(section, plan.record)
        if plan.when is not None and bases:
            when = plan.when
            bases = tuple([base for base in bases if self._holds(when, base)])
        if not bases:
            return ()
        if bases is ONCE or bases == ONCE:
            return plan.places
        if plan.single:
            return bases
        return tuple([At(base.record, at.place, at.side) for base in bases for at in plan.places])

    def _bases(self, section: Section, record: str) -> tuple[At, ...]:
        """Where a section is asked: looked at once, as its condition names earlier sections only."""
        found = tuple([At(number) for number in self.records.get(record, ())]) if record else ONCE
        if section.when:
            condition = self.library.conditions[f"section:{section.id}"]
            found = tuple([base for base in found if self._holds(condition, base)])
        return found

    def _holds(self, condition: Condition, at: At) -> bool:
        """Whether a condition is true here; the same words are looked at once, as they name earlier items only."""
        key = (condition.text, at)
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = condition.holds(self.facts.context.moved(at)) is True
        return held

    def _follow_ups(self, plan: Plan) -> tuple[At, ...]:
        about = self.told.get(plan.about, HIDDEN)
        if not about.findings:
            return ()
        abnormal = {where.at for where in about.findings}
        ats = tuple([at for at in about.asked if at in abnormal])
        when = plan.when
        return ats if when is None else tuple([at for at in ats if self._holds(when, at)])

    # -- what the answers say ------------------------------------------------------------------------------------

    def _findings(self, plan: Plan, kept: Mapping[At, Answer]) -> tuple[Slot, ...]:
        item = plan.item
        if plan.paired:
            return tuple([Slot(item.id, at) for at in kept if is_finding(item, kept[at].value, _across(kept, at))])
        return tuple([Slot(item.id, at) for at, answer in kept.items() if is_finding(item, answer.value)])

    def _doubts(self, item: AnyItem, kept: Mapping[At, Answer]) -> tuple[tuple[Slot, str], ...]:
        library, today = self.library, self.today
        said = ((at, doubt(library, item, at, answer.value, self.answers, today)) for at, answer in kept.items())
        return tuple([(Slot(item.id, at), sentence) for at, sentence in said if sentence])

    def _open(self, plan: Plan, ats: tuple[At, ...], kept: Mapping[At, Answer]) -> tuple[Slot, ...]:
        """The slots still open; those of an answered item asked at every visit are, until it is answered at this."""
        if plan.whole:
            return () if self._listed(plan.item, kept) else (Slot(plan.name),)
        if plan.item.every_visit:
            done = {at for at, answer in kept.items() if answer.visit >= self.visit}
            return tuple([Slot(plan.name, at) for at in ats if at not in done])
        if len(kept) == len(ats):
            return ()
        return tuple([Slot(plan.name, at) for at in ats if at not in kept])

    def _listed(self, item: AnyItem, given: Mapping[At, Answer]) -> bool:
        """Whether a list of records, or the body chart, is answered; one asked at every visit, at this one."""
        if item.every_visit:
            fields = (self.answers.of_item(name) for name in (item.id, *self.library.fields_of(item.id)))
            return any(answer.visit >= self.visit for answers in fields for answer in answers.values())
        whole = type(item) is BodyMap and bool(given)
        return given.get(NOWHERE) is not None or bool(self.records.get(item.id)) or whole

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
    for item in answers.by_item.keys() & library.fields_of(records):  # a list of tests has hundreds of fields
        numbers.update(at.record for at in answers.of_item(item) if at.record is not None)
    for at, answer in answers.of_item(records).items():
        if at.record is not None:
            (numbers.discard if answer.value == REMOVED else numbers.add)(at.record)
    return tuple(sorted(numbers))


def next_record(library: Library, answers: Answers, records: str) -> int:
    """A number that no record of a list ever had."""
    used = [0]
    for name in (records, *library.fields_of(records)):
        used += [at.record for at in answers.of_item(name) if at.record is not None]
    return max(used) + 1
