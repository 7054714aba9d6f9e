"""A stretch of a card: it knows its height at a width, its focus stops, and shows an assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.fields import Field, FieldContext, FieldView, Views
from ui.widgets import Painted
from workup.answers import Side, Slot, Value

Filter = Literal["all", "open", "findings"]


@dataclass
class Shown:
    """What all blocks of a form go by: the filter, which record of each list is open, and how much a screen shows.

    In a narrow place a grid has at most so many `columns`, as far as they fit into `wide`, and cards stand `side` from
    the edge, 0 for what is usual;
    `unfolded` names optional questions asked without being unfolded first, `led_through` those that answers lead to;
    `scales` those that grade the same finding as an item here. `unrolled` are the folds and questionnaires that stand
    open now. What is `far` (item, place, side) waits until it is `widened` or has an answer. `walked`: the way from
    question to question goes by posture.
    """

    filter: Filter = "all"
    chosen: dict[str, int] = field(default_factory=dict)
    kept: set[Slot] = field(default_factory=set)
    room: int = 0
    columns: int = 0
    wide: int = 0
    side: int = 0
    unfolded: frozenset[str] = frozenset()
    led_through: frozenset[str] = frozenset()
    scales: dict[str, tuple[str, ...]] = field(default_factory=dict)
    far: frozenset[tuple[str, str | None, Side | None]] = frozenset()
    widened: bool = False
    walked: bool = False
    unrolled: dict[Block, None] = field(default_factory=dict)

    def is_far(self, slot: Slot) -> bool:
        """Whether the slot waits until the form is widened."""
        return not self.widened and (slot.item, slot.at.place, slot.at.side) in self.far

    def admits(self, slot: Slot, view: FieldView) -> bool:
        """Whether the filter lets the slot be seen; what has once been seen stays until the filter is set again."""
        if self.far and self.is_far(slot):
            if view.value is not None or view.former is not None:
                self.kept.add(slot)
            if slot not in self.kept:
                return False
        if self.filter == "all" or slot in self.kept:
            return True
        if view.is_open if self.filter == "open" else view.is_finding:
            self.kept.add(slot)
            return True
        return False


class Block(Painted):
    """The base of blocks. Signals are those of its fields; `resized` asks for a new layout, `again` to show anew.

    `wished` is for what no answer is: undo at a place, the chart for the patient.
    """

    answered = Signal(object, object)
    filled = Signal(object, str)
    typing = Signal(object, str)
    finished = Signal(object)
    resized = Signal()
    again = Signal()
    wished = Signal(str, object)

    def __init__(self, context: FieldContext, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self.context, self.shown = context, shown
        self.open = False
        self.stale = True
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # growing downwards repaints what is new only
        self.resized.connect(self.forget)

    def forget(self) -> None:
        """What was measured and placed is no longer true."""
        self.stale = True

    def put(self, rect: QRect) -> None:
        """Take this place; what stands inside is arranged once, and only where something has changed."""
        grows = self.size() != rect.size()
        if self.geometry() != rect:
            self.setGeometry(rect)
        if not (grows and self.isVisible()):  # else its resizeEvent has arranged it already
            self.arrange()

    def render(self, views: Views) -> None:  # type: ignore[override]  # ours shows views, Qt's paints elsewhere
        """Show these views."""
        raise NotImplementedError

    def height_for(self, width: int) -> int:
        """The height at a width."""
        raise NotImplementedError

    def least_width(self) -> int:
        """Below this width something would be cut off."""
        return self.theme.px(280)

    def arrange(self) -> None:
        """Put the children in place at the present size."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        raise NotImplementedError

    def hidden_count(self, _views: Views) -> int:
        """How many optional questions wait under the fold."""
        return 0

    def stops(self) -> Iterator[QWidget]:
        """The widgets that take the focus, in reading order."""
        raise NotImplementedError

    def slots(self) -> Iterable[Slot]:
        """The slots that can be answered here now."""
        raise NotImplementedError

    def focus_slot(self, slot: Slot) -> bool:
        """Give the keyboard to the control of a slot."""
        raise NotImplementedError

    def ahead(self, _slot: Slot) -> Iterator[None]:
        """Make what an answer to this slot may show here, hidden, one field at a time."""
        return iter(())

    def field_at(self, _slot: Slot) -> Field | None:
        """The field of a slot, where the block has one."""
        return None

    def slot_of(self, _widget: QWidget) -> Slot | None:
        """Which slot a focused widget inside the block stands for, where no field tells."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.update()
        if self.width():  # without a width it has not been put anywhere yet
            self.arrange()

    def _pass_on(self, field_: Field) -> None:
        """Make a field's signals the block's own."""
        field_.answered.connect(self.answered)
        field_.filled.connect(self.filled)
        field_.typing.connect(self.typing)
        field_.finished.connect(self.finished)
        field_.resized.connect(self.resized)


Fill = Callable[[list[tuple[Slot, Value]], str], None]
