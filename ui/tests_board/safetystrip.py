"""Above the board: the safety questions of all open orders in one row, each at its worst."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.tests_board.safety import outcome_words, tone_of
from ui.theme import Theme
from ui.widgets import Painted, box, write
from ui.widgets.lines import lines_of, write_lines
from ui.widgets.tips import plain_tip
from workup.orders import Checked
from workup.style import Token
from workup.texts import _

LEAST, MOST, LINES = 150, 5, 4


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
        theme.changed.connect(self._fit)

    def show_cells(self, cells: tuple[Told, ...]) -> None:
        """Show these; nothing while no open order asks a safety question."""
        if cells != self.cells:
            self.cells = cells
            self.setAccessibleName(" ".join((_("Safety."), *(f"{one.title}: {one.state}." for one in cells))))
            self.setToolTip(plain_tip("\n".join(f"{one.title}: {one.state}. {one.text}" for one in cells)))
            self.setVisible(bool(cells))
            self._fit()
            self.update()

    def _shown(self, width: int) -> tuple[Told, ...]:
        """The cells that have room; where there are more, the last one counts them."""
        room = max(1, min(MOST, width // self.theme.px(LEAST)))
        if len(self.cells) <= room:
            return self.cells
        rest = self.cells[room - 1 :]
        left = sum(one.token != "ok" for one in rest)
        counted = Told(
            _("Further questions"),
            f"{len(rest)}",
            _("{left} not clear").format(left=left) if left else _("all clear"),
            "warning" if left else "check",
            "caution" if left else "ok",
        )
        return (*self.cells[: room - 1], counted)

    def _lines(self, width: int) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Title and reason of each cell, broken to its width."""
        shown, theme = self._shown(width), self.theme
        room = width // max(1, len(shown)) - theme.px(20)
        return [
            (lines_of(theme, one.title, "hint", room), lines_of(theme, one.text, "hint", room, most=LINES))
            for one in shown
        ]

    def _tall(self, width: int) -> int:
        """As high as the longest title and the longest reason of its cells; their answers stand in one line."""
        theme, lines = self.theme, self._lines(width)
        rows = max((len(title) for title, _text in lines), default=1) + max((len(text) for _, text in lines), default=1)
        return theme.px(14) + rows * theme.line("hint") + theme.line("label")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self._tall(max(self.width(), self.theme.px(300))))

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        box(painter, self.rect(), theme.radius("card"), theme.color("surface"), theme.color("line"), theme.edge)
        shown, lines = self._shown(self.width()), self._lines(self.width())
        wide = self.width() // max(1, len(shown))
        tall = max((len(title) for title, _text in lines), default=1)
        for place, (cell, told) in enumerate(zip(shown, lines, strict=True)):
            self._paint_cell(painter, cell, told, QRect(place * wide, 0, wide, self.height()), tall)

    def _paint_cell(
        self, painter: QPainter, cell: Told, told: tuple[tuple[str, ...], tuple[str, ...]], rect: QRect, tall: int
    ) -> None:
        theme, (title, text) = self.theme, told
        if rect.x() > 0:
            painter.fillRect(rect.x(), 1, theme.edge, rect.height() - 2, theme.color("line"))
        left, top, wide = rect.x() + theme.px(12), theme.px(7), rect.width() - theme.px(20)
        write_lines(painter, theme, QRect(left, top, wide, 0), title, "hint", "ink2")
        top += tall * theme.line("hint")
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
        write_lines(painter, theme, QRect(left, top, wide, 0), text, "hint", "ink2")
