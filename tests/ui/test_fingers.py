"""A finger that scrolls answers nothing; a tap, a stroke and a long press do what they say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu, QScroller
from pytestqt.qtbot import QtBot

from tests.ui.fingertips import draw, lift, put, tap
from tests.ui.room import Room
from ui.fields.option import OptionField
from ui.widgets import Segments
from workup.answers import slot


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
