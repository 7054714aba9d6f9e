"""The course since the operations on one line, and what points to which root on each side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.reasoning.boardtable import BoardTable
from ui.reasoning.courseline import CourseLine
from ui.theme import Theme
from ui.widgets import Card, Label, Scroll
from workup import words
from workup.answers import SIDES
from workup.assess import Assessment
from workup.protocol import Library
from workup.reasoning.concordance import Board
from workup.texts import N_, _

UNREAD = N_("The course cannot be read yet: the operation, the free interval or the pain before are open.")


class CoursePage(QWidget):
    """Operation to pain, and the board of roots; pressing an entry goes to its question."""

    slot_wanted = Signal(object)

    def __init__(self, theme: Theme, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._library = theme, library
        self._shown: Assessment | None = None
        self.line = CourseLine(theme)
        self.reading = Label(theme, "question", "", "ink", weight=600, wrap=True)
        self.course = Card(theme, _("From operation to pain"), "history")
        for widget in (self.line, self.reading):
            self.course.body.addWidget(widget)
        self.boards = [BoardTable(theme, words.capital(words.side(side))) for side in SIDES]
        self.said = [Label(theme, "label", "", "ink2", wrap=True) for _rest in self.boards]
        self.roots = Card(theme, _("What points to which root"), "spine")
        for board, said in zip(self.boards, self.said, strict=True):
            self.roots.body.addWidget(board)
            self.roots.body.addWidget(said)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.addWidget(self.course)
        self._column.addWidget(self.roots)
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(inner))
        self.line.slot_wanted.connect(self.slot_wanted)
        theme.changed.connect(self._restyle)
        self._restyle()

    def render_course(self, assessment: Assessment) -> None:
        """Show the course and the boards of these answers."""
        if self._shown is not None and not assessment.differs(self._shown):
            return
        self._shown = assessment
        reasoning = assessment.reasoning
        self.line.show_line(assessment, reasoning.timeline)
        readings = [one.text for one in reasoning.timeline.readings]
        self.reading.setText("; ".join(readings) or _(UNREAD))
        for table, said, board in zip(self.boards, self.said, reasoning.boards, strict=True):
            table.show_board(board)
            said.setText(board_words(board))

    def begin(self) -> None:
        """Give the keyboard to the course."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(20), 0, px(20), px(16))
        self._column.setSpacing(px(10))


def board_words(board: Board) -> str:
    """What agrees and what contradicts, in words."""
    if board.empty:
        return _("Nothing recorded points to a root on this side.")
    lead = words.choosing(board.leading)
    agree = words.listing([words.in_sentence(column.title) for column in board.agreeing])
    told = _("{agree} agree on {lead}.") if len(board.agreeing) > 1 else _("{agree} points to {lead}.")
    text = told.format(agree=agree, lead=lead) if lead else ""
    against = [
        f"{words.in_sentence(column.title)} ({words.listing(roots)})" for column, roots in board.contrary
    ]
    contrary = _(" Points elsewhere: {against}.").format(against="; ".join(against)) if against else ""
    return words.capital(f"{text}{contrary}".strip())

