"""Instruments: score, band, change and date, and the single answers behind a computed total."""

from collections.abc import Sequence

from workup import words
from workup.answers import PartialDate, Slot
from workup.note.blocks import Block, Cell, Paragraph, Part, Run, Runs, Table, Tone
from workup.note.reader import Reader
from workup.note.wording import band_words, change_words, missing_words, score_words
from workup.protocol import Grade, Instrument, When
from workup.reasoning.scores import Score
from workup.texts import _

BESIDE = 45  # letters of a single answer that stands behind the name of its score


def instruments(reader: Reader) -> Part | None:
    """A row for each score; cut-offs that are not verified are called conventional.

    Of an instrument whose answers stand elsewhere on the page only a score that is refused is told here.
    """
    rows: list[tuple[Cell, ...]] = []
    details: list[Block] = []
    scores = reader.assessment.scores
    for instrument in reader.library.instruments.values():
        form = instrument.entry == "form"
        found = [one for one in scores if one.instrument == instrument.id and _printed(reader, one, form)]
        own = [where for name in instrument.items for where in reader.slots(name)]
        days = [where for where in own if isinstance(reader.library.items[where.item], When)]
        told = {one.where for one in found}
        if instrument.entry != "items":
            told.update(where for one in found for where in one.slots)
        rest = [where for where in own if where not in told]
        if rest and not found:
            day = Cell(((Run(_day(reader, rest)),),), slots=tuple(rest))
            rows.append((Cell(((Run(instrument.title),),)), Cell(((Run(_("no total"), "quiet"),),)), Cell(), day))
        texts = [_detail(reader, instrument, where) for where in rest if where not in days]
        beside = len(found) == len(texts) == 1 and len(texts[0]) <= BESIDE
        rows.extend(_row(reader, one, tuple(days), texts[0] if beside else "", rest) for one in found)
        reader.told.update(own)
        if texts and not beside:
            runs = (Run(f"{instrument.title}: ", "strong"), Run(f"{'; '.join(texts)}."))
            details.append(Paragraph(runs, look="remark", slots=tuple(rest)))
    if not rows:
        return None
    table = Table((_("Instruments"), _("Score"), _("Reads"), _("Date")), tuple(rows), (0.34, 0.13, 0.4, 0.13), "list")
    return Part("instruments", "", (table, *details))


def _printed(reader: Reader, score: Score, form: bool) -> bool:
    return reader.item(score.where.item) is not None and (not form or not score.complete)


def _detail(reader: Reader, instrument: Instrument, where: Slot) -> str:
    """`interest 2`, `version: with examination`."""
    item = reader.library.items[where.item]
    label = words.in_sentence(item.label.removeprefix(instrument.title).lstrip(",: "))
    value = reader.value(where.item, where.at)
    if isinstance(item, Grade) and isinstance(value, (int, float)):
        return f"{label} {words.decimal(value)}"
    return f"{label}: {reader.read(where)}" if label else reader.read(where)


def _row(
    reader: Reader, score: Score, days: tuple[Slot, ...], detail: str, rest: Sequence[Slot]
) -> tuple[Cell, ...]:
    tone: Tone = "strong" if score.finding else "plain"
    unknown = score.value is None and not score.missing
    said = reader.read(score.where) if unknown else score_words(score)
    reader.told.add(score.where)
    own = (score.where, *(where for where in score.slots if where != score.where))
    date = words.partial_date(score.date.year, score.date.month, score.date.day) if score.date is not None else ""
    return (
        Cell(((Run(score.title, tone), *((Run(f", {detail}", "quiet"),) if detail else ())),),
             slots=tuple(rest) if detail else ()),
        Cell(((Run(said, tone if score.value is not None else "quiet"),),), score.finding, own),
        Cell(tuple(_reads(reader, score, tone))),
        Cell(((Run(date),),), slots=days),
    )


def _reads(reader: Reader, score: Score, tone: Tone) -> list[Runs]:
    """A line each: the band, the change since the visit before, and what is missing."""
    lines: list[Runs] = []
    if band := band_words(score):
        lines.append((Run(words.capital(band) + reader.cite_keys(score.sources[:1]), tone),))
    if score.change is not None:
        limit = score.change.limit
        source = limit.source if limit is not None and not limit.basis and score.change.better else ()
        text = change_words(score.change, reader.assessment.today)
        lines.append((Run(words.capital(text) + reader.cite_keys(source)),))
    if missing := missing_words(score):
        refused = score.standing if score.value is None else ""
        lines.append((Run(f"{words.capital(missing)}. {refused}" if refused else words.capital(missing)),))
    return lines


def _day(reader: Reader, own: Sequence[Slot]) -> str:
    """The day it was completed when that is recorded, else the day of the visit."""
    for day in (reader.value(where.item, where.at) for where in own):
        if isinstance(day, PartialDate):
            return words.partial_date(day.year, day.month, day.day)
    visits = [visit for where in own if (visit := reader.visit_of(where)) is not None]
    return reader.visit_words(max(visits, default=reader.last_visit))


def notices(reader: Reader, used: Sequence[str]) -> list[str]:
    """The licence notices of the instruments printed."""
    kept = (instrument for instrument in reader.library.instruments.values() if instrument.id in used)
    return [instrument.notice for instrument in kept if instrument.notice]
