"""One test for each content file and each worked patient: it loads, it is sound, and the patient becomes a page."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import pytest

from tests.workup.patients import RESOURCES, library
from workup.assess import assess
from workup.cases import read_case
from workup.check import check
from workup.content import load, read_toml
from workup.note import Cover, compose, plain_text
from workup.protocol import Problem

FOLDERS = ("", "protocol", "protocol/tests", "instruments", "manoeuvres")
FILES = sorted(
    path.relative_to(RESOURCES).as_posix() for folder in FOLDERS for path in (RESOURCES / folder).glob("*.toml")
)
CASES = sorted(path.stem for path in (RESOURCES / "cases").glob("*.toml"))
INSTRUMENTS = sorted(path.stem for path in (RESOURCES / "instruments").glob("*.toml"))
MANOEUVRES = sorted(path.stem for path in (RESOURCES / "manoeuvres").glob("*.toml"))


@cache
def problems() -> tuple[Problem, ...]:
    """Everything the linter says."""
    return tuple(check(RESOURCES, coverage=True))


def test_a_row_that_names_an_option_nobody_has_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "resources"
    shutil.copytree(RESOURCES, folder, ignore=shutil.ignore_patterns("icons", "cases", "locale"))
    report = folder / "protocol/report.toml"
    report.write_text(report.read_text(encoding="utf-8").replace('"pacemaker"', '"pacemakr"', 1), encoding="utf-8")
    assert [str(one) for one in load(folder)[1] if "pacemakr" in str(one)]


@pytest.mark.parametrize("file", FILES)
def test_a_content_file_reads_without_a_problem(file: str) -> None:
    assert read_toml(RESOURCES / file)
    assert [str(problem) for problem in problems() if problem.file == file] == []


def test_no_problem_stands_anywhere_else() -> None:
    assert [str(problem) for problem in problems() if problem.file not in FILES] == []


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_is_asked_and_has_its_questions(name: str) -> None:
    instrument = library().instruments[name]
    if instrument.entry == "form":
        assert not instrument.items
        assert instrument.score
        return
    assert instrument.items
    assert [item for item in instrument.items if item not in library().items] == []
    assert {library().section_of[item].look for item in instrument.items} == {"instruments"}


@pytest.mark.parametrize("name", MANOEUVRES)
def test_a_manoeuvre_is_used_and_told(name: str) -> None:
    manoeuvre = library().manoeuvres[name]
    assert [item for item in library().items.values() if getattr(item, "manoeuvre", "") == name]
    assert all(sentence.endswith(".") for sentence in (manoeuvre.technique, manoeuvre.positive, manoeuvre.negative))


@pytest.mark.parametrize("name", CASES)
def test_a_worked_patient_is_read_assessed_and_told(name: str) -> None:
    case = read_case(library(), RESOURCES / "cases" / f"{name}.toml")
    found = assess(library(), case.answers, case.today, case.visits)
    assert found.earlier == ()
    assert len(found.counted) > 0
    cover = Cover(author="Dr Ann Example", printed_at=datetime.combine(case.today, time(12), UTC))
    text = plain_text(compose(library(), found, cover))
    assert len(text.splitlines()) > 20


def test_the_content_is_read_the_same_way_twice() -> None:
    again, found = load(RESOURCES)
    assert found == []
    assert again.digest == library().digest
    assert list(again.items) == list(library().items)
