"""Answers as phrases: slots of one item that say the same are told in one breath."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from workup import agreeing, words
from workup.answers import Gap, Levels, Side, Slot
from workup.note.blocks import Run, Runs, Tone
from workup.note.reader import Reader, has_grades, is_marker
from workup.protocol import AnyItem, Choice, Choices, Computed, Grade, Number, Text, When, YesNo
from workup.texts import N_, _, _p

SIDES_TOLD = frozenset({"right", "left", "both"})
_CODE = re.compile(r"[CTLS]\d{1,2}(–[CTLS]\d{1,2})?$")
Where = Literal["right", "left", "bilateral"]


class Told(Struct, frozen=True):
    """What slots of one item say alike: the item, the side, the places, the value and what hangs on to it."""

    item: AnyItem
    side: Where | None
    places: tuple[str, ...]
    value: str
    tail: str
    tone: Tone

    @property
    def label(self) -> str:
        """The item inside a sentence."""
        return words.in_sentence(agreeing.asked(self.item.label))

    @property
    def speaks_for_itself(self) -> bool:
        """Whether the place says what was tested, as with `great toe extension 4/5`."""
        return bool(self.item.labels) and isinstance(self.item, Grade) and not has_grades(self.item)


def told(
    reader: Reader,
    slots: Iterable[Slot],
    *,
    base: int | None = None,
    relative: bool = False,
    dated: bool = True,
    since: bool = True,
    brief: bool = False,
    but: str = "",
    names: Collection[str] | None = None,
) -> list[Told]:
    """Slots grouped by item, record, side and value, in order.

    `since` adds what is said about an abnormal slot, except for `but`, which is said elsewhere.
    `brief` tells of many options only those present, a glance those of `names` too.
    """
    groups: dict[tuple[str, int | None, Side | None, str, Tone, str], list[Slot]] = {}
    for where in slots:
        item = reader.item(where.item)
        if item is None or is_marker(item, where):
            reader.told.add(where)
            continue
        value = reader.read(where, relative=relative, brief=brief, names=names)
        value = " ".join(value.split()) if isinstance(item, Text) else value
        day = reader.other_day(where, base) if dated else ""
        follow = reader.follow_up(where) if since else ""
        remarks = "; ".join(part for part in (day, "" if follow == but else follow) if part)
        tail = f" ({remarks})" if remarks else ""
        if value:
            key = (where.item, where.at.record, where.at.side, value, reader.tone(where), tail)
            groups.setdefault(key, []).append(where)
    entries = [
        Told(reader.library.items[name], side, tuple(p for w in group if (p := reader.place(w))), value, tail, tone)
        for (name, _rest, side, value, tone, tail), group in groups.items()
    ]
    return list(_both_sides(entries))


def _both_sides(entries: list[Told]) -> Iterator[Told]:
    """Right and left that say the same of the same places told once."""
    paired: set[int] = set()
    for number, entry in enumerate(entries):
        if number in paired:
            continue
        twin = next((n for n, e in enumerate(entries) if n > number and n not in paired and _is_twin(entry, e)), None)
        if twin is None:
            yield entry
        else:
            paired.add(twin)
            yield replace(entry, side="bilateral")


def _is_twin(one: Told, other: Told) -> bool:
    sides = {one.side, other.side} == {"right", "left"}
    return sides and replace(one, side=None) == replace(other, side=None)


def phrases(
    reader: Reader,
    slots: Iterable[Slot],
    *,
    named: bool = True,
    base: int | None = None,
    relative: bool = False,
    dated: bool = True,
    since: bool = True,
    brief: bool = False,
    colon: bool = False,
    names: Collection[str] | None = None,
) -> list[Run]:
    """One phrase for each group of slots: `right great toe extension 4/5`.

    `named` says the item too; without it only side, place and value are told, for a row that names the item already.
    `colon` sets the name apart: `severity: mild`.
    """
    groups = told(reader, slots, base=base, relative=relative, dated=dated, since=since, brief=brief, names=names)
    return [Run(_phrase(group, named=named, colon=colon) + group.tail, group.tone) for group in groups]


def _phrase(group: Told, *, named: bool, colon: bool) -> str:
    where = words.listing(group.places)
    side, value, label = group.side, group.value, group.label
    if isinstance(group.item, YesNo) and named:
        return _join(_yes_no(label, side, value), _("at {where}").format(where=where) if where else "")
    if group.speaks_for_itself and where:
        return sided(side, where, value)
    if where and named:
        if are_codes(group.places):
            return sided(side, words.valued(agreeing.placed(where, label), value))
        return agreeing.found_at(words.valued(label, value), sided(side, where))
    if where and isinstance(group.item, YesNo):
        return f"{value}: {sided(side, where)}"
    if where:
        return sided(side, words.valued(where, value))
    if named and colon and isinstance(group.item, (Choice, Choices)):
        return f"{sided(side, label)}: {value}"
    return sided(side, words.valued(label, value)) if named else sided(side, value)


WHERES: tuple[Where, ...] = ("right", "left", "bilateral")
SIDES = {"right": N_("right"), "left": N_("left"), "bilateral": N_("bilateral")}


def sided(side: Where | None, *parts: str | None) -> str:
    """The parts in a row, with their side: `right great toe extension 4/5`."""
    text = _join(*parts)
    if not side or not text:
        return _(SIDES[side]) if side else text
    told = _p("a thing of one side", "{side} {name}")
    if ", " in text:  # the side is that of the whole, not of the last word
        told = _p("several words of one side", "{side} {name}")
    return told.format(side=words.on_side(side), name=text)


def are_codes(places: Sequence[str]) -> bool:
    """Whether the places are roots or levels, which stand before what was found there: `L5–S1 foramen grade 3`."""
    return bool(places) and all(_CODE.match(place) for place in places)


def _yes_no(label: str, side: Where | None, value: str) -> str:
    if value == _("yes"):
        return sided(side, label)
    said = sided(side, label)
    return _("no {label}").format(label=said) if value == _("no") else sided(side, words.valued(label, value))


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


def row_of(
    reader: Reader, slots: Sequence[Slot], base: int | None = None, *, record: bool, lead: str, names: Collection[str]
) -> Runs:
    """Several items in one row: the first by its value, levels close behind it, the others with their names.

    Inside a `record` options need no name: `Penicillin, rash, mild`. With a `lead` only that item goes without its
    name: the label of the row was made for it, and would say something else of another. Absent options are told as
    far as they are in `names`, and a plain no beside something else waits for the last pages.
    """
    line: list[Run] = []
    days = {reader.other_day(where, base) for where in slots}
    together = days.pop() if len(days) == 1 else ""
    for own in _by_item(slots):
        item = reader.library.items[own[0].item]
        if _implied(reader, own, slots):
            reader.told.update(own)
            continue
        value = reader.value(item.id, own[0].at)
        if not record and _waits(reader, own, slots):
            continue
        bare = not isinstance(item, (YesNo, Number, Computed)) if record else isinstance(item, (When, Text))
        first = not line and lead in ("", item.id)
        bare = (bare or first or isinstance(value, Levels)) and not isinstance(item, YesNo)
        if isinstance(value, Gap) and line:
            bare = False
        dated = not together
        spoken = phrases(reader, own, named=not bare, base=base, relative=True, dated=dated, colon=True, names=names)
        if not spoken:
            continue
        if isinstance(item, Choice) and set(item.options) >= SIDES_TOLD and (side := agreeing.of_side(value)):
            spoken = [Run(run.text if " " in run.text else side, run.tone) for run in spoken]
        by = _separator(line, item, value)
        if by:
            line.append(Run(by))
        line.extend(joined(spoken, ", ", capital=by in ("", ". ")))
    if line and together:
        line.append(Run(f" ({together})"))
    return tuple(line)


def _separator(line: list[Run], item: AnyItem, value: object) -> str:
    """What stands before the next item of a row: a full stop where the one before was a list of its own."""
    if not line:
        return ""
    if isinstance(value, Levels):
        return " "
    if isinstance(item, Text) and isinstance(value, str) and value[:1].isupper():
        return ". "
    return ". " if any(sign in line[-1].text for sign in (";", ":")) else ", "


def _waits(reader: Reader, own: Sequence[Slot], row: Sequence[Slot]) -> bool:
    """Whether these are plain noes in a row that has more to say."""

    def is_no(where: Slot) -> bool:
        item = reader.library.items[where.item]
        return isinstance(item, YesNo) and reader.value(where.item, where.at) == "no" and not reader.is_finding(where)

    return all(map(is_no, own)) and not all(map(is_no, row))


def _implied(reader: Reader, own: Sequence[Slot], row: Sequence[Slot]) -> bool:
    """Whether a bare yes is told already by its detail in the row: `anticoagulant` by `anticoagulant_drug`."""
    name = own[0].item
    yes = isinstance(reader.library.items[name], YesNo) and reader.value(name, own[0].at) == "yes"
    return yes and any(where.item.startswith(f"{name}_") for where in row)


def _by_item(slots: Sequence[Slot]) -> list[list[Slot]]:
    groups: dict[str, list[Slot]] = {}
    for where in slots:
        groups.setdefault(where.item, []).append(where)
    return list(groups.values())
