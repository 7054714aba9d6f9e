"""The grid as the user meets it: cells walked by arrows, values typed or picked from the strip, rows set to normal."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, FieldView, Views
from ui.fields.gaps import GapMenu
from ui.form.block import Shown
from ui.form.grid.cells import chosen, is_typed
from ui.form.grid.spec import Cell, Grid
from ui.form.grid.strip import ValueStrip
from ui.form.grid.typed import NONE
from ui.form.grid.typed import UNKNOWN as UNKNOWN_OPTION
from ui.form.grid.walk import GridWalk
from ui.form.normal import empty_normals
from ui.widgets import Option
from ui.widgets.base import LETTERS_OFF
from workup import words
from workup.answers import UNKNOWN, Finding, Slot, Value
from workup.note.wording import slot_words
from workup.protocol import AnyItem, Choices, Grade, ManoeuvreItem
from workup.texts import _

_ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)
}  # fmt: skip
_LEAVING = (*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Home, Qt.Key.Key_End)
SAME, OTHERS = "same", "others"


class GridBlock(GridWalk):
    """One stop for Tab; arrows walk the cells, a typed value goes on to the next one."""

    def __init__(
        self,
        context: FieldContext,
        shown: Shown,
        grid: Grid,
        follow_ups: dict[str, list[AnyItem]],
        *,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, shown, grid, follow_ups, parent)
        self._optional = optional
        self._latest: Views | None = None
        self._entered = False  # by the press that is still to be read
        self._strip = ValueStrip(self.theme, self)
        self._strip.chosen.connect(self._pick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What it shows

    def render(self, views: Views) -> None:  # type: ignore[override]
        since = 0 if self._latest is None or views is self._latest else self._latest.number
        self._latest = views
        shapes_changed = False
        shown_rows = []
        for row in self.grid.rows:
            cells = [cell for cell in row.cells if cell.slot.at in views.assessment.asked.get(cell.item.id, ())]
            fresh = {cell.slot: views.of(cell.item, cell.slot) for cell in cells}
            for cell in cells:
                shapes_changed |= self._follow(cell, views, since, asked=fresh[cell.slot].is_finding)
            if not fresh or not (self._row_is_seen(fresh) or self._asks_on(cells)):
                continue
            shown_rows.append(row)
            for cell in cells:
                view, shown = fresh[cell.slot], self.views.get(cell.slot)
                if view is not shown and view != shown:
                    self.views[cell.slot] = view
                    self.update(self.row_rect(len(shown_rows) - 1).adjusted(-12, 0, 12, 0))
        if shown_rows != self.rows:
            self.rows = shown_rows
            self.at = (min(self.at[0], max(0, len(self.rows) - 1)), self.at[1])
            shapes_changed = True
        if shapes_changed:
            self.resized.emit()
        self._announce()
        if self._strip.isVisible():
            self._open_strip()

    def _row_is_seen(self, fresh: dict[Slot, FieldView]) -> bool:
        if not any(self.shown.admits(slot, view) for slot, view in fresh.items()):
            return False
        if not self._optional or self.open or self.shown.filter != "all":
            return True
        return any(view.value is not None or view.former is not None for view in fresh.values())

    def is_empty(self) -> bool:
        return not self.rows

    # Where the keyboard is

    def _open_strip(self) -> None:
        cell = self.cell
        view = self.views.get(cell.slot) if cell is not None else None
        if cell is None or view is None or view.read_only or self._closed or not self.hasFocus():
            self._strip.hide()
            return
        if isinstance(cell.item, ManoeuvreItem):
            self._strip.hide()
            return
        options, value = self.options[cell.item.id], chosen(view.value)
        values: tuple[str, ...] = () if value is None else (value,)
        if is_typed(cell.item) or isinstance(cell.item, Choices):
            options, values = self.offered(cell, view)
        if view.former is not None and view.value is None:
            options = (*options, Option(SAME, _("Same as {day}").format(day=view.former.day)))
        if self.theme.touch and self._is_examined(cell):
            options = (*options, Option(OTHERS, "…"))
        name = words.capital(slot_words(self.context.library, cell.slot))
        self._strip.offer(options, values, name, self.note_of(cell, view), caution=cell.slot in self.refused)
        self._strip.open_at(self.cell_rect(*self.at), self)

    def revealed(self) -> None:
        """The form has scrolled: the strip stands where its cell is now."""
        self._open_strip()
        self.theme.focus_moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._entered = event.reason() == Qt.FocusReason.MouseFocusReason
        reason, led = event.reason(), Qt.FocusReason.OtherFocusReason
        self._closed = reason == Qt.FocusReason.ActiveWindowFocusReason or (reason == led and self._is_answered())
        self._announce()
        super().focusInEvent(event)
        self._open_strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._strip.hide()
        self.settle(self.cell)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._strip.hide()
        super().hideEvent(event)

    # What the user does

    def _is_answered(self) -> bool:
        view = self.views.get(self.cell.slot) if self.cell is not None else None
        return view is not None and view.value is not None

    def _pick(self, option: str) -> None:
        """A value pressed on the strip: at a cell with an answer it does not open again, over what is asked now."""
        self._put(option)
        if self._is_answered() and not (self.cell is not None and isinstance(self.cell.item, Choices)):
            self._closed = True
            self._strip.hide()

    def _put(self, option: str, *, keyed: bool = False) -> None:
        cell = self.cell
        if cell is None:
            return
        if option in (SAME, OTHERS):
            self._same(cell) if option == SAME else self._open_gaps(cell)
            return
        if option == UNKNOWN_OPTION and (is_typed(cell.item) or isinstance(cell.item, Choices)):
            self.drop_draft(cell.slot)
            self.answered.emit(cell.slot, UNKNOWN)
            self._go_on()
            return
        if isinstance(cell.item, Choices):
            self.toggle(cell, option)
            return
        value: Value = option
        if isinstance(cell.item, ManoeuvreItem):
            value = Finding("positive" if option == "positive" else "negative")
        elif isinstance(cell.item, Grade):
            value = int(option)
        view = self.views.get(cell.slot)
        same = view is not None and chosen(view.value) == option
        first = view is not None and view.value is None
        if not same:
            self._answer_alone(cell.slot, value)
        if not isinstance(cell.item, ManoeuvreItem) or same or not self.enter_details(cell.slot):
            self._go_on(leave=first and keyed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a grid; what it does not know goes up."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text(), shift):
            event.ignore()

    def _key(self, key: int, text: str, shift: bool) -> bool:
        cell = self.cell
        if cell is None:
            return False
        view = self.views.get(cell.slot)
        if self.type_key(cell, key, text):
            self._open_strip()
        elif cell.slot in self.drafts and key in _LEAVING:
            first = view is not None and view.value is None
            if not self.settle(cell):
                self._open_strip()
            elif key in _ARROWS:
                return self._key(key, text, shift)
            else:
                self._go_on(leave=first)
        elif key in _ARROWS:
            down, right = _ARROWS[Qt.Key(key)]
            self._move_to(self.at[0] + down, self.at[1] + right)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move_to(0 if key == Qt.Key.Key_Home else len(self.rows) - 1, self.at[1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(cell.slot)
        elif key == Qt.Key.Key_Escape and self._strip.isVisible():
            self._closed = True
            self._strip.hide()
        elif text == "?":
            self._show_help(self.at[0])
        elif view is None or view.read_only:
            return False
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if view.value is not None:
                self.answered.emit(cell.slot, None)
        else:
            return self._letter(cell, text, shift)
        return True

    def _show_help(self, row: int) -> None:
        """Open or close the technique and help of a row, under it."""
        self._helped = row if 0 <= row < len(self.rows) and row != self._helped else -1
        for place, one in enumerate(self.rows):
            self._open_more(one.cells, opened=place == self._helped)
        if self._latest is not None:
            self.render(self._latest)
        self.resized.emit()
        self.update()

    def _letter(self, cell: Cell, text: str, shift: bool) -> bool:
        options = self.options[cell.item.id]
        low = text.lower()
        if low == "0" and isinstance(cell.item, Choices):
            self.toggle(cell, NONE)
            return True
        by_key = next((one.id for one in options if low and low in one.keys and low != "n"), None)
        if by_key is not None and (not low.isalpha() or self.theme.letter_keys):
            self._put(by_key, keyed=True)
        elif low.isascii() and low.isdigit() and not isinstance(cell.item, Grade) and 1 <= int(low) <= len(options):
            self._put(options[int(low) - 1].id, keyed=True)
        elif not low.isalpha() or not self.theme.letter_keys:
            return False
        elif low == "n":
            self._normal(whole=shift)
        elif low == "u":
            self.answered.emit(cell.slot, UNKNOWN)
            self._go_on()
        elif low == "s" and self.views[cell.slot].former is not None:
            self._same(cell)
        elif low == "x":
            self._open_gaps(cell)
        else:
            return False
        return True

    def _same(self, cell: Cell) -> None:
        """Give the answer of the former visit again."""
        former = self.views[cell.slot].former
        if former is not None:
            self.filled.emit([(cell.slot, former.value)], "reconfirmed")
            self._go_on()

    def _normal(self, *, whole: bool) -> None:
        """Set the empty cells of this row, or of the rest of the block, to normal."""
        if self._latest is None:
            return
        rows = self.rows if whole else self.rows[self.at[0] : self.at[0] + 1]
        slots = (cell.slot for row in rows for cell in row.cells if cell.slot in self.views)
        pairs = empty_normals(self._latest, slots)
        if pairs:
            self.filled.emit(pairs, "normal-macro")
        if not whole and self.at[0] + 1 < len(self.rows):
            self._next_row()
        elif pairs:
            self._leave()

    def _is_examined(self, cell: Cell) -> bool:
        section = self.context.library.section_of.get(cell.item.id)
        return section is not None and section.examined

    def _open_gaps(self, cell: Cell) -> None:
        if not self._is_examined(cell):
            return
        menu = GapMenu(self.theme, self, value=self.views[cell.slot].value)
        menu.chosen.connect(lambda value: self.answered.emit(cell.slot, value))
        menu.popup(self.mapToGlobal(self.cell_rect(*self.at).bottomLeft() + QPoint(0, 4)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point, entered, self._entered = event.position().toPoint(), self._entered, False
        for row in range(len(self.rows)):
            for cell in self.rows[row].cells:
                rect = self.cell_rect(row, cell.column)
                if rect.adjusted(-3, -2, 3, 2).contains(point):
                    left = event.button() == Qt.MouseButton.LeftButton
                    if left and (row, cell.column) == self.at and self._strip.isVisible() and not entered:
                        self._closed = True  # what is asked below the cell may be answered
                        self._strip.hide()
                        return
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
                    self._move_to(row, cell.column)
                    view = self.views.get(cell.slot)
                    if event.button() == Qt.MouseButton.RightButton:
                        self._open_gaps(cell)
                    elif isinstance(cell.item, ManoeuvreItem) and view is not None and not view.read_only:
                        self._click_half(cell, right=point.x() >= rect.center().x())
                    return
        named = next((row for row in range(len(self.rows)) if self.row_rect(row).contains(point)), -1)
        if named >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._show_help(named)
        else:
            event.ignore()

    def _answer_alone(self, slot: Slot, value: Value) -> None:
        self._alone = slot
        self.answered.emit(slot, value)
        self._alone = None

    def _click_half(self, cell: Cell, *, right: bool) -> None:
        option = "positive" if right else "negative"
        if chosen(self.views[cell.slot].value) == option:
            self.answered.emit(cell.slot, None)
        else:
            self._answer_alone(cell.slot, Finding("positive" if right else "negative"))

    # For the form

    def focus_slot(self, slot: Slot) -> bool:
        for place, row in enumerate(self.rows):
            for cell in row.cells:
                if cell.slot == slot:
                    self.setFocus(Qt.FocusReason.OtherFocusReason)
                    self._move_to(place, cell.column)
                    return True
        if any(not stack.is_empty() and stack.focus_slot(slot) for stack in self.follow_ups.values()):
            return True
        about = self.context.library.items[slot.item].about
        for place, row in enumerate(self.rows):
            if place != self._helped and any(cell.item.id == about and cell.slot.at == slot.at for cell in row.cells):
                self._show_help(place)
                return any(stack.focus_slot(slot) for stack in self.follow_ups.values())
        return False
