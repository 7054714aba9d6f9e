"""What answers to an order have to keep to: legal steps, dates that fit, a review that ends with new facts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from workup.answers import NOWHERE, Answer, Answers, At, Attached, PartialDate, Slot, TakenBack, Value
from workup.orders.due import kept_spans
from workup.orders.expect import result_slots
from workup.orders.gates import SEEN, gates_of
from workup.orders.order import DUE, RECORDS, STATE, Order, former, is_known, order_of, passed
from workup.orders.state import (
    CORRECTION,
    COUNT,
    JUDGEMENT,
    NAMES,
    NEEDS,
    RELEVANCE,
    WORDS,
    contradictions,
    reachable,
    step_refusal,
)
from workup.protocol import Document, Library
from workup.protocol.states import REPORTED, State
from workup.texts import _
from workup.words import listing

Pairs = Sequence[tuple[Slot, Value | None]]
# Of the section of results, and said by the reviewer: changing it is part of the review.
OF_REVIEW = (JUDGEMENT, RELEVANCE, "review_action", "result_incidental")
SENT: tuple[State, ...] = ("ordered", "scheduled")
NOT_ASKED = "not asked"
REMOVED = "removed"
UNSENT = ("proposed", "cancelled")
# Both are written to the log, so they stay as they are.
REVIEW_ENDED = "A value was changed after the review."
REPORT_ATTACHED = "A document was attached after the review."


def guarded(library: Library, answers: Answers, pairs: Pairs, now: datetime, who: str) -> tuple[Pairs, str]:
    """The pairs with what follows from them, and why they cannot be stored; empty when they can."""
    numbers = {slot.at.record for slot, _rest in pairs if _of_order(library, slot.item)}
    follow: list[tuple[Slot, Value | None]] = []
    for number in sorted(one for one in numbers if one is not None):
        before = order_of(library, answers, number)
        laid = _laid(library, answers, pairs, number, now, who)
        after = order_of(library, laid, number)
        sentence = (
            _refused(before, after, answers, pairs, now)
            or _unjudged(before, after, laid, pairs)
            or _skipped(before, after, laid)
        )
        if sentence:
            return pairs, sentence
        follow += [*_newly_asked(before, after), *_review_ended(library, before, after, answers, pairs, now)]
    return [*pairs, *follow], ""


def _of_order(library: Library, item: str) -> bool:
    found = library.items.get(item)
    return found is not None and (found.record or item) == RECORDS


def _laid(library: Library, answers: Answers, pairs: Pairs, number: int, now: datetime, who: str) -> Answers:
    """The answers of one order after the pairs."""
    steps: list[tuple[Slot, Answer | TakenBack]] = [
        (Slot(name, at), given)
        for name in library.fields_of(RECORDS)
        for at, given in answers.of_item(name).items()
        if at.record == number
    ]
    for slot, value in pairs:
        if slot.at.record == number:
            steps.append((slot, TakenBack(0, now, who) if value is None else Answer(value, 0, now, who)))
    return Answers(steps)


def _refused(before: Order, after: Order, answers: Answers, pairs: Pairs, now: datetime) -> str:
    gone = (Slot(RECORDS, before.at), REMOVED) in pairs
    if gone and any(one.state == "ordered" for one in passed(answers, before.number)):
        return _("The order was sent and stays on the list. Cancel it instead, with a reason.")
    if before.kind is not None and before.kind != after.kind and not gone and before.state not in UNSENT:
        return _("This was sent as {title}. Cancel it with a reason, and order the other test.").format(
            title=before.kind.title
        )
    known = answers.value(STATE, before.at)
    if known is not None and before.state != after.state and not reachable(before.state, after.state):
        reason = next((value for slot, value in pairs if slot == Slot(CORRECTION, before.at)), None)
        was = former(answers, before.number)
        sentence = step_refusal(before, after.state, {CORRECTION: reason}, correct=reason is not None, former=was)
        if sentence:
            return sentence
    if sentence := _emptied(before, after, answers, pairs):
        return sentence
    given = {slot: value for slot, value in pairs if slot == Slot("birth_date")}
    born = given.get(Slot("birth_date"), answers.value("birth_date", NOWHERE))
    birth = born if isinstance(born, PartialDate) else None
    old = contradictions(before, now.date(), birth)
    return next((one for one in contradictions(after, now.date(), birth) if one not in old), "")


def _emptied(before: Order, after: Order, answers: Answers, pairs: Pairs) -> str:
    """What a state rests on is changed, not emptied, while the state stands; an earlier study may know less."""
    gone = (Slot(RECORDS, before.at), REMOVED) in pairs
    if gone or before.state != after.state or not any(one.state in SENT for one in passed(answers, before.number)):
        return ""
    needed = dict.fromkeys(name for state in COUNT[after.state] for name in NEEDS[state])
    given = {slot.item: value for slot, value in pairs if slot.at == before.at and slot.item in needed}
    emptied = [name for name, value in given.items() if not is_known(value)]
    lost = [name for name in emptied if is_known(answers.value(name, before.at))]
    if not lost:
        return ""
    said = listing([_(NAMES[name]) for name in lost])
    return _("The order is {words}: {said} can be changed, not emptied. Or put it back, with a reason.").format(
        words=_(WORDS[after.state]), said=said
    )


def _unjudged(before: Order, after: Order, laid: Answers, pairs: Pairs) -> str:
    """A result that is in is not reviewed without its two judgements, and a reviewed one does not lose them."""
    asked = {slot.item for slot, _rest in pairs if slot.at == before.at} & {STATE, JUDGEMENT, RELEVANCE}
    if after.state != "reviewed" or before.state not in (*SENT, *REPORTED) or not asked:
        return ""
    missing = [_(NAMES[name]) for name in (JUDGEMENT, RELEVANCE) if not is_known(laid.value(name, before.at))]
    return _("Still needed: {missing}.").format(missing=listing(missing)) if missing else ""


def _skipped(before: Order, after: Order, laid: Answers) -> str:
    """A test that was sent reaches a later state with the facts of that state; a booking may be skipped."""
    if before.state not in SENT or after.state in SENT or after.state == before.state:
        return ""
    on_the_way: tuple[State, ...] = ("resulted",) if after.state == "reviewed" else ()
    needed = dict.fromkeys(name for state in (*on_the_way, after.state) for name in NEEDS[state])
    missing = [_(NAMES[name]) for name in needed if not is_known(laid.value(name, before.at))]
    return _("Still needed: {missing}.").format(missing=listing(missing)) if missing else ""


def _newly_asked(before: Order, after: Order) -> list[tuple[Slot, Value | None]]:
    """Safety questions that a change of the test brings to an order that was sent: nobody has looked at them yet."""
    if before.state not in SENT or after.state not in SENT:
        return []
    new = dict.fromkeys(one for one in _gates(after) if one not in _gates(before))
    return [(Slot(SEEN, At(after.number, gate)), NOT_ASKED) for gate in new]


def _gates(order: Order) -> tuple[str, ...]:
    chosen = order.kind is None or not order.kind.variant or order.variant is not None
    return gates_of(order.kind, order.variant.id if order.variant else "", chosen=chosen) if order.kind else ()


def _review_ended(
    library: Library, before: Order, after: Order, answers: Answers, pairs: Pairs, now: datetime
) -> list[tuple[Slot, Value | None]]:
    """A value that is changed after the review puts it back, and so does a document nobody could read before it."""
    at = At(record=before.number)
    if (
        before.state != "reviewed"
        or after.state != "reviewed"
        or any(slot == Slot(JUDGEMENT, at) for slot, _rest in pairs)
    ):
        return []
    touched = set(result_slots(library, [slot for slot, _rest2 in pairs], before.number))
    of_result = {slot: value for slot, value in pairs if slot in touched and slot.item not in OF_REVIEW}
    papers = {slot: value for slot, value in of_result.items() if isinstance(library.items[slot.item], Document)}
    if of_result.keys() - papers.keys():
        reason = REVIEW_ENDED
    elif any(_files(value) - _files(answers.value(slot.item, slot.at)) for slot, value in papers.items()):
        reason = REPORT_ATTACHED
    else:
        return []
    rule = kept_spans(before.due_rule)
    ended: list[tuple[Slot, Value | None]] = [(Slot(STATE, at), "resulted"), (Slot(CORRECTION, at), reason)]
    if rule is not None:
        days = rule.critical if after.critical else rule.reviewed
        ended.append((Slot(DUE, at), PartialDate.of(now.date() + timedelta(days=days))))
    return ended


def _files(value: Value | None) -> set[str]:
    """The documents attached at a place, by what they hold."""
    return {one.digest for one in value.files} if isinstance(value, Attached) else set()
