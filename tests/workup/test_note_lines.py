"""The note as lines that know their answers."""

from tests.workup.notes import note_of_case
from workup.answers import slot
from workup.note.compose import slots_of
from workup.note.lines import lines_of


def test_every_answer_the_note_speaks_of_is_behind_one_of_its_lines() -> None:
    note = note_of_case("sample-patient")
    lines = tuple(lines_of(note))
    behind = {where for line in lines for where in line.slots}
    in_charts = {where for where in slots_of(note) if where.item == "pain_map"}  # the figure itself has no line
    assert slots_of(note) - in_charts <= behind | in_charts
    assert all(line.text.strip() for line in lines)


def test_a_row_of_the_grid_names_its_sides_and_is_a_finding() -> None:
    lines = tuple(lines_of(note_of_case("sample-patient")))
    weak = next(line for line in lines if slot("strength@L5/right") in line.slots and "R 4" in line.text)
    assert weak.finding
    assert "L 5" in weak.text


def test_parts_stand_above_what_they_hold() -> None:
    lines = [line for line in lines_of(note_of_case("sample-patient")) if line.kind != "heading"]
    assert lines[-1].kind == "text"
    assert any(line.kind == "part" and line.text == "Plan" for line in lines)
