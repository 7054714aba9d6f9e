"""What is still open in a log: orders and actions of the plan, and the next visit; one pure function of the answers."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from operator import is_

from workup.answers import NOWHERE, Answers, At, PartialDate, Slot
from workup.assess import Assessment, live_records
from workup.orders.due import due_now
from workup.orders.order import order_of
from workup.protocol import Library
from workup.record import Entry, Imported, Void, owner, patient_log, replay
from workup.session.foreseen import Unsafe, foreseen
from workup.session.opened import OpenRows, OpenWorkup, Seen, renamed
from workup.store import Filling, Followed, PatientFile, WorkRow, WorkTable

# Kept beside the table that was filled by them: another number fills it anew. Raise it when these functions change.
RULES = "3"
ORDER_FIELDS = ("order_kind", "order_name", "order_question", "order_state", "order_due", "scheduled_for")
PLAN_FIELDS = ("plan_action", "plan_for", "plan_due")
NEXT_VISIT = "next_visit"
# Nobody was asked for an answer that was taken over from elsewhere.
NOT_ASKED = ("carried", "imported", "derived")


def keep_up(library: Library, store: WorkTable) -> bool:
    """Fill the table of open work of a store that has none by the present rules; whether that was done."""
    found = filling(library, store)
    while found is not None and not found.go_on(1):
        pass
    return found is not None


def filling(library: Library, store: WorkTable) -> Filling | None:
    """The same in slices; None when the present rules filled it."""
    return store.filling(rules_of(library), partial(follows, library))


def rules_of(library: Library) -> str:
    """What the rows follow from besides the logs: these functions, the content, and what a clinic set for its gates."""
    conditions = [one.text for key, one in library.asked_of_orders.items() if key.startswith("safety:")]
    constants = [
        f"{name} {one.value:g}"
        for name, one in sorted(library.engine.constant.items())
        if any(re.search(rf"\b{name}\b(?!\()", text) for text in conditions)
        or any(name == gate.days for gate in library.gates.values())
    ]
    return " ".join((RULES, library.digest, *constants))


def follows(library: Library, entries: Sequence[Entry]) -> Followed:
    """What follows from the whole of one log, as it was kept answer by answer."""
    log = entries[0].log
    kind, _, name = log.partition(":")
    answers = replay([renamed(entry, library) for entry in entries])
    if kind == "patient":
        unsafe = foreseen(library, answers, entries[-1].at.date()).unsafe
        return Followed(open_in_patient(library, answers, name, unsafe))
    acts = [entry.value for entry in entries if entry.slot is None]
    patient = owner(entries)
    closed = any(isinstance(act, Void | Imported) for act in acts)
    work = () if closed else next_visit(answers, patient, name)
    return Followed(work, seen_on(answers, seen_items(library)))


def work_in(
    log: str, assessment: Assessment, opened: OpenWorkup, day: date, *, void: bool
) -> tuple[WorkRow, ...]:
    """What is open in one of the two logs of the open workup after an entry of that day."""
    library, answers = assessment.library, assessment.answers
    if log == patient_log(opened.patient):
        before, opened.foreseen = opened.foreseen, foreseen(library, answers, day, opened.foreseen)
        resting = tuple(answers.by_item.get(item) for item in work_items(library))
        kept = opened.rows if before is opened.foreseen else None
        if kept is None or not all(map(is_, resting, kept.resting)):
            made = open_in_patient(library, answers, opened.patient, opened.foreseen.unsafe)
            kept = opened.rows = OpenRows(made, resting)
        return kept.rows
    return () if void else next_visit(answers, opened.patient, opened.evaluation)


@lru_cache(maxsize=2)
def work_items(library: Library) -> tuple[str, ...]:
    """Every item that the rows of a patient are made of."""
    return tuple(name for records in ("orders", "plan") for name in (records, *library.fields_of(records)))


def open_in_patient(
    library: Library, answers: Answers, patient: str, unsafe: Mapping[int, Unsafe]
) -> tuple[WorkRow, ...]:
    """The orders that wait for something and the actions that are not done."""
    numbers = live_records(library, answers, "orders")
    orders = (_order(library, answers, patient, number, unsafe.get(number)) for number in numbers)
    actions = (_action(answers, patient, number) for number in live_records(library, answers, "plan"))
    return tuple(row for row in (*orders, *actions) if row is not None)


def next_visit(answers: Answers, patient: str, evaluation: str) -> tuple[WorkRow, ...]:
    """The next visit that was agreed, if any; whether the patient came is looked at when it is read."""
    planned = answers.get(Slot(NEXT_VISIT))
    if planned is None or not isinstance(planned.value, PartialDate):
        return ()
    day = planned.value
    return (
        WorkRow(
            patient, "visit", 0, evaluation, "", "", "", _text(answers, "next_visit_for", NOWHERE), "",
            day.first, day.last, None, planned.who,
        ),
    )  # fmt: skip


def seen_on(answers: Answers, items: frozenset[str]) -> date | None:
    """The last day on which one of these items was answered, as the calendar stood where it was entered."""
    return seen_since(answers, items, None).day


def seen_since(answers: Answers, items: frozenset[str], before: Seen | None) -> Seen:
    """The same with the latest answer to each item; `before` lends what has not changed since."""
    latest = dict(before.latest) if before is not None else {}
    for item in items & (answers.by_item.keys() if before is None else answers.differing(before.answers)):
        times = [one.at for one in answers.of_item(item).values() if one.cause not in NOT_ASKED]
        if times:
            latest[item] = max(times)
        else:
            latest.pop(item, None)
    return Seen(answers, latest)


def workup_of(row: WorkRow, file: PatientFile) -> str:
    """The workup in which a row is seen to: its own, else the latest that goes on, else the latest, though void."""
    answered = [each for each in file.evaluations if each.visits] or list(file.evaluations)
    latest = sorted(answered, key=lambda each: (each.state == "imported", each.state == "void"))
    return row.evaluation or (latest[0].evaluation if latest else "")


def places_of(row: WorkRow) -> tuple[Slot, ...]:
    """Where a row stands in its workup: first its record, then the question that ends it."""
    at = At(record=row.record)
    match row.kind:
        case "visit":
            return (Slot(NEXT_VISIT),)
        case "plan":
            return Slot("plan", at), Slot("plan_done", at)
        case "order":
            return Slot("orders", at), Slot("order_state", at)


@lru_cache(maxsize=2)
def seen_items(library: Library) -> frozenset[str]:
    """What is asked of a patient who is there: neither orders and results, nor what is concluded afterwards."""
    if NEXT_VISIT not in library.items:
        return frozenset()
    concluding = library.section_of[NEXT_VISIT].step
    return frozenset(
        name
        for name, item in library.items.items()
        if item.keep != "patient" and library.section_of[name].step != concluding
    )


def _order(library: Library, answers: Answers, patient: str, number: int, unsafe: Unsafe | None) -> WorkRow | None:
    """Ids instead of titles: a table that is kept must not hang on the words of the content."""
    order = order_of(library, answers, number)
    at, due = order.at, due_now(order)
    if not order.open or not any(answers.get(Slot(name, at)) for name in ORDER_FIELDS):
        return None
    what = _text(answers, "order_name", at) or _text(answers, "order_kind", at)
    booked = order.scheduled.last if order.state == "scheduled" and order.scheduled is not None else None
    variant = order.variant.id if order.variant is not None else ""
    return WorkRow(
        patient, "order", number, "", what, variant, order.side, order.question, order.state,
        order.due.first if order.due is not None and order.due.last == due else due, due, booked,
        _author(answers, at, ("orders", *ORDER_FIELDS)),
        *((unsafe.first, unsafe.over) if unsafe is not None else (None, None)),
    )  # fmt: skip


def _action(answers: Answers, patient: str, number: int) -> WorkRow | None:
    at = At(record=number)
    if answers.value("plan_done", at) == "yes" or not any(answers.get(Slot(name, at)) for name in PLAN_FIELDS):
        return None
    due = answers.value("plan_due", at)
    return WorkRow(
        patient, "plan", number, "", _text(answers, "plan_action", at), "", "", _text(answers, "plan_for", at), "",
        *_days(due), None, _author(answers, at, ("plan", *PLAN_FIELDS)),
    )  # fmt: skip


def _days(value: object) -> tuple[date | None, date | None]:
    return (value.first, value.last) if isinstance(value, PartialDate) else (None, None)


def _text(answers: Answers, item: str, at: At) -> str:
    value = answers.value(item, at)
    return value if isinstance(value, str) else ""


def _author(answers: Answers, at: At, items: Sequence[str]) -> str:
    """Who added the record; of one that was answered without being added, who gave the first of these answers."""
    trails = (answers.trail(Slot(name, at)) for name in items)
    return next((trail[0].who for trail in trails if trail), "")
