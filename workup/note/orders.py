"""Tests: what was asked, where it stands, and the result in words."""

from workup import words
from workup.answers import At, PartialDate, Slot
from workup.note.attached import attached_lines, is_document
from workup.note.blocks import Block, Cell, Part, Run, Runs, Table
from workup.note.phrases import phrases
from workup.note.reader import Reader, is_long
from workup.protocol import AnyItem, Text

RECORDS = "orders"
NAMED = (
    "order_kind", "order_name", "order_block", "order_levels", "order_side", "order_contrast", "order_views",
    "order_region",
)  # fmt: skip
QUESTION = "order_question"
STATE = "order_state"
STATE_DATES = {
    "ordered": "ordered_on",
    "scheduled": "scheduled_for",
    "performed": "performed_on",
    "resulted": "resulted_on",
    "reviewed": "reviewed_on",
}
EARLIER = {"scheduled": "booked", "performed": "done", "resulted": "result"}
PENDING = ("proposed", "ordered", "scheduled", "performed", "resulted")
DUE = "order_due"
SEPARATES, DECISION, REVIEWER = "order_separates", "gate_decision", "gate_reviewer"
OF_RECORD = (SEPARATES, DECISION, REVIEWER)
QUOTED, REPORTER = "result_conclusion", "result_reporter"


def tests_part(reader: Reader) -> Part | None:
    """A row for each order, latest last; the result form's answers in words, findings first and strong."""
    rows = tuple(_row(reader, number) for number in reader.records(RECORDS))
    if not rows:
        none = reader.read(Slot(RECORDS)) if reader.value(RECORDS) is not None else ""
        if not none:
            return None
        reader.told.add(Slot(RECORDS))
        table: Block = Table((), ((Cell(((Run(words.capital(none)),),), slots=(Slot(RECORDS),)),),), (1.0,))
        return Part("tests", "Tests", (table,))
    head = ("Test and question", "Ordered", "State", "Result")
    return Part("tests", "Tests", (Table(head, rows, (0.27, 0.08, 0.14, 0.51), "list"),))


def _row(reader: Reader, number: int) -> tuple[Cell, ...]:
    at = At(record=number)
    name = [
        f"contrast {text}" if field == "order_contrast" else text
        for field in NAMED
        if reader.answer(Slot(field, at)) is not None and (text := reader.read(Slot(field, at), brief=True))
    ]
    question = reader.read(Slot(QUESTION, at)) if reader.answer(Slot(QUESTION, at)) is not None else ""
    ordered = _day(reader, "ordered_on", at)
    lines: list[Runs] = [(Run(words.capital(", ".join(name)) or f"Test {number}", "strong"),)]
    if question:
        lines.append((Run(question, "quiet"),))
    state, overdue = _state(reader, at)
    shown = {*NAMED, QUESTION, STATE, DUE, *OF_RECORD, *STATE_DATES.values()}
    names = [field for field in reader.library.fields_of(RECORDS) if field not in shown]
    about_order = [field for field in names if reader.library.section_of[field].id == RECORDS]
    texts = [text for field in about_order if (own := reader.slots(field, number)) for text in _told(reader, list(own))]
    if texts:
        lines.append((Run(words.sentence("; ".join(texts)), "quiet"),))
    lines += _record(reader, number)
    kept = [where for field in OF_RECORD for where in reader.slots(field, number)]
    reader.told.update(kept)
    fields = [where for field in names if field not in about_order for where in reader.slots(field, number)]
    result = _result(reader, fields) or _no_result(reader.value(STATE, at))
    return (
        Cell(tuple(lines), slots=(*(Slot(field, at) for field in (*NAMED, QUESTION, *about_order)), *kept)),
        Cell(((Run(ordered),),) if ordered else (), slots=(Slot("ordered_on", at),)),
        Cell(state, overdue, tuple(Slot(field, at) for field in (STATE, DUE, *STATE_DATES.values()))),
        Cell(result, slots=tuple(fields)),
    )


def _record(reader: Reader, number: int) -> list[Runs]:
    """What an order is meant to tell apart, what makes it unsafe, and what was decided of its safety."""
    library, lines = reader.library, list[Runs]()
    order = reader.assessment.orders.order(number)
    if order.separates:
        names = [library.causes[cause].short for cause in order.separates]
        lines.append((Run(f"To tell apart: {words.listing(names)}.", "quiet"),))
    for one in reader.assessment.orders.unsafe(number):
        lines.append((Run(f"UNSAFE: {one.gate.title}. {one.text}", "strong"),))
    for at in dict.fromkeys(where.at for name in (DECISION, REVIEWER) for where in reader.slots(name, number)):
        told = [reader.read(Slot(name, at)) for name in (DECISION, REVIEWER) if reader.answer(Slot(name, at))]
        lines.append((Run(f"{library.axes['gate'].get(at.place or '', '')}: {', '.join(told)}.", "quiet"),))
    return lines


def _day(reader: Reader, name: str, at: At) -> str:
    """A date of an order, short where its year is this year."""
    day = reader.value(name, at)
    if day is None:
        return ""
    reader.told.add(Slot(name, at))
    if isinstance(day, PartialDate) and day.day is not None:
        return words.short_day(day.first, reader.assessment.today)
    return reader.read(Slot(name, at)).split(",", 1)[0]


def _state(reader: Reader, at: At) -> tuple[tuple[Runs, ...], bool]:
    """State and its date; a due date that has passed is said first and in strong words."""
    state = reader.value(STATE, at)
    if not isinstance(state, str):
        return ((Run("state not recorded", "quiet"),),), False
    dates = {name: _day(reader, field, at) for name, field in STATE_DATES.items()}
    text = " ".join(part for part in (words.capital(reader.read(Slot(STATE, at))), dates.get(state, "")) if part)
    lines: list[Runs] = [(Run(text, "strong" if state in ("scheduled", "resulted") else "plain"),)]
    earlier = [f"{word} {dates[name]}" for name, word in EARLIER.items() if dates[name] and name != state]
    if earlier:
        lines.append((Run(words.capital(", ".join(earlier)), "quiet"),))
    late, day = reader.assessment.orders.late(at.record or 0), _day(reader, DUE, at)
    if late.days and late.due is not None:
        since = words.short_day(late.due, reader.assessment.today)
        told = f"OVERDUE: booked {since}, not done" if late.missed else f"OVERDUE since {since}"
        lines.append((Run(told, "strong"),))
    elif day and state in PENDING:
        lines.append((Run(f"due {day}"),))
    return tuple(lines), bool(late.days)


def _result(reader: Reader, fields: list[Slot]) -> tuple[Runs, ...]:
    """The findings first, then the reporter's words, then the rest."""
    lines: list[Runs] = []
    at = fields[0].at if fields else At()
    documents = [where for where in fields if is_document(reader, where)]
    left = [where for where in fields if where.item not in (QUOTED, REPORTER) and where not in documents]
    if found := _sentence(reader, left, findings=True):
        lines.append((Run(found, "strong"),))
    quoted = Slot(QUOTED, At(record=at.record))
    if quoted in fields:
        reporter = Slot(REPORTER, quoted.at)
        by = f" ({reader.read(reporter)})" if reporter in fields else ""
        lines.append((Run(f"“{reader.read(quoted)}”{by}"),))
    if others := _sentence(reader, left, findings=False):
        lines.append((Run(others, "quiet" if found or quoted in fields else "plain"),))
    lines.extend(attached_lines(reader, documents))
    return tuple(lines)


def _no_result(state: object) -> tuple[Runs, ...]:
    """What stands in place of a result."""
    if state == "cancelled":
        return ()
    return ((Run("no result recorded" if state in ("resulted", "reviewed") else "no result yet", "quiet"),),)


def _sentence(reader: Reader, slots: list[Slot], *, findings: bool) -> str:
    texts = [text for group in _grouped(reader, slots, findings) for text in _told(reader, group)]
    return words.sentence("; ".join(texts)) if texts else ""


def _grouped(reader: Reader, slots: list[Slot], findings: bool) -> list[list[Slot]]:
    """The findings, or the others, by item."""
    groups: dict[str, list[Slot]] = {}
    for where in slots:
        if reader.is_finding(where) is findings:
            groups.setdefault(where.item, []).append(where)
    return list(groups.values())


def _told(reader: Reader, slots: list[Slot]) -> list[str]:
    item = reader.library.items[slots[0].item]
    runs = phrases(reader, slots, named=not _labelled(item), dated=False)
    label = words.in_sentence(item.label.rstrip("?"))
    return [f"{label}: {run.text}" if _labelled(item) else run.text for run in runs]


def _labelled(item: AnyItem) -> bool:
    return isinstance(item, Text) or is_long(item)
