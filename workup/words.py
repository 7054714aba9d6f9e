"""How dates, numbers, sides, levels, ages and durations are worded, on screen and on paper alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from workup.forms import FORMS, forms
from workup.texts import ENGLISH, N_, _, _n, _p

MONTHS = FORMS[ENGLISH].short_months
MINUS = "−"
DASH = "–"


def partial_date(year: int, month: int | None = None, day: int | None = None) -> str:
    """`3 Sep 2024`, `Sep 2024` or `2024`, as far as it is known."""
    if month is None:
        return f"{year}"
    name = forms().short_months[month - 1]
    return f"{name} {year}" if day is None else f"{day} {name} {year}"


def calendar_day(day: date) -> str:
    """`3 Sep 2024`."""
    return partial_date(day.year, day.month, day.day)


def short_day(day: date, today: date) -> str:
    """`3 Sep`, with the year only when it is not that of today."""
    return f"{day.day} {forms().short_months[day.month - 1]}" if day.year == today.year else calendar_day(day)


def weekday(day: date) -> str:
    """`Tue`."""
    return forms().weekdays[day.weekday()][:3]


def day_in_full(day: date) -> str:
    """`Tuesday 25 Nov 2025`."""
    return f"{capital(forms().weekdays[day.weekday()])} {calendar_day(day)}"


def moment_in_full(moment: datetime) -> str:
    """`Tuesday 25 November 2025, 09:41`."""
    own, day = forms(), moment.date()
    names = {"weekday": capital(own.weekdays[day.weekday()]), "month": own.months[day.month - 1]}
    return f"{own.full.format(**names, day=day.day, year=day.year)}, {moment:%H:%M}"


def month_and_year(day: date) -> str:
    """`November 2025`."""
    return f"{capital(forms().months[day.month - 1])} {day.year}"


def day_and_time(moment: datetime) -> str:
    """`25 Nov 2025, 09:41` in the zone the moment carries."""
    return f"{calendar_day(moment.date())}, {moment:%H:%M}"


def in_fours(code: str) -> str:
    """A code in groups of four, to be read out or compared by eye: `7F3A 91C2 …`."""
    return " ".join(code[start : start + 4].upper() for start in range(0, len(code), 4))


def fingerprint(code: str) -> str:
    """The first sixteen letters of a digest, in fours."""
    return in_fours(code[:16])


def zone(moment: datetime) -> str:
    """The zone of a moment: `UTC`, `UTC+1`, `UTC−3:30`; empty when it carries none."""
    offset = moment.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    sign = "" if minutes == 0 else "+" if minutes > 0 else MINUS
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours or ''}" + (f"{'' if hours else '0'}:{rest:02d}" if rest else "")


def days(dates: Sequence[date]) -> str:
    """Several days in one phrase, the year once where it is shared: `4 Nov and 25 Nov 2025`."""
    texts = []
    for place, day in enumerate(dates):
        shared = place + 1 < len(dates) and dates[place + 1].year == day.year
        texts.append(f"{day.day} {forms().short_months[day.month - 1]}" if shared else calendar_day(day))
    return listing(texts)


def whole_months(start: date, end: date) -> int:
    """Completed months from start to end; negative when end comes first."""
    if end < start:
        return -whole_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day and not _last_day_of_month(end))


def age_on(born: date, today: date) -> int:
    """Completed years of life."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def months_between(start: date, end: date) -> int:
    """Completed calendar months from start to end; negative when end is earlier."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _last_day_of_month(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).month != day.month


def span(start: date, end: date) -> str:
    """The time between two days in the unit people use: `9 days`, `5 weeks`, `14 months`, `9 years`."""
    apart = abs((end - start).days)
    months = abs(whole_months(start, end))
    if apart < 14:
        return _n("{n} day", "{n} days", apart)
    if apart < 63:
        return _n("{n} week", "{n} weeks", apart // 7)
    return _n("{n} month", "{n} months", months) if months < 36 else _n("{n} year", "{n} years", months // 12)


def relative(first: date, last: date, today: date) -> str:
    """How far a date lies from today: `14 months ago`, `in 7 days`; a date known to the year or month says `about`."""
    if first == last:
        if first == today:
            return _("today")
        return _ago(span(first, today)) if first < today else _("in {time}").format(time=span(today, first))
    if first <= today <= last:
        return _("this month") if (last - first).days <= 31 else _("this year")
    if (last - first).days <= 31:
        apart = abs((today.year - first.year) * 12 + today.month - first.month)
        text = _n("{n} month", "{n} months", apart) if apart < 36 else _n("{n} year", "{n} years", apart // 12)
    else:
        text = _n("{n} year", "{n} years", abs(today.year - first.year))
    return (_("about {time} ago") if last < today else _("in about {time}")).format(time=text)


def _ago(time: str) -> str:
    return _("{time} ago").format(time=time)


def weeks(number: float) -> str:
    """A duration given in weeks, worded in weeks below nine and in months from there on."""
    if number < 9:
        return (_("{number} week") if number == 1 else _("{number} weeks")).format(number=decimal(number))
    months = number * 7 / 30.4375
    if months < 36:
        return _n("{n} month", "{n} months", round(months))
    return _n("{n} year", "{n} years", round(months / 12))


def age(born: date, today: date) -> str:
    """`54 y`; months under two years; nothing when the birth lies ahead."""
    months = whole_months(born, today)
    if born > today:
        return ""
    return _("{years} y").format(years=months // 12) if months >= 24 else _n("{n} month", "{n} months", months)


def age_known(first: date, last: date, today: date) -> str:
    """The age of somebody born between two days: `54 y`, or `53–54 y` where the birth date leaves both open."""
    oldest, youngest = age(first, today), age(last, today)
    if not youngest or oldest == youngest:
        return oldest
    number, _, unit = youngest.partition(" ")
    return f"{number if oldest.endswith(unit) else youngest}–{oldest}"


SEX = {"female": "F", "male": "M", "other": "X"}


def sex(option: object) -> str:
    """The letter of a recorded sex; nothing where it is not recorded or not known."""
    return SEX.get(option, "") if isinstance(option, str) else ""


def decimal(number: float, decimals: int | None = None) -> str:
    """A number with a true minus sign: rounded to `decimals`, or as short as it is without a rounding."""
    text = f"{number:.10f}".rstrip("0").rstrip(".") if decimals is None else f"{number:.{decimals}f}"
    if text.lstrip("-0.") == "":
        text = text.lstrip("-")
    return (text if (mark := forms().mark) == "." else text.replace(".", mark)).replace("-", MINUS)


def signed(number: float) -> str:
    """`+1.3`, `−0.6`, `0.0`."""
    return f"{'+' if number > 0 else ''}{decimal(number, 1)}"


def measure(number: float, unit: str = "", decimals: int | None = None) -> str:
    """A number with its unit; the degree sign stands close, other units after a space."""
    text = decimal(number, decimals)
    if not unit:
        return text
    if number == 1 and len(unit) > 2 and (time := forms().units.get(unit)):
        return _one(time)
    return f"{text}°" if unit in {"°", "degrees", "degree"} else f"{text} {unit}"


def _one(time: str) -> str:
    week, month = _n("{n} week", "{n} weeks", 1), _n("{n} month", "{n} months", 1)
    said = {"d": _n("{n} day", "{n} days", 1), "w": week, "m": month}
    return said.get(time) or _n("{n} year", "{n} years", 1)


def level(place: str) -> str:
    """A vertebra or segment for show: `L5-S1` becomes `L5–S1`."""
    return place.replace("-", DASH)


def levels(upper: str, lower: str) -> str:
    """A span of vertebrae: `L4–S1`, or one of them."""
    return level(upper) if upper == lower else f"{level(upper)}{DASH}{level(lower)}"


def at_place(name: str, place: str | None, which: str | None) -> str:
    """`Foraminal stenosis L5–S1, right`; what is not stated is left out."""
    said = on_side(which) if which in SIDES else which or ""
    parts = (f"{name} {level(place)}" if place else name, said)
    return ", ".join(part for part in parts if part)


def side(which: Literal["right", "left"], *, short: bool = False) -> str:
    """A side in full for sentences, `R` or `L` for tables."""
    if short:
        return _p("side", "R") if which == "right" else _p("side", "L")
    return _("right") if which == "right" else _("left")


SIDES = {"right": N_("right"), "left": N_("left")}


def on_side(which: str) -> str:
    """A side that is told of a thing, whatever gender the thing has: `right`, where Spanish says *on the right*."""
    both = _p("on this side", "bilateral")
    return {"right": _p("on this side", "right"), "left": _p("on this side", "left")}.get(which, both)


def valued(name: str, value: str) -> str:
    """`great toe extension 4/5`, `plantar up`; where words agree in gender the word stands apart: `plantar: up`."""
    if not name or not value or not value[:1].isalpha():
        return f"{name} {value}".strip()
    return _p("a thing and what was found of it", "{name} {value}").format(name=name, value=value)


def beside(name: str, which: Literal["right", "left"]) -> str:
    """A thing with its side: `right straight leg raise`."""
    return _p("a thing of one side", "{side} {name}").format(side=on_side(which), name=name)


def person_name(family: str, given: str) -> str:
    """`MARCHETTI, Elena`; whichever half is missing is left out."""
    return ", ".join(part for part in (family.strip().upper(), given.strip()) if part)


def plural(number: int, noun: str, many: str = "") -> str:
    """`1 month`, `14 months`, in English only; a text for people takes `_n`."""
    return f"{number} {noun}" if number == 1 else f"{number} {many or noun + 's'}"


def listing(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    said = _("{former} and {last}"), _p("before the same sound", "{former} and {last}")
    return _joined(parts, *said, forms().like_and)


def choosing(parts: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return _joined(parts, _("{former} or {last}"), _p("before the same sound", "{former} or {last}"), forms().like_or)


def _joined(parts: Sequence[str], said: str, said_alike: str, like: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    alike = re.match(like, parts[-1], re.IGNORECASE)
    return (said_alike if alike else said).format(former=", ".join(parts[:-1]), last=parts[-1])


def sentence(text: str) -> str:
    """The text with a capital at the start and a full stop at the end, if neither is there."""
    text = capital(text.strip())
    return text if not text or text[-1] in ".!?:…" else f"{text}."


def capital(text: str) -> str:
    """The first letter as a capital, the rest as it is; eGFR stays eGFR."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def in_sentence(label: str) -> str:
    """A label inside a sentence: `Great toe extension` loses its capital; `MRI`, `L5` and names keep it."""
    first = label.split(" ", 1)[0].split("-", 1)[0].split(DASH, 1)[0].rstrip(",.:;")
    if first in _NAMES or len(first) < 2 or not first.isalpha() or not first[1:].islower():
        return label
    return label[:1].lower() + label[1:]


# Words that keep their capital within a sentence although they look like any other.
_NAMES = frozenset({
    "Achilles", "Babinski", "Beck", "Charlson", "Cobb", "Fortin", "Freiberg", "Gaenslen", "Gillet", "Hoffmann",
    "Hoover", "Kemp", "Lasègue", "Laseque", "Lhermitte", "Modic", "Monday", "Oswestry", "Patrick", "Romberg", "Schober",
    "Spurling", "Stork", "Thomas", "Tinel", "Trendelenburg", "Tuesday", "Valsalva", "Waddell", "Yeoman",
})  # fmt: skip


# ------------------------------------------------------------------------------------------------- characters that show

_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_STRIPPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff]")


def code(character: str) -> str:
    """A character as its code: `⟨U+540D⟩`."""
    return f"⟨U+{ord(character):04X}⟩"


def shown(text: str) -> str:
    """Text as it may be printed: line ends made plain, controls taken out, marks that turn text round as codes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\t", " ")
    if _HIDDEN.search(text) is None:
        return text
    return _HIDDEN.sub(lambda hit: code(hit[0]), _STRIPPED.sub("", text))


# -------------------------------------------------------------------------------------------------------- line breaks

_MONTH = "|".join(dict.fromkeys((*MONTHS, *(name for one in FORMS.values() for name in one.short_months))))
_GLUED = re.compile(
    rf"(?<=\d) (?=(?:{_MONTH}|%|mm|cm|kg|mg|g|mL|°C)\b)|(?<=\d) (?=%)|(?<=[a-z]{{2}}) (?=(?:19|20)\d\d\b)"
)
NO_BREAK = "\u00a0"


def glued(text: str) -> str:
    """The text with no-break spaces inside dates and before short units, so that no line ends there."""
    return _GLUED.sub(NO_BREAK, text)


def initials(name: str) -> str:
    """Two letters for a name, titles left out."""
    titles = ("Dr", "Mr", "Ms", "Mrs", "Prof")
    parts = [part for part in name.split() if part[:1].isalpha() and part.rstrip(".") not in titles]
    return "".join(part[0].upper() for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)) or "?"
