"""Answers as a QuestionnaireResponse, each with when, at which visit, by whom and how it came about.

What counts today is one completed response. What was said before and is no longer in force, what was taken back, and
answers to questions that are not asked now, stand in a second one, which is *stopped*: they are part of the record, and
of nothing that is concluded from it. Together they are the log again.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from workup.answers import Answer, Answers, At, Gap, Marks, Slot, TakenBack, in_force
from workup.assess import Assessment
from workup.assess.remarks import withheld
from workup.fhir.canonical import plain_number
from workup.fhir.enabling import REGION, link_of
from workup.fhir.form import form_of
from workup.fhir.names import (
    ABSENT,
    EMPTY_TEXT,
    GAP_REASON,
    MARKED_ORDER,
    PROVENANCE,
    Json,
    extension,
    without_blanks,
)
from workup.fhir.values import parts_of
from workup.protocol import AnyItem, Computed, Library, Records

Key = tuple[int | None, str]
# Why there is no value, in the codes that FHIR has for it.
ABSENT_CODES = {"unknown": "asked-unknown", "not_examined": "not-performed"}


class Told(Struct):
    """What stands at one linkId of one record."""

    answer: list[Json]
    extension: list[Json]


class Line(Struct, frozen=True):
    """One entry of the record: its slot, what was entered, and as which of the entries in that slot."""

    where: Slot
    step: Answer | TakenBack
    number: int


class Kept(Struct, frozen=True):
    """The steps of a log apart: those that count today, and all others."""

    counting: tuple[Line, ...]
    other: tuple[Line, ...]


def kept(assessment: Assessment, private: bool) -> Kept:
    """The entries of the record, apart; private answers only where the page shows them too."""
    library, answers = assessment.library, assessment.answers
    counting: list[Line] = []
    other: list[Line] = []
    counted, hidden = set(assessment.counted), frozenset[Slot]() if private else withheld(assessment)
    for where in _slots(answers):
        item = library.items.get(where.item)
        if item is None or (item.private and not private) or where in hidden or isinstance(item, Computed):
            continue
        trail = answers.trail(where)
        counts = where in counted and not _removed(assessment, where)
        steps = _last_of_each_visit(trail)
        for number, step in enumerate(steps, 1):
            (counting if counts and number == len(steps) else other).append(Line(where, step, number))
    return Kept(tuple(counting), tuple(other))


def _slots(answers: Answers) -> list[Slot]:
    """Every slot that was ever answered, in the order of its last entry."""
    return sorted(answers.ever, key=answers.order)


def _removed(assessment: Assessment, where: Slot) -> bool:
    """Whether the record it belongs to was removed."""
    item = assessment.library.items[where.item]
    records = where.item if isinstance(item, Records) else item.record
    return where.at.record is not None and where.at.record not in assessment.records.get(records, ())


def _last_of_each_visit(trail: tuple[Answer | TakenBack, ...]) -> list[Answer | TakenBack]:
    """How the slot stood at the end of each visit that changed it; what undo brought back, by how that came about."""
    ends = [at for at, step in enumerate(trail, 1) if at == len(trail) or trail[at].visit != step.visit]
    return [in_force(trail[:at], step) if isinstance(step := trail[at - 1], Answer) else step for at in ends]


class Writer:
    """Writes answers into the items of the form, in the form's order."""

    def __init__(self, library: Library, order: Callable[[Slot], int], who: Callable[[str], Json]) -> None:
        self.library, self.order, self.who = library, order, who
        self.told: dict[Key, Told] = {}
        self.records: dict[str, set[int]] = {}
        self.leading: set[Key] = set()

    def add(self, line: Line) -> None:
        """One entry of the record."""
        where, step = line.where, line.step
        item = self.library.items[where.item]
        at = At(None, where.at.place, where.at.side)
        whole = link_of(item.id, at)
        if isinstance(item, Records) and where.at.record is not None:
            whole = f"{item.id}@.state"
            self.records.setdefault(item.id, set()).add(where.at.record)
        elif item.record and where.at.record is not None:
            self.records.setdefault(item.record, set()).add(where.at.record)
        own = self._at(where.at.record, whole)
        own.extension.append(self._provenance(line))
        if isinstance(step, TakenBack):
            return
        if isinstance(step.value, Gap):
            own.extension.append(extension(ABSENT, valueCode=ABSENT_CODES[step.value.state]))
            if step.value.reason:
                own.extension.append(extension(GAP_REASON, valueString=step.value.reason))
            return
        self._value(item, where, whole, own, step)

    def _value(self, item: AnyItem, where: Slot, whole: str, own: Told, step: Answer) -> None:
        if step.value == "":
            own.extension.append(extension(EMPTY_TEXT, valueBoolean=True))
        for part, answers in parts_of(self.library, item, step.value).items():
            one = self._at(where.at.record, f"{whole}.{part}" if part else whole)
            one.answer.extend(answers)
            if not answers:
                one.extension.append(extension(ABSENT, valueCode=ABSENT_CODES["unknown"]))
        if isinstance(step.value, Marks):
            marked = (*step.value.present, *step.value.absent, *step.value.unknown)
            options = list(getattr(item, "options", {}))
            if [options.index(name) for name in marked] != sorted(options.index(name) for name in marked):
                own.extension.append(extension(MARKED_ORDER, valueString=" ".join(marked)))

    def fill(self, link: str, answer: Json, record: int | None = None) -> None:
        """A value that nobody answered: a total, a fact, the number of a record."""
        self._at(record, link).answer.append(answer)

    def items(self) -> list[Json]:
        """The items of the response."""
        for records, numbers in self.records.items():
            for number in numbers:
                self.fill(f"{records}@.number", {"valueInteger": number}, number)
        self.leading = self._leading(form_of(self.library).parents)
        return list(self._items(form_of(self.library).items, None))

    def _leading(self, parents: dict[str, str]) -> set[Key]:
        """What is told, and all above it: the form has thousands of items and few of them answers."""
        leading: set[Key] = set()
        for told in self.told:
            record, link = told
            while link and (record, link) not in leading:
                leading.add((record, link))
                link = parents[link]
                if link.endswith("@") and not link.startswith("section:"):
                    record = None  # the list itself stands in no record
        return leading

    def _items(self, asked: list[Json], record: int | None) -> Iterator[Json]:
        for one in asked:
            if (record, one["linkId"]) not in self.leading:
                continue
            if one.get("repeats") and one["type"] == "group":
                for number in sorted(self.records.get(one["linkId"].removesuffix("@"), ())):
                    yield from self._item(one, number)
            else:
                yield from self._item(one, record)

    def _item(self, asked: Json, record: int | None) -> Iterator[Json]:
        told = self.told.get((record, asked["linkId"]))
        inner = list(self._items(asked["item"], record)) if "item" in asked else []
        if told is None and not inner:
            return
        about = {"answer": told.answer, "extension": told.extension} if told is not None else {}
        yield without_blanks({"linkId": asked["linkId"], "text": asked["text"], "item": inner, **about})

    def _at(self, record: int | None, link: str) -> Told:
        return self.told.setdefault((record, link), Told([], []))

    def _provenance(self, line: Line) -> Json:
        where, step = line.where, line.step
        told: list[dict[str, Any]] = [
            extension("visit", valuePositiveInt=step.visit),
            extension("recorded", valueDateTime=step.at.isoformat()),
            extension("author", valueReference=self.who(step.who)),
            extension("cause", valueCode=step.cause),
            extension("order", valuePositiveInt=max(self.order(where), 1)),
            extension("entry", valuePositiveInt=line.number),
        ]
        if isinstance(step, TakenBack):
            told.append(extension("taken-back", valueBoolean=True))
        return {"url": PROVENANCE, "extension": told}


def counting_items(assessment: Assessment, lines: Iterable[Line], who: Callable[[str], Json]) -> list[Json]:
    """The items of the response that counts, with totals and facts filled in."""
    writer = Writer(assessment.library, assessment.answers.order, who)
    for line in lines:
        writer.add(line)
    for records, numbers in assessment.records.items():
        writer.records.setdefault(records, set()).update(numbers)
    for where, number in assessment.computed.items():
        link = link_of(where.item, At(None, where.at.place, where.at.side))
        writer.fill(link, {"valueDecimal": plain_number(number)}, where.at.record)
    for record in assessment.records.get("operations", ()):
        region = assessment.facts.value(REGION, At(record))
        if isinstance(region, str):
            writer.fill(REGION, {"valueString": region}, record)
    return writer.items()


def other_items(assessment: Assessment, lines: Iterable[Line], who: Callable[[str], Json]) -> list[Json]:
    """The items of a response that counts no more."""
    writer = Writer(assessment.library, assessment.answers.order, who)
    for line in lines:
        writer.add(line)
    return writer.items()
