"""An order in words: which test it is, where it stands, when and by whom, and what is late or unsafe."""

from collections.abc import Iterable

from workup import agreeing, words
from workup.answers import At, PartialDate, Slot
from workup.note.blocks import Run, Runs
from workup.note.reader import Reader
from workup.orders import Order, State
from workup.orders.due import MISSING
from workup.orders.gates import DECISION, REVIEWER
from workup.orders.order import DATES, DUE, STATE
from workup.texts import N_, _

NAMED = ("order_kind", "order_name", "order_block", "order_levels", "order_side", "order_region")
BESIDE = ("order_levels", "order_side", "order_region", "order_contrast")
COURSE: dict[State, str] = {
    "ordered": N_("ordered"),
    "scheduled": N_("booked for"),
    "performed": N_("done"),
    "resulted": N_("reported"),
    "reviewed": N_("reviewed"),
}
# Who asked for a test and who judged its result is always named; between the two only somebody else is.
ANSWERED_FOR: tuple[State, ...] = ("ordered", "reviewed")
AWAITED = {"done": N_("to be done"), "report": N_("report due"), "review": N_("review due")}


def order_words(reader: Reader, number: int) -> str:
    """`MRI lumbar, without and with gadolinium, L3–S1, right`."""
    order, at = reader.assessment.orders.order(number), At(record=number)
    reader.told.update(Slot(field, at) for field in (*NAMED, "order_contrast"))
    texts = [title_words(reader, order)]
    named = order.variant is not None and order.kind is not None and order.kind.chosen_by == "order_contrast"
    for field in BESIDE:
        if reader.answer(Slot(field, at)) is None:
            continue
        text = reader.read(Slot(field, at), brief=True)
        if field == "order_contrast":
            text = "" if named else _("contrast {text}").format(text=text)
        texts.append(agreeing.of_side(order.side) or text if field == "order_side" else text)
    return words.capital(", ".join(text for text in texts if text))


def title_words(reader: Reader, order: Order) -> str:
    """The name of the test, and of its variant when one is chosen."""
    if order.kind is None and order.title == reader.value("order_kind", order.at):
        return words.capital(reader.read(Slot("order_kind", order.at)))
    return words.shown(order.title).strip() or _("Test {number}").format(number=order.number)


def apart_words(reader: Reader, number: int) -> str:
    """`To tell apart: recurrent herniation and epidural scar.`; empty when none were noted."""
    causes = (reader.library.causes.get(cause) for cause in reader.assessment.orders.order(number).separates)
    names = [words.in_sentence(cause.short) for cause in causes if cause is not None]
    return _("To tell apart: {names}.").format(names=words.listing(names)) if names else ""


def decided_words(reader: Reader, number: int) -> str:
    """`Safety reviewed: implants and MRI, may go ahead, P. Lund.`; empty when nobody had to."""
    texts = []
    for at in dict.fromkeys(where.at for name in (DECISION, REVIEWER) for where in reader.slots(name, number)):
        said = [
            reader.read(Slot(name, at)) for name in (DECISION, REVIEWER) if reader.answer(Slot(name, at)) is not None
        ]
        gate = reader.library.axes["gate"].get(at.place or "", at.place or "")
        texts.append(f"{words.in_sentence(gate)}, {', '.join(said)}")
    return _("Safety reviewed: {texts}.").format(texts="; ".join(texts)) if texts else ""


def _day(reader: Reader, name: str, at: At) -> str:
    """A date of an order, short where its year is this year."""
    day = reader.value(name, at)
    if day is None:
        return ""
    reader.told.add(Slot(name, at))
    if isinstance(day, PartialDate) and day.day is not None:
        return words.short_day(day.first, reader.assessment.today)
    return reader.read(Slot(name, at)).split(",", 1)[0]


def by_whom(reader: Reader, number: int, state: State) -> str:
    """The name of who entered a state last; empty when the note knows no name for the account."""
    entered = [one.who for one in reader.assessment.orders.passed(number) if one.state == state]
    return reader.cover.names.get(entered[-1], "") if entered else ""


def author_did(reader: Reader, numbers: Iterable[int]) -> bool:
    """Whether the author of the page entered any state of these orders: said once, and not in each row."""
    author = reader.cover.author
    return bool(author) and any(by_whom(reader, number, state) == author for number in numbers for state in COURSE)


def state_lines(reader: Reader, number: int) -> tuple[tuple[Runs, ...], bool]:
    """State, then what is late or unsafe in strong words, then the days that led to it and who answers for them."""
    at, orders = At(record=number), reader.assessment.orders
    if not isinstance(reader.value(STATE, at), str):
        return ((Run(_("state not recorded"), "quiet"),),), False
    order = orders.order(number)
    dates = {state: _day(reader, field, at) for state, field in DATES.items()}
    text = " ".join(part for part in (words.capital(reader.read(Slot(STATE, at))), dates.get(order.state, "")) if part)
    lines: list[Runs] = [(Run(text, "strong" if order.state in ("scheduled", "resulted") else "plain"),)]
    unsafe = orders.unsafe(number)
    lines.extend(
        (Run(_("UNSAFE: {title}. {text}").format(title=words.in_sentence(one.gate.title), text=one.text), "strong"),)
        for one in unsafe
    )
    late = due_words(reader, order)
    if late:
        lines.append((Run(late, "strong" if orders.late(number).days else "plain"),))
    if course := _course(reader, order, dates):
        quiet = Run(words.capital(course), "quiet")
        # What is due and not late stands in one line with the days that led to it.
        on_time = late and not orders.late(number).days
        lines[-1:] = [(*lines[-1], Run(". "), quiet)] if on_time else [*lines[-1:], (quiet,)]
    return tuple(lines), bool(unsafe or orders.late(number).days)


def late_words(reader: Reader, order: Order) -> str:
    """`OVERDUE since 18 Nov, not done`, `OVERDUE: booked 20 Nov, not done`; empty while it is not late."""
    late = reader.assessment.orders.late(order.number)
    if not late.days or late.due is None:
        return ""
    day = words.short_day(late.due, reader.assessment.today)
    return (
        _("OVERDUE: booked {day}, not done").format(day=day)
        if late.missed
        else _("OVERDUE since {day}, {missing}").format(day=day, missing=_(MISSING[late.waits]))
    )


def due_words(reader: Reader, order: Order) -> str:
    """How late it is, or `to be done by 5 Dec`; empty when nothing is due."""
    late = reader.assessment.orders.late(order.number)
    reader.told.add(Slot(DUE, order.at))
    due = late.due if late.due is not None else order.due.last if order.state == "proposed" and order.due else None
    if due is None:
        return ""
    day = words.short_day(due, reader.assessment.today)
    return late_words(reader, order) or _("{awaited} by {day}").format(
        awaited=_(AWAITED[late.waits]) if late.waits in AWAITED else _("due"), day=day
    )


def _course(reader: Reader, order: Order, dates: dict[State, str]) -> str:
    """`ordered 4 Nov by Dr Lund, done 19 Nov, reported 21 Nov, reviewed by the same`; the author goes unnamed."""
    asked_by = by_whom(reader, order.number, "ordered")
    texts = []
    for state, said in COURSE.items():
        day = "" if state == order.state else dates.get(state, "")
        who = by_whom(reader, order.number, state) if day or state == order.state else ""
        who = who if state in ANSWERED_FOR or who != asked_by else ""
        who = "" if who == reader.cover.author else who
        who = _("the same") if who and who == asked_by and state != "ordered" else who
        if day or who:
            texts.append(" ".join(part for part in (_(said), day, who and _("by {who}").format(who=who)) if part))
    return ", ".join(texts)
