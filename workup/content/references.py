"""What one piece of content says of another: places, records, manoeuvres, options; and the words for a misfit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Any, get_args

from msgspec.structs import fields

from workup.answers import NOWHERE, SIDES, At, Side
from workup.expr import Condition, Shape
from workup.protocol import (
    FACT_READS,
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    Computed,
    Grade,
    Manoeuvre,
    ManoeuvreItem,
    Optioned,
    Problem,
    Records,
    Section,
    SpanOfLevels,
    When,
    YesNo,
)


def name_of(table: object, number: int) -> str:
    """How a table is named in a problem: its id, else its place in the file."""
    return str(table["id"]) if isinstance(table, dict) and "id" in table else f"number {number}"


def misfit(name: str, path: str, message: str, kind: Any) -> Problem:
    """A Problem for a table that does not fit its type, with a suggestion for a misspelt key."""
    suggestion = ""
    unknown = re.search(r"unknown field `([^`]+)`", message)
    tag = re.search(r"Invalid value '([^']+)' - at `\$\.kind`", message)
    if unknown:
        known = {field.name for struct in _structs(kind) for field in fields(struct)}
        close = get_close_matches(unknown.group(1), sorted(known), n=1)
        return Problem(name, path, f"“{unknown.group(1)}” is not a key that is known here.", close[0] if close else "")
    if tag:
        kinds = sorted(str(struct.__struct_config__.tag) for struct in _structs(kind))
        close = get_close_matches(tag.group(1), kinds, n=1)
        return Problem(name, path, f"“{tag.group(1)}” is not a kind of item.", close[0] if close else "")
    return Problem(name, path, f"{message.replace('$.', '').replace('`', '“', 1).replace('`', '”', 1)}.", suggestion)


def _structs(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if isinstance(kind, UnionType) else (kind,)


def unknown(name: str, path: str, word: str, what: str, known: Iterable[str]) -> Problem:
    """A Problem for a reference to something that does not exist."""
    close = get_close_matches(word, list(known), n=1)
    return Problem(name, path, f"There is no {what} “{word}”.", close[0] if close else "")


def broken(
    item: AnyItem,
    axes: Mapping[str, Mapping[str, str]],
    manoeuvres: Mapping[str, Manoeuvre],
    items: Mapping[str, AnyItem],
) -> Iterator[tuple[str, str, Iterable[str]]]:
    """What makes an item unusable: a sentence, the word that is wrong and the words that are known."""
    if item.axis and item.axis not in axes:
        yield f"There is no axis “{item.axis}”.", item.axis, axes
    known = {**axes.get(item.axis or ("vertebra" if isinstance(item, SpanOfLevels) else ""), {}), **item.labels}
    for place in item.places:
        if place not in known:
            yield f"“{place}” is not a place of the axis and has no label.", place, known
            break
    if item.record and not isinstance(items.get(item.record), Records):
        records = [other.id for other in items.values() if isinstance(other, Records)]
        yield f"There is no records item “{item.record}”.", item.record, records
    if isinstance(item, ManoeuvreItem) and item.manoeuvre not in manoeuvres:
        yield f"There is no manoeuvre “{item.manoeuvre}”.", item.manoeuvre, manoeuvres
    if isinstance(item, Optioned):
        for option in (*item.normal, *item.findings, *item.factors):
            if option not in item.options:
                yield f"“{option}” is not an option of the item.", option, item.options
                break


def places_of(item: AnyItem, axes: Mapping[str, Mapping[str, str]]) -> tuple[At, ...]:
    """Every place and side an item is answered at, in the order shown."""
    if isinstance(item, BodyMap | Records):
        return (NOWHERE,)
    places: tuple[str | None, ...] = (item.places or tuple(axes.get(item.axis, ()))) if item.axis else (None,)
    sides: tuple[Side | None, ...] = SIDES if item.side else (None,)
    return tuple(At(None, place, side) for place in places for side in sides)


def reads_of(item: AnyItem, section: Section, conditions: Mapping[str, Condition]) -> frozenset[str]:
    """The items whose answers, places or findings this one depends on; only their change can change it."""
    named = {item.about, item.record}
    for key, text in ((item.id, item.when), (f"section:{section.id}", section.when)):
        if text and key in conditions:
            named |= conditions[key].items.union(*(FACT_READS[fact] for fact in conditions[key].facts))
    if isinstance(item, Computed):
        named.update(item.sum, FACT_READS.get(item.fact, ()))
    if isinstance(item, When):
        named.add(item.not_before)
    return frozenset(named - {""})


def shape(item: AnyItem, number: int) -> Shape:
    """What conditions must know of an item."""
    options: frozenset[str] = frozenset()
    if isinstance(item, Choice | Choices):
        options = frozenset(item.options)
    elif isinstance(item, YesNo):
        options = frozenset({"yes", "no"})
    elif isinstance(item, ManoeuvreItem):
        options = frozenset({"positive", "negative"})
    elif isinstance(item, BodyMap):
        options = frozenset(item.qualities)
    elif isinstance(item, Grade):
        options = frozenset()
    painted = isinstance(item, BodyMap)
    axis = "region" if painted else item.axis or ""
    return Shape(options, item.record, axis, painted or item.side, number, str(item.__struct_config__.tag))
