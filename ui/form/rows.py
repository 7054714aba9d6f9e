"""Questions in rows: label above the control on a fine grid of columns, or label and control in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields import Field, FieldContext, FieldView, Views, field_for
from ui.form.block import Block, Shown
from workup import words
from workup.answers import At, Slot
from workup.note.wording import place_words
from workup.protocol import AnyItem, YesNo

Look = Literal["columns", "list"]
FEW = 2


class FieldRows(Block):
    """The fields of some items, one for each place an item is asked at."""

    def __init__(
        self, context: FieldContext, shown: Shown, items: Sequence[AnyItem], parent: QWidget | None = None, *,
        look: Look = "columns", record: int | None = None, optional: bool = False, only: At | None = None,
        named: str = "",
    ) -> None:
        super().__init__(context, shown, parent)
        self._items, self._look, self._record, self._optional = tuple(items), look, record, optional
        self._only, self._named = only, named
        self._fields: dict[Slot, Field] = {}
        self._visible: list[Field] = []
        self._rows: list[tuple[QRect, list[Field]]] = []
        self._heights: dict[int, int] = {}
        self._measured: tuple[int, list[tuple[QRect, list[tuple[Field, QRect]]]]] = (-1, [])
        self._arranged = -1

    # What it shows

    def render(self, views: Views) -> None:  # type: ignore[override]
        visible: list[Field] = []
        for item in self._items:
            for at in self._asked(views, item):
                slot = Slot(item.id, at)
                view = views.of(item, slot)
                if not self._is_seen(slot, view):
                    continue
                found = self._fields.get(slot)
                if found is None:
                    found = self._fields[slot] = self._make(item, at)
                found.render(view)
                visible.append(found)
        if visible != self._visible:
            self._show_only(visible)

    def _asked(self, views: Views, item: AnyItem) -> Iterable[At]:
        asked = views.assessment.asked.get(item.id, ())
        if self._only is not None:
            return (self._only,) if self._only in asked else ()
        if self._record is not None:
            return (at for at in asked if at.record == self._record)
        return asked

    def _is_seen(self, slot: Slot, view: FieldView) -> bool:
        if not self.shown.admits(slot, view):
            return False
        if not self._optional or self.open or self.shown.filter != "all":
            return True
        return view.value is not None or view.former is not None

    def _make(self, item: AnyItem, at: At) -> Field:
        shape: Literal["above", "beside"] = "beside" if self._look == "list" else "above"
        many = bool(self.shown.columns) and bool(item.axis)  # a number for each level, where there is little room
        small = self._only is not None or (self._look == "list" and not isinstance(item, YesNo))
        made = field_for(self.context, item, at, self, label=self._label(item, at), shape=shape, compact=small or many)
        self._pass_on(made)
        made.resize(0, 0)  # it is laid out where it is put, and not before
        return made

    def _label(self, item: AnyItem, at: At) -> str:
        """Within the line of a finding the place is plain; the side is not. Small boxes have short names."""
        if self._only is None and self.shown.columns and at.place is not None:
            place = place_words(self.context.library, item, at.place)
            return ", ".join(filter(None, (item.label, place, at.side and words.on_side(at.side))))
        if self._only is None and item.look != "box":
            return ""
        label = f"{self._named}: {words.in_sentence(item.label)}" if self._named else item.label
        return f"{label}, {words.on_side(at.side)}" if at.side else label

    def _show_only(self, visible: list[Field]) -> None:
        stay = set(visible)
        for field in self._visible:
            if field not in stay:
                field.reset()
                field.hide()
        before = set(self._visible)
        for field in visible:
            if field not in before:
                field.show()
        self._visible = visible
        self.resized.emit()

    def is_empty(self) -> bool:
        return not self._visible

    def hidden_count(self, views: Views) -> int:
        if not self._optional or self.open:
            return 0
        asked = sum(1 for item in self._items for _ in self._asked(views, item))
        return max(0, asked - len(self._visible))

    def slots(self) -> Iterable[Slot]:
        return (field.slot for field in self._visible)

    def stops(self) -> Iterator[QWidget]:
        for field in self._visible:
            yield from field.controls()

    def ahead(self, slot: Slot) -> Iterator[None]:
        for item in self._items:
            if slot.item in self.context.library.reads[item.id] and (self.open or not self._optional):
                for at in self._places_ahead(item, slot):
                    if self._make_ahead(item, at):
                        yield

    def _places_ahead(self, item: AnyItem, slot: Slot) -> Iterable[At]:
        """Where an item may be asked after an answer; many places at once are left to the answer."""
        if self._only is not None:
            return (self._only,) if self._only == slot.at else ()
        if item.about:
            return (slot.at,)
        places = self.context.library.places[item.id]
        if self._record != slot.at.record or len(places) > FEW:
            return ()
        return [At(self._record, place.place, place.side) for place in places]

    def _make_ahead(self, item: AnyItem, at: At) -> bool:
        slot = Slot(item.id, at)
        if slot in self._fields:
            return False
        made = self._fields[slot] = self._make(item, at)
        for control in (made, *made.controls()):
            control.ensurePolished()
        return True

    def field_at(self, slot: Slot) -> Field | None:
        found = self._fields.get(slot)
        return found if found in self._visible else None

    def focus_slot(self, slot: Slot) -> bool:
        found = self.field_at(slot)
        return found is not None and found.give_focus()

    # Where things are

    def _columns(self, width: int) -> tuple[int, int, int]:
        """Number of columns, width of one, gap between them."""
        px = self.theme.px
        if self._look == "list":
            count, gap = (2, px(28)) if width >= px(640) else (1, px(28))
        else:
            gap = px(18)
            count = max(1, (width + gap) // (px(48) + gap))
        return count, (width - gap * (count - 1)) // count, gap

    def _span(self, field: Field, count: int, column: int, gap: int) -> int:
        if self._look == "list":
            return count if field.is_wide() else 1
        if field.is_wide():
            return count
        wanted = max(field.full_width(), field.label_width() if field.label_width() > column else 0)
        return max(1, min(count, -(-(wanted + gap) // (column + gap))))

    def _lines(self, width: int) -> Iterator[list[tuple[Field, int, int]]]:
        """The fields of each line with left edge and width."""
        count, column, gap = self._columns(width)
        line: list[tuple[Field, int, int]] = []
        used = 0
        for field in self._visible:
            span = self._span(field, count, column, gap)
            if used + span > count and line:
                yield line
                line, used = [], 0
            line.append((field, used * (column + gap), span * column + (span - 1) * gap))
            used += span
        if line:
            yield line

    def forget(self) -> None:
        super().forget()
        self._heights.clear()
        self._measured = (-1, [])

    def restyle(self) -> None:
        self.forget()

    def height_for(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._measure(width)
        return self._heights[width]

    def arrange(self) -> None:
        if self.stale or self._arranged != self.width():
            self.stale, self._arranged = False, self.width()
            before = self._lined()
            self._place(self.width())
            for rect in before ^ self._lined():
                self.update(*rect)

    def _measure(self, width: int) -> int:
        """The height at a width; where everything stands then is kept, for it is put there next."""
        gap = 0 if self._look == "list" else self.theme.px(12)
        top, rows = 0, list[tuple[QRect, list[tuple[Field, QRect]]]]()
        for line in self._lines(width):
            room = max(field.label_need(wide) for field, _, wide in line)
            for field, _, _ in line:
                field.give_label(room)
            tall = max(field.height_for(wide) for field, _, wide in line)
            places = [(field, QRect(left, top, wide, tall)) for field, left, wide in line]
            rows.append((QRect(0, top, width, tall), places))
            top += tall + gap
        self._measured = (width, rows)
        return max(0, top - gap)

    def _place(self, width: int) -> None:
        """Put every field where it was measured to stand; labels have the room of the width measured last."""
        if self._measured[0] != width:
            self._measure(width)
        self._rows = []
        for line, places in self._measured[1]:
            for field, rect in places:
                if field.geometry() != rect:
                    field.setGeometry(rect)
                if field.stale:
                    field.arrange()
            self._rows.append((line, [field for field, _ in places]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._look != "list":
            return
        painter, line = QPainter(self), self.theme.color("line")
        for left, top, width, _ in self._lined():
            painter.fillRect(left, top, width, self.theme.edge, line)

    def _lined(self) -> set[tuple[int, int, int, int]]:
        """The lines of a list: one below each field, but below the last row."""
        if self._look != "list":
            return set()
        return {
            (field.x(), rect.bottom(), field.width(), self.theme.edge) for rect, fields in self._rows[:-1]
            for field in fields
        }
