"""A step of an order as entered on screen, handed to the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from ui.tests_board.stepask import OF_REQUEST
from workup.answers import PartialDate, Slot, Value
from workup.assess import Assessment
from workup.orders import Order, State, step_refusal
from workup.orders.order import KIND, QUESTION
from workup.orders.state import CANCEL_REASON, CORRECTION, JUDGEMENT, NEEDS, RELEVANCE
from workup.session import Session, ordering
from workup.session.ordering import Relevance

Given = Mapping[str, Value | None]


def refusal_of(order: Order, to: State, given: Given, *, correct: bool) -> str:
    """What a step still needs, as a sentence; empty when it has all of it."""
    standing: dict[str, Value | None] = {
        KIND: order.kind.id if order.kind is not None else None,
        QUESTION: order.question or None,
        "order_priority": order.priority or None,
    }
    by_itself: dict[str, Value | None] = {"reviewed_on": "today"} if to == "reviewed" else {}
    return step_refusal(order, to, {**standing, **by_itself, **given}, correct=correct)


def lacking(order: Order) -> tuple[str, Slot] | None:
    """What the request of an order needs before it can be ordered: the sentence, and the first that is missing."""
    sentence = refusal_of(order, "ordered", {"ordered_on": "today"}, correct=False)
    values = dict(zip(OF_REQUEST, (order.kind, order.question, order.priority), strict=True))
    missing = next((name for name, value in values.items() if not value), KIND)
    return (sentence, Slot(missing, order.at)) if sentence else None


def taking(number: int, to: State, given: Given, *, correct: bool) -> Callable[[Session], object]:
    """The call that takes a step; `given` has all it needs."""
    if correct:
        return lambda session: ordering.put_back(session, number, to, _text(given, CORRECTION))
    match to:
        case "ordered":
            return lambda session: ordering.send(session, number, dict(given))
        case "scheduled":
            rest = {name: value for name, value in given.items() if name != "scheduled_for" and value is not None}
            return lambda session: ordering.book(session, number, _day(given, "scheduled_for").first, rest)
        case "performed":
            return lambda session: ordering.perform(session, number, _day(given, "performed_on"))
        case "resulted":
            done = _day(given, "performed_on")
            return lambda session: ordering.report(session, number, _day(given, "resulted_on"), done)
        case "reviewed":
            return lambda session: ordering.review(
                session, number, abnormal=_text(given, JUDGEMENT) == "abnormal", relevance=_relevance(given),
                action=_text(given, "review_action"),
            )  # fmt: skip
        case _:
            return lambda session: ordering.cancel(session, number, _text(given, CANCEL_REASON))


def states_of(assessment: Assessment | None) -> list[tuple[int, State]]:
    """Which orders there are, and where they stand."""
    return [(one.number, one.state) for one in assessment.orders.all] if assessment is not None else []


def standing_for(order: Order, to: State) -> dict[str, Value | None]:
    """What of the needs of a step stands in the order already."""
    known: dict[str, Value | None] = {
        "performed_on": order.performed, "order_sent_to": order.sent_to or None, "ordered_on": order.ordered
    }  # fmt: skip
    return {name: known.get(name) for name in (*NEEDS[to], "order_sent_to")}


def _day(given: Given, name: str) -> PartialDate:
    value = given.get(name)
    assert isinstance(value, PartialDate)
    return value


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _relevance(given: Given) -> Relevance:
    return next(one for one in get_args(Relevance) if one == given.get(RELEVANCE))
