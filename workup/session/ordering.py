"""Steps in the life of an order, each stored as one undo step: the only way a tests board changes anything."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace

from workup.answers import Answers, At, PartialDate, Slot, Value
from workup.assess import Assessment, next_record
from workup.orders.again import AGAIN
from workup.orders.drafting import draft_of_step, draft_pairs, leading_places, where_asked
from workup.orders.due import WAITS, Spans, due_after, kept_spans, spans
from workup.orders.gates import DECISION, GO_AHEAD, NOT_SAFE, REVIEWER, SEEN
from workup.orders.order import DUE, DUE_RULE, RECORDS, STATE, Order, former
from workup.orders.state import CANCEL_REASON, CORRECTION, JUDGEMENT, NEEDS, RELEVANCE, step_refusal
from workup.protocol.states import State
from workup.reasoning.next_step import NextStep
from workup.session.session import Refused, Session
from workup.texts import _

Relevance = Literal["relevant", "not_relevant", "open_question"]
Given = Mapping[str, Value | None]


def draft(
    session: Session,
    kind: str,
    variant: str = "",
    question: str = "",
    separates: Iterable[str] = (),
    given: Given | None = None,
) -> int:
    """Note a test as a draft, with its question and the causes it is to tell apart; its number.

    Side and levels that are not given are those where these causes lead.
    """
    library, assessment = session.library, session.assessment
    number, causes, test = next_record(library, assessment.answers, RECORDS), tuple(separates), library.tests.get(kind)
    placed = leading_places(assessment.reasoning, causes) if causes else ()
    where = where_asked(library, test, variant, placed) if test is not None else {}
    session.answer_all(draft_pairs(library, number, kind, variant, question, causes, {**where, **(given or {})}))
    return number


def draft_step(session: Session, step: NextStep) -> int:
    """Note the test of a next step of the reasoning as a draft; its number."""
    library = session.library
    number = next_record(library, session.assessment.answers, RECORDS)
    session.answer_all(draft_of_step(library, step, number))
    return number


def send(session: Session, number: int, given: Given | None = None, on: date | None = None) -> Assessment:
    """Order a draft: how its safety stands, and its due date by the rule in force, are kept with it."""
    order, assessment = _order(session, number), session.assessment
    stopped = [one for one in assessment.orders.gates(number) if one.outcome == "stop" and not one.settled]
    refused = [one for one in assessment.orders.gates(number) if one.refused]
    for one in (*stopped, *refused):
        raise Refused(
            _("{title}: {text} {reviewer} has to let it go ahead first.").format(
                title=one.gate.title, text=one.text, reviewer=one.gate.reviewer
            )
        )
    again, why = assessment.orders.again(number), (given or {}).get(AGAIN, assessment.answers.value(AGAIN, order.at))
    if again and not (isinstance(why, str) and why.strip()):
        raise Refused(_("{again} To order another one, say why.").format(again=again))
    values = {"ordered_on": PartialDate.of(on or session.today()), **(given or {})}
    priority = values.get("order_priority", order.priority)
    rule = spans(assessment.library, order.kind, priority if isinstance(priority, str) else "")
    kept = [(Slot(SEEN, At(number, one.gate.id)), one.key) for one in assessment.orders.gates(number)]
    return _step(session, order, "ordered", values, kept, rule)


def book(session: Session, number: int, day: date, given: Given | None = None) -> Assessment:
    """Book a test, or book it anew."""
    return _step(session, _order(session, number), "scheduled", {"scheduled_for": PartialDate.of(day), **(given or {})})


def perform(session: Session, number: int, day: date | PartialDate) -> Assessment:
    """Note that a test was done."""
    return _step(session, _order(session, number), "performed", {"performed_on": _partial(day)})


def report(
    session: Session, number: int, day: date | PartialDate, done: date | PartialDate | None = None,
    given: Mapping[Slot, Value | None] | None = None,
) -> Assessment:  # fmt: skip
    """Note that a result is in, with what was entered of it; `done` where that was not known before."""
    values: dict[str, Value | None] = {"resulted_on": _partial(day)}
    if done is not None:
        values["performed_on"] = _partial(done)
    return _step(session, _order(session, number), "resulted", values, list((given or {}).items()))


def review(
    session: Session, number: int, *, abnormal: bool, relevance: Relevance, action: str = "",
    given: Mapping[Slot, Value | None] | None = None,
) -> Assessment:  # fmt: skip
    """Mark a result reviewed, with the two judgements; who and when stand with the entry."""
    values: dict[str, Value | None] = {
        JUDGEMENT: "abnormal" if abnormal else "normal",
        RELEVANCE: relevance,
        "reviewed_on": PartialDate.of(session.today()),
    }
    if action.strip():
        values["review_action"] = action.strip()
    return _step(session, _order(session, number), "reviewed", values, list((given or {}).items()))


def cancel(session: Session, number: int, reason: str) -> Assessment:
    """Cancel an order, with a reason."""
    return _step(session, _order(session, number), "cancelled", {CANCEL_REASON: reason.strip()})


def put_back(session: Session, number: int, to: State, reason: str) -> Assessment:
    """Correct the state of an order, with a reason; the log keeps what stood before."""
    return _step(session, _order(session, number), to, {CORRECTION: reason.strip()}, correct=True)


def decide(session: Session, number: int, gate: str, *, go_ahead: bool, reviewer: str) -> Assessment:
    """Record what a reviewer said of a safety question, as it stands now."""
    order = _order(session, number)
    checked = next((one for one in session.assessment.orders.gates(number) if one.gate.id == gate), None)
    if checked is None:
        raise Refused(_("This safety question is not asked of this test."))
    if not reviewer.strip():
        raise Refused(_("Say who reviewed it: {reviewer}.").format(reviewer=checked.gate.reviewer))
    at = At(order.number, gate)
    return session.answer_all(
        [
            (Slot(DECISION, at), GO_AHEAD if go_ahead else NOT_SAFE),
            (Slot(REVIEWER, at), reviewer.strip()),
            (Slot(SEEN, at), checked.key),
        ]
    )


def _order(session: Session, number: int) -> Order:
    try:
        return session.assessment.orders.order(number)
    except KeyError:
        raise Refused(_("There is no order {number}.").format(number=number)) from None


def _step(
    session: Session,
    order: Order,
    to: State,
    given: Given,
    more: Sequence[tuple[Slot, Value | None]] = (),
    rule: Spans | None = None,
    *,
    correct: bool = False,
) -> Assessment:
    """Take one step with its facts in one entry, and the due date of what follows."""
    answers, library = session.assessment.answers, session.library
    standing = {name: answers.value(name, order.at) for name in NEEDS[to]}
    before = former(answers, order.number)
    sentence = step_refusal(order, to, {**standing, **given}, correct=correct, former=before)
    if sentence:
        raise Refused(sentence)
    pairs: list[tuple[Slot, Value | None]] = [(Slot(name, order.at), value) for name, value in given.items()]
    pairs += [*more, (Slot(STATE, order.at), to)]
    known = rule or kept_spans(order.due_rule) or spans(library, order.kind, order.priority)
    if known is not None and to in WAITS:
        if str(known) != order.due_rule:
            pairs.append((Slot(DUE_RULE, order.at), str(known)))
        same = order.state == "proposed" or WAITS.get(order.state) == WAITS[to]
        stays = order.due is not None and same and to != "resulted"  # set by hand, or stored when it was sent
        due = None if stays else due_after(to, known, _stands(order, answers, dict(pairs)))
        if due is not None and DUE not in given:
            pairs.append((Slot(DUE, order.at), PartialDate.of(due)))
    return session.answer_all(pairs)


def _stands(order: Order, answers: Answers, pairs: Mapping[Slot, Value | None]) -> Order:
    """The order with the dates it has after the pairs, those that were hidden until now too."""

    def day(name: str) -> PartialDate | None:
        where = Slot(name, order.at)
        value = pairs[where] if where in pairs else answers.value(name, order.at)
        return value if isinstance(value, PartialDate) else None

    critical = pairs.get(Slot("result_critical", order.at), "yes" if order.critical else None) == "yes"
    days = {"ordered": day("ordered_on"), "performed": day("performed_on"), "resulted": day("resulted_on")}
    return replace(order, critical=critical, **days)


def _partial(day: date | PartialDate) -> PartialDate:
    return day if isinstance(day, PartialDate) else PartialDate.of(day)
