"""A wrong clock and another zone: the days of an order stay as they were entered, and the board says what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workup.patients import laid, library
from tests.workup.vaults import Clock, Made
from workup.answers import PartialDate
from workup.assess import assess
from workup.orders.due import Spans, due_after, late, late_by
from workup.orders.order import Order
from workup.record import Visit
from workup.session import Session
from workup.session.ordering import book, draft, perform, report, send

ASKED = {"order_priority": "routine", "order_question": "Recurrent disc or scar?"}
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.integers(0, 1000 * 24).map(lambda hours: datetime(2025, 2, 1, tzinfo=UTC) + timedelta(hours=hours))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOMENTS, ZONES, ZONES, st.integers(-400, 400), st.integers(0, 23))
def test_days_of_an_order_are_those_of_the_zone_they_were_entered_in(
    made: Made, tmp_path_factory: pytest.TempPathFactory, moment: datetime, zone: timezone, other: timezone, days: int,
    hours: int,
) -> None:  # fmt: skip
    """Ordered here, looked at there and then, with a clock that is right or wrong: each stored day is the same."""
    clock = Clock(moment.astimezone(zone))
    vault = made.copy(tmp_path_factory.mktemp("zone")).open()
    session = Session(library(), vault, clock)
    session.begin()
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number)
    book(session, number, clock.now.date() + timedelta(days=9))
    here = clock.now.date()
    clock.now = (moment + timedelta(days=days, hours=hours)).astimezone(other)
    session.refresh()
    order = session.assessment.orders.order(number)
    assert order.ordered == PartialDate.of(here)
    assert order.scheduled == PartialDate.of(here + timedelta(days=9))
    assert order.due == PartialDate.of(here + timedelta(days=42))
    assert (session.clock_behind is None) == (clock.now >= moment)
    vault.close(max(clock.now, moment))


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_a_due_day_counts_calendar_days_whatever_the_year(sent: date, done: int, reported: int, reviewed: int) -> None:
    rule = Spans(done, reported, reviewed, 2)
    order = Order(1, None, None, "ordered", "", ordered=PartialDate.of(sent), performed=PartialDate.of(sent),
                  resulted=PartialDate.of(sent))  # fmt: skip
    assert due_after("ordered", rule, order) == sent + timedelta(days=done)
    assert due_after("performed", rule, order) == sent + timedelta(days=reported)
    assert due_after("resulted", rule, order) == sent + timedelta(days=reviewed)


STATES = ("proposed", "ordered", "scheduled", "performed", "resulted", "reviewed", "cancelled")
DAYS = st.none() | st.dates(date(2025, 10, 1), date(2026, 2, 1))


@given(st.sampled_from(STATES), DAYS, DAYS, st.dates(date(2025, 9, 1), date(2026, 3, 1)))
def test_what_is_late_stays_late_until_something_happens(
    state: str, due: date | None, booked: date | None, day: date
) -> None:
    """Each day later it is one day later; it names the earliest day that was missed, and never one to come."""
    told, next_day = late_by(state, due, booked, day), late_by(state, due, booked, day + timedelta(days=1))
    if told.days:
        assert told.due is not None
        assert told.days == (day - told.due).days > 0
        assert next_day.days >= told.days + 1
    missed = [one for one in (due, booked if state == "scheduled" else None) if one is not None and one < day]
    waits = state in ("ordered", "scheduled", "performed", "resulted")
    assert told.days == (max((day - one).days for one in missed) if missed and waits else 0)


@given(st.integers(1, 400))
def test_a_clock_set_back_makes_nothing_late_and_hides_nothing(back: int) -> None:
    newest = datetime(2025, 12, 20, 9, tzinfo=UTC)
    answers = laid({"order_kind@1": "mri", "order_state@1": "ordered", "order_due@1": "2025-12-16"})
    now = newest - timedelta(days=back)
    orders = assess(library(), answers, now.date(), (Visit(1, now.date(), "ann"),)).orders
    assert orders.late(1, now, newest).days == 4
    assert late(orders.order(1), now.date()).days == max(0, 4 - back)


def test_a_year_that_does_not_exist_yet_is_no_result(made: Made) -> None:
    """A clock a year ahead: what is entered then is refused once the clock is right, with the day in the sentence."""
    clock = Clock(datetime(2025, 11, 4, 9, tzinfo=UTC))
    vault = made.open()
    session = Session(library(), vault, clock)
    session.begin()
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number)
    clock.now += timedelta(days=365)
    perform(session, number, clock.now.date())
    clock.now -= timedelta(days=364)
    session.refresh()
    assert session.clock_behind is not None
    assert any("lies in the future" in one for one in session.assessment.orders.contradictions(number))
    report(session, number, clock.now.date(), done=clock.now.date())  # corrected in the same step
    assert not session.assessment.orders.contradictions(number)
    vault.close(clock.now + timedelta(days=365))


