"""The caution that goes with a number, in sight where it is entered: thresholds have none without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.fields.help import help_text
from ui.form.block import Block, Shown
from ui.widgets import Label
from workup.answers import Slot
from workup.protocol import AnyItem


class Caption(Block):
    """The help of one item with its sources, above its fields."""

    def __init__(self, context: FieldContext, shown: Shown, item: AnyItem, record: int | None) -> None:
        super().__init__(context, shown)
        self._item, self._record = item, record
        self._asked = False
        text = f"{item.label}. {help_text(context.library, item)}"
        self._label = Label(self.theme, "hint", text, "ink2", self, wrap=True)

    def render(self, views: Views) -> None:  # type: ignore[override]
        asked = any(at.record == self._record for at in views.assessment.asked.get(self._item.id, ()))
        if asked != self._asked:
            self._asked = asked
            self.resized.emit()

    def is_empty(self) -> bool:
        return not self._asked or self.shown.filter != "all"

    def height_for(self, width: int) -> int:
        return self._label.heightForWidth(width)

    def arrange(self) -> None:
        self._label.setGeometry(self.rect())

    def stops(self) -> Iterator[QWidget]:
        return iter(())

    def slots(self) -> Iterable[Slot]:
        return ()

    def focus_slot(self, _slot: Slot) -> bool:
        return False
