"""One evaluation as it is read out: values in words, their dates, and what has been told already."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from workup import agreeing, words
from workup.answers import NOWHERE, Answer, At, Gap, Marks, PartialDate, Slot, Value
from workup.assess import Assessment
from workup.assess.remarks import withheld
from workup.note.blocks import Cover, Run, Runs, Tone
from workup.note.wording import band_of, change_words, glance_words, missing_words, place_at, value_words
from workup.protocol import AnyItem, BodyMap, Choices, Computed, Grade, Number, Records, Scale, Section, Text, YesNo
from workup.texts import _


class Reader:
    """Reads answers aloud. Keeps what was told, so that nothing is lost, and what was cited, in order of first use."""

    def __init__(self, assessment: Assessment, cover: Cover) -> None:
        self.assessment, self.cover = assessment, cover
        self.library = assessment.library
        self.told: set[Slot] = set()
        self.glanced: set[Slot] = set()
        self.cited: dict[str, int] = {}
        self.withheld = frozenset[Slot]() if cover.private else withheld(assessment)
        self._about: dict[str, list[str]] = {}
        for name, item in self.library.items.items():
            self._about.setdefault(item.about, []).append(name)
        self.last_visit = max((visit.number for visit in assessment.visits), default=assessment.visit)
        # Facts of the person may be of a visit of another evaluation: its day is that of the answer.
        self.visit_days = {answer.visit: answer.at.date() for answer in assessment.answers.values()}
        self.visit_days.update((visit.number, visit.day) for visit in assessment.visits)

    # ------------------------------------------------------------------------------------------------ what there is

    def item(self, name: str) -> AnyItem | None:
        """The item of this name, if the content has it and it may be printed."""
        item = self.library.items.get(name)
        hidden = item is None or item.unprinted or (item.private and not self.cover.private)
        return None if hidden else item

    def slots(self, name: str, record: int | None = None) -> tuple[Slot, ...]:
        """The answered slots of an item that count, in the order asked; of one record when given."""
        item = self.item(name)
        if item is None:
            return ()
        asked = self.assessment.asked.get(name, ())
        given = self.assessment.counted.of_item(name)
        if isinstance(item, Computed):
            found = [Slot(name, at) for at in asked if Slot(name, at) in self.assessment.computed]
        elif isinstance(item, BodyMap):
            found = [Slot(name, at) for at in sorted(given, key=str)]
        else:
            found = [Slot(name, at) for at in asked if at in given]
        kept = found if not self.withheld else [where for where in found if where not in self.withheld]
        return tuple(where for where in kept if record is None or where.at.record == record)

    def section_slots(self, section: Section) -> tuple[Slot, ...]:
        """The answered slots of a section in document order."""
        return tuple(where for name in section.items for where in self.slots(name))

    def answer(self, where: Slot) -> Answer | None:
        """The answer in force, None when not asked or not to be printed."""
        shown = self.item(where.item) is not None and where not in self.withheld
        return self.assessment.counted.get(where) if shown else None

    def value(self, name: str, at: At = NOWHERE) -> Value | None:
        """The value in force; None when not asked."""
        answer = self.answer(Slot(name, at))
        return None if answer is None else answer.value

    def records(self, name: str) -> tuple[int, ...]:
        """The records in force, in the order entered."""
        return self.assessment.records.get(name, ())

    def is_finding(self, where: Slot) -> bool:
        """Whether the slot is abnormal."""
        return where in self.assessment.findings

    def newly(self, before: frozenset[Slot]) -> tuple[Slot, ...]:
        """The answered slots told since `before`, in a fixed order."""
        return tuple(sorted((where for where in self.told - before if self.answer(where) is not None), key=str))

    # ---------------------------------------------------------------------------------------------------- in words

    def read(
        self, where: Slot, *, relative: bool = False, brief: bool = False, names: Collection[str] | None = None
    ) -> str:
        """The value of a slot in words, and the slot is told.

        `relative` says how long ago a date is; `brief` tells of many options only those present, if any are. With
        `names` it is a glance: absent options only as far as they are named there, and the slot is told if that is all.
        """
        before = where in self.told
        self.told.add(where)
        item = self.item(where.item)
        if item is None:
            return ""
        if isinstance(item, Computed):
            number = self.assessment.computed.get(where)
            return "" if number is None else self._scored(item, where, number)
        answer = self.answer(where)
        if answer is None:
            return ""
        value = answer.value
        if names is not None and isinstance(value, Marks) and isinstance(item, Choices):
            text, whole = glance_words(item, value, names)
            if not whole and not before:
                self.told.discard(where)
                self.glanced.add(where)
            return text
        if where in self.glanced and not brief and isinstance(value, Marks) and value.present:
            # The first page told what is present; the rest follows it here.
            return self._worded(item, value).removeprefix(f"{self._worded(item, Marks(present=value.present))}; ")
        if brief and isinstance(value, Marks) and value.present:
            value = Marks(present=value.present)
        return self._worded(item, value, relative=relative)

    def _worded(self, item: AnyItem, value: Value, *, relative: bool = False) -> str:
        text = value_words(self.library, item, value)
        if isinstance(value, PartialDate) and relative and value.day is not None:
            return f"{text}, {words.relative(value.first, value.last, self.assessment.today)}"
        if isinstance(item, (Number, Scale)) and isinstance(value, (int, float)):
            return self._banded(item, text, value)
        return text

    def _scored(self, item: Computed, where: Slot, number: float) -> str:
        """A computed value with its band; a score with what is said wherever it is."""
        text = self._banded(item, value_words(self.library, item, number), number)
        score = self.assessment.score_at(where)
        if score is None:
            return text
        change = change_words(score.change, self.assessment.today) if score.change is not None else ""
        return "; ".join(part for part in (text, change, missing_words(score), score.warning) if part)

    def _banded(self, item: AnyItem, text: str, number: float) -> str:
        """The value with the name of its band; of a plain measurement only when the band is a finding."""
        band = band_of(item, number)
        if band is None or (isinstance(item, Number) and not band.finding):
            return text
        label = words.in_sentence(band.label)
        return f"{text} ({_('conventional cut-off: {label}').format(label=label) if item.unverified else label})"

    def runs(self, where: Slot, base: int | None = None) -> Runs:
        """The value as runs: a finding strong, a gap quiet, with its date when it is not of the base visit."""
        text = self.read(where) + self.date_words(where, base)
        return (Run(text, self.tone(where)),) if text else ()

    def tone(self, where: Slot) -> Tone:
        """How a value is set: strong when abnormal, quiet when there is none."""
        if self.is_finding(where):
            return "strong"
        answer = self.answer(where)
        return "quiet" if answer is not None and isinstance(answer.value, Gap) else "plain"

    def place(self, where: Slot) -> str:
        """The place of a slot in a sentence."""
        item = self.library.items[where.item]
        return place_at(self.library, item, where.at)

    def follow_up(self, where: Slot) -> str:
        """What is said about an abnormal slot: `new since operation, Nov 2025`; the follow-ups are told."""
        texts = []
        for name in self._about.get(where.item, ()):
            if self.answer(Slot(name, where.at)) is not None:
                text = self.read(Slot(name, where.at))
                item = self.library.items[name]
                bare = not isinstance(item, YesNo) and text != _("unknown")
                if not text:
                    continue
                texts.append(text if bare else f"{words.in_sentence(agreeing.asked(item.label))}: {text}")
        return ", ".join(texts)

    # ------------------------------------------------------------------------------------------------------- dates

    def visit_of(self, where: Slot) -> int | None:
        """The visit a value was given at."""
        answer = self.answer(where)
        return None if answer is None else answer.visit

    def base_visit(self, slots: Iterable[Slot]) -> int:
        """The visit most of these values are of, the later one of equals."""
        count = Counter(visit for where in slots if (visit := self.visit_of(where)) is not None)
        return max(count, key=lambda visit: (count[visit], visit), default=self.last_visit)

    def visit_day(self, visit: int) -> date:
        """The day of a visit."""
        return self.visit_days.get(visit, self.assessment.today)

    def visit_words(self, visit: int) -> str:
        """The day of a visit in words."""
        return words.calendar_day(self.visit_day(visit))

    def aside(self, slots: Iterable[Slot]) -> str:
        """The date of a stretch of values, when it is not of the last visit."""
        base = self.base_visit(slots)
        return "" if base == self.last_visit else _("recorded {visit}").format(visit=self.visit_words(base))

    def date_words(self, where: Slot, base: int | None) -> str:
        """` (4 Nov)` when the value is not of the base visit (the last one when none is given)."""
        day = self.other_day(where, base)
        return f" ({day})" if day else ""

    def other_day(self, where: Slot, base: int | None) -> str:
        """`4 Nov` when the value is not of the base visit."""
        visit = self.visit_of(where)
        if visit is None or visit == (self.last_visit if base is None else base):
            return ""
        return words.short_day(self.visit_day(visit), self.assessment.today)

    def study(self, where: Slot) -> str:
        """The test a result is of, with the day it was done: `MRI lumbar, 19 Nov`; empty for anything else."""
        item = self.library.items[where.item]
        if item.record != "orders" or where.at.record is None:
            return ""
        at = At(record=where.at.record)
        kind, done = self.value("order_kind", at), self.value("performed_on", at)
        name = value_words(self.library, self.library.items["order_kind"], kind) if kind is not None else _("test")
        if not isinstance(done, PartialDate):
            return words.capital(name)
        day = words.short_day(done.first, self.assessment.today) if done.day else value_words(self.library, item, done)
        return f"{words.capital(name)}, {day}"

    # --------------------------------------------------------------------------------------------------- references

    def cite(self, *items: AnyItem) -> str:
        """` [1, 3]`: the numbers of the sources of these items and of their manoeuvres, in order of first use."""
        numbers = sorted({self._number(key) for key in self._sources(items)})
        return f" [{_ranges(numbers)}]" if numbers and self.cover.references else ""

    def _sources(self, items: Iterable[AnyItem]) -> Iterator[str]:
        for item in items:
            manoeuvre = self.library.manoeuvres.get(getattr(item, "manoeuvre", ""))
            if not item.unverified:
                yield from (key for key in item.source if key in self.library.sources)
            if manoeuvre is not None and not manoeuvre.unverified:
                yield from (key for key in manoeuvre.source if key in self.library.sources)

    def cite_keys(self, keys: Iterable[str]) -> str:
        """The same for source keys that stand with something else than an item."""
        numbers = sorted({self._number(key) for key in keys if key in self.library.sources})
        return f" [{_ranges(numbers)}]" if numbers and self.cover.references else ""

    def _number(self, key: str) -> int:
        return self.cited.setdefault(key, len(self.cited) + 1)


def _ranges(numbers: list[int]) -> str:
    """`1, 3–5`."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return ", ".join(f"{g[0]}–{g[-1]}" if len(g) > 2 else ", ".join(map(str, g)) for g in groups)


def is_marker(item: AnyItem, where: Slot) -> bool:
    """Whether a slot only says that a record is there."""
    return isinstance(item, Records) and where.at.record is not None


def is_long(item: AnyItem) -> bool:
    """Whether the item is answered in running text."""
    return isinstance(item, Text) and item.lines > 1


def has_grades(item: AnyItem) -> bool:
    """Whether the item is graded by names such as 2+."""
    return isinstance(item, Grade) and not all(name.isdecimal() for name in item.grades.values())
