"""The Tests step: the board of orders, the steps of the chosen one, and the drawer for one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.fields import FieldContext
from ui.live import Live
from ui.tests_board.allowed import Allowed
from ui.tests_board.boardside import BoardSide
from ui.tests_board.drawer import View, first_view
from ui.tests_board.opened import OpenOrder
from ui.tests_board.orderform import AFTER_MS
from ui.tests_board.raillines import order_of_line
from ui.tests_board.steps import DISCARD, PUT_BACK, SAVE
from ui.tests_board.take import lacking, refusal_of, standing_for, states_of, taking
from ui.timers import AfterPaint
from ui.widgets.base import LETTERS_OFF
from workup.answers import UNKNOWN, At, Slot, Value
from workup.assess import Assessment
from workup.orders import Order, State
from workup.orders.drafting import order_of_step, question_of_step
from workup.orders.order import RECORDS, STATE
from workup.reasoning.next_step import NextStep
from workup.session import Session, ordering
from workup.texts import _

AFTER: Mapping[State, View] = {"resulted": "result"}
BEGINS = ("n", "t")
CLOSES: tuple[State, ...] = ("reviewed", "cancelled")


class TestsPage(BoardSide):
    """Shows what an assessment says of the tests; every step goes through the session."""

    __test__ = False  # not a test of pytest's
    drawer_shown = Signal(bool)
    told = Signal()
    slot_wanted = Signal(object)

    def __init__(self, context: FieldContext, live: Live, frame: QWidget) -> None:
        self.allowed = Allowed(live.session)
        super().__init__(context.theme, self.allowed.names, frame)
        self.live = live
        self._assessment: Assessment | None = None
        self._anew = True
        self.drawer = OpenOrder(context, self.allowed, frame)
        self.drawer.hide()
        self._later = AfterPaint(self, self._work_out, AFTER_MS)
        self.setAccessibleName(_("Tests"))
        self._wire()

    def _wire(self) -> None:
        board, drawer, live = self.board, self.drawer, self.live
        board.chosen.connect(self._choose)
        board.opened.connect(self.open)
        board.letter.connect(self._letter)
        for button in (self.new_button, self.order_button):
            button.clicked.connect(self.new_order)
        self.steps.wanted.connect(self.take)
        drawer.steps.wanted.connect(self.take)
        drawer.closed.connect(self.close_drawer)
        drawer.letter.connect(self._letter)
        drawer.view_wanted.connect(self._show_view)
        drawer.opened.connect(self._opened)
        drawer.answered.connect(live.answer)
        drawer.filled.connect(live.answer_all)
        drawer.typing.connect(live.typing)
        drawer.request.whole.connect(self._request_whole)
        drawer.ask.taken.connect(self._taken)
        drawer.ask.left.connect(self._leave)
        drawer.safety.decided.connect(self._decide)
        drawer.safety.slot_wanted.connect(self.slot_wanted)
        drawer.chooser.drafted.connect(lambda *of: self._draft(lambda session: ordering.draft(session, *of)))
        self.suggested.wanted.connect(lambda step: self._draft(lambda session: ordering.draft_step(session, step)))
        self.none.chosen.connect(lambda said: live.answer(Slot(RECORDS), "none" if said == "none" else UNKNOWN))
        self.none.cleared.connect(lambda: live.answer(Slot(RECORDS), None))

    # What it shows

    def render_page(self, assessment: Assessment) -> None:
        """Show an assessment: the open form at once; board, safety and effect follow once the answer is painted."""
        before, self._assessment = self._assessment, assessment
        if not self._anew and before and not assessment.differs(before) and before.today == assessment.today:
            return
        self.drawer.follow(assessment, before)
        if self.drawer.isVisible() and self.drawer.view != "new" and self.drawer.order is None:
            self.close_drawer()
        if self._anew or (self.drawer.isHidden() and states_of(before) != states_of(assessment)):
            self._work_out()
        else:
            self._later.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was answered elsewhere is shown when it is seen again."""
        self._anew = True
        super().hideEvent(event)

    def _work_out(self) -> None:
        """Cards, safety and lateness of all orders, and the details of the open one."""
        assessment = self._assessment
        if assessment is None or self.isHidden():
            return
        self._later.stop()
        self._anew = False
        self.show_board(assessment, self.live.session)
        self.suggested.offer(assessment, may=self.allowed.may("draft"), anew=self.drawer.isHidden())
        self._show_steps()
        if self.drawer.isVisible():
            self.drawer.show_details()
        self.told.emit()

    def _show_steps(self) -> None:
        """The steps of the chosen order; those of an open one stand in the drawer."""
        order = self._order(self.board.selected)
        if order is not None and self._assessment is not None:
            self.steps.show_steps(self.allowed.steps(order, self._assessment.orders.moves(order.number)))
        self.steps.setVisible(order is not None and self.drawer.isHidden())

    def _order(self, number: int) -> Order | None:
        found = self._assessment.orders.all if self._assessment is not None else ()
        return next((one for one in found if one.number == number), None)

    def set_pending(self, slot: Slot | None, sentence: str) -> None:
        """A failing save: one slot waits, the others take no input."""
        self.drawer.set_pending(slot, sentence)

    # Opening and closing

    def open(self, number: int, view: View | None = None) -> None:
        """Open an order at its result when it is in, reviewed or not, else at its request."""
        order = self._order(number)
        if order is None or self._assessment is None:
            return
        self.drawer.open_order(self._assessment, number, view or first_view(order))
        self._focus_view()

    def _focus_view(self) -> None:
        drawer = self.drawer
        if drawer.view == "safety" and drawer.safety.begin():
            return
        form = drawer.form
        if drawer.pages.currentWidget() is form and form.sections:
            if drawer.view == "result" and form.show_section(form.sections[0]):
                return
            if any(form.focus_slot(slot) for slot in form.waiting_of(drawer.number)):
                return
        drawer.views.setFocus(Qt.FocusReason.OtherFocusReason)

    def _opened(self, number: int) -> None:
        self.board.select(number)
        self.steps.hide()
        self.drawer_shown.emit(True)

    def change_sides(self) -> None:
        """From the board into the drawer, or back."""
        focused = QApplication.focusWidget()
        if focused is not None and self.drawer.isAncestorOf(focused):
            self.begin()
        elif self.drawer.view == "new":
            self.drawer.chooser.begin()
        else:
            self._focus_view()

    def close_drawer(self) -> None:
        """Back to the board."""
        if self.drawer.isHidden():
            return
        self.drawer.hide()
        self.drawer_shown.emit(False)
        self._work_out()
        self.begin()

    def _show_view(self, view: View) -> None:
        if self._assessment is not None:
            self.drawer.open_order(self._assessment, self.drawer.number, view)

    def show_section(self, section: str) -> bool:
        """A row of the rail opens its order; a section stands in the order that is looked at."""
        named = order_of_line(section)
        if named is not None:
            self.open(named)
            return self.drawer.isVisible()
        number = self.drawer.number if self.drawer.isVisible() else self.board.selected
        self.open(number, "request" if section in self.drawer.request.sections else "result")
        return self.drawer.form.show_section(section)

    def go_to(self, where: Slot) -> bool:
        """Open the order of a slot and put the keyboard there."""
        if where.item == RECORDS or where.at.record is None:
            if where.at.record is not None:
                self.board.select(where.at.record)
            self.begin()
            return True
        if where.item == STATE:  # what is to be done with it next stands in the drawer
            self.open(where.at.record)
            return self.drawer.isVisible()
        return self.drawer.request.focus_slot(where)

    def _choose(self, number: int) -> None:
        self._show_steps()
        if self.drawer.isVisible() and self._assessment is not None:
            order = self._order(number)
            self.drawer.open_order(self._assessment, number, first_view(order))

    # Steps

    def _letter(self, letter: str) -> None:
        if letter in BEGINS:
            (self.new_order if letter == "n" else self.suggested.draft)()
        elif step := (self.drawer.steps if self.drawer.isVisible() else self.steps).by_key(letter):
            self.take(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().lower()
        if event.key() == Qt.Key.Key_Escape and self.drawer.isVisible():
            self.close_drawer()
        elif event.modifiers() & LETTERS_OFF or letter not in BEGINS or not self.theme.letter_keys:
            super().keyPressEvent(event)
        else:
            self._letter(letter)

    def new_order(self) -> None:
        """Open the chooser."""
        if self._assessment is not None:
            self.drawer.show_new()
            self.drawer.chooser.offer(self._assessment)
            self.drawer.show()
            self.steps.hide()
            self.drawer_shown.emit(True)
            self.drawer.chooser.begin()

    def open_step(self, step: NextStep) -> None:
        """Open the order or draft that does a next step; without one, the chooser with the question of the step."""
        assessment = self._assessment
        if assessment is None:
            return
        found = order_of_step(assessment.library, step, assessment.orders.all)
        if found is not None:
            self.open(found.number)
        else:
            self.drawer.chooser.asked = question_of_step(assessment.library, step) or self.drawer.chooser.asked
            self.new_order()

    def _draft(self, make: Callable[[Session], int]) -> None:
        made: list[int] = []
        said = self.live.take(lambda session: made.append(make(session)))
        if made and not said:
            self._work_out()
            self.open(made[0], "request")
        elif said:
            self.new_order()
            self.drawer.chooser.none.setText(said)

    def take(self, step: str) -> None:
        """Begin a step of the order that is looked at: what it needs is asked in the drawer."""
        number = self.drawer.number if self.drawer.isVisible() else self.board.selected
        order, assessment = self._order(number), self._assessment
        if order is None or assessment is None:
            return
        moves = assessment.orders.moves(number)
        ask = self.drawer.ask
        if step == DISCARD:
            self.live.answer(Slot(RECORDS, At(number)), "removed")
            return
        if step == SAVE:
            self._save(number)
            return
        if step == "reviewed":
            self.drawer.open_order(assessment, number, "result")
        elif self.drawer.isHidden():
            self.drawer.open_order(assessment, number, "request")
        if step == PUT_BACK:
            ask.ask_back(order, tuple(move.to for move in moves if move.correction), assessment.today)
        else:
            to = next(move.to for move in moves if move.to == step and not move.correction)
            if to == "ordered" and self._lacks(order):
                return
            if ask.to != "reviewed" or to != "reviewed":
                ask.ask(order, to, assessment.today, standing_for(order, to), assessment.orders.again(number))
                self.drawer.say_unclear()
        self.drawer.show_steps(asking=True)
        ask.begin()

    def _save(self, number: int) -> None:
        """A result is entered by one who may not review it: all of it is stored, and it waits for its review."""
        if self.drawer.isHidden() or self.drawer.view != "result":
            self.open(number, "result")
            return
        self.begin()  # leaving a line that is being typed reads it; one that cannot be used keeps the drawer
        if not self.drawer.form.focus_next_refused():
            self.close_drawer()

    def _lacks(self, order: Order) -> bool:
        """Whether the request of an order is not complete; the keyboard goes to what is missing."""
        lacks = lacking(order)
        if lacks is not None:
            self.drawer.notice.set("caution", lacks[0], "", "warning")
            self.drawer.notice.show()
            self.go_to(lacks[1])
        return lacks is not None

    def _request_whole(self) -> None:
        """Nothing is left to answer in the request: on to ordering it, one Enter away, for one who may."""
        self.drawer.show_details()
        if any(step.id == "ordered" for step in self.drawer.steps.steps):
            self.take("ordered")
            self.drawer.ask.habit.start()

    def _taken(self, to: State, given: Mapping[str, Value | None]) -> None:
        order, ask = self.drawer.order, self.drawer.ask
        if order is None:
            return
        said = refusal_of(order, to, given, correct=ask.correction)
        said = said or self.live.take(taking(order.number, to, given, correct=ask.correction))
        if said:
            ask.say(said)
            self.drawer.show_steps(asking=True)
            ask.begin()
            return
        if self.live.failing:  # the strip above says what waits; it is tried again each second
            return
        closes = to in CLOSES and not ask.correction
        ask.forget()
        if closes:
            self.close_drawer()
        else:
            self._work_out()
            self.open(order.number, AFTER.get(to, self.drawer.view))

    def _leave(self) -> None:
        """The step is not taken now; a review that is put off leaves the order as it is."""
        if self.drawer.ask.to == "reviewed":
            self.close_drawer()
        else:
            self.drawer.show_steps(asking=False)
            self.drawer.views.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decide(self, gate: str, go_ahead: bool, reviewer: str) -> None:
        number = self.drawer.number

        def decide(session: Session) -> object:
            return ordering.decide(session, number, gate, go_ahead=go_ahead, reviewer=reviewer)

        if said := self.live.take(decide):
            self.drawer.safety.say(gate, said)
