"""Above the board: the safety questions of all open orders in one row, each at its worst."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.tests_board.safety import outcome_words, tone_of
from ui.theme import Theme
from ui.widgets import Painted, box, write
from ui.widgets.tips import plain_tip
from workup.orders import Checked
from workup.style import Token
from workup.texts import _

LEAST, MOST = 150, 5


class Told(Struct, frozen=True):
    """A cell: what is asked, how it stands, and why."""

    title: str
    state: str
    text: str
    icon: str
    token: Token


def strip_cells(checks: Iterable[Checked]) -> tuple[Told, ...]:
    """One cell for each gate, the worst of its orders; what is not clear first."""
    worst: dict[str, Checked] = {}
    for one in checks:
        known = worst.get(one.gate.id)
        if known is None or _rank(one) < _rank(known):
            worst[one.gate.id] = one
    found = sorted(worst.values(), key=_rank)
    return tuple(Told(one.gate.title, outcome_words(one), one.text, *tone_of(one)) for one in found)


def _rank(one: Checked) -> int:
    return 0 if one.outcome == "stop" or one.refused else 1 if not one.settled else 2


class SafetyStrip(Painted):
    """Painted cells; as many as have room, what is not clear first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.cells: tuple[Told, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_cells(self, cells: tuple[Told, ...]) -> None:
        """Show these; nothing while no open order asks a safety question."""
        if cells != self.cells:
            self.cells = cells
            self.setAccessibleName(" ".join((_("Safety."), *(f"{one.title}: {one.state}." for one in cells))))
            self.setToolTip(plain_tip("\n".join(f"{one.title}: {one.state}. {one.text}" for one in cells)))
            self.setVisible(bool(cells))
            self.update()

    def sizeHint(self) -> QSize:
        theme = self.theme
        return QSize(theme.px(300), theme.px(14) + 2 * theme.line("hint") + theme.line("label"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        box(painter, self.rect(), theme.radius("card"), theme.color("surface"), theme.color("line"), theme.edge)
        room = max(1, min(MOST, self.width() // theme.px(LEAST)))
        shown = self.cells[:room] if len(self.cells) <= room else self.cells[: room - 1]
        more = len(self.cells) - len(shown)
        columns = len(shown) + bool(more)
        wide = self.width() // max(1, columns)
        for place, cell in enumerate(shown):
            self._paint_cell(painter, cell, QRect(place * wide, 0, wide, self.height()), first=place == 0)
        if more:
            rest = self.cells[len(shown) :]
            left = sum(one.token != "ok" for one in rest)
            told = Told(
                _("Further questions"),
                f"{more}",
                _("{left} not clear").format(left=left) if left else _("all clear"),
                "warning" if left else "check",
                "caution" if left else "ok",
            )
            self._paint_cell(painter, told, QRect(len(shown) * wide, 0, wide, self.height()), first=False)

    def _paint_cell(self, painter: QPainter, cell: Told, rect: QRect, *, first: bool) -> None:
        theme = self.theme
        if not first:
            painter.fillRect(rect.x(), 1, theme.edge, rect.height() - 2, theme.color("line"))
        left, top, wide = rect.x() + theme.px(12), theme.px(7), rect.width() - theme.px(20)
        write(painter, theme, QRect(left, top, wide, theme.line("hint")), cell.title, "hint", "ink2")
        top += theme.line("hint")
        painter.drawPixmap(
            left,
            top + (theme.line("label") - theme.px(14)) // 2,
            theme.pixmap(cell.icon, cell.token, 14, self.pixmap_ratio()),
        )
        state: Token = "ink" if cell.token == "ok" else cell.token
        write(
            painter,
            theme,
            QRect(left + theme.px(20), top, wide - theme.px(20), theme.line("label")),
            cell.state,
            "label",
            state,
            600,
        )
        top += theme.line("label")
        write(painter, theme, QRect(left, top, wide, theme.line("hint")), cell.text, "hint", "ink2")
