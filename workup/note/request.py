"""What a referral asks for: the question, by when, where, what else is wanted, and how to reach the patient."""

from collections.abc import Iterator

from workup import words
from workup.answers import Slot
from workup.note.background import cut
from workup.note.blocks import Callout, Cell, Run, Runs
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.note.rows import fact
from workup.note.standing import BESIDE, NAMED, apart_words, by_whom
from workup.orders import Order
from workup.orders.order import DATES, DUE, QUESTION, SEPARATES, STATE
from workup.protocol import Claim
from workup.texts import N_, _, _p

NOTE_MOST, SENT_MOST, REACH_MOST = 500, 80, 100
MORE = N_("(cut here: ask for the rest)")
PATIENT = ("phone", "interpreter", "language", "weight")


def question(reader: Reader, order: Order) -> Callout:
    """The question in the first place, and what it is to tell apart."""
    where = Slot(QUESTION, order.at)
    text = " ".join(reader.read(where).split()) if reader.answer(where) is not None else ""
    apart = apart_words(reader, order.number)
    causes = (slot for slot in reader.slots(SEPARATES, order.number) if reader.value(slot.item, slot.at) == "yes")
    slots = (*((where,) if text else ()), *causes)
    return Callout("conclusion", text or _("No question recorded"), ((Run(apart),),) if apart else (), slots=slots)


def request_rows(reader: Reader, order: Order) -> Iterator[tuple[Cell, ...]]:
    """Priority, due date, where it was sent, what else is asked for, note, advice, how to reach the patient."""
    at = order.at
    priority, due, sent = (Slot(name, at) for name in ("order_priority", DUE, "order_sent_to"))
    urgency = (
        words.capital(reader.read(priority)) if reader.answer(priority) is not None else _("Priority not recorded")
    )
    strong = order.priority in ("stat", "urgent")
    runs: list[Run] = [Run(f"{urgency}. ", "strong" if strong else "plain"), *_due(reader, order)]
    asked_by = by_whom(reader, order.number, "ordered")
    if asked_by and asked_by != reader.cover.author:
        runs.append(Run(_(" Ordered by {asked_by}.").format(asked_by=asked_by)))
    state = [Slot(name, at) for name in (STATE, *DATES.values())]
    yield fact(_("Priority"), (tuple(runs),), answered(reader, (priority, due, *state)))
    if reader.answer(sent) is not None:
        yield fact(_("To"), ((Run(cut(reader.read(sent), SENT_MOST)),),), (sent,))
    told = (*NAMED, *BESIDE, *asked_by_gates(reader, order))
    names = [name for name in (order.kind.asks if order.kind else ()) if name not in told]
    own = [slot for name in names for slot in reader.slots(name, order.number)]
    if own:
        yield fact(_("Asked for"), ((Run(words.sentence("; ".join(said(reader, own)))),),), own)
    note = Slot("order_note", at)
    if reader.answer(note) is not None:
        text = cut(reader.read(note), NOTE_MOST)
        runs = [Run(text), *([Run(f" {_(MORE)}", "strong")] if text.endswith("…") else [])]
        yield fact(_p("what else the order says", "Note"), (tuple(runs),), (note,))
    advice = reader.assessment.orders.timing(order.number)
    if advice:
        yield fact(_("Advice"), ((Run(" ".join(said_of(claim) for claim in advice)),),), ())
    reach = [slot for name in PATIENT for slot in reader.slots(name) if reader.value(slot.item) != "no"]
    if reach:
        known = cut("; ".join(_reach(reader, slot) for slot in reach), REACH_MOST)
        yield fact(_("Patient"), ((Run(words.sentence(known)),),), reach)


def said_of(claim: Claim) -> str:
    """A standing sentence about the test; one that no source says is marked."""
    return (
        _("{text} (unverified).").format(text=claim.text.removesuffix("."))
        if claim.basis == "unverified"
        else claim.text
    )


def _reach(reader: Reader, slot: Slot) -> str:
    """`interpreter needed`, `telephone 555 0188`."""
    item = reader.library.items[slot.item]
    if reader.value(slot.item) == "yes":
        reader.told.add(slot)
        return words.in_sentence(item.text)
    return words.valued(words.in_sentence(item.label), reader.read(slot))


def asked_by_gates(reader: Reader, order: Order) -> set[str]:
    """What the safety questions of this order ask."""
    return {name for one in reader.assessment.orders.gates(order.number) for name in one.gate.asks}


def said(reader: Reader, slots: list[Slot]) -> list[str]:
    """Answers with their names, in phrases."""
    return [run.text for run in phrases(reader, slots, dated=False, brief=True, colon=True)]


def answered(reader: Reader, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Those of some slots that have an answer, each once."""
    return tuple(dict.fromkeys(slot for slot in slots if reader.answer(slot) is not None))


def _due(reader: Reader, order: Order) -> Runs:
    """By when it has to be done; what happened to it since it was ordered, so that an old page tells so."""
    late = reader.assessment.orders.late(order.number)
    due = order.due.last if order.due is not None else None
    day = words.calendar_day(due) if due is not None else ""
    match order.state:
        case "cancelled":
            reason = Slot("order_cancel_reason", order.at)
            if reader.answer(reason) is None:
                return (Run(_("Cancelled."), "strong"),)
            why = words.in_sentence(reader.read(reason))
            return (Run(words.sentence(_("Cancelled: {why}").format(why=why)), "strong"),)
        case "performed" | "resulted" | "reviewed" if order.performed is not None:
            return (Run(_("Done {read}.").format(read=reader.read(Slot("performed_on", order.at))), "strong"),)
        case "scheduled" if order.scheduled is not None:
            booked = reader.read(Slot("scheduled_for", order.at))
            if late.days:
                return (Run(_("OVERDUE: booked for {booked}, not done.").format(booked=booked), "strong"),)
            return (
                Run(
                    _("Booked for {booked}{value}.").format(
                        booked=booked, value=_(", to be done by {day}").format(day=day) if day else ""
                    )
                ),
            )
        case _ if late.days:
            return (Run(_("OVERDUE: was to be done by {day}.").format(day=day), "strong"),)
        case _:
            return (Run(_("To be done by {day}.").format(day=day) if day else _("No due date recorded.")),)
