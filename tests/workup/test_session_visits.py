"""A session over several days: what is asked again, what undo brings back, what stands from workups before."""

from __future__ import annotations

from tests.workup.test_session import FIRST_DAY, THREE_WEEKS, clock, session, value
from tests.workup.vaults import Clock
from workup.answers import slot
from workup.session import Session

__all__ = ["clock", "session"]  # fixtures


def test_undo_on_a_second_visit_leaves_the_question_to_be_asked_again(session: Session, clock: Clock) -> None:
    where = slot("saddle_numbness")
    session.answer(where, "no")
    clock.now += THREE_WEEKS
    session.refresh()
    session.answer(where, "yes")
    assert session.assessment.is_current(where)
    session.undo()
    assert value(session, "saddle_numbness") == "no"
    assert not session.assessment.is_current(where)
    assert where in session.assessment.open
    session.redo()
    assert value(session, "saddle_numbness") == "yes"
    assert session.assessment.is_current(where)
    session.undo()
    assert not session.assessment.is_current(where)


def test_former_answers_are_those_of_all_valid_workups_before(session: Session, clock: Clock) -> None:
    patient = session.opened.patient
    session.answer(slot("leg_pain_now@right"), 7)
    clock.now += THREE_WEEKS
    session.begin(patient)
    session.answer(slot("leg_pain_now@right"), 2)
    session.void("wrong patient")
    clock.now += THREE_WEEKS
    session.begin(patient)
    clock.now += THREE_WEEKS
    assert session.begin(patient).former.value("leg_pain_now", slot("x@right").at) == 7
    assert session.assessment.answers.value("leg_pain_now", slot("x@right").at) is None


def test_a_clock_that_was_set_back_is_noticed_and_stays_noticed(session: Session, clock: Clock) -> None:
    session.answer(slot("reason"), "leg pain")
    assert session.clock_behind is None
    clock.now -= THREE_WEEKS
    session.answer(slot("reason"), "leg and back pain")
    assert session.clock_behind == FIRST_DAY
    assert value(session, "reason") == "leg and back pain"


def test_a_visit_opens_with_the_first_answer(session: Session, clock: Clock) -> None:
    session.answer(slot("reason"), "leg pain")
    clock.now += THREE_WEEKS
    assert [visit.day for visit in session.refresh().visits] == [FIRST_DAY.date()]
    session.answer(slot("saddle_numbness"), "no")
    assert [visit.day for visit in session.assessment.visits] == [FIRST_DAY.date(), clock.now.date()]


def test_a_workup_begun_by_mistake_stands_in_no_list_and_takes_no_number(session: Session, clock: Clock) -> None:
    patient = session.opened.patient
    assert session.vault.lists().drafts == ()
    assert patient not in [recent.person.patient for recent in session.vault.lists().recent]
    session.answer(slot("family_name"), "Okoye")
    assert [draft.person.patient for draft in session.vault.lists().drafts] == [patient]
    assert patient in [recent.person.patient for recent in session.vault.lists().recent]
    session.begin(patient)
    session.begin(patient)
    assert session.opened.ordinal == 2
    assert len(session.vault.lists().drafts) == 1
