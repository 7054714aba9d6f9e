"""Below the request of an order: the causes it separates, what to expect, what it cannot show, and its life so far."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.form.column import BAR
from ui.reasoning.notetable import NoteRow, NoteTable
from ui.tests_board.orderform import SIDE
from ui.tests_board.wording import PILLS, cited
from ui.theme import Theme
from ui.widgets import Card, Chips, ChipState, Label, Option
from workup import words
from workup.answers import At, Slot, Value
from workup.assess import Assessment
from workup.orders import Order, Passed
from workup.orders.order import SEPARATES
from workup.protocol import Claim, Library
from workup.texts import _

EXPECTED = 8


class AboutOrder(QWidget):
    """Four cards. `filled` says which causes the order is meant to tell apart."""

    filled = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._order: Order | None = None
        self.separates = Chips(theme, _("Causes it is to tell apart"), (), rest=False)
        self.expected = NoteTable(theme, _("What to expect"), most=4)
        self.claims = NoteTable(theme, _("What it cannot show, and when to do it"), most=6)
        self.life = NoteTable(theme, _("Life of the order"))
        self.none = Label(theme, "label", "", "ink2", wrap=True)
        self.cards = {
            "separates": Card(theme, _("Causes it is to tell apart"), "scale"),
            "expected": Card(theme, _("What to expect of it"), "search"),
            "claims": Card(theme, _("What it cannot show, and when"), "info"),
            "life": Card(theme, _("So far"), "history"),
        }
        for name, part in (
            ("separates", self.separates),
            ("expected", self.expected),
            ("claims", self.claims),
            ("life", self.life),
        ):
            self.cards[name].body.addWidget(part)
        self.cards["expected"].body.addWidget(self.none)
        self._column = QVBoxLayout(self)
        for card in self.cards.values():
            self._column.addWidget(card)
        self.separates.changed.connect(self._separate)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_order(self, assessment: Assessment, order: Order, names: Mapping[str, str]) -> None:
        """Show what belongs to an order."""
        self._order = order
        reasoning, library = assessment.reasoning, assessment.library
        leading = [one.cause.id for one in reasoning.shown]
        offered = dict.fromkeys([*order.separates, *leading])
        self.separates.set_options(tuple(Option(name, library.causes[name].short) for name in offered))
        states: dict[str, ChipState] = dict.fromkeys(order.separates, "present")
        self.separates.set_states(states)
        self.separates.set_read_only(order.state in ("reviewed", "cancelled"))
        self.cards["separates"].setVisible(bool(offered))
        found = assessment.orders.expected(order.number)[:EXPECTED] if order.kind is not None else ()
        self.expected.show_rows(tuple(_expected(one.cause.short, one.at, one.for_it, one.against_it) for one in found))
        text = (
            _("Choose which test it is first.") if order.kind is None else _("Nothing weighed here rests on this test.")
        )
        self.none.setText(text)
        self.none.setVisible(not found)
        rows = [
            *_claims(library, _("Cannot show"), assessment.orders.cannot(order.number)),
            *_claims(library, _("When"), assessment.orders.timing(order.number)),
        ]
        dose = order.kind.dose if order.kind is not None else None
        if dose is not None:
            rows.append(
                NoteRow(
                    _("Dose: {dose}").format(dose=dose_words(dose.text, dose.low, dose.high)),
                    "",
                    cited(library, dose.source, dose.basis),
                )
            )
        self.claims.show_rows(tuple(rows))
        self.cards["claims"].setVisible(bool(rows))
        passed = assessment.orders.passed(order.number)
        self.life.show_rows(tuple(_passed(one, names) for one in passed))
        self.cards["life"].setVisible(bool(passed))

    def _separate(self, states: Mapping[str, ChipState]) -> None:
        if self._order is None:
            return
        number, wanted = self._order.number, {name for name, state in states.items() if state == "present"}
        changed = wanted.symmetric_difference(self._order.separates)
        pairs: list[tuple[Slot, Value | None]] = [
            (Slot(SEPARATES, At(number, name)), "yes" if name in wanted else None) for name in sorted(changed)
        ]
        self.filled.emit(pairs, "typed")

    def _restyle(self) -> None:
        side = self.theme.px(SIDE)
        self._column.setContentsMargins(side, 0, side - self.theme.px(BAR), self.theme.px(12))
        self._column.setSpacing(self.theme.px(10))


def dose_words(text: str, low: float | None, high: float | None) -> str:
    """`1.5 to 27 mSv. …`, or why no figure stands."""
    if low is None or high is None or high == 0:
        return text
    figure = (
        words.decimal(low)
        if low == high
        else _("{number} to {number2}").format(number=words.decimal(low), number2=words.decimal(high))
    )
    return f"{figure} mSv. {text}"


def _expected(cause: str, at: At, for_it: str, against_it: str) -> NoteRow:
    says = [
        _("for it: {for_it}").format(for_it=words.in_sentence(for_it)) if for_it else "",
        _("against: {against_it}").format(against_it=words.in_sentence(against_it)) if against_it else "",
    ]
    place = words.at_place(cause, at.place, at.side)
    return NoteRow(place, "", words.capital("; ".join(filter(None, says))))


def _claims(library: Library, head: str, claims: tuple[Claim, ...]) -> list[NoteRow]:
    return [NoteRow(f"{head}: {one.text}", "", cited(library, one.source, one.basis)) for one in claims]


def _passed(one: Passed, names: Mapping[str, str]) -> NoteRow:
    name = _(PILLS[one.state][1]) if one.state is not None else _("Taken back")
    who = names.get(one.who, _("Someone else"))
    return NoteRow(name, words.day_and_time(one.at), who)
