"""What saves keys: text that is whole, the last of several, letters of questions, and the way back to what was left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.presses import read_on, wait_until
from tests.ui.room import Room, focused, press, write
from ui.form.instruments import InstrumentFold
from ui.form.letters import Letters
from ui.widgets import Chips
from workup.answers import Levels, Marks, Painted, PartialDate, slot


def test_a_date_that_is_whole_goes_on_and_the_enter_of_habit_is_kept_from_the_next_question(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    room.go_to("birth_date")
    write("14.6.1971")
    assert room.value("birth_date") == PartialDate(1971, 6, 14)
    assert room.slot() == slot("sex")
    press("Return")
    assert room.slot() == slot("sex"), "who presses Enter by habit passes over nothing"
    press("Return")
    assert room.slot() == slot("mrn")
    room.go_to("birth_date")
    press("Ctrl+A")
    write("15.6.1971")
    assert room.slot() == slot("birth_date"), "a correction stays"


def test_an_enter_after_a_moment_is_meant(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    room.go_to("birth_date")
    write("14.6.1971")
    read_on()
    press("Return")
    assert room.slot() == slot("mrn")


def test_a_date_in_the_future_is_whole_and_stays_with_its_sentence(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    room.go_to("birth_date")
    write("14.6.2031")
    assert room.slot() == slot("birth_date")
    assert room.value("birth_date") is None


def test_ctrl_and_a_digit_is_the_last_of_several_and_a_digit_begins_the_first_record(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+2")
    room.go_to("operations")
    press("Ctrl+1")
    assert room.value("procedure@1") == Marks(("microdiscectomy",))
    assert room.slot() == slot("operation_date@1")
    room.go_to("procedure@1")
    press("2", "Ctrl+4")
    assert room.value("procedure@1") == Marks(("microdiscectomy", "discectomy", "laminectomy"))
    assert room.slot() == slot("operation_date@1")
    room.go_to("operation_levels@1")
    write("L4-S1")
    assert room.value("operation_levels@1") == Levels("L4", "S1")
    room.go_to("treatments")
    press("1")
    assert room.value("treatment_kind@1") is not None


def test_none_is_still_said_by_n_and_a_digit_does_nothing_after_it(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+2")
    room.go_to("operations")
    press("n", "1")
    assert room.value("operations") == "none"
    assert room.value("procedure@1") is None


def test_alt_and_a_letter_go_to_an_optional_question_and_the_answer_leads_back(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    room.go_to("consent_examination")
    press("Alt+S")
    assert room.slot() == slot("screen_consent")
    press("1")
    assert room.slot() == slot("consent_examination"), "what is open in the card comes before the next card"
    press("1", "2")
    assert slot("screen_consent") not in room.workspace.forms["patient"].following_open(None)


def test_enter_leaves_optional_questions_that_nobody_answers(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+2")
    room.go_to("low_immunity")
    room.go_to("free_interval")
    press("Ctrl+M")
    room.go_to("early_result")
    press("Return")
    assert room.slot() == slot("free_interval"), "what is open in this card, not the next optional one"
    room.go_to("early_result")
    press("1")
    assert room.slot() == slot("return_trigger"), "an answer goes on through what was unfolded"


def test_enter_passes_over_an_open_question_and_an_answer_comes_back_to_it(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+2")
    room.go_to("free_interval")
    press("Return")
    after = room.slot()
    assert after != slot("free_interval")
    for _ in range(20):
        where = room.slot()
        assert where is not None
        if where == slot("free_interval"):
            break
        press("0" if where.item == "new_symptoms" else "1")
    assert room.slot() == slot("free_interval")


def test_the_letters_are_seen_while_alt_is_held_and_not_before(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    room.go_to("consent_examination")
    letters = room.workspace.forms["patient"].findChild(Letters)
    assert letters is not None
    QApplication.sendEvent(focused(), QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier))
    assert not letters.isVisible(), "who knows the letter sees nothing move"
    wait_until(letters.isVisible)
    assert not letters.grab().isNull()
    QApplication.sendEvent(focused(), QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Alt, Qt.KeyboardModifier.NoModifier))
    assert not letters.isVisible()


def test_a_digit_paints_the_area_and_the_next_says_how_strong(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+3")
    room.workspace.go_to(slot("pain_map@back.buttock/right"))
    press("2", "7")
    assert room.value("pain_map@back.buttock/right") == Painted(("burning",), 7)
    press("4")
    assert room.value("pain_map@back.buttock/right") == Painted(("burning", "stabbing"), 7)
    press("Ctrl+Z")
    assert room.value("pain_map@back.buttock/right") == Painted(("burning",), 7)


def test_the_rest_of_a_block_set_to_normal_goes_on(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+4")
    room.go_to("reflex@knee/right")
    press("Shift+N")
    assert room.value("reflex@ankle/left") == 2
    here = room.slot()
    assert here is not None
    assert here.item != "reflex"


def test_ctrl_shift_and_a_digit_is_the_last_of_several_and_says_no_others(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+3")
    room.go_to("eased_by")
    options = list(room.live.session.library.items["eased_by"].options)  # type: ignore[union-attr]
    press("2", "Right", "n")
    before = room.value("eased_by")
    assert before == Marks((options[1],), (options[2],))
    press("Ctrl+Shift+4")
    value = room.value("eased_by")
    assert isinstance(value, Marks)
    assert value.present == (options[1], options[3])
    assert set(value.absent) == {*options} - {options[1], options[3]}, "what was not asked, and what was no before"
    assert room.slot() != slot("eased_by"), "and on"
    press("Ctrl+Z")
    assert room.value("eased_by") == before, "it was one answer"


def test_what_no_others_sets_is_seen_as_set(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+3")
    room.go_to("eased_by")
    chips = focused()
    assert isinstance(chips, Chips)
    press("Ctrl+Shift+2")
    value = room.value("eased_by")
    assert isinstance(value, Marks)
    assert {name for name, state in chips.states.items() if state == "absent"} == set(value.absent)
    assert not chips.grab().isNull()
    assert len(chips.states) == len(chips._options)


def test_ctrl_shift_and_a_digit_does_nothing_where_one_is_chosen(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+3")
    room.go_to("pain_timing")
    press("Ctrl+Shift+2")
    assert room.value("pain_timing") is None
    assert room.slot() == slot("pain_timing")


def test_alt_and_a_letter_open_a_questionnaire_at_its_total_and_answers_lead_through_it(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+3")
    room.workspace._show_section("instruments")
    press("Alt+D")
    assert room.slot() == slot("dn4_total"), "not at the questions left blank, which stand first"
    write("7")
    assert room.slot() == slot("dn4_date")
    write("25.11.2025")
    assert room.slot() == slot("dn4_version")
    press("Alt+D")
    assert room.slot() == slot("dn4_version"), "again it leads to what is left"
    write("With examination, 10 items")
    press("Alt+O")
    assert room.slot() == slot("odi_total")
    assert room.value("dn4_version") == "With examination, 10 items"


def test_the_letters_of_questionnaires_are_seen_while_alt_is_held(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Alt+3")
    room.workspace._show_section("instruments")
    letters = room.workspace.forms["symptoms"].findChild(Letters)
    assert letters is not None
    QApplication.sendEvent(focused(), QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier))
    wait_until(letters.isVisible)
    corners = [letters._corner_of(where) for where in letters._slots.values()]
    assert None not in corners
    assert len({(one.x(), one.y()) for one in corners if one is not None}) == len(corners), "each at its own name"
    folds = [one for one in room.workspace.forms["symptoms"].findChildren(InstrumentFold) if one.isVisible()]
    assert len(corners) == len(folds)
