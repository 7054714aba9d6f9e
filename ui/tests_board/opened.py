"""The drawer with the forms of the order that is open: which view stands in it, and which form asks a slot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.form import StepForm
from ui.form.block import Shown
from ui.tests_board.aboutorder import AboutOrder
from ui.tests_board.allowed import Allowed
from ui.tests_board.drawer import OrderDrawer, View
from ui.tests_board.effect import BelowResult
from ui.tests_board.effectstrip import WithoutResult
from ui.tests_board.orderform import (
    BY_STEPS,
    COLUMNS,
    SIDE,
    WIDE,
    OrderForm,
    asked_of_request,
    compact_items,
    led_through,
    request_sections,
    result_sections,
    scales_of,
)
from workup import words
from workup.answers import Slot, Value
from workup.assess import Assessment
from workup.note.wording import value_words
from workup.orders import Order
from workup.orders.order import RECORDS
from workup.orders.state import CORRECTION, JUDGEMENT, RELEVANCE
from workup.protocol import Section, TestKind
from workup.protocol.states import REPORTED
from workup.texts import _, _n

# Below this height of the window a review is asked for by its step.
LOW = 600
LINES = NAMED = 3
OF_REVIEW = (JUDGEMENT, RELEVANCE, "review_action")


class OpenOrder(OrderDrawer):
    """Knows one order at a time; its forms are made when first shown and kept for the next order of that kind."""

    answered = Signal(object, object)
    filled = Signal(object, str)
    typing = Signal(object, str)
    focused = Signal(object)
    form_shown = Signal(object)
    opened = Signal(int)

    def __init__(self, context: FieldContext, allowed: Allowed, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._context, self.allowed, self._names = context, allowed, allowed.names
        self.number = 0
        self._assessment: Assessment | None = None
        self._pending: tuple[Slot | None, str] = (None, "")
        self._told: dict[Slot, Value | None] = {}
        self._chosen: dict[str, int] = {}
        self.about = AboutOrder(context.theme)
        self.about.filled.connect(self.filled)
        self.results: dict[str, tuple[OrderForm, BelowResult]] = {}
        self._without = WithoutResult()
        self.effect.clicked.connect(self._show_effect)
        self.more.clicked.connect(self._widen)
        self.request = self._form(request_sections(context.library), self.about)
        self.form: OrderForm = self.request
        self.safety.answered.connect(self._answer)
        self.safety.filled.connect(self.filled)
        self.safety.typing.connect(self.typing)

    def _form(self, sections: tuple[Section, ...], below: QWidget, kind: TestKind | None = None) -> OrderForm:
        library = self._context.library
        requested = below is self.about
        asked = asked_of_request(library) if requested else compact_items(library, kind)
        shown = Shown(chosen=self._chosen, columns=COLUMNS, wide=WIDE, side=SIDE, unfolded=frozenset(asked),
                      led_through=led_through(library) if requested else frozenset(),
                      scales=scales_of(library, kind))  # fmt: skip
        form = OrderForm(self._context, sections, shown, self.elsewhere, below, self.pages)
        for name in ("answered", "filled", "typing", "focused"):
            getattr(form, name).connect(getattr(self, name))
        form.widened.connect(self._offer_more)
        form.set_pending(*self._pending)
        self.pages.addWidget(form)
        return form

    def _answer(self, slot: Slot, value: Value | None) -> None:
        self._told = {slot: value}
        self.answered.emit(slot, value)

    # What is open

    @property
    def order(self) -> Order | None:
        """The order that is open."""
        found = self._assessment.orders.all if self._assessment is not None else ()
        return next((one for one in found if one.number == self.number), None)

    def open_order(self, assessment: Assessment, number: int, view: View) -> None:
        """Show an order in one of its views."""
        another = number != self.number
        if not another and view == self.view and self._assessment is assessment and self.isVisible():
            return
        self._assessment, self.number, self.view = assessment, number, view
        self._chosen[RECORDS] = number
        if another:
            self.show_steps(asking=False)
        self.show()
        self._show_view(anew=another)
        self.opened.emit(number)

    def _show_view(self, *, anew: bool = False) -> None:
        order, assessment = self.order, self._assessment
        if order is not None and assessment is not None:
            self._show_page(order, assessment, anew=anew)
            self.show_details()

    def _show_page(self, order: Order, assessment: Assessment, *, anew: bool = False) -> None:
        """What the view shows of the order itself."""
        if self.view == "request":
            self._show_form(self.request, assessment, anew=anew)
        elif self.view == "safety":
            self.pages.setCurrentWidget(self.safety_scroll)
        elif order.state in REPORTED:
            form = self._result(order)[0]
            if form.near_of != order.number:
                form.near_of, anew = order.number, True
                form.begin_near(assessment.orders.near(order.number, assessment.records.get("operations", ())))
            self._show_form(form, assessment, anew=anew)
        else:
            self.waiting.setText(_("No result yet. {waits}").format(waits=_waits(order)))
            self.pages.setCurrentWidget(self.waiting)

    def _show_form(self, form: OrderForm, assessment: Assessment, *, anew: bool) -> None:
        self.form = form
        form.render(assessment)
        if anew or self.pages.currentWidget() is not form:
            form.show_order()
        self.pages.setCurrentWidget(form)
        self.form_shown.emit(form)

    def _result(self, order: Order) -> tuple[OrderForm, BelowResult]:
        key = order.kind.id if order.kind is not None else ""
        if key not in self.results:
            below = BelowResult(self.theme)
            sections = result_sections(self._context.library, order.kind)
            self.results[key] = self._form(sections, below, order.kind), below
        return self.results[key]

    def _widen(self) -> None:
        self.form.widen()

    def _offer_more(self) -> None:
        """The levels that wait, one key away."""
        far = self.form.far if self.view == "result" and self.pages.currentWidget() is self.form else False
        self.more.setVisible(far is not False)
        nerves = self.order is not None and self.order.kind is not None and self.order.kind.family == "nerve"
        fewer, more = (_("Fewer muscles"), _("More muscles")) if nerves else (_("Fewer levels"), _("More levels"))
        self.more.set_label(fewer if far is None else more)

    def _show_effect(self) -> None:
        """The whole of what the result does, below its form."""
        if self.order is not None and self.order.state in REPORTED and self.view == "result":
            self.form.show_below(self._result(self.order)[1].effect)

    def elsewhere(self, slot: Slot) -> StepForm | None:
        """Open the order and the view where a slot is asked; None where a step asks it."""
        assessment, number = self._assessment, slot.at.record
        known = {one.number: one for one in assessment.orders.all} if assessment is not None else {}
        if assessment is None or number not in known:
            return None
        if slot.item in OF_REVIEW or slot.item not in self.request.items | BY_STEPS:
            self.open_order(assessment, number, "result")
            if slot.item in OF_REVIEW and self.asking:
                self.ask.begin()
            shown = known[number].state in REPORTED
            return self.form if shown and slot.item in self.form.items else None
        self.open_order(assessment, number, "request")
        return self.request if slot.item in self.request.items else None

    # What it shows

    def follow(self, assessment: Assessment, told: Assessment | None) -> None:
        """Show the same order after an answer; what takes longer follows by `show_details`."""
        self._assessment = assessment
        if self.isHidden() or self.view == "new":
            return
        order = self.order
        before = next((one for one in told.orders.all if one.number == self.number), None) if told else None
        if order is not None and (before is None or before.state != order.state):
            self.show_steps(asking=False)
            self._show_page(order, assessment)
        elif self.pages.currentWidget() is self.form:
            self.form.render(assessment)
        elif self.view == "safety":
            self.safety.follow(Views(assessment, *self._pending, self._told))

    def show_details(self) -> None:
        """Head, steps, safety, and what stands below the open form."""
        order, assessment = self.order, self._assessment
        if order is None or assessment is None or self.view == "new":
            return
        orders = assessment.orders
        checks = orders.gates(order.number)
        self.show_head(order, checks, orders.late(order.number), self._judged(assessment, order),
                       self._said(assessment, order))  # fmt: skip
        self._show_owed(self.allowed.owed(order))
        self.steps.show_steps(self.allowed.steps(order, orders.moves(order.number)))
        self._offer_review(assessment, order)
        if self.view == "request":
            self.about.show_order(assessment, order, self._names)
        elif self.view == "safety":
            views = Views(assessment, *self._pending, self._told)
            self.safety.show_gates(order.number, checks, views, self.allowed.decides())
        elif order.state in REPORTED:
            moved = self._without.moved(assessment, order.number)
            roomy = self.window().height() >= self.theme.px(LOW)
            self.effect.show_shifts(moved, assessment.library.engine.phrase, LINES if roomy else 1)
            self._result(order)[1].effect.show_effect(assessment, order.number, moved)
        self.effect.setVisible(self.view == "result" and order.state in REPORTED)
        self._offer_more()

    def say_unclear(self) -> None:
        """Before a test is ordered: which of its safety questions are not clear; unknown is none of them."""
        assessment, number = self._assessment, self.number
        if self.ask.to != "ordered" or assessment is None or self.ask.correction or self.ask.sentence.text():
            return
        unclear = [one for one in assessment.orders.gates(number) if not one.settled]
        if unclear:
            named = [words.in_sentence(one.gate.title) for one in unclear[:NAMED]]
            more = [_("{n} more").format(n=len(unclear) - NAMED)] if len(unclear) > NAMED else []
            said = _n(
                "A safety question is not clear yet: {named}.",
                "{n} safety questions are not clear yet: {named}.",
                len(unclear),
                named=words.listing([*named, *more]),
            )
            self.ask.say(said)

    def _show_owed(self, sentence: str) -> None:
        """What waits for somebody with another role."""
        self.owed.setText(sentence)
        self.owed.setVisible(bool(sentence))

    def _offer_review(self, assessment: Assessment, order: Order) -> None:
        """A result that is in waits for its review, below its form; in a low window the form has that room first."""
        wanted = self.view == "result" and order.state == "resulted" and self.allowed.may("review")
        roomy = self.window().height() >= self.theme.px(LOW)
        asked = self.ask.to == "reviewed" and self.ask.order is not None and self.ask.order.number == order.number
        if wanted and roomy and not self.asking:
            if not asked:
                self.ask.ask(order, "reviewed", assessment.today, {})
            self.show_steps(asking=True)
        elif not self.asking or (self.ask.to == "reviewed" and not wanted):
            self.show_steps(asking=False)

    def _judged(self, assessment: Assessment, order: Order) -> str:
        """How a result was reviewed, and by whom: `Ann Example: abnormal, relevant`."""
        if order.state != "reviewed":
            return ""
        said = []
        for name in (JUDGEMENT, RELEVANCE):
            given = assessment.answers.get(Slot(name, order.at))
            if given is not None:
                item = self._context.library.items[name]
                said.append(words.in_sentence(value_words(self._context.library, item, given.value)))
        who = [one.who for one in assessment.orders.passed(order.number) if one.state == "reviewed"]
        name = self._names.get(who[-1], _("Someone else")) if who else ""
        return ": ".join(filter(None, (name, ", ".join(said))))

    def _said(self, assessment: Assessment, order: Order) -> str:
        """A contradiction of its dates, or why it stands where it stands."""
        wrong: tuple[str, ...] = assessment.orders.contradictions(order.number)
        if wrong:
            return wrong[0]
        reason = assessment.answers.value(CORRECTION, order.at)
        if isinstance(reason, str) and reason and order.state not in ("reviewed", "cancelled"):
            return _("Put back: {reason}").format(reason=reason)
        return ""

    def set_pending(self, slot: Slot | None, sentence: str) -> None:
        """A failing save: one slot waits, the others take no input."""
        self._pending = (slot, sentence)
        for form in (self.request, *(form for form, _rest in self.results.values())):
            form.set_pending(slot, sentence)


def _waits(order: Order) -> str:
    if order.state == "cancelled":
        return _("The order is cancelled.")
    if order.state == "proposed":
        return _("The test is a draft and has not been ordered.")
    return _("When the report is here, take the step “Result in”; then it is entered in this place.")
