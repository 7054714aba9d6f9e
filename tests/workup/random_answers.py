"""Answers that could be right, drawn from the content, as a case file writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from tests.workup.patients import LAST, library
from workup.answers import At, Side, Slot
from workup.protocol import (
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    Computed,
    Document,
    Grade,
    ManoeuvreItem,
    Number,
    Records,
    Scale,
    SpanOfLevels,
    Text,
    When,
    YesNo,
)

WORDS = (
    "leg pain", "<b>bold</b> & {braces} %s", "=1+1", "José Łukasiewicz Ωμέγα Việt", "名前 🙂", "שלום עולם", "a" * 600,
    "line one\nline two\n\nline four", "\u200fמימין", "tab\there", "“quoted” ’n’ \\ back",
)  # fmt: skip


def random_answers(chance: Random, most: int = 40) -> dict[str, Any]:
    """Addresses and values of several items of the content, each of which can be stored."""
    items = [item for item in library().items.values() if not isinstance(item, Computed | Document)]
    chosen = chance.sample(items, chance.randint(1, most))
    return {str(Slot(item.id, _at(item, chance))): _value(item, chance) for item in chosen}


def _at(item: AnyItem, chance: Random) -> At:
    if isinstance(item, BodyMap):
        region = chance.choice(["back.buttock", "front.thigh-lateral", "back.spine-lumbar", "front.foot-dorsum"])
        side: Side | None = None if "spine" in region else chance.choice(["right", "left"])
        return At(None, region, side)
    if isinstance(item, Records):
        return At()
    where = chance.choice(library().places[item.id])
    return At(chance.randint(1, 3) if item.record else None, where.place, where.side)


def _value(item: AnyItem, chance: Random) -> Any:
    if chance.random() < 0.1:
        return "unknown"
    if library().section_of[item.id].examined and chance.random() < 0.1:
        return chance.choice(["not_examined", {"not_examined": "too painful"}])
    match item:
        case YesNo():
            return chance.choice(["yes", "no"])
        case Choice():
            return chance.choice(list(item.options))
        case Choices():
            return _marks(list(item.options), chance)
        case Number():
            least, most = item.least if item.least is not None else 0, item.most if item.most is not None else 500
            return chance.choice([least, most, round(chance.uniform(least, most), item.decimals)])
        case Scale():
            return chance.randint(item.least, item.most)
        case Grade():
            return int(chance.choice(list(item.grades)))
        case Text():
            return chance.choice(WORDS)[: item.most]
        case When():
            return _day(item, chance)
        case SpanOfLevels():
            places = item.places or tuple(library().axes["vertebra"])
            first, last = sorted(chance.sample(range(len(places)), 2))
            return chance.choice([places[first], f"{places[first]}-{places[last]}"])
        case ManoeuvreItem():
            return _finding(item, chance)
        case Records():
            return "none"
        case BodyMap():
            used = chance.sample(list(item.qualities), chance.randint(1, 3))
            return {"qualities": used, "intensity": chance.randint(0, 10)}
        case Computed() | Document():
            raise AssertionError(item.id)


def _marks(options: list[str], chance: Random) -> Any:
    present = [option for option in options if chance.random() < 0.3] or [chance.choice(options)]
    absent = [option for option in options if option not in present and chance.random() < 0.5]
    return chance.choice([present, {"present": present, "absent": absent}, "absent"])


def _day(item: When, chance: Random) -> str:
    day = date(chance.randint(1940, LAST.year - 1), chance.randint(1, 12), chance.randint(1, 28))
    return str(day) if item.whole else str(day)[: chance.choice([4, 7, 10])]


def _finding(item: ManoeuvreItem, chance: Random) -> Any:
    manoeuvre, result = library().manoeuvres[item.manoeuvre], chance.choice(["positive", "negative"])
    told: dict[str, Any] = {"result": result}
    if manoeuvre.angle is not None and chance.random() < 0.5:
        told["angle"] = chance.randint(*map(int, manoeuvre.angle))
    if manoeuvre.felt and chance.random() < 0.5:
        told["felt"] = chance.choice(list(manoeuvre.felt))
    return told if len(told) > 1 else result


def case_text(*visits: Mapping[str, Any]) -> str:
    """A case file of one visit, or of several on days that follow each other."""
    if len(visits) == 1:
        return f"today = {LAST}\n[answers]\n{_lines(visits[0])}"
    days = [f"[[visit]]\ndate = {date(2025, 11, n)}\n[visit.answers]\n{_lines(v)}" for n, v in enumerate(visits, 1)]
    return "\n".join([f"today = {LAST}", *days])


def _lines(answers: Mapping[str, Any]) -> str:
    return "\n".join(f"{_toml(address)} = {_toml(value)}" for address, value in answers.items()) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
