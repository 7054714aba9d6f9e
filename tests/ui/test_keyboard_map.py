"""The keyboard map of a workup, row by row, in the real window."""

from __future__ import annotations

from tests.ui.room import Room, focused, press
from workup.answers import Finding, slot


def test_steps_sections_and_the_way_back(sample: Room) -> None:
    steps = [step.id for step in sample.workspace.library.steps]
    for number, step in enumerate(steps, 1):
        press(f"Alt+{number}")
        assert sample.workspace.step == step
    press("Alt+2")
    first = sample.workspace.section
    press("Alt+Down")
    assert sample.workspace.section != first
    press("Alt+Up")
    assert sample.workspace.section == first
    press("Ctrl+Return")
    assert sample.workspace.step == "symptoms", "the main action of a step is the next one"
    press("Alt+Left")
    assert sample.workspace.step == "history"


def test_a_card_that_is_nothing_but_more_opens_when_one_goes_there_and_closes_when_it_is_passed(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+2")
    form = room.workspace.forms["history"]
    card = next(card for card in form._column.seen() if card.section.id == "function")
    before = form.sections[form.sections.index("function") - 1]

    def go() -> None:
        room.workspace._show_section(before)
        press("Alt+Down")

    assert card.is_lone()
    go()
    assert room.slot() == slot("work_status"), "the keyboard is at its first question"
    assert not card.is_lone()
    press("Alt+Down")
    assert card.is_lone(), "passed without an answer it is as it was"
    go()
    press("2", "Alt+Down")
    assert room.value("work_status") == "modified"
    assert not card.is_lone()


def test_a_letter_or_a_digit_answers_and_delete_takes_back(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+2")
    for key, value in (("y", "yes"), ("n", "no"), ("1", "yes"), ("2", "no")):
        room.go_to("fever_sweats")
        press(key)
        assert room.value("fever_sweats") == value
        room.go_to("fever_sweats")
        press("Delete")
        assert room.value("fever_sweats") is None


def test_one_and_soon_a_nought_are_ten(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+3")
    room.go_to("back_pain_now")
    press("1", "0")
    assert room.value("back_pain_now") == 10


def test_in_the_exam_digits_are_grades_signs_are_results_and_n_is_normal(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+4")
    room.go_to("strength@L5/right")
    press("4")
    assert room.value("strength@L5/right") == 4
    room.go_to("slr@right")
    press("+", "-")
    assert (room.value("slr@right"), room.value("slr@left")) == (Finding("positive"), Finding("negative"))
    room.go_to("reflex@ankle/right")
    press("n")
    assert room.value("reflex@ankle/right") == room.value("reflex@ankle/left") == 2
    room.go_to("light_touch@L2/right")
    press("Shift+N")
    assert room.value("light_touch@S1/left") == "normal"
    assert room.value("strength@L5/right") == 4, "a finding is never written over"


def test_a_first_answer_goes_on_and_a_corrected_one_stays(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+2")
    room.go_to("fever_sweats")
    press("n")
    assert room.slot() == slot("recent_infection")
    room.go_to("fever_sweats")
    press("y")
    assert room.slot() == slot("fever_sweats")
    room.window.theme.go_on = False
    room.go_to("cancer_history")
    press("n")
    assert room.slot() == slot("cancer_history")
    room.window.theme.go_on = True


def test_letters_off_leaves_digits_and_never_answers(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+2")
    room.window.theme.letter_keys = False
    room.go_to("fever_sweats")
    press("n", "u")
    assert room.value("fever_sweats") is None
    press("2")
    assert room.value("fever_sweats") == "no"
    room.window.theme.letter_keys = True


def test_optional_questions_unfold_and_fold_with_one_key(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    room.go_to("interpreter")
    assert slot("screen_consent") not in room.workspace.forms["patient"].following_open(None)
    press("Ctrl+M")
    assert slot("screen_consent") in room.workspace.forms["patient"].following_open(None)
    press("Ctrl+M")
    assert slot("screen_consent") not in room.workspace.forms["patient"].following_open(None)
    focused()
