"""Scores: what the answers to each instrument add up to, whether that may be read, and how it has changed."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from workup.answers import NOWHERE, Answer, Answers, At, PartialDate, Slot
from workup.expr import Context
from workup.protocol import Band, Computed, ImportantChange, Instrument, Library, Number, Scale, ScoreRule
from workup.reasoning.course import Change, Course, Given, number_of
from workup.reasoning.facts import Equivalent, Facts, morphine_equivalent
from workup.record import Visit


class Score(Struct, frozen=True, kw_only=True):
    """One score of an instrument, read from an item.

    `value` is None where there is none, or where the instrument refuses it because `missing` of its `questions` have
    no answer; `missing` is None where that was not recorded. `complete` is false while an answer is known to be
    missing. `standing` is what the instrument says of missing answers, `left_out` counts what has no place in the sum.
    `limit` is the smallest improvement that matters. `mixed`: its answers are of more than one visit. `unverified`: the
    border of the band is a convention.
    """

    instrument: str
    title: str
    where: Slot
    value: float | None = None
    most: float | None = None
    unit: str = ""
    complete: bool = True
    missing: int | None = None
    questions: int = 0
    noun: str = ""
    standing: str = ""
    band: str = ""
    finding: bool = False
    unverified: bool = False
    date: PartialDate | None = None
    version: str = ""
    change: Change | None = None
    limit: ImportantChange | None = None
    mixed: bool = False
    left_out: int = 0
    warning: str = ""
    sources: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()


def scores(
    library: Library, facts: Facts, answers: Answers, visits: Iterable[Visit] = (), former: Answers | None = None
) -> tuple[Score, ...]:
    """The scores of every instrument with an answer, in the order of the content.

    `facts` holds the answers that count, `answers` also what was said at earlier visits, `former` what was said in the
    evaluation before.
    """
    days = {visit.number: visit.day for visit in visits}
    reading = _Reading(library, facts, answers, Course(library, facts.answers, answers, days, former))
    return tuple(score for instrument in library.instruments.values() for score in reading.of(instrument))


class _Reading:
    """The answers of one patient, looked at by the rules of the instruments."""

    def __init__(self, library: Library, facts: Facts, answers: Answers, course: Course) -> None:
        self.library, self.facts, self.answers, self.course = library, facts, answers, course
        self.counted = facts.answers

    def of(self, instrument: Instrument) -> Iterator[Score]:
        """The scores of one instrument; nothing while none of its answers was given."""
        covered: set[str] = set()
        refused: dict[str, ScoreRule | None] = {}
        for rule in instrument.score:
            item = self.library.items.get(rule.item)
            if isinstance(item, Computed) and item.fact:
                yield from self._of_fact(instrument, rule, item)
            elif isinstance(item, Computed):
                known = {name for name in item.sum if self.counted.of_item(name)}
                if known - covered:
                    yield self._of_sum(instrument, rule, item, known)
                covered.update(item.sum if len(known) == len(item.sum) else ())
            elif isinstance(item, (Number, Scale)):
                blank = rule.missing.blank if rule.missing is not None else ""
                given = self.counted.of_item(item.id)
                for at in sorted(given, key=str):
                    yield self._of_total(instrument, rule, item, at)
                if given:
                    refused[blank] = None
                elif blank not in refused or (refused[blank] is not None and self.answers.of_item(item.id)):
                    refused[blank] = rule
        yield from (self._refused(instrument, rule) for rule in refused.values() if rule and self._refuses(rule))

    # -- where the number stands -------------------------------------------------------------------------------------

    def _of_total(self, instrument: Instrument, rule: ScoreRule, item: Number | Scale, at: At) -> Score:
        where = Slot(item.id, at)
        answer = self.counted[where]
        blank = self._blank(rule)
        given = self.course.given((answer,))
        most = item.most if item.most is not None else instrument.range[-1]
        slots = (where, *((Slot(rule.missing.blank),) if rule.missing is not None and blank is not None else ()))
        return self._score(instrument, rule, item, where, given, blank, most, slots, (answer,))

    def _of_sum(self, instrument: Instrument, rule: ScoreRule, item: Computed, known: set[str]) -> Score:
        where = Slot(item.id)
        slots = tuple(Slot(name) for name in item.sum if name in known)
        parts = tuple(self.counted[slot] for slot in slots)
        missing = len(item.sum) - sum(number_of(part) is not None for part in parts)
        given = None if missing else self.course.given(parts)
        most = item.bands[-1].upto if item.bands else instrument.range[-1]
        return self._score(instrument, rule, item, where, given, missing, most, slots, parts)

    def _refuses(self, rule: ScoreRule) -> bool:
        blank = self._blank(rule)
        return rule.missing is not None and blank is not None and blank > rule.missing.allowed

    def _refused(self, instrument: Instrument, rule: ScoreRule) -> Score:
        """A total that is not taken as questions were left blank; which of several forms it was may not be known."""
        assert rule.missing is not None
        where = Slot(rule.missing.blank)
        known = len(instrument.score) == 1 or bool(self.answers.of_item(rule.item))
        return Score(
            instrument=instrument.id,
            title=self.library.items[rule.item].label if known else instrument.title,
            where=Slot(rule.item),
            complete=False,
            missing=self._blank(rule),
            questions=rule.questions if known else 0,
            noun=rule.noun,
            standing=instrument.missing,
            date=self.course.taken_on(instrument, self.counted[where], None),
            version=self.course.version(instrument),
            warning=instrument.warning,
            slots=(where,),
        )

    def _of_fact(self, instrument: Instrument, rule: ScoreRule, item: Computed) -> Iterator[Score]:
        """The morphine equivalent: nothing while no opioid is recorded."""
        numbers = self.facts.records.get("opioids", ())
        reads = sorted(self.library.reads.get(item.id, ()))
        slots = tuple(Slot(name, at) for name in reads for at in self.counted.of_item(name) if at.record in numbers)
        if not slots:
            return
        now = morphine_equivalent(self.facts)
        said = [Slot(name, at) for name in reads for at in self.answers.of_item(name)]
        last = max((self.answers[where] for where in said), key=lambda answer: answer.visit)
        then = self._equivalent_before(said, last.visit)
        change = None
        if now.total is not None and then is not None and then[0].total is not None:
            points = round(now.total - then[0].total, 10)
            change = Change(points=points, before=then[0].total, since=then[1])
        band = _band(item, now.total)
        yield Score(
            instrument=instrument.id,
            title=item.label,
            where=Slot(item.id),
            value=now.total,
            unit=item.unit,
            complete=not now.unclear,
            missing=now.unclear,
            questions=len(numbers),
            noun=rule.noun,
            standing=instrument.missing,
            band=band.label if band else "",
            finding=band is not None and band.finding,
            unverified=item.unverified,
            date=PartialDate.of(self.course.day(last)),
            change=change,
            left_out=now.left_out,
            warning=instrument.warning,
            sources=() if item.unverified else item.source or instrument.source,
            slots=slots,
        )

    def _equivalent_before(self, said: list[Slot], visit: int) -> tuple[Equivalent, PartialDate] | None:
        """The equivalent as the opioids stood before this visit; what was not asked then does not count."""
        found = {where: answer for where in said if (answer := self.course.earlier(where, visit)) is not None}
        if not found:
            return None
        removed = {where.at.record for where, answer in found.items() if answer.value == "removed"}
        numbers = {where.at.record for where in found} - removed - {None}
        then = Answers(found.items())
        kept = [(where, answer) for where, answer in found.items() if self._asked(where, then)]
        records = {"opioids": tuple(sorted(number for number in numbers if number is not None))}
        last = max(found.values(), key=lambda answer: answer.visit)
        facts = Facts(self.library, Answers(kept), self.facts.today, records)
        return morphine_equivalent(facts), PartialDate.of(self.course.day(last))

    def _asked(self, where: Slot, then: Answers) -> bool:
        item = self.library.items[where.item]
        context = Context(then, self.facts.value, where.at)
        return not item.when or self.library.conditions[item.id].holds(context) is True

    def _score(
        self, instrument: Instrument, rule: ScoreRule, item: Number | Scale | Computed, where: Slot,
        given: Given | None, missing: int | None, most: float, slots: tuple[Slot, ...], parts: tuple[Answer, ...],
    ) -> Score:  # fmt: skip
        stands = given is not None and (not missing or (rule.missing is not None and missing <= rule.missing.allowed))
        band = _band(item, given.value) if given is not None and stands else None
        before = self.course.before(instrument, item, where, given) if given is not None and stands else None
        last = max(parts, key=lambda answer: answer.visit)
        return Score(
            instrument=instrument.id,
            title=item.label,
            where=where,
            value=given.value if given is not None and stands else None,
            most=most,
            unit=item.unit if not isinstance(item, Scale) else "",
            complete=given is not None and not missing,
            missing=missing,
            questions=rule.questions,
            noun=rule.noun,
            standing=instrument.missing,
            band=self._group(rule, band) if band is not None else "",
            finding=band is not None and band.finding,
            unverified=item.unverified,
            date=self.course.taken_on(instrument, last, before),
            version=self.course.version(instrument),
            change=self.course.change(instrument, rule, given, before) if given is not None else None,
            limit=rule.change,
            mixed=given is not None and len(given.visits) > 1,
            warning=instrument.warning,
            sources=() if item.unverified else item.source or instrument.source,
            slots=slots,
        )

    def _group(self, rule: ScoreRule, band: Band) -> str:
        """The name of the band; where another score decides the group, the group it decides."""
        other = self.library.items.get(rule.decided_by)
        if not band.finding or not isinstance(other, (Number, Computed)):
            return band.label
        deciding = self.counted.of_item(other.id).get(NOWHERE)
        found = _band(other, number_of(deciding)) if deciding is not None else None
        place = other.bands.index(found) if found is not None else len(rule.groups)
        return rule.groups[place] if place < len(rule.groups) else band.label

    def _blank(self, rule: ScoreRule) -> int | None:
        """How many questions were left blank; None where nobody said."""
        if rule.missing is None or not rule.missing.blank:
            return None
        answer = self.counted.of_item(rule.missing.blank).get(NOWHERE)
        number = None if answer is None else number_of(answer)
        return None if number is None else int(number)

def _band(item: Number | Scale | Computed, number: float | None) -> Band | None:
    return None if number is None else next((band for band in item.bands if number <= band.upto), None)
