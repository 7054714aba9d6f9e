"""The rules for items, sections, manoeuvres and instruments, the files beside them, the coverage of the reference."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from workup.body import load_body
from workup.check.codes import of_codes
from workup.check.evidence import of_evidence
from workup.check.figures import of_bands, of_cut_offs, of_scores
from workup.check.hazards import of_hazards, without_test
from workup.check.ordering import of_ordering
from workup.check.overlay import of_languages
from workup.check.reasoning import of_reasoning
from workup.content import load, read_toml
from workup.errors import ContentError
from workup.protocol import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Document,
    Library,
    ManoeuvreItem,
    Number,
    Optioned,
    Problem,
    Records,
    Section,
    When,
    YesNo,
)
from workup.settings import Setting, load_settings
from workup.style import load_style

IDENT = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
SENTENCE = re.compile(r"[A-Z0-9“≥≤].{11,}[.?]", re.DOTALL)
LOINC = re.compile(r"\d{3,6}-\d")
BESIDE: tuple[tuple[str, Callable[[Path], object]], ...] = (("style.toml", load_style), ("figures/body.svg", load_body))
BANNED = ("failed back", "denies", "complains of", "abnormal patient")


class Field(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field that the clinical reference names: where it stands there, the item that asks it and what that must be.

    `also` are further places of the reference that the item answers; `option`, `options` and `places` what it offers.
    """

    ref: str
    name: str
    item: str
    also: tuple[str, ...] = ()
    kind: str = ""
    unit: str = ""
    axis: str = ""
    side: bool = False
    option: str = ""
    options: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def check(folder: Path, coverage: bool = False) -> list[Problem]:
    """Everything wrong with a content folder; with `coverage` also every field of the reference without an item."""
    library, problems = load(folder)
    problems = [*problems, *lint(library), *beside(library, folder), *without_test(library, folder)]
    if not problems:  # a piece that could not be read would be missed in every language
        problems += of_languages(library, folder)
    if coverage:
        problems += covered(library, folder / "coverage.toml")
    return problems


def beside(library: Library, folder: Path) -> Iterator[Problem]:
    """The files that stand beside the protocol: preferences, look and body chart."""
    for name, read in BESIDE:
        try:
            read(folder / name)
        except ContentError as error:
            yield Problem(name, "", error.sentence)
    try:
        settings = load_settings(folder / "settings.toml")
    except ContentError as error:
        yield Problem("settings.toml", "", error.sentence)
    else:
        yield from _thresholds(library, settings)
        yield from of_cut_offs(settings)


def _thresholds(library: Library, settings: Iterable[Setting]) -> Iterator[Problem]:
    for setting in settings:
        bands = getattr(library.items.get(setting.item), "bands", ())
        if setting.item and setting.band + 1 >= len(bands):
            sentence = f"“{setting.item}” has no border {setting.band} that it could move."
            yield Problem("settings.toml", setting.id, sentence)


def lint(library: Library) -> Iterator[Problem]:
    """One problem for each rule broken."""
    yield from _sections(library)
    for item in library.items.values():
        where = library.section_of[item.id]
        for sentence in (*_words(item), *_references(library, item), *_kind(library, item), *of_bands(item)):
            yield Problem(f"protocol/{where.step}.toml", f"section {where.id}, item {item.id}", sentence)
    for manoeuvre in library.manoeuvres.values():
        path = f"manoeuvres/{manoeuvre.id}.toml"
        for name in ("technique", "positive"):
            if not SENTENCE.fullmatch(getattr(manoeuvre, name)):
                yield Problem(path, manoeuvre.id, f"“{name}” is not a sentence.")
        if _banned(manoeuvre.technique, manoeuvre.positive, manoeuvre.negative, manoeuvre.normal, manoeuvre.caution):
            yield Problem(path, manoeuvre.id, "The wording is one we do not use.")
        if not manoeuvre.source and not manoeuvre.unverified:
            yield Problem(path, manoeuvre.id, "A claim has neither a source nor the mark unverified.")
        yield from _sources(library, manoeuvre.source, path, manoeuvre.id)
        if not any(isinstance(i, ManoeuvreItem) and i.manoeuvre == manoeuvre.id for i in library.items.values()):
            yield Problem(path, manoeuvre.id, "No item uses this manoeuvre.")
    for instrument in library.instruments.values():
        path = f"instruments/{instrument.id}.toml"
        yield from _sources(library, instrument.source, path, instrument.id)
        yield from (Problem(path, instrument.id, sentence) for sentence in of_scores(library, instrument))
        if instrument.entry == "items" and not instrument.translated:
            yield Problem(path, instrument.id, "Nothing says that a translation of its questions is not validated.")
    yield from of_evidence(library.evidence.values(), library.causes)
    yield from of_reasoning(library)
    yield from of_ordering(library)
    yield from of_hazards(library)
    yield from of_codes(library)
    yield from _review(library)


def _review(library: Library) -> Iterator[Problem]:
    try:
        date.fromisoformat(library.review_by)
    except ValueError:
        sentence = f"“{library.review_by}” is not a day; review_by says when the content has to be looked over again."
        yield Problem("protocol/protocol.toml", "review_by", sentence)


def _sections(library: Library) -> Iterator[Problem]:
    seen: set[str] = set()
    for section in library.sections:
        if section.id in seen:
            sentence = f"There are two sections “{section.id}”."
            yield Problem(f"protocol/{section.step}.toml", f"section {section.id}", sentence)
        seen.add(section.id)
        yield from _section(library, section)


def _section(library: Library, section: Section) -> Iterator[Problem]:
    path = f"protocol/{section.step}.toml"
    items = [library.items[name] for name in section.items]
    guarded = [item.id for item in items if item.red_flag or item.no_fill]
    if section.fill and guarded:
        yield Problem(path, f"section {section.id}", f"“Rest normal” is offered although “{guarded[0]}” stands here.")
    if section.look == "flags" and not all(item.red_flag or item.when or item.about or item.optional for item in items):
        loose = next(i.id for i in items if not (i.red_flag or i.when or i.about or i.optional))
        yield Problem(path, f"section {section.id}", f"“{loose}” stands among the red flags without being one.")
    if section.look == "records" and not any(isinstance(item, Records) for item in items):
        yield Problem(path, f"section {section.id}", "A records section needs a records item.")


def _words(item: AnyItem) -> Iterator[str]:
    if not IDENT.fullmatch(item.id):
        yield "Ids are words in lower case joined by _."
    if not item.text or item.text != item.text.strip() or item.text.endswith((":", ".")):
        yield "The text is missing, padded or ends in a colon or full stop."
    if item.help and not SENTENCE.fullmatch(item.help):
        yield "The help is not a sentence."
    if _banned(item.text, item.short, item.help, *getattr(item, "options", {}).values()):
        yield "The wording is one we do not use."
    if isinstance(item, Optioned):
        for option, label in item.options.items():
            if not IDENT.fullmatch(option) and not re.fullmatch(r"[A-Za-z0-9_]+", option):
                yield f"The option id “{option}” is not plain."
            if option in ("unknown", "not_examined", "none_of_these"):
                yield f"“{option}” is an answer everywhere and must not be an option."
            if not label.strip():
                yield f"The option “{option}” has no label."


def _banned(*texts: str) -> bool:
    return any(word in text.lower() for text in texts for word in BANNED)


def _references(library: Library, item: AnyItem) -> Iterator[str]:
    for key in item.source:
        if key not in library.sources:
            yield f"The source “{key}” is not in sources.toml."
    if item.unverified and item.source:
        yield "It is marked unverified and names a source; it can be only one of the two."
    if item.red_flag and not (item.no_fill or library.section_of[item.id].fill is False):
        yield "A red-flag question stands where answers are filled in bulk."
    for old in item.was:
        if old in library.items:
            yield f"It was called “{old}” once, and another item is called so now."
    for system, code in item.codes.items():
        if system != "loinc" or not LOINC.fullmatch(code):
            yield f"“{system} {code}” is not a LOINC code."


def _kind(library: Library, item: AnyItem) -> Iterator[str]:
    if isinstance(item, When) and item.not_before and not isinstance(library.items.get(item.not_before), When):
        yield f"“{item.not_before}” is not a date item."
    if isinstance(item, Computed) and bool(item.fact) == bool(item.sum):
        yield "A computed item has either a fact or a sum."
    if isinstance(item, Computed):
        for name in item.sum:
            if name not in library.items:
                yield f"The sum reads “{name}”, which is not an item."
    if isinstance(item, Records):
        fields = library.fields_of(item.id)
        if not fields:
            yield "The records have no fields."
        for name in item.summary:
            if name not in fields:
                yield f"The summary names “{name}”, which is not one of its fields."
    if isinstance(item, Choice | Choices) and len(item.options) < 2:
        yield "A choice needs at least two options."
    if isinstance(item, Number) and item.usual and item.usual[0] >= item.usual[1]:
        yield "The usual range is upside down."
    if isinstance(item, Document) and (not item.optional or item.axis or item.side):
        yield "Documents are optional and have no places or sides."
    base = library.items.get(item.about)
    if isinstance(base, YesNo) and not base.finding:
        yield f"“{item.about}” has no abnormal answer to follow up."


def _sources(library: Library, keys: Iterable[str], file: str, path: str) -> Iterator[Problem]:
    for key in keys:
        if key not in library.sources:
            yield Problem(file, path, f"The source “{key}” is not in sources.toml.")


def covered(library: Library, file: Path) -> Iterator[Problem]:
    """A problem for each field of the clinical reference that no item asks as it should be asked."""
    for number, table in enumerate(read_toml(file).get("field", []), 1):
        field = msgspec.convert(table, Field)
        for sentence in _missing(library, field):
            yield Problem(file.name, f"field {number}, {field.ref} {field.name}", sentence)


def _missing(library: Library, field: Field) -> Iterator[str]:
    item = library.items.get(field.item)
    if item is None:
        yield f"No item “{field.item}” asks it."
        return
    for ref in (field.ref, *field.also):
        if ref not in item.ref:
            yield f"“{field.item}” does not carry the ref {ref}."
    is_now = (item.__struct_config__.tag, getattr(item, "unit", ""), item.axis or "")
    for name, wanted, found in zip(("kind", "unit", "axis"), (field.kind, field.unit, field.axis), is_now, strict=True):
        if wanted and wanted != found:
            yield f"The {name} of “{field.item}” is “{found}” and has to be “{wanted}”."
    if field.side and not item.side:
        yield f"“{field.item}” is not asked on each side."
    offered = {name for part in ("options", "grades", "qualities") for name in getattr(item, part, ())}
    offered.update(item.places or library.axes.get(item.axis or "", ()))
    for option in (field.option, *field.options, *field.places):
        if option and option not in offered:
            yield f"“{field.item}” has no option or place “{option}”."
