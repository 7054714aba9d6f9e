"""A red flag that comes or goes above the questions moves nothing from under the hand, and hides nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.room import MORNING, Room, press, write
from ui.form.grid import GridBlock
from workup.answers import slot


@pytest.fixture
def ready(sample: Room) -> Room:
    """The sample patient at the exam, seen after the rules were last changed."""
    since = max(date.fromisoformat(flag.since) for flag in sample.live.session.library.flags.values())
    sample.clock.now = max(
        sample.clock.now, datetime.combine(since + timedelta(days=2), time(9, 12), MORNING.tzinfo)
    )
    press("Alt+4")
    return sample


def grid_of(room: Room, address: str) -> GridBlock:
    room.go_to(address)
    widget = QApplication.focusWidget()
    assert isinstance(widget, GridBlock)
    return widget


def height_on_screen(grid: GridBlock) -> int:
    """How high on the screen the cell at the keyboard stands."""
    return grid.mapToGlobal(grid.cell_rect(*grid.at).topLeft()).y()


def settled(room: Room, qtbot: QtBot, *, banner: bool) -> None:
    """Wait until the banner stands, or is gone, and what is below it has its place."""
    flags, pages = room.workspace.flags, room.workspace.pages
    qtbot.waitUntil(lambda: flags.banner.isVisible() == banner)
    above = flags.mapTo(room.workspace, QPoint(0, flags.height())).y
    qtbot.waitUntil(lambda: pages.mapTo(room.workspace, QPoint(0, 0)).y() >= above() - 1)
    QApplication.processEvents()


def test_the_questions_stay_where_they_are_when_a_flag_comes_and_goes(ready: Room, qtbot: QtBot) -> None:
    ready.go_to("gait")
    grid = grid_of(ready, "slr@left")
    bar = ready.workspace.forms["exam"].findChildren(QAbstractScrollArea)[0].verticalScrollBar()
    bar.setValue(bar.value() - ready.window.height() // 4)
    before = height_on_screen(grid)
    ready.live.answer(slot("saddle_numbness"), "yes")
    settled(ready, qtbot, banner=True)
    assert height_on_screen(grid) == before
    ready.workspace.flags.banner.act.click()
    write("Surgeon called")
    ready.workspace.flags.banner.save.click()
    settled(ready, qtbot, banner=False)
    assert height_on_screen(grid) == before


def test_an_answered_flag_gives_the_keyboard_back_to_where_it_was(ready: Room, qtbot: QtBot) -> None:
    ready.go_to("strength@L5/left")
    ready.live.answer(slot("saddle_numbness"), "yes")
    ready.workspace.flags.banner.act.click()
    write("Surgeon called")
    ready.workspace.flags.banner.save.click()
    QApplication.processEvents()
    assert ready.slot() == slot("strength@L5/left")


def test_no_flag_covers_what_stands_below_it_once_every_page_was_shown(ready: Room, qtbot: QtBot) -> None:
    press("Alt+6", "Alt+7", "Alt+4")
    ready.live.answer(slot("saddle_numbness"), "yes")
    ready.live.answer(slot("strength@L5/left"), 2)
    ready.live.answer(slot("fever_sweats"), "yes")
    QApplication.processEvents()
    parts: list[QWidget] = [ready.workspace.flags, ready.workspace.postures, ready.workspace.pages]
    rects = [QRect(part.mapTo(ready.workspace, QPoint(0, 0)), part.size()) for part in parts]
    assert ready.workspace.postures.isVisible()
    assert not rects[0].intersects(rects[1])
    assert not rects[1].intersects(rects[2])
    assert rects[0].height() >= ready.workspace.flags.minimumHeight()
