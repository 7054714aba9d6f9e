"""Text typed by a person, read as a date, a number or a span of levels; or refused in a sentence with an example."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from workup import words
from workup.answers import UNKNOWN, Gap, Levels, PartialDate
from workup.forms import FORMS, forms, understood
from workup.protocol import Number
from workup.texts import N_, _

_AGO = re.compile(r"(in |en |dentro de |\+|[-−]|hace )? ?(\d{1,4}) ?([^\W\d_]+)( ago)?")
_DATE_EXAMPLE = N_("Type a date such as 3 Sep 2024, 9/2024 or 14m for 14 months ago.")
_NUMBER = re.compile(r"([-−+]?)(\d[\d  ’']*(?:[.,]\d+)*|[.,]\d+) *(.*)", re.DOTALL)
_LEVEL = re.compile(r"(c|t|th|d|l|s) ?(\d{1,2})|pelvis")


class Refused(Struct, frozen=True):
    """Why the text cannot be read, as a sentence with an example of what can."""

    sentence: str


def unknown(text: str) -> Gap | None:
    """The answer *unknown*, typed as a word, a U or a question mark."""
    return UNKNOWN if any(text.strip().casefold() in one.unknown for one in understood()) else None


# Dates


def when(text: str, today: date, *, future: bool = False) -> PartialDate | Refused:
    """Read a date, day first: `3/9/24`, `3 sep`, `9/2024`, `2024`, `14m` (ago), `+2w`; never more exact than typed."""
    said = " ".join(text.split())
    plain = " ".join(said.casefold().replace(",", " ").split())
    for one in understood():
        if plain in one.days:
            return PartialDate.of(today + timedelta(days=one.days[plain]))
    apart = _AGO.fullmatch(plain)
    if apart and _unit_of_time(apart.group(3)):
        return _apart(apart, said, today)
    if re.fullmatch(r"\d{4}(-\d{1,2}){0,2}", plain):
        return _day(*(int(part) for part in plain.split("-")))
    numeric = re.fullmatch(r"(\d{1,2})[./ -](\d{1,4})(?:[./ -](\d{4}|\d{2}))?\.?", plain)
    if numeric:
        return _numeric(numeric, today, future)
    return _with_month_name(plain, said, today, future)


def _unit_of_time(word: str) -> str:
    """d, w, m or y for a word that names a span of time; empty for any other."""
    return next((one.units[word] for one in understood() if word in one.units), "")


def _apart(match: re.Match[str], said: str, today: date) -> PartialDate | Refused:
    sign, number, unit, ago = match.groups()
    unit = _unit_of_time(unit)
    ahead = (sign or "").strip() in ("in", "en", "dentro de", "+") and not ago
    count = int(number) if ahead else -int(number)
    if unit in "dw":
        try:
            return PartialDate.of(today + timedelta(days=count * (7 if unit == "w" else 1)))
        except OverflowError:
            return Refused(
                _("“{said}” is too far away. {date_example}").format(said=said, date_example=_(_DATE_EXAMPLE))
            )
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "y" else 1)
    if not 12 <= months < 120000:
        return Refused(_("“{said}” is too far away. {date_example}").format(said=said, date_example=_(_DATE_EXAMPLE)))
    return PartialDate(months // 12) if unit == "y" else PartialDate(months // 12, months % 12 + 1)


def _numeric(match: re.Match[str], today: date, future: bool) -> PartialDate | Refused:
    """`3/9/24`, `9/2024`, `9/24` and `3/9`."""
    first, second, third = match.groups()
    if third is not None:
        if len(second) > 2:
            return Refused(
                _("“{group}” has no month. {date_example}").format(group=match.group(), date_example=_(_DATE_EXAMPLE))
            )
        return _day(_year(third, today), int(second), int(first))
    if len(second) == 3:
        return Refused(
            _("“{second}” is not a year. {date_example}").format(second=second, date_example=_(_DATE_EXAMPLE))
        )
    if len(second) == 4 or int(second) > 12:
        return _day(_year(second, today), int(first))
    return _nearest(int(second), int(first), today, future)


def _with_month_name(plain: str, said: str, today: date, future: bool) -> PartialDate | Refused:
    """`3 sep`, `sep 2024`, `3sep24`, `sep 3 2024`."""
    parts = re.findall(r"[^\W\d_]+|\d+", plain)
    names = [part for part in parts if part.isalpha() and not any(part in one.joining for one in understood())]
    numbers = [part for part in parts if part.isdecimal()]
    month = _month(names[0]) if len(names) == 1 else None
    if month is None or len(numbers) > 2:
        return Refused(
            _("“{said}” is not a date that can be read. {date_example}").format(
                said=said, date_example=_(_DATE_EXAMPLE)
            )
            if plain
            else _(_DATE_EXAMPLE)
        )
    if not numbers:
        return _nearest(month, None, today, future)
    if len(numbers) == 2:
        day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
        if len(year) not in (2, 4) or len(day) > 2:
            return Refused(
                _("“{said}” is not a date that can be read. {date_example}").format(
                    said=said, date_example=_(_DATE_EXAMPLE)
                )
            )
        return _day(_year(year, today), month, int(day))
    number = numbers[0]
    if len(number) == 4 or (len(number) == 2 and int(number) > 31):
        return _day(_year(number, today), month)
    return _nearest(month, int(number), today, future)


def _month(name: str) -> int | None:
    for one in understood():
        found = [place for place, month in enumerate(one.months, 1) if month.casefold().startswith(name)]
        if len(name) >= 3 and len(found) == 1:
            return found[0]
    return None


def _year(text: str, today: date) -> int:
    """A year of two digits is the last one of that ending, or one at most five years ahead."""
    year = int(text)
    if len(text) == 4:
        return year
    year += today.year // 100 * 100
    return year if year <= today.year + 5 else year - 100


def _nearest(month: int, day: int | None, today: date, future: bool) -> PartialDate | Refused:
    """A day without a year: the last one gone by, or where the future is asked for, the next one to come."""
    for year in (today.year, today.year + (1 if future else -1)):
        found = _day(year, month, day)
        if isinstance(found, Refused):
            if (month, day) != (2, 29):
                return found
            continue
        if (found.last >= today) if future else (found.first <= today):
            return found
    return Refused(_("29 February needs its year. Type a date such as 29 Feb 2024."))


def _day(year: int, month: int | None = None, day: int | None = None) -> PartialDate | Refused:
    if not 1 <= year <= 9999:
        return Refused(_("“{year}” is not a year. {date_example}").format(year=year, date_example=_(_DATE_EXAMPLE)))
    if month is not None and not 1 <= month <= 12:
        return Refused(
            _("There is no month {month}. Type day, month and year, such as 3/9/24 for 3 Sep 2024.").format(month=month)
        )
    made = PartialDate(year, month, day)
    if month is not None and day is not None:
        longest = PartialDate(year, month).last.day
        if day > longest:
            name = words.capital(forms().months[month - 1]) + (f" {year}" if month == 2 else "")
            return Refused(
                _("{name} has {longest} days. Type a date such as 3 {months} {year}.").format(
                    name=name, longest=longest, months=forms().short_months[month - 1], year=year
                )
            )
        if day < 1:
            return Refused(_("There is no day {day}. {date_example}").format(day=day, date_example=_(_DATE_EXAMPLE)))
    return made


# Numbers


def number(text: str, item: Number) -> int | float | Refused:
    """Read a number with comma or point, in the item's unit or one of its others, which is converted."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return Refused(
            _("“{text}” is not a number. {number_example}").format(
                text=text.strip(), number_example=_number_example(item)
            )
        )
    digits = _digits(match.group(2), item)
    if isinstance(digits, Refused):
        return digits
    value = -digits if match.group(1) in ("-", "−") else digits
    factor = _factor(match.group(3), item)
    if factor is None:
        known = words.choosing([unit for unit in (item.unit, *item.units) if unit])
        place = _("The units known here are {known}.").format(known=known) if known else _("Type the number alone.")
        return Refused(
            _("The unit “{group}” is not known. {place} {number_example}").format(
                group=match.group(3).strip(), place=place, number_example=_number_example(item)
            )
        )
    if factor != 1:
        value = round(value * factor, max(item.decimals, 2))
    return int(value) if value == int(value) else value


def _number_example(item: Number) -> str:
    low, high = item.usual or (item.least or 0, item.most if item.most is not None else 100)
    middle = words.decimal((low + high) / 2, item.decimals)
    return _("Type a number such as {number}.").format(number=f"{middle} {item.unit}".strip())


def _digits(text: str, item: Number) -> float | Refused:
    plain = re.sub(r"[  ’']", "", text)
    marks = [mark for mark in plain if mark in ".,"]
    if len(marks) > 1:
        if len(set(marks[:-1])) > 1 or (marks[-1] in marks[:-1] and len(set(marks)) > 1):
            return Refused(
                _("“{text}” has its marks in an order that cannot be read. {number_example}").format(
                    text=text, number_example=_number_example(item)
                )
            )
        parts = re.split(r"[.,]", plain)
        if any(len(part) != 3 for part in parts[1 : len(parts) if len(set(marks)) == 1 else -1]):
            return Refused(
                _("“{text}” has its marks in an order that cannot be read. {number_example}").format(
                    text=text, number_example=_number_example(item)
                )
            )
        cut = plain.rfind(marks[-1]) if len(set(marks)) == 2 else len(plain)
        return float(re.sub(r"[.,]", "", plain[:cut]) + plain[cut:].replace(",", "."))
    thousand = re.fullmatch(r"([1-9]\d{0,2})[.,](\d{3})", plain)
    if thousand and item.decimals < 3:
        whole, rest = thousand.groups()
        return Refused(
            _("“{text}” can be read in two ways. Type {whole}{rest} or {whole}{mark}{rest2}.").format(
                text=text, whole=whole, rest=rest, mark=forms().mark, rest2=rest.rstrip("0") or "0"
            )
        )
    return float(plain.replace(",", "."))


def _factor(unit: str, item: Number) -> float | None:
    wanted = _unit(unit)
    if wanted in ("", _unit(item.unit)):
        return 1
    named = {item.unit: 1.0, **item.units}
    time = _time_said(wanted)
    alike = (factor for name, factor in named.items() if _unit(name) == wanted or (time and _time_said(name) == time))
    return next(alike, None)


def _time_said(name: str) -> str:
    """A span of time by its letter, in whatever language its word is written; letters alone may be other units."""
    word = name.casefold()
    return next((one.units[word] for one in FORMS.values() if len(word) > 2 and word in one.units), "")


def _unit(name: str) -> str:
    plain = re.sub(r"[\s·.^]", "", name.casefold())
    return plain.replace("μ", "u").replace("µ", "u").replace("²", "2").replace("³", "3")


# Levels


def levels(text: str, places: Sequence[str]) -> Levels | Refused:
    """Read a span of vertebrae: `L4-S1`, `l4 s1`, `L4/5` or one of them; the upper one first whatever was typed."""
    example = _("Type a span such as {span_example}.").format(span_example=_span_example(places))
    plain = re.sub(r"\bto\b|[-–—−/,&+]|\band\b", " ", text, flags=re.IGNORECASE)
    named: list[str] = []
    letter = ""
    for part in re.findall(r"(?:th|[a-z]) ?\d{1,2}|[a-z]+|\d{1,2}|\S", plain, re.IGNORECASE):
        match = _LEVEL.fullmatch(f"{letter}{part}" if part.isdecimal() else part.casefold())
        if match is None:
            return Refused(_("“{part}” is not a level. {example}").format(part=part, example=example))
        letter = match.group(1) or ""
        short = "T" if letter in ("th", "d") else letter.upper()
        named.append(f"{short}{int(match.group(2))}" if match.group(2) else "pelvis")
    if not 1 <= len(named) <= 2:
        return Refused(
            example if not named else _("Name the upper and the lower level only. {example}").format(example=example)
        )
    for name in named:
        if name not in places:
            return Refused(
                _("{name} is not one of the levels here, {place} to {place2}. {example}").format(
                    name=name, place=places[0], place2=places[-1], example=example
                )
            )
    first, last = sorted(named, key=list(places).index)[0], sorted(named, key=list(places).index)[-1]
    return Levels(first, last)


def _span_example(places: Sequence[str]) -> str:
    if {"L4", "S1"} <= set(places):
        return "L4-S1"
    return f"{places[0]}-{places[min(2, len(places) - 1)]}"
