"""How long records are kept: never told early, whatever the zone, the leap day and the clock; merged count together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.workup.belongings import begun, belonging, two
from tests.workup.patients import library
from tests.workup.sessions import give
from tests.workup.signed import signed
from tests.workup.vaults import NOW, Clock
from workup.retention import LastEntry, border, kept_until, over
from workup.rights import NotAllowed
from workup.session import Session
from workup.store import PersonRow
from workup.vault import Vault
from workup.vault.lastentries import last_entries

LATER = datetime(2036, 6, 1, 9, 0, tzinfo=timezone(timedelta(hours=2)))
SOMEBODY = PersonRow("maria0000000", "Schmidt", "Maria", "1971-06-14", "female", "004-2318")
EPOCH = datetime(1950, 1, 2, tzinfo=UTC)
ZONES = st.integers(-12 * 4, 14 * 4).map(lambda quarter: timezone(timedelta(minutes=15 * quarter)))
MOMENTS = st.builds(
    lambda seconds, zone: (EPOCH + timedelta(seconds=seconds)).astimezone(zone),
    st.integers(0, 250 * 365 * 86400),
    ZONES,
)


@pytest.mark.parametrize(
    ("last", "years", "until"),
    [
        (date(2016, 3, 5), 10, date(2026, 3, 5)),
        (date(2016, 2, 29), 1, date(2017, 3, 1)),
        (date(2016, 2, 29), 4, date(2020, 2, 29)),
        (date(2015, 2, 28), 1, date(2016, 2, 28)),
        (date(9990, 1, 1), 100, date.max),
    ],
)
def test_the_last_day_of_keeping(last: date, years: int, until: date) -> None:
    assert kept_until(datetime(last.year, last.month, last.day, 12, tzinfo=UTC), years, NOW.astimezone(UTC)) == until


def test_the_anniversary_itself_is_kept_and_the_day_after_is_not() -> None:
    last = [LastEntry(SOMEBODY, datetime(2016, 3, 5, 23, 59, tzinfo=UTC))]
    assert not list(over(last, 10, datetime(2026, 3, 5, 23, 59, tzinfo=UTC)))
    (told,) = over(last, 10, datetime(2026, 3, 6, tzinfo=UTC))
    assert (told.person, told.until) == (SOMEBODY, date(2026, 3, 5))


@given(MOMENTS, st.integers(1, 100), MOMENTS)
def test_whoever_is_told_had_no_entry_for_so_long_in_any_zone(last: datetime, years: int, now: datetime) -> None:
    found = list(over([LastEntry(SOMEBODY, last)], years, now))
    until = kept_until(last, years, now)
    assert until >= last.date()
    assert until >= last.astimezone(now.tzinfo).date()
    assert bool(found) == (until < now.date())
    if found:
        assert last < border(years, now), "the lists are asked by a border that leaves nobody out"
        day = last.date()
        assert (now.year - day.year, (now.month, now.day)) > (years, (day.month, day.day))


@given(MOMENTS, st.integers(1, 100), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40000)))
def test_a_clock_set_back_shows_fewer_never_more(last: datetime, years: int, now: datetime, by: timedelta) -> None:
    if not list(over([LastEntry(SOMEBODY, last)], years, now)):
        assert not list(over([LastEntry(SOMEBODY, last)], years, now - by))


@given(MOMENTS, MOMENTS, st.integers(1, 99))
def test_a_longer_time_lists_fewer_and_none_lists_nobody(last: datetime, now: datetime, years: int) -> None:
    found = [LastEntry(SOMEBODY, last)]
    assert len(list(over(found, years + 1, now))) <= len(list(over(found, years, now)))
    assert not list(over(found, 0, now))


# -- from the records -------------------------------------------------------------------------------------------------


def told(vault: Vault, years: int = 10, now: datetime = LATER) -> list[tuple[str, date]]:
    return [(one.person.patient, one.until) for one in over(last_entries(vault, border(years, now)), years, now)]


def test_the_latest_entry_of_patient_and_workups_counts(opened: Vault) -> None:
    clock = Clock(NOW)
    one, first, other, _second = two(opened, clock)
    assert {patient for patient, _rest in told(opened)} >= {one, other}
    listed = [patient for patient, _rest in told(opened)]
    assert listed.index(one) < listed.index(other), "the oldest first"
    clock.now = LATER
    session = Session(library(), opened, clock)
    session.open(one, first)
    give(session, {"leg_pain_now@right": 3})
    session.close()
    assert one not in dict(told(opened))
    assert other in dict(told(opened))


def test_merged_patients_count_by_their_latest_entry_also_over_two_steps(opened: Vault) -> None:
    clock = Clock(NOW)
    one, _first, other, _second = two(opened, clock)
    clock.now = LATER - timedelta(days=3)
    last, _third = begun(opened, clock, {"family_name": "Oko", "reason": "x"})
    work = belonging(opened, clock)
    work.merge(one, other, "a")
    assert {one, other}.isdisjoint(dict(told(opened))), "merging is an entry"
    work.merge(other, last, "b")
    later = LATER.replace(year=2047)
    assert {one, other}.isdisjoint(dict(told(opened, 10, later)))
    assert last in dict(told(opened, 10, later))


def test_an_entry_under_a_clock_set_back_makes_no_record_old(opened: Vault) -> None:
    clock = Clock(LATER - timedelta(days=400))
    patient, evaluation = begun(opened, clock, {"family_name": "Okoye", "reason": "leg pain"})
    clock.now = datetime(2001, 1, 1, 8, tzinfo=UTC)
    session = Session(library(), opened, clock)
    session.open(patient, evaluation)
    give(session, {"leg_pain_now@right": 3})
    session.close()
    assert patient not in dict(told(opened))


def test_a_signed_workup_counts_though_its_log_is_packed(opened: Vault) -> None:
    clock = Clock(NOW)
    one, first, _other, _second = two(opened, clock)
    session = Session(library(), opened, clock)
    session.open(one, first)
    signed(session)
    session.close()
    assert dict(told(opened))[one] >= NOW.date().replace(year=NOW.year + 10)


def test_only_clinical_roles_are_shown_the_list_and_only_an_administrator_sets_the_time(opened: Vault) -> None:
    was = opened.person
    opened.person = replace(was, roles=("administrator",))
    with pytest.raises(NotAllowed):
        list(last_entries(opened, LATER))
    opened.set_setting("retention_years", "10", was.id, NOW)
    for roles in (("clinician",), ("assistant",), ()):
        opened.person = replace(was, roles=roles)
        with pytest.raises(NotAllowed):
            opened.set_setting("retention_years", "1", was.id, NOW)
    opened.person = replace(was, roles=("assistant",))
    with pytest.raises(NotAllowed):
        opened.set_setting("clinic", "{}", was.id, NOW)
    assert opened.setting("retention_years") == "10"
