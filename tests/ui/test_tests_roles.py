"""The Tests step for one who may not review, send or decide: what is absent, what stands instead, and no dead end."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from tests.ui.answering import RESOURCES, real_library
from tests.ui.room import MORNING, Room, focused, press, write
from tests.ui.test_result_forms import shown_grid
from tests.ui.test_tests_board import order, pills, state
from ui.tests_board import TestsPage
from workup.cases import read_case
from workup.session import enter_case


@pytest.fixture
def assisted(room: Room) -> Room:
    """The sample patient, opened by an assistant."""
    case = read_case(real_library(), RESOURCES / "cases" / "sample-patient.toml")
    room.clock.now = MORNING.replace(year=case.today.year, month=case.today.month, day=case.today.day)
    opened = room.unlocked()
    enter_case(real_library(), opened, case)
    opened.close(room.clock.now)
    vault = room.unlocked()
    vault.person = replace(vault.person, roles=("assistant",))
    room.start().enter(vault)
    press("Down", "Return", "Alt+5")
    return room


@pytest.fixture
def page(assisted: Room) -> TestsPage:
    """The open step."""
    return assisted.workspace.testing


def offered(page: TestsPage) -> list[str]:
    """The steps of the chosen order."""
    return [step.name for step in page.steps.steps]


def test_only_what_an_assistant_may_do_is_offered(page: TestsPage) -> None:
    assert page.board.selected == 5
    assert offered(page) == ["Book", "Done", "Result in"], "cancelling is the clinician's"
    press("c")
    assert page.drawer.isHidden()
    while page.board.selected != 3:
        press("Down")
    assert offered(page) == [], "nor does an assistant put a reviewed result back"


def test_a_result_is_saved_and_stays_to_be_reviewed_by_somebody_named(assisted: Room, page: TestsPage) -> None:
    press("r", "Ctrl+Return")
    assert state(page, 5) == "resulted"
    assert page.drawer.view == "result"
    assert not page.drawer.asking, "the two judgements are not asked"
    assert page.drawer.owed.isVisible()
    assert page.drawer.owed.text().endswith("until it is reviewed: Dr Ann Example.")
    assert next(step.name for step in page.drawer.steps.steps) == "Save result"
    grid = shown_grid(page, "ncs_latency")
    where = next(cell.slot for row in grid.rows for cell in row.cells if cell.item.id == "ncs_latency")
    assisted.workspace.go_to(where)
    write("4.8")
    press("Ctrl+Return")
    assert page.drawer.isHidden()
    assert assisted.value(str(where)) == 4.8, "what was being typed is saved too"
    assert "Result in, not reviewed" in pills(page, 5)
    assert state(page, 5) == "resulted"
    assert focused() is page.board


def test_a_text_that_cannot_be_used_keeps_the_result_open(assisted: Room, page: TestsPage) -> None:
    press("r", "Ctrl+Return")
    grid = shown_grid(page, "ncs_latency")
    where = next(cell.slot for row in grid.rows for cell in row.cells if cell.item.id == "ncs_latency")
    assisted.workspace.go_to(where)
    write("4x")
    press("Ctrl+Return")
    assert page.drawer.isVisible()
    assert assisted.slot() == where
    assert grid.drafts[where] == "4x"


def test_a_draft_says_who_may_send_it(page: TestsPage) -> None:
    press("n")
    page.drawer.chooser._ask("disc_or_scar")
    page.drawer.chooser.begin()
    press("1")
    number = page.drawer.number
    assert order(page, number).state == "proposed"
    assert page.drawer.owed.text() == "It stays a draft until it is sent: Dr Ann Example."
    assert [step.name for step in page.drawer.steps.steps] == ["Discard draft"]


def test_a_safety_question_is_answered_but_decided_by_somebody_else(page: TestsPage) -> None:
    page.open(5, "safety")
    QApplication.processEvents()
    open_cards = [card for card in page.drawer.safety.cards if card.told is not None and card.told.outcome != "clear"]
    assert open_cards
    for card in open_cards:
        assert card.review.isHidden()
        assert "Dr Ann Example" in card.elsewhere.text()
