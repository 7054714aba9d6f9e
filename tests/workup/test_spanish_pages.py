"""Pages in Spanish as a reader meets them: words that agree, nothing left in English, its own numbers and quotes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from itertools import product

import msgspec
import pytest
from msgspec.structs import replace

from tests import catalogs
from tests.workup import referrals
from tests.workup.notes import CASES, COVER, RESOURCES, assessed, assessed_case, figure, laid, library
from tests.workup.signatures import SIGNED
from workup import words
from workup.answers import SIDES, At, Side, Slot
from workup.assess import Assessment
from workup.content.overlay import library_in
from workup.note import Cover, Note, compose, plain_text
from workup.note.blank import checklist, checklist_cover, steps_of
from workup.note.pain import region_words
from workup.note.patientpage import patient_cover, patient_page
from workup.note.recovery import recovery_cover, recovery_page
from workup.note.referral import referral, referral_cover
from workup.note.wording import slot_words
from workup.protocol import Library
from workup.session.retold import told_in
from workup.texts import LOCALES, language

SPANISH = "es"
PATIENTS = {**referrals.PATIENTS, "full": referrals.FULL}
WORKED = (*CASES, "causes/infection", "causes/recurrent_herniation", "causes/sacroiliac_joint", "causes/pseudarthrosis")
# Nouns that a side is told of as an adjective; every other thing has it *a la derecha*.
MASCULINE = frozenset({
    "abdomen", "antebrazo", "antepié", "borde", "brazo", "codo", "dedo", "externo", "flanco", "genital", "gordo",
    "hemitórax", "hombro", "interno", "isquion", "isquiotibial", "lado", "maléolo", "muslo", "pie", "plantar",
    "pliegue", "poplíteo", "talón", "testículo", "tobillo", "trocánter",
})  # fmt: skip
FEMININE = frozenset({
    "a", "alta", "cadera", "cara", "cresta", "e", "escápula", "espinilla", "externa", "ingle", "interna", "la",
    "lumbar", "mano", "media", "muñeca", "nalga", "pantorrilla", "pierna", "planta", "raíz", "rodilla",
    "sacroilíaca", "zona",
})  # fmt: skip
SIDED = re.compile(r"(\w+)([^\w\s]?) (derech|izquierd)([oa])\b")
GAP = re.compile(r"\{[^}]*\}")
CODE = re.compile(r"\b([CTLS]\d{1,2}(?:–[CTLS]\d{1,2})?) ([a-záéíóúñ]+)")
UNREAD = frozenset({
    "id", "slots", "item", "place", "side", "look", "region", "tone", "kind", "status", "type", "qualities",
})  # fmt: skip
# What is no word of a language, or stands as its publisher or the register wrote it.
STAYS = frozenset({"post", "laminectomy", "main", "audit", "workup", "demo", "ago", "may"})  # months


def misfits(text: str) -> list[str]:
    """Sides that do not agree with the noun before them, or hang on nothing."""
    found = []
    for noun, mark, stem, end in SIDED.findall(text):
        known = FEMININE if end == "a" else MASCULINE
        if mark != ":" and (mark or noun.casefold() not in known):  # after a colon it is the answer to its question
            found.append(f"{noun}{mark} {stem}{end}")
    return found


@cache
def spanish() -> Library:
    """The content in Spanish."""
    return library_in(library(), SPANISH)


def own(cover: Cover) -> Cover:
    """The cover of a Spanish page."""
    return replace(cover, language=SPANISH)


def notes_of(name: str, assessment: Assessment, covers: tuple[Cover, ...] = (COVER,)) -> Iterator[tuple[str, Note]]:
    """Every page about a patient: the summary, the patient's own, and one for each order."""
    with told_in(assessment, SPANISH) as told:
        for place, cover in enumerate(covers):
            yield f"{name} {place}", compose(told.library, told, own(cover))
        yield f"{name}, for the patient", patient_page(told.library, told, patient_cover(own(COVER)))
        for number in told.records.get("orders", ()):
            cover = referral_cover(own(COVER), told, number)
            yield f"{name}, order {number}", referral(told.library, told, number, cover)


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    """Worked patients, the patients of the referrals, a blank checklist and a recovery sheet, as text."""
    found: dict[str, Note] = {}
    for name in WORKED:
        covers = (COVER, SIGNED) if name == "sample-patient" else (COVER,)
        found.update(notes_of(name, assessed_case(name), covers))
    for name, given in PATIENTS.items():
        found.update(notes_of(name, assessed(laid(given))))
    with language(SPANISH):
        blank = own(checklist_cover("", COVER))
        found["checklist"] = checklist(spanish(), steps_of(spanish()), blank)
        sheet = own(recovery_cover(datetime(2025, 11, 25, 9, tzinfo=UTC)))
        found["recovery sheet"] = recovery_page("ABCD" * 13, "0f" * 32, "Demo", sheet)
        return {name: " | ".join(strings(msgspec.to_builtins(note))) for name, note in found.items()}


def strings(value: object) -> Iterator[str]:
    """Every text of a note as it was put together, before it is laid out."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for name, one in value.items():
            if name == "legend" and isinstance(one, list | tuple):
                yield from (str(label) for _quality, label in one)
            elif name not in UNREAD:
                yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def letters(text: str) -> set[str]:
    """Its words, without capitals."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", text)}


def pairs() -> Iterator[tuple[str, str]]:
    """Every English text of the program with its Spanish."""
    for message in catalogs.read(SPANISH):
        given = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        yield " ".join(map(str, given)), " ".join(map(str, told))

    def within(value: object) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict) and set(value) == {"en", SPANISH}:
            yield str(value["en"]), str(value[SPANISH])
        elif isinstance(value, dict):
            for one in value.values():
                yield from within(one)

    for path in sorted((LOCALES / SPANISH).rglob("*.toml")):
        yield from within(tomllib.loads(path.read_text(encoding="utf-8")))


def values(value: object) -> Iterator[str]:
    """Every text in it that is no name of a field."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from values(one)
    else:
        yield str(value)


@cache
def typed(patient: str) -> str:
    """What somebody wrote on a page: answers of the patient, names on the cover, sources, codes."""
    path = RESOURCES / "cases" / f"{patient}.toml"
    answers = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else PATIENTS.get(patient, {})
    given = (*values(answers), *values(msgspec.to_builtins([COVER, SIGNED])))
    sources = (f"{one.text} {one.id}" for one in library().sources.values())
    return " ".join(" ".join((*given, *sources, *(one.text for one in library().codes.code))).split())


def patient_of(page: str) -> str:
    """Whose page it is."""
    return page.partition(",")[0].removesuffix(" 0").removesuffix(" 1")


def test_a_side_agrees_with_its_region_of_the_body_chart() -> None:
    with language(SPANISH):
        told = [region_words(spanish(), one.name, one.side) for one in figure().regions]
    assert len(told) > 80
    assert [(text, wrong) for text in told if (wrong := misfits(text))] == []


def test_a_side_agrees_with_everything_that_is_examined_or_asked_of_a_side() -> None:
    wrong, seen = [], 0
    with language(SPANISH):
        for item in spanish().items.values():
            if not item.side:
                continue
            places = (item.places or tuple(spanish().axes[item.axis])) if item.axis else (None,)
            for place, side in product(places, SIDES):
                text = slot_words(spanish(), Slot(item.id, At(place=place, side=side)))
                seen += 1
                wrong += [(text, one) for one in misfits(text)]
    assert seen > 900
    assert wrong == []


@pytest.mark.parametrize(("text", "right"), [
    ("pierna derecha", True), ("pierna derecho", False), ("lado izquierdo", True), ("lado: derecho", True),
    ("lado derecha", False), ("EMG, derecha", False), ("EMG, a la derecha", True), ("raíz derecho", False),
])  # fmt: skip
def test_what_does_not_agree_is_seen(text: str, right: bool) -> None:
    assert (misfits(text) == []) == right


def test_sides_agree_on_every_page(pages: Mapping[str, str]) -> None:
    found = {name: wrong for name, text in pages.items() if (wrong := misfits(text))}
    assert not found, found


def test_a_thing_comes_before_its_level(pages: Mapping[str, str]) -> None:
    """`foramen L5–S1`, never `L5–S1 foramen`; a code is followed by a function word, a value or nothing."""
    with language(SPANISH):
        labels = {words.in_sentence(item.label).split()[0] for item in spanish().items.values() if item.axis}
    names = {word for word in labels if re.fullmatch(r"[a-záéíóúñ]{4,}", word)}
    assert {"foramen", "canal", "raíz", "reflejo"} <= names
    found = {(name, f"{code} {word}") for name, text in pages.items() for code, word in CODE.findall(text)
             if word in names and f"{code} {word}" not in typed(patient_of(name))}  # fmt: skip
    assert not found, found


def test_nothing_is_left_in_english(pages: Mapping[str, str]) -> None:
    english, known = set[str](), set(STAYS)
    for one, other in pairs():
        english |= letters(GAP.sub(" ", one))
        known |= letters(GAP.sub(" ", other))
    assert {"signature", "weeks", "level", "symptom", "mrn", "unknown"} <= english - known
    found = {name: left for name, text in pages.items()
             if (left := (letters(text) & english) - known - letters(typed(patient_of(name))))}  # fmt: skip
    assert not found, found


def test_numbers_and_quotes_are_those_of_the_language(pages: Mapping[str, str]) -> None:
    measured = re.compile(r"\d+\.\d+ ?(?:mg|mm|cm|ms|m²|°|%|µV|mL|kg|T\b)")
    quoted = re.compile(r"«[^»]*»")
    for name, text in pages.items():
        if name == "checklist":
            continue
        rest, written = quoted.sub("", text), typed(patient_of(name))
        assert {quote for quote in re.findall("“[^”]*”", text) if quote not in written} == set(), name
        assert [one for one in measured.findall(rest) if one not in written] == [], name
        assert not re.search(r"¿[^?]*(?:¿|$)", rest), f"{name}: a question that is opened and not closed"


@pytest.mark.parametrize("side", SIDES)
def test_what_is_not_known_of_implants_is_told_once(side: Side) -> None:
    given = {**referrals.FULL, "order_side@1": f"side_{side}"}
    with told_in(assessed(laid(given)), SPANISH) as told:
        text = " ".join(plain_text(referral(told.library, told, 1, referral_cover(own(COVER), told, 1))).split())
    assert "Estimulador, bomba, stent; desconocido: metal en el ojo, parche de medicamento." in text
    assert ("L3–S1, a la derecha" in text) == (side == "right")
    assert "Firma ____" in text
    assert "Niveles operados Artrodesis intersomática lumbar posterior (PLIF) L4–S1, 3 sep 2024" in text
