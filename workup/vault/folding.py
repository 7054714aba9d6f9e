"""How names, dates and record numbers are brought to one form for search."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from workup.words import MONTHS

_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[./\- ]\s?(\d{1,2})[./\- ]\s?(\d{4}|\d{2})\b")
_DAY_MONTH = re.compile(r"\b(\d{1,2})\.?[ -]?([a-z]{3,9})\.?,?[ -]?(\d{4}|\d{2})\b")
_MONTH_DAY = re.compile(r"\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_MONTH_YEAR = re.compile(r"\b([a-z]{3,9})\.? (\d{4})\b")
_DIGITS = re.compile(r"\b(\d{2})(\d{2})(\d{4})\b")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def folded(text: str) -> str:
    """Lower case without accents: Łukasz is lukasz, Strauß is strauss."""
    lowered = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return "".join(letter for letter in lowered if not unicodedata.category(letter).startswith("M"))


def spellings(word: str) -> tuple[str, ...]:
    """The word folded, and also with the vowels written out: Müller is muller and mueller."""
    composed = unicodedata.normalize("NFC", word.casefold())
    return tuple(dict.fromkeys((folded(word), folded(composed.translate(_SPELT)))))


def words(text: str) -> tuple[str, ...]:
    """The folded words of a name in every spelling; O’Brien is o, brien and obrien."""
    found: dict[str, None] = {}
    for chunk in text.split():
        parts = pieces(chunk)
        for part in dict.fromkeys(("".join(parts), *parts)):
            for spelling in spellings(part):
                found.update(dict.fromkeys(alphanumeric(spelling)))
    return tuple(found)


def pieces(text: str) -> list[str]:
    """The runs of letters, digits and their marks, not folded yet."""
    return "".join(sign if sign.isalnum() or unicodedata.combining(sign) else " " for sign in text).split()


def alphanumeric(text: str) -> list[str]:
    """The runs of letters and digits."""
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def sort_key(family: str, given: str) -> str:
    """Family name, then given name, folded."""
    return " ".join((*alphanumeric(folded(family)), ",", *alphanumeric(folded(given))))


def mrn_key(mrn: str) -> str:
    """The record number without separators."""
    return "".join(alphanumeric(folded(mrn)))


def born_key(born: str) -> str:
    """An ISO date, whole or partial, as digits."""
    return born.replace("-", "")


def person_words(family: str, given: str, born: str, mrn: str) -> str:
    """All that a person is found by."""
    numbers = (born_key(born), mrn_key(mrn))
    return " ".join(dict.fromkeys((*words(f"{family} {given}"), *(number for number in numbers if number))))


def birth_dates(text: str) -> tuple[tuple[str, ...], str]:
    """The dates a lower-case query names, as digits (year first), and the query without them."""
    for pattern, read in _READERS:
        match = pattern.search(text)
        keys = read(match) if match else ()
        if match and keys:
            return keys, f"{text[: match.start()]} {text[match.end() :]}"
    return (), text


def _key(year: int, month: int, day: int | None) -> tuple[str, ...]:
    try:
        date(year, month, day or 1)
    except ValueError:
        return ()
    return (f"{year:04d}{month:02d}{day:02d}" if day else f"{year:04d}{month:02d}",)


def _years(text: str) -> tuple[int, ...]:
    return (int(text),) if len(text) == 4 else (1900 + int(text), 2000 + int(text))


def _month(name: str) -> int:
    """The number of an English month name or of its beginning; 0 when it is none."""
    matches = [number for number, month in enumerate(_MONTH_NAMES, 1) if month.startswith(name)]
    return matches[0] if len(matches) == 1 or name in map(str.lower, MONTHS) else 0


def _iso(match: re.Match[str]) -> tuple[str, ...]:
    year, month, day = match.groups()
    return _key(int(year), int(month), int(day) if day else None)


def _numeric(match: re.Match[str]) -> tuple[str, ...]:
    """Day first or month first, whichever is a date; both when both are."""
    first, second = int(match[1]), int(match[2])
    keys = (_key(year, *pair) for year in _years(match[3]) for pair in ((second, first), (first, second)))
    return tuple(dict.fromkeys(key for found in keys for key in found))


def _day_month(match: re.Match[str]) -> tuple[str, ...]:
    month = _month(match[2])
    return tuple(key for year in _years(match[3]) for key in _key(year, month, int(match[1]))) if month else ()


def _month_day(match: re.Match[str]) -> tuple[str, ...]:
    month = _month(match[1])
    return _key(int(match[3]), month, int(match[2])) if month else ()


def _month_year(match: re.Match[str]) -> tuple[str, ...]:
    month = _month(match[1])
    return _key(int(match[2]), month, None) if month else ()


_READERS = (
    (_ISO, _iso),
    (_DAY_MONTH, _day_month),
    (_MONTH_DAY, _month_day),
    (_NUMERIC, _numeric),
    (_DIGITS, _numeric),
    (_MONTH_YEAR, _month_year),
)
