"""What is asked of one finding, in one line: since when, and since which day."""

from __future__ import annotations

from collections.abc import Iterator

from ui.fields import Field, FieldView, field_for
from ui.fields.layout import Shape
from ui.form.rows import FieldRows
from workup.answers import At, Slot
from workup.protocol import AnyItem, Choice, When


class FollowRows(FieldRows):
    """Fields one after another; what is rarely asked is shown with the help of the row, or once it is answered."""

    def _is_seen(self, slot: Slot, view: FieldView) -> bool:
        if not super()._is_seen(slot, view):
            return False
        item = self.context.library.items[slot.item]
        rare = item.optional and not isinstance(item, When)
        return not rare or self.open or view.value is not None or view.former is not None

    def _make(self, item: AnyItem, at: At) -> Field:
        place = self._items.index(item)
        follows = isinstance(item, When) and place > 0 and isinstance(self._items[place - 1], Choice)
        shape: Shape = "bare" if follows else "inline"
        made = field_for(self.context, item, at, self, label=self._label(item, at), shape=shape, compact=True)
        self._pass_on(made)
        made.resize(0, 0)
        return made

    def _lines(self, width: int) -> Iterator[list[tuple[Field, int, int]]]:
        """As many fields in a line as it holds; the last one takes the rest of it, for what is said below."""
        gap = self.theme.px(8)
        line: list[tuple[Field, int, int]] = []
        left = 0
        for field in self._visible:
            wanted = field.lead_width() + field.full_width()
            if line and left + wanted > width:
                yield _to_the_end(line, width)
                line, left = [], 0
            line.append((field, left, min(wanted, width)))
            left += wanted + gap
        if line:
            yield _to_the_end(line, width)


def _to_the_end(line: list[tuple[Field, int, int]], width: int) -> list[tuple[Field, int, int]]:
    field, left, _ = line[-1]
    return [*line[:-1], (field, left, width - left)]
