"""What a test found normal, by name and place: `collection, motion L3–S1, left foramen L4–L5`."""

import re
from collections.abc import Iterable, Sequence

from workup import agreeing, words
from workup.answers import Marks, Side, Slot
from workup.note.reader import Reader
from workup.protocol import AnyItem, Choice, Choices, Grade

_SPINAL = re.compile(r"([CTLS]\d{1,2})(?:-([CTLS]\d{1,2}))?")


def is_normal(reader: Reader, where: Slot) -> bool:
    """Whether the answer is one that the content calls normal, or every option of it is absent."""
    item, value = reader.library.items[where.item], reader.value(where.item, where.at)
    if isinstance(item, Choices) and isinstance(value, Marks):
        return set(value.absent) >= set(item.options) and bool(item.findings)
    return isinstance(item, (Choice, Grade)) and value in item.normal


def by_item(slots: Iterable[Slot]) -> list[list[Slot]]:
    """Slots of one item together."""
    groups: dict[str, list[Slot]] = {}
    for where in slots:
        groups.setdefault(where.item, []).append(where)
    return list(groups.values())


def normal_words(reader: Reader, slots: Sequence[Slot]) -> str:
    """The names of what was normal, with the places and the side where it is not both."""
    texts = []
    for own in by_item(slots):
        reader.told.update(own)
        item = reader.library.items[own[0].item]
        label = words.in_sentence(agreeing.asked(item.label))
        places: dict[Side | None, list[str]] = {}
        for where in own:
            places.setdefault(where.at.side, []).append(where.at.place or "")
        alike = len({tuple(sorted(some)) for some in places.values()}) == 1 and len(places) == 2
        for side, some in [(None, next(iter(places.values())))] if alike else places.items():
            span = _span(reader, item, some)
            names = words.listing([] if span else [reader.place(one) for one in _each_place(own, some)])
            said = f"{label} {span}" if span else agreeing.placed(names, label)
            texts.append(words.beside(said, side) if side else said)
    return ", ".join(texts)


def _span(reader: Reader, item: AnyItem, places: Sequence[str]) -> str:
    """`L3–S1` for a level or for neighbours along the spine; nothing for other places."""
    every = list(reader.library.axes.get(item.axis, {})) if item.axis else []
    order = [place for place in every if place in places]
    ends = [found for place in order if (found := _SPINAL.fullmatch(place))]
    if not order or len(ends) < len(order) or every.index(order[-1]) - every.index(order[0]) >= len(order):
        return ""
    upper, lower = ends[0][1], ends[-1][2] or ends[-1][1]
    return upper if upper == lower else words.levels(upper, lower)


def _each_place(slots: Sequence[Slot], places: Sequence[str]) -> list[Slot]:
    """An answered slot for each of these places."""
    found: dict[str, Slot] = {}
    for where in slots:
        if where.at.place and where.at.place in places:
            found.setdefault(where.at.place, where)
    return list(found.values())
