"""Instruments: total, range, band, date, and the single answers behind a computed total."""

from collections.abc import Sequence

from workup import words
from workup.answers import Slot
from workup.note.blocks import Block, Cell, Paragraph, Part, Run, Runs, Table, Tone
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.note.wording import band_of
from workup.protocol import Computed, Instrument, Number, Scale


def instruments(reader: Reader) -> Part | None:
    """A row for each instrument with an answer; cut-offs that are not verified are called conventional."""
    rows: list[tuple[Cell, ...]] = []
    details: list[Block] = []
    slots: list[Slot] = []
    for instrument in reader.library.instruments.values():
        own = [where for name in instrument.items for where in reader.slots(name)]
        totals = [where for where in own if _is_total(reader, where)]
        rows.extend(_row(reader, instrument, where) for where in totals)
        rest = [where for where in own if where not in totals]
        if rest and not totals:
            rows.append((Cell(((Run(instrument.title),),)), Cell(((Run("incomplete", "quiet"),),)), Cell(), Cell()))
        if rest:
            runs = phrases(reader, rest)
            details.append(
                Paragraph(
                    (Run(f"{instrument.title}: ", "strong"), Run("; ".join(run.text for run in runs) + ".")),
                    look="remark",
                    slots=tuple(rest),
                )
            )
        slots.extend(own)
    if not rows:
        return None
    table = Table(("Instrument", "Score", "Reads", "Date"), tuple(rows), (0.34, 0.14, 0.36, 0.16), "list")
    return Part("instruments", "Instruments", (table, *details))


def _is_total(reader: Reader, where: Slot) -> bool:
    item = reader.library.items[where.item]
    owner = next((i for i in reader.library.instruments.values() if where.item in i.items), None)
    if owner is not None and owner.entry == "items":
        return isinstance(item, Computed)
    return isinstance(item, (Number, Scale))


def _row(reader: Reader, instrument: Instrument, where: Slot) -> tuple[Cell, ...]:
    item = reader.library.items[where.item]
    answer = reader.answer(where)
    number = reader.assessment.computed.get(where) if isinstance(item, Computed) else getattr(answer, "value", None)
    reader.told.add(where)
    found = reader.is_finding(where)
    tone: Tone = "strong" if found else "plain"
    if isinstance(number, (int, float)):
        unit = getattr(item, "unit", "")
        most = words.decimal(instrument.range[1])
        score = words.measure(number, unit) if unit else f"{words.decimal(number)} of {most}"
        band = band_of(item, number)
    else:
        score, band = reader.read(where), None
    reads = words.in_sentence(band.label) if band else ""
    if reads and item.unverified:
        reads = f"conventional cut-off: {reads}"
    elif reads:
        reads += reader.cite(item) or reader.cite_keys(instrument.source)
    name: tuple[Runs, ...] = ((Run(instrument.title, tone),),)
    if _several(reader, instrument):
        name = (*name, (Run(item.label, "quiet"),))
    return (
        Cell(name),
        Cell(((Run(score, tone),),), found, (where,)),
        Cell(((Run(words.capital(reads), tone),),) if reads else ()),
        Cell(((Run(_day(reader, instrument, where)),),)),
    )


def _several(reader: Reader, instrument: Instrument) -> bool:
    """Whether an instrument has more than one total, so that each needs its name."""
    return sum(bool(reader.slots(name)) for name in instrument.items) > 1 and instrument.entry == "total"


def _day(reader: Reader, instrument: Instrument, where: Slot) -> str:
    visits = [visit for name in instrument.items for w in reader.slots(name) if (visit := reader.visit_of(w))]
    visit = reader.visit_of(where) or max(visits, default=reader.last_visit)
    return reader.visit_words(visit)


def notices(reader: Reader, used: Sequence[str]) -> list[str]:
    """The licence notices of the instruments printed."""
    kept = (instrument for instrument in reader.library.instruments.values() if instrument.id in used)
    return [instrument.notice for instrument in kept if instrument.notice]
