"""One finding graded on the scale the report names: a switch, and the grid of that scale; none is ever converted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.form.block import Block, Shown
from ui.form.stack import Stack
from ui.widgets import Label, Option, Segments
from workup import words
from workup.answers import Slot
from workup.protocol import AnyItem
from workup.texts import _

Make = Callable[[AnyItem], Block]


class ScaleSwitch(Block):
    """Names the finding and lets the scale be chosen."""

    def __init__(self, context: FieldContext, shown: Shown, name: str, options: tuple[Option, ...]) -> None:
        super().__init__(context, shown)
        self._label = Label(self.theme, "label", _("{name}, graded").format(name=name), "ink2", self, weight=600)
        self.choice = Segments(self.theme, _("{name}, scale of the report").format(name=name), options, self)

    def render(self, views: Views) -> None:  # type: ignore[override]
        """What is shown follows the answers of the grids."""

    def is_empty(self) -> bool:
        return False

    def _beside(self, width: int) -> bool:
        return self._label.sizeHint().width() + self.theme.px(12) + self.choice.full_width() <= width

    def height_for(self, width: int) -> int:
        tall = self.theme.height("control")
        return tall if self._beside(width) else tall + self.theme.line("label") + self.theme.px(4)

    def arrange(self) -> None:
        tall, line = self.theme.height("control"), self.theme.line("label")
        wide = min(self.choice.full_width(), self.width())
        if self._beside(self.width()):
            self._label.setGeometry(0, 0, self._label.sizeHint().width(), tall)
            self.choice.setGeometry(QRect(self.width() - wide, 0, wide, tall))
        else:
            self._label.setGeometry(0, 0, self.width(), line)
            self.choice.setGeometry(QRect(0, line + self.theme.px(4), wide, tall))

    def stops(self) -> Iterator[QWidget]:
        yield self.choice

    def slots(self) -> Iterable[Slot]:
        return ()

    def focus_slot(self, slot: Slot) -> bool:
        return False


class ScaledBlock(Stack):
    """The grids of several scales for one finding: the one chosen, and every one that has an answer."""

    def __init__(
        self, context: FieldContext, shown: Shown, items: Sequence[AnyItem], make: Make, record: int | None
    ) -> None:
        super().__init__(context, shown)
        self._items, self._make, self._record = {item.id: item for item in items}, make, record
        self._made: dict[str, Block] = {}
        self._views: Views | None = None
        self._chosen = ""
        options = tuple(Option(item.id, _scale_name(item), "normal") for item in items)
        self.switch = ScaleSwitch(context, shown, items[0].label, options)
        self.add(self.switch)
        self.switch.choice.chosen.connect(self.choose)
        self.switch.choice.cleared.connect(self._keep)

    def choose(self, scale: str) -> None:
        """Ask on another scale; a grid without an answer goes."""
        self._chosen = scale
        if self._views is not None:
            self.render(self._views)
            self.resized.emit()

    def _keep(self) -> None:
        """One of the scales is always chosen."""
        self.switch.choice.set_value(self._chosen)

    def render(self, views: Views) -> None:  # type: ignore[override]
        self._views = views
        answered = [name for name in self._items if self._is_answered(views, name)]
        if not self._chosen:
            self._chosen = next(iter(answered or self._items))
        self.switch.choice.set_value(self._chosen)
        wanted = [name for name in self._items if name in answered or name == self._chosen]
        before, self.blocks = self.blocks, [self.switch, *map(self._block, wanted)]
        for block in before:
            if block not in self.blocks:
                block.hide()
        super().render(views)

    def _is_answered(self, views: Views, name: str) -> bool:
        return any(at.record == self._record for at in views.assessment.answers.of_item(name))

    def _block(self, name: str) -> Block:
        if name not in self._made:
            made = self._made[name] = self._make(self._items[name])
            self.add(made)
        return self._made[name]

    def is_empty(self) -> bool:
        return len(self.seen()) < 2  # a switch without a grid is nothing to answer

    def slots(self) -> Iterable[Slot]:
        for block in self.seen():
            yield from block.slots()

    def focus_slot(self, slot: Slot) -> bool:
        if slot.item not in self._items or slot.at.record != self._record:
            return False
        if not super().focus_slot(slot):
            self.choose(slot.item)
        return super().focus_slot(slot)


def _scale_name(item: AnyItem) -> str:
    """`Schizas` of `Canal, Schizas`."""
    return words.capital(item.text.partition(", ")[2] or item.label)
