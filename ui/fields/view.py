"""What a field is shown: the answer in force, the former one, doubts and refusals; all of it plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ui.documents.shelf import Shelf
from ui.theme import Theme
from workup import words
from workup.answers import Answer, At, Cause, Slot, Value
from workup.assess import Assessment
from workup.assess.remarks import REMARK, REMARKS, remarks_of
from workup.body import BodyFigure
from workup.note.attached import Attachment, attachments
from workup.note.wording import band_of, value_words
from workup.protocol import AnyItem, Document, Library, Text
from workup.texts import N_, _


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What every field of a form shares."""

    theme: Theme
    library: Library
    figure: BodyFigure
    icons: frozenset[str] = frozenset()
    shelf: Shelf | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """The answer of an earlier visit to a question that is asked again."""

    value: Value
    said: str
    day: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """All a field shows; two equal views look the same."""

    today: date
    value: Value | None = None
    former: Former | None = None
    doubt: str = ""
    pending: str = ""
    band: str = ""
    mark: str = ""
    remark: str = ""
    read_only: bool = False
    is_finding: bool = False
    is_open: bool = False
    attached: tuple[Attachment, ...] = ()


# A longer answer is shown by its beginning.
LONGEST_FORMER = 300
_MARKS: dict[Cause, str] = {
    "normal-macro": N_("set as normal"),
    "macro": N_("from a text macro"),
    "carried": N_("carried over"),
    "imported": N_("imported"),
    "patient": N_("by the patient"),
}
# Words for an answer that nobody gave one by one; it looks different until it is confirmed.
TO_CONFIRM = frozenset(_MARKS[cause] for cause in ("normal-macro", "macro", "carried", "imported"))


# In place of a slot that waits: the evaluation is closed, and only what is kept with the patient takes input.
CLOSED = Slot("closed")
# The same where nothing takes input: the evaluation came from elsewhere.
READ_ONLY = Slot("read only")


class Views:
    """The views of one assessment, made on demand; also which slot a failing save concerns.

    With the views `before` the views of what has not changed since are taken over from them. Views are numbered, so
    that what shows some of them can ask whether a slot has changed since; `anew` says that all are to be shown anew.
    """

    def __init__(
        self, assessment: Assessment, pending: Slot | None = None, sentence: str = "",
        waiting: Mapping[Slot, Value | None] | None = None, before: Views | None = None, *, anew: bool = False,
    ) -> None:
        self.assessment = assessment
        self._compared: tuple[Assessment, frozenset[str]] | None = None
        self._pending, self._sentence = pending, sentence
        self._waiting = waiting if waiting is not None and pending in waiting else {}
        self._days = {visit.number: visit.day for visit in assessment.visits}
        self.number: int = 1 if before is None else before.number + 1
        self._first = self.number
        self._made: dict[Slot, FieldView] | None = {}
        self._changed: dict[Slot, int] = {}
        same = before is not None and pending is before._pending and pending in (None, CLOSED, READ_ONLY)
        same = same and before is not None and not self.is_remarked_since(before.assessment)
        if before is not None and same and assessment.is_comparable(before.assessment):
            self._take_over(before)
            self._first = self.number if anew else before._first

    def is_remarked_since(self, before: Assessment) -> bool:
        """Whether a remark was written, changed or taken back: it stands at another slot than its own."""
        now, then = self.assessment.answers, before.answers
        return any(now.of_item(name) != then.of_item(name) for name in (REMARKS, REMARK))

    def _take_over(self, before: Views) -> None:
        """Go on with the views made before; those keep none that they make from now on."""
        self._changed = before._changed
        self._made, before._made = before._made or {}, None
        for item in self._differing(before.assessment):
            for where in self.assessment.slots_differing(before.assessment, item):
                self._made.pop(where, None)
                self._changed[where] = self.number

    def has_changed(self, where: Slot, since: int) -> bool:
        """Whether a slot may show anything else than in the views of that number."""
        return since < self._first or self._changed.get(where, 0) > since

    def of(self, item: AnyItem, where: Slot) -> FieldView:
        """What the field at this slot shows."""
        if self._made is None:
            return self._new(item, where)
        found = self._made.get(where)
        if found is None:
            found = self._made[where] = self._new(item, where)
        return found

    def _new(self, item: AnyItem, where: Slot) -> FieldView:
        known = self.assessment
        answer = known.answers.get(where)
        locked = self._pending is not None and self._pending != where
        if self._pending is CLOSED:
            locked = item.keep != "patient"
        stale = answer is not None and item.every_visit and answer.visit < known.visit
        value = None if answer is None or stale else answer.value
        number = self._waiting.get(where, known.computed.get(where, value))
        band = band_of(item, number) if isinstance(number, (int, float)) else None
        return FieldView(
            today=known.today,
            value=number,
            former=self._former(item, answer if stale else self._of_before(item, where) if answer is None else None),
            doubt="" if value is None else known.doubts.get(where, ""),
            pending=self._sentence if where == self._pending else "",
            band=band.label if band else "",
            mark="" if answer is None or stale else self._mark(answer),
            remark=self._remarks[where][1] if where in self._remarks else "",
            read_only=locked,
            is_finding=not stale and where in known.findings,
            is_open=self.is_open(where),
            attached=attachments(known.answers.trail(where)) if isinstance(item, Document) else (),
        )

    def places_of(self, item: str) -> Iterable[At]:
        """Every place an item was answered at, now or before, or where an answer waits to be saved."""
        known = self.assessment
        waiting = (slot.at for slot in self._waiting if slot.item == item)
        return dict.fromkeys([*known.former.of_item(item), *known.answers.of_item(item), *waiting])

    def same_for(self, other: Views, items: Iterable[str]) -> bool:
        """Whether fields of these items would show nothing else."""
        if (self._pending, self._sentence) != (other._pending, other._sentence):
            return False
        return self._differing(other.assessment).isdisjoint(items)

    def _differing(self, before: Assessment) -> frozenset[str]:
        """What may show anything else; every card of a form asks this of the same two assessments."""
        if self._compared is None or self._compared[0] is not before:
            self._compared = before, self.assessment.differs(before)
        return self._compared[1]

    def is_open(self, where: Slot) -> bool:
        """Whether the slot is a counted question without an answer of this visit."""
        return where in self._all_open

    @cached_property
    def _remarks(self) -> Mapping[Slot, tuple[int, str]]:
        return remarks_of(self.assessment)

    @cached_property
    def _all_open(self) -> frozenset[Slot]:
        return frozenset(self.assessment.open)

    def _of_before(self, item: AnyItem, where: Slot) -> Answer | None:
        """The answer of the evaluation before; records that begin anew with each evaluation are never the same ones."""
        library = self.assessment.library
        if item.record and library.items[item.record].keep != "patient":
            return None
        return self.assessment.former.get(where)

    def _former(self, item: AnyItem, answer: Answer | None) -> Former | None:
        if answer is None:
            return None
        said = value_words(self.assessment.library, item, answer.value)
        if not isinstance(item, Text):  # what a person wrote is shown as it was written
            said = words.capital(said)
        short = said if len(said) <= LONGEST_FORMER else f"{said[:LONGEST_FORMER].rstrip()} …"
        return Former(answer.value, short, self.day(answer))

    def day(self, answer: Answer) -> str:
        """The day of the visit an answer was given at."""
        return words.short_day(self._days.get(answer.visit, answer.at.date()), self.assessment.today)

    def _mark(self, answer: Answer) -> str:
        if answer.cause == "reconfirmed":
            return _("same as before")
        return _(_MARKS.get(answer.cause, ""))
