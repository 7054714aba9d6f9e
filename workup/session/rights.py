"""Which right each answer needs, and what the present user may not answer."""

from collections.abc import Iterator, Sequence

from workup.answers import Answers, At, Slot, Value
from workup.orders.expect import result_slots
from workup.orders.gates import DECISION, REVIEWER, SEEN
from workup.orders.order import DUE, DUE_RULE, RECORDS, STATE
from workup.orders.state import CANCEL_REASON, CORRECTION
from workup.protocol import Library
from workup.reasoning.ranking import JUDGEMENT, PROFILE, REASON
from workup.rights import Actor, may, refusal
from workup.session.guard import OF_REVIEW

# What the clinician concludes; everything else of a workup is an answer.
_JUDGED = frozenset(
    {
        JUDGEMENT, REASON, PROFILE, "impression", "impression_reasoning", "impression_levels", "impression_side",
        "icd10", "flag_override",
    }
)  # fmt: skip
_OF_ORDER = {
    DECISION: "decide_gate",
    REVIEWER: "decide_gate",
    SEEN: "order",
    CANCEL_REASON: "order",
    CORRECTION: "order",
    "ordered_on": "order",
    "scheduled_for": "book",
    "performed_on": "book",
    "resulted_on": "enter_result",
    "reviewed_on": "review",
    **dict.fromkeys(OF_REVIEW, "review"),
}
_TO_STATE = {
    "scheduled": "book",
    "performed": "book",
    "resulted": "enter_result",
    "reviewed": "review",
}


def denied(library: Library, answers: Answers, person: Actor, pairs: Sequence[tuple[Slot, Value | None]]) -> str:
    """Why this person may not give these answers; empty when all of them are within the roles."""
    needed = dict.fromkeys(action for pair in pairs for action in _needed(library, answers, *pair))
    return next((refusal(person, action) for action in needed if not may(person, action)), "")


def _needed(library: Library, answers: Answers, where: Slot, value: Value | None) -> Iterator[str]:
    found = library.items.get(where.item)
    yield "answer"
    if where.item in _JUDGED:
        yield "judge"
    elif found is not None and found.record == RECORDS:
        draft = answers.value(STATE, At(record=where.at.record)) in (None, "proposed")
        yield _of_order(library, where, value, draft=draft)


def _of_order(library: Library, where: Slot, value: Value | None, *, draft: bool) -> str:
    if where.item == STATE:
        return "draft" if draft and value in (None, "proposed") else _TO_STATE.get(str(value), "order")
    if where.item in _OF_ORDER:
        return _OF_ORDER[where.item]
    if where.at.record is not None and result_slots(library, [where], where.at.record):
        return "enter_result"
    if draft:
        return "draft"
    return "book" if where.item in (DUE, DUE_RULE) else "order"
