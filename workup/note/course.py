"""The course on one line: operations with level, side and hardware, the free interval, new pain, and the visits."""

from collections.abc import Iterator
from datetime import timedelta

from workup import agreeing, words
from workup.answers import At, Levels, Slot
from workup.note.blocks import Block, Event, Paragraph, Part, Run, TimeLine
from workup.note.pain import PLACES, PLACES_SHORT
from workup.note.reader import Reader
from workup.note.wording import value_words
from workup.reasoning.timeline import Mark
from workup.texts import _

MARK_MOST = 100
ASIDE_MOST = 90  # letters of a reading of the course that stand beside the heading
MOST_WEEKS = 5200
OPERATION = ("procedure", "operation_levels", "operation_side", "instrumentation")


def time_line(reader: Reader) -> Part | None:
    """Operations, the pain-free time, the return or new pain, the visits, and how the course reads."""
    line = reader.assessment.reasoning.timeline
    dated = [event for mark in line.marks if (event := _event(reader, mark)) is not None]
    blocks: list[Block] = []
    slots = tuple(slot for slot in line.slots if reader.answer(slot) is not None)
    if dated:
        own = [Slot(name, At(record=n)) for n in reader.records("operations") for name in OPERATION]
        own = [slot for slot in (*own, Slot("new_symptoms")) if reader.answer(slot) is not None]
        events = (*dated, *_free(reader, dated), *_visits(reader))
        blocks.append(TimeLine(events, reader.assessment.today, tuple(dict.fromkeys((*slots, *own)))))
    undated = [mark.record for mark in line.marks if mark.kind == "operation" and mark.day is None]
    if told := [text for number in undated if number is not None and (text := _operation(reader, number))]:
        rows = [Slot(name, At(record=n)) for n in undated for name in OPERATION]
        known = tuple(slot for slot in rows if reader.answer(slot) is not None)
        runs = (Run(_("Without a date: "), "strong"), Run(f"{'; '.join(told)}."))
        blocks.append(Paragraph(runs, look="remark", slots=known))
    texts = [f"{words.in_sentence(one.text)}{reader.cite_keys(one.source)}" for one in line.readings]
    reads = "; ".join(texts)
    beside = bool(dated) and len(reads) <= ASIDE_MOST
    if reads and not beside:
        runs = (Run(_("The course reads: "), "strong"), Run(f"{reads}."))
        blocks.append(Paragraph(runs, look="remark", slots=slots))
    return Part("course", _("Operation to pain"), tuple(blocks), reads if beside else "") if blocks else None


def _event(reader: Reader, mark: Mark) -> Event | None:
    if mark.day is None or mark.kind == "today":
        return None
    day = words.partial_date(mark.day.year, mark.day.month, mark.day.day)
    if mark.kind == "operation":
        text = _operation(reader, mark.record) if mark.record is not None else ""
        return Event(mark.day.first, mark.day.last, day, text or _("Operation"), "operation")
    told = _("pain came back") if mark.kind == "return" else _("new: {new}").format(new=_new(reader))
    return Event(mark.day.first, mark.day.last, day, told, "pain")


def _new(reader: Reader) -> str:
    """`numbness in a leg`: what is new since surgery."""
    where = Slot("new_symptoms")
    value = reader.value(where.item)
    if value is None:
        return _("symptom")
    return reader.read(where, brief=True).split(";", 1)[0]


def _operation(reader: Reader, number: int) -> str:
    """`PLIF L4–S1, both sides, screws and rods`."""
    at, text = At(record=number), ""
    for name in OPERATION:
        value = reader.value(name, at)
        if value is None or reader.item(name) is None:
            continue
        said = value_words(reader.library, reader.library.items[name], value)
        said = agreeing.of_side(value) or said if name == "operation_side" else said
        text += f"{'' if not text else ' ' if isinstance(value, Levels) else ', '}{said}"
    return _cut(words.capital(text))


def _cut(text: str) -> str:
    """A long name cut between words; the row of the operation tells it whole."""
    return text if len(text) <= MARK_MOST else f"{text[:MARK_MOST].rpartition(' ')[0].rstrip(',')} …"


def _free(reader: Reader, dated: list[Event]) -> Iterator[Event]:
    """The pain-free time after the latest operation, by its weeks."""
    weeks = reader.assessment.reasoning.timeline.free_weeks
    latest = max((event for event in dated if event.kind == "operation"), key=lambda event: event.last, default=None)
    if latest is not None and weeks is not None and weeks > 0:
        end = min(latest.last + timedelta(weeks=min(weeks, MOST_WEEKS)), reader.assessment.today)
        yield Event(latest.last, end, "", _("pain-free {weeks}").format(weeks=words.weeks(weeks)), "free")


def _visits(reader: Reader) -> Iterator[Event]:
    before = ""
    for visit in reader.assessment.visits:
        text = _visit(reader, visit.number)
        said = _("unchanged") if text and text == before else text
        yield Event(visit.day, visit.day, words.calendar_day(visit.day), said, "visit")
        before = text or before


def _visit(reader: Reader, number: int) -> str:
    """`back 4, right leg 7` as scored at that visit; a place without pain is named where nothing else is."""
    scores: dict[str, float] = {}
    for stem, side, _rest in PLACES:
        where = Slot(f"{stem}_now", At(side=side) if side else At())
        if reader.item(where.item) is None:
            continue
        given = [step for step in reader.assessment.answers.trail(where) if step.visit == number]
        value = getattr(given[-1], "value", None) if given else None
        if isinstance(value, (int, float)):
            scores[words.in_sentence(_(PLACES_SHORT[stem, side]))] = value
    painful = {name: value for name, value in scores.items() if value} or scores
    return ", ".join(f"{name} {words.decimal(value)}" for name, value in painful.items())
