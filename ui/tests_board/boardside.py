"""The board with what stands around it: the safety strip above, the steps of the chosen order below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.rail import RailLine
from ui.tests_board.board import OrderBoard
from ui.tests_board.raillines import LINE, rail_lines
from ui.tests_board.safetystrip import SafetyStrip, strip_cells
from ui.tests_board.steps import StepsBar
from ui.tests_board.suggested import SuggestedButton
from ui.tests_board.wording import cards, is_unsafe, summary
from ui.theme import Theme
from ui.widgets import Button, EmptyState, Option, Scroll, Segments
from workup.answers import UNKNOWN
from workup.assess import Assessment
from workup.orders.order import RECORDS
from workup.protocol.states import BEFORE
from workup.session import Session
from workup.texts import _


class BoardSide(QWidget):
    """Shows all orders of an assessment; what is done with them is in TestsPage."""

    def __init__(self, theme: Theme, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.names = theme, names
        self.summary = ""
        self.lines: tuple[RailLine, ...] = ()
        self.strip = SafetyStrip(theme)
        self.board = OrderBoard(theme)
        self.area = Scroll(self.board)
        self.new_button = Button(theme, "secondary", _("New order"), icon="plus", key_hint="N")
        self.order_button = Button(theme, "secondary", _("New order"), icon="plus", key_hint="N")
        nothing = (Option("none", _("No test ordered"), "normal"), Option("unknown", _("Unknown")))
        self.none = Segments(theme, _("Tests ordered"), nothing)
        line = _("Orders stand here with their question, their dates and their safety.")
        self.empty = EmptyState(theme, "list", _("No test ordered yet"), line, self.new_button)
        self.steps = StepsBar(theme)
        self.suggested = SuggestedButton(theme)
        self._column = QVBoxLayout(self)
        for part in (self.strip, self.empty, self.none):
            self._column.addWidget(part)
        self._column.addWidget(self.area, 1)
        self._column.addWidget(self.steps)
        self._column.addWidget(self.suggested)
        self._column.setAlignment(self.suggested, Qt.AlignmentFlag.AlignHCenter)
        self._column.setAlignment(self.none, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(0)
        self.board.moved.connect(self._reveal)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_board(self, assessment: Assessment, session: Session) -> None:
        """Cards, safety and lateness of all orders."""
        orders = assessment.orders
        safety = {one.number: orders.gates(one.number) for one in orders.all if one.state in BEFORE}
        now, newest = session.clock(), session.clock_behind
        lates = {one.number: orders.late(one.number, now, newest) for one in orders.all}
        found = cards(assessment, self.names, safety, lates)
        self.board.show_cards(found)
        known = {one.number: one for one in orders.all}
        unsafe = {number for number, checks in safety.items() if is_unsafe(known[number], checks)}
        self.lines = rail_lines(found, known, lates, unsafe, assessment.today)
        self.strip.show_cells(strip_cells(check for checks in safety.values() for check in checks))
        self.summary = summary(found)
        for part in (self.empty, self.none):
            part.setVisible(not found)
        self.area.setVisible(bool(found))
        said = assessment.answers.value(RECORDS)
        self.none.set_value("none" if said == "none" else "unknown" if said == UNKNOWN else None)

    @property
    def rail_line(self) -> str:
        """The row of the rail of the order that is looked at."""
        return f"{LINE}{self.board.selected}"

    def begin(self) -> None:
        """Give the keyboard to the board, or to what begins the first order."""
        target: QWidget = self.board if self.board.cards else self.new_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self, card: QRect) -> None:
        self.area.ensureVisible(card.x(), card.top(), 0, self.theme.px(30))
        self.area.ensureVisible(card.x(), card.bottom(), 0, self.theme.px(12))

    def _restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(20), px(4), px(20), px(8))
        self._column.setSpacing(px(8))
