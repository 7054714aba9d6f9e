"""Whole journeys through the window, by keys alone."""

from __future__ import annotations

import json
import sys

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.ui.room import Room, focused, press, press_on_window, write
from ui.app import Alarm
from ui.widgets import Button
from workup.answers import PartialDate, slot

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def begun(room: Room) -> Room:
    """A workup of a patient who has a name and a pain score."""
    room.open()
    press("Ctrl+N")
    for address, value in (("family_name", "Müller"), ("given_name", "Anna"), ("back_pain_now", 7), ("reason", "leg")):
        room.live.answer(slot(address), value)
    return room


def test_a_workup_begun_closed_and_reopened_lands_where_it_was_left(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    write("Müller")
    press("Return")
    write("Anna")
    press("Return")
    write("14 jun 1971")
    press("Return", "1")
    write("004-1")
    press("Return")
    write("Leg pain since March")
    press("Tab")
    assert room.value("reason") == "Leg pain since March"
    assert room.value("birth_date") == PartialDate(1971, 6, 14)
    press("Alt+3")
    room.go_to("back_pain_now")
    press("7", "Alt+4")
    room.close()
    room.open()
    press("Down", "Return")
    assert room.workspace.step == "exam"
    assert room.value("back_pain_now") == 7
    assert room.value("family_name") == "Müller"
    focused()


def test_text_that_was_being_typed_when_it_ended_is_offered_back_and_put_back(begun: Room) -> None:
    place = begun.window.place
    assert place is not None
    begun.live.session.typing(slot("mrn"), "004-23")
    begun.window.open_workup(*place)
    assert "004-23" in begun.workspace.strips._typed.line.text()
    begun.workspace.strips._put.click()
    assert begun.slot() == slot("mrn")
    press("Return")
    assert begun.value("mrn") == "004-23"
    assert not begun.live.session.typed()


def test_another_day_opens_a_visit_that_asks_again_and_one_key_says_the_same(begun: Room) -> None:
    begun.close()
    begun.clock.pass_days(21)
    begun.open()
    press("Down", "Return", "Alt+3")
    begun.go_to("back_pain_now")
    assessment = begun.live.session.assessment
    assert slot("back_pain_now") in assessment.open
    press("s")
    answer = begun.live.session.assessment.answers.get(slot("back_pain_now"))
    assert answer is not None
    assert (answer.value, answer.visit, answer.cause) == (7, 2, "reconfirmed")
    assert [visit.number for visit in begun.live.session.assessment.visits] == [1, 2]


def test_undo_and_redo_reach_across_steps(begun: Room) -> None:
    press("Alt+2", "Ctrl+Z")
    assert begun.value("reason") is None
    press("Alt+6", "Ctrl+Z")
    assert begun.value("back_pain_now") is None
    press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert (begun.value("back_pain_now"), begun.value("reason")) == (7, "leg")


def test_a_new_workup_of_a_known_patient_keeps_the_patient_and_copies_nothing_else(begun: Room) -> None:
    press("Alt+1", "Alt+Left")
    write("müller")
    press("Return")
    press("Ctrl+N")
    assert begun.value("family_name") == "Müller"
    assert begun.value("reason") is None
    assert begun.live.session.assessment.former.value("reason") == "leg"
    assert begun.live.session.opened.ordinal == 2


def test_a_patient_who_may_be_known_already_is_named(begun: Room) -> None:
    begun.live.answer(slot("birth_date"), PartialDate(1971, 6, 14))
    begun.window.show_home()
    press("Ctrl+N")
    for address, value in (("family_name", "Muller"), ("given_name", "Anna"), ("birth_date", PartialDate(1971, 6, 14))):
        begun.live.answer(slot(address), value)
    strip = begun.workspace.strips._double
    assert strip.isVisible()
    assert "MÜLLER, Anna" in strip.line.text()


def test_the_keyboard_is_always_somewhere(begun: Room) -> None:
    for keys in (
        "Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "Alt+7", "F6", "F6", "Alt+3", "F6", "Shift+F6", "Ctrl+J",
        "Ctrl+Shift+J", "Alt+Down", "Alt+Up", "Ctrl+,", "Tab", "Esc", "Ctrl+Return", "Alt+Left", "Ctrl+Z",
    ):  # fmt: skip
        press(keys)
        widget = focused()
        assert hasattr(widget, "focus_ring"), f"no ring around {type(widget).__name__} after {keys}"
        assert begun.shell is not None
        assert begun.shell.ring.isVisible(), f"no ring after {keys}"


def test_tab_goes_as_the_screen_is_read(begun: Room) -> None:
    place = begun.window.place
    assert place is not None
    begun.live.session.typing(slot("mrn"), "004-23")
    begun.window.open_workup(*place)
    press("Alt+1")
    begun.go_to("family_name")
    seen = []
    for _ in range(4):
        press("Shift+Tab")
        seen.append(focused().accessibleName().split(",")[0])
    assert seen == ["Discard it", "Put it back", "Shown questions", "Summary"]
    seen = []
    for _ in range(40):
        press("Tab")
        seen.append(focused().accessibleName().split(",")[0])
    wanted = [
        "Shown questions", "Family name", "Reason for this workup", "Home", "History", "Shown beside the questions"
    ]  # fmt: skip
    assert [seen.index(name) for name in wanted] == sorted(seen.index(name) for name in wanted)


def test_next_open_goes_on_from_the_question_that_has_the_keyboard(begun: Room) -> None:
    press("Alt+3")
    begun.go_to("leg_pain_now@right")
    seen = [begun.slot()]
    for _ in range(3):
        press("Ctrl+J")
        seen.append(begun.slot())
    assert len(set(seen)) == 4, "each time another question"


def test_ctrl_l_locks_while_a_dialog_is_open(begun: Room, capsys: pytest.CaptureFixture[str]) -> None:
    def lock() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            soon.stop()
            press_on_window(dialog, Qt.Key.Key_L, CONTROL)

    place = begun.window.place
    assert place is not None
    soon = QTimer()
    soon.timeout.connect(lock)
    soon.start(20)
    press("F1")
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == str(begun.made.folder)
    assert told["place"] == "/".join(place)
    assert begun.shell is not None
    assert begun.shell.vault is None, "the vault is closed"
    assert begun.ended == [75]
    assert "ller" not in json.dumps(told)


def test_unlocking_after_a_lock_goes_on_where_it_was(begun: Room) -> None:
    place, vault = begun.window.place, begun.vault
    assert place is not None
    begun.close()
    shell = begun.start()
    shell.go_on = f"{vault.id}/{vault.person.id}", place
    shell.enter(begun.unlocked())
    assert begun.window.place == place


def test_idleness_warns_on_every_page_and_then_locks(begun: Room, capsys: pytest.CaptureFixture[str]) -> None:
    shell = begun.shell
    assert shell is not None
    shell._idle_over()
    assert "60 seconds" in begun.window.notice.fact.text()
    press_on_window(begun.window, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    assert not begun.window.notice.isVisible(), "a key keeps it open"
    shell._idle_over()
    shell._idle_over()
    assert "10 minutes" in json.loads(capsys.readouterr().out)["reason"]


def test_an_unexpected_error_is_said_above_the_page_without_its_message(
    begun: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ValueError("Zyxmarker")
    except ValueError as error:
        Alarm(begun.window)(type(error), error, sys.exc_info()[2])
    notice = begun.window.notice
    assert notice.isVisible()
    assert "stored" in notice.line.text()
    assert "Zyx" not in notice.fact.text() + notice.line.text() + "".join(capsys.readouterr())


def test_a_void_workup_takes_nothing_and_says_so(begun: Room) -> None:
    begun.live.void("wrong patient")
    begun.live.answer(slot("reason"), "other")
    assert begun.value("reason") == "leg"
    assert "void" in begun.workspace.strips._said.fact.text()
    begun.window.show_home()
    home = begun.window.home
    assert home is not None
    assert not home.drafts.rows


def test_a_clock_that_went_back_is_told(begun: Room) -> None:
    begun.close()
    begun.clock.pass_days(-30)
    begun.open()
    press("Down", "Return")
    assert "25 Nov 2025" in begun.workspace.strips._clock.fact.text()
    assert begun.workspace.strips._clock.isVisible()


def test_content_that_could_not_be_used_is_told_on_the_screen(room: Room) -> None:
    shell = room.start()
    shell._problems = ("protocol/symptoms.toml: The file is not TOML.",)
    shell.enter(room.unlocked())
    notice = room.window.notice
    assert notice.isVisible()
    assert "symptoms.toml" in notice.line.text()
    press("Ctrl+N")
    assert notice.isVisible(), "on every page"
    room.window.say_nothing()
    assert not notice.isVisible()


def test_from_the_warning_of_a_duplicate_to_that_patient(begun: Room) -> None:
    begun.live.answer(slot("mrn"), "004-1")
    begun.window.show_home()
    press("Ctrl+N")
    begun.live.answer(slot("mrn"), "004-1")
    begun.window.workspace.strips._double.findChildren(Button)[0].click()  # type: ignore[union-attr]
    home = begun.window.home
    assert home is not None
    assert home.person is not None
    assert home.person.family_name == "Müller"
    focused()
