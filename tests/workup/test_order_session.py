"""Orders over a real vault: the whole life of each kind, one undo step each, refusals that store nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.workup.patients import RESOURCES, library
from tests.workup.sessions import begun, say
from tests.workup.vaults import Clock, Made
from workup.answers import UNKNOWN, At, PartialDate, Slot, Value, slot
from workup.cases import read_case
from workup.orders import State, step_refusal
from workup.orders.due import kept_spans
from workup.session import Refused, Session, enter_case
from workup.session.ordering import book, cancel, decide, draft, perform, put_back, report, review, send
from workup.settings import in_force, load_settings, preferences_of
from workup.vault import Vault

ZONE = timezone(timedelta(hours=1))
DAY = datetime(2025, 11, 4, 9, 0, tzinfo=ZONE)
ASKED = {"order_priority": "routine", "order_question": "Recurrent disc or scar?"}
KINDS = sorted(library().tests)


@pytest.fixture
def clock() -> Clock:
    return Clock(DAY)


@pytest.fixture
def session(opened: Vault, clock: Clock) -> Iterator[Session]:
    with begun(opened, clock) as session:
        say(session, {"family_name": "Okoye", "sex": "male", "birth_date": "1980-02-29"})
        yield session


def value(session: Session, address: str) -> Value | None:
    return session.assessment.answers.value(slot(address).item, slot(address).at)


def state(session: Session, number: int = 1) -> State:
    return session.assessment.orders.order(number).state


def to_result(session: Session, clock: Clock) -> int:
    number = draft(session, "mri", "with_contrast", given=ASKED)
    send(session, number)
    clock.now += timedelta(days=7)
    perform(session, number, clock.now.date())
    report(session, number, clock.now.date())
    return number


# -- the whole life --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_lives_from_draft_to_review(session: Session, clock: Clock, kind: str) -> None:
    test = library().tests[kind]
    variant = test.variant[0].id if test.variant else ""
    number = draft(session, kind, variant, separates=["infection"], given=ASKED)
    assert state(session, number) == "proposed"
    for gate in session.assessment.orders.gates(number):
        if gate.outcome == "stop":
            decide(session, number, gate.gate.id, go_ahead=True, reviewer="Dr Ray")
    send(session, number)
    clock.now += timedelta(days=1)
    book(session, number, clock.now.date() + timedelta(days=6))
    clock.now += timedelta(days=6)
    perform(session, number, clock.now.date())
    clock.now += timedelta(days=2)
    report(session, number, clock.now.date(), given={Slot("result_conclusion", At(record=number)): "As expected."})
    clock.now += timedelta(days=1)
    review(session, number, abnormal=False, relevance="not_relevant")
    order = session.assessment.orders.order(number)
    assert order.state == "reviewed"
    tells = kind in ("mri", "labs", "culture", "pet")
    assert order.separates == (("infection",) if tells else ()), "only what such a result can tell"
    days = [str(order.day(one)) for one in ("ordered", "scheduled", "performed", "resulted", "reviewed")]
    assert days == ["2025-11-04", "2025-11-11", "2025-11-11", "2025-11-13", "2025-11-14"]
    passed = session.assessment.orders.passed(number)
    assert [one.state for one in passed] == ["proposed", "ordered", "scheduled", "performed", "resulted", "reviewed"]
    assert [one.at.day for one in passed] == [4, 4, 5, 11, 13, 14]
    assert {one.who for one in passed} == {session.who.id}


def test_it_stands_after_reopening(made: Made, clock: Clock) -> None:
    vault = made.open()
    session = Session(library(), vault, clock)
    session.begin()
    number = to_result(session, clock)
    patient, evaluation = session.opened.patient, session.opened.evaluation
    before = session.assessment.orders.order(number)
    vault.close(clock.now)
    again = made.open()
    reopened = Session(library(), again, clock)
    reopened.open(patient, evaluation)
    assert reopened.assessment.orders.order(number) == before
    again.close(clock.now)


# -- due dates -------------------------------------------------------------------------------------------


def test_the_due_date_is_that_of_the_next_thing(session: Session, clock: Clock) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number)
    assert value(session, "order_due@1") == PartialDate(2025, 12, 16)  # 42 days after 4 Nov
    book(session, number, date(2025, 11, 20))
    assert value(session, "order_due@1") == PartialDate(2025, 12, 16)
    clock.now += timedelta(days=16)
    perform(session, number, date(2025, 11, 20))
    assert value(session, "order_due@1") == PartialDate(2025, 12, 18)  # 28 days after the study
    report(session, number, date(2025, 11, 20))
    assert value(session, "order_due@1") == PartialDate(2025, 11, 27)


def test_a_changed_rule_changes_new_orders_only(session: Session, clock: Clock) -> None:
    old = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, old)
    settings = load_settings(RESOURCES / "settings.toml")
    clinic = {"due_scan_days": 10, "due_report_days": 5}
    session.library = in_force(library(), settings, preferences_of(settings, clinic, {})[0])
    session.refresh()
    new = draft(session, "mri", "no_contrast", given={**ASKED, "order_again": "The findings have changed"})
    send(session, new)
    assert value(session, f"order_due@{new}") == PartialDate(2025, 11, 14)
    assert value(session, f"order_due@{old}") == PartialDate(2025, 12, 16)
    for number in (old, new):
        perform(session, number, session.today())
    assert value(session, f"order_due@{new}") == PartialDate(2025, 11, 9)
    assert value(session, f"order_due@{old}") == PartialDate(2025, 12, 2)


def test_a_due_date_set_by_hand_stays(session: Session) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number, given={"order_due": PartialDate(2025, 11, 6)})
    assert value(session, "order_due@1") == PartialDate(2025, 11, 6)


def test_a_clock_set_back_changes_no_date(session: Session, clock: Clock) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number)
    clock.now = DAY - timedelta(days=30)
    session.refresh()
    orders = session.assessment.orders
    assert orders.order(number).ordered == PartialDate(2025, 11, 4)
    assert value(session, "order_due@1") == PartialDate(2025, 12, 16)
    assert session.clock_behind == DAY
    with pytest.raises(Refused, match=r"lies before ordered 4 Nov 2025|lies in the future"):
        perform(session, number, session.today())
    assert state(session) == "ordered"


# -- refusals --------------------------------------------------------------------------------------------


def test_an_order_needs_its_question_and_priority(session: Session) -> None:
    number = draft(session, "mri", "no_contrast")
    with pytest.raises(Refused, match="Still needed: the question it is to settle and the priority"):
        send(session, number)
    assert state(session, number) == "proposed"
    assert value(session, "order_due@1") is None


def test_a_stop_is_not_sent_until_a_reviewer_lets_it(session: Session) -> None:
    say(session, {"order_kind@1": "ct_myelography", "order_skin@1": "yes", "order_state@1": "proposed"})
    with pytest.raises(Refused, match="Infection at the needle: Infection where the needle would go in"):
        send(session, 1, given=ASKED)
    decide(session, 1, "puncture_site", go_ahead=True, reviewer="Dr Ray")
    send(session, 1, given=ASKED)
    assert state(session) == "ordered"
    assert session.assessment.orders.unsafe(1) == ()


def test_what_a_reviewer_refused_is_not_sent(session: Session) -> None:
    number = draft(session, "xray", given=ASKED)
    decide(session, number, "pregnancy", go_ahead=False, reviewer="Dr Ray")
    with pytest.raises(Refused, match="Pregnancy"):
        send(session, number)


def test_a_decision_names_its_reviewer(session: Session) -> None:
    number = draft(session, "xray", given=ASKED)
    with pytest.raises(Refused, match="Say who reviewed it: Radiologist"):
        decide(session, number, "pregnancy", go_ahead=True, reviewer=" ")
    with pytest.raises(Refused, match="not asked of this test"):
        decide(session, number, "emg_limb", go_ahead=True, reviewer="Dr Ray")


def test_how_each_gate_stood_is_kept_when_it_is_sent(session: Session) -> None:
    say(session, {"known_egfr": 60, "known_egfr_date": "2025-11-01"})
    number = draft(session, "ct", "with_contrast", given={**ASKED, "order_aki": "no"})
    send(session, number)
    seen = {one.gate.id: one.seen for one in session.assessment.orders.gates(number)}
    assert seen == {"iodine_kidney": "clear egfr_45", "metformin": "review unknown",
                    "iodine_reaction": "review unknown", "pregnancy": "clear male"}  # fmt: skip
    assert session.assessment.orders.unsafe(number) == ()
    say(session, {"known_egfr": 25, "known_egfr_date": "2025-11-03"})
    assert [one.gate.id for one in session.assessment.orders.unsafe(number)] == ["iodine_kidney"]
    say(session, {"known_egfr": 60})
    assert session.assessment.orders.unsafe(number) == ()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({"order_state@1": "ordered"}, "give the reason"),
        ({"order_state@1": "proposed"}, "cannot become a draft"),
        ({"order_state@1": "cancelled"}, "cannot become cancelled"),
        ({"performed_on@1": "2025-11-01"}, "Done 1 Nov 2025 lies before ordered 4 Nov 2025."),
        ({"resulted_on@1": "2025-11-10"}, "lies before done"),
        ({"performed_on@1": "1979-01-01"}, "lies before"),
    ],
)
def test_answers_that_come_another_way_keep_to_the_same(
    session: Session, clock: Clock, raw: dict[str, Any], sentence: str
) -> None:
    to_result(session, clock)
    before = session.assessment.answers
    with pytest.raises(Refused, match=sentence):
        say(session, raw)
    assert session.assessment.answers is before


def test_an_earlier_study_is_entered_as_it_stands(session: Session) -> None:
    done = {"performed_on@1": "2020-05", "resulted_on@1": "2020"}
    say(session, {"order_kind@1": "mri", "order_state@1": "reviewed", **done})
    assert state(session) == "reviewed"


def test_there_is_no_step_for_an_order_that_is_not_there(session: Session) -> None:
    with pytest.raises(Refused, match="There is no order 7"):
        cancel(session, 7, "by mistake")


# -- undo, corrections -----------------------------------------------------------------------------------


def test_each_step_is_one_undo_step_and_an_order_sent_stops_undo(session: Session) -> None:
    number = draft(session, "mri", "no_contrast", separates=["infection"], given=ASKED)
    session.undo()
    assert session.assessment.records["orders"] == ()
    session.redo()
    send(session, number)
    book(session, number, date(2025, 11, 20))
    session.undo()
    assert state(session, number) == "ordered"
    assert value(session, "scheduled_for@1") is None
    with pytest.raises(Refused, match="The order was sent; undo and redo stop there"):
        session.undo()
    assert state(session, number) == "ordered"


def test_a_cancelled_order_keeps_its_reason_and_can_be_put_back(session: Session) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number)
    with pytest.raises(Refused, match="the reason for cancelling"):
        cancel(session, number, "  ")
    cancel(session, number, "Patient declined")
    assert not session.assessment.orders.waiting
    with pytest.raises(Refused, match="The order is cancelled"):
        perform(session, number, session.today())
    put_back(session, number, "ordered", "Entered by mistake")
    assert [one.state for one in session.assessment.orders.passed(number)][-2:] == ["cancelled", "ordered"]
    assert [one.number for one in session.assessment.orders.waiting] == [number]


def test_a_draft_that_was_cancelled_does_not_come_back_sent(session: Session) -> None:
    number = draft(session, "mri", "no_contrast")
    cancel(session, number, "No longer needed")
    with pytest.raises(Refused, match="cannot become ordered"):
        put_back(session, number, "ordered", "Entered by mistake")
    put_back(session, number, "proposed", "Entered by mistake")
    assert state(session, number) == "proposed"


def test_a_value_changed_after_the_review_ends_the_review(session: Session, clock: Clock) -> None:
    number = to_result(session, clock)
    review(session, number, abnormal=True, relevance="relevant", action="Seen with the patient")
    clock.now += timedelta(days=3)
    say(session, {"result_incidental@1": "Gallstones", "review_action@1": "Told the family doctor"})
    assert state(session, number) == "reviewed"
    say(session, {"foramen_grade@1/L5-S1/right": 3})
    assert state(session, number) == "resulted"
    assert value(session, "order_correction@1") == "A value was changed after the review."
    assert value(session, "order_due@1") == PartialDate(2025, 11, 21)
    session.undo()
    assert state(session, number) == "reviewed"
    assert value(session, "foramen_grade@1/L5-S1/right") is None


@pytest.mark.parametrize("gone", ["result_judgement", "result_relevance"])
def test_a_review_asks_both_judgements(session: Session, clock: Clock, gone: str) -> None:
    number = to_result(session, clock)
    given: dict[str, Value | None] = {
        "result_judgement": "abnormal", "result_relevance": "relevant", "reviewed_on": PartialDate(2025, 11, 11),
    }  # fmt: skip
    order = session.assessment.orders.order(number)
    assert step_refusal(order, "reviewed", given) == ""
    assert step_refusal(order, "reviewed", {**given, gone: UNKNOWN}).startswith("Still needed: whether")


def test_what_waits_is_what_was_sent_and_not_reviewed(session: Session, clock: Clock) -> None:
    number = to_result(session, clock)
    drafted = draft(session, "xray", given=ASKED)
    assert [one.number for one in session.assessment.orders.waiting] == [number]
    send(session, drafted)
    assert [one.number for one in session.assessment.orders.waiting] == [number, drafted]
    review(session, number, abnormal=False, relevance="open_question")
    assert [one.number for one in session.assessment.orders.waiting] == [drafted]


def test_an_order_that_was_sent_is_not_removed(session: Session) -> None:
    number = draft(session, "xray", given=ASKED)
    send(session, number)
    with pytest.raises(Refused, match="stays on the list"):
        say(session, {f"orders@{number}": "removed"})
    assert [one.number for one in session.assessment.orders.waiting] == [number]
    say(session, {"order_kind@2": "mri", "order_state@2": "reviewed", "orders@2": "removed"})  # an earlier study
    assert session.assessment.records["orders"] == (number,)


def test_a_number_is_never_used_twice(session: Session) -> None:
    first = draft(session, "xray", given=ASKED)
    say(session, {f"orders@{first}": "removed"})
    assert draft(session, "mri", given=ASKED) == first + 1


@pytest.mark.parametrize("name", ["sample-patient", "demo-recurrent-disc", "demo-early-infection"])
def test_orders_of_a_worked_patient_are_kept_as_if_sent_here(opened: Vault, name: str) -> None:
    case = read_case(library(), RESOURCES / "cases" / f"{name}.toml")
    session = enter_case(library(), opened, case, ZONE)
    orders = session.assessment.orders
    for order in orders.all:
        assert kept_spans(order.due_rule) is not None
        assert {one.seen for one in orders.gates(order.number)} & {""} == set()
        assert order.due is not None or order.state == "reviewed"
        assert not orders.unsafe(order.number)
