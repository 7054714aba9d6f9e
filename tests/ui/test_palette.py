"""Ctrl K: a few letters lead to a question, an answer, an area, an action, and only then to other patients."""

from __future__ import annotations

from time import perf_counter

from tests.ui.room import Room, focused, press, write
from ui.palette import Entry, Finder, Palette
from ui.palette.entries import questions
from workup.answers import slot

FRAME_S = 0.016


def palette(room: Room) -> Palette:
    """The palette that is open."""
    return next(found for found in room.workspace.findChildren(Palette) if found.isVisible())


def texts(room: Room) -> list[str]:
    """What it shows."""
    return [entry.text for entry in palette(room).hits.entries]


def test_words_that_begin_so_come_first_then_letters_inside_then_letters_in_order() -> None:
    told: list[str] = []
    entries = [Entry(text, "", lambda text=text: told.append(text), 1) for text in (  # type: ignore[misc]
        "Walking distance", "Sleep", "Heel walk", "Straight leg raise", "Overweight", "Weight",
    )]  # fmt: skip
    finder = Finder(entries)
    assert [one.text for one in finder.find("walk")] == ["Walking distance", "Heel walk"]
    assert finder.find("weig")[0].text == "Weight"
    assert [one.text for one in finder.find("weight")][-1] == "Overweight"
    assert finder.find("stlgr")[0].text == "Straight leg raise"
    assert not finder.find("zzzz")


def test_a_question_is_found_and_gets_the_keyboard(sample: Room) -> None:
    press("Ctrl+K")
    write("diabet")
    press("Return")
    assert sample.slot() == slot("diabetes")
    assert not any(found.isVisible() for found in sample.workspace.findChildren(Palette))


def test_a_finding_leads_to_its_question_with_the_answer_ready(room: Room) -> None:
    room.open()
    press("Ctrl+N", "Ctrl+K")
    write("smoking never")
    press("Return")
    assert room.workspace.step == "history"
    assert room.slot() == slot("smoking")
    assert room.value("smoking") is None, "finding an answer does not give it"
    press("Space")
    assert room.value("smoking") == "never"


def sample_step(room: Room) -> str:
    """The step that is shown."""
    return room.workspace.step


def test_an_action_is_done_and_an_area_of_the_chart_is_gone_to(sample: Room) -> None:
    press("Ctrl+K")
    write("tests")
    press("Return")
    assert sample.workspace.step == "tests"
    press("Ctrl+K")
    write("right buttock")
    press("Return")
    assert sample.workspace.step == "symptoms"
    assert sample.slot() == slot("pain_map")


def test_other_patients_are_found_only_when_it_is_pressed_twice(sample: Room) -> None:
    press("Ctrl+K")
    write("marchetti")
    assert not any("MARCHETTI" in text for text in texts(sample))
    press("Ctrl+K")
    assert texts(sample)[0] == "MARCHETTI, Elena"
    press("Return")
    assert sample.window.workspace is None
    assert sample.window.home is not None
    assert sample.window.home.person is not None


def test_escape_and_a_click_elsewhere_leave_everything_as_it_was(sample: Room) -> None:
    before, where = focused(), sample.slot()
    press("Ctrl+K", "Down", "Esc")
    assert focused() is before
    press("Ctrl+K")
    before.setFocus()
    assert sample.slot() == where
    assert not any(found.isVisible() for found in sample.workspace.findChildren(Palette))


def test_a_key_is_answered_within_a_frame(sample: Room) -> None:
    assessment = sample.live.session.assessment
    finder = Finder(list(questions(assessment, sample.workspace.figure, lambda _slot, _option: None)))
    for text in ("w", "we", "wea", "weak", "l5 r", "slr", "xqz"):
        times = []
        for _ in range(5):
            start = perf_counter()
            finder.find(text)
            times.append(perf_counter() - start)
        assert min(times) < FRAME_S, f"{text}: {min(times) * 1000:.1f} ms"


def test_on_home_the_second_ctrl_k_finds_actions_beside_patients(sample: Room) -> None:
    press("Alt+1", "Alt+Left")
    home = sample.window.home
    assert home is not None
    press("Ctrl+K", "Ctrl+K")
    found = next(one for one in home.findChildren(Palette) if one.isVisible())
    write("marchetti")
    assert found.hits.entries[0].text == "MARCHETTI, Elena"
    press("Return")
    assert home.person is not None
    press("Ctrl+K", "Ctrl+K")
    write("preferences")
    press("Return")
    assert sample.window.pages.currentWidget() is not home
