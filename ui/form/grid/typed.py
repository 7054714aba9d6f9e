"""Cells that are typed into, a number or a few words, and cells that hold several marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.fields import Field, FieldContext, FieldView
from ui.fields.help import help_text
from ui.form.block import Shown
from ui.form.grid.cells import gap_sign, is_typed, paint_typed
from ui.form.grid.follow import GridFollowed
from ui.form.grid.spec import Cell, Grid, unit_of
from ui.widgets import Option
from ui.widgets.lines import announce
from ui.widgets.spoken import Part, SpokenRole
from workup import typed
from workup.answers import Gap, Marks, Slot, Value
from workup.limits import refusal
from workup.note.wording import slot_words, value_words
from workup.protocol import AnyItem, Choices, Number
from workup.texts import _

NONE, UNKNOWN = "none_of_these", "unknown"
LONGEST = 400
_BEGINS = frozenset("0123456789.,-−")
_ERASE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class GridTyped(GridFollowed):
    """A text is read when its cell is left; one that cannot be used stays in the cell and is explained."""

    def __init__(
        self,
        context: FieldContext,
        shown: Shown,
        grid: Grid,
        about: dict[str, list[AnyItem]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, shown, grid, about, parent)
        self.drafts: dict[Slot, str] = {}
        self.refused: dict[Slot, str] = {}

    # Where the keyboard is

    @property
    def cell(self) -> Cell | None:
        """The cell the keyboard is in."""
        row, column = self.at
        cells = self.rows[row].cells if row < len(self.rows) else ()
        return next((cell for cell in cells if cell.column == column), cells[0] if cells else None)

    def _announce(self) -> None:
        cell = self.cell
        if cell is None:
            return
        self.setAccessibleName(self._said(cell))
        self.setAccessibleDescription(help_text(self.context.library, cell.item))

    def _said(self, cell: Cell) -> str:
        """A cell in words: item, root, side, value and meaning."""
        view, library = self.views.get(cell.slot), self.context.library
        said = _("not answered")
        if view is not None and view.value is not None:
            said = value_words(library, cell.item, view.value) + (_(", finding") if view.is_finding else "")
        elif view is not None and view.former is not None:
            said = _("not answered, {day}: {said}").format(day=view.former.day, said=view.former.said)
        return f"{slot_words(library, cell.slot)}, {said}"

    def spoken_parts(self) -> Sequence[Part]:
        return [
            Part(self._said(cell), SpokenRole.Cell, self.cell_rect(row, cell.column), None,
                 (row, cell.column) == self.at, partial(self.focus_slot, cell.slot))
            for row, one in enumerate(self.rows)
            for cell in one.cells
        ]  # fmt: skip

    # Typing

    def type_key(self, cell: Cell, key: int, text: str) -> bool:
        """Take a key in a cell that is typed into; False when it means something else there."""
        if not is_typed(cell.item):
            return False
        slot, view = cell.slot, self.views.get(cell.slot)
        draft = self.drafts.get(slot)
        if view is None or view.read_only:
            return False
        if key == Qt.Key.Key_Escape and draft is not None:
            self.drop_draft(slot)
        elif key in _ERASE and draft is not None:
            self._draft(slot, draft[:-1])
        elif key == Qt.Key.Key_Backspace and not isinstance(cell.item, Number) and view.value is not None:
            self._draft(slot, self.text_of(cell, view)[:-1])
        elif text and text.isprintable() and (draft is not None or self._begins(cell, text)):
            self._draft(slot, (draft or "") + text)
        else:
            return False
        return True

    def _begins(self, cell: Cell, text: str) -> bool:
        return text in _BEGINS if isinstance(cell.item, Number) else not text.isspace()

    def _draft(self, slot: Slot, text: str) -> None:
        self.drafts[slot] = text[:LONGEST]
        self.refused.pop(slot, None)
        self.typing.emit(slot, text)
        self.update()

    def drop_draft(self, slot: Slot) -> None:
        """Forget what was typed."""
        self.drafts.pop(slot, None)
        self.refused.pop(slot, None)
        self.update()

    def settle(self, cell: Cell | None) -> bool:
        """Read what was typed into a cell and pass it on; False when it cannot be used."""
        view = self.views.get(cell.slot) if cell is not None else None
        if cell is None or view is None or cell.slot not in self.drafts:
            return True
        text = self.drafts[cell.slot].strip()
        found = typed.unknown(text) or self._read(cell.item, text)
        sentence = found.sentence if isinstance(found, typed.Refused) else ""
        if found is not None and not isinstance(found, typed.Refused):
            sentence = refusal(self.context.library, cell.item, cell.slot.at, found, view.today)
        if sentence or isinstance(found, typed.Refused):
            self.refused[cell.slot] = sentence
            announce(self, sentence, at_once=True)
            self.update()
            return False
        self.drop_draft(cell.slot)
        if found != view.value:
            self.answered.emit(cell.slot, found)
        return True

    @staticmethod
    def _read(item: AnyItem, text: str) -> Value | typed.Refused | None:
        if not text:
            return None
        return typed.number(text, item) if isinstance(item, Number) else text

    def restore(self, slot: Slot, text: str) -> bool:
        """Put back text that was typed and never stored; False when the slot is not typed into here."""
        cell = next((cell for row in self.rows for cell in row.cells if cell.slot == slot), None)
        if cell is None or not is_typed(cell.item):
            return False
        self.drafts[slot] = text
        self.settle(cell)
        return True

    # Several marks

    def toggle(self, cell: Cell, option: str) -> None:
        """Set or take back one mark; “None of these” says that what is not marked is absent."""
        assert isinstance(cell.item, Choices)
        view = self.views.get(cell.slot)
        known = view.value if view is not None and isinstance(view.value, Marks) else Marks()
        present = [one for one in cell.item.options if (one in known.present) != (one == option)]
        if option == NONE:
            rest = tuple(one for one in cell.item.options if one not in known.present)
            self.answered.emit(cell.slot, Marks(known.present, rest))
            return
        absent = tuple(one for one in known.absent if one not in present and one != option)
        unknown = tuple(one for one in known.unknown if one not in present and one != option)
        marks = Marks(tuple(present), absent, unknown)
        self.answered.emit(cell.slot, marks if marks != Marks() else None)

    # What is offered and shown

    def offered(self, cell: Cell, view: FieldView) -> tuple[tuple[Option, ...], tuple[str, ...]]:
        """What the strip under a cell of these kinds offers, and what of it is chosen."""
        gap = Option(UNKNOWN, _("Unknown"), "fact", "u")
        if not isinstance(cell.item, Choices):
            return (gap,), (UNKNOWN,) if isinstance(view.value, Gap) else ()
        marks = view.value if isinstance(view.value, Marks) else Marks()
        rest = _("No others") if marks.present else _("None of these")
        none = (NONE,) if marks.absent and not set(cell.item.options) - {*marks.present, *marks.absent} else ()
        chosen = (UNKNOWN,) if isinstance(view.value, Gap) else (*marks.present, *none)
        return (*self.options[cell.item.id], Option(NONE, rest, "normal", "0"), gap), chosen

    def note_of(self, cell: Cell, view: FieldView) -> str:
        """What stands above the values of a cell: why its text cannot be used, a doubt, or what is asked."""
        asked = ", ".join(filter(None, (cell.item.text, unit_of(cell.item), view.band)))
        said = self.refused.get(cell.slot) or view.doubt or view.pending or view.remark
        return said or (asked if self.grid.stacked or is_typed(cell.item) else "")

    def text_of(self, cell: Cell, view: FieldView) -> str:
        """A value as its cell shows it, with a unit only where the column has several."""
        if view.value is None:
            return ""
        if isinstance(view.value, Gap):
            return gap_sign(view.value)
        said = value_words(self.context.library, cell.item, view.value)
        return said.removesuffix(unit_of(cell.item)).strip() if isinstance(cell.item, Number) else said

    def paint_typed_cell(self, painter: QPainter, rect: QRect, cell: Cell, view: FieldView) -> None:
        draft = self.drafts.get(cell.slot)
        text = draft if draft is not None else self.text_of(cell, view)
        paint_typed(painter, self.theme, rect, text, view, draft=draft is not None, refused=cell.slot in self.refused)

    # For the form

    def stops(self) -> Iterator[QWidget]:
        yield self
        for row in self.rows:
            for cell in row.cells:
                stack = self.follow_ups.get(cell.slot)
                if stack is not None and not stack.is_empty():
                    yield from stack.stops()

    def slots(self) -> Iterable[Slot]:
        for row in self.rows:
            for cell in row.cells:
                if cell.slot in self.views:
                    yield cell.slot
            for cell in row.cells:
                stack = self.follow_ups.get(cell.slot)
                if stack is not None:
                    yield from stack.slots()

    def field_at(self, slot: Slot) -> Field | None:
        found = (stack.field_at(slot) for stack in self.follow_ups.values() if not stack.is_empty())
        return next((field for field in found if field is not None), None)

    def slot_of(self, widget: QWidget) -> Slot | None:
        return self.cell.slot if widget is self and self.cell is not None else None
