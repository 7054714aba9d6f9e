"""Blocks on top of one another, and the fold that keeps optional questions out of the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

from ui.fields import Field, FieldContext, Views
from ui.form.block import Block, Shown
from ui.widgets import Button
from workup.answers import Slot
from workup.texts import _


class Stack(Block):
    """Several blocks from top to bottom."""

    def __init__(
        self, context: FieldContext, shown: Shown, blocks: Sequence[Block] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(context, shown, parent)
        self.blocks: list[Block] = []
        self._seen: list[Block] = []
        self._arranged = QSize()
        for block in blocks:
            self.add(block)

    def add(self, block: Block) -> None:
        """Put one more block at the end."""
        block.setParent(self)
        block.resize(0, 0)  # it is laid out where it is put, and not before
        block.answered.connect(self.answered)
        block.filled.connect(self.filled)
        block.typing.connect(self.typing)
        block.finished.connect(self.finished)
        block.resized.connect(self.resized)
        block.again.connect(self.again)
        block.wished.connect(self.wished)
        self.blocks.append(block)
        block.show()

    def render(self, views: Views) -> None:  # type: ignore[override]
        for block in self.blocks:
            block.render(views)
            if block.isHidden() != block.is_empty():
                block.setVisible(not block.is_empty())
        seen = [block for block in self.blocks if not block.is_empty()]
        if seen != self._seen:
            self._seen = seen
            self.resized.emit()

    def seen(self) -> list[Block]:
        """The blocks that have something to show; only showing them anew changes that."""
        return self._seen

    def is_empty(self) -> bool:
        return not self._seen

    def lone_fold(self) -> Fold | None:
        """The closed fold that is all there is to see, if so."""
        seen = self.seen()
        if len(seen) != 1:
            return None
        only = seen[0]
        if isinstance(only, Fold):
            return only if only.is_lone() else None
        return only.lone_fold() if isinstance(only, Stack) else None

    def gap(self) -> int:
        """The space between two blocks."""
        return self.theme.px(12)

    def height_for(self, width: int) -> int:
        heights = [block.height_for(width) for block in self.seen()]
        return sum(heights) + self.gap() * max(0, len(heights) - 1)

    def least_width(self) -> int:
        """That of all its blocks, shown or not: what a finding adds below must not make the card wider."""
        return max((block.least_width() for block in self.blocks), default=super().least_width())

    def arrange(self) -> None:
        if self.stale or self._arranged != self.size():
            self.stale, self._arranged = False, self.size()
            self._arrange_from(0)

    def restyle(self) -> None:
        self.forget()

    def _arrange_from(self, top: int) -> None:
        width = self.width()
        for block in self.seen():
            rect = QRect(0, top, width, block.height_for(width))
            block.put(rect)
            top += rect.height() + self.gap()

    def stops(self) -> Iterator[QWidget]:
        for block in self.seen():
            yield from block.stops()

    def slots(self) -> Iterable[Slot]:
        for block in self.seen():
            yield from block.slots()

    def focus_slot(self, slot: Slot) -> bool:
        return any(block.focus_slot(slot) for block in self.seen())

    def ahead(self, slot: Slot) -> Iterator[None]:
        for block in self.blocks:
            yield from block.ahead(slot)

    def field_at(self, slot: Slot) -> Field | None:
        return next((found for block in self.seen() if (found := block.field_at(slot)) is not None), None)

    def slot_of(self, widget: QWidget) -> Slot | None:
        return next((found for block in self.seen() if (found := block.slot_of(widget)) is not None), None)


class Fold(Stack):
    """Optional questions: made when opened or once one of them has an answer."""

    def __init__(
        self, context: FieldContext, shown: Shown, items: Sequence[str], make: Callable[[], Sequence[Block]],
        record: int | None = None,
    ) -> None:
        super().__init__(context, shown)
        self._items, self._make, self._record = tuple(items), make, record
        self._made = False
        self._asked = self._waiting = self._answered = 0
        self._views: Views | None = None
        self._button = Button(self.theme, "quiet", _("More"), "chevron-down", parent=self)
        self._button.clicked.connect(self.toggle)

    def toggle(self) -> None:
        """Open or close."""
        self.set_open(not self.open)

    def set_open(self, opened: bool, *, walked: bool = True) -> None:
        """Show all optional questions, or only those with an answer; `walked` answers lead through them."""
        self.open = opened
        if opened and walked:
            self.shown.unrolled[self] = None
        elif not opened:
            self.shown.unrolled.pop(self, None)
        if self._views is not None:
            self.render(self._views)
            self.resized.emit()

    def is_unanswered(self) -> bool:
        """Whether none of its questions has an answer."""
        return not self._answered

    def holds(self, slot: Slot) -> bool:
        """Whether the slot is one of the optional questions asked here now."""
        return slot.item in self._items and slot.at.record == self._record

    def is_lone(self) -> bool:
        """Whether nothing but the button to open it is seen."""
        return self._shows_button() and not self.open and super().is_empty()

    def is_button(self, widget: QWidget) -> bool:
        """Whether a widget is the one that opens and closes it."""
        return widget is self._button

    def button_size(self) -> QSize:
        """The room of the button to open it."""
        return self._button.sizeHint()

    def _slots(self, views: Views) -> Iterator[Slot]:
        for item in self._items:
            for at in views.assessment.asked.get(item, ()):
                if self._record is None or at.record == self._record:
                    yield Slot(item, at)

    def render(self, views: Views) -> None:  # type: ignore[override]
        self._views = views
        asked = views.assessment.asked
        self._asked = self._waiting = (
            sum(len(asked.get(item, ())) for item in self._items)
            if self._record is None else sum(1 for _rest in self._slots(views))
        )
        answered = 0
        if any(map(views.assessment.answers.of_item, self._items)) or views.assessment.computed:
            answers, computed = views.assessment.answers, views.assessment.computed
            answered = sum(1 for slot in self._slots(views) if slot in answers or slot in computed)
            self._waiting -= answered
        if answered < self._answered and self._has_keyboard():
            self.open = True  # what was taken back just now stays under the keyboard
        self._answered = answered
        if not self._made and self._asked and (self.open or answered):
            self._made = True
            for block in self._make():
                self.add(block)
        for block in self.blocks:
            block.open = self.open
        super().render(views)
        text = _("Less") if self.open else _("More ({waiting})").format(waiting=self._waiting)
        if self._button.text() != text:
            self._button.set_label(text, "chevron-up" if self.open else "chevron-down")
            self._button.setAccessibleName(
                _("Fewer questions") if self.open else _("{waiting} more questions").format(waiting=self._waiting)
            )
        if self._button.isHidden() == self._shows_button():
            self._button.setVisible(self._shows_button())

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and focused is not self._button and self.isAncestorOf(focused)

    def _shows_button(self) -> bool:
        return self.shown.filter == "all" and self._asked > 0 and (self.open or self._waiting > 0)

    def is_empty(self) -> bool:
        return not self._shows_button() and super().is_empty()

    def _head(self) -> int:
        return self._button.sizeHint().height() if self._shows_button() else 0

    def height_for(self, width: int) -> int:
        rest = super().height_for(width)
        head = self._head()
        return head + rest + (self.gap() // 2 if head and rest else 0)

    def arrange(self) -> None:
        """The button stands above the questions while they are open, else below those that have an answer."""
        head, size, left = self._head(), self._button.sizeHint(), -self.theme.px(8)
        self._arrange_from(head + self.gap() // 2 if head and self.open else 0)
        top = 0 if self.open else max(0, self.height() - size.height())
        self._button.setGeometry(left, top, size.width(), size.height())

    def stops(self) -> Iterator[QWidget]:
        if self._shows_button() and self.open:
            yield self._button
        yield from super().stops()
        if self._shows_button() and not self.open:
            yield self._button

    def focus_slot(self, slot: Slot) -> bool:
        if not self.holds(slot):
            return False
        if super().focus_slot(slot):
            return True
        if not self.open:
            self.set_open(True, walked=False)  # one was asked for, not all
        return super().focus_slot(slot)
