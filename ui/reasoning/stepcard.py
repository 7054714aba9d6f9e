"""The next best step as a card: what to do, why, and one button that goes there."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.reasoning.wording import is_asked, step_moves, step_title, step_why
from ui.theme import Theme
from ui.widgets import Button, FlowLayout, Label, Painted, box
from workup.protocol import Library
from workup.reasoning.next_step import NextStep
from workup.texts import _

Place = Literal["panel", "page"]


class StepWords(Struct, frozen=True):
    """What a card says; two equal ones look the same."""

    title: str
    why: str
    moves: tuple[str, ...]
    asked: bool
    ordered: bool
    by: str = ""


def step_words(step: NextStep, library: Library) -> StepWords:
    """A step as its card shows it."""
    return StepWords(step_title(step, library), step_why(step), step_moves(step), is_asked(step), step.ordered, step.by)


class StepCard(Painted):
    """One step. `go_wanted` asks for the place where it is done, `add_wanted` to note it as still to be done."""

    go_wanted = Signal(object)
    add_wanted = Signal(object)

    def __init__(self, theme: Theme, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._place: Place = place
        self.step: NextStep | None = None
        self.told: StepWords | None = None
        self.caption = Label(theme, "hint", _("Next best step"), "accent", weight=600)
        self.title = Label(theme, "question", "", "ink", weight=600, wrap=True)
        self.why = Label(theme, "label", "", "ink2", wrap=True)
        self.moves = Label(theme, "label", "", "ink2", wrap=True)
        self.moves.hide()
        main = place == "panel"
        self.go = Button(theme, "primary" if main else "secondary", _("Go there"))
        self.add = Button(theme, "secondary", _("Add to plan"), key_hint="" if main else "P")
        self.more = Button(theme, "quiet", _("Why"))
        keys = QWidget()
        self._keys = FlowLayout(keys)
        for button in (self.go, self.add, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._keys.addWidget(button)
        self._column = QVBoxLayout(self)
        for widget in (self.caption, self.title, self.why, self.moves):
            self._column.addWidget(widget)
        self._column.addWidget(keys)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.go.clicked.connect(lambda: self.go_wanted.emit(self.step))
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.step))
        self.more.clicked.connect(self.toggle_why)
        self.restyle()

    def show_step(self, step: NextStep | None, library: Library) -> None:
        """Show a step; nothing when there is none."""
        self.step = step
        told = None if step is None else step_words(step, library)
        if told == self.told:
            return
        self.told = told
        self.setVisible(told is not None)
        if told is None:
            return
        self.title.setText(told.title)
        self.why.setText(told.why)
        self.moves.setText("\n".join(told.moves))
        self.moves.hide()
        self.more.setVisible(bool(told.moves) and self._place == "page")
        self.go.set_label(_go_words(told))
        self.add.setVisible(not told.asked and not told.ordered and self._place == "page")
        self.setAccessibleName(_("Next best step: {title}. {why}").format(title=told.title, why=told.why))

    def toggle_why(self) -> None:
        """Say what each outcome would do, or no longer."""
        self.moves.setVisible(self.moves.isHidden() and bool(self.moves.text()))

    def restyle(self) -> None:
        side = self.theme.px(12)
        self._column.setContentsMargins(side, self.theme.px(10), side, self.theme.px(12))
        self._column.setSpacing(self.theme.px(3))
        self._keys.setContentsMargins(0, self.theme.px(5), 0, 0)
        self._keys.set_gaps(self.theme.px(8), self.theme.px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        box(painter, self.rect(), theme.radius("card"), theme.color("accent_soft"), theme.color("accent_line"),
            theme.edge)


def _go_words(told: StepWords) -> str:
    if told.asked:
        return _("Go to Exam") if told.by == "exam" else _("Go to question")
    return _("Ordered: go to Tests") if told.ordered else _("Go to Tests")
