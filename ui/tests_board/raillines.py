"""The orders of a patient in the step rail, each with how it stands in a word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ui.rail import RailLine
from ui.tests_board.wording import SIDES, Card
from workup import words
from workup.orders import Late, Order, State
from workup.style import Token
from workup.texts import N_, _

LINE = "order:"
_SAID: dict[State, str] = {
    "proposed": N_("draft"), "ordered": N_("ordered"), "scheduled": N_("booked"), "performed": N_("done"),
    "resulted": N_("review"), "reviewed": N_("reviewed"),
}  # fmt: skip


def rail_lines(
    cards: tuple[Card, ...], orders: Mapping[int, Order], lates: Mapping[int, Late], unsafe: set[int], today: date
) -> tuple[RailLine, ...]:
    """A line for each order that was not cancelled, as they stand on the board."""
    found = []
    for card in cards:
        order, late = orders[card.number], lates.get(card.number)
        if order.state != "cancelled":
            said, token = _stands(order, late, card.number in unsafe, today)
            found.append(RailLine(f"{LINE}{card.number}", _title(order), said, token))
    return tuple(found)


def _title(order: Order) -> str:
    if order.kind is None:
        return order.title or _("Test not chosen")
    name = order.kind.short or order.kind.title
    side = _(SIDES.get(order.side, ""))
    if order.kind.family == "nerve" and side:
        return (
            _("{name}, {side} leg").format(name=name, side=side)
            if order.side != "both_sides"
            else _("{name}, both legs").format(name=name)
        )
    return name


def _stands(order: Order, late: Late | None, unsafe: bool, today: date) -> tuple[str, Token]:
    if unsafe:
        return _("unsafe"), "danger"
    if late is not None and late.days and order.state != "proposed":
        return _("overdue"), "caution"
    if order.state == "scheduled" and order.scheduled is not None and order.scheduled.day is not None:
        return words.short_day(order.scheduled.first, today), "ink3"
    return _(_SAID[order.state]), "accent" if order.state == "resulted" else "ink3"


def order_of_line(section: str) -> int | None:
    """The order a row of the rail stands for; None when it is no order."""
    number = section.removeprefix(LINE)
    return int(number) if section.startswith(LINE) and number.isdigit() else None
