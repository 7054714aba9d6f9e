"""The heads of a grid: which columns stand under one name, and the names in at most two lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ui.form.grid.spec import Grid
from ui.theme import Theme
from ui.widgets.base import word
from ui.widgets.lines import lines_of


def groups_of(grid: Grid) -> list[tuple[str, list[int]]]:
    """The names above the columns, each with the columns it stands above."""
    found: list[tuple[str, list[int]]] = []
    for column, header in enumerate(grid.headers):
        if header.group and found and header.item == grid.headers[column - 1].item:
            found[-1][1].append(column)
        elif header.group:
            found.append((header.group, [column]))
    return found


def make_room(theme: Theme, grid: Grid, widths: list[int], gap: int) -> None:
    """Widen columns until the longest word of each name has room above them."""
    for name, columns in groups_of(grid):
        need = max((theme.advance(part, "hint", 600) for part in name.split()), default=0) + theme.px(3)
        lacking = need - sum(widths[one] for one in columns) - gap * (len(columns) - 1)
        for one in columns if lacking > 0 else ():
            widths[one] += -(-lacking // len(columns))


def name_lines(theme: Theme, grid: Grid, widths: Sequence[int]) -> int:
    """How many lines the names take at these widths."""
    broken = any(
        theme.advance(name, "hint", 600) > sum(widths[one] for one in columns) for name, columns in groups_of(grid)
    )
    return 2 if broken else 1


def paint_name(painter: QPainter, theme: Theme, name: str, room: QRect, bottom: int) -> None:
    """A name above its columns, its last line at the bottom."""
    line = theme.line("hint")
    lines = lines_of(theme, name, "hint", room.width() + theme.px(3), 600)
    for number, text in enumerate(reversed(lines)):
        rect = QRect(room.x() - theme.px(2), bottom - (number + 1) * line, room.width() + theme.px(4), line)
        word(painter, theme, rect, text, "hint", "ink2", 600)
