"""What each language writes its own way: the decimal mark, names of months and days, words that are typed."""

from collections.abc import Mapping
from typing import NamedTuple

from workup.texts import ENGLISH, spoken


class Forms(NamedTuple):
    """The forms of one language; `units` are the words typed for a time ago, `days` those for a day near today,
    `full` a day in full, `like_and` and `like_or` how a word begins before which *and* and *or* change their sound."""

    mark: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    units: Mapping[str, str]
    days: Mapping[str, int]
    joining: frozenset[str]
    unknown: frozenset[str]
    full: str = "{weekday} {day} {month} {year}"
    like_and: str = r"(?!)"
    like_or: str = r"(?!)"


FORMS = {
    ENGLISH: Forms(
        ".",
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December"),
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        {"d": "d", "day": "d", "days": "d", "w": "w", "week": "w", "weeks": "w", "m": "m", "mo": "m", "month": "m",
         "months": "m", "y": "y", "year": "y", "years": "y"},
        {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1},
        frozenset({"of", "th", "st", "nd", "rd"}),
        frozenset({"?", "u", "unknown"}),
    ),
    "es": Forms(
        ",",
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
         "diciembre"),
        ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        {"d": "d", "día": "d", "dia": "d", "días": "d", "dias": "d", "s": "w",
         "sem": "w", "semana": "w", "semanas": "w",
         "m": "m", "mes": "m", "meses": "m", "a": "y", "año": "y", "años": "y"},
        {"hoy": 0, "ahora": 0, "ayer": -1, "anteayer": -2, "mañana": 1},
        frozenset({"de", "del"}),
        frozenset({"desconocido", "desconocida", "no se sabe"}),
        "{weekday}, {day} de {month} de {year}",
        r"h?[ií](?![aeo])",
        r"h?[oó]",
    ),
}  # fmt: skip


def forms() -> Forms:
    """Those of the language in force."""
    return FORMS[spoken()]


def understood() -> tuple[Forms, ...]:
    """Those that typed text is read by: the language in force, then English, which is always understood."""
    return (FORMS[ENGLISH],) if spoken() == ENGLISH else (FORMS[spoken()], FORMS[ENGLISH])
