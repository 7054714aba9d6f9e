"""What is asked of a finding, in the line under its row: details of a test, since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.form.block import Block, Shown
from ui.form.grid.detail import DetailRows, asks_on
from ui.form.grid.face import GridFace
from ui.form.grid.followed import FollowRows
from ui.form.grid.spec import Cell, Grid
from ui.form.stack import Stack
from workup.answers import Slot
from workup.protocol import AnyItem, ManoeuvreItem

SPARE = 4


class GridFollowed(GridFace):
    """A grid whose findings are followed up; the fields are made when a finding asks for them."""

    def __init__(
        self, context: FieldContext, shown: Shown, grid: Grid, about: dict[str, list[AnyItem]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, shown, grid, parent)
        self._about = about
        self._spare: list[Slot] = []
        self._alone: Slot | None = None  # the test that is being answered by itself, not with many others

    def _asks_on(self, cells: Sequence[Cell]) -> bool:
        """Whether something is asked of a finding in these cells."""
        stacks = (self.follow_ups.get(cell.slot) for cell in cells)
        return any(stack is not None and not stack.is_empty() for stack in stacks)

    def _follow(self, cell: Cell, views: Views, since: int, *, asked: bool) -> bool:
        """Show what is asked of a finding; True when the room it takes has changed.

        What stands there is left alone when none of its slots has changed since the views shown last.
        """
        stack = self.follow_ups.get(cell.slot)
        items = self._about.get(cell.item.id, [])
        if stack is not None:
            where = cell.slot.at
            if not any(views.has_changed(Slot(item.id, where), since) for item in (cell.item, *items)):
                return False
        if stack is None:
            asked = asked or asks_on(views.assessment, cell.slot, alone=cell.slot == self._alone)
            if not asked or not (items or isinstance(cell.item, ManoeuvreItem)):
                return False
            stack = self.follow_ups[cell.slot] = self._make_follow_up(cell, items)
        before = stack.is_empty()
        for block in stack.blocks if cell.slot == self._alone else ():
            if isinstance(block, DetailRows):
                block.alone = True
        stack.render(views)
        if stack.isHidden() != stack.is_empty():
            stack.setVisible(not stack.is_empty())
        return before != stack.is_empty()

    def ahead(self, slot: Slot) -> Iterator[None]:
        cell = next((cell for row in self.rows for cell in row.cells if cell.slot == slot), None)
        items = self._about.get(slot.item, [])
        if cell is None or not (items or isinstance(cell.item, ManoeuvreItem)):
            return
        if slot not in self.follow_ups:
            self.follow_ups[slot] = self._make_follow_up(cell, items)
            self._spare.append(slot)
            self._let_go()
            yield
        yield from self.follow_ups[slot].ahead(slot)

    def _let_go(self) -> None:
        """Keep only the newest of what was made ahead and never shown."""
        self._spare = [slot for slot in self._spare if self.follow_ups[slot].is_empty()]
        for slot in self._spare[:-SPARE]:
            stack = self.follow_ups.pop(slot)
            stack.hide()
            stack.deleteLater()
        self._spare = self._spare[-SPARE:]

    def _open_more(self, cells: Sequence[Cell], *, opened: bool) -> None:
        """Show what is rarely asked of a finding, or only what is asked always."""
        for cell in cells:
            stack = self.follow_ups.get(cell.slot)
            for block in stack.blocks if stack is not None else ():
                block.open = opened

    def enter_details(self, slot: Slot) -> bool:
        """Ask at once for the angle of a test and where a positive one was felt; False when it has neither."""
        stack = self.follow_ups.get(slot)
        stop = next((stop for stop in stack.stops() if stop.isVisible()), None) if stack is not None else None
        if stop is None or not self.theme.go_on or not self.hasFocus():
            return False
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _make_follow_up(self, cell: Cell, items: Sequence[AnyItem]) -> Stack:
        blocks: list[Block] = []
        if isinstance(cell.item, ManoeuvreItem):
            blocks.append(DetailRows(self.context, self.shown, [cell.item], only=cell.slot.at))
        if items:
            named = "" if self.grid.bilateral else cell.item.label
            blocks.append(FollowRows(self.context, self.shown, items, only=cell.slot.at, named=named))
        stack = Stack(self.context, self.shown, blocks, self)
        stack.resize(0, 0)
        for name in ("answered", "filled", "typing", "finished", "resized"):
            getattr(stack, name).connect(getattr(self, name))
        for block in blocks:
            if isinstance(block, DetailRows):  # after the details of a test comes the cell beside it, open or not
                block.finished.disconnect(stack.finished)
                block.finished.connect(self.go_past)
        return stack

    def go_past(self, slot: Slot) -> None:
        """The cell after this one has the keyboard; after the last, what the form asks next."""
        raise NotImplementedError
