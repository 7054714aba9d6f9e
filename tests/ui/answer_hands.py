"""Hands that give an answer to the question that has the keyboard: an option, several, a cell, its details."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.chart_hands import ChartHands
from tests.ui.presses import StuckError, read_on
from tests.ui.room import write
from ui.form.grid import GridBlock
from ui.form.normal import empty_normals
from ui.widgets import Chips, Segments, Select
from workup.answers import UNKNOWN, Finding, Marks, Slot, Value


class AnswerHands(ChartHands):
    """Answers by keys alone."""

    def is_done(self, where: Slot) -> bool:
        """Whether the answer is the wanted one; “No others” may have said no to more than was written down."""
        value, wanted = self.value(where), self.wanted[where]
        if isinstance(value, Marks) and isinstance(wanted, Marks):
            return value.present == wanted.present and set(wanted.absent) <= set(value.absent)
        return value == wanted

    def choose(self, where: Slot, value: Value) -> None:
        """One option, by its key."""
        widget = QApplication.focusWidget()
        option = "unknown" if value == UNKNOWN else str(value)
        if isinstance(value, int | float) and not isinstance(widget, Segments | Select | Chips):
            for digit in str(value):
                self.key(digit, str(where))
            if self.room.slot() == where and not self.is_done(where):
                self.key("Return", str(where))
            return
        assert isinstance(widget, Segments | Select | Chips), f"{where} is answered in a {type(widget).__name__}"
        place = next(n for n, one in enumerate(widget._options) if one.id == option)
        if isinstance(widget, Chips):
            self.step_to(widget, place, where)
            if not self.is_done(where):
                self.key("Space", str(where))
            return
        key = next((key for key, at in widget._by_key.items() if at == place), None)
        if key is not None:
            self.key(key, str(where))
            return
        assert isinstance(widget, Select)
        label = widget._options[place].label
        starting = widget._starting_with(label[0].lower())
        self.key(label[0].lower(), str(where))
        for _ in range(place - starting):
            self.key("Down", str(where))
        self.key("Return", str(where))

    def step_to(self, chips: Chips, place: int, where: Slot) -> None:
        """To a chip: by its digit, which also presses it, or by arrows."""
        if place < 9:
            self.key(str(place + 1), str(where))
            return
        steps = place - chips._current
        for _ in range(abs(steps)):
            self.key("Right" if steps > 0 else "Left", str(where))

    def mark(self, chips: Chips, where: Slot, value: Marks) -> None:
        """Several options: those present by their digits, with the last of them that it is, or that no other is."""
        names = [one.id for one in chips._options]
        for number, option in enumerate(value.present, 1):
            place = names.index(option)
            if number == len(value.present) and place < 9:
                self.key(f"Ctrl+{'Shift+' * bool(value.absent)}{place + 1}", str(where))
                return
            self.step_to(chips, place, where)
            if option not in chips.states:
                self.key("Space", str(where))
        if value.absent:
            self.key("0", str(where))

    def answer_cell(self, grid: GridBlock, where: Slot) -> None:
        """A cell of a grid, or its row or the whole of the block at once where all of it is wanted normal."""
        value = self.wanted[where]
        if self.in_bulk(grid, where):
            return
        options = grid.options[where.item]
        if isinstance(value, Finding):
            self.key("+" if value.result == "positive" else "-", str(where))
            if value != Finding(value.result):
                self.detail(where, value)
            return
        place = next(n for n, one in enumerate(options) if one.id == str(value))
        digits = [key for key in options[place].keys if key.isdigit()]
        self.key(digits[0] if digits else str(place + 1), str(where))

    def in_bulk(self, grid: GridBlock, where: Slot) -> bool:
        """Set the block, or the row, to normal when that answers two or more as wanted and no finding is left."""
        assert grid._latest is not None
        row = grid.rows[grid.at[0]]
        for key, rows in (("Shift+N", grid.rows), ("n", [row])):
            slots = [cell.slot for one in rows for cell in one.cells if cell.slot in grid.views]
            pairs = empty_normals(grid._latest, slots)
            findings = [slot for slot in slots if slot in self.wanted and not self.is_done(slot)
                        and slot not in dict(pairs)]
            if len(pairs) > 1 and not findings and all(self.wanted.get(slot) == given for slot, given in pairs):
                self.key(key, f"{len(pairs)} normal from {where}")
                return True
        return False

    def detail(self, where: Slot, value: Finding) -> None:
        """The angle of a test and where it was felt, below its row."""
        for _ in range(6):
            focus = QApplication.focusWidget()
            if self.is_done(where):
                return
            if isinstance(focus, QLineEdit) and value.angle is not None and f"{value.angle:g}" not in focus.text():
                write(f"{value.angle:g}")
                if QApplication.focusWidget() is focus:
                    self.key("Return", f"{where} angle")
                else:
                    read_on()
            elif isinstance(focus, Segments | Select) and value.felt is not None:
                place = next(n for n, one in enumerate(focus._options) if one.id == value.felt)
                self.key(str(place + 1), f"{where} felt")
            else:
                self.key("Tab", f"{where} to its details")
        raise StuckError(f"{where} is {self.value(where)} instead of {value}")
