"""What a value may be: hard refusals, soft doubts, and whether it is abnormal."""

import re
from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import assert_never

from workup import agreeing
from workup.answers import NOWHERE, Answers, At, Attached, Finding, Gap, Levels, Marks, Painted, PartialDate, Value
from workup.coding import code_doubts
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
from workup.texts import _
from workup.words import decimal, in_sentence, partial_date

MOST_TITLE = 120
DIGEST = re.compile(r"[0-9a-f]{64}")


def refusal(library: Library, item: AnyItem, at: At, value: Value, today: date) -> str:
    """Why this value cannot be stored at this place, as a sentence; empty when it can."""
    wrong_place = _place_refusal(library, item, at)
    if wrong_place:
        return wrong_place
    if isinstance(value, Gap):
        if isinstance(item, Document):
            return _("“{label}” is attached or it is not; it cannot be unknown.").format(label=item.label)
        if value.state == "not_examined" and not library.section_of[item.id].examined:
            return _("“{label}” is asked, not examined; it can be unknown.").format(label=item.label)
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
                return _("“{label}” takes text.").format(label=item.label)
            return (
                ""
                if len(value) <= item.most
                else _("{count} characters are too many; {most} fit here.").format(count=len(value), most=item.most)
            )
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
            return _("“{label}” is computed; it cannot be entered.").format(label=item.label)
    assert_never(item)


def _place_refusal(library: Library, item: AnyItem, at: At) -> str:
    if isinstance(item, Records):
        return (
            ""
            if at.place is None and at.side is None
            else _("“{label}” has no places or sides.").format(label=item.label)
        )
    if bool(item.record) != (at.record is not None):
        told = _("“{label}” needs the number of its record.") if item.record else _("“{label}” does not repeat.")
        return told.format(label=item.label)
    if isinstance(item, BodyMap):
        return ""
    if bool(item.axis) != (at.place is not None):
        if not item.axis:
            return _("“{label}” has no places.").format(label=item.label)
        return _("“{label}” needs a place such as {next}.").format(
            label=item.label, next=next(iter(item.places or library.axes[item.axis]), "")
        )
    if item.axis and at.place not in (item.places or library.axes[item.axis]):
        return _("“{place}” is not a place of “{label}”.").format(place=at.place, label=item.label)
    if item.side != (at.side is not None):
        missing = _("needs a side, right or left") if item.side else _("has no sides")
        return f"{agreeing.quoted(item.label)} {missing}."
    return ""


def _no_option(item: AnyItem, value: Value, options: tuple[str, ...]) -> str:
    return _("“{value}” is not an option of “{label}”; it takes {options}.").format(
        value=value, label=item.label, options=", ".join(options)
    )


def _marks_refusal(item: Choices, value: Value) -> str:
    if not isinstance(value, Marks):
        return _("“{label}” takes a state for each option.").format(label=item.label)
    named = (*value.present, *value.absent, *value.unknown)
    for option in named:
        if option not in item.options:
            return _no_option(item, option, tuple(item.options))
        if named.count(option) > 1:
            return _("“{option}” has two states.").format(option=option)
    return ""


def _number_refusal(item: Number | Scale | Grade, value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        return _("“{label}” takes a number.").format(label=item.label)
    if isinstance(item, Grade):
        options = tuple(item.grades)
        return "" if str(value) in options else _no_option(item, value, options)
    if isinstance(item, Scale) and value != int(value):
        return _("“{label}” takes a whole number.").format(label=item.label)
    unit = f" {item.unit}" if isinstance(item, Number) and item.unit else ""
    if item.least is not None and value < item.least:
        return _("{value}{unit} is below {least}{unit}, the least that can be right.").format(
            value=decimal(value), unit=unit, least=decimal(item.least)
        )
    if item.most is not None and value > item.most:
        return _("{value}{unit} is above {most}{unit}, the most that can be right.").format(
            value=decimal(value), unit=unit, most=decimal(item.most)
        )
    return ""


def _date_refusal(item: When, value: Value, today: date) -> str:
    if not isinstance(value, PartialDate):
        return _("“{label}” takes a date such as 3 Sep 2024, Sep 2024 or 2024.").format(label=item.label)
    try:
        first = value.first, value.last
    except ValueError:
        return _("{value} is not a day of the calendar.").format(value=value)
    if item.whole and value.day is None:
        return _("“{label}” needs day, month and year.").format(label=item.label)
    if not item.future and first[0] > today:
        return _("{value} lies in the future.").format(value=worded(value))
    if value.year < 1880:
        return _("{value} is too long ago; check the year.").format(value=worded(value))
    return ""


def _levels_refusal(library: Library, item: SpanOfLevels, value: Value) -> str:
    if not isinstance(value, Levels):
        return _("“{label}” takes levels such as L4-S1.").format(label=item.label)
    order = list(item.places or library.axes["vertebra"])
    for name in (value.upper, value.lower):
        if name not in order:
            return _("“{name}” is not a level of “{label}”.").format(name=name, label=item.label)
    return "" if order.index(value.upper) <= order.index(value.lower) else _("Name the upper level first.")


def _finding_refusal(library: Library, item: ManoeuvreItem, value: Value) -> str:
    if not isinstance(value, Finding):
        return _("“{label}” is positive or negative.").format(label=item.label)
    manoeuvre = library.manoeuvres.get(item.manoeuvre)
    if value.angle is not None:
        if manoeuvre is None or manoeuvre.angle is None:
            return _("“{label}” has no angle.").format(label=item.label)
        low, high = manoeuvre.angle
        if not low <= value.angle <= high:
            angle, low_said, high_said = map(decimal, (value.angle, low, high))
            return _("{angle}° is outside {low}° to {high}°.").format(angle=angle, low=low_said, high=high_said)
    if value.felt is not None and (manoeuvre is None or value.felt not in manoeuvre.felt):
        places = ", ".join(manoeuvre.felt) if manoeuvre else ""
        told = (
            _("“{felt}” is not a place where “{label}” is felt; it takes {places}.")
            if places
            else _("“{felt}” is not a place where “{label}” is felt.")
        )
        return told.format(felt=value.felt, label=item.label, places=places)
    return ""


def _painted_refusal(library: Library, item: BodyMap, at: At, value: Value) -> str:
    if at == NOWHERE:
        return "" if value == "none" else _("“{label}” takes regions, or none.").format(label=item.label)
    if library.regions and str(at) not in library.regions:
        return _("“{at}” is not a region of the body chart.").format(at=at)
    if not isinstance(value, Painted):
        return _("“{label}” takes qualities and an intensity for each region.").format(label=item.label)
    for quality in value.qualities:
        if quality not in item.qualities:
            return _no_option(item, quality, tuple(item.qualities))
        if value.qualities.count(quality) > 1:
            return _("“{quality}” is named twice.").format(quality=quality)
    if value.intensity is not None and not 0 <= value.intensity <= 10:
        return _("Intensity goes from 0 to 10.")
    return ""


def _attached_refusal(item: Document, value: Value) -> str:
    if not isinstance(value, Attached):
        return _("“{label}” takes documents, which are attached in the window.").format(label=item.label)
    if not 0 < len(value.files) <= item.most:
        return _("“{label}” takes up to {most} documents; take one back first.").format(
            label=item.label, most=item.most
        )
    digests = [file.digest for file in value.files]
    for file in value.files:
        if not file.title.strip() or len(file.title) > MOST_TITLE or not file.title.isprintable():
            return _("A document needs a title of one line, at most {most_title} characters.").format(
                most_title=MOST_TITLE
            )
        if file.size < 1 or file.pages < 1 or not DIGEST.fullmatch(file.digest):
            return _("“{title}” is not a document as it is kept.").format(title=file.title)
        if digests.count(file.digest) > 1:
            return _("“{title}” is attached here already.").format(title=file.title)
    return ""


def has_doubts(item: AnyItem) -> bool:
    """Whether a value of this item can be doubtful at all."""
    if type(item) is Text:
        return item.coded
    return (type(item) is Number and item.usual is not None) or (type(item) is When and bool(item.not_before))


def doubt(library: Library, item: AnyItem, at: At, value: Value, answers: Answers, today: date) -> str:
    """A sentence when the value can be stored but should be looked at again; empty otherwise."""
    match item:
        case Number() if item.usual and isinstance(value, (int, float)):
            low, high = item.usual
            if not low <= value <= high:
                return _("{value} is unusual (usually {low} to {high}).").format(
                    value=decimal(value) + (f" {item.unit}" if item.unit else ""), low=decimal(low), high=decimal(high)
                )
        case When() if isinstance(value, PartialDate) and item.not_before:
            start = answers.value(item.not_before, At(at.record)) or answers.value(item.not_before)
            if isinstance(start, PartialDate) and value.last < start.first:
                known = library.items.get(item.not_before)
                name = in_sentence(known.text) if known is not None else item.not_before
                return _("{value} is before {start} ({name}). Check both dates.").format(
                    value=worded(value), start=worded(start), name=name
                )
        case Text() if item.coded and isinstance(value, str):
            return " ".join(sentence for _rest, sentence in code_doubts(library.codes, value, today))
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
