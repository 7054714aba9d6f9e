"""The examination as tables: R and L side by side, findings marked, what was left out said."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from workup import agreeing, words
from workup.answers import Answer, At, Finding, Gap, Marks, Side, Slot, Value
from workup.note.alike import Even, even, evenly
from workup.note.blocks import Block, Cell, Paragraph, Part, Run, Runs, Table
from workup.note.phrases import phrases
from workup.note.reader import Reader, is_long
from workup.note.wording import RESULTS, grade_words, place_words, value_words
from workup.protocol import AnyItem, Choices, Grade, ManoeuvreItem, Section
from workup.texts import _, _n

SIDES: tuple[Side, Side] = ("right", "left")


def exam_parts(reader: Reader) -> list[Part]:
    """The examination, and the provocation tests after it, each with its date."""
    sections = [section for step in reader.library.steps if step.examined for section in step.sections]
    physical = [section for section in sections if not _has_manoeuvre(reader, section)]
    provoked = [section for section in sections if _has_manoeuvre(reader, section)]
    parts = [
        _part(reader, "exam", _("Examination"), physical),
        _part(reader, "provocation", _("Provocation tests"), provoked),
    ]
    return [part for part in parts if part is not None]


def _has_manoeuvre(reader: Reader, section: Section) -> bool:
    return any(isinstance(reader.library.items[name], ManoeuvreItem) for name in section.items)


def _part(reader: Reader, id_: str, title: str, sections: Sequence[Section]) -> Part | None:
    slots = [where for section in sections for where in reader.section_slots(section)]
    if not slots:
        return None
    base = reader.base_visit(slots)
    rows: list[Even] = []
    blocks: list[Block] = [block for section in sections for block in _joined(_tables(reader, section, base, rows))]
    remarks = [runs for runs in (evenly(rows), _rechecked(reader, slots, base), _filled(reader, slots)) if runs]
    if remarks:
        told = [run for place, runs in enumerate(remarks) for run in ((Run(" "), *runs) if place else runs)]
        blocks.append(Paragraph(tuple(told), look="remark", slots=tuple(slots)))
    return Part(id_, title, tuple(blocks), reader.visit_words(base))


def _filled(reader: Reader, slots: Sequence[Slot]) -> Runs:
    """What was set as normal in one go and nobody has answered by itself since."""
    filled = [slot for slot in slots if (answer := reader.answer(slot)) is not None and answer.cause == "normal-macro"]
    if not filled:
        return ()
    labels = dict.fromkeys(words.in_sentence(reader.library.items[slot.item].label) for slot in filled)
    said = _("{labels}; {count} of {count2}.").format(
        labels=", ".join(labels), count=len(filled), count2=_n("{n} value", "{n} values", len(slots))
    )
    return (Run(_("Set as normal in one go: "), "strong"), Run(said))


# ---------------------------------------------------------------------------------------------------------- tables


def _shape(item: AnyItem) -> str:
    if is_long(item):
        return "text"
    return "placed" if item.axis else "plain"


def _tables(reader: Reader, section: Section, base: int, rows: list[Even]) -> Iterator[Block]:
    """The tables of a section: neighbours of one shape, and of one set of places, share a table.

    Rows without a finding that are the same on both sides go to `rows`.
    """
    items = [
        item
        for name in section.items
        if (item := reader.item(name)) is not None and not item.about and reader.slots(name)
    ]
    for shape, group in groupby(items, key=_shape):
        match shape:
            case "placed":
                for _rest, same in groupby(group, key=lambda item: _columns_key(reader, item)):
                    table = _place_table(reader, list(same), base, rows)
                    if table.rows:
                        yield table
            case "plain":
                table = _plain_table(reader, section, list(group), base, rows)
                if table.rows:
                    yield table
            case _:
                for where in (slot for item in group for slot in reader.slots(item.id)):
                    label = reader.library.items[where.item].label
                    yield Paragraph((Run(f"{label}: ", "strong"), *reader.runs(where, base)), slots=(where,))


def _joined(blocks: Iterator[Block]) -> list[Block]:
    """Neighbours under the same R and L as one table."""
    kept: list[Block] = []
    for block in blocks:
        above = kept[-1] if kept else None
        if isinstance(above, Table) and isinstance(block, Table) and _goes_on(above, block):
            kept[-1] = replace(above, rows=(*above.rows, *block.rows))
        else:
            kept.append(block)
    return kept


def _goes_on(above: Table, below: Table) -> bool:
    return len(above.head) == 3 and (below.head[1:] == above.head[1:] or len(below.head) == 2)


def _columns_key(reader: Reader, item: AnyItem) -> tuple[object, ...]:
    """What makes neighbours share a table: the same places, or the same name for further places."""
    return (item.label, item.side) if isinstance(item, Grade) else (item.axis, item.side, *_places(reader, item))


def _places(reader: Reader, item: AnyItem) -> list[str]:
    return list(dict.fromkeys(at.place for at in reader.assessment.asked.get(item.id, ()) if at.place is not None))


def _place_table(reader: Reader, items: list[AnyItem], base: int, even_rows: list[Even]) -> Table:
    """Places down, items and sides across: `top of foot` against touch R, touch L, pin R, pin L; even rows apart."""
    sides: tuple[Side | None, ...] = SIDES if items[0].side else (None,)
    stacked = len(items) > 1 and isinstance(items[0], Grade)
    across = items[:1] if stacked else items
    single = len(across) == 1
    title = items[0].label if single else words.listing([items[0].label, *map(_quiet_label, items[1:])])
    rows: list[tuple[Cell, ...]] = []
    for down in items if stacked else items[:1]:
        for place in _places(reader, down):
            shown = [down] if stacked else items
            cells = [_cell(reader, item, At(place=place, side=side), base) for item in shown for side in sides]
            label, code = _place_label(reader, down, place), _place_names(reader, down, place)[1]
            one = even(reader, label, cells, sided=len(sides) > 1, of=title, code=code)
            if one is not None:
                even_rows.append(one)
            else:
                rows.append((_label(label, any(cell.finding for cell in cells)), *cells))
    heads = [_column_head(item, side, single) for item in across for side in sides]
    return Table((title, *heads), tuple(rows), _weights(len(heads)), "grid")


def _place_label(reader: Reader, item: AnyItem, place: str) -> str:
    name, code = _place_names(reader, item, place)
    return f"{name} ({code})" if code and code not in name.split() else name


def _quiet_label(item: AnyItem) -> str:
    return words.in_sentence(item.label)


def _column_head(item: AnyItem, side: Side | None, single: bool) -> str:
    letter = words.side(side, short=True) if side else ""
    if single:
        return letter or _("Finding")
    return f"{item.label.split()[-1].capitalize() if len(item.label) > 12 else item.label} {letter}".strip()


def _weights(columns: int) -> tuple[float, ...]:
    share = {1: 0.46, 2: 0.23, 3: 0.19, 4: 0.167}.get(columns, 0.7 / columns)
    return (1 - share * columns, *(share for _rest in range(columns)))


def _place_names(reader: Reader, item: AnyItem, place: str) -> tuple[str, str]:
    axis = reader.library.axes.get(item.axis, {}) if item.axis else {}
    return place_words(reader.library, item, place), axis.get(place, "") if place in item.labels else ""


def _plain_table(reader: Reader, section: Section, items: list[AnyItem], base: int, even_rows: list[Even]) -> Table:
    """Items down; R and L across where there are sides, else one value over both; even rows apart."""
    sided = False
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        if item.side:
            cells = [_cell(reader, item, At(side=side), base) for side in SIDES]
        else:
            cells = [_whole(reader, where, base) for where in reader.slots(item.id)]
        if (one := even(reader, agreeing.asked(item.label), cells, sided=bool(item.side))) is not None:
            even_rows.append(one)
            continue
        sided = sided or bool(item.side)
        rows.append((_label(agreeing.asked(item.label), any(cell.finding for cell in cells)), *cells))
    title = words.capital(section.title.rpartition(": ")[2])  # `Provocation: nerve and loading` stands under its part
    head = (title, *(words.side(side, short=True) for side in SIDES)) if sided else (title, "")
    return Table(head, tuple(rows), _weights(2 if sided else 1), "grid")


def _whole(reader: Reader, where: Slot, base: int) -> Cell:
    return Cell((reader.runs(where, base),), reader.is_finding(where), (where,))


def _label(text: str, found: bool) -> Cell:
    return Cell(((Run(text, "strong" if found else "plain"),),))


def _cell(reader: Reader, item: AnyItem, at: At, base: int) -> Cell:
    """A value under R or L; an empty cell says that the place was not examined."""
    where = Slot(item.id, at)
    if at not in reader.assessment.asked.get(item.id, ()):
        return Cell()
    answer = reader.answer(where)
    if answer is None:
        return Cell(((Run(_("not examined"), "quiet"),),), slots=(where,))
    text = reader.read(where)
    if isinstance(item, Grade) and not isinstance(answer.value, (Gap, str)):
        text = grade_words(item, answer.value, alone=True) if isinstance(answer.value, (int, float)) else text
    text = _short_marks(item, answer.value) or text
    if isinstance(answer.value, Finding):
        text = ", ".join((_(RESULTS[answer.value.result]), *_details(text)))
    text += reader.date_words(where, base)
    return Cell(((Run(text, reader.tone(where)),),), reader.is_finding(where), (where,))


def _short_marks(item: AnyItem, value: Value) -> str:
    """Many options in a narrow cell: those present, or none where all were looked at."""
    if not (isinstance(value, Marks) and isinstance(item, Choices)) or value.unknown:
        return ""
    if {*value.present, *value.absent} != set(item.options):
        return ""
    return ", ".join(words.in_sentence(item.options[option]) for option in value.present) or _("none")


def _details(text: str) -> list[str]:
    """Angle and place of a manoeuvre, behind its result."""
    for result in RESULTS.values():
        text = text.removeprefix(_(result))
    at = _("{result} at {amount}").format(result="", amount="")
    text = text.removeprefix(at).removeprefix(", ").strip()
    return [text] if text else []


# ---------------------------------------------------------------------------------------------------- what changed


def _rechecked(reader: Reader, slots: Sequence[Slot], base: int) -> Runs:
    """Findings taken again after the visit the tables are of, and what changed: `Rechecked 25 Nov 2025: …`."""
    lines: list[Run] = []
    for visit in sorted({v for where in slots if (v := reader.visit_of(where)) is not None and v > base}):
        changes: dict[str, list[Slot]] = {}
        for where in slots:
            change = _change(reader, where) if reader.visit_of(where) == visit else ""
            if change and (change != _("unchanged") or reader.is_finding(where)):
                changes.setdefault(change, []).append(where)
        if changes:
            texts = [
                f"{', '.join(run.text for run in phrases(reader, same, dated=False, since=False))}: {change}"
                for change, same in changes.items()
            ]
            lines.append(Run(_("Rechecked {visit}: ").format(visit=reader.visit_words(visit)), "strong"))
            lines.append(Run(f"{'; '.join(texts)}. "))
    return tuple(lines)


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
        return _("unchanged")
    former = value_words(reader.library, reader.library.items[where.item], before.value)
    return _("{former} on {day}").format(
        former=former, day=words.short_day(reader.visit_day(before.visit), reader.assessment.today)
    )
