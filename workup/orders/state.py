"""The life of an order: which steps are legal, what each needs, and dates that cannot be right together."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from workup.answers import PartialDate, Value
from workup.limits import worded
from workup.orders.order import Order, is_known
from workup.protocol.states import State
from workup.texts import N_, _
from workup.words import calendar_day, capital, choosing, listing

# Forward. A test can be done without being booked, and a report can arrive without word that the test was done.
FORWARD: Mapping[State, tuple[State, ...]] = {
    "proposed": ("ordered", "cancelled"),
    "ordered": ("scheduled", "performed", "resulted", "cancelled"),
    "scheduled": ("scheduled", "performed", "resulted", "cancelled"),
    "performed": ("resulted", "cancelled"),
    "resulted": ("resulted", "reviewed"),
    "reviewed": (),
    "cancelled": (),
}
# Back, as a correction that gives its reason; what was cancelled goes back to the state it was cancelled in.
BACK: Mapping[State, tuple[State, ...]] = {
    "proposed": (),
    "ordered": (),
    "scheduled": ("ordered",),
    "performed": ("ordered", "scheduled"),
    "resulted": ("ordered", "scheduled", "performed"),
    "reviewed": ("performed", "resulted"),
    "cancelled": ("proposed", "ordered", "scheduled", "performed"),
}
CANCEL_REASON, CORRECTION = "order_cancel_reason", "order_correction"
JUDGEMENT, RELEVANCE = "result_judgement", "result_relevance"
NEEDS: Mapping[State, tuple[str, ...]] = {
    "proposed": ("order_kind",),
    "ordered": ("order_kind", "order_question", "order_priority", "ordered_on"),
    "scheduled": ("scheduled_for",),
    "performed": ("performed_on",),
    "resulted": ("performed_on", "resulted_on"),
    "reviewed": ("result_judgement", "result_relevance", "reviewed_on"),
    "cancelled": ("order_cancel_reason",),
}
NAMES: Mapping[str, str] = {
    "order_kind": N_("which test it is"),
    "order_question": N_("the question it is to settle"),
    "order_priority": N_("the priority"),
    "ordered_on": N_("the day it was ordered"),
    "scheduled_for": N_("the day it is booked for"),
    "performed_on": N_("the day it was done"),
    "resulted_on": N_("the day of the result"),
    "reviewed_on": N_("the day of the review"),
    "result_judgement": N_("whether the result is abnormal"),
    "result_relevance": N_("whether it is relevant to this pain"),
    "order_cancel_reason": N_("the reason for cancelling"),
    "order_correction": N_("the reason for putting it back"),
}
WORDS: Mapping[State, str] = {
    "proposed": N_("a draft"),
    "ordered": "ordered",
    "scheduled": "booked",
    "performed": "done",
    "resulted": "resulted",
    "reviewed": "reviewed",
    "cancelled": "cancelled",
}
# In the order in which they must have come about; a booking is kept apart, for a test may be done on another day.
_COURSE: tuple[State, ...] = ("ordered", "performed", "resulted", "reviewed")
_PAIRS = [(one, two) for number, one in enumerate(_COURSE) for two in _COURSE[number + 1 :]]
# The states whose facts an order rests on where it stands.
COUNT: Mapping[State, tuple[State, ...]] = {
    "proposed": (),
    "ordered": ("ordered",),
    "scheduled": ("ordered", "scheduled"),
    "performed": ("ordered", "scheduled", "performed"),
    "resulted": ("ordered", "scheduled", "performed", "resulted"),
    "reviewed": ("ordered", "scheduled", "performed", "resulted", "reviewed"),
    "cancelled": ("ordered",),
}
_SAID: Mapping[State, str] = {
    "ordered": "ordered",
    "scheduled": N_("booked for"),
    "performed": "done",
    "resulted": N_("result dated"),
    "reviewed": "reviewed",
}


class Move(Struct, frozen=True):
    """A step that can be taken now: to which state, what it needs, and whether it is a correction."""

    to: State
    needs: tuple[str, ...]
    correction: bool = False


def moves(order: Order, former: State | None = None) -> tuple[Move, ...]:
    """Every legal step from where an order stands, forward ones first; `former` is what it was before that."""
    forward = (Move(to, NEEDS[to]) for to in FORWARD[order.state])
    back = (Move(to, (CORRECTION,), correction=True) for to in _back(order.state, former))
    return (*forward, *back)


def _back(now: State, former: State | None) -> tuple[State, ...]:
    if now == "cancelled" and former is not None:
        return tuple(to for to in BACK[now] if to == former)
    return BACK[now]


def step_refusal(
    order: Order,
    to: State,
    given: Mapping[str, Value | None],
    *,
    correct: bool = False,
    former: State | None = None,
) -> str:
    """Why a step cannot be taken, as a sentence; empty when it can.

    `given` is what stands in the order after it, `former` the state before the present one.
    """
    legal = _back(order.state, former) if correct else FORWARD[order.state]
    if to not in legal:
        return _illegal(order.state, to, legal, correct=correct)
    needs = (CORRECTION,) if correct else NEEDS[to]
    missing = [_(NAMES[name]) for name in needs if not is_known(given.get(name))]
    return _("Still needed: {missing}.").format(missing=listing(missing)) if missing else ""


def _illegal(now: State, to: State, legal: tuple[State, ...], *, correct: bool) -> str:
    if now == "cancelled" and not correct:
        return _("The order is cancelled. Order the test again, or put the cancelling back with a reason.")
    if now == "reviewed" and not correct:
        return _("The result is reviewed. To change it, put the review back with a reason.")
    if to == "proposed" and now != "proposed":
        return _("The order was sent and cannot become a draft again. Cancel it instead, with a reason.")
    if not correct and to in BACK[now]:
        return _("The order is {words}; to make it {words2} again, give the reason.").format(
            words=_(WORDS[now]), words2=_(WORDS[to])
        )
    other = [_(WORDS[one]) for one in legal if one != now]
    rest = _(" From there it can be {other}.").format(other=choosing(other)) if other else ""
    return _("The order is {words} and cannot become {words2}.{rest}").format(
        words=_(WORDS[now]), words2=_(WORDS[to]), rest=rest
    )


def reachable(now: State, to: State) -> bool:
    """Whether legal steps forward lead from one state to another, however many."""
    seen, ahead = {now}, [now]
    while ahead:
        for one in FORWARD[ahead.pop()]:
            if one not in seen:
                seen.add(one)
                ahead.append(one)
    return to in seen


def dates_of(order: Order) -> dict[State, PartialDate]:
    """The dates that count where an order stands: those of states it was put back from do not."""
    return {state: day for state in COUNT[order.state] if (day := order.day(state)) is not None}


def contradictions(order: Order, today: date, born: PartialDate | None = None) -> tuple[str, ...]:
    """What cannot be right about its dates, each as a sentence. A date known in part is refused only where certain."""
    return tuple(_contradictions(dates_of(order), today, born))


def _contradictions(dates: Mapping[State, PartialDate], today: date, born: PartialDate | None) -> Iterator[str]:
    for state, day in dates.items():
        said = f"{capital(_(_SAID[state]))} {worded(day)}"
        if state != "scheduled" and day.first > today:
            yield _("{said} lies in the future; today is {day}.").format(said=said, day=calendar_day(today))
        if born is not None and day.last < born.first:
            yield _("{said} lies before the date of birth, {born}.").format(said=said, born=worded(born))
    for earlier, later in _PAIRS:
        if earlier in dates and later in dates and dates[later].last < dates[earlier].first:
            first, second = dates[earlier], dates[later]
            yield _("{said} {second} lies before {said2} {first}.").format(
                said=capital(_(_SAID[later])), second=worded(second), said2=_(_SAID[earlier]), first=worded(first)
            )
    booked, sent = dates.get("scheduled"), dates.get("ordered")
    if booked is not None and sent is not None and booked.last < sent.first:
        yield _("Booked for {booked} lies before ordered {sent}.").format(booked=worded(booked), sent=worded(sent))

