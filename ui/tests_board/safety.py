"""The safety questions of an order: how each stands, why and by what source, the answers still open, the review."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.fields import FieldContext, FieldView, Views
from ui.reasoning.notetable import NoteRow, NoteTable
from ui.reasoning.onefield import OneField
from ui.tests_board.orderform import SIDE
from ui.tests_board.wording import OUTCOMES, TONES, cited
from ui.widgets import Button, Icon, Label, Painted, TextLine, box
from workup import words
from workup.answers import Answer, Slot, Value
from workup.note.wording import slot_words, value_words
from workup.orders import Checked
from workup.protocol import Library, Records
from workup.style import Token
from workup.texts import _


def outcome_words(one: Checked) -> str:
    """`Clear`, `Needs review`, `Stop`, and what a reviewer made of it."""
    if one.refused:
        return _("Not to be done")
    if one.settled and one.outcome != "clear":
        return _("May go ahead")
    if one.unknown and one.outcome != "stop":
        return _("Not known")
    return _(OUTCOMES[one.outcome])


def tone_of(one: Checked) -> tuple[str, Token]:
    """The icon and the colour of a gate."""
    outcome = "stop" if one.refused else "clear" if one.settled else one.outcome
    icon, token = TONES[outcome]
    return icon, token  # type: ignore[return-value]  # the tokens of TONES


class GateCard(Painted):
    """One safety question. `answered` answers a question of it, `decided` records what its reviewer said."""

    answered = Signal(object, object)
    filled = Signal(object, str)
    typing = Signal(object, str)
    decided = Signal(str, bool, str)
    slot_wanted = Signal(object)

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        theme = context.theme
        super().__init__(theme, parent)
        self._context = context
        self.told: Checked | None = None
        self.slots: list[Slot] = []
        self._answers: dict[Slot, Answer | None] = {}
        self.mark = Icon(theme, "check", "ok", 16)
        self.title = Label(theme, "card_title", "", wrap=True)
        self.state = Label(theme, "label", "", "ink2", weight=600)
        self.text = Label(theme, "label", "", "ink", wrap=True)
        self.source = Label(theme, "hint", "", "ink3", wrap=True)
        self.notes = NoteTable(theme, _("Notes"), most=6)
        self.fields: list[OneField] = []
        self.lists: dict[Slot, Button] = {}
        self.asked = QVBoxLayout()
        self.reviewer = TextLine(theme, _("Reviewed by"), _("Reviewed by"))
        self.go_ahead = Button(theme, "secondary", _("May go ahead"))
        self.not_safe = Button(theme, "secondary", _("Not to be done"))
        self.elsewhere = Label(theme, "label", "", "ink2", wrap=True)
        self.sentence = Label(theme, "label", "", "caution", wrap=True)
        self._build()
        self.go_ahead.clicked.connect(lambda: self._decide(go_ahead=True))
        self.not_safe.clicked.connect(lambda: self._decide(go_ahead=False))
        self.restyle()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(self.theme.px(8))
        head.addWidget(self.mark)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        self.review = QWidget()
        row = QHBoxLayout(self.review)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(8))
        row.addWidget(self.reviewer, 1)
        row.addWidget(self.go_ahead)
        row.addWidget(self.not_safe)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        for part in (self.text, self.source, self.notes):
            self._column.addWidget(part)
        self._column.addLayout(self.asked)
        self._column.addWidget(self.review)
        self._column.addWidget(self.elsewhere)
        self._column.addWidget(self.sentence)

    def show_gate(self, told: Checked, views: Views, decides: str = "") -> None:
        """Show how a gate stands; `decides` says who decides on it where the present user may not."""
        another = self.told is None or self.told.gate.id != told.gate.id
        if another:
            self.slots = []
            self.reviewer.set_text("")
            self.sentence.hide()
        library, self.told = self._context.library, told
        icon, token = tone_of(told)
        self.mark.set(icon, token)
        self.title.setText(told.gate.title)
        self.state.setText(outcome_words(told))
        self.state.set_look(token, 600)
        self.text.setText(" ".join(filter(None, (told.text, _reviewed(told)))))
        self.source.setText(
            _("{source} Reviewer: {reviewer}.")
            .format(source=_source(library, told), reviewer=told.gate.reviewer)
            .strip()
        )
        rows = [NoteRow(one.text, "", cited(library, one.source, one.basis)) for one in told.notes]
        rows += [NoteRow(_("Tell them: {told}").format(told=_told(library, one, views))) for one in told.told]
        self.notes.show_rows(tuple(rows))
        self.notes.setVisible(bool(rows))
        self._answers = {slot: views.assessment.answers.get(slot) for slot in told.open}
        self._show_fields(told, views)
        self._show_lists(told)
        reviewed = told.outcome != "clear" or told.refused
        self.review.setVisible(reviewed and not decides)
        self.elsewhere.setText(decides)
        self.elsewhere.setVisible(reviewed and bool(decides))
        self.setAccessibleName(f"{told.gate.title}: {outcome_words(told)}. {told.text}")

    def _show_fields(self, told: Checked, views: Views) -> None:
        """The questions still open; an answer given just now stays to be seen and changed where it was asked."""
        asked = (one for one in told.open if not self._is_list(one))
        self.slots = [*self.slots, *(one for one in asked if one not in self.slots)]
        while len(self.fields) < len(self.slots):
            field = OneField(self._context)
            field.answered.connect(self.answered)
            field.filled.connect(self.filled)
            field.typing.connect(self.typing)
            self.asked.addWidget(field)
            self.fields.append(field)
        for place, field in enumerate(self.fields):
            field.setVisible(place < len(self.slots))
            if place < len(self.slots):
                slot = self.slots[place]
                view = views.of(self._context.library.items[slot.item], slot)
                stands = views.assessment.answers.get(slot) == self._answers.get(slot)
                field.show_slot(slot, _fresh(told, slot, view) if stands else view)

    def _is_list(self, where: Slot) -> bool:
        return isinstance(self._context.library.items[where.item], Records)

    def _show_lists(self, told: Checked) -> None:
        """A list, of allergies or of medicines, is kept where it is asked: the way there."""
        wanted = [one for one in told.open if self._is_list(one)]
        if wanted == list(self.lists):
            return
        for button in self.lists.values():
            button.hide()
            button.deleteLater()
        self.lists = {}
        for where in wanted:
            title = words.in_sentence(self._context.library.items[where.item].label)
            button = self.lists[where] = Button(
                self.theme, "quiet", _("Go to {title}").format(title=title), "arrow-right"
            )
            button.clicked.connect(partial(self._wish, where))
            self.asked.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.show()

    def _wish(self, where: Slot, *_clicked: object) -> None:
        self.slot_wanted.emit(where)

    def follow(self, views: Views) -> None:
        """Show an answer given here; how the gate stands follows."""
        if self.told is not None and not self.isHidden():
            self._show_fields(self.told, views)

    def _decide(self, *, go_ahead: bool) -> None:
        if self.told is None:
            return
        if not self.reviewer.text().strip():
            self.say(_("Say who reviewed it: {reviewer}.").format(reviewer=words.in_sentence(self.told.gate.reviewer)))
            self.reviewer.setFocus()
            return
        self.decided.emit(self.told.gate.id, go_ahead, self.reviewer.text().strip())

    def say(self, sentence: str) -> None:
        """What is missing, or why it was refused."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def restyle(self) -> None:
        side = self.theme.px(14)
        self._column.setContentsMargins(side, self.theme.px(10), side, self.theme.px(12))
        self._column.setSpacing(self.theme.px(6))
        self.asked.setSpacing(self.theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        edge: Token = "line"
        if self.told is not None and not self.told.settled:
            edge = "danger_line" if self.told.outcome == "stop" or self.told.refused else "caution_line"
        theme = self.theme
        box(QPainter(self), self.rect(), theme.radius("card"), theme.color("surface"), theme.color(edge), theme.edge)


def _fresh(told: Checked, slot: Slot, view: FieldView) -> FieldView:
    """An answer that is too old for this order is asked again: its field shows nothing chosen."""
    if told.stale and slot in told.open and view.value is not None:
        return FieldView(today=view.today, read_only=view.read_only, is_open=True)
    return view


def _reviewed(told: Checked) -> str:
    if told.decision is None:
        return ""
    said = _("may go ahead") if told.decision.value == "go_ahead" else _("not to be done")
    stands = _(" Since then it stands worse: review it again.") if told.changed else ""
    return _("{reviewer} said on {day}: {said}.{stands}").format(
        reviewer=told.reviewer, day=words.calendar_day(told.decision.at.date()), said=said, stands=stands
    )


def _source(library: Library, told: Checked) -> str:
    rule = told.rule
    return cited(library, rule.source, rule.basis) if rule is not None else ""


def _told(library: Library, slot: Slot, views: Views) -> str:
    given = views.assessment.answers.get(slot)
    value: Value | None = given.value if given is not None else None
    said = value_words(library, library.items[slot.item], value) if value is not None else _("not known")
    return f"{slot_words(library, slot)}: {said}"


class SafetyPage(QWidget):
    """All safety questions of one order, those that are not clear first."""

    answered = Signal(object, object)
    filled = Signal(object, str)
    typing = Signal(object, str)
    decided = Signal(str, bool, str)
    slot_wanted = Signal(object)

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.number = 0
        self._order: tuple[str, ...] = ()
        self.cards: list[GateCard] = []
        self.none = Label(context.theme, "label", "", "ink2", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.none)
        self._column.addStretch(1)
        context.theme.changed.connect(self._restyle)
        self._restyle()

    def show_gates(self, number: int, checks: tuple[Checked, ...], views: Views, decides: str = "") -> None:
        """Show the gates of an order; while it is looked at they keep their places."""
        by_id = {one.gate.id: one for one in checks}
        if number != self.number or set(self._order) != set(by_id):
            self.number = number
            rank = {"stop": 0, "review": 1, "clear": 2}
            self._order = tuple(one.gate.id for one in sorted(checks, key=lambda one: (one.settled, rank[one.outcome])))
        while len(self.cards) < len(self._order):
            card = GateCard(self._context)
            for name in ("answered", "filled", "typing", "decided", "slot_wanted"):
                getattr(card, name).connect(getattr(self, name))
            self._column.insertWidget(self._column.count() - 1, card)
            self.cards.append(card)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(self._order))
            if place < len(self._order):
                card.show_gate(by_id[self._order[place]], views, decides)
        self.none.setText("" if checks else _("No safety question is asked of this test."))
        self.none.setVisible(not checks)

    def follow(self, views: Views) -> None:
        """Show an answer given at one of the gates."""
        for card in self.cards:
            card.follow(views)

    def say(self, gate: str, sentence: str) -> None:
        """Say at a gate why something was refused."""
        for card in self.cards:
            if card.told is not None and card.told.gate.id == gate and not card.isHidden():
                card.say(sentence)

    def begin(self) -> bool:
        """Give the keyboard to the first open question."""
        for card in self.cards:
            for field in card.fields:
                if not card.isHidden() and not field.isHidden() and field.field is not None and field.value() is None:
                    return field.field.give_focus()
        return False

    def _restyle(self) -> None:
        side = self._context.theme.px(SIDE)
        self._column.setContentsMargins(side, self._context.theme.px(4), side, self._context.theme.px(12))
        self._column.setSpacing(self._context.theme.px(8))
