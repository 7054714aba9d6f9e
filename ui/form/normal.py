"""The normal value of an item, where it has one that may be set for a whole group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ui.fields import Views
from workup.answers import Finding, Slot, Value
from workup.protocol import AnyItem, Choice, Grade, ManoeuvreItem, YesNo


def normal_value(item: AnyItem) -> Value | None:
    """What *rest normal* sets; None where it must never set anything."""
    if item.red_flag or item.no_fill:
        return None
    match item:
        case YesNo() if item.finding:
            return "no" if item.finding == "yes" else "yes"
        case Choice() if item.normal:
            return item.normal[0]
        case Grade() if item.normal:
            return item.normal[0]
        case ManoeuvreItem():
            return Finding("negative")
    return None


def empty_normals(views: Views, slots: Iterable[Slot]) -> list[tuple[Slot, Value]]:
    """The normal value of each of these slots that is still without an answer of this visit."""
    return list(_normals(views, slots))


def has_empty_normals(views: Views, slots: Iterable[Slot]) -> bool:
    """Whether one of these slots could be set to normal."""
    return next(_normals(views, slots), None) is not None


def _normals(views: Views, slots: Iterable[Slot]) -> Iterator[tuple[Slot, Value]]:
    library = views.assessment.library
    for slot in slots:
        item = library.items[slot.item]
        value = normal_value(item)
        if value is not None and views.of(item, slot).value is None:
            yield slot, value
