"""The questions of one order: its request, and the result form of its kind, made from the sections of the content."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext
from ui.form import StepForm
from ui.form.block import Shown
from ui.form.going import asked
from ui.form.grid import GridBlock
from ui.form.parts import is_cell
from ui.timers import BeforeInput
from ui.widgets.base import LETTERS_OFF
from workup.answers import At, Slot
from workup.orders.near import Near
from workup.orders.order import KIND, RECORDS, STATE
from workup.protocol import Library, Section, TestKind
from workup.texts import _

STEP, RESULT, CONCLUSION = "tests", "result", "result_conclusion"
# A drawer has room for so many columns of cells, where their names fit; more go into a grid below.
COLUMNS, WIDE = 6, 380
SIDE = 12
WIDEN = "m"
# Half a frame: the answer is painted first; board, safety and effect follow in the next one, and so does another
# order, or another view of this one, that is opened.
AFTER_MS = 8
# Set by the steps of an order and shown with them; not typed into a form.
BY_STEPS = frozenset(
    {"order_state", "order_correction", "order_cancel_reason", "order_again", "reviewed_on", "result_judgement",
     "result_relevance", "review_action"}
)  # fmt: skip


class OrderForm(StepForm):
    """A form of one order; a slot that stands elsewhere is looked for by `elsewhere`, which opens the right form.

    `whole` says that nothing is left to answer in the request of a draft.
    """

    widened = Signal()
    whole = Signal()

    def __init__(
        self, context: FieldContext, sections: tuple[Section, ...], shown: Shown,
        elsewhere: Callable[[Slot], StepForm | None], below: QWidget, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            context.theme, context.library, STEP, context.figure, parent, context.shelf, sections=sections, shown=shown,
            below=below,
        )  # fmt: skip
        self._elsewhere = elsewhere
        self.near_of = 0
        self._done: Slot | None = None
        self._go_on = BeforeInput(self, self._leave, AFTER_MS)
        self.items = frozenset(name for section in sections for name in section.items)

    def focus_slot(self, slot: Slot) -> bool:
        """Give the keyboard to the control of a slot, in whichever form of whichever order it stands."""
        form = self._elsewhere(slot)
        if form is self:
            if self._shown.is_far(slot):
                self.widen()
            return super().focus_slot(slot)
        return form is not None and form.focus_slot(slot)

    def waiting_of(self, number: int) -> tuple[Slot, ...]:
        """The open questions of an order that are asked here."""
        found = self._assessment.open if self._assessment is not None else ()
        return tuple(one for one in found if one.at.record == number and one.item in self.items)

    def _is_whole(self, slot: Slot) -> bool:
        """Whether the request of a draft has all it needs, and no question follows."""
        known, number = self._assessment, slot.at.record
        if known is None or number is None or KIND not in self.items or self.onward(slot):
            return False
        return known.answers.value(STATE, At(number)) == "proposed" and not self.waiting_of(number)

    def _finished(self, slot: Slot) -> None:
        ahead = next(iter(self.onward(slot)), slot)
        elsewhere = ahead.item not in self.items or ahead.at.record != slot.at.record
        if not elsewhere and not self._is_whole(slot):
            super()._finished(slot)
        else:
            self._done = slot
            self._go_on.start()

    def _leave(self) -> None:
        """Go on from the question that was done with last, unless something else is looked at by now."""
        slot, self._done = self._done, None
        if slot is None or not self.isVisible() or self.current != slot:
            return
        if self._is_whole(slot):
            self.whole.emit()
        else:
            super()._finished(slot)

    # The levels that matter

    def begin_near(self, near: Near) -> None:
        """Ask first at these places only; before another order is shown."""
        self._shown.far = frozenset(near.far(self._context.library, self.items))
        self._shown.widened = False
        self._shown.kept.clear()

    @property
    def far(self) -> bool | None:
        """Whether places wait to be asked; None when all that could wait are shown."""
        asked = self._assessment.asked if self._assessment is not None else {}
        number = self._shown.chosen.get(RECORDS)
        waiting = any(At(number, place, side) in asked.get(item, ()) for item, place, side in self._shown.far)
        return None if waiting and self._shown.widened else waiting

    def widen(self) -> None:
        """Show all places, or again those that matter."""
        self._shown.widened = not self._shown.widened
        self._show_again()
        self.widened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = self.theme.letter_keys and not event.modifiers() & LETTERS_OFF
        if plain and event.text().lower() == WIDEN and self._shown.far:
            self.widen()
        else:
            super().keyPressEvent(event)

    def restore_typing(self, slot: Slot, text: str) -> None:
        """Put text back that was typed into a field or a cell and never stored."""
        if not any(grid.restore(slot, text) for grid in self.findChildren(GridBlock)):
            super().restore_typing(slot, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """When a step begins to ask below, what has the keyboard stays in sight."""
        super().resizeEvent(event)
        if event.oldSize().height() > self.height():
            self._reveal()

    def focus_next_refused(self) -> bool:
        """Go to a text that could not be used; False when there is none."""
        refused = [slot for grid in self.findChildren(GridBlock) for slot in grid.refused]
        refused += [slot for slot in asked(self._column.seen()) if self._has_problem(slot)]
        return any(self.focus_slot(slot) for slot in refused)

    def show_below(self, part: QWidget) -> None:
        """Scroll to a part of what stands below the questions."""
        content = self._scroll.widget()
        if content is not None:
            self._scroll.verticalScrollBar().setValue(part.mapTo(content, QPoint(0, 0)).y())

    def show_order(self) -> None:
        """Another order was chosen."""
        self._show_record(RECORDS)
        self._scroll.verticalScrollBar().setValue(0)


def request_sections(library: Library) -> tuple[Section, ...]:
    """The request of an order: all that stands with it and is not set by a step."""
    found = next(one for one in library.sections if RECORDS in one.items)
    items = tuple(name for name in found.items if name != RECORDS and name not in BY_STEPS)
    return (replace(found, title=_("Request"), note="", items=items, look="form"),)


def asked_of_request(library: Library) -> tuple[str, ...]:
    """What every request shows without being unfolded: what any kind asks, its due date and where it goes."""
    asks = dict.fromkeys(name for kind in library.tests.values() for name in kind.asks)
    return (*asks, "order_side", "order_levels", "order_due", "order_sent_to")


def led_through(library: Library) -> frozenset[str]:
    """What answers lead to in a request though nobody has to say it: what a test asks, with its side and levels."""
    return frozenset(asked_of_request(library)) - {"order_due", "order_sent_to"}


def result_sections(library: Library, kind: TestKind | None) -> tuple[Section, ...]:
    """The result form of a kind: the words of the report, its compact form, then the rest of what can be entered."""
    wanted = compact_items(library, kind)
    told = [
        one for one in library.sections if one.step == STEP and RECORDS not in one.items and one.look != "reasoning"
    ]
    words = library.section_of[CONCLUSION]
    sections = [replace(words, id=f"{words.id}_words", title="", note="", items=(CONCLUSION,))]
    if wanted:
        first = library.section_of[wanted[0]]
        sections.append(
            replace(first, id=f"{first.id}_{RESULT}", title=_("Findings"), note="", items=wanted, look="form")
        )
    for one in told:
        rest = tuple(name for name in one.items if name not in (*wanted, CONCLUSION) and name not in BY_STEPS)
        if rest and _may_be_asked(one, kind):
            sections.append(replace(one, items=rest))
    return tuple(sections)


def compact_items(library: Library, kind: TestKind | None) -> tuple[str, ...]:
    """What the compact form of a kind asks, each finding on all its scales."""
    scales, names = scales_of(library, kind), kind.results if kind is not None else ()
    return tuple(dict.fromkeys(one for name in names for one in scales.get(name, (name,))))


def scales_of(library: Library, kind: TestKind | None) -> dict[str, tuple[str, ...]]:
    """The findings of a compact form that can be entered on several scales: the item it names, and all of them."""
    found: dict[str, tuple[str, ...]] = {}
    for names in library.ordering.same_finding.values():
        named = next((name for name in (kind.results if kind is not None else ()) if name in names), None)
        if named is not None and all(is_cell(library.items[name]) for name in names):
            found[named] = names
    return found


def _may_be_asked(section: Section, kind: TestKind | None) -> bool:
    """Whether a section speaks of this kind of test; the condition itself is asked with every answer."""
    named = re.findall(r"order_kind == (\w+)", section.when)
    return not named or kind is None or kind.id in named
