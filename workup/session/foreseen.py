"""From which day on an order that was sent is unsafe: worked out ahead, from what is kept with the patient alone."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from workup.answers import Answers
from workup.assess import Assessment, assess, live_records
from workup.expr import Kept
from workup.orders import Orders
from workup.orders.gates import DECISION, REVIEWER, SEEN, Gatekeeper
from workup.orders.order import RECORDS, order_of
from workup.orders.telling import is_result
from workup.protocol import Library
from workup.protocol.states import BEFORE
from workup.reasoning.facts import Facts

# No answer may be used for longer than a year; an order that is not done by then is long overdue.
AHEAD = 400
SENT = BEFORE[1:]


class Unsafe(Struct, frozen=True):
    """An order is unsafe from the first day on, and no more from the other on; None where no end is in sight."""

    first: date
    over: date | None = None


class Foreseen(Struct, frozen=True):
    """What was foreseen on a day, and the assessment of what is kept with the patient that it rests on."""

    unsafe: Mapping[int, Unsafe] = {}
    on: Assessment | None = None
    answers: Answers | None = None


def foreseen(library: Library, answers: Answers, day: date, before: Foreseen | None = None) -> Foreseen:
    """The orders that are unsafe on that day or will be by the days of the answers.

    Answers that belong to one workup do not count: the list shows all patients, and a patient has several workups.
    `before` lends what has not changed since; the result is the same without it.
    """
    if before is not None and before.answers is not None and before.on is not None and before.on.today == day and (
        answers.differing(before.answers).isdisjoint(reaching(library))
    ):
        return before
    numbers = [n for n in live_records(library, answers, RECORDS) if order_of(library, answers, n).state in SENT]
    if not numbers:
        return Foreseen()
    former = before.on if before is not None else None
    on = assess(library, answers.only(kept_with_patient(library)), day, before=former)
    lent: Mapping[int, Unsafe | None] = {}
    if before is not None and former is not None and on.since is former.told:
        touched = on.anew & looked_at(library)
        if not touched:
            return Foreseen(before.unsafe, on, answers)
        if touched <= of_one_order(library):
            orders = _touched_orders(on, former, touched)
            lent = {number: before.unsafe.get(number) for number in numbers if number not in orders}
    found = {number: lent[number] if number in lent else _of_order(on, number) for number in numbers}
    return Foreseen({number: one for number, one in found.items() if one is not None}, on, answers)


@lru_cache(maxsize=2)
def looked_at(library: Library) -> frozenset[str]:
    """Every item that the safety of an order may hang on."""
    asked = {name for name in library.fields_of(RECORDS) if not is_result(library, name)}
    return frozenset({RECORDS, *asked, DECISION, REVIEWER, SEEN} | read_by_gates(library))


@lru_cache(maxsize=2)
def read_by_gates(library: Library) -> frozenset[str]:
    """Every item that the conditions of a gate read, or that has to be fresh for one."""
    read = {name for key, one in library.asked_of_orders.items() if key.startswith("safety:") for name in one.reads}
    return frozenset(read.union(*(gate.fresh for gate in library.gates.values())))


@lru_cache(maxsize=2)
def kept_with_patient(library: Library) -> frozenset[str]:
    """Every item whose answers are kept with the patient."""
    return frozenset(name for name, item in library.items.items() if item.keep == "patient")


@lru_cache(maxsize=2)
def of_one_order(library: Library) -> frozenset[str]:
    """Items that no gate reads: what stands in them matters to the order they belong to and to no other."""
    return frozenset({*library.fields_of(RECORDS), DECISION, REVIEWER, SEEN} - read_by_gates(library))


@lru_cache(maxsize=2)
def reaching(library: Library) -> frozenset[str]:
    """Every item whose answer may change what is looked at, or whether that is asked."""
    found: frozenset[str] = frozenset()
    more = looked_at(library)
    while more:
        found |= more
        keys = {key for name in more for key in (name, f"section:{library.section_of[name].id}")}
        asked = (library.conditions[key] for key in keys if key in library.conditions)
        more = frozenset().union(*(one.reads | one.items for one in asked)) & library.items.keys() - found
    return found


@lru_cache(maxsize=2)
def half_kept(library: Library) -> frozenset[str]:
    """The gates that also read what belongs to one workup: that nothing is known of them here says nothing."""
    found = set()
    for gate in library.gates.values():
        conditions = (library.asked_of_orders[f"safety:{gate.id}/{rule.id}"] for rule in gate.rule)
        if any(library.items[name].keep != "patient" for one in conditions for name in one.reads):
            found.add(gate.id)
    return frozenset(found)


def _touched_orders(on: Assessment, former: Assessment, items: frozenset[str]) -> set[int | None]:
    """The orders for which one of these items was answered, or is asked, otherwise than before."""
    found: set[int | None] = set()
    for name in items:
        given, known = on.answers.of_item(name), former.answers.of_item(name)
        found.update(at.record for at in given.keys() | known.keys() if given.get(at) is not known.get(at))
        found.update(at.record for at in {*on.asked[name]} ^ {*former.asked[name]})
    return found


def _of_order(on: Assessment, number: int) -> Unsafe | None:
    """Its first day and the day after its last, found by halving the days ahead."""
    if number not in {one.number for one in on.orders.all}:
        return None
    low, high = on.today, on.today + timedelta(days=AHEAD)
    now = _unsafe(on, number, low)
    if _unsafe(on, number, high) is now:
        return Unsafe(low) if now else None
    while (high - low).days > 1:
        middle = low + (high - low) // 2
        if _unsafe(on, number, middle) is now:
            low = middle
        else:
            high = middle
    return Unsafe(on.today, high) if now else Unsafe(high)


def _unsafe(on: Assessment, number: int, day: date) -> bool:
    checks = _keeper(on, day).check(on.orders.order(number))
    loose = half_kept(on.library)
    return any(one.unsafe and (one.refused or one.rule is not None or one.gate.id not in loose) for one in checks)


def _keeper(on: Assessment, day: date) -> Gatekeeper:
    """The gates as they stand on another day; which questions are asked is taken from the day of the assessment."""
    orders: Orders = on.orders
    if day == on.today:
        return orders.gatekeeper
    kept = orders.gatekeeper.context.kept
    facts = Facts(on.library, orders.answers, day, on.records, Kept({}, kept.constants if kept is not None else {}))
    return Gatekeeper(on.library, facts.context, day, lambda _slot: False, orders.everything)
