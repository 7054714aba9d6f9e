"""The first visit of the sample patient by mouse alone, and by finger alone: every press is counted and printed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime

import pytest

from tests.ui.answering import RESOURCES, real_library
from tests.ui.pointer import Pointer
from tests.ui.pointing import FingerHand, Hand, MouseHand
from tests.ui.room import MORNING, PASSWORD, Room, write
from tests.ui.signing_hands import in_dialog, settled, until
from ui.signing import ReasonDialog, SignDialog
from workup.answers import Marks, Slot, Value, slot
from workup.cases import read_case

STEPS = ("patient", "history", "symptoms", "exam")
IMPRESSION = "Right L5 root pain, likely from the foramen."
LONGEST_MS = 60_000
MOST = 1.5  # 1.47 found: one press an answer, more where a list or a pad opens, and those to folds, brushes and steps


@pytest.mark.parametrize("hand", [MouseHand, FingerHand], ids=["mouse", "finger"])
def test_the_first_visit_of_the_sample_without_a_key(room: Room, hand: type[Hand]) -> None:
    case = read_case(real_library(), RESOURCES / "cases" / "sample-patient.toml")
    first = case.visits[0]
    room.clock.now = datetime.combine(first.day, MORNING.timetz())
    wanted = {where: value for number, where, value in case.given if number == first.number}
    asked = {where: value for where, value in wanted.items() if real_library().section_of[where.item].step in STEPS}
    room.start()
    began, processor = time.perf_counter(), time.process_time()
    pointer = Pointer(room, asked, hand)
    try:
        unlock(pointer)
        assert room.window.home is not None
        pointer.hand.press(room.window.home.new, None, "a new workup")
        for step in STEPS:
            if room.workspace.step != step:
                pointer.go_to_step(step)
            pointer.fill_in()
        order(pointer, "xray_flexion", "Motion, loosening?")
        conclude(pointer)
        sign(pointer)
        assert room.window.theme.touch == (hand is FingerHand), "the first finger makes targets larger"
    finally:
        room.window.theme.set_touch(False)
        count = pointer.count
        print("\n".join(count.lines()))  # noqa: T201 - what this test is for
        told = f"{len(count.presses)} presses for {count.answered} answers: {count.rate:.2f}"
        spent = f"{time.perf_counter() - began:.1f} s, {time.process_time() - processor:.1f} of the processor"
        print(f"{told}; {pointer.hand.scrolls} times scrolled; {spent}")  # noqa: T201
    assert not differing(room, asked), differing(room, asked)
    assert count.rate <= MOST, told


def differing(room: Room, wanted: Mapping[Slot, Value]) -> list[str]:
    """Where the log says something else than the case, in these steps; “No others” may have said no to more."""
    library, answers = room.live.session.library, room.live.session.assessment.answers
    given = {
        where: one.value for where, one in answers.items()
        if library.section_of[where.item].step in STEPS and one.value != "added"
    }  # fmt: skip
    every = sorted({*given, *wanted}, key=str)
    return [f"{where}: {given.get(where)} instead of {wanted.get(where)}" for where in every
            if not _is_same(given.get(where), wanted.get(where))]


def _is_same(given: Value | None, wanted: Value | None) -> bool:
    if isinstance(given, Marks) and isinstance(wanted, Marks):
        return set(given.present) == set(wanted.present) and set(wanted.absent) <= set(given.absent)
    return given == wanted


def unlock(pointer: Pointer) -> None:
    """The password, and the button below it."""
    form = pointer.room.window.unlock.form
    pointer.hand.press(form.password.line, None, "the password")
    write(PASSWORD)
    pointer.hand.press(form.open_button, None, "unlock")
    until(lambda: pointer.room.window.home is not None)


def order(pointer: Pointer, kind: str, question: str) -> None:
    """A test by its name, its question and priority, and sent."""
    room, hand = pointer.room, pointer.hand
    pointer.go_to_step("tests")
    page = room.workspace.testing
    hand.press(page.new_button, None, "a new order")
    pointer.choose_in(page.drawer.chooser.named, kind, slot("order_kind@1"))
    wanted: dict[str, Value] = {"order_question@1": question, "order_priority@1": "routine"}
    for address, value in wanted.items():
        pointer.wanted[slot(address)] = value
        field = page.drawer.request._field_at(slot(address))
        assert field is not None
        pointer.answer_field(field, slot(address))
    hand.press(page.drawer.steps.buttons[0], None, "order it")
    if page.drawer.asking:
        hand.press(page.drawer.ask.confirm, None, "order it")
    assert [room.value(address) for address in wanted] == list(wanted.values())
    assert (room.value("order_kind@1"), room.value("order_state@1")) == (kind, "ordered")
    pointer.count.answered += len(wanted) + 2


def conclude(pointer: Pointer) -> None:
    """What the clinician thinks."""
    room, hand = pointer.room, pointer.hand
    pointer.go_to_step("assessment")
    views = room.workspace.title.views
    hand.press(views, views._segment(2), "the conclusion")
    pointer.wanted[Slot("impression")] = IMPRESSION
    pointer.answer(Slot("impression"))


def sign(pointer: Pointer) -> None:
    """The page, and the password once more."""
    room, hand = pointer.room, pointer.hand
    pointer.go_to_step("summary")
    side = room.workspace.summary.side
    until(side.sign.isEnabled, LONGEST_MS)

    def signs(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, SignDialog)
        hand.press(dialog.password.line, None, "the password again")
        write(PASSWORD)
        hand.press(dialog.accept_button, None, "sign and lock")
        until(lambda: not dialog.run.running, LONGEST_MS)
        assert dialog.problem.text() == ""

    done = in_dialog(signs)
    hand.press(side.sign, None, "sign")
    settled(room)
    assert done
    assert room.live.session.opened.status == "signed"
