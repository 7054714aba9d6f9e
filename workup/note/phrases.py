"""Answers as phrases: slots of one item that say the same are told in one breath."""

from collections.abc import Iterable, Sequence

from workup import words
from workup.answers import Gap, Levels, PartialDate, Side, Slot
from workup.note.blocks import Run, Runs, Tone
from workup.note.reader import Reader, has_grades, is_marker
from workup.protocol import AnyItem, Grade, ManoeuvreItem, Text, YesNo


def phrases(reader: Reader, slots: Sequence[Slot], *, named: bool = True, base: int | None = None) -> list[Run]:
    """One phrase for each group of slots of an item, side and value: `right great toe extension 4/5`.

    `named` says the item too; without it only place, side and value are told, for a row that names the item already.
    """
    groups: dict[tuple[str, int | None, Side | None, str, Tone, str], list[Slot]] = {}
    for where in slots:
        item = reader.item(where.item)
        if item is None or is_marker(item, where):
            reader.told.add(where)
            continue
        value = reader.read(where)
        tail = "".join(f", {text}" for text in (reader.follow_up(where),) if text) + reader.date_words(where, base)
        key = (where.item, where.at.record, where.at.side, value, reader.tone(where), tail)
        if value:
            groups.setdefault(key, []).append(where)
    return [
        Run(_phrase(reader, name, side, [reader.place(slot) for slot in group], value, named) + tail, tone)
        for (name, _, side, value, tone, tail), group in groups.items()
    ]


def _phrase(reader: Reader, name: str, side: Side | None, places: list[str], value: str, named: bool) -> str:
    item = reader.library.items[name]
    label = words.in_sentence(item.label.rstrip("?"))
    where = words.listing([place for place in places if place])
    if isinstance(item, YesNo) and not where and named:
        return _yes_no(label, side, value)
    if item.labels and where:
        says_itself = isinstance(item, ManoeuvreItem) or (isinstance(item, Grade) and not has_grades(item))
        spoken = f"{label} " if named and not says_itself else ""
        return _join(side, f"{spoken}{where}", value)
    if where:
        return _join(label, value, side, where) if named else _join(side, where, value)
    return _join(side, label, value) if named else _join(side, value)


def _yes_no(label: str, side: Side | None, value: str) -> str:
    if value == "yes":
        return _join(side, label)
    return _join("no", side, label) if value == "no" else _join(side, label, value)


def _join(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def joined(runs: Iterable[Run], by: str = "; ", *, capital: bool = True) -> Runs:
    """Runs in a row with separators between, the first with a capital."""
    line: list[Run] = []
    for run in runs:
        if line:
            line.append(Run(by))
        line.append(Run(words.capital(run.text), run.tone) if capital and not line else run)
    return tuple(line)


def self_evident(reader: Reader, where: Slot, first: bool) -> bool:
    """Whether the value tells its own name: the first of a row, dates, levels, text, and named options."""
    answer = reader.answer(where)
    item = reader.item(where.item)
    if answer is None or isinstance(answer.value, Gap):
        return first
    return first or isinstance(answer.value, (PartialDate, Levels)) or isinstance(item, Text)


def row_of(reader: Reader, slots: Sequence[Slot], base: int | None = None) -> Runs:
    """Several items in one row: the first by its value, levels close behind it, the others with their names."""
    line: list[Run] = []
    for item_slots in _by_item(slots):
        item = reader.library.items[item_slots[0].item]
        bare = self_evident(reader, item_slots[0], first=not line) and not _says_little(reader, item, item_slots[0])
        told = phrases(reader, item_slots, named=not bare, base=base)
        if not told:
            continue
        if line:
            close = isinstance(reader.value(item.id, item_slots[0].at), Levels)
            line.append(Run(" " if close else ", "))
        line.extend(joined(told, ", ", capital=not line))
    return tuple(line)


def _says_little(reader: Reader, item: AnyItem, where: Slot) -> bool:
    """Whether a bare value would not be understood: yes and no without their question."""
    return isinstance(item, YesNo) and reader.value(item.id, where.at) in ("yes", "no")


def _by_item(slots: Sequence[Slot]) -> list[list[Slot]]:
    groups: dict[str, list[Slot]] = {}
    for where in slots:
        groups.setdefault(where.item, []).append(where)
    return list(groups.values())
