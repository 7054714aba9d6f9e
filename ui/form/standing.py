"""A list asked at every visit: what it said before, and one button to say that it still does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.form.block import Block, Shown
from ui.widgets import Button, write
from workup import words
from workup.answers import Answer, Slot, Value
from workup.protocol import Records
from workup.texts import _


class Standing(Block):
    """One line above a list that waits to be checked; nothing is carried over until it is pressed."""

    def __init__(self, context: FieldContext, shown: Shown, item: Records, parent: QWidget | None = None) -> None:
        super().__init__(context, shown, parent)
        self._item, self._said = item, ""
        self._value: Value | None = None
        self._checked = False
        self._button = Button(self.theme, "secondary", _("Still right"), "check", "S", self)
        self._button.clicked.connect(self.confirm)

    def render(self, views: Views) -> None:  # type: ignore[override]
        slot = Slot(self._item.id)
        view, said = views.of(self._item, slot), ""
        self._value, self._checked = None, view.value == "checked"
        if self._checked:
            said = _("Checked at this visit, unchanged")
        elif self._item.every_visit and view.is_open and not view.read_only:
            self._value, said = self._before(views)
        if said != self._said:
            self._said = said
            label, icon = (_("Take back"), "undo") if self._checked else (_("Still right"), "check")
            self._button.set_label(label, icon)
            self._button.setAccessibleDescription(said)
            self.resized.emit()
            self.update()
        self._button.setEnabled(not view.read_only)

    def _before(self, views: Views) -> tuple[Value | None, str]:
        """The value that stands for *as before*, and what was said then."""
        item, known = self._item, views.assessment
        numbers = known.records.get(item.id, ())
        if numbers:
            latest = max(self._told(views), key=lambda answer: answer.visit)
            return "checked", _("{day}: {name}, {n} listed").format(
                day=views.day(latest), name=item.label, n=len(numbers)
            )
        former = views.of(item, Slot(item.id)).former
        if former is not None and former.value == "none":
            return "none", f"{former.day}: {item.none or words.capital(former.said)}"
        return None, ""

    def _told(self, views: Views) -> Iterator[Answer]:
        for name in (self._item.id, *self.context.library.fields_of(self._item.id)):
            yield from views.assessment.answers.of_item(name).values()

    def confirm(self) -> None:
        """Say that the list still is as it was, or take that back."""
        slot = Slot(self._item.id)
        if self._checked:
            self.answered.emit(slot, None)
        elif self._value is not None:
            self.filled.emit([(slot, self._value)], "reconfirmed")

    @property
    def waits(self) -> bool:
        """Whether something of an earlier visit waits to be confirmed."""
        return self._value is not None

    def is_empty(self) -> bool:
        return not self._said

    def height_for(self, _width: int) -> int:
        return self.theme.height("control")

    def arrange(self) -> None:
        size = self._button.sizeHint()
        wide = self.theme.metrics("control").horizontalAdvance(self._said) + self.theme.px(14)
        left = max(0, min(wide, self.width() - size.width()))
        self._button.setGeometry(left, 0, size.width(), self.theme.height("control"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        room = QRect(0, 0, self._button.x() - self.theme.px(8), self.height())
        write(QPainter(self), self.theme, room, self._said, "control", "ink2")

    def stops(self) -> Iterator[QWidget]:
        yield self._button

    def slots(self) -> Iterable[Slot]:
        return ()

    def focus_slot(self, slot: Slot) -> bool:
        return False

    def slot_of(self, widget: QWidget) -> Slot | None:
        return Slot(self._item.id) if widget is self._button else None
