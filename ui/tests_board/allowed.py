"""What the present user may do with an order; where a step is somebody else's, who takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.tests_board.steps import DISCARD, PUT_BACK, SAVE, Step, steps_of
from workup import words
from workup.orders import Move, Order
from workup.rights import may
from workup.session import Session
from workup.texts import _

# Which right each step needs.
_NEEDS: Mapping[str, str] = {
    "ordered": "order", "scheduled": "book", "performed": "book", "resulted": "enter_result", "reviewed": "review",
    "cancelled": "order", PUT_BACK: "order", DISCARD: "draft",
}  # fmt: skip


class Allowed:
    """Knows the role of the present user and the names of those with other roles."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def may(self, action: str) -> bool:
        """Whether the present user may do it."""
        return self._session.may(action)

    @property
    def names(self) -> dict[str, str]:
        """Everybody with an account, by id."""
        return {one.id: one.name for one in self._session.vault.people}

    def steps(self, order: Order, moves: Sequence[Move]) -> tuple[Step, ...]:
        """The steps to offer; one who may not review a result saves it instead."""
        found = tuple(one for one in steps_of(order, moves) if self.may(_NEEDS[one.id]))
        if order.state == "resulted" and not self.may("review"):
            return (Step(SAVE, _("Save result"), "S", usual=True), *found)
        return found

    def owed(self, order: Order) -> str:
        """What of an order waits for somebody with another role; empty where the present user may do all of it."""
        if order.state == "resulted" and not self.may("review"):
            return _("It stays “Result in, not reviewed” until it is reviewed: {who}.").format(who=self.who("review"))
        if order.state == "proposed" and not self.may("order"):
            return _("It stays a draft until it is sent: {who}.").format(who=self.who("order"))
        return ""

    def decides(self) -> str:
        """Who decides on a safety question that is not clear; empty where the present user does."""
        return (
            ""
            if self.may("decide_gate")
            else _("Whoever reviewed it is entered by {who}.").format(who=self.who("decide_gate"))
        )

    def who(self, action: str) -> str:
        """Those who may do something, by name."""
        able = [one.name for one in self._session.vault.people if may(one, action)]
        return words.choosing(able) if able else _("nobody with an account here yet may do that")
