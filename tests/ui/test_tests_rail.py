"""The orders in the step rail; and what is asked, or suggested, by the kind of test and the step."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from tests.ui.answering import real_library
from tests.ui.room import Room, focused, press
from tests.ui.test_tests_board import fill, order, page, settled
from ui.reasoning.noted import planned
from ui.tests_board import TestsPage
from workup.answers import PartialDate, slot

__all__ = ["page"]


def test_the_rail_lists_the_orders_with_their_state_and_leads_to_them(sample: Room, page: TestsPage) -> None:
    rail = sample.workspace.rail
    assert [(row.line.title, row.line.said) for row in rail.sections.values()] == [
        ("EMG, right leg", "overdue"), ("CT lumbar", "2 Dec"), ("MRI lumbar", "reviewed"),
        ("X-ray flexion", "reviewed"), ("Blood tests", "reviewed"),
    ]  # fmt: skip
    assert (rail.steps["tests"].tally.done, rail.steps["tests"].tally.total) == (3, 5)
    assert [row.current for row in rail.sections.values()] == [True, False, False, False, False]
    press("Down")
    assert [row.current for row in rail.sections.values()] == [False, True, False, False, False]
    rail.sections["order:3"].setFocus()
    press("Space")
    assert (page.drawer.number, page.drawer.view) == (3, "result")
    assert rail.sections["order:3"].current


def test_the_rail_follows_a_step(sample: Room, page: TestsPage) -> None:
    press("r", "Ctrl+Return")
    settled(page)
    line = sample.workspace.rail.sections["order:5"].line
    assert (line.said, line.token) == ("review", "accent")


def test_a_booking_suggests_a_day_to_come(page: TestsPage) -> None:
    press("b")
    line = focused()
    assert isinstance(line, QLineEdit)
    assert line.placeholderText() == "3 dec or in 2w"
    fill("in 2w")
    press("Ctrl+Return")
    assert order(page, 5).scheduled == PartialDate(2025, 12, 9)


def test_blood_is_not_asked_for_level_and_side(sample: Room, page: TestsPage) -> None:
    assert not sample.live.session.assessment.shows("order_side", slot("order_side@2").at)
    assert sample.live.session.assessment.shows("order_side", slot("order_side@5").at)


def test_go_there_of_a_next_step_leads_to_its_draft_and_else_to_its_question(sample: Room, page: TestsPage) -> None:
    steps = sample.live.session.assessment.reasoning.steps
    block = next(step for step in steps if step.by == "block")
    sample.workspace._to_tests(block)
    assert page.drawer.view == "new", "nothing is ordered yet: the question is chosen, the clinician drafts"
    asked = page.drawer.chooser.asked
    assert "block" in {one.id for one in real_library().tests.values() if any(a.question == asked for a in one.answers)}
    pairs, _ = planned(sample.live.session.assessment, block)
    sample.live.answer_all(pairs, "typed")
    number = max(one.number for one in sample.live.session.assessment.orders.all)
    sample.workspace.show_step("assessment")
    sample.workspace._to_tests(block)
    assert (page.drawer.number, page.drawer.view) == (number, "request")
    assert page.drawer.isVisible()
