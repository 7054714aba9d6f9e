"""Worked patients written by hand: addresses and values of a case file become entries of a record."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any, assert_never

from msgspec import Struct

from workup.answers import Answer, Answers, Finding, Gap, Levels, Marks, Painted, PartialDate, Slot, Value, slot
from workup.content import read_toml
from workup.errors import BadAddress
from workup.limits import refusal
from workup.protocol import (
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    Computed,
    Document,
    Grade,
    Library,
    ManoeuvreItem,
    Number,
    Records,
    Scale,
    SpanOfLevels,
    Text,
    When,
    YesNo,
)
from workup.record import Visit

KEYS = ("today", "title", "answers", "visit", "expect")
VISIT_KEYS = ("date", "answers")


class Case(Struct, frozen=True):
    """A worked patient: the day it is read on, its visits and its answers; what it expects is for tests."""

    today: date
    visits: tuple[Visit, ...]
    answers: Answers
    given: tuple[tuple[int, Slot, Value], ...]
    title: str = ""
    expect: Mapping[str, Any] = {}


def read_case(library: Library, path: Path) -> Case:
    """Read a case file; raises BadAddress with one sentence for the first thing that does not fit."""
    table = read_toml(path)
    _no_slip(table, KEYS)
    today = _day(table.get("today"), "today")
    visits: list[Visit] = []
    given: list[tuple[int, Slot, Value]] = []
    laid: list[tuple[Slot, Answer]] = []
    for number, (day, answers) in enumerate(_visits(table, today), 1):
        if day > today:
            raise BadAddress(f"Visit {number} is on {day}, after today ({today}).")
        if visits and day < visits[-1].day:
            raise BadAddress(f"Visit {number} is on {day}, before the visit on {visits[-1].day}.")
        visits.append(Visit(number, day, "case"))
        moment = datetime.combine(day, time(12), UTC)
        for address, raw in answers.items():
            where, value = read_answer(library, address, raw, day)
            if value in (Marks(), ""):
                continue  # no option and no word: the item stays not asked
            given.append((number, where, value))
            laid.append((where, Answer(value, number, moment, "case")))
    expect = table.get("expect", {})
    return Case(today, tuple(visits), Answers(laid), tuple(given), str(table.get("title", "")), expect)


def _visits(table: Mapping[str, Any], today: date) -> list[tuple[date, Mapping[str, Any]]]:
    if "answers" in table and "visit" in table:
        raise BadAddress("A case has either [answers] or [[visit]], not both.")
    if "visit" in table:
        rows = table["visit"]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise BadAddress("Visits are written as [[visit]] with date and [visit.answers].")
        for row in rows:
            _no_slip(row, VISIT_KEYS)
        return [(_day(row.get("date"), "date of a visit"), _answers(row.get("answers", {}))) for row in rows]
    if "answers" not in table:
        raise BadAddress("The case has no [answers] and no [[visit]].")
    return [(today, _answers(table["answers"]))]


def _no_slip(table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """A misspelt [answers] or [[visit]] would lose answers in silence; other keys are a script's own."""
    for key in table:
        if key not in known and (meant := get_close_matches(key, known, n=1)):
            raise BadAddress(f"“{key}” is nothing a case has. Did you mean “{meant[0]}”?")


def _answers(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadAddress("Answers are written as \"address\" = value below [answers] or [visit.answers].")
    return value


def _day(value: object, what: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value is not None else _missing(what)
    except ValueError:
        raise BadAddress(f"“{value}” is not a date for {what}; write it as 2025-11-25.") from None


def _missing(what: str) -> date:
    raise BadAddress(f"The case needs a line such as {what.split(maxsplit=1)[0]} = 2025-11-25.")


def read_answer(library: Library, address: str, raw: object, today: date) -> tuple[Slot, Value]:
    """One line of a case: where it belongs and what it says. Raises BadAddress."""
    try:
        where = slot(address)
    except ValueError as error:
        raise BadAddress(f"{error}{_side_hint(address)}") from None
    item = library.items.get(where.item)
    if item is None:
        raise BadAddress(f"{address}: there is no item “{where.item}”.{_hint(where.item, library.items, 0.6)}")
    try:
        value = _value(item, raw)
    except ValueError as error:
        raise BadAddress(f"{address}: {error}") from None
    sentence = refusal(library, item, where.at, value, today)
    if sentence:
        raise BadAddress(f"{address}: {sentence}{_place_hint(library, item, where, value)}")
    return where, value


def _hint(word: str, known: Any, cutoff: float = 0.5) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return f" Did you mean “{close[0]}”?" if close else ""


def _side_hint(address: str) -> str:
    head, slash, last = address.rpartition("/")
    close = get_close_matches(last.lower(), ("right", "left"), n=1) if slash and last not in ("right", "left") else []
    return f" Did you mean “{head}/{close[0]}”?" if close else ""


def _place_hint(library: Library, item: AnyItem, where: Slot, value: Value) -> str:
    if isinstance(item, BodyMap) and library.regions and str(where.at) not in library.regions:
        return _hint(str(where.at), library.regions)
    places = item.places or tuple(library.axes.get(item.axis or "", ()))
    if where.at.place is not None and places and where.at.place not in places:
        return _hint(where.at.place, places)
    options: tuple[str, ...] = ()
    words: tuple[str, ...] = (value,) if isinstance(value, str) else ()
    if isinstance(item, Choice | Choices):
        options = tuple(item.options)
        words = (*value.present, *value.absent, *value.unknown) if isinstance(value, Marks) else words
    elif isinstance(item, YesNo):
        options = ("yes", "no")
    elif isinstance(item, BodyMap) and isinstance(value, Painted):
        options, words = tuple(item.qualities), value.qualities
    elif isinstance(item, ManoeuvreItem) and isinstance(value, Finding) and value.felt is not None:
        options, words = tuple(library.manoeuvres[item.manoeuvre].felt), (value.felt,)
    elif isinstance(item, SpanOfLevels) and isinstance(value, Levels):
        options, words = item.places or tuple(library.axes["vertebra"]), (value.upper, value.lower)
    wrong = next((word for word in words if options and word not in options), "")
    return _hint(wrong, options) if wrong else ""


def _value(item: AnyItem, raw: object) -> Value:
    if raw == "unknown":
        return Gap("unknown")
    if raw == "not_examined":
        return Gap("not_examined")
    if isinstance(raw, dict) and set(raw) <= {"not_examined"} and raw:
        return Gap("not_examined", str(raw["not_examined"]))
    match item:
        case YesNo() | Choice() | Text():
            if isinstance(raw, bool):
                raise ValueError(f"write {'“yes”' if raw else '“no”'} instead of {str(raw).lower()}.")
            return _text(raw, "an option" if not isinstance(item, Text) else "text")
        case Choices():
            return _marks(item, raw)
        case Number() | Scale() | Grade():
            if isinstance(raw, bool) or not isinstance(raw, (int, float)):
                raise ValueError(f"“{raw}” is not a number.")
            return raw
        case When():
            if isinstance(raw, datetime | date):
                return PartialDate(raw.year, raw.month, raw.day)
            if isinstance(raw, int) and not isinstance(raw, bool):  # a year without quotation marks
                raw = str(raw)
            return PartialDate.parse(_text(raw, "a date such as \"2024-09-03\""))
        case SpanOfLevels():
            upper, _, lower = _levels(raw).partition("-")
            return Levels(upper, lower or upper)
        case ManoeuvreItem():
            return _finding(raw)
        case Records():
            text = _text(raw, "\"none\"")
            return "none" if text == "absent" else text
        case BodyMap():
            return _painted(raw)
        case Document():
            raise ValueError("a document is attached in the window; a case holds no files. Leave this line out.")
        case Computed():
            return _text(raw, "nothing, it is computed")
    assert_never(item)


def _text(raw: object, what: str) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"it takes {what}, not {raw}.")
    return raw


def _levels(raw: object) -> str:
    text = _text(raw, "levels such as \"L4-S1\"")
    if "–" in text:
        raise ValueError(f"levels are written with a plain hyphen. Did you mean “{text.replace('–', '-')}”?")
    return text


def _words(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(word, str) for word in raw):
        raise ValueError("options are written as a list such as [\"flexion\", \"sitting\"].")
    return tuple(raw)


def _marks(item: Choices, raw: object) -> Marks:
    if raw == "absent" or raw == "none":
        return Marks(absent=tuple(item.options))
    if isinstance(raw, list):
        return Marks(present=_words(raw))
    if isinstance(raw, dict) and set(raw) <= {"present", "absent", "unknown"}:
        return Marks(*(_words(raw.get(state, [])) for state in ("present", "absent", "unknown")))
    states = "{present = [], absent = [], unknown = []}"
    raise ValueError(f"it takes a list of the options present, {states}, or \"absent\".")


def _finding(raw: object) -> Finding:
    table = raw if isinstance(raw, dict) else {"result": raw}
    result, angle, felt = table.get("result"), table.get("angle"), table.get("felt")
    if result not in ("positive", "negative") or not set(table) <= {"result", "angle", "felt"}:
        hint = _hint(str(result), ("positive", "negative"))
        raise ValueError(f'it is "positive", "negative" or {{result = "positive", angle = 45, felt = "leg"}}.{hint}')
    if angle is not None and (isinstance(angle, bool) or not isinstance(angle, (int, float))):
        raise ValueError(f"“{angle}” is not an angle in degrees.")
    return Finding("positive" if result == "positive" else "negative", angle, None if felt is None else str(felt))


def _painted(raw: object) -> Value:
    if raw == "none" or raw == "absent":
        return "none"
    if not isinstance(raw, dict) or not set(raw) <= {"qualities", "intensity"}:
        raise ValueError("a region takes {qualities = [\"burning\"], intensity = 7}.")
    intensity = raw.get("intensity")
    if intensity is not None and (isinstance(intensity, bool) or not isinstance(intensity, int)):
        raise ValueError(f"“{intensity}” is not an intensity from 0 to 10.")
    return Painted(_words(raw.get("qualities", [])), intensity)
