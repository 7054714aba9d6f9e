"""How an open row stands on a day: the one place that says what is overdue, due, missed or still waiting."""

from datetime import date, timedelta
from typing import Literal

from workup.orders.due import Late, late_by
from workup.store import WorkRow

Standing = Literal["unread", "overdue", "booked", "due", "missed", "waiting"]


def late_row(row: WorkRow, today: date) -> Late:
    """How an order of the list stands against its days, by the same rule as on its board."""
    return late_by(row.state, row.due, row.booked, today)


def standing(row: WorkRow, today: date) -> tuple[Standing | None, date | None]:
    """How a row stands today and the day that says so; None for what is not on the list yet.

    Nothing ends by itself: an order waits until it is reviewed or cancelled, an action until it is done, a missed
    visit until the patient was seen or another day is agreed. A booked day that has passed is overdue as well: the
    order was neither marked done nor booked anew.
    """
    if row.kind == "visit":
        return ("missed", row.due) if row.due is not None and row.due < today else (None, row.due)
    if row.kind == "plan":
        return ("due" if row.due is not None and row.due <= today else "waiting"), row.due
    if row.state == "resulted":
        return "unread", row.due
    late = late_row(row, today)
    if late.days:
        return "overdue", late.due
    if row.booked is not None:
        return _booked(row.booked, today), row.booked
    return "waiting", row.due


def _booked(day: date, today: date) -> Standing:
    """A week is the calendar week, from Monday to Sunday."""
    monday = today - timedelta(days=today.weekday())
    return "booked" if day < monday + timedelta(days=7) else "waiting"
