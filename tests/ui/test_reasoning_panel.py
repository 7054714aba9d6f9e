"""The panel beside the questions shows the reasoning of the answers in force, and nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.room import Room, focused, press
from ui.reasoning.sources import SourceRow
from ui.reasoning.wording import candidate_name, phrase
from workup import words
from workup.answers import Slot, slot
from workup.reasoning.reason import Reasoning


def reasoning(room: Room) -> Reasoning:
    """What the answers say now."""
    return room.live.session.assessment.reasoning


def rows(room: Room) -> list[SourceRow]:
    """The sources in sight, from above."""
    return [row for row in room.workspace.panel.sources.rows if not row.isHidden()]


def told(room: Room) -> list[tuple[str, str]]:
    """Name and certainty word of each."""
    return [(row.told.name, row.told.phrase) for row in rows(room) if row.told is not None]


def expected(room: Room) -> list[tuple[str, str]]:
    """The same from the reasoning itself."""
    found = reasoning(room)
    return [(candidate_name(one), phrase(found.library, one)) for one in found.shown[:5]]


def test_sources_stand_in_order_with_their_words_and_at_most_two_reasons(sample: Room) -> None:
    assert len(expected(sample)) >= 3, "the sample patient has several sources"
    assert told(sample) == expected(sample)
    for row in rows(sample):
        assert row.told is not None
        assert 0 <= row.told.bar <= 1
        assert len(row.told.reasons) <= 2
        assert "%" not in row.told.phrase


def test_an_answer_changes_the_order_at_once_and_says_what_moved(sample: Room) -> None:
    before, moved = told(sample), list[str]()
    for at in list(sample.live.session.assessment.answers.of_item("foramen_grade")):
        sample.live.answer(Slot("foramen_grade", at), None)
        moved += [row.told.moved for row in rows(sample) if row.told is not None]
    assert told(sample) == expected(sample) != before
    assert any(moved)


def test_the_count_of_red_flags_comes_from_the_content(sample: Room) -> None:
    found = reasoning(sample)
    total, day = len(found.flags), words.calendar_day(sample.live.session.assessment.today)
    assert sample.workspace.panel.flags.fact.text() == f"Red flags: none found, all {total} asked on {day}"
    sample.live.answer(slot("saddle_numbness"), None)
    still = len(reasoning(sample).open_flags)
    assert still
    assert sample.workspace.panel.flags.fact.text() == f"Red flags: none so far, {still} of {total} still open"
    assert "saddle numbness" in sample.workspace.panel.flags.line.text()


def test_the_next_step_says_why_and_its_button_goes_there(sample: Room) -> None:
    sample.live.answer(slot("saddle_numbness"), None)
    QApplication.processEvents()
    card = sample.workspace.panel.step
    first = reasoning(sample).steps[0]
    assert card.isVisible()
    assert card.title.text() == first.text
    assert card.why.text() == first.first
    card.go.click()
    assert sample.slot() == first.slots[0]


def test_findings_stay_a_key_away(sample: Room) -> None:
    panel = sample.workspace.panel
    panel.switch.setFocus()
    press("2")
    assert panel.findings.isVisible()
    assert f"Findings {panel.findings.found}" in [option.label for option in panel.switch.options]
    row = panel.findings.rows[0]
    row.click()
    assert sample.slot() == row.slot


def test_too_little_is_answered_says_so_and_asks(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    QApplication.processEvents()
    panel = room.workspace.panel
    assert not [row for row in panel.sources.rows if row.isVisible()]
    assert panel.sources.early.isVisible()
    assert panel.step.isVisible()


def test_a_folded_panel_keeps_the_first_source(sample: Room) -> None:
    press("Shift+F6")
    panel = sample.workspace.panel
    assert panel.face.isVisible()
    assert not panel.sources.isVisible()
    assert expected(sample)[0][0] in panel.face.accessibleName()
    press("Shift+F6")
    assert told(sample) == expected(sample)


def test_pressing_a_source_opens_its_contributions(sample: Room) -> None:
    rows(sample)[1].click()
    assert sample.workspace.step == "assessment"
    assert sample.workspace.assessing.sources.selected == reasoning(sample).shown[1].cause.id
    focused()


def test_an_equal_assessment_touches_nothing(sample: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = sample.workspace.panel
    touched: list[object] = []
    monkeypatch.setattr(panel.sources, "render_sources", touched.append)
    panel.render_panel(sample.live.session.assessment)
    assert not touched
