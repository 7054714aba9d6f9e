"""Content in another language: what the check sees in an overlay, and what the program says where one is not whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from tests import shipped
from tests.content import overlays
from workup.body import caption_words, load_body, named
from workup.check import check, lint
from workup.check.overlay import overlay_problems, texts_of
from workup.content.overlay import library_in, read_overlay, told_in
from workup.content.walk import Address, walked
from workup.note.pain import region_words
from workup.protocol import Library
from workup.settings import load_settings
from workup.texts import LOCALES, language

SETTINGS = load_settings(LOCALES.parent / "settings.toml")
# Fields with a space in them that nobody reads, and what stays as its publisher wrote it.
NO_TEXTS = {"when", "absent_when", "where", "gate", "released_when", "ceiling_unless", "ref", "readers", "unit"}
NOT_TOLD = {"Source.text", "Condition.text", "Cause.codes", "Code.text", "Code.group", "CodeList.release"}
ADDRESS: Address = ("item", "leg_pain", "text")
ENGLISH = "Leg pain for more than 6 weeks"
TEXTS: dict[Address, str] = {ADDRESS: ENGLISH}


@dataclass(frozen=True)
class Written:
    """A folder of overlays with one file in it, and one of exceptions."""

    folder: Path

    def problems(self, text: str, exceptions: str = "") -> list[str]:
        spanish = self.folder / "es"
        (spanish / "protocol").mkdir(parents=True, exist_ok=True)
        (spanish / "exceptions.toml").write_text(exceptions, encoding="utf-8")
        (spanish / "protocol" / "symptoms.toml").write_text(text, encoding="utf-8")
        return [str(problem) for problem in overlay_problems(TEXTS, "es", self.folder)]

    def of(self, spanish: str, english: str = ENGLISH, exceptions: str = "") -> list[str]:
        """The problems of one text."""
        return self.problems(f'[item.leg_pain]\ntext = {{ en = "{english}", es = "{spanish}" }}\n', exceptions)


@pytest.fixture(scope="module")
def library() -> Library:
    found, problems = shipped.read()
    assert not problems
    return found


@pytest.fixture
def written(tmp_path: Path) -> Written:
    return Written(tmp_path)


def test_a_text_that_is_told_is_in_order(written: Written) -> None:
    assert written.of("Dolor en la pierna desde hace más de 6 semanas") == []


@pytest.mark.parametrize(
    ("spanish", "sentence"),
    [
        ("", "still empty"),
        (ENGLISH, "the same as in English"),
        ("Dolor en la pierna desde hace más de 5 semanas", "The numbers differ"),
        ("Dolor en la pierna desde hace > 6 semanas", "The marks differ"),
        ("Dolor que la persona nota en la pierna desde hace más de 6 semanas", "over 60 % longer"),
    ],
)
def test_what_is_wrong_with_a_text_is_said(written: Written, spanish: str, sentence: str) -> None:
    (problem,) = written.of(spanish)
    assert sentence in problem
    assert "item.leg_pain.text" in problem
    assert "locale/es/protocol/symptoms.toml" in problem


def test_a_text_that_is_missing_is_said(written: Written) -> None:
    (problem,) = written.problems("")
    assert "There is no text in “es”" in problem


def test_an_english_that_has_changed_is_said_with_what_it_reads_now(written: Written) -> None:
    (problem,) = written.of("Dolor en la pierna desde hace más de 4 semanas", "Leg pain for more than 4 weeks")
    assert "The English has changed since" in problem
    assert ENGLISH in problem


def test_an_address_that_the_content_does_not_know_is_said_with_one_like_it(written: Written) -> None:
    problems = written.problems('[item.leg_pian]\ntext = { en = "Leg", es = "Pierna" }\n')
    assert any("no such text" in problem and "item.leg_pain.text" in problem for problem in problems)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[item.leg_pain]\ntext = "Dolor"\n', "A text stands as"),
        ('[item.leg_pain]\ntext = { en = "Leg pain", es = "Dolor", fr = "Mal" }\n', "and nothing else"),
        ('[item.leg_pain]\ntext = { en = "Leg pain" }\n', "and nothing else"),
        ("[item.leg_pain\n", "not valid TOML"),
    ],
)
def test_what_does_not_have_the_form_is_said(written: Written, text: str, sentence: str) -> None:
    assert any(sentence in problem for problem in written.problems(text))


def test_a_text_that_stands_twice_is_said(written: Written) -> None:
    one = f'[item.leg_pain]\ntext = {{ en = "{ENGLISH}", es = "Dolor en la pierna más de 6 semanas" }}\n'
    (written.folder / "es").mkdir()
    (written.folder / "es" / "first.toml").write_text(one, encoding="utf-8")
    assert any("stands twice" in problem for problem in written.problems(one))


def test_an_exception_with_its_reason_lets_a_text_be(written: Written) -> None:
    assert written.of(ENGLISH, exceptions=f'[same]\n"{ENGLISH}" = "A name."\n') == []
    seven = "Dolor en la pierna desde hace más de 7 semanas"
    assert written.of(seven, exceptions=f'[otherwise]\n"{ENGLISH}" = "Another count."\n') == []


def test_an_exception_that_excepts_nothing_is_said(written: Written) -> None:
    told = "Dolor en la pierna desde hace más de 6 semanas"
    (problem,) = written.of(told, exceptions='[same]\n"Arm pain" = "A name."\n')
    assert "No text of the content reads so" in problem
    (problem,) = written.of(told, exceptions='[sane]\n"Arm pain" = "A name."\n')
    assert "sane" in problem


@pytest.mark.parametrize(
    ("english", "spanish"),
    [("1.5 of 10", "1,5 de 10"), ("1,200 mg", "1\u202f200 mg"), ("1,200 mg", "1200 mg"), ("L4–S1 or 2", "2 o L4–S1")],
)
def test_a_number_may_be_written_as_the_language_writes_it(tmp_path: Path, english: str, spanish: str) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "exceptions.toml").touch()
    text = f'[a.b]\nc = {{ en = "{english}", es = "{spanish}" }}\n'
    (tmp_path / "es" / "one.toml").write_text(text, encoding="utf-8")
    assert overlay_problems({("a", "b", "c"): english}, "es", tmp_path) == []


def test_the_library_says_what_the_overlay_says(library: Library) -> None:
    told = library_in(library, "es")
    assert told.items["walking_minutes"].text == read_overlay("es").pairs["item", "walking_minutes", "text"].text
    assert told.items["walking_minutes"].text != library.items["walking_minutes"].text
    assert told.conditions is library.conditions
    assert told.digest == library.digest
    section = told.section_of["walking_minutes"]
    assert section in told.sections
    assert library_in(library, "es") is told
    assert library_in(library, "en") is library


def test_questions_of_a_questionnaire_say_that_their_translation_is_not_validated(library: Library) -> None:
    spanish = library_in(library, "es").instruments["phq9"]
    assert spanish.notice.startswith(spanish.translated)
    assert "no una versión validada" in spanish.notice
    assert "Pfizer" in spanish.notice
    assert library.instruments["phq9"].translated not in library.instruments["phq9"].notice
    silent = replace(library.instruments["phq9"], translated="")
    changed = replace(library, instruments={**library.instruments, "phq9": silent})
    assert any("a translation of its questions is not validated" in str(problem) for problem in lint(changed))


def test_a_text_whose_english_has_changed_since_is_said_in_english(library: Library) -> None:
    changed = replace(library.items["walking_minutes"], text="Walks so far, in our words")
    told = library_in(replace(library, items={**library.items, "walking_minutes": changed}), "es")
    assert told.items["walking_minutes"].text == "Walks so far, in our words"


def test_the_body_chart_calls_its_regions_as_the_content_does(library: Library) -> None:
    figure = load_body(LOCALES.parent / "figures" / "body.svg")
    told = named(figure, library_in(library, "es").regions)
    assert named(figure, library.regions) is figure
    assert [region.path for region in told.regions] == [region.path for region in figure.regions]
    same = {one.title for one, other in zip(figure.regions, told.regions, strict=True) if one.title == other.title}
    assert same == set()
    buttock = told.region("back.buttock", "right")
    assert buttock is not None
    assert buttock.title == "Nalga derecha"


def test_a_painted_area_is_named_in_the_language_of_the_page(library: Library) -> None:
    assert region_words(library, "back.thigh-lateral", "right") == "right lateral thigh"
    with language("es"):
        spanish = region_words(library_in(library, "es"), "back.thigh-lateral", "right")
        assert spanish == "cara externa del muslo derecho"
        assert [caption_words(text) for text in ("Back", "R", "L5")] == ["Detrás", "D", "L5"]


def test_settings_are_told_like_content() -> None:
    told = told_in(SETTINGS, "setting", "es")
    assert [one.id for one in told] == [one.id for one in SETTINGS]
    assert told_in(SETTINGS, "setting", "en") is SETTINGS


def test_the_check_of_a_content_folder_reads_every_language(tmp_path: Path) -> None:
    folder = tmp_path / "resources"
    shutil.copytree(LOCALES.parent, folder, ignore=shutil.ignore_patterns("icons", "cases"))
    flags = folder / "locale" / "es" / "flags.toml"
    flags.write_text(flags.read_text(encoding="utf-8").replace("[flag.R01]", "[flag.R99]"), encoding="utf-8")
    told = [str(problem) for problem in check(folder)]
    assert any("flag.R01.title: There is no text in “es”" in problem for problem in told)
    assert any("flag.R99.title: The content has no such text" in problem for problem in told)
    shutil.rmtree(folder / "locale")
    assert check(folder) == []


def test_nothing_is_lost_or_changed_where_the_words_stay_the_same(library: Library) -> None:
    same = walked(library, lambda _where, english: english)
    for name in library.__struct_fields__:
        assert getattr(same, name) == getattr(library, name), name


def test_the_files_stand_as_the_tool_writes_them() -> None:
    for name, text in overlays.written("es").items():
        assert (LOCALES / "es" / name).read_text(encoding="utf-8") == text, "run python -m tests.content.overlays es"


def sentences(value: object, name: str) -> set[tuple[str, str]]:
    """Every text in a piece of content that has a space in it, with class and field it stands in."""
    match value:
        case str():
            return {(name, value)} if " " in value else set()
        case Struct():
            kind = type(value).__name__
            parts = [(getattr(value, field), f"{kind}.{field}") for field in value.__struct_fields__]
            return {one for part, inside in parts for one in sentences(part, inside)}
        case dict():
            return {one for part in value.values() for one in sentences(part, name)}
        case tuple() | list() | frozenset():
            return {one for part in value for one in sentences(part, name)}
        case _:
            return set()


def test_every_sentence_of_the_content_has_an_address(library: Library) -> None:
    known = set(texts_of(library, SETTINGS).values())
    left = {name for name, text in sentences(library, "") if text not in known}
    assert {name for name in left if name not in NOT_TOLD and name.split(".")[1] not in NO_TEXTS} == set()
