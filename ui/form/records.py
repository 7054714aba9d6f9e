"""A list of records, such as operations: one tab for each, and the questions of the chosen one below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.fields import FieldContext, Views
from ui.form.block import Block, Shown
from ui.form.stack import Stack
from ui.form.standing import Standing
from ui.form.tabs import RecordTabs, Tab
from ui.widgets.base import LETTERS_OFF
from workup import words
from workup.answers import NOWHERE, UNKNOWN, At, PartialDate, Slot, Value
from workup.assess import Assessment
from workup.note.wording import value_words
from workup.protocol import AnyItem, Choice, Choices, Library, Records, When
from workup.texts import _

Make = Callable[[int], Sequence[Block]]


def ordered(views: Views, records: str) -> tuple[int, ...]:
    """The numbers in force: those with a date in their summary latest first, the others as they were added."""
    assessment = views.assessment
    numbers, dated = assessment.records.get(records, ()), date_of(assessment.library, records)
    if not dated:
        return numbers
    return tuple(sorted(numbers, key=lambda number: _latest(assessment.answers.value(dated, At(number))), reverse=True))


def first_shown(views: Views, records: str) -> int | None:
    """The record that is open at first: the order that waits for somebody, else the latest one."""
    numbers = ordered(views, records)
    waiting = [number for number in numbers if records == "orders" and _waits(views.assessment, At(number))]
    if waiting or not numbers:
        return waiting[0] if waiting else None
    return numbers[0 if date_of(views.assessment.library, records) else -1]


def _waits(assessment: Assessment, at: At) -> bool:
    """Whether a result is to be reviewed, or the test is overdue."""
    state, due = (assessment.counted.value(name, at) for name in ("order_state", "order_due"))
    late = isinstance(due, PartialDate) and due.last < assessment.today
    return state == "resulted" or (late and state not in ("performed", "reviewed", "cancelled"))


def date_of(library: Library, records: str) -> str:
    """The item in the summary of a list that says when it was; empty when there is none."""
    item = library.items[records]
    names = item.summary if isinstance(item, Records) else ()
    fields = (library.items.get(name) for name in names)
    return next((field.id for field in fields if isinstance(field, When) and not field.future), "")


def _latest(value: Value | None) -> date:
    return value.last if isinstance(value, PartialDate) else date.max


class RecordBodies(Stack):
    """The questions of the chosen record of a list; those of the others wait until they are chosen."""

    def __init__(
        self, context: FieldContext, shown: Shown, records: str, items: Sequence[AnyItem], make: Make,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, shown, (), parent)
        self._records, self._items, self._make = records, tuple(items), make
        self._bodies: dict[int, Stack] = {}
        self._views: Views | None = None
        self._number: int | None = None

    def render(self, views: Views) -> None:  # type: ignore[override]
        self._views = views
        number = self._chosen(views)
        if number != self._number:
            self._show_body(number)
        super().render(views)

    def _chosen(self, views: Views) -> int | None:
        numbers = views.assessment.records.get(self._records, ())
        chosen = self.shown.chosen.get(self._records)
        if chosen not in numbers:
            chosen = first_shown(views, self._records)
        if chosen is not None:
            self.shown.chosen[self._records] = chosen
        return chosen

    def _show_body(self, number: int | None) -> None:
        for body in self.blocks:
            body.hide()
        self.blocks = []
        self._number = number
        if number is not None:
            body_of = self._bodies.get(number)
            if body_of is None:
                body_of = self._bodies[number] = Stack(self.context, self.shown, self._make(number))
                self.add(body_of)
            else:
                self.blocks = [body_of]
        self.resized.emit()

    def slots(self) -> Iterable[Slot]:
        """The slots of every record, so that going on finds what is open in another one."""
        if self._views is None:
            return
        assessment = self._views.assessment
        for number in ordered(self._views, self._records):
            if number == self._number:
                yield from super().slots()
                continue
            for item in self._items:
                for at in assessment.asked.get(item.id, ()):
                    if at.record == number:
                        yield Slot(item.id, at)


class RecordsBlock(Stack):
    """Tabs and the questions of the chosen record."""

    def __init__(
        self, context: FieldContext, shown: Shown, item: Records, fields: Sequence[AnyItem], make: Make,
        parent: QWidget | None = None,
    ) -> None:
        self._item = item
        self._asked = False
        self._latest: Views | None = None
        super().__init__(context, shown, (), parent)
        self._tabs = RecordTabs(
            context,
            shown,
            item.text,
            _("Add {singular}").format(singular=item.singular),
            item.none or _("No {singular}").format(singular=item.singular),
        )
        self._tabs.takes_places = isinstance(next(iter(fields), None), Choice | Choices)
        self._bodies = RecordBodies(context, shown, item.id, fields, make)
        self._standing = Standing(context, shown, item)
        self.add(self._tabs)
        self.add(self._standing)
        self.add(self._bodies)
        self._tabs.chosen.connect(self._choose)
        self._tabs.added.connect(self._add_record)
        self._tabs.removed.connect(lambda number: self.answered.emit(Slot(item.id, At(number)), "removed"))
        self._tabs.confirmed.connect(self._standing.confirm)
        self._tabs.said_none.connect(self._toggle_none)
        self._tabs.said_unknown.connect(self._toggle_unknown)
        self._tabs.finished.connect(lambda _slot: None)

    def render(self, views: Views) -> None:  # type: ignore[override]
        self._latest = views
        assessment, item = views.assessment, self._item
        self._asked = bool(assessment.asked.get(item.id))
        slot = Slot(item.id)
        numbers = ordered(views, item.id)
        chosen = self._bodies._chosen(views)
        view = views.of(item, slot)
        tabs = tuple(Tab(number, self._summary(views, place, number)) for place, number in enumerate(numbers, 1))
        self._tabs.show_tabs(tabs, chosen, none=view.value == "none", unknown=view.value == UNKNOWN,
                             read_only=view.read_only, slot=slot, is_open=view.is_open)
        super().render(views)
        self._tabs.waits = self._standing.waits

    def _summary(self, views: Views, place: int, number: int) -> str:
        library, parts = self.context.library, list[str]()
        for name in self._item.summary:
            answer = views.assessment.value_counts(Slot(name, At(number)))
            if answer is not None and answer.value != UNKNOWN:
                said, side = value_words(library, library.items[name], answer.value), answer.value in ("right", "left")
                parts.append(words.on_side(str(answer.value)) if side else said)
        text = words.capital(", ".join(part for part in parts if part))
        return text or f"{words.capital(self._item.singular)} {place}"

    def is_empty(self) -> bool:
        return not self._asked or (self.shown.filter != "all" and self._bodies.is_empty())

    def _choose(self, number: int) -> None:
        self.shown.chosen[self._item.id] = number
        self.again.emit()

    def _add_record(self) -> None:
        if self._latest is None:
            return
        answers, used = self._latest.assessment.answers, [0]
        for name in (self._item.id, *self.context.library.fields_of(self._item.id)):
            used += [at.record for at in answers.of_item(name) if at.record is not None]
        number = max(used) + 1
        self.shown.chosen[self._item.id] = number
        pairs: list[tuple[Slot, object]] = [(Slot(self._item.id, At(number)), "added")]
        self.filled.emit(pairs, "typed")
        first = next(iter(self._bodies.stops()), None)
        if first is not None:
            first.setFocus()

    def _toggle_none(self) -> None:
        self._toggle("none")

    def _toggle_unknown(self) -> None:
        self._toggle(UNKNOWN)

    def _toggle(self, value: object) -> None:
        if self._latest is None:
            return
        slot = Slot(self._item.id)
        answer = self._latest.assessment.answers.get(slot)
        self.answered.emit(slot, None if answer is not None and answer.value == value else value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One more record, from wherever the keyboard is among the questions of one; a digit begins the first one."""
        if event.text() == "+" and not event.modifiers() & LETTERS_OFF and not self._tabs.is_read_only:
            self._add_record()
        elif self._tabs.hasFocus() and self._tabs.begins(event):
            self._add_record()
            first = QApplication.focusWidget()
            if first is not None and first is not self._tabs:
                QApplication.sendEvent(first, QKeyEvent(event))
        else:
            event.ignore()

    def slots(self) -> Iterable[Slot]:
        yield Slot(self._item.id)
        yield from self._bodies.slots()

    def stops(self) -> Iterator[QWidget]:
        yield self._tabs
        if not self._standing.is_empty():
            yield from self._standing.stops()
        yield from self._bodies.stops()

    def focus_slot(self, slot: Slot) -> bool:
        if slot.item == self._item.id:
            if slot.at != NOWHERE and slot.at.record is not None:
                self._choose(slot.at.record)
            self._tabs.setFocus()
            return True
        return self._bodies.focus_slot(slot)

    def slot_of(self, widget: QWidget) -> Slot | None:
        return Slot(self._item.id) if widget is self._tabs else super().slot_of(widget)
