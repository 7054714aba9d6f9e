"""The first visit of the sample patient by keys alone: every press is counted and printed."""

from __future__ import annotations

from datetime import datetime

from tests.ui.answering import RESOURCES, real_library
from tests.ui.room import MORNING, PASSWORD, Room, focused, write
from tests.ui.typist import Typist
from workup.cases import read_case

STEPS = ("patient", "history", "symptoms", "exam")
FOLDED = {"dn4_total", "dn4_date", "dn4_version"}  # it opens no questionnaire
MOST = 1.3


def test_the_first_visit_of_the_sample_takes_few_presses_for_each_answer(room: Room) -> None:
    case = read_case(real_library(), RESOURCES / "cases" / "sample-patient.toml")
    first = case.visits[0]
    room.clock.now = datetime.combine(first.day, MORNING.timetz())
    wanted = {where: value for number, where, value in case.given if number == first.number}
    asked = {where: value for where, value in wanted.items() if real_library().section_of[where.item].step in STEPS}
    asked = {where: value for where, value in asked.items() if where.item not in FOLDED}
    room.open()
    typist = Typist(room, asked)
    typist.key("Ctrl+N", "a new workup")
    for number, step in enumerate(STEPS, 1):
        if room.workspace.step != step:
            typist.key(f"Alt+{number}", f"to {step}")
        typist.fill_in()
    typist.key("Ctrl+L", "lock")
    assert room.ended, "the window ends when it is locked"
    room.close()
    room.start()
    focused()
    write(PASSWORD)
    typist.key("Return", "unlock")
    assert room.window.home is not None
    count = typist.count
    print("\n".join(count.lines()))  # noqa: T201 - what this test is for
    told = f"{len(count.presses)} presses for {count.answered} answers: {count.rate:.2f}"
    print(told)  # noqa: T201
    left = [str(where) for where in asked if where not in typist.reached]
    assert not left, left
    assert count.rate <= MOST, told
