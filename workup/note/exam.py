"""The examination as tables: R and L side by side, findings marked, what was left out said."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from workup import words
from workup.answers import Answer, At, Finding, Gap, Side, Slot
from workup.note.blocks import Block, Cell, Paragraph, Part, Run, Table
from workup.note.phrases import phrases
from workup.note.reader import Reader, is_long
from workup.note.wording import grade_words, place_words, value_words
from workup.protocol import AnyItem, Grade, ManoeuvreItem, Section

SIDES: tuple[Side, Side] = ("right", "left")


def exam_parts(reader: Reader) -> list[Part]:
    """The examination, and the provocation tests after it, each with its date."""
    sections = [section for step in reader.library.steps if step.examined for section in step.sections]
    physical = [section for section in sections if not _has_manoeuvre(reader, section)]
    provoked = [section for section in sections if _has_manoeuvre(reader, section)]
    parts = [
        _part(reader, "exam", "Examination", physical),
        _part(reader, "provocation", "Provocation tests", provoked),
    ]
    return [part for part in parts if part is not None]


def _has_manoeuvre(reader: Reader, section: Section) -> bool:
    return any(isinstance(reader.library.items[name], ManoeuvreItem) for name in section.items)


def _part(reader: Reader, id_: str, title: str, sections: Sequence[Section]) -> Part | None:
    slots = [where for section in sections for where in reader.section_slots(section)]
    if not slots:
        return None
    base = reader.base_visit(slots)
    blocks: list[Block] = [table for section in sections for table in _tables(reader, section, base)]
    items = [reader.library.items[name] for name in dict.fromkeys(w.item for w in slots if reader.is_finding(w))]
    if source := reader.cite(*items):
        blocks.append(Paragraph((Run(f"How the findings are read:{source}."),), look="remark"))
    if again := _rechecked(reader, slots, base):
        blocks.append(Paragraph((Run(again),), look="remark", slots=tuple(slots)))
    return Part(id_, title, tuple(blocks), reader.visit_words(base))


# ---------------------------------------------------------------------------------------------------------- tables


def _shape(item: AnyItem) -> str:
    if is_long(item):
        return "text"
    if item.axis and item.side:
        return "bilateral"
    if item.side:
        return "sided"
    return "placed" if item.axis else "single"


def _tables(reader: Reader, section: Section, base: int) -> Iterator[Block]:
    """The tables of a section: runs of items of one shape, and of one set of places, share a table."""
    items = [
        item
        for name in section.items
        if (item := reader.item(name)) is not None and not item.about and reader.slots(name)
    ]
    for shape, group in groupby(items, key=_shape):
        yield from _shaped(reader, section, shape, list(group), base)


def _shaped(
    reader: Reader, section: Section, shape: str, items: list[AnyItem], base: int
) -> Iterator[Block]:
    match shape:
        case "bilateral" | "placed":
            for _, same in groupby(items, key=lambda item: (item.axis, tuple(_places(reader, item)))):
                yield _place_table(reader, list(same), base, sided=shape == "bilateral")
        case "sided":
            yield _side_table(reader, section, items, base)
        case "single":
            yield _single_table(reader, section, items, base)
        case _:
            for item in items:
                for where in reader.slots(item.id):
                    runs = (Run(f"{item.label}: ", "strong"), *reader.runs(where, base))
                    yield Paragraph(runs, slots=(where,))


def _places(reader: Reader, item: AnyItem) -> list[str]:
    return list(dict.fromkeys(at.place for at in reader.assessment.asked.get(item.id, ()) if at.place is not None))


def _place_table(reader: Reader, items: list[AnyItem], base: int, *, sided: bool) -> Table:
    """Places down, items and sides across: `L5 top of foot` against touch R, touch L, pin R, pin L."""
    sides: tuple[Side | None, ...] = SIDES if sided else (None,)
    columns = [(item, side) for item in items for side in sides]
    single = len(items) == 1
    heads = [_column_head(item, side, single) for item, side in columns]
    rows = []
    for place in _places(reader, items[0]):
        cells = [_cell(reader, item, At(place=place, side=side), base) for item, side in columns]
        found = any(cell.finding for cell in cells)
        name, code = _place_names(reader, items[0], place)
        label = f"{name} ({code})" if code and code not in name.split() else name
        rows.append((_label(label, found), *cells))
    title = items[0].label if single else words.listing([items[0].label, *map(_quiet_label, items[1:])])
    return Table((title, *heads), tuple(rows), _weights(len(columns)), "grid")


def _quiet_label(item: AnyItem) -> str:
    return words.in_sentence(item.label)


def _column_head(item: AnyItem, side: Side | None, single: bool) -> str:
    letter = words.side(side, short=True) if side else ""
    if single:
        return letter or "Finding"
    return f"{item.label.split()[-1].capitalize() if len(item.label) > 12 else item.label} {letter}".strip()


def _weights(columns: int) -> tuple[float, ...]:
    share = {1: 0.5, 2: 0.2, 3: 0.16, 4: 0.155}.get(columns, 0.7 / columns)
    return (1 - share * columns, *(share for _ in range(columns)))


def _place_names(reader: Reader, item: AnyItem, place: str) -> tuple[str, str]:
    axis = reader.library.axes.get(item.axis, {}) if item.axis else {}
    return place_words(reader.library, item, place), axis.get(place, "") if place in item.labels else ""


def _side_table(reader: Reader, section: Section, items: list[AnyItem], base: int) -> Table:
    rows = []
    for item in items:
        cells = [_cell(reader, item, At(side=side), base) for side in SIDES]
        rows.append((_label(item.label, any(cell.finding for cell in cells)), *cells))
    return Table((section.title, "R", "L"), tuple(rows), (0.5, 0.25, 0.25), "grid")


def _single_table(reader: Reader, section: Section, items: list[AnyItem], base: int) -> Table:
    rows = []
    for item in items:
        for where in reader.slots(item.id):
            found = reader.is_finding(where)
            cell = Cell((reader.runs(where, base),), found, (where,))
            rows.append((_label(item.label.rstrip("?"), found), cell))
    return Table((section.title, ""), tuple(rows), (0.5, 0.5), "grid")


def _label(text: str, found: bool) -> Cell:
    return Cell(((Run(text, "strong" if found else "plain"),),))


def _cell(reader: Reader, item: AnyItem, at: At, base: int) -> Cell:
    """A value under R or L; an empty cell says that the place was not examined."""
    where = Slot(item.id, at)
    if at not in reader.assessment.asked.get(item.id, ()):
        return Cell()
    answer = reader.answer(where)
    if answer is None:
        return Cell(((Run("not examined", "quiet"),),), slots=(where,))
    text = reader.read(where)
    if isinstance(item, Grade) and not isinstance(answer.value, (Gap, str)):
        text = grade_words(item, answer.value, alone=True) if isinstance(answer.value, (int, float)) else text
    lines = [text]
    if isinstance(answer.value, Finding):
        lines = [answer.value.result, *_details(text)]
    lines.extend(part for part in (reader.date_words(where, base).strip(),) if part)
    tone = reader.tone(where)
    return Cell(tuple((Run(line, tone),) for line in lines), reader.is_finding(where), (where,))


def _details(text: str) -> list[str]:
    """Angle and place of a manoeuvre, for the line under its result."""
    for result in ("positive", "negative"):
        text = text.removeprefix(result)
    text = text.removeprefix(" at ").removeprefix(", ").strip()
    return [text] if text else []


# ---------------------------------------------------------------------------------------------------- what changed


def _rechecked(reader: Reader, slots: Iterable[Slot], base: int) -> str:
    """Values taken again after the visit the tables are of: `Rechecked 25 Nov 2025: …, unchanged`."""
    lines = []
    for visit in sorted({v for where in slots if (v := reader.visit_of(where)) is not None and v > base}):
        texts = []
        for where in slots:
            if reader.visit_of(where) == visit and (change := _change(reader, where)):
                name = phrases(reader, [where], base=visit)[0].text
                texts.append(f"{name}, {change}")
        if texts:
            lines.append(f"Rechecked {reader.visit_words(visit)}: {'; '.join(texts)}.")
    return " ".join(lines)


def _change(reader: Reader, where: Slot) -> str:
    """How a value compares with that of the visit before: `unchanged`, `5/5 on 4 Nov 2025`."""
    answer = reader.answer(where)
    if answer is None:
        return ""
    trail = reader.assessment.answers.trail(where)
    before = next((s for s in reversed(trail) if s.visit < answer.visit), None)
    if not isinstance(before, Answer):
        return ""
    if before.value == answer.value:
        return "unchanged"
    former = value_words(reader.library, reader.library.items[where.item], before.value)
    return f"{former} on {reader.visit_words(before.visit)}"
