"""Open loops: what was begun and is not finished, what has to be done about it first at the head of the plan."""

from collections.abc import Iterator

from workup import words
from workup.answers import At, PartialDate, Slot
from workup.note.blocks import Block, Bullets, Heading, Paragraph, Run, Runs
from workup.note.reader import Reader
from workup.note.standing import due_words, late_words, order_words, title_words
from workup.orders import Order, State
from workup.orders.order import DATES, QUESTION, RECORDS, STATE
from workup.texts import N_, _

TITLE = N_("Open loops")
NEXT_VISIT = "next_visit"
# What an order waits for, the nearer to an answer the sooner it is told.
SAID: dict[State, str] = {
    "resulted": N_("result in, not reviewed"),
    "performed": N_("done, no report yet"),
    "scheduled": N_("booked"),
    "ordered": N_("ordered, not booked"),
    "proposed": N_("draft, not ordered"),
}
ALARMS_NAMED = 3


def loops(reader: Reader) -> tuple[Block, ...]:
    """A line for each order that is not finished, then the visit that did not come about; nothing when all is."""
    rows = [(_line(reader, order), order) for order in in_turn(reader)]
    blocks: list[Block] = []
    if rows:
        slots = tuple(slot for _rest, order in rows for slot in _slots(reader, order))
        blocks = [Heading(_(TITLE), 3), Bullets(tuple(runs for runs, _rest2 in rows), look="small", slots=slots)]
    if missed := missed_visit(reader):
        blocks.append(Paragraph((Run(missed, "strong"),), look="small", slots=(Slot(NEXT_VISIT),)))
    return tuple(blocks)


def in_turn(reader: Reader) -> list[Order]:
    """The orders that are not finished: unsafe ones, late ones by how late, then by what they wait for."""
    orders = reader.assessment.orders
    places = {state: place for place, state in enumerate(SAID)}
    found = [one for one in orders.all if one.state in SAID and _is_stated(reader, one)]

    def rank(one: Order) -> tuple[bool, int, bool, int]:
        return not orders.unsafe(one.number), -orders.late(one.number).days, not one.critical, places[one.state]

    return sorted(found, key=rank)


def _is_stated(reader: Reader, order: Order) -> bool:
    return isinstance(reader.value(STATE, order.at), str)


def alarms(reader: Reader) -> Iterator[Block]:
    """For the first page: the orders somebody has to act on, with what is wrong."""
    told = [
        (one, wrong)
        for one in in_turn(reader)
        if (wrong := _wrong(reader, one) or (_("result not reviewed") if one.state == "resulted" else ""))
    ]
    if not told and not missed_visit(reader):
        return
    texts = [f"{title_words(reader, one)}: {wrong}" for one, wrong in told[:ALARMS_NAMED]]
    if len(told) > ALARMS_NAMED:
        texts.append(_("{count} more").format(count=len(told) - ALARMS_NAMED))
    sentences = [words.sentence("; ".join(texts))] if texts else []
    slots = [slot for one, _rest in told[:ALARMS_NAMED] for slot in _slots(reader, one)]
    if missed := missed_visit(reader):
        sentences.append(missed)
        slots.append(Slot(NEXT_VISIT))
    runs = (Run(_("Open: "), "strong"), Run(" ".join(sentences), "strong"))
    yield Paragraph(runs, look="small", slots=tuple(slots))


def missed_visit(reader: Reader) -> str:
    """The visit that was planned, has passed, and was not followed by one."""
    planned = reader.value(NEXT_VISIT)
    if not isinstance(planned, PartialDate) or planned.last >= reader.assessment.today:
        return ""
    if any(visit.day >= planned.first for visit in reader.assessment.visits):
        return ""
    return _("Next visit was planned for {read}: no visit recorded since.").format(read=reader.read(Slot(NEXT_VISIT)))


def _line(reader: Reader, order: Order) -> Runs:
    """`EMG and nerve conduction, right: OVERDUE since 18 Nov, not done. L5 root or peroneal nerve?`."""
    runs = [Run(f"{order_words(reader, order.number)}: ", "strong")]
    wrong = _wrong(reader, order)
    if wrong:
        runs.append(Run(f"{wrong}. ", "strong"))
    told = _standing(reader, order)
    if order.state == "proposed" or not reader.assessment.orders.late(order.number).days:
        due = due_words(reader, order)
        told = f"{told}, {due}" if due else told
    runs.append(Run(words.sentence(told) if wrong else f"{told}."))
    question = reader.read(Slot(QUESTION, order.at)) if reader.answer(Slot(QUESTION, order.at)) is not None else ""
    if question:
        runs.append(Run(f" {words.sentence(' '.join(question.split()))}", "quiet"))
    return tuple(runs)


def _wrong(reader: Reader, order: Order) -> str:
    """What makes an order unsafe, and how late it is."""
    orders = reader.assessment.orders
    unsafe = words.listing([words.in_sentence(one.gate.title) for one in orders.unsafe(order.number)])
    texts = [_("UNSAFE: {unsafe}").format(unsafe=unsafe)] if unsafe else []
    if late := late_words(reader, order):
        texts.append(late)
    if order.state == "resulted" and order.critical:
        texts.append(_("CRITICAL result, not reviewed"))
    return "; ".join(texts)


def _standing(reader: Reader, order: Order) -> str:
    said, day = _(SAID[order.state]), ""
    if order.state == "scheduled" and reader.answer(Slot(DATES["scheduled"], order.at)) is not None:
        day = reader.read(Slot(DATES["scheduled"], order.at), relative=True)
    return _("booked for {day}").format(day=day) if day else said


def _slots(reader: Reader, order: Order) -> tuple[Slot, ...]:
    names = ("order_kind", QUESTION, STATE, "order_due", DATES["scheduled"])
    every = (Slot(name, At(record=order.number)) for name in names)
    return (Slot(RECORDS, order.at), *(slot for slot in every if reader.answer(slot) is not None))
