"""By when the next thing of an order must have happened; a wrong clock, a zone and a changed rule move nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.workup.patients import RESOURCES, library
from workup.answers import PartialDate
from workup.orders.due import Spans, due_after, due_now, kept_spans, late, reference_day, spans
from workup.orders.order import Order
from workup.protocol.states import State
from workup.settings import in_force, load_settings, preferences_of

SENT, DONE, TOLD = date(2025, 11, 4), date(2025, 11, 10), date(2025, 11, 12)
RULE = Spans(42, 28, 7, 2)


def order(state: State, kind: str = "mri", priority: str = "routine", **rest: object) -> Order:
    sent, done, told = (PartialDate.of(day) for day in (SENT, DONE, TOLD))
    one = Order(1, library().tests[kind], None, state, "", priority=priority)
    return replace(replace(one, ordered=sent, performed=done, resulted=told), **rest)


@pytest.mark.parametrize(
    ("priority", "kind", "days"),
    [("stat", kind, 1) for kind in ("xray", "labs", "mri", "emg")]
    + [("urgent", kind, 7) for kind in ("xray", "labs", "mri", "emg")]
    + [("routine", kind, 14) for kind in ("xray", "xray_flexion", "xray_long", "xray_other", "labs", "culture")]
    + [("routine", kind, 42) for kind in ("mri", "mri_other", "ct", "ct_myelography", "emg", "block", "pet", "other")],
)
def test_the_rule_follows_priority_and_kind(priority: str, kind: str, days: int) -> None:
    found = spans(library(), library().tests[kind], priority)
    assert found is not None
    assert (found.done, found.reported, found.reviewed, found.critical) == (days, 28, 7, 2)
    assert found.with_report == (priority != "routine")


def test_without_a_priority_there_is_no_rule() -> None:
    assert spans(library(), library().tests["mri"], "") is None


@pytest.mark.parametrize("state", ["ordered", "scheduled"])
def test_due_to_be_done_counts_from_the_order(state: State) -> None:
    assert due_after(state, RULE, order(state)) == SENT + timedelta(days=42)


def test_due_to_be_reported_counts_from_the_study() -> None:
    assert due_after("performed", RULE, order("performed")) == DONE + timedelta(days=28)


def test_an_urgent_report_is_due_with_the_study() -> None:
    urgent = Spans(7, 28, 7, 2, with_report=True)
    assert due_after("performed", urgent, order("performed")) == SENT + timedelta(days=7)
    late_study = order("performed", performed=PartialDate.of(SENT + timedelta(days=9)))
    assert due_after("performed", urgent, late_study) == SENT + timedelta(days=9)


def test_due_to_be_reviewed_is_sooner_for_a_critical_result() -> None:
    assert due_after("resulted", RULE, order("resulted")) == TOLD + timedelta(days=7)
    assert due_after("resulted", RULE, order("resulted", critical=True)) == TOLD + timedelta(days=2)


@pytest.mark.parametrize("state", ["proposed", "reviewed", "cancelled"])
def test_nothing_is_due_of_what_waits_for_nothing(state: State) -> None:
    assert due_after(state, RULE, order(state)) is None
    assert late(order(state, due=PartialDate(2020)), date(2026, 1, 1)).sentence == ""


@pytest.mark.parametrize(("after", "days"), [(-1, 0), (0, 0), (1, 1), (7, 7)])
def test_late_from_the_day_after_the_due_day(after: int, days: int) -> None:
    told = late(order("ordered", due=PartialDate(2025, 11, 18)), date(2025, 11, 18) + timedelta(days=after))
    assert told.days == days
    assert told.sentence == (f"Overdue {days} day{'s' if days > 1 else ''}: not done by 18 Nov 2025." if days else "")


@pytest.mark.parametrize(("booked", "days", "missed"), [(24, 1, True), (25, 0, False), (26, 0, False)])
def test_a_booking_that_has_passed_is_late(booked: int, days: int, missed: bool) -> None:
    one = order("scheduled", scheduled=PartialDate(2025, 11, booked), due=PartialDate(2025, 12, 16))
    told = late(one, date(2025, 11, 25))
    assert (told.days, told.missed) == (days, missed)
    assert told.sentence == ("Overdue 1 day: booked for 24 Nov 2025, not marked done." if days else "")
    assert late(replace(one, state="performed"), date(2025, 11, 25)).days == 0


def test_an_order_without_a_stored_date_is_never_late() -> None:
    assert late(order("ordered"), date(2030, 1, 1)).days == 0


def test_a_result_called_critical_later_is_due_sooner_than_stored() -> None:
    stored = order("resulted", due=PartialDate.of(TOLD + timedelta(days=7)), due_rule=str(RULE))
    assert due_now(stored) == TOLD + timedelta(days=7)
    assert due_now(replace(stored, critical=True)) == TOLD + timedelta(days=2)


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999), st.integers(0, 99), st.booleans())
def test_the_rule_is_kept_as_written(done: int, reported: int, reviewed: int, critical: int, whole: bool) -> None:
    rule = Spans(done, reported, reviewed, critical, whole)
    assert kept_spans(str(rule)) == rule


@pytest.mark.parametrize("text", ["", "done 42", "done x, reported 28, reviewed 7, critical 2", "42 28 7 2"])
def test_what_is_no_rule_is_none(text: str) -> None:
    assert kept_spans(text) is None


def test_the_clinic_may_set_every_figure() -> None:
    settings = load_settings(RESOURCES / "settings.toml")
    clinic = {"due_scan_days": 30, "due_report_days": 21, "due_review_days": 5, "due_critical_days": 1}
    changed = in_force(library(), settings, preferences_of(settings, clinic, {})[0])
    assert spans(changed, changed.tests["mri"], "routine") == Spans(30, 21, 5, 1)


# -- the clock ----------------------------------------------------------------------------------------------------


def test_a_clock_gone_back_hides_nothing_late_and_is_said() -> None:
    now, newest = datetime(2025, 11, 1, 9, tzinfo=UTC), datetime(2025, 11, 25, 9, 12, tzinfo=UTC)
    day, sentence = reference_day(now, newest)
    assert day == date(2025, 11, 25)
    assert sentence.startswith("The clock of this computer went backwards: it shows 1 Nov 2025, 09:00")
    assert "25 Nov 2025, 09:12" in sentence
    assert late(order("ordered", due=PartialDate(2025, 11, 18)), day).days == 7


@pytest.mark.parametrize("newest", [None, datetime(2025, 11, 24, 9, tzinfo=UTC)])
def test_a_clock_that_goes_on_says_nothing(newest: datetime | None) -> None:
    assert reference_day(datetime(2025, 11, 25, 9, tzinfo=UTC), newest) == (date(2025, 11, 25), "")


@given(st.integers(-12, 14), st.integers(-12, 14), st.integers(0, 23))
def test_a_change_of_zone_is_no_clock_gone_back(before: int, after: int, hour: int) -> None:
    """The same moment read in two zones is the same moment, and the day is the local one."""
    entered = datetime(2025, 11, 24, hour, tzinfo=timezone(timedelta(hours=before)))
    now = (entered + timedelta(minutes=1)).astimezone(timezone(timedelta(hours=after)))
    assert reference_day(now, entered) == (now.date(), "")
