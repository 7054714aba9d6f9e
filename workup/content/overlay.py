"""Content in another language: files beside the English, by the same ids, each text with the English it renders."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from workup.content.files import table_of
from workup.content.walk import Address, said, walked
from workup.protocol import Instrument, Library, Problem
from workup.texts import ENGLISH, LOCALES

NOT_OVERLAYS = frozenset({"glossary.toml", "exceptions.toml", "exceptions_interface.toml", "manuals"})
T = TypeVar("T", bound=Struct)


class Pair(NamedTuple):
    """A text in another language, the English it was made from, and the file it stands in."""

    english: str
    text: str
    file: str


class Overlay(NamedTuple):
    """The texts of a language by address, and what could not be used."""

    pairs: dict[Address, Pair]
    problems: list[Problem]


def overlay_files(folder: Path) -> Iterator[Path]:
    """The overlay files below the folder of a language."""
    for path in sorted(folder.rglob("*.toml")):
        if path.relative_to(folder).parts[0] not in NOT_OVERLAYS:
            yield path


def read_overlay(code: str, locales: Path = LOCALES) -> Overlay:
    """All overlay files of a language; what does not have the form is left out and named."""
    folder = locales / code
    overlay = Overlay({}, [])
    for path in overlay_files(folder):
        name = f"locale/{code}/{path.relative_to(folder).as_posix()}"
        _, table, sentence = table_of(path)
        if sentence:
            overlay.problems.append(Problem(name, "", sentence))
        _gather(table, (), name, code, overlay)
    return overlay


def _gather(table: Mapping[str, object], where: Address, name: str, code: str, overlay: Overlay) -> None:
    for key, value in table.items():
        at = (*where, key)
        if not isinstance(value, dict):
            overlay.problems.append(Problem(name, ".".join(at), f"A text stands as {{ en = \"…\", {code} = \"…\" }}."))
        elif set(value) == {ENGLISH, code} and all(isinstance(text, str) for text in value.values()):
            if at in overlay.pairs:
                overlay.problems.append(Problem(name, ".".join(at), "This text stands twice."))
            overlay.pairs[at] = Pair(value[ENGLISH], value[code], name)
        elif ENGLISH in value or code in value:
            overlay.problems.append(Problem(name, ".".join(at), f"A text has “en” and “{code}” and nothing else."))
        else:
            _gather(value, at, name, code, overlay)


@cache
def _pairs(code: str) -> dict[Address, Pair]:
    return read_overlay(code).pairs


def worded(english: str, pair: Pair | None) -> str:
    """The text of an overlay; the English where there is none, or where the English has changed since."""
    return pair.text if pair is not None and pair.text and pair.english == english else english


def library_in(library: Library, code: str) -> Library:
    """The library with its texts in a language; everything else is the same. English costs nothing."""
    return library.in_english if code == ENGLISH else _told(library.in_english, code)


@lru_cache(maxsize=4)
def _told(library: Library, code: str) -> Library:
    pairs = _pairs(code)
    told = walked(library, lambda where, english: worded(english, pairs.get(where)))
    instruments = {key: _not_validated(one) for key, one in told.instruments.items()}
    return replace(told, instruments=instruments, original=library)


def _not_validated(instrument: Instrument) -> Instrument:
    """A questionnaire that says before its notice that its questions are a translation of ours."""
    return replace(instrument, notice=" ".join(filter(None, (instrument.translated, instrument.notice))))


def told_in(values: tuple[T, ...], word: str, code: str) -> tuple[T, ...]:
    """The same for things that stand beside the library, such as settings: `told_in(settings, "setting", "es")`."""
    if code == ENGLISH:
        return values
    pairs = _pairs(code)
    return tuple(
        said(one, (word, str(getattr(one, "id", ""))), lambda where, english: worded(english, pairs.get(where)))
        for one in values
    )
