"""Over and under the painted chart: skin areas, the last visit, undo in one area; and small regions by finger."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.answering import Answering, Make, focused, real_figure
from ui.form.chart import ChartBlock
from ui.form.chart.chart import TARGET, BodyChart
from ui.theme import Theme
from workup.answers import Painted, slot

pytest_plugins = ("tests.ui.form_fixtures",)
LEG = "pain_map@front.leg-lateral/right"


def block_of(host: Answering) -> ChartBlock:
    block = host.form.findChild(ChartBlock)
    assert isinstance(block, ChartBlock)
    return block


def test_d_shows_the_skin_areas_with_their_source_and_takes_them_away(answering: Make) -> None:
    host = answering("symptoms")
    host.focus("pain_map")
    block, before = block_of(host), block_of(host)._chart.grab().toImage()
    host.press("d")
    assert block._chart.grab().toImage() != before
    assert "Harrison" in block._source
    host.press("d")
    assert block._chart.skin is None
    assert block._source == ""
    assert host.steps == []


def test_v_outlines_the_last_visit_under_what_is_painted_today(answering: Make) -> None:
    host = answering("symptoms")
    host.lay_before({"pain_map@back.buttock/right": Painted(("ache",), 4)})
    host.focus(LEG)
    host.press("2")
    block = block_of(host)
    assert block._chart._former == {}
    assert not block._before.isHidden()
    host.press("v")
    assert [(one.name, one.side) for one in block._chart._former] == [("back.buttock", "right")]
    host.press("v")
    assert block._chart._former == {}


def test_without_an_earlier_visit_there_is_no_button_for_it(answering: Make) -> None:
    host = answering("symptoms", {LEG: Painted(("ache",), 4)})
    assert block_of(host)._before.isHidden()


def test_what_an_earlier_visit_of_this_workup_painted_counts_too(answering: Make) -> None:
    host = answering("symptoms")
    host.lay(LEG, Painted(("burning",), 8), visit=1)
    host.lay(LEG, Painted(("ache",), 2), visit=2)
    host.show()
    host.focus(LEG)
    host.press("v")
    assert list(block_of(host)._chart._former.values()) == [Painted(("burning",), 8)]


def test_z_wishes_undo_in_the_area_of_the_keyboard_only(answering: Make) -> None:
    host = answering("symptoms", {LEG: Painted(("ache",), 4)})
    wishes: list[tuple[str, object]] = []
    host.form.wished.connect(lambda what, where: wishes.append((what, where)))
    host.focus(LEG)
    host.press("z")
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    assert wishes == [("undo_here", slot(LEG)), ("redo_here", slot(LEG))]


def test_the_line_under_the_chart_names_the_root_the_pattern_fits(answering: Make) -> None:
    host = answering("symptoms", {LEG: Painted(("burning",), 4), "pain_map@front.shin/right": Painted(("ache",), 4)})
    assert block_of(host)._fit == "Fits L4 or L5, right: 1 of 2 areas"
    host.focus("pain_map@front.great-toe/right")
    host.press("5")
    assert block_of(host)._fit == "Fits L5, right: 2 of 3 areas"


def test_by_finger_a_small_region_answers_around_it(answering: Make, form_theme: Theme) -> None:
    form_theme.set_touch(True)
    host = answering("symptoms")
    host.focus("pain_map")
    chart = focused()
    assert isinstance(chart, BodyChart)
    foot = next(one for one in chart._figure.regions if (one.name, one.side) == ("front.foot-dorsum", "right"))
    rect = chart._rect_of(foot)
    assert rect.height() < form_theme.px(TARGET)
    above = QPointF(rect.center().x(), rect.top() - 3)
    assert chart._region_at(above) == foot
    form_theme.set_touch(False)
    assert chart._region_at(above) != foot


def test_a_finger_that_rests_opens_the_figure_at_twice_the_size_and_paints_there(
    answering: Make, form_theme: Theme, qtbot: QtBot
) -> None:
    form_theme.set_touch(True)
    host = answering("symptoms")
    host.focus(LEG)
    block = block_of(host)
    chart, press = block._chart, block._long_press
    press._held.setInterval(1)
    spot = chart._rect_of(chart.current).center().toPoint()
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    qtbot.waitUntil(lambda: press.lens is not None and press.lens.isVisible())
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert host.steps == [], "looking closer paints nothing"
    lens = press.lens
    assert lens is not None
    leg = chart._rect_of(chart.current)
    assert lens._rect_of(chart.current).height() == 2 * leg.height()
    inside = lens._rect_of(chart.current).center().toPoint()
    QTest.mouseClick(lens, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, inside)
    assert host.value(LEG) == Painted(("ache",), None)
    lens.grab()
    assert lens._painted == chart._painted
    QTest.keyClick(lens, Qt.Key.Key_Escape)
    assert not lens.isVisible()
    assert focused() is chart


def test_a_mouse_that_is_held_opens_nothing(answering: Make) -> None:
    host = answering("symptoms")
    host.focus(LEG)
    block = block_of(host)
    spot = block._chart._rect_of(block._chart.current).center().toPoint()
    QTest.mousePress(block._chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert not block._long_press._held.isActive()
    QTest.mouseRelease(block._chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert host.value(LEG) == Painted(("ache",), None)


def test_a_finger_finds_every_area_of_a_small_chart_that_a_mouse_finds(form_theme: Theme) -> None:
    chart = BodyChart(form_theme, real_figure(), "Pain")
    chart.resize(489, 300)
    spots = [QPointF(x, y) for x in range(489) for y in range(300)]
    by_mouse = {chart._region_at(spot) for spot in spots}
    form_theme.set_touch(True)
    try:
        by_finger = {chart._region_at(spot) for spot in spots[::3]}
    finally:
        form_theme.set_touch(False)
    assert len(by_mouse) > 60
    assert not by_mouse - by_finger
    chart.deleteLater()
