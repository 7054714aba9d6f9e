"""A red flag that fires is first on every step, cannot be dismissed, and is answered by name and time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from tests.ui.room import MORNING, PERSON, Room, focused, press, write
from ui.reasoning.flagline import FlagLine
from workup.answers import slot
from workup.reasoning.flags import Raised

CAUDA = "R01"


@pytest.fixture
def alarmed(sample: Room) -> Room:
    """The sample patient, seen after the rules were last changed, says that the saddle is numb."""
    since = max(date.fromisoformat(flag.since) for flag in sample.live.session.library.flags.values())
    sample.clock.now = max(
        sample.clock.now, datetime.combine(since + timedelta(days=2), time(9, 12), MORNING.tzinfo)
    )
    sample.live.answer(slot("saddle_numbness"), "yes")
    return sample


def raised(room: Room) -> Raised:
    """The flag as the reasoning has it."""
    return next(one for one in room.live.session.assessment.reasoning.flags if one.flag.id == CAUDA)


def lines(room: Room, kind: str) -> list[FlagLine]:
    """The flags told as lines."""
    return [line for line in room.workspace.flags.lines if not line.isHidden() and line.kind == kind]


def record(room: Room, text: str) -> None:
    """Record an action as the clinician does."""
    room.workspace.flags.banner.act.click()
    write(text)
    room.workspace.flags.banner.save.click()


def test_the_banner_says_what_fired_and_leads_every_step(alarmed: Room) -> None:
    banner = alarmed.workspace.flags.banner
    flag = raised(alarmed).flag
    for step in ("Alt+1", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "Alt+2"):
        press(step)
        assert banner.isVisible(), step
    assert banner.title.text() == f"Red flag: {flag.title} · emergency"
    assert flag.consider in banner.line.text()
    assert raised(alarmed).rules[0].text in banner.rules.text()
    assert not banner.close_button.isVisible(), "it can be answered, not dismissed"


def test_an_entry_behind_the_flag_is_named_and_pressing_it_goes_there(alarmed: Room) -> None:
    press("Alt+4")
    told = alarmed.workspace.flags.banner.told
    assert told is not None
    entry = next(one for one in told.triggers if one.slot == slot("saddle_numbness"))
    assert entry.text == "Saddle numbness: yes"
    alarmed.workspace.flags.slot_wanted.emit(entry.slot)
    assert alarmed.slot() == slot("saddle_numbness")


def test_other_sources_fold_until_an_action_is_recorded(alarmed: Room) -> None:
    panel = alarmed.workspace.panel
    shown = [row.told for row in panel.sources.rows if not row.isHidden() and row.told is not None]
    assert all(one.pinned for one in shown)
    assert panel.sources.folded.isVisible()
    assert "No action recorded yet" in panel.flags.line.text()
    record(alarmed, "Surgeon called, MRI within the hour")
    assert not panel.sources.folded.isVisible()
    assert panel.flags.fact.text() == "1 red flag, answered"


def test_an_action_is_recorded_with_who_and_when_and_the_keyboard_goes_on(alarmed: Room) -> None:
    record(alarmed, "Surgeon called")
    assert alarmed.value(f"flag_action@{CAUDA}") == "Surgeon called"
    assert not alarmed.workspace.flags.banner.isVisible()
    line = lines(alarmed, "answered")[0]
    assert line.line.startswith(f"Action: Surgeon called · {PERSON.name}, ")
    focused()


def test_nothing_typed_records_nothing(alarmed: Room) -> None:
    banner = alarmed.workspace.flags.banner
    banner.act.click()
    banner.save.click()
    assert banner.isVisible()
    assert alarmed.value(f"flag_action@{CAUDA}") is None
    banner.cancel.click()
    assert banner.act.isVisible()


def test_a_reason_against_action_is_an_answer_too(alarmed: Room) -> None:
    alarmed.workspace.flags.banner.none.click()
    write("Known for years, scanned in May")
    press("Tab")
    assert alarmed.value(f"flag_override@{CAUDA}") == "Known for years, scanned in May"
    assert lines(alarmed, "answered")[0].line.startswith("No action needed because: Known for years")


def test_new_facts_ask_again_and_what_still_holds_is_one_press(alarmed: Room) -> None:
    record(alarmed, "Surgeon called")
    alarmed.clock.now += timedelta(minutes=20)
    alarmed.live.answer(slot("urinary_retention"), "yes")
    alarmed.live.answer(slot("bladder_bowel_change"), "yes")
    alarmed.live.answer(slot("urinary_retention"), "yes")
    banner = alarmed.workspace.flags.banner
    assert raised(alarmed).again
    assert banner.isVisible()
    assert raised(alarmed).again in banner.again.text()
    assert "Surgeon called" in banner.again.text()
    alarmed.clock.now += timedelta(minutes=1)
    banner.still.click()
    assert not raised(alarmed).waiting
    assert not banner.isVisible()


def test_an_answered_flag_can_be_changed_and_closed_again(alarmed: Room) -> None:
    record(alarmed, "Surgeon called")
    lines(alarmed, "answered")[0].click()
    banner = alarmed.workspace.flags.banner
    assert banner.isVisible()
    banner.close_button.click()
    assert not banner.isVisible()


def test_taking_the_answer_back_takes_the_banner_away(alarmed: Room) -> None:
    press("Ctrl+Z")
    assert not alarmed.workspace.flags.isVisible()


def test_a_low_window_leaves_room_for_the_questions(alarmed: Room) -> None:
    alarmed.window.resize(900, 460)
    press("Alt+2")
    flags = alarmed.workspace.flags
    assert flags.banner.act.visibleRegion().boundingRect().height() == flags.banner.act.height()
    assert flags.height() < alarmed.window.height() // 2
    flags.banner.more.click()
    assert flags.banner.rules.isVisible()
