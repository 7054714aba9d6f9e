"""How long records are kept after their last entry, and whose time is over. Only said: nothing is ever deleted."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from workup.store import PersonRow


class LastEntry(Struct, frozen=True):
    """A patient and the latest time that any entry of the record carries."""

    person: PersonRow
    at: datetime


class Over(Struct, frozen=True):
    """A record whose time is over: its last entry, and the last day on which it had to be kept."""

    person: PersonRow
    last: datetime
    until: date


def kept_until(last: datetime, years: int, now: datetime) -> date:
    """The last day of keeping: so many years after the day of the last entry, as it was there or is here, if later.

    From 29 February on it is 1 March where that year has no such day. The end of the calendar stands for never.
    """
    day = max(last.date(), last.astimezone(now.tzinfo).date())
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def border(years: int, now: datetime) -> datetime:
    """Whoever has an entry at this time or later is kept still, whatever the zones: asked of the lists first."""
    try:
        day = now.date().replace(year=max(now.year - years, 1))
    except ValueError:
        day = date(now.year - years, 2, 28)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=2)


def over(found: Iterable[LastEntry], years: int, now: datetime) -> Iterator[Over]:
    """Those whose time is over today, in the order they come; none when no time is set.

    Today is what the clock says: one that was set back shows fewer, never more.
    """
    for one in found if years > 0 else ():
        until = kept_until(one.at, years, now)
        if until < now.date():
            yield Over(one.person, one.at, until)
