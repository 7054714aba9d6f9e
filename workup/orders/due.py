"""By when the next thing of an order must have happened, and whether it is late.

Days are local calendar days and due dates are stored as days, so neither the zone nor a later change of a rule moves
them. The rule an order was sent under is kept with it.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from workup.answers import PartialDate
from workup.orders.order import Order
from workup.protocol import Library, TestKind
from workup.protocol.states import State
from workup.texts import N_, _, _n
from workup.words import calendar_day, day_and_time

Waits = Literal["done", "report", "review", ""]
# What an order in each state waits for.
WAITS: Mapping[str, Waits] = {
    "ordered": "done",
    "scheduled": "done",
    "performed": "report",
    "resulted": "review",
}
MISSING: dict[Waits, str] = {"done": N_("not done"), "report": N_("no report"), "review": N_("not reviewed")}
_KEPT = re.compile(r"done (\d+)( with report)?, reported (\d+), reviewed (\d+), critical (\d+)")


class Spans(Struct, frozen=True):
    """Days of the rule in force: from ordered to done, from done to reported, from reported to reviewed."""

    done: int
    reported: int
    reviewed: int
    critical: int
    with_report: bool = False

    def __str__(self) -> str:
        whole = " with report" if self.with_report else ""
        return f"done {self.done}{whole}, reported {self.reported}, reviewed {self.reviewed}, critical {self.critical}"


class Late(Struct, frozen=True):
    """How an order stands against its due date on a day; `days` is 0 while it is not late.

    `missed` says that `due` is the day it was booked for: that has passed, and nobody marked it done.
    """

    waits: Waits
    due: date | None
    days: int
    missed: bool = False

    @property
    def sentence(self) -> str:
        """`Overdue 7 days: not done by 18 Nov 2025.`; empty while it is not late."""
        if not self.days or self.due is None:
            return ""
        why = (
            _("booked for {}, not marked done")
            if self.missed
            else _("{missing} by {{}}").format(missing=_(MISSING[self.waits]))
        )
        return _("Overdue {count}: {value}.").format(
            count=_n("{n} day", "{n} days", self.days), value=why.format(calendar_day(self.due))
        )


def spans(library: Library, kind: TestKind | None, priority: str) -> Spans | None:
    """The rule for a new order by its priority and kind; None where no rule fits or the content has none."""
    ordering, number = library.ordering, library.engine.number
    family = kind.family if kind is not None else "other"
    fits = (one for one in ordering.due if one.priority == priority and (not one.families or family in one.families))
    rule = next(fits, None)
    if rule is None or not (ordering.reported and ordering.reviewed and ordering.critical):
        return None
    names = (rule.days, ordering.reported, ordering.reviewed, ordering.critical)
    done, reported, reviewed, critical = (int(number(name)) for name in names)
    return Spans(done, reported, reviewed, critical, rule.with_report)


def kept_spans(text: str) -> Spans | None:
    """The rule as it is kept with an order; None when none was."""
    found = _KEPT.fullmatch(text)
    if found is None:
        return None
    done, whole, reported, reviewed, critical = found.groups()
    return Spans(int(done), int(reported), int(reviewed), int(critical), bool(whole))


def due_after(state: State, rule: Spans, order: Order) -> date | None:
    """The day by which the next thing must have happened once an order is in this state; None when nothing follows."""
    sent, done, told = order.ordered, order.performed, order.resulted
    if state in ("ordered", "scheduled"):
        return None if sent is None else sent.last + timedelta(days=rule.done)
    if state == "performed" and done is not None:
        report = done.last + timedelta(days=rule.reported)
        if not rule.with_report or sent is None:
            return report
        return max(done.last, min(report, sent.last + timedelta(days=rule.done)))
    if state == "resulted" and told is not None:
        return told.last + timedelta(days=rule.critical if order.critical else rule.reviewed)
    return None


def due_now(order: Order) -> date | None:
    """The stored due date; a result called critical since then is due sooner."""
    if order.state not in WAITS:
        return None
    stored = order.due.last if isinstance(order.due, PartialDate) else None
    rule = kept_spans(order.due_rule)
    if order.state == "resulted" and order.critical and rule is not None:
        soon = due_after("resulted", rule, order)
        return soon if stored is None or (soon is not None and soon < stored) else stored
    return stored


def late(order: Order, today: date) -> Late:
    """What an order waits for, by when, and how many days that is past; a booking that has passed is late as well."""
    booked = order.scheduled.last if order.scheduled is not None else None
    return late_by(order.state, due_now(order), booked, today)


def late_by(state: str, due: date | None, booked: date | None, today: date) -> Late:
    """The same from the days alone, for board, paper and worklist alike.

    The earlier of the due day and a booked day that has passed counts, and only a booked order has a booked day.
    """
    missed = state == "scheduled" and booked is not None and booked < today and (due is None or booked < due)
    day = booked if missed else due if state in WAITS else None
    past = (today - day).days if day is not None else 0
    return Late(WAITS.get(state, ""), day, max(0, past), missed)


def reference_day(now: datetime, newest: datetime | None) -> tuple[date, str]:
    """The day by which lateness is judged, and a sentence when the clock of the computer went backwards.

    A clock that stands before the latest entry would hide what is late: then the day of that entry counts.
    """
    if newest is None or now >= newest:
        return now.date(), ""
    sentence = _(
        "The clock of this computer went backwards: it shows {moment}, and the latest entry is "
        "of {moment2}. Dates of orders are kept as entered; check the clock."
    ).format(moment=day_and_time(now), moment2=day_and_time(newest))
    return max(now.date(), newest.astimezone(now.tzinfo).date()), sentence
