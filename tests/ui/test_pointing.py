"""The first visit of the sample patient by mouse alone, and by finger alone: every press is counted and printed."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from tests.ui.answering import RESOURCES, real_library
from tests.ui.pointer import Pointer
from tests.ui.pointing import FingerHand, Hand, MouseHand
from tests.ui.room import MORNING, Room
from workup.cases import read_case

STEPS = ("patient", "history", "symptoms", "exam")


@pytest.mark.parametrize("hand", [MouseHand, FingerHand], ids=["mouse", "finger"])
def test_the_first_visit_of_the_sample_without_a_key(room: Room, hand: type[Hand]) -> None:
    case = read_case(real_library(), RESOURCES / "cases" / "sample-patient.toml")
    first = case.visits[0]
    room.clock.now = datetime.combine(first.day, MORNING.timetz())
    wanted = {where: value for number, where, value in case.given if number == first.number}
    asked = {where: value for where, value in wanted.items() if real_library().section_of[where.item].step in STEPS}
    room.open()
    room.window.theme.set_touch(hand is FingerHand)
    began = time.process_time()
    pointer = Pointer(room, asked, hand)
    try:
        assert room.window.home is not None
        pointer.hand.press(room.window.home.new, None, "a new workup")
        for step in STEPS:
            if room.workspace.step != step:
                pointer.go_to_step(step)
            pointer.fill_in()
        left = [str(where) for where in asked if where not in pointer.reached]
        assert not left, left
    finally:
        count = pointer.count
        print("\n".join(count.lines()))  # noqa: T201 - what this test is for
        told = f"{len(count.presses)} presses for {count.answered} answers: {count.rate:.2f}, {pointer.hand.scrolls} scrolls"
        print(told, f"{time.process_time() - began:.1f} s")  # noqa: T201
        room.window.theme.set_touch(False)
