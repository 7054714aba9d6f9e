"""The body chart on a small screen: one sees the region's name, and gives its intensity by keys alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.ui.answering import Answering, Make, focused
from ui.fields.scale import ScoreBox
from ui.form.chart import ChartBlock
from ui.form.chart.chart import BodyChart
from workup.answers import Painted, slot

pytest_plugins = ("tests.ui.form_fixtures",)


def foot_is_seen(host: Answering) -> bool:
    block = host.form.findChild(ChartBlock)
    assert isinstance(block, ChartBlock)
    bottom = block.mapTo(host.form, QPoint(0, block.height() - 1)).y()
    return bottom < host.form.height()


def ring_is_seen(host: Answering) -> bool:
    chart = focused()
    assert isinstance(chart, BodyChart)
    middle = chart.focus_ring()[0].center()
    return 0 <= chart.mapTo(host.form, middle).y() < host.form.height()


@pytest.mark.parametrize("width", [860, 640])
def test_the_line_of_a_region_is_in_sight_while_one_moves_and_paints(
    answering: Make, qtbot: QtBot, width: int
) -> None:
    host = answering("symptoms")
    host.form.resize(width, 600)
    qtbot.waitUntil(lambda: host.form._shown.room == host.form.height() and not host.form._again.isActive())
    host.focus("pain_map")
    for key in (Qt.Key.Key_Down,) * 9 + (Qt.Key.Key_Right,) * 6 + (Qt.Key.Key_Up,) * 9:
        host.press(key)
        assert foot_is_seen(host)
        assert ring_is_seen(host)
    host.press(" ")
    assert foot_is_seen(host)


def test_an_intensity_is_given_by_keys(answering: Make) -> None:
    host = answering("symptoms")
    host.focus("pain_map@back.buttock/right")
    host.press("2", "+", "+")
    assert host.value("pain_map@back.buttock/right") == Painted(("burning",), 1)
    host.press(Qt.Key.Key_Tab)
    assert isinstance(focused(), ScoreBox)
    host.press("7")
    assert host.value("pain_map@back.buttock/right") == Painted(("burning",), 7)
    assert host.form.current == slot("pain_map")


def test_on_a_very_low_window_the_figure_stays_large_enough_and_the_region_in_sight(
    answering: Make, qtbot: QtBot
) -> None:
    host = answering("symptoms")
    host.form.resize(860, 320)
    qtbot.waitUntil(lambda: host.form._shown.room == host.form.height() and not host.form._again.isActive())
    host.focus("pain_map@back.buttock/right")
    chart = focused()
    assert isinstance(chart, BodyChart)
    assert chart.height() >= 290
    for key in (Qt.Key.Key_Down,) * 5 + (Qt.Key.Key_Up,) * 9:
        host.press(key)
        assert ring_is_seen(host)


def test_r_and_l_never_lie_on_the_word_between_them(answering: Make, qtbot: QtBot) -> None:
    host = answering("symptoms")
    host.form.resize(860, 480)
    qtbot.waitUntil(lambda: host.form._shown.room == host.form.height() and not host.form._again.isActive())
    host.focus("pain_map")
    chart = focused()
    assert isinstance(chart, BodyChart)
    wide = chart.theme.metrics("hint", 600).horizontalAdvance
    for row in {caption.y for caption in chart._figure.captions}:
        line = [caption for caption in chart._figure.captions if caption.y == row]
        spans = sorted((chart._caption_left(one), wide(one.text) / chart._scale()) for one in line)
        assert all(left + size <= following for (left, size), (following, _) in pairwise(spans))


def test_every_area_is_found_where_it_is_drawn_and_reached_by_arrows_from_every_other(answering: Make) -> None:
    host = answering("symptoms")
    host.focus("pain_map")
    chart = focused()
    assert isinstance(chart, BodyChart)
    parts = [step / 12 for step in range(1, 12)]
    for region, path in zip(chart._figure.regions, chart._paths, strict=True):
        box = path.boundingRect()
        points = [QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x in parts for y in parts]
        inside = [point for point in points if path.contains(point)]
        found = [chart._region_at(chart._transform().map(point)) is region for point in inside]
        assert inside
        assert sum(found) >= 0.9 * len(found), (region.name, region.side)
    for start in chart._figure.regions:
        reached, ahead = {start.title}, [start]
        while ahead:
            here = ahead.pop()
            for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                there = chart.neighbour(here, right, down)
                if there is not None and there.title not in reached:
                    reached.add(there.title)
                    ahead.append(there)
        assert len(reached) == len(chart._figure.regions), start.title
