"""Worked patients entered into a vault, visit by visit, as a clinician would have."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, time, tzinfo

from workup.answers import At, PartialDate, Slot, Value
from workup.cases import Case
from workup.orders.due import due_after, kept_spans, spans
from workup.orders.gates import SEEN
from workup.orders.order import DUE, DUE_RULE, STATE
from workup.protocol import Library
from workup.session.session import Session
from workup.store import OpenStore


def enter_case(library: Library, vault: OpenStore, case: Case, zone: tzinfo = UTC) -> Session:
    """Record a worked patient in the vault; the session is left open at its last visit."""
    moment = [datetime.combine(case.today, time(9), zone)]
    session = Session(library, vault, lambda: moment[0])
    for visit in case.visits:
        moment[0] = datetime.combine(visit.day, time(9), zone)
        if visit.number == 1:
            session.begin()
        pairs = [(where, value) for number, where, value in case.given if number == visit.number]
        session.answer_all(pairs)
        sent = as_sent(session, {where for where, _ in pairs})
        if sent:
            session.answer_all(sent)
    return session


def as_sent(session: Session, given: Collection[Slot]) -> list[tuple[Slot, Value | None]]:
    """What the program keeps when an order is sent or goes on, and a case does not say: gates, due rule, due day."""
    library, orders = session.library, session.assessment.orders
    kept: list[tuple[Slot, Value | None]] = []
    for order in orders.all:
        if order.ordered is None or order.state in ("proposed", "cancelled"):
            continue
        rule = kept_spans(order.due_rule)
        if rule is None:
            rule = spans(library, order.kind, order.priority)
            kept += [(Slot(SEEN, At(order.number, one.gate.id)), one.key) for one in orders.gates(order.number)]
            kept += [(Slot(DUE_RULE, order.at), str(rule))] if rule is not None else []
        due = due_after(order.state, rule, order) if rule is not None else None
        if due is not None and Slot(STATE, order.at) in given and Slot(DUE, order.at) not in given:
            kept.append((Slot(DUE, order.at), PartialDate.of(due)))
    return kept


def clock_of(case: Case, now: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock that stands on the day of a case and shows the present time of day."""
    return lambda: datetime.combine(case.today, now().timetz())
