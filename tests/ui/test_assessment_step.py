"""The Assessment step: the ranking, one source in full, the clinician's judgement, and the way on by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, focused, press, write
from ui.fields.text import TextField
from ui.reasoning import AssessmentPage, SourcesPage
from ui.reasoning.arithmetic import arithmetic_rows
from workup.answers import slot
from workup.reasoning.ranking import Candidate
from workup.reasoning.reason import Reasoning


@pytest.fixture
def page(sample: Room) -> AssessmentPage:
    """The open step of the sample patient."""
    press("Alt+6")
    return sample.workspace.assessing


def reasoning(room: Room) -> Reasoning:
    """What the answers say now."""
    return room.live.session.assessment.reasoning


def order(room: Room) -> list[tuple[str, float]]:
    """Order and balances."""
    return [(one.cause.id, one.balance) for one in reasoning(room).candidates]


def selected(sources: SourcesPage) -> Candidate:
    """The source that is looked at."""
    assert sources.candidate is not None
    return sources.candidate


def test_the_list_holds_every_cause_once_in_the_order_of_the_reasoning(sample: Room, page: AssessmentPage) -> None:
    for group in ("unlikely", "closed"):
        page.sources._toggle(group)
    QApplication.processEvents()
    rows = page.sources.list.rows
    sources = [row.id for row in rows if row.kind == "source"]
    assert sources == [one.cause.id for one in reasoning(sample).candidates]
    closed = [row.id for row in rows if row.kind == "closed"]
    assert len(sources) + len(closed) == len(sample.live.session.library.causes)
    assert all(row.hint for row in rows if row.kind == "closed"), "a closed cause says why"
    unready = {one.cause.id for one in reasoning(sample).candidates if not one.assessable}
    early = [row for row in rows if row.id in unready]
    assert early
    assert all(row.hint for row in early), "what is not assessable says what would change it"


def test_arrows_walk_the_list_and_the_chart_follows(sample: Room, page: AssessmentPage) -> None:
    assert focused() is page.sources.list
    first, second = reasoning(sample).candidates[:2]
    assert selected(page.sources).cause.id == first.cause.id
    press("Down")
    assert selected(page.sources).cause.id == second.cause.id
    shown = page.sources.card.chart.told
    assert [row.points for row in shown.rows if row.text != "Starting point chosen"] == [
        one.counts for one in second.best.counted
    ]
    assert shown.total == second.best.balance + second.prior
    assert all(row.measured == bool(row.basis) for row in shown.rows)


def test_a_judgement_stands_beside_and_changes_neither_order_nor_balance(sample: Room, page: AssessmentPage) -> None:
    before = order(sample)
    cause = selected(page.sources).cause.id
    press("a")
    assert sample.value(f"judgement@{cause}") == "agree"
    assert order(sample) == before
    press("Down", "r")
    other = selected(page.sources).cause.id
    write("The scan of May shows none")
    press("Tab")
    assert sample.value(f"judgement@{other}") == "ruled_out"
    assert sample.value(f"judgement_reason@{other}") == "The scan of May shows none"
    assert order(sample) == before
    judged = {row.id: row.judged for row in page.sources.list.rows}
    assert (judged[cause], judged[other]) == ("You agree", "You ruled it out")


def test_the_same_key_takes_a_judgement_back(sample: Room, page: AssessmentPage) -> None:
    cause = selected(page.sources).cause.id
    press("a", "a")
    assert sample.value(f"judgement@{cause}") is None


def test_the_arithmetic_tells_every_known_finding_and_what_does_not_count(sample: Room, page: AssessmentPage) -> None:
    card = page.sources.card
    assert not card.arithmetic.isVisible()
    press("w")
    assert card.arithmetic.isVisible()
    place = selected(page.sources).best
    rows = arithmetic_rows(reasoning(sample), place)
    assert len(rows) == sum(one.state is not None for one in place.contributions)
    assert card.arithmetic.rows == rows
    press("w")
    assert not card.arithmetic.isVisible()


def test_comparing_names_what_separates_two_sources(sample: Room, page: AssessmentPage) -> None:
    press("c")
    card = page.sources.card
    assert card.separating.isVisible()
    assert card.separating.rows
    assert reasoning(sample).candidates[1].cause.short in card.compared.text()


def test_steps_changes_and_stability_follow_after_the_paint(sample: Room, page: AssessmentPage) -> None:
    QApplication.processEvents()
    aside, found = page.sources.aside, reasoning(sample)
    assert aside.step.step is not None
    assert aside.step.step.text == found.steps[0].text
    assert f"{round(found.stability.share * 100)} of 100 draws" in aside.firm.text()
    assert aside.turns.rows
    assert all(row.below.split()[0] in ("rises", "falls", "stays") for row in aside.turns.rows)


def test_a_key_notes_the_next_step(sample: Room, page: AssessmentPage) -> None:
    QApplication.processEvents()
    plans = set(sample.live.session.assessment.records.get("plan", ()))
    orders = set(sample.live.session.assessment.records.get("orders", ()))
    press("p")
    now = sample.live.session.assessment.records
    assert len(set(now.get("plan", ())) - plans) + len(set(now.get("orders", ())) - orders) == 1
    assert sample.workspace.strips._said.isVisible()


def test_an_agreed_source_goes_into_the_impression_to_be_edited(sample: Room, page: AssessmentPage) -> None:
    before = sample.value("impression")
    press("i")
    assert page.sources.isVisible(), "only what was agreed to is taken over"
    name = selected(page.sources).cause.short
    press("a", "i")
    assert page.form.isVisible()
    field = page.form._field_at(slot("impression"))
    assert isinstance(field, TextField)
    assert name in field.text()
    assert sample.value("impression") == before, "nothing is stored before the field is left"
    press("Tab")
    assert name in str(sample.value("impression"))


def test_nothing_answered_beside_the_ranking_is_a_card(sample: Room, page: AssessmentPage) -> None:
    library = sample.live.session.library
    beside = {section.id for section in library.sections if section.look == "reasoning"}
    assert beside
    press("Ctrl+3")
    assert not beside & set(page.form.sections)
    sample.workspace._filter("open")
    assert not beside & set(page.form.sections)
    assert not any(library.section_of[where.item].id in beside for where in sample.live.session.assessment.open)


def test_the_starting_point_is_chosen_and_said(sample: Room, page: AssessmentPage) -> None:
    sample.live.answer(slot("prior_profile"), "mixed_referral")
    assert "181 people" in page.sources.aside.profile_text.text()
    assert order(sample) == [(one.cause.id, one.balance) for one in reasoning(sample).candidates]
    moved = next(one for one in reasoning(sample).candidates if one.prior)
    page.show_cause(moved.cause.id)
    assert "Starting point chosen" in [row.text for row in page.sources.card.chart.told.rows]


def test_the_course_and_the_board_are_a_key_away(sample: Room, page: AssessmentPage) -> None:
    press("Ctrl+2")
    line, found = page.course.line, reasoning(sample)
    assert [mark.kind for mark in line.told.marks] == [mark.kind for mark in found.timeline.marks]
    assert line.told.free is not None
    assert found.timeline.readings[0].text in page.course.reading.text()
    right = page.course.boards[0]
    assert right.board == found.boards[0]
    assert found.boards[0].leading[0] in page.course.said[0].text()
    press("Return")
    assert sample.slot() == line.told.marks[0].slot


def test_the_keyboard_is_kept_while_the_ranking_changes(sample: Room, page: AssessmentPage) -> None:
    press("Down", "Down")
    cause = selected(page.sources).cause.id
    sample.live.answer(slot("back_pain_now"), 9)
    sample.live.answer(slot("leg_pain_now@right"), 1)
    assert focused() is page.sources.list
    assert selected(page.sources).cause.id == cause


def test_every_size_keeps_the_parts_apart(sample: Room, page: AssessmentPage) -> None:
    for size in ((900, 460), (1366, 768), (1920, 1080)):
        sample.window.resize(*size)
        QApplication.processEvents()
        QApplication.processEvents()
        sources = page.sources
        assert sources.list.width() >= 200
        assert sources.card.geometry().left() > sources._left.geometry().right()
        assert not sources._right.isVisible() or sources._right.geometry().left() > sources.card.geometry().right()
        assert sources.aside.isVisibleTo(sources)


def test_a_whole_assessment_by_keys(sample: Room, page: AssessmentPage) -> None:
    press("a", "Down", "l")
    write("Enhancement is common in well patients")
    press("Shift+Tab", "Ctrl+3")
    assert page.form.isVisible()
    press("Ctrl+1")
    assert focused() is page.sources.list
    press("Ctrl+Return")
    assert sample.workspace.step == "summary"
    press("Alt+6")
    assert page.view == "sources"
    assert order(sample)


def test_a_finding_names_the_entries_behind_it_and_goes_there(sample: Room, page: AssessmentPage) -> None:
    one = selected(page.sources).best.counted[0]
    slots = reasoning(sample).slots_of(selected(page.sources), one)
    chart = page.sources.card.chart
    told = chart.explain(0)
    assert "From: " in told
    assert any(source.text in told for source in sample.live.session.library.sources.values())
    chart.setFocus()
    press("Return")
    assert sample.slot() in slots


def test_a_press_on_the_numbers_of_its_sources_says_what_they_are_and_goes_nowhere(
    sample: Room, page: AssessmentPage
) -> None:
    chart = page.sources.card.chart
    place = next(place for place, row in enumerate(chart.told.rows) if row.cited)
    row = chart._rows()[place]
    spot = QPoint(chart.width() - chart.theme.px(10), row.center().y())
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=spot)
    assert sample.workspace.step == "assessment"
    assert QToolTip.isVisible()
    assert any(source.text in QToolTip.text() for source in sample.live.session.library.sources.values())
    QToolTip.hideText()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(10, row.center().y()))
    assert sample.workspace.step != "assessment"


def test_the_arithmetic_comes_into_sight_and_another_source_is_read_from_its_top(
    sample: Room, page: AssessmentPage, qtbot: QtBot
) -> None:
    card = page.sources.card
    top = card.area.verticalScrollBar()
    card.why.click()
    qtbot.waitUntil(lambda: card.arithmetic.visibleRegion().boundingRect().height() > card.theme.px(40))
    assert top.value() > 0
    press("Down")
    assert top.value() == 0


def test_a_source_says_what_to_tell_it_apart_from(sample: Room, page: AssessmentPage) -> None:
    cause = selected(page.sources).cause
    said = page.sources.card.about.text()
    others = [sample.live.session.library.causes[one].short.lower() for one in cause.apart_from]
    assert others
    assert all(other in said.lower() for other in others)
    assert all(code in said for code in cause.codes)
