"""Tests: what was asked, where it stands, when and by whom, how it was judged, and the result in words."""

from workup import words
from workup.answers import At, Slot
from workup.note.attached import attached_lines, is_document
from workup.note.blocks import Block, Cell, Part, Run, Runs, Table
from workup.note.phrases import phrases
from workup.note.reader import Reader, is_long
from workup.note.standing import NAMED, apart_words, decided_words, order_words, state_lines
from workup.orders.order import DATES, DUE, QUESTION, RECORDS, STATE
from workup.orders.state import JUDGEMENT, RELEVANCE
from workup.protocol import AnyItem, Text
from workup.texts import N_, _

KEPT = "order_record"  # the section of what the program keeps with an order
OWN = (RECORDS, KEPT)
QUOTED, REPORTER = "result_conclusion", "result_reporter"
HEAD = (N_("Test and question"), N_("State"), N_("Result"))
WEIGHTS = (0.25, 0.18, 0.57)


def tests_part(reader: Reader) -> Part | None:
    """A row for each order, latest last; the result form's answers in words, findings first and strong."""
    rows = tuple(_row(reader, number) for number in reader.records(RECORDS))
    if not rows:
        none = reader.read(Slot(RECORDS)) if reader.value(RECORDS) is not None else ""
        if not none:
            return None
        reader.told.add(Slot(RECORDS))
        table: Block = Table((), ((Cell(((Run(words.capital(none)),),), slots=(Slot(RECORDS),)),),), (1.0,))
        return Part("tests", _("Tests"), (table,))
    return Part("tests", _("Tests"), (Table(tuple(map(_, HEAD)), rows, WEIGHTS, "list"),))


def _row(reader: Reader, number: int) -> tuple[Cell, ...]:
    at = At(record=number)
    question = reader.read(Slot(QUESTION, at)) if reader.answer(Slot(QUESTION, at)) is not None else ""
    lines: list[Runs] = [(Run(order_words(reader, number), "strong"),)]
    if question:
        lines.append((Run(question, "quiet"),))
    state, alarming = state_lines(reader, number)
    shown = {*NAMED, "order_contrast", QUESTION, STATE, DUE, *DATES.values(), JUDGEMENT, RELEVANCE}
    names = [field for field in reader.library.fields_of(RECORDS) if field not in shown]
    about_order = [field for field in names if _section(reader, field) == RECORDS]
    texts = [text for field in about_order if (own := reader.slots(field, number)) for text in _told(reader, list(own))]
    notes = [words.sentence("; ".join(texts))] if texts else []
    kept = [slot for field in names if _section(reader, field) == KEPT for slot in reader.slots(field, number)]
    reader.told.update(kept)
    told = (apart_words(reader, number), decided_words(reader, number))
    lines.extend((Run(text, "quiet"),) for text in told if text)
    fields = [w for field in names if _section(reader, field) not in OWN for w in reader.slots(field, number)]
    result = _result(reader, fields)
    # What is noted about an order stands where there is room for it: in place of the result while there is none.
    if result:
        lines.extend((Run(text, "quiet"),) for text in notes)
    else:
        result = (*_no_result(reader.value(STATE, at)), *((Run(text, "quiet"),) for text in notes))
    stated = (STATE, DUE, *DATES.values(), JUDGEMENT, RELEVANCE)
    asked = (*NAMED, "order_contrast", QUESTION, *about_order)
    return (
        Cell(tuple(lines), slots=tuple(Slot(field, at) for field in asked)),
        Cell((*state, *_judged(reader, number)), alarming, (*(Slot(field, at) for field in stated), *kept)),
        Cell(result, slots=tuple(fields)),
    )


def _section(reader: Reader, field: str) -> str:
    return reader.library.section_of[field].id


def _judged(reader: Reader, number: int) -> tuple[Runs, ...]:
    """Whether the result is abnormal, and whether it matters for this pain: `Judged abnormal, not relevant`."""
    places = [Slot(name, At(record=number)) for name in (JUDGEMENT, RELEVANCE)]
    given = [where for where in places if reader.answer(where) is not None]
    if given:
        told = [Run(words.in_sentence(reader.read(where)), reader.tone(where)) for where in given]
        return ((Run(_("Judged ")), told[0], *(run for one in told[1:] for run in (Run(", "), one))),)
    late = reader.assessment.orders.order(number).state == "resulted"
    return ((Run(_("Not judged yet"), "quiet"),),) if late else ()


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
    return ((Run(_("no result recorded") if state in ("resulted", "reviewed") else _("no result yet"), "quiet"),),)


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
