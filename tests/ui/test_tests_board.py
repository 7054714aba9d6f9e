"""The Tests step: the board of orders, and the whole life of one by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.presses import wait_until
from tests.ui.room import Room, focused, press, write
from ui.tests_board import TestsPage
from ui.tests_board.board import OrderBoard
from ui.tests_board.steps import AWAY, PUT_BACK
from workup.answers import At, PartialDate, Slot, slot
from workup.orders import Order


@pytest.fixture
def page(sample: Room) -> TestsPage:
    """The open step of the sample patient."""
    press("Alt+5")
    return sample.workspace.testing


def order(page: TestsPage, number: int) -> Order:
    """An order as the answers tell it now."""
    return page.live.session.assessment.orders.order(number)


def state(page: TestsPage, number: int) -> str:
    """Where an order stands now."""
    return order(page, number).state


def asked(page: TestsPage) -> str | None:
    """The step whose needs are asked now."""
    return page.drawer.ask.to if page.drawer.asking else None


def settled(page: TestsPage) -> None:
    """What follows an answer once nobody types has been shown."""
    page._later.stop()
    page._work_out()
    QApplication.processEvents()


def pills(page: TestsPage, number: int) -> list[str]:
    """The words of the pills of an order."""
    settled(page)
    return [text for card in page.board.cards if card.number == number for _, text, _ in card.pills]


def fill(text: str) -> None:
    """Put a text in place of what stands in the line that has the keyboard."""
    line = focused()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    write(text)


def test_open_loops_come_first_and_lateness_stands_over_the_state(page: TestsPage) -> None:
    assert focused() is page.board
    groups = [card.group for card in page.board.cards]
    assert groups == sorted(groups, key=("needs", "waiting", "reviewed", "cancelled").index)
    first = page.board.cards[0]
    assert (first.number, first.group) == (5, "needs")
    assert pills(page, 5)[-2:] == ["Overdue 7 days", "Ordered"]
    late = next(stop for stop in first.track if stop.part == "late")
    assert (late.name, late.line) == ("Done", "by 18 Nov")
    assert page.summary == "1 overdue, 1 waiting"
    assert "Overdue 7 days" in page.board.accessibleName()


def test_the_safety_of_open_orders_stands_above_unknown_is_not_clear(page: TestsPage) -> None:
    told = {cell.title: cell for cell in page.strip.cells}
    open_gates = {
        one.gate.title: one for number in (4, 5) for one in page.live.session.assessment.orders.gates(number)
    }
    assert set(told) == set(open_gates)
    unknown = [one for one in open_gates.values() if one.unknown and not one.settled]
    assert unknown, "the sample leaves a safety question open"
    assert all(told[one.gate.title].state == "Not known" for one in unknown)


def test_only_legal_steps_are_offered_each_with_its_key(page: TestsPage) -> None:
    assert [(step.name, step.key) for step in page.steps.steps] == [
        ("Book", "B"), ("Done", "D"), ("Result in", "R"), ("Cancel order", "C"),
    ]  # fmt: skip
    press("v")
    assert page.drawer.isHidden(), "a result that is not there cannot be reviewed"
    while page.board.selected != 3:
        press("Down")
    assert [step.id for step in page.steps.steps] == [PUT_BACK]


def test_the_whole_life_of_an_order_by_keys(sample: Room, page: TestsPage) -> None:
    press("n")
    page.drawer.chooser._ask("disc_or_scar")
    page.drawer.chooser.begin()
    choice = page.drawer.chooser.cards[0].choice
    assert choice is not None
    assert choice.title == "MRI lumbar, without and with gadolinium"
    press("1")
    number = page.drawer.number
    drafted = order(page, number)
    assert (drafted.state, drafted.title, drafted.question) == ("proposed", choice.title, "Recurrent disc or scar?")
    assert drafted.separates, "the causes the question separates, as far as they are in the running"

    press("Escape", "o")
    assert page.drawer.notice.fact.text() == "Still needed: the priority."
    assert sample.slot() == slot(f"order_priority@{number}")
    assert state(page, number) == "proposed"
    press("3")
    wait_until(lambda: page.drawer.asking)
    assert asked(page) == "ordered", "the request is whole"
    wait_until(lambda: not page.drawer.ask.habit.isActive())
    press("Ctrl+Return")
    assert state(page, number) == "ordered"
    assert order(page, number).due is not None, "the due date is stored"

    press("Escape", "b")
    assert focused() is not page.board
    fill("2 dec 2025")
    press("Ctrl+Return")
    assert order(page, number).scheduled == PartialDate(2025, 12, 2)

    press("Escape", "d")
    fill("25 nov 2025")
    press("Ctrl+Return")
    assert (state(page, number), order(page, number).performed) == ("performed", PartialDate(2025, 11, 25))

    press("Escape", "r", "Ctrl+Return")
    assert state(page, number) == "resulted"
    assert page.drawer.view == "result"
    assert asked(page) == "reviewed"

    press("Ctrl+Return")
    needed = "Still needed: whether the result is abnormal and whether it is relevant to this pain."
    assert page.drawer.ask.sentence.text() == needed
    assert state(page, number) == "resulted"
    press("2", "Return", "1", "Ctrl+Return")
    assert state(page, number) == "reviewed"
    assert order(page, number).reviewed == PartialDate.of(sample.live.session.today())
    assert sample.value(f"result_judgement@{number}") == "abnormal"
    assert sample.value(f"result_relevance@{number}") == "relevant"
    assert page.drawer.isHidden()
    assert focused() is page.board
    assert pills(page, number) == ["Reviewed 25 Nov"]


def test_dates_that_contradict_are_refused_in_place(page: TestsPage) -> None:
    press("d")
    fill("1 nov 2025")
    press("Ctrl+Return")
    assert page.drawer.ask.sentence.text() == "Done 1 Nov 2025 lies before ordered 4 Nov 2025."
    assert page.drawer.ask.isVisible()
    assert state(page, 5) == "ordered"
    press("Escape")
    assert not page.drawer.asking


def test_cancelling_needs_a_reason(page: TestsPage) -> None:
    press("c", "Ctrl+Return")
    assert page.drawer.ask.sentence.text() == "Still needed: the reason for cancelling."
    page.drawer.ask.begin()
    write("Patient declined")
    press("Ctrl+Return")
    assert state(page, 5) == "cancelled"
    settled(page)
    card = next(card for card in page.board.cards if card.number == 5)
    assert (card.group, card.result) == ("cancelled", "Patient declined")


def test_a_value_changed_after_the_review_opens_it_again(sample: Room, page: TestsPage) -> None:
    sample.workspace.go_to(slot("canal_words@3/L4-L5"))
    assert page.drawer.view == "result"
    assert "abnormal, relevant" in page.drawer.line.text()
    press("2")
    assert state(page, 3) == "resulted"
    settled(page)
    assert page.drawer.notice.fact.text() == "Put back: A value was changed after the review."
    assert asked(page) == "reviewed"
    assert page.drawer.asking
    assert "Result in, not reviewed" in pills(page, 3)


def test_a_result_shows_what_it_moves_and_which_expectation_it_met(page: TestsPage) -> None:
    page.open(3, "result")
    effect = page.drawer.results["mri"][1].effect
    shown = [(row.text, row.figure) for row in effect.shifts.rows]
    assert shown[0][0].startswith("1  Foraminal stenosis")
    assert shown[0][1] == "Likely, stronger"
    assert any("foramen" in row.text and row.below == "As expected if it is the source" for row in effect.met.rows)


def test_a_put_back_is_a_correction_with_its_reason(page: TestsPage) -> None:
    while page.board.selected != 3:
        press("Down")
    press("p")
    page.drawer.ask.targets.setFocus()
    assert [one.id for one in page.drawer.ask.targets.options] == ["performed", "resulted"]
    press("1")
    page.drawer.ask.begin()
    write("Report of another patient")
    press("Ctrl+Return")
    assert state(page, 3) == "performed"
    settled(page)
    assert page.drawer.notice.fact.text() == "Put back: Report of another patient"


def test_safety_is_answered_at_the_order_and_reviewed_by_name(sample: Room, page: TestsPage) -> None:
    press("Return")
    page.drawer.views.setFocus()
    press("2")
    assert page.drawer.view == "safety"
    limb = next(card for card in page.drawer.safety.cards if card.told and card.told.gate.id == "emg_limb")
    assert limb.state.text() == "Not known"
    limb_field = limb.fields[0]
    assert limb_field.slot == Slot("order_limb", order(page, 5).at)
    assert limb_field.field is not None
    limb_field.field.give_focus()
    press("0")
    settled(page)
    assert limb.state.text() == "Clear"
    assert limb_field.isVisible(), "the answer stays to be seen where it was given"

    bleeding = next(card for card in page.drawer.safety.cards if card.told and card.told.gate.id == "needle_bleeding")
    bleeding.go_ahead.click()
    assert bleeding.sentence.text() == "Say who reviewed it: electromyographer."
    write("Dr Needle")
    bleeding.go_ahead.click()
    settled(page)
    assert bleeding.state.text() == "May go ahead"
    assert "Dr Needle said on 25 Nov 2025: may go ahead." in bleeding.text.text()
    assert not any(text.startswith("Safety") for text in pills(page, 5))


def test_in_a_wide_window_every_open_safety_question_has_its_room(sample: Room, page: TestsPage) -> None:
    sample.window.resize(1920, 1080)
    QApplication.processEvents()
    page.open(5, "safety")
    QApplication.processEvents()
    shown = [field for card in page.drawer.safety.cards if card.isVisible() for field in card.fields]
    assert shown
    assert all(field.height() >= page.theme.height("control") for field in shown)


def test_the_old_ways_into_an_order_still_lead_there(sample: Room, page: TestsPage) -> None:
    workspace = sample.workspace
    press("Alt+2")
    workspace.go_to(slot("orders@4"))
    assert (workspace.step, page.board.selected, focused()) == ("tests", 4, page.board)
    workspace.go_to(slot("order_question@5"))
    assert sample.slot() == slot("order_question@5")
    assert page.drawer.number == page.board.selected == 5
    workspace.go_to(slot("foramen_grade@3/L5-S1/right"))
    assert sample.slot() == slot("foramen_grade@3/L5-S1/right")
    workspace._show_section("orders")
    assert (page.drawer.number, page.drawer.view) == (3, "request")
    workspace._show_section("result")
    assert page.drawer.view == "result"
    press("F6")
    assert focused() is page.board
    press("F6")
    assert page.drawer.isAncestorOf(focused())
    press("Escape")
    assert page.drawer.isHidden()
    assert workspace.panel.isVisible()


def test_a_draft_is_discarded_and_undo_brings_it_back(sample: Room, page: TestsPage) -> None:
    press("n")
    page.drawer.chooser.begin()
    press("1")
    number = page.drawer.number
    press("Escape", "x")
    settled(page)
    assert number not in [card.number for card in page.board.cards]
    press("Ctrl+Z")
    assert number in [card.number for card in page.board.cards]


def test_a_click_opens_an_order(page: TestsPage) -> None:
    rects, _ = page.board._rects(page.board.width())
    QTest.mouseClick(page.board, Qt.MouseButton.LeftButton, pos=rects[1].center())
    assert page.drawer.number == page.board.cards[1].number
    QTest.mouseClick(page.board, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert page.drawer.isVisible(), "a click between the cards closes nothing"


def test_in_a_narrow_window_an_open_order_stands_in_place_of_the_board(sample: Room, page: TestsPage) -> None:
    sample.window.resize(900, 460)
    QApplication.processEvents()
    press("Return")
    assert page.drawer.isVisible()
    assert not page.board.isVisible()
    press("Escape")
    assert page.board.isVisible()
    assert isinstance(focused(), OrderBoard)
    sample.window.resize(1366, 768)
    QApplication.processEvents()
    press("Return")
    assert page.board.isVisible()
    assert page.drawer.isVisible()


def test_without_an_order_the_page_says_so_and_takes_the_answer(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+5")
    page = room.workspace.testing
    assert page.empty.isVisible()
    assert focused() is page.new_button
    page.none.setFocus()
    press("1")
    assert room.value("orders") == "none"
    press("n")
    assert page.drawer.view == "new"


def test_keys_of_the_whole_screen_mean_the_order_looked_at(sample: Room, page: TestsPage) -> None:
    assert sample.workspace.slot == slot("order_kind@5")
    press("Down")
    assert sample.workspace.slot == slot(f"order_kind@{page.board.selected}")


def test_the_panel_behind_the_drawer_is_shown_anew_when_the_drawer_is_closed(sample: Room, page: TestsPage) -> None:
    panel = sample.workspace.panel
    sample.workspace.go_to(slot("foramen_grade@3/L5-S1/right"))
    assert panel.isHidden()
    before = panel._shown
    press("0")
    assert panel._shown is before, "an answer does not wait for what nobody sees"
    page.close_drawer()
    assert panel.isVisible()
    assert panel._shown is sample.live.session.assessment


def test_no_step_that_takes_an_order_back_comes_under_the_press_that_took_it_further(page: TestsPage) -> None:
    drawer = page.drawer
    for number in page.live.session.assessment.records["orders"]:
        page.go_to(Slot("order_state", At(number)))
        QApplication.processEvents()
        where = [button for button, step in zip(drawer.steps.buttons, drawer.steps.steps) if step.id in AWAY]
        usual = [button for button, step in zip(drawer.steps.buttons, drawer.steps.steps) if step.usual]
        assert all(button.x() >= usual[0].geometry().right() for button in where if usual)
