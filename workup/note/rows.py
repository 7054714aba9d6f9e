"""Label and value rows: the printed sections of the content, and whatever else was answered."""

from collections.abc import Iterable, Sequence
from datetime import date

from workup import agreeing, words
from workup.answers import NOWHERE, Gap, PartialDate, Slot
from workup.note.blocks import Block, Cell, Heading, Paragraph, Part, Run, Runs, Table, plain
from workup.note.phrases import joined, phrases, row_of
from workup.note.reader import Reader, is_long, is_marker
from workup.protocol import AnyItem, BodyMap, Computed, Records, ReportSection, Row, Section, Text, YesNo
from workup.texts import _

FACTS = (0.27, 0.73)
CLOSED_UP = 900  # letters that neighbouring paragraphs of the further history may have to become one
NOES = 3  # places that say no and are still named, when others say yes
SHORT = 150  # letters that what is left of several records may have to share a paragraph


def fact(label: str, lines: Sequence[Runs], slots: Sequence[Slot]) -> tuple[Cell, ...]:
    """A row of a facts table."""
    return (Cell(((Run(label, "quiet"),),)), Cell(tuple(lines), slots=tuple(slots)))


def facts_table(rows: Iterable[tuple[Cell, ...]]) -> tuple[Block, ...]:
    """The rows as a table, nothing when there are none."""
    kept = tuple(rows)
    return (Table((), kept, FACTS),) if kept else ()


def report_part(reader: Reader, section: ReportSection) -> Part | None:
    """A printed section as the content lays it out; None when nothing in it was answered."""
    slots = [where for row in section.rows for name in row.items for where in _slots_of(reader, name)]
    base = reader.base_visit(slots)
    rows = [line for row in section.rows for line in _report_row(reader, row, base)]
    return Part(section.id, section.title, facts_table(rows), reader.aside(slots)) if rows else None


def _slots_of(reader: Reader, name: str) -> tuple[Slot, ...]:
    item = reader.item(name)
    if isinstance(item, Records):
        return tuple(where for field in item.summary for where in reader.slots(field))
    return reader.slots(name)


def _report_row(reader: Reader, row: Row, base: int) -> list[tuple[Cell, ...]]:
    items = [item for name in row.items if (item := reader.item(name)) is not None]
    owner = next((item.id if isinstance(item, Records) else item.record for item in items if _repeats(item)), "")
    if owner:
        return _record_rows(reader, row, owner, base)
    slots = [where for item in items for where in reader.slots(item.id)]
    if len(items) == 1 and not isinstance(items[0], YesNo):
        runs = joined(phrases(reader, slots, named=False, base=base, names=row.names), ", ")
    else:
        runs = row_of(reader, slots, base, record=False, lead=row.items[0], names=row.names)
    return [fact(row.label, (runs,), [where for where in slots if where in reader.told])] if runs else []


def _repeats(item: AnyItem) -> bool:
    return isinstance(item, Records) or bool(item.record)


def _record_rows(reader: Reader, row: Row, owner: str, base: int) -> list[tuple[Cell, ...]]:
    """A row for each dated record, latest first; records without a date in the row share one, a line each."""
    names = [name for field in row.items for name in _fields(reader, field)]
    numbers = sorted(reader.records(owner), key=lambda number: _latest_first(reader, owner, number))
    lines: list[tuple[int, Runs, list[Slot]]] = []
    for number in numbers:
        slots = [where for name in names for where in reader.slots(name, number)]
        if runs := row_of(reader, slots, base, record=True, lead="", names=row.names):
            lines.append((number, runs, [where for where in slots if where in reader.told]))
    if not lines:
        none = reader.read(Slot(owner)) if owner in row.items else ""
        return [fact(row.label, ((Run(words.capital(none)),),), (Slot(owner),))] if none else []
    reader.told.update(Slot(owner, where.at) for _rest, _rest2, slots in lines for where in slots)
    if any(_day(reader, names, number) is not None for number, _rest3, _rest4 in lines):
        earlier = words.capital(_("Earlier {label}").format(label=words.in_sentence(row.label)))
        return [
            fact(earlier if place else row.label, (runs,), slots) for place, (_rest5, runs, slots) in enumerate(lines)
        ]
    return [
        fact(row.label, _alike(reader, owner, lines), [where for _rest6, _rest7, slots in lines for where in slots])
    ]


def _latest_first(reader: Reader, owner: str, number: int) -> tuple[int, int]:
    item = reader.library.items[owner]
    day = _day(reader, item.summary, number) if isinstance(item, Records) else None
    return (-day.toordinal() if day else 0, number)


def _alike(reader: Reader, owner: str, lines: Sequence[tuple[int, Runs, list[Slot]]]) -> list[Runs]:
    """Records in a row while they are short, else a line each.

    Those that say the same are told once, dated ones with their years: `None of those asked (2024, 2016)`.
    """
    groups: dict[Runs, list[int]] = {}
    for number, runs, _rest in lines:
        groups.setdefault(runs, []).append(number)
    dated = len(reader.records(owner)) > 1
    told: list[Runs] = []
    for runs, numbers in groups.items():
        years = [year for number in numbers if (year := _summary(reader, owner, number).strip(", "))]
        told.append((*runs, Run(f" ({', '.join(years)})", "quiet")) if dated and years else runs)
    if sum(len(run.text) for runs in told for run in runs) > SHORT:
        return told
    return [tuple(run for place, runs in enumerate(told) for run in ((Run("; "), *runs) if place else runs))]


def _fields(reader: Reader, name: str) -> tuple[str, ...]:
    item = reader.item(name)
    return item.summary if isinstance(item, Records) else (name,)


def _day(reader: Reader, names: Iterable[str], number: int) -> date | None:
    values = (reader.value(where.item, where.at) for name in names for where in reader.slots(name, number))
    return next((value.last for value in values if isinstance(value, PartialDate)), None)


# ------------------------------------------------------------------------------------------------ all that is left


def rest_as_facts(reader: Reader, sections: Iterable[Section]) -> tuple[Block, ...]:
    """Everything of these sections that was not told yet, without headings."""
    blocks = [
        block
        for section in sections
        for block in rest_of_section(reader, section, _untold(reader, section), reader.last_visit)
    ]
    return tuple(block for block in blocks if not isinstance(block, Heading))


def rest_of_sections(reader: Reader, sections: Iterable[Section], *, id_: str, title: str) -> Part | None:
    """Everything of these sections that was not told yet."""
    left = [(section, _untold(reader, section)) for section in sections]
    slots = [where for _rest, some in left for where in some]
    base = reader.base_visit(slots)
    blocks = [block for section, some in left if some for block in rest_of_section(reader, section, some, base)]
    return Part(id_, title, tuple(_closed_up(blocks)), reader.aside(slots)) if blocks else None


def _closed_up(blocks: Iterable[Block]) -> list[Block]:
    """Neighbouring short paragraphs as one: `Reason: main pain: back. Consent: given`."""
    kept: list[Block] = []
    for block in blocks:
        one = _as_one(kept[-1], block) if kept else None
        kept[-1:] = [one] if one is not None else [*kept[-1:], block]
    return kept


def _as_one(above: Block, block: Block) -> Paragraph | None:
    if not isinstance(above, Paragraph) or not isinstance(block, Paragraph) or {above.look, block.look} != {"small"}:
        return None
    end = ". " if not plain(above.runs).endswith(".") else " "
    runs = (*above.runs, Run(end), *block.runs)
    return Paragraph(runs, "small", (*above.slots, *block.slots)) if len(plain(runs)) <= CLOSED_UP else None


def _untold(reader: Reader, section: Section) -> list[Slot]:
    return [
        where
        for where in reader.section_slots(section)
        if where not in reader.told and not _is_silent(reader.library.items[where.item], where)
    ]


def _is_silent(item: AnyItem, where: Slot) -> bool:
    """Whether a slot says nothing of its own: the mark of a record, and what is computed inside one."""
    return is_marker(item, where) or (isinstance(item, Computed) and where.at.record is not None)


def rest_of_section(reader: Reader, section: Section, slots: Sequence[Slot], base: int) -> list[Block]:
    """What is left of one section, run in behind its name; long text and records as paragraphs of their own."""
    blocks: list[Block] = []
    plain = [where for where in slots if where.at.record is None]
    rows = _yes_and_no(reader, plain, base)
    for name in dict.fromkeys(where.item for where in plain):
        own = [where for where in plain if where.item == name and where not in reader.told]
        if not own:
            continue
        item = reader.library.items[name]
        own.sort(key=lambda where: not reader.is_finding(where))
        if is_long(item):
            runs = (Run(f"{item.label}: ", "strong"), *reader.runs(own[0], base))
            blocks.append(Paragraph(runs, "small", tuple(own)))
        else:
            before = frozenset(reader.told)
            own, noes = _without_noes(reader, own)
            spoken = [*phrases(reader, own, named=isinstance(item, BodyMap), base=base), *noes]
            runs = joined(spoken, "; " if any(where.at.place for where in own) else ", ")
            rows.append(fact(agreeing.asked(item.label), (runs,), tuple(dict.fromkeys((*own, *reader.newly(before))))))
    blocks.extend(_rest_of_records(reader, [where for where in slots if where.at.record is not None], base))
    return [_run_in(reader, section.title, rows), *blocks] if rows else blocks


def _without_noes(reader: Reader, slots: list[Slot]) -> tuple[list[Slot], list[Run]]:
    """Of a question asked at many places those that say more than no, and in words how many places say no."""
    noes = [
        where
        for where in slots
        if reader.value(where.item, where.at) == "no" and where.at.place and not reader.is_finding(where)
    ]
    if len(noes) <= NOES or len(noes) == len(slots):
        return slots, []
    reader.told.update(noes)
    said = _("no at the other {count} places asked").format(count=len(noes))
    return [where for where in slots if where not in noes], [Run(said)]


def _run_in(reader: Reader, title: str, rows: Sequence[tuple[Cell, ...]]) -> Paragraph:
    """`Conditions: height 166 cm; weight 71 kg`: single facts take no line each."""
    runs: list[Run] = [Run(f"{title}: ", "strong")]
    for place, (label, value) in enumerate(rows):
        name = words.in_sentence(label.text)
        said = [run for line in value.lines for run in line]
        runs.append(Run("; " if place else ""))
        if not f"{words.in_sentence(title)} ".startswith(f"{name} "):  # `Options to consider: options:` says it twice
            runs.append(Run(f"{name}: ", "quiet"))
        if said and not _is_typed(reader, label, value):
            said[0] = Run(words.in_sentence(said[0].text), said[0].tone)
        runs.extend(said)
    return Paragraph(tuple(runs), "small", tuple(where for row in rows for cell in row for where in cell.slots))


def _is_typed(reader: Reader, *cells: Cell) -> bool:
    """Whether somebody wrote it, capitals and all."""
    slots = [where for cell in cells for where in cell.slots]
    return bool(slots) and all(isinstance(reader.library.items[where.item], Text) for where in slots)


def _yes_and_no(reader: Reader, slots: Sequence[Slot], base: int) -> list[tuple[Cell, ...]]:
    """Several yes-or-no questions of a section as two lines: what was there and what was not."""
    groups: dict[str, list[Slot]] = {"yes": [], "no": [], "unknown": []}
    for where in slots:
        value = reader.value(where.item, where.at)
        if isinstance(reader.library.items[where.item], YesNo) and where.at == NOWHERE and where not in reader.told:
            groups["unknown" if isinstance(value, Gap) else str(value)].append(where)
    if sum(map(len, groups.values())) < 3:
        return []
    rows = []
    for answer, own in groups.items():
        runs = [
            Run(f"{agreeing.asked(reader.library.items[w.item].label)}{reader.date_words(w, base)}", reader.tone(w))
            for w in own
        ]
        if runs:
            reader.told.update(own)
            spoken = (runs[0], *(Run(words.in_sentence(run.text), run.tone) for run in runs[1:]))
            rows.append(fact(words.capital(_(answer)), (joined(spoken, ", "),), own))
    return rows


def _rest_of_records(reader: Reader, slots: Sequence[Slot], base: int) -> list[Block]:
    """What is left of each record; records of which the same is left are told together."""
    alike: dict[tuple[str, Runs], list[int]] = {}
    told: dict[tuple[str, Runs], list[Slot]] = {}
    for owner, number in dict.fromkeys((reader.library.items[w.item].record, w.at.record) for w in slots):
        own = [w for w in slots if (reader.library.items[w.item].record, w.at.record) == (owner, number)]
        own = [where for where in own if where not in reader.told]
        runs = joined((run for where in own for run in _named(reader, where, base)), "; ")
        if runs and number is not None:
            alike.setdefault((owner, runs), []).append(number)
            told.setdefault((owner, runs), []).extend(own)
    blocks: list[Block] = []
    for owner in dict.fromkeys(owner for owner, _rest in alike):
        rows = [
            ((Run(f"{_record_name(reader, owner, numbers)}: ", "strong"), *runs), told[one, runs])
            for (one, runs), numbers in alike.items()
            if one == owner
        ]
        short = sum(len(run.text) for runs, _rest2 in rows for run in runs) <= SHORT
        blocks.extend(_in_one(rows) if short else (Paragraph(runs, "small", tuple(slots)) for runs, slots in rows))
    return blocks


def _in_one(rows: Sequence[tuple[Runs, list[Slot]]]) -> list[Block]:
    """Short records in one paragraph: `Medicine 1: Group: gabapentinoid. Medicine 2: …`."""
    runs = [run for place, (own, _rest) in enumerate(rows) for run in ((Run(". "), *own) if place else own)]
    return [Paragraph(tuple(runs), "small", tuple(slot for _rest2, slots in rows for slot in slots))]


def _record_name(reader: Reader, owner: str, numbers: Sequence[int]) -> str:
    """`Operation 1, 2024`; of several only their numbers."""
    item = reader.library.items.get(owner)
    singular = words.capital(item.singular) if isinstance(item, Records) else owner
    if len(numbers) == 1:
        return f"{singular} {numbers[0]}{_summary(reader, owner, numbers[0])}"
    return f"{singular} {', '.join(map(str, numbers))}"


def _named(reader: Reader, where: Slot, base: int) -> list[Run]:
    """A field of a record with its name in front, so that a long list stays readable."""
    item = reader.library.items[where.item]
    if isinstance(item, YesNo):
        return phrases(reader, [where], base=base)
    label = words.in_sentence(agreeing.asked(item.label))
    own = phrases(reader, [where], named=False, base=base)
    return [Run(f"{label}: {run.text.rstrip('.')}", run.tone) for run in own]


def _summary(reader: Reader, owner: str, number: int | None) -> str:
    """The year of a dated record, to tell it from the others."""
    item = reader.library.items.get(owner)
    if number is None or not isinstance(item, Records):
        return ""
    day = _day(reader, item.summary, number)
    return f", {day.year}" if day else ""
