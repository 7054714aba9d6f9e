"""Worked patients entered into a vault, visit by visit, as a clinician would have."""

from collections.abc import Callable
from datetime import UTC, datetime, time, tzinfo

from workup.cases import Case
from workup.protocol import Library
from workup.session.session import Session
from workup.vault import Vault


def enter_case(library: Library, vault: Vault, case: Case, zone: tzinfo = UTC) -> Session:
    """Record a worked patient in the vault; the session is left open at its last visit."""
    moment = [datetime.combine(case.today, time(9), zone)]
    session = Session(library, vault, lambda: moment[0])
    for visit in case.visits:
        moment[0] = datetime.combine(visit.day, time(9), zone)
        if visit.number == 1:
            session.begin()
        pairs = [(where, value) for number, where, value in case.given if number == visit.number]
        session.answer_all(pairs)
    return session


def clock_of(case: Case, now: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock that stands on the day of a case and shows the present time of day."""
    return lambda: datetime.combine(case.today, now().timetz())
