"""Tests: what was asked, where it stands, when and by whom, how it was judged, and the result in words."""

from workup import agreeing, words
from workup.answers import At, Slot
from workup.note.attached import attached_lines, is_document
from workup.note.blocks import Block, Cell, Paragraph, Part, Run, Runs, Table, Tone
from workup.note.normals import by_item, is_normal, normal_words
from workup.note.phrases import phrases
from workup.note.reader import Reader, is_long
from workup.note.standing import NAMED, apart_words, author_did, decided_words, order_words, state_lines
from workup.orders.order import DATES, DUE, QUESTION, RECORDS, STATE
from workup.orders.state import JUDGEMENT, RELEVANCE
from workup.protocol import AnyItem, Text
from workup.texts import N_, _

KEPT = "order_record"  # the section of what the program keeps with an order
OWN = (RECORDS, KEPT)
QUOTED, REPORTER = "result_conclusion", "result_reporter"
PRIORITY, USUAL = "order_priority", "routine"
HEAD = (N_("Test and question"), N_("State"), N_("Result"))
WEIGHTS = (0.24, 0.26, 0.5)


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
    blocks: list[Block] = [Table(tuple(map(_, HEAD)), rows, WEIGHTS, "list")]
    if author_did(reader, reader.records(RECORDS)):
        said = _("Ordered and reviewed by {author} where nobody else is named.").format(author=reader.cover.author)
        blocks.append(Paragraph((Run(said, "quiet"),), look="remark"))
    return Part("tests", _("Tests"), tuple(blocks))


def _row(reader: Reader, number: int) -> tuple[Cell, ...]:
    at = At(record=number)
    question = reader.read(Slot(QUESTION, at)) if reader.answer(Slot(QUESTION, at)) is not None else ""
    asked_for = Run(f" {question}", "quiet") if question else Run("")
    lines: list[Runs] = [(Run(order_words(reader, number), "strong"), asked_for)]
    state, alarming = state_lines(reader, number)
    shown = {*NAMED, "order_contrast", QUESTION, STATE, DUE, *DATES.values(), JUDGEMENT, RELEVANCE}
    names = [field for field in reader.library.fields_of(RECORDS) if field not in shown]
    about_order = [field for field in names if _section(reader, field) == RECORDS]
    unusual = [field for field in about_order if (field, reader.value(field, at)) != (PRIORITY, USUAL)]
    reader.told.update(slot for field in about_order if field not in unusual for slot in reader.slots(field, number))
    given = [list(own) for field in unusual if (own := reader.slots(field, number))]
    texts = [text for own in given for text in _told(reader, own)]
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
    state = _with_judgement(state, _judged(reader, number))
    stated = (STATE, DUE, *DATES.values(), JUDGEMENT, RELEVANCE)
    asked = (*NAMED, "order_contrast", QUESTION, *about_order)
    return (
        Cell(tuple(lines), slots=tuple(Slot(field, at) for field in asked)),
        Cell(state, alarming, (*(Slot(field, at) for field in stated), *kept)),
        Cell(result, slots=tuple(fields)),
    )


def _with_judgement(state: tuple[Runs, ...], judged: Runs) -> tuple[Runs, ...]:
    """The judgement behind the days that led to it."""
    if not judged:
        return state
    *above, course = state
    return (*above, (*course, Run(". "), *judged)) if above else (course, judged)


def _section(reader: Reader, field: str) -> str:
    return reader.library.section_of[field].id


def _judged(reader: Reader, number: int) -> Runs:
    """Whether the result is abnormal, and whether it matters for this pain: `Judged abnormal, not relevant`."""
    places = [Slot(name, At(record=number)) for name in (JUDGEMENT, RELEVANCE)]
    given = [where for where in places if reader.answer(where) is not None]
    if given:
        told = [Run(words.in_sentence(reader.read(where)), reader.tone(where)) for where in given]
        return (Run(_("Judged ")), told[0], *(run for one in told[1:] for run in (Run(", "), one)))
    late = reader.assessment.orders.order(number).state == "resulted"
    return (Run(_("Not judged yet"), "quiet"),) if late else ()


def _result(reader: Reader, fields: list[Slot]) -> tuple[Runs, ...]:
    """The findings first, then the reporter's words, then the rest, what is normal by name."""
    runs: list[Run] = []
    at = fields[0].at if fields else At()
    documents = [where for where in fields if is_document(reader, where)]
    left = [where for where in fields if where.item not in (QUOTED, REPORTER) and where not in documents]
    if found := _sentence(reader, [where for where in left if reader.is_finding(where)]):
        runs.append(Run(f"{found} ", "strong"))
    quoted = Slot(QUOTED, At(record=at.record))
    if quoted in fields:
        reporter = Slot(REPORTER, quoted.at)
        by = f" ({reader.read(reporter)})" if reporter in fields else ""
        runs.append(Run(f"{agreeing.quoted(reader.read(quoted))}{by} "))
    quiet: Tone = "quiet" if runs else "plain"
    normal = [where for where in left if is_normal(reader, where)]
    others = _sentence(reader, [where for where in left if not reader.is_finding(where) and where not in normal])
    rest = (others, _("Normal or none: {names}.").format(names=normal_words(reader, normal)) if normal else "")
    runs.extend(Run(f"{text} ", quiet) for text in rest if text)
    lines = (tuple(runs),) if runs else ()
    return (*lines, *attached_lines(reader, documents))


def _no_result(state: object) -> tuple[Runs, ...]:
    """What stands in place of a result."""
    if state == "cancelled":
        return ()
    return ((Run(_("no result recorded") if state in ("resulted", "reviewed") else _("no result yet"), "quiet"),),)


def _sentence(reader: Reader, slots: list[Slot]) -> str:
    texts = [text for group in by_item(slots) for text in _told(reader, group)]
    return words.sentence("; ".join(texts)) if texts else ""


def _told(reader: Reader, slots: list[Slot]) -> list[str]:
    item = reader.library.items[slots[0].item]
    runs = phrases(reader, slots, named=not _labelled(item), dated=False)
    label = words.in_sentence(agreeing.asked(item.label))
    return [f"{label}: {run.text}" if _labelled(item) else run.text for run in runs]


def _labelled(item: AnyItem) -> bool:
    return isinstance(item, Text) or is_long(item)
