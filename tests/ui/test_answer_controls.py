"""Segments, chips and scores: what a click or a key does; showing a value is never an answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widget_hands import COURSE, press, segment, shown, told
from ui.theme import Theme
from ui.widgets import (
    Chips,
    Option,
    ScoreTrack,
    Segments,
    yes_no_options,
)

pytest_plugins = ("tests.ui.widget_fixtures",)


# Segments


def test_a_click_answers_and_the_same_click_takes_it_back(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    chosen, cleared = told(control.chosen), told(control.cleared)
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=segment(control, 1))
    assert (control.value, chosen, cleared) == ("better", [("better",)], [])
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=segment(control, 1))
    assert (control.value, cleared) == (None, [()])


@pytest.mark.parametrize(("keys", "value"), [("1", "yes"), ("2", "no"), ("3", "unknown"), ("y", "yes"), ("N", "no"),
                                              ("u", "unknown"), ("4", None), ("yn", "no")])
def test_digits_and_letters_choose(qtbot: QtBot, theme: Theme, keys: str, value: str | None) -> None:
    control = Segments(theme, "Fever", yes_no_options("flag"))
    shown(qtbot, control)
    press(control, keys)
    assert control.value == value


def test_a_repeated_key_keeps_the_answer_and_delete_clears_it(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Fever", yes_no_options())
    shown(qtbot, control)
    chosen, cleared = told(control.chosen), told(control.cleared)
    press(control, "yy")
    assert chosen == [("yes",)]
    QTest.keyClick(control, Qt.Key.Key_Delete)
    QTest.keyClick(control, Qt.Key.Key_Delete)
    assert (control.value, cleared) == (None, [()])


def test_letters_can_be_switched_off_but_digits_stay(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Fever", yes_no_options())
    shown(qtbot, control)
    theme.letter_keys = False
    press(control, "y")
    assert control.value is None
    press(control, "2")
    assert control.value == "no"


def test_a_graded_option_takes_its_digit_as_grade(qtbot: QtBot, theme: Theme) -> None:
    grades = [Option(str(n), str(n), "solid" if n < 5 else "normal", str(n)) for n in range(6)]
    control = Segments(theme, "Great toe extension", grades)
    shown(qtbot, control)
    press(control, "0")
    assert control.value == "0"
    press(control, "5")
    assert control.value == "5"


def test_arrows_move_and_space_chooses(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(control, key)
    assert control.value is None
    QTest.keyClick(control, Qt.Key.Key_Space)
    assert control.value == "better"


@pytest.mark.parametrize(
    ("key", "text", "modifier"),
    [(Qt.Key.Key_1, "1", Qt.KeyboardModifier.AltModifier), (Qt.Key.Key_Y, "y", Qt.KeyboardModifier.ControlModifier),
     (Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Q, "q", Qt.KeyboardModifier.NoModifier)],
)
def test_keys_of_the_page_pass_through(
    qtbot: QtBot, theme: Theme, key: Qt.Key, text: str, modifier: Qt.KeyboardModifier
) -> None:
    made = (Segments(theme, "Fever", yes_no_options()), Chips(theme, "Reason", COURSE), ScoreTrack(theme, "Back"))
    for control in made:
        shown(qtbot, control)
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifier, text)
        control.keyPressEvent(event)
        assert not event.isAccepted(), control


def test_showing_a_value_says_nothing_and_is_spoken_with_its_meaning(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    qtbot.addWidget(control)
    chosen, cleared = told(control.chosen), told(control.cleared)
    assert control.accessibleName() == "Leg pain, not answered"
    control.set_value("worse")
    assert control.accessibleName() == "Leg pain, Worse, finding"
    control.set_value(None)
    assert chosen == cleared == []


def test_read_only_takes_no_input_and_no_focus(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    control.set_value("gone")
    control.set_read_only(True)
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(60, 16))
    press(control, "3")
    assert (control.value, control.focusPolicy()) == ("gone", Qt.FocusPolicy.NoFocus)


def test_options_share_a_narrow_room_without_overlap(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    control.resize(control.minimumSizeHint())
    assert control.width() < control.sizeHint().width()
    edges = control._edges()
    assert edges == sorted(set(edges))
    assert edges[-1] < control.width()


# Chips


@pytest.fixture
def chips(qtbot: QtBot, theme: Theme) -> Chips:
    made = Chips(theme, "Reason", [Option(name, name.capitalize()) for name in ("stenosis", "slip", "disc", "tumour")])
    qtbot.addWidget(made)
    made.resize(440, made.heightForWidth(440))
    made.show()
    return made


def test_a_chip_goes_from_not_asked_to_present_and_back(chips: Chips) -> None:
    heard = told(chips.changed)
    spot = chips._rects(chips.width())[1].center()
    QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=spot)
    assert chips.accessibleName() == "Reason, Slip, present"
    QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=spot)
    assert heard == [({"slip": "present"},), ({},)]


def test_no_others_is_one_step_and_overwrites_nothing(chips: Chips) -> None:
    chips.set_states({"slip": "present", "disc": "unknown"})
    heard = told(chips.changed)
    press(chips, "0")
    assert heard == [({"slip": "present", "disc": "unknown", "stenosis": "absent", "tumour": "absent"},)]
    press(chips, "0")
    assert len(heard) == 1


def test_enter_on_the_last_chip_is_none_of_these(chips: Chips) -> None:
    for _ in range(6):
        QTest.keyClick(chips, Qt.Key.Key_Right)
    assert chips.accessibleName() == "Reason, None of these"
    QTest.keyClick(chips, Qt.Key.Key_Return)
    assert set(chips.states.values()) == {"absent"}
    assert len(chips.states) == 4


def test_each_chip_takes_each_state_from_the_keys(chips: Chips) -> None:
    press(chips, "u")
    QTest.keyClick(chips, Qt.Key.Key_Right)
    press(chips, "n")
    press(chips, "3")
    assert chips.states == {"stenosis": "unknown", "slip": "absent", "disc": "present"}
    QTest.keyClick(chips, Qt.Key.Key_Delete)
    press(chips, "1")
    assert chips.states == {"stenosis": "present", "slip": "absent"}


def test_showing_states_says_nothing_and_ignores_strangers(chips: Chips) -> None:
    heard = told(chips.changed)
    chips.set_states({"slip": "present", "gone_option": "present"})
    assert (chips.states, heard) == ({"slip": "present"}, [])


def test_chips_grow_downwards_and_stay_inside(chips: Chips) -> None:
    heights = [chips.heightForWidth(width) for width in (800, 300, 160, 90)]
    assert heights == sorted(set(heights))
    for width in (800, 300, 160):
        rects = chips._rects(width)
        assert max(rect.right() for rect in rects) <= width
        assert max(rect.bottom() for rect in rects) < chips.heightForWidth(width)
        assert not any(one.intersects(other) for one in rects for other in rects if one is not other)


def test_arrows_walk_the_lines(chips: Chips) -> None:
    chips.resize(200, chips.heightForWidth(200))
    lines = sorted({rect.top() for rect in chips._rects(200)})
    assert len(lines) > 1
    QTest.keyClick(chips, Qt.Key.Key_Down)
    assert chips.focus_ring()[0].top() == lines[1]
    QTest.keyClick(chips, Qt.Key.Key_Up)
    assert chips.focus_ring()[0].top() == lines[0]


# Score


@pytest.mark.parametrize(("keys", "value"), [("7", 7), ("10", 10), ("100", 0), ("20", 0), ("1", 1), ("30", 0)])
def test_a_score_is_typed(qtbot: QtBot, theme: Theme, keys: str, value: int) -> None:
    track = ScoreTrack(theme, "Back pain now")
    shown(qtbot, track)
    press(track, keys)
    assert track.value == value
    assert track.accessibleName() == f"Back pain now, {value} of 10"


def test_arrows_start_at_nought_and_stop_at_the_ends(qtbot: QtBot, theme: Theme) -> None:
    track = ScoreTrack(theme, "Back pain now")
    shown(qtbot, track)
    heard = told(track.chosen)
    QTest.keyClick(track, Qt.Key.Key_Right)
    QTest.keyClick(track, Qt.Key.Key_Left)
    assert heard == [(0,)]
    track.set_value(10)
    QTest.keyClick(track, Qt.Key.Key_Right)
    assert heard == [(0,)]


def test_a_drag_is_one_answer(qtbot: QtBot, theme: Theme) -> None:
    track = ScoreTrack(theme, "Back pain now")
    qtbot.addWidget(track)
    track.resize(320, track.sizeHint().height())
    track.show()
    heard = told(track.chosen)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(10, 16))
    QTest.mouseMove(track, QPoint(160, 16))
    assert heard == []
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(310, 16))
    assert len(heard) == 1
    assert track.value == heard[0][0]
    cleared = told(track.cleared)
    QTest.keyClick(track, Qt.Key.Key_Delete)
    assert (track.value, cleared) == (None, [()])
