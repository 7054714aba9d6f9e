"""Instruments: total, range, band, date, and the single answers behind a computed total."""

from collections.abc import Sequence

from workup import words
from workup.answers import PartialDate, Slot
from workup.note.blocks import Block, Cell, Paragraph, Part, Run, Runs, Table, Tone
from workup.note.reader import Reader
from workup.note.wording import band_of
from workup.protocol import AnyItem, Computed, Grade, Instrument, Number, Scale, When


def instruments(reader: Reader) -> Part | None:
    """A row for each instrument with an answer; cut-offs that are not verified are called conventional."""
    rows: list[tuple[Cell, ...]] = []
    details: list[Block] = []
    for instrument in reader.library.instruments.values():
        own = [where for name in instrument.items for where in reader.slots(name)]
        totals = [where for where in own if _is_total(reader, instrument, where)]
        rest = [where for where in own if where not in totals]
        if rest and not totals:
            day = Cell(((Run(_day(reader, instrument, rest[0])),),), slots=tuple(rest))
            rows.append((Cell(((Run(instrument.title),),)), Cell(((Run("no total", "quiet"),),)), Cell(), day))
        rows.extend(_row(reader, instrument, where) for where in totals)
        days = [where for where in rest if isinstance(reader.library.items[where.item], When)]
        reader.told.update(days)
        if texts := [_detail(reader, instrument, where) for where in rest if where not in days]:
            runs = (Run(f"{instrument.title}: ", "strong"), Run(f"{'; '.join(texts)}."))
            details.append(Paragraph(runs, look="remark", slots=tuple(rest)))
    if not rows:
        return None
    table = Table(("Instrument", "Score", "Reads", "Date"), tuple(rows), (0.3, 0.14, 0.4, 0.16), "list")
    return Part("instruments", "Instruments", (table, *details))


def _detail(reader: Reader, instrument: Instrument, where: Slot) -> str:
    """`interest 2`, `version: with examination`."""
    item = reader.library.items[where.item]
    label = words.in_sentence(item.label.removeprefix(instrument.title).lstrip(",: "))
    value = reader.value(where.item, where.at)
    if isinstance(item, Grade) and isinstance(value, (int, float)):
        return f"{label} {words.decimal(value)}"
    return f"{label}: {reader.read(where)}" if label else reader.read(where)


def _is_total(reader: Reader, instrument: Instrument, where: Slot) -> bool:
    item = reader.library.items[where.item]
    return isinstance(item, Computed) if instrument.entry == "items" else isinstance(item, (Number, Scale))


def _row(reader: Reader, instrument: Instrument, where: Slot) -> tuple[Cell, ...]:
    item = reader.library.items[where.item]
    answer = reader.answer(where)
    number = reader.assessment.computed.get(where) if isinstance(item, Computed) else getattr(answer, "value", None)
    reader.told.add(where)
    found = reader.is_finding(where)
    tone: Tone = "strong" if found else "plain"
    if isinstance(number, (int, float)):
        unit = getattr(item, "unit", "")
        most = item.most if isinstance(item, (Number, Scale)) and item.most is not None else _most(item, instrument)
        score = words.measure(number, unit) if unit else f"{words.decimal(number)} of {words.decimal(most)}"
        band = band_of(item, number)
    else:
        score, band = reader.read(where), None
    reads = words.in_sentence(band.label) if band else ""
    if reads and item.unverified:
        reads = f"conventional cut-off: {reads}"
    elif reads:
        reads += reader.cite(item) or reader.cite_keys(instrument.source)
    name: tuple[Runs, ...] = ((Run(instrument.title, tone),),)
    part = item.label.removeprefix(instrument.title).lstrip(",: ")
    if part and part.lower() != "total":
        name = ((Run(instrument.title, tone), Run(f", {words.in_sentence(part)}")),)
    return (
        Cell(name),
        Cell(((Run(score, tone),),), found, (where,)),
        Cell(((Run(words.capital(reads), tone),),) if reads else ()),
        Cell(((Run(_day(reader, instrument, where)),),), slots=_dates(reader, instrument)),
    )


def _most(item: AnyItem, instrument: Instrument) -> float:
    """The highest score: that of the last band of a computed part, else that of the instrument."""
    bands = item.bands if isinstance(item, Computed) else ()
    return bands[-1].upto if bands else instrument.range[1]


def _day(reader: Reader, instrument: Instrument, where: Slot) -> str:
    """The day it was completed when that is recorded, else the day of the visit."""
    own = [w for name in instrument.items for w in reader.slots(name)]
    for day in (reader.value(w.item, w.at) for w in _dates(reader, instrument)):
        if isinstance(day, PartialDate):
            return words.partial_date(day.year, day.month, day.day)
    visits = [visit for w in own if (visit := reader.visit_of(w)) is not None]
    return reader.visit_words(reader.visit_of(where) or max(visits, default=reader.last_visit))


def _dates(reader: Reader, instrument: Instrument) -> tuple[Slot, ...]:
    names = [name for name in instrument.items if isinstance(reader.library.items[name], When)]
    return tuple(where for name in names for where in reader.slots(name))


def notices(reader: Reader, used: Sequence[str]) -> list[str]:
    """The licence notices of the instruments printed."""
    kept = (instrument for instrument in reader.library.instruments.values() if instrument.id in used)
    return [instrument.notice for instrument in kept if instrument.notice]
