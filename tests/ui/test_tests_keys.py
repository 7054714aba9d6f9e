"""The Tests step by keys where something is refused, ended or not known: the keyboard stays where it is needed."""

from __future__ import annotations

from functools import partial

from tests.ui.answering import real_library
from tests.ui.room import Room, focused, press, write
from tests.ui.test_tests_board import asked, fill, order, page, settled, state
from ui.tests_board import TestsPage
from workup.answers import PartialDate, slot
from workup.session import ordering

__all__ = ["page"]


def test_tab_goes_through_a_review_as_it_is_read_however_far_the_form_scrolls(page: TestsPage) -> None:
    press("r", "Ctrl+Return")
    assert asked(page) == "reviewed"
    ask = page.drawer.ask
    ask.leave.setFocus()
    for _ in range(3):
        press("Shift+Tab")
        assert ask.isAncestorOf(focused())
    assert ask.rows[0].isAncestorOf(focused())
    press("Shift+Tab")
    assert focused() is page.drawer.effect, "what the result does stands between form and review"
    press("Shift+Tab")
    assert page.drawer.form.isAncestorOf(focused())


def test_a_cancelled_order_is_put_back_with_its_reason_by_keys(page: TestsPage) -> None:
    press("c")
    write("Patient declined")
    press("Ctrl+Return")
    assert state(page, 5) == "cancelled"
    press("p")
    write("No, another patient")
    press("Ctrl+Return")
    assert state(page, 5) == "ordered"


def test_a_date_that_cannot_be_used_keeps_the_keyboard(page: TestsPage) -> None:
    press("d")
    fill("26 nov 2025")
    press("Ctrl+Return")
    fill("24 nov 2025")
    press("Ctrl+Return")
    assert (state(page, 5), order(page, 5).performed) == ("performed", PartialDate(2025, 11, 24))


def test_a_test_by_its_name_takes_over_a_question_it_can_answer_only(page: TestsPage) -> None:
    for kind, question in (("labs", ""), ("mri", "Recurrent disc or scar?")):
        press("n")
        page.drawer.chooser._ask("disc_or_scar")
        page.drawer.chooser.named.picked.emit(kind)
        drafted = order(page, page.drawer.number)
        assert drafted.kind is not None
        assert (drafted.kind.id, drafted.question, bool(drafted.separates)) == (kind, question, bool(question))
        press("Escape")


def test_in_a_low_window_a_result_has_the_room_until_its_review_is_asked_for(sample: Room, page: TestsPage) -> None:
    sample.window.resize(900, 460)
    press("r", "Ctrl+Return")
    settled(page)
    assert (state(page, 5), page.drawer.view, page.drawer.asking) == ("resulted", "result", False)
    press("Ctrl+Return")
    assert asked(page) == "reviewed"
    settled(page)
    press("1", "Return", "2", "Ctrl+Return")
    assert state(page, 5) == "reviewed"


def test_a_review_that_ended_asks_both_judgements_anew(sample: Room, page: TestsPage) -> None:
    press("r", "Ctrl+Return", "Ctrl+Return", "1", "Return", "2", "Ctrl+Return")
    assert state(page, 5) == "reviewed"
    sample.live.answer(slot("result_conclusion@5"), "Corrected report: denervation of L5.")
    assert state(page, 5) == "resulted"
    page.open(5)
    settled(page)
    assert asked(page) == "reviewed"
    assert [value for value in page.drawer.ask.given.values() if value is not None] == []


def test_a_list_a_safety_question_rests_on_is_kept_where_it_is_asked(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    room.live.answer(slot("sex"), "male")
    made: list[int] = []
    assert not room.live.take(lambda session: made.append(ordering.draft(session, "mri", "with_contrast", "Scar?")))
    press("Alt+5")
    page = room.workspace.testing
    page.open(made[0], "safety")
    cards = {card.told.gate.id: card for card in page.drawer.safety.cards if card.told is not None}
    reaction = cards["gadolinium_reaction"]
    assert reaction.state.text() == "Not known"
    (way,) = reaction.lists.values()
    assert way.isVisible()
    way.click()
    assert room.slot() == slot("allergies")
    room.live.answer(slot("allergies"), "none")
    press("Alt+5")
    page.open(made[0], "safety")
    assert (reaction.state.text(), reaction.lists) == ("Clear", {})


def test_the_safety_of_every_kind_can_be_looked_at_while_nothing_is_known(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    made: list[int] = []
    for kind in sorted(real_library().tests):  # in one window: opening one for each took most of the time
        drafting = partial(ordering.draft, kind=kind, question="Why?")
        assert not room.live.take(lambda session: made.append(drafting(session)))  # noqa: B023 - called at once
        press("Alt+5")
        page = room.workspace.testing
        page.open(made[-1], "safety")
        shown = {card.told.gate.id for card in page.drawer.safety.cards if card.isVisible() and card.told is not None}
        assert shown == {one.gate.id for one in page.live.session.assessment.orders.gates(made[-1])}, kind


def test_a_reviewed_order_opens_at_its_result_and_escape_closes_it_from_the_board(page: TestsPage) -> None:
    page.open(1)
    assert (order(page, 1).state, page.drawer.view) == ("reviewed", "result")
    page.board.setFocus()
    press("Escape")
    assert not page.drawer.isVisible()
