"""A clock that went backwards: the board and the worklist say so, and what was late stays late."""

from __future__ import annotations

from datetime import timedelta

from tests.ui.room import Room, press
from tests.ui.test_worklist import clinic, enter, listed
from ui.tests_board.board import OrderBoard
from ui.widgets import Notice
from workup.answers import PartialDate

__all__ = ["clinic"]  # a fixture is used by its name


def strips(room: Room) -> list[str]:
    return [each.fact.text() for each in room.workspace.findChildren(Notice) if each.isVisible()]


def test_the_board_says_that_the_clock_went_backwards_and_what_is_late_stays_late(clinic: Room) -> None:
    enter(clinic, {"family_name": "Late", "orders@1": "added", "order_kind@1": "ct", "order_state@1": "ordered",
                   "order_due@1": PartialDate(2025, 11, 20)})  # fmt: skip
    page = listed(clinic)
    late = next(line for line in page.rows.lines if line.person.family_name == "Late")
    assert (late.standing, late.late) == ("overdue", 5)
    clinic.window.open_work(late.row)
    assert not any("clock" in said for said in strips(clinic))
    clinic.clock.now -= timedelta(days=40)
    press("Esc")
    clinic.window.open_work(late.row)
    assert [said for said in strips(clinic) if "clock" in said] == [
        "The clock of this computer stands before the last entry, 25 Nov 2025, 09:12."
    ]
    (board,) = clinic.workspace.findChildren(OrderBoard)
    assert "Overdue 5 days" in board.cards[0].spoken, "by the day of the last entry"
    page = listed(clinic)
    assert page.notice.isVisible()
    assert "went backwards" in page.notice.fact.text()
    late = next(line for line in page.rows.lines if line.person.family_name == "Late")
    assert (late.standing, late.late) == ("overdue", 5), "the day of the last entry counts as today"
