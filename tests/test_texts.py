"""The texts of the interface: every sentence has its words in each language, with the same gaps to fill."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from threading import Thread

import pytest
from babel.messages.catalog import Message

from tests import catalogs
from workup import texts


@pytest.fixture
def spoken_again() -> Iterator[None]:
    before = texts.spoken()
    yield
    texts.speak(before)


def gaps(text: str) -> list[str]:
    """Its fields; doubled braces are written as they stand, and what is in them is translated."""
    return sorted(re.findall(r"\{[^{}]*\}", re.sub(r"\{\{.*?\}\}", "", text)))


def told(message: Message) -> list[tuple[str, str]]:
    """Each form of a message with its translation."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    one, many = message.id
    forms = message.string if isinstance(message.string, tuple) else ("", "")
    return [(one, forms[0]), *((many, form) for form in forms[1:])]


@pytest.mark.parametrize("code", catalogs.OTHERS)
def test_the_file_the_program_reads_is_the_one_people_edit(code: str) -> None:
    catalog = catalogs.read(code)
    assert catalogs.po_file(code).with_suffix(".mo").read_bytes() == catalogs.compiled(catalog)
    assert catalogs.po_file(code).read_bytes() == catalogs.written(catalog), "run python -m tests.catalogs"


@pytest.mark.parametrize("code", catalogs.OTHERS)
def test_every_sentence_of_the_source_is_translated(code: str) -> None:
    said = {one: other for message in catalogs.read(code) if message.id for one, other in told(message)}
    wanted = [one for message in catalogs.gathered() if message.id for one, _rest in told(message)]
    assert len(wanted) > 2000
    assert [one for one in wanted if not said.get(one)] == [], "run python -m tests.catalogs and translate"


@pytest.mark.parametrize("code", catalogs.OTHERS)
def test_gaps_are_the_same_in_a_translation(code: str) -> None:
    pairs = [(one, other) for message in catalogs.read(code) if message.id for one, other in told(message) if other]
    assert [(one, other) for one, other in pairs if set(gaps(one)) != set(gaps(other))] == []


@pytest.mark.parametrize("code", catalogs.OTHERS)
def test_only_the_listed_texts_are_the_same_as_in_english(code: str) -> None:
    listed = tomllib.loads((texts.LOCALES / code / "exceptions_interface.toml").read_text(encoding="utf-8"))
    reasons = {text: why for group in listed.values() for text, why in group.items()}
    said = [pair for message in catalogs.read(code) if message.id for pair in told(message) if pair[1]]
    same = {one for one, other in said if one == other and re.search(r"[^\W\d_]", re.sub(r"\{[^}]*\}", "", one))}
    assert same == set(reasons), "listed and not the same, or the same and not listed"
    assert all(reasons.values())


@pytest.mark.usefixtures("spoken_again")
def test_a_page_may_speak_another_language_than_the_screen() -> None:
    texts.speak("es")
    with texts.language("en"):
        assert texts.spoken() == "en"
        with texts.language("es"):
            assert texts.spoken() == "es"
        assert texts.spoken() == "en"
    assert texts.spoken() == "es"


@pytest.mark.usefixtures("spoken_again")
def test_a_thread_speaks_the_language_of_the_screen() -> None:
    texts.speak("es")
    heard: list[str] = []
    thread = Thread(target=lambda: heard.append(texts.spoken()))
    thread.start()
    thread.join()
    assert heard == ["es"]


def test_a_language_nobody_wrote_is_english() -> None:
    with texts.language("tlh"):
        assert texts.spoken() == "en"
        assert texts._("Save") == "Save"


def test_numbers_choose_their_form() -> None:
    assert texts._n("{n} day of {all}", "{n} days of {all}", 1, all=7) == "1 day of 7"
    assert texts._n("{n} day of {all}", "{n} days of {all}", 0, all=7) == "0 days of 7"


def test_english_reads_no_catalog() -> None:
    program = (
        "import sys; from workup import texts; texts._('Save'); texts._n('{n} day', '{n} days', 2);"
        "print(sorted({'gettext', 'babel'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
