"""Broken content: one Problem that says where and what was meant, and everything else still there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.workup.contents import EXAM, FILES, ITEMS, write
from workup.content import load
from workup.errors import ContentError

PATIENT_FILE, EXAM_FILE, ROOT_FILE = "protocol/patient.toml", "protocol/exam.toml", "protocol/protocol.toml"
MANOEUVRE_FILE = "manoeuvres/straight_leg_raise.toml"

# What is broken: file, piece, what stands there instead, path told, word named, suggestion, items lost by it.
BROKEN = {
    "key": (
        PATIENT_FILE, 'text = "Family name"', 'text = "Family name"\nhlep = "x"',
        "item family_name", "hlep", "help", ["family_name"],
    ),
    "kind": (
        PATIENT_FILE, 'kind = "choice"', 'kind = "choise"',
        "item sex", "choise", "choice", ["sex", "cramps"],
    ),
    "type": (
        PATIENT_FILE, 'singular = "operation"', "singular = 3",
        "item operations", "singular", "", ["operations", "operation_date"],
    ),
    "missing key": (PATIENT_FILE, 'text = "Sex"\n', "", "item sex", "text", "", ["sex", "cramps"]),
    "axis": (
        EXAM_FILE, 'axis = "root"', 'axis = "rot"',
        "item strength", "rot", "", ["strength", "strength_since"],
    ),
    "place": (
        EXAM_FILE, 'axis = "root"', 'axis = "root"\nplaces = ["L55"]',
        "item strength", "L55", "L5", ["strength", "strength_since"],
    ),
    "record": (
        PATIENT_FILE, 'record = "operations"', 'record = "operation"',
        "item operation_date", "operation", "operations", ["operation_date"],
    ),
    "manoeuvre": (
        EXAM_FILE, 'manoeuvre = "straight_leg_raise"', 'manoeuvre = "straight_leg_raisse"',
        "item slr", "straight_leg_raisse", "straight_leg_raise", ["slr"],
    ),
    "option": (
        EXAM_FILE, 'options = { new', 'findings = ["nwe"]\noptions = { new',
        "item strength_since", "nwe", "new", ["strength_since"],
    ),
    "about": (
        EXAM_FILE, 'about = "strength"', 'about = "strenght"',
        "item strength_since", "strenght", "strength", ["strength_since"],
    ),
    "word of a condition": (
        EXAM_FILE, "sex == female", "sexx == female",
        "item cramps", "sexx", "sex", ["cramps"],
    ),
    "option of a condition": (
        EXAM_FILE, "sex == female", "sex == femal",
        "item cramps", "femal", "female", ["cramps"],
    ),
    "condition": (EXAM_FILE, "sex == female", "sex == ", "item cramps", "sex == ", "", ["cramps"]),
    "later item": (
        EXAM_FILE, "sex == female", "cramps == yes",
        "item cramps", "cramps", "", ["cramps"],
    ),
    "double id": (
        EXAM_FILE, 'id = "slr"', 'id = "strength"',
        "item strength", "strength", "", ["slr"],
    ),
    "look": (
        EXAM_FILE, 'title = "Roots"', 'title = "Roots"\nlook = "gird"',
        "section neuro", "look", "", ["strength", "strength_since", "slr", "cramps"],
    ),
}  # fmt: skip


def test_the_small_content_is_sound(tmp_path: Path) -> None:
    library, problems = load(write(tmp_path))
    assert problems == []
    assert list(library.items) == ITEMS


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_piece_is_one_problem_and_the_rest_still_loads(tmp_path: Path, broken: str) -> None:
    file, old, new, path, word, suggestion, lost = BROKEN[broken]
    library, problems = load(write(tmp_path, {file: (old, new)}))
    first = problems[0]
    assert (first.file, first.suggestion) == (file, suggestion)
    assert path in first.path
    assert word in first.sentence
    assert first.sentence.endswith(".")
    assert [item for item in ITEMS if item not in library.items] == lost
    followed = [problem for problem in problems[1:] if not any(name in str(problem) for name in (*lost, word))]
    assert followed == []


@pytest.mark.parametrize("broken", [name for name in BROKEN if len(BROKEN[name][-1]) == 1])
def test_a_piece_that_nothing_leans_on_is_exactly_one_problem(tmp_path: Path, broken: str) -> None:
    file, old, new, *_ = BROKEN[broken]
    _, problems = load(write(tmp_path, {file: (old, new)}))
    assert len(problems) == 1


@pytest.mark.parametrize("text", ['[step]\nid = "exam', "[[section]\n", "a = 1\na = 2"])
def test_a_syntax_error_leaves_the_other_files(tmp_path: Path, text: str) -> None:
    write(tmp_path)
    (tmp_path / EXAM_FILE).write_text(text, encoding="utf-8")
    library, problems = load(tmp_path)
    assert [problem.file for problem in problems] == [EXAM_FILE]
    assert "not valid TOML" in problems[0].sentence
    assert list(library.items) == ITEMS[:4]


def test_a_file_that_is_no_text_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / EXAM_FILE).write_bytes(b"\xff\xfe" + EXAM.encode("utf-16"))
    library, problems = load(tmp_path)
    assert [str(problem) for problem in problems if "UTF-8" not in problem.sentence] == []
    assert list(library.items) == ITEMS[:4]


@pytest.mark.parametrize("name", list(FILES))
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    (tmp_path / name).unlink()
    if name == ROOT_FILE:
        with pytest.raises(ContentError, match=re.escape(ROOT_FILE)):
            load(tmp_path)
        return
    library, problems = load(tmp_path)
    assert any(name in problem.file or "straight_leg_raise" in problem.sentence for problem in problems)
    assert library.items


def test_the_digest_changes_with_every_byte_of_content(tmp_path: Path) -> None:
    before = load(write(tmp_path / "a"))[0].digest
    after = load(write(tmp_path / "b", {EXAM_FILE: ("Cramps", "Cramp")}))[0].digest
    assert before != after
    assert load(write(tmp_path / "c"))[0].digest == before


def test_a_renamed_item_is_found_by_its_former_id(tmp_path: Path) -> None:
    library, _ = load(write(tmp_path, {EXAM_FILE: ('id = "cramps"', 'id = "cramps"\nwas = ["spasms"]')}))
    assert library.renames == {"spasms": "cramps"}


def test_a_follow_up_takes_the_places_of_what_it_is_about(tmp_path: Path) -> None:
    library, _ = load(write(tmp_path))
    about, follow = library.items["strength"], library.items["strength_since"]
    assert (follow.axis, follow.side, library.places[follow.id]) == (about.axis, about.side, library.places[about.id])
