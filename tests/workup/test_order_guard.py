"""What every answer to an order keeps to: reviews that end or are not complete, dates set by hand, a test changed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workup.sessions import say
from tests.workup.test_order_session import ASKED, clock, session, state, to_result, value
from tests.workup.vaults import Clock
from workup.answers import UNKNOWN, At, Attached, AttachedFile, PartialDate, Slot, slot
from workup.session import Refused, Session
from workup.session.ordering import book, decide, draft, perform, put_back, review, send

__all__ = ["clock", "session"]


def test_a_sent_order_turned_into_another_test_is_refused(session: Session) -> None:
    number = draft(session, "xray", given=ASKED)
    send(session, number)
    with pytest.raises(Refused, match="Cancel it with a reason"):
        say(session, {"order_kind@1": "mri", "order_contrast@1": "no_contrast"})


def test_a_sent_order_that_takes_contrast_is_raised_again(session: Session) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number)
    assert session.assessment.orders.unsafe(number) == ()
    say(session, {"order_contrast@1": "with_contrast"})
    raised = {one.gate.id for one in session.assessment.orders.unsafe(number)}
    assert raised >= {"gadolinium", "gadolinium_reaction"}
    for one in session.assessment.orders.unsafe(number):
        decide(session, number, one.gate.id, go_ahead=True, reviewer="MR safety staff")
    assert session.assessment.orders.unsafe(number) == ()


@pytest.mark.parametrize("sent", [True, False])
def test_a_due_date_set_by_hand_stays_until_the_test_is_done(session: Session, clock: Clock, *, sent: bool) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    if sent:
        send(session, number)
    say(session, {"order_due@1": "2025-11-06"})
    if not sent:
        send(session, number)
    book(session, number, date(2025, 12, 2))
    book(session, number, date(2025, 12, 3))
    assert value(session, "order_due@1") == PartialDate(2025, 11, 6)
    put_back(session, number, "ordered", "The place was given away")
    assert value(session, "order_due@1") == PartialDate(2025, 11, 6)
    perform(session, number, session.today())
    assert value(session, "order_due@1") == PartialDate(2025, 12, 2)  # 28 days after the study


@pytest.mark.parametrize("gone", [None, "unknown"])
def test_a_review_needs_its_judgements_whichever_way_it_comes(
    session: Session, clock: Clock, gone: str | None
) -> None:
    number = to_result(session, clock)
    with pytest.raises(Refused, match="abnormal and whether it is relevant"):
        say(session, {"order_state@1": "reviewed"})
    review(session, number, abnormal=True, relevance="relevant")
    with pytest.raises(Refused, match="whether it is relevant to this pain"):
        session.answer(slot("result_relevance@1"), UNKNOWN if gone else None)
    assert state(session, number) == "reviewed"


def test_a_document_attached_after_the_review_ends_it_and_one_taken_back_does_not(
    session: Session, clock: Clock
) -> None:
    number = to_result(session, clock)
    first, second = (
        AttachedFile(name, "application/pdf", 9, session.documents.hold(content), 1)
        for name, content in (("report", b"the first"), ("addendum", b"the other"))
    )
    where = Slot("result_documents", At(number))
    session.answer(where, Attached((first,)))
    review(session, number, abnormal=True, relevance="relevant")
    session.documents.hold(b"the other")
    session.answer(where, Attached((first, second)))
    assert state(session, number) == "resulted"
    assert value(session, "order_correction@1") == "A document was attached after the review."
    review(session, number, abnormal=True, relevance="relevant")
    session.answer(where, Attached((second,)))
    assert state(session, number) == "reviewed"
