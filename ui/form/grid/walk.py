"""The way of the keyboard through the cells of a grid, and out of it once its last cell is answered."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.form.grid.typed import GridTyped
from workup.answers import Slot
from workup.protocol import posture_of


class GridWalk(GridTyped):
    """Cells from the right side to the left and down; on the walk by posture those of one posture."""

    _closed = False

    def _open_strip(self) -> None:
        """Offer the values of the cell the keyboard is in."""
        raise NotImplementedError

    def _move_to(self, row: int, column: int) -> None:
        self.settle(self.cell)
        columns = len(self.grid.headers)
        self.at = (max(0, min(row, len(self.rows) - 1)), max(0, min(column, columns - 1)))
        self._closed = False
        self._announce()
        self.theme.focus_moved.emit()
        self._open_strip()

    def _go_on(self, *, leave: bool = False) -> None:
        """To the next cell; from the last one, when it was answered for the first time, to what is asked next."""
        row, column = self.at
        if column + 1 < len(self.grid.headers):
            self._move_to(row, column + 1)
        elif row + 1 < len(self.rows):
            self._next_row()
        else:
            self._move_to(row, column)
            if leave:
                self._leave()

    def _leave(self) -> None:
        cell = self.cell
        if self.theme.go_on and cell is not None and cell.slot not in self.drafts:
            self.finished.emit(cell.slot)

    def _next_row(self) -> None:
        """The next row; on the walk by posture the next one done in this posture, else on to where the walk goes."""
        here, library = self.cell, self.context.library
        rows = list(range(self.at[0] + 1, len(self.rows)))
        if self.shown.walked and here is not None:
            posture = posture_of(library, here.item.id)
            rows = [row for row in rows if posture_of(library, self.rows[row].item.id) == posture]
            if not rows:
                self.finished.emit(here.slot)
                return
        self._move_to(rows[0], 0)

    def go_past(self, slot: Slot) -> None:
        before = self.at
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_on()
        if self.at == before:
            self.finished.emit(slot)
