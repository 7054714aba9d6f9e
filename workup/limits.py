"""What a value may be: hard refusals, soft doubts, and whether it is abnormal."""

import re
from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import assert_never

from workup.answers import NOWHERE, Answers, At, Attached, Finding, Gap, Levels, Marks, Painted, PartialDate, Value
from workup.coding import code_doubts
from workup.protocol import (
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    CodeList,
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
from workup.words import partial_date

MOST_TITLE = 120
DIGEST = re.compile(r"[0-9a-f]{64}")


def refusal(library: Library, item: AnyItem, at: At, value: Value, today: date) -> str:
    """Why this value cannot be stored at this place, as a sentence; empty when it can."""
    wrong_place = _place_refusal(library, item, at)
    if wrong_place:
        return wrong_place
    if isinstance(value, Gap):
        if isinstance(item, Document):
            return f"“{item.label}” is attached or it is not; it cannot be unknown."
        if value.state == "not_examined" and not library.section_of[item.id].examined:
            return f"“{item.label}” is asked, not examined; it can be unknown."
        return ""
    match item:
        case YesNo():
            return "" if value in ("yes", "no") else _no_option(item, value, ("yes", "no"))
        case Choice():
            return "" if value in item.options else _no_option(item, value, tuple(item.options))
        case Choices():
            return _marks_refusal(item, value)
        case Number() | Scale() | Grade():
            return _number_refusal(item, value)
        case Text():
            if not isinstance(value, str):
                return f"“{item.label}” takes text."
            return "" if len(value) <= item.most else f"{len(value)} characters are too many; {item.most} fit here."
        case When():
            return _date_refusal(item, value, today)
        case SpanOfLevels():
            return _levels_refusal(library, item, value)
        case ManoeuvreItem():
            return _finding_refusal(library, item, value)
        case Records():
            allowed = ("none", "checked") if at == NOWHERE else ("added", "removed")
            return "" if value in allowed else _no_option(item, value, allowed)
        case BodyMap():
            return _painted_refusal(library, item, at, value)
        case Document():
            return _attached_refusal(item, value)
        case Computed():
            return f"“{item.label}” is computed; it cannot be entered."
    assert_never(item)


def _place_refusal(library: Library, item: AnyItem, at: At) -> str:
    if isinstance(item, Records):
        return "" if at.place is None and at.side is None else f"“{item.label}” has no places or sides."
    if bool(item.record) != (at.record is not None):
        return f"“{item.label}” {'needs the number of its record' if item.record else 'does not repeat'}."
    if isinstance(item, BodyMap):
        return ""
    if bool(item.axis) != (at.place is not None):
        if not item.axis:
            return f"“{item.label}” has no places."
        return f"“{item.label}” needs a place such as {next(iter(item.places or library.axes[item.axis]), '')}."
    if item.axis and at.place not in (item.places or library.axes[item.axis]):
        return f"“{at.place}” is not a place of “{item.label}”."
    if item.side != (at.side is not None):
        return f"“{item.label}” {'needs a side, right or left' if item.side else 'has no sides'}."
    return ""


def _no_option(item: AnyItem, value: Value, options: tuple[str, ...]) -> str:
    return f"“{value}” is not an option of “{item.label}”; it takes {', '.join(options)}."


def _marks_refusal(item: Choices, value: Value) -> str:
    if not isinstance(value, Marks):
        return f"“{item.label}” takes a state for each option."
    named = (*value.present, *value.absent, *value.unknown)
    for option in named:
        if option not in item.options:
            return _no_option(item, option, tuple(item.options))
        if named.count(option) > 1:
            return f"“{option}” has two states."
    return ""


def _number_refusal(item: Number | Scale | Grade, value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        return f"“{item.label}” takes a number."
    if isinstance(item, Grade):
        options = tuple(item.grades)
        return "" if str(value) in options else _no_option(item, value, options)
    if isinstance(item, Scale) and value != int(value):
        return f"“{item.label}” takes a whole number."
    unit = f" {item.unit}" if isinstance(item, Number) and item.unit else ""
    if item.least is not None and value < item.least:
        return f"{value:g}{unit} is below {item.least:g}{unit}, the least that can be right."
    if item.most is not None and value > item.most:
        return f"{value:g}{unit} is above {item.most:g}{unit}, the most that can be right."
    return ""


def _date_refusal(item: When, value: Value, today: date) -> str:
    if not isinstance(value, PartialDate):
        return f"“{item.label}” takes a date such as 3 Sep 2024, Sep 2024 or 2024."
    try:
        first = value.first, value.last
    except ValueError:
        return f"{value} is not a day of the calendar."
    if item.whole and value.day is None:
        return f"“{item.label}” needs day, month and year."
    if not item.future and first[0] > today:
        return f"{worded(value)} lies in the future."
    if value.year < 1880:
        return f"{worded(value)} is too long ago; check the year."
    return ""


def _levels_refusal(library: Library, item: SpanOfLevels, value: Value) -> str:
    if not isinstance(value, Levels):
        return f"“{item.label}” takes levels such as L4-S1."
    order = list(item.places or library.axes["vertebra"])
    for name in (value.upper, value.lower):
        if name not in order:
            return f"“{name}” is not a level of “{item.label}”."
    return "" if order.index(value.upper) <= order.index(value.lower) else "Name the upper level first."


def _finding_refusal(library: Library, item: ManoeuvreItem, value: Value) -> str:
    if not isinstance(value, Finding):
        return f"“{item.label}” is positive or negative."
    manoeuvre = library.manoeuvres.get(item.manoeuvre)
    if value.angle is not None:
        if manoeuvre is None or manoeuvre.angle is None:
            return f"“{item.label}” has no angle."
        low, high = manoeuvre.angle
        if not low <= value.angle <= high:
            return f"{value.angle:g}° is outside {low:g}° to {high:g}°."
    if value.felt is not None and (manoeuvre is None or value.felt not in manoeuvre.felt):
        places = ", ".join(manoeuvre.felt) if manoeuvre else ""
        return f"“{value.felt}” is not a place where “{item.label}” is felt{'; it takes ' + places if places else ''}."
    return ""


def _painted_refusal(library: Library, item: BodyMap, at: At, value: Value) -> str:
    if at == NOWHERE:
        return "" if value == "none" else f"“{item.label}” takes regions, or none."
    if library.regions and str(at) not in library.regions:
        return f"“{at}” is not a region of the body chart."
    if not isinstance(value, Painted):
        return f"“{item.label}” takes qualities and an intensity for each region."
    for quality in value.qualities:
        if quality not in item.qualities:
            return _no_option(item, quality, tuple(item.qualities))
        if value.qualities.count(quality) > 1:
            return f"“{quality}” is named twice."
    if value.intensity is not None and not 0 <= value.intensity <= 10:
        return "Intensity goes from 0 to 10."
    return ""


def _attached_refusal(item: Document, value: Value) -> str:
    if not isinstance(value, Attached):
        return f"“{item.label}” takes documents, which are attached in the window."
    if not 0 < len(value.files) <= item.most:
        return f"“{item.label}” takes up to {item.most} documents; take one back first."
    digests = [file.digest for file in value.files]
    for file in value.files:
        if not file.title.strip() or len(file.title) > MOST_TITLE or not file.title.isprintable():
            return f"A document needs a title of one line, at most {MOST_TITLE} characters."
        if file.size < 1 or file.pages < 1 or not DIGEST.fullmatch(file.digest):
            return f"“{file.title}” is not a document as it is kept."
        if digests.count(file.digest) > 1:
            return f"“{file.title}” is attached here already."
    return ""


def has_doubts(item: AnyItem) -> bool:
    """Whether a value of this item can be doubtful at all."""
    if type(item) is Text:
        return item.coded
    return (type(item) is Number and item.usual is not None) or (type(item) is When and bool(item.not_before))


def doubt(item: AnyItem, at: At, value: Value, answers: Answers, today: date, codes: CodeList) -> str:
    """A sentence when the value can be stored but should be looked at again; empty otherwise."""
    match item:
        case Number() if item.usual and isinstance(value, (int, float)):
            low, high = item.usual
            if not low <= value <= high:
                return f"{value:g}{' ' + item.unit if item.unit else ''} is unusual (usually {low:g} to {high:g})."
        case When() if isinstance(value, PartialDate) and item.not_before:
            start = answers.value(item.not_before, At(at.record)) or answers.value(item.not_before)
            if isinstance(start, PartialDate) and value.last < start.first:
                name = item.not_before.replace("_", " ")
                return f"{worded(value)} is before {worded(start)} ({name}). Check both dates."
        case Text() if item.coded and isinstance(value, str):
            return " ".join(sentence for _, sentence in code_doubts(codes, value, today))
    return ""


def worded(day: PartialDate) -> str:
    """A date as written on screen and paper: 3 Sep 2024, Sep 2024 or 2024."""
    return partial_date(day.year, day.month, day.day)


def may_be_finding(item: AnyItem) -> bool:
    """Whether a value of this item can be abnormal at all."""
    return type(item) in _JUDGES


def is_finding(item: AnyItem, value: Value, other: Value | None = None) -> bool:
    """Whether the value is abnormal by what the content declares; `other` is that of the other side."""
    judge = _JUDGES.get(type(item))
    return judge is not None and judge(item, value, other)


def _yes_no_is_finding(item: YesNo, value: Value, _other: Value | None) -> bool:
    return bool(item.finding) and value == item.finding


def _option_is_finding(item: Choice | Choices, option: str) -> bool:
    return option in item.findings or bool(item.normal and not item.findings and option not in item.normal)


def _choice_is_finding(item: Choice, value: Value, _other: Value | None) -> bool:
    return isinstance(value, str) and _option_is_finding(item, value)


def _choices_are_finding(item: Choices, value: Value, _other: Value | None) -> bool:
    return isinstance(value, Marks) and any(_option_is_finding(item, option) for option in value.present)


def _grade_is_finding(item: Grade, value: Value, other: Value | None) -> bool:
    if not isinstance(value, (int, float)):
        return False
    if value in item.alike:
        return isinstance(other, (int, float)) and other != value
    return bool(item.normal) and value not in item.normal


def _manoeuvre_is_finding(_item: ManoeuvreItem, value: Value, _other: Value | None) -> bool:
    return isinstance(value, Finding) and value.result == "positive"


def _area_is_finding(_item: BodyMap, value: Value, _other: Value | None) -> bool:
    return isinstance(value, Painted) and bool(value.qualities)


def _number_is_finding(item: Number | Scale | Computed, value: Value, _other: Value | None) -> bool:
    if not isinstance(value, (int, float)):
        return False
    if isinstance(item, Number) and item.normal_range:
        low, high = item.normal_range
        if (low is not None and value < low) or (high is not None and value > high):
            return True
    band = next((band for band in item.bands if value <= band.upto), None)
    return band is not None and band.finding


# By kind of item; asked for each answer of each assessment, and a chain of isinstance is slow for these classes.
_JUDGES: dict[type, Callable[..., bool]] = {
    YesNo: _yes_no_is_finding,
    Choice: _choice_is_finding,
    Choices: _choices_are_finding,
    Grade: _grade_is_finding,
    Number: _number_is_finding,
    Scale: _number_is_finding,
    Computed: _number_is_finding,
    ManoeuvreItem: _manoeuvre_is_finding,
    BodyMap: _area_is_finding,
}
