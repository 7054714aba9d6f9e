"""A finger that scrolls answers nothing; a tap, a stroke and a long press do what they say."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QScroller
from pytestqt.qtbot import QtBot

from tests.ui.fingertips import draw, lift, put, tap
from tests.ui.pointer import spot_in
from tests.ui.pointing import settle
from tests.ui.room import Room
from ui.fields.gaps import GapMenu
from ui.fields.option import OptionField
from ui.form.chart.chart import BodyChart
from ui.form.grid import GridBlock
from ui.palette import Palette
from ui.widgets import ScoreTrack, Segments
from workup.answers import UNKNOWN, Finding, slot


def segments(room: Room, address: str) -> Segments:
    room.go_to(address)
    QApplication.processEvents()
    field = room.workspace.forms[room.workspace.step]._field_at(slot(address))
    assert isinstance(field, OptionField)
    assert isinstance(field._control, Segments)
    return field._control


def middle(control: Segments, option: str) -> QPoint:
    place = next(n for n, one in enumerate(control.options) if one.id == option)
    return control._segment(place).center()


def test_a_finger_that_scrolls_over_an_answer_gives_none(sample: Room, qtbot: QtBot) -> None:
    control = segments(sample, "diabetes")
    before = sample.value("diabetes")
    other = "yes" if before == "no" else "no"
    scroll = sample.workspace.forms["history"]._scroll
    bar = scroll.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    spot, start = middle(segments(sample, "diabetes"), other), bar.value()
    draw(control, spot, spot - QPoint(0, 20), spot - QPoint(0, 60), spot - QPoint(0, 120))
    assert bar.value() > start
    qtbot.waitUntil(lambda: QScroller.scroller(scroll.viewport()).state() == QScroller.State.Inactive)
    assert sample.value("diabetes") == before


def test_a_tap_answers_and_the_first_one_makes_targets_larger_after_it(sample: Room) -> None:
    control = segments(sample, "diabetes")
    assert not sample.window.theme.touch
    put(control, middle(control, "yes"))
    assert not sample.window.theme.touch
    assert sample.value("diabetes") == "no"
    lift(control, middle(control, "yes"))
    assert sample.value("diabetes") == "yes"
    assert sample.window.theme.touch


def test_a_finger_that_rests_on_a_cell_opens_unknown_and_not_examined(sample: Room, qtbot: QtBot) -> None:
    sample.workspace.show_step("exam")
    sample.go_to("slump@left")
    QApplication.processEvents()
    grid = QApplication.focusWidget()
    assert isinstance(grid, GridBlock)
    spot = grid.cell_rect(*grid.at).center()
    put(grid, spot)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), GapMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, GapMenu)
    lift(grid, spot)
    assert sample.value("slump@left") == Finding("negative"), "resting answers nothing"
    menu.actions()[0].trigger()
    menu.close()
    assert sample.value("slump@left") == UNKNOWN


def test_a_score_is_drawn_across_and_scrolled_past(sample: Room) -> None:
    sample.window.theme.set_touch(True)
    sample.workspace.show_step("symptoms")
    sample.go_to("back_pain_now")
    QApplication.processEvents()
    track = QApplication.focusWidget()
    assert isinstance(track, ScoreTrack)
    at = [QPoint(round(track._x(value)), track._middle()) for value in (4, 6, 8)]
    draw(track, at[0], at[0] - QPoint(0, 30), at[0] - QPoint(0, 60))
    QScroller.scroller(sample.workspace.forms["symptoms"]._scroll.viewport()).stop()
    assert sample.value("back_pain_now") == 4
    sample.go_to("back_pain_now")
    draw(track, *at)
    assert sample.value("back_pain_now") == 8


def test_two_quick_taps_on_the_chart_are_two_strokes(sample: Room) -> None:
    area = slot("pain_map@front.thigh-anterior/left")
    sample.workspace.show_step("symptoms")
    sample.go_to("pain_map")
    settle()
    chart = QApplication.focusWidget()
    assert isinstance(chart, BodyChart)
    tap(chart, spot_in(chart, area))  # all is larger and elsewhere from now on
    settle()
    assert sample.value(str(area)) is not None
    spot = spot_in(chart, area)
    for painted in (False, True):
        tap(chart, spot)
        assert (sample.value(str(area)) is not None) == painted


def test_what_ctrl_k_finds_is_drawn_along_and_one_of_it_taken(sample: Room) -> None:
    tap(sample.workspace.top.search, sample.workspace.top.search.rect().center())
    found = next(one for one in sample.workspace.findChildren(Palette) if one.isVisible())
    middle = found.hits.rect().center()
    draw(found.hits, middle, middle - QPoint(0, 60), middle - QPoint(0, 200))
    assert found.isVisible()
    assert found.hits._top > 0
    first = found.hits.entries[found.hits._top].text
    tap(found.away, found.away.rect().center())
    assert first
    assert not found.isVisible()
