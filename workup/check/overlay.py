"""What an overlay must keep to: every text told, none stale, numbers and marks the same, no English left unsaid."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct, convert
from msgspec import ValidationError as Misfit

from workup.content.files import table_of
from workup.content.overlay import Overlay, Pair, read_overlay
from workup.content.walk import Address, said, walked
from workup.protocol import Library, Problem
from workup.settings import Setting, load_settings
from workup.texts import ENGLISH, LANGUAGES, LOCALES

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
THOUSANDS = re.compile(r"(?<=\d)[,.\u202f](?=\d{3}(?!\d))")
MARK = re.compile(r"\{[^}]*\}|[%°≥≤<>±→²⁹₂β…]")
WORD = re.compile(r"[a-z]{3}")
LONG, GROWTH = 30, 1.6  # a short label may grow as it must; a sentence more than this is looked at


class Exceptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """English texts, each with its reason: what stays as it is, may grow, or writes a number or mark otherwise."""

    same: dict[str, str] = {}
    longer: dict[str, str] = {}
    otherwise: dict[str, str] = {}


def of_languages(library: Library, folder: Path) -> Iterator[Problem]:
    """What keeps a content folder from being whole in each other language of the program; English alone is whole."""
    locales = folder / LOCALES.name
    if locales.is_dir():
        texts = texts_of(library, load_settings(folder / "settings.toml"))
        for code in LANGUAGES:
            if code != ENGLISH:
                yield from overlay_problems(texts, code, locales)


def texts_of(library: Library, settings: tuple[Setting, ...]) -> dict[Address, str]:
    """Every text of the content that people read, by its address."""
    found: dict[Address, str] = {}

    def keep(where: Address, english: str) -> str:
        found[where] = english
        return english

    walked(library, keep)
    for one in settings:
        said(one, ("setting", one.id), keep)
    return found


def exceptions_of(folder: Path) -> tuple[Exceptions, list[Problem]]:
    """The listed exceptions of a language."""
    _, table, sentence = table_of(folder / "exceptions.toml")
    try:
        return convert(table, Exceptions), [Problem("exceptions.toml", "", sentence)] if sentence else []
    except Misfit as error:
        return Exceptions(), [Problem("exceptions.toml", "", str(error))]


def overlay_problems(texts: Mapping[Address, str], code: str, locales: Path = LOCALES) -> list[Problem]:
    """What keeps these texts from being whole in a language."""
    overlay = read_overlay(code, locales)
    exceptions, problems = exceptions_of(locales / code)
    problems += [*overlay.problems, *_unknown(texts, overlay)]
    for where, english in texts.items():
        pair = overlay.pairs.get(where)
        sentence = f"There is no text in “{code}”." if pair is None else _wrong(english, pair, exceptions)
        if sentence:
            problems.append(Problem(pair.file if pair else f"locale/{code}", ".".join(where), sentence))
    known = set(texts.values())
    for listed in sorted({*exceptions.same, *exceptions.longer, *exceptions.otherwise} - known):
        problems.append(Problem(f"locale/{code}/exceptions.toml", listed, "No text of the content reads so."))
    return problems


def _unknown(texts: Mapping[Address, str], overlay: Overlay) -> Iterator[Problem]:
    for where, pair in overlay.pairs.items():
        if where not in texts:
            kin = [one for one in texts if one[0] == where[0] and (one[1] == where[1] or one[2:] == where[2:])]
            near = "".join(get_close_matches(name := ".".join(where), map(".".join, kin), 1))
            yield Problem(pair.file, name, "The content has no such text.", near)


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, a decimal comma read as a point."""
    return sorted(number.replace(",", ".") for number in NUMBER.findall(THOUSANDS.sub("", text)))


def _wrong(english: str, pair: Pair, exceptions: Exceptions) -> str:
    """What is wrong with one text, in a sentence."""
    text = pair.text
    if pair.english != english:
        return f"The English has changed since; it reads now: {english}"
    if not text.strip():
        return "The text is still empty."
    if text == english:
        return "" if not WORD.search(english) or english in exceptions.same else "The text is the same as in English."
    if english not in exceptions.otherwise:
        if numbers_in(text) != numbers_in(english):
            return "The numbers differ from those of the English."
        if sorted(MARK.findall(text)) != sorted(MARK.findall(english)):
            return "The marks differ from those of the English."
    if len(english) >= LONG and len(text) > GROWTH * len(english) and english not in exceptions.longer:
        return "The text is over 60 % longer than the English."
    return ""
