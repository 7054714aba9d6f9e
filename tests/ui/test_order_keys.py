"""A new order by keys: a test by its letter, the one suggested, and a whole request one Enter from ordered."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.ui.presses import read_on, wait_until
from tests.ui.room import Room, focused, press, write
from tests.ui.test_tests_board import asked, order, page, settled, state
from ui.tests_board import TestsPage
from workup import words
from workup.answers import Levels, slot

__all__ = ["page"]


@pytest.fixture
def drafted(page: TestsPage) -> TestsPage:
    """A new X-ray of the sample patient, without its question yet."""
    press("n", "x", "Return")
    return page


def test_a_letter_finds_a_test_by_its_name_and_enter_drafts_it(drafted: TestsPage) -> None:
    kind = order(drafted, 6).kind
    assert kind is not None
    assert (kind.id, state(drafted, 6)) == ("xray", "proposed")
    assert drafted.drawer.form.current == slot("order_question@6")


def test_a_letter_that_no_test_has_and_letters_off_do_nothing(page: TestsPage) -> None:
    press("n")
    for key in ("q", "z"):
        press(key)
    page.theme.letter_keys = False
    press("x")
    page.theme.letter_keys = True
    assert page.drawer.view == "new"
    assert page.drawer.chooser.isAncestorOf(focused())


def test_a_whole_request_is_one_enter_from_ordered(drafted: TestsPage) -> None:
    write("Loose screws?")
    press("Return")
    assert drafted.drawer.form.current != slot("order_priority@6"), "what the test asks comes before"
    press("Return")
    assert drafted.drawer.form.current == slot("order_priority@6"), "and Enter passes over it"
    assert not drafted.drawer.asking
    press("3")
    wait_until(lambda: drafted.drawer.asking)
    assert asked(drafted) == "ordered"
    press("Return")
    assert state(drafted, 6) == "proposed", "the Enter of habit orders nothing"
    wait_until(lambda: not drafted.drawer.ask.habit.isActive())
    press("Return")
    assert state(drafted, 6) == "ordered"
    settled(drafted)
    assert drafted.drawer.steps.by_key("c") == "cancelled", "what was sent is cancelled with a reason, not undone"


@pytest.mark.parametrize("key", ["Return", "Ctrl+Return"])
def test_a_key_of_habit_behind_the_last_answer_orders_nothing(drafted: TestsPage, key: str) -> None:
    write("Loose screws?")
    press("Return", "Alt+P", "3", key)
    assert drafted.drawer.asking
    assert state(drafted, 6) == "proposed"
    wait_until(lambda: not drafted.drawer.ask.habit.isActive())
    press("Ctrl+Return")
    assert state(drafted, 6) == "ordered"


def test_what_is_not_clear_is_said_where_it_is_ordered(page: TestsPage) -> None:
    press("n", "m", "Return")
    write("Scar?")
    press("Alt+Y", "2", "Alt+P", "3")
    wait_until(lambda: page.drawer.asking)
    unclear = [one for one in page.live.session.assessment.orders.gates(6) if not one.settled]
    assert unclear
    said = page.drawer.ask.sentence.text()
    assert "not clear yet" in said
    assert words.in_sentence(unclear[0].gate.title) in said
    assert page.drawer.ask.sentence.isVisible()


def test_escape_leaves_a_whole_request_a_draft(drafted: TestsPage) -> None:
    write("Loose screws?")
    press("Return", "Alt+P", "3")
    wait_until(lambda: drafted.drawer.asking)
    press("Escape")
    assert not drafted.drawer.asking
    assert state(drafted, 6) == "proposed"


def test_a_request_that_lacks_something_is_not_asked_to_be_ordered(drafted: TestsPage) -> None:
    press("Alt+P", "3")
    settled(drafted)
    assert not drafted.drawer.asking
    assert drafted.drawer.form.current == slot("order_question@6"), "it goes back to what is open"


def test_answers_lead_through_what_the_test_asks(page: TestsPage) -> None:
    press("n", "m", "Return")
    write("Scar?")
    press("Return")
    passed = [page.drawer.form.current]
    write("L4-S1")
    read_on()
    passed.append(page.drawer.form.current)
    for key in ("1", "2"):
        press(key)
        passed.append(page.drawer.form.current)
    wanted = ("order_levels", "order_side", "order_contrast", "order_metal")
    assert passed == [slot(f"{name}@6") for name in wanted]


def test_the_suggested_test_is_a_draft_by_one_key_and_the_next_one_follows(page: TestsPage) -> None:
    first = page.suggested
    assert first.isVisible()
    assert first.step is not None
    before, offered = first.text(), first.step
    press("t")
    made = order(page, 6)
    assert made.kind is not None
    assert made.kind.id in page.live.session.library.engine.orders[offered.by]
    assert (state(page, 6), bool(made.question), bool(made.separates)) == ("proposed", True, True)
    assert page.drawer.number == 6
    assert page.suggested.text() != before, "what is drafted is not suggested again"
    press("Ctrl+Z")
    settled(page)
    assert page.suggested.text() == before


def test_nothing_is_suggested_to_one_who_may_not_draft(page: TestsPage) -> None:
    page.suggested.offer(page.live.session.assessment, may=False)
    assert not page.suggested.isVisible()
    press("t")
    assert all(one.number <= 5 for one in page.live.session.assessment.orders.all)


def test_a_letter_into_a_line_selects_what_stands_there(sample: Room, page: TestsPage) -> None:
    press("t", "Alt+L")
    line = focused()
    assert isinstance(line, QLineEdit)
    assert line.selectedText() == line.text() != ""
    write("L3-S1")
    press("Return")
    assert sample.value("order_levels@6") == Levels("L3", "S1")
