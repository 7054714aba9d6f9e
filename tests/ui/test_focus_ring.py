"""The one focus ring: around what has the keyboard, above everything, through dialogs and scrolling."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widget_hands import COURSE
from ui.theme import Theme
from ui.widgets import (
    Dialog,
    FocusRing,
    Scroll,
    Segments,
    TextLine,
)

pytest_plugins = ("tests.ui.widget_fixtures",)


@pytest.fixture
def ring(qtbot: QtBot, theme: Theme, qapp: QApplication) -> FocusRing:
    made = FocusRing(theme, qapp)
    qtbot.addWidget(made)
    return made


def test_the_ring_outlives_a_dialog(qtbot: QtBot, theme: Theme, ring: FocusRing) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = TextLine(theme, "Name", parent=window)
    window.show()
    dialog = Dialog(theme, "Keys", parent=window)
    dialog.show()
    dialog.accept_button.setFocus()
    qtbot.waitUntil(ring.isVisible)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
        dialog.deleteLater()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: field.hasFocus() and ring.isVisible())
    assert ring.parentWidget() is window


def test_one_ring_follows_the_focus_and_what_moves(qtbot: QtBot, theme: Theme, ring: FocusRing) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = Segments(theme, "A", COURSE, window), TextLine(theme, "B", parent=window)
    first.setGeometry(20, 20, 200, 32)
    second.setGeometry(20, 80, 200, 32)
    window.resize(400, 200)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(ring.isVisible)
    assert ring.parentWidget() is window
    assert ring.geometry().topLeft() == QPoint(17, 17)
    first.move(50, 30)
    assert ring.geometry().topLeft() == QPoint(47, 27)
    second.setFocus()
    assert ring.geometry() == second.geometry().adjusted(-3, -3, 3, 3)
    first.setEnabled(False)
    second.hide()
    qtbot.waitUntil(lambda: not ring.isVisible())
    window.hide()
    ring.setParent(None)


def test_the_ring_scrolls_with_what_it_surrounds(qtbot: QtBot, theme: Theme, ring: FocusRing) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    controls = [Segments(theme, str(place), COURSE) for place in range(20)]
    for control in controls:
        column.addWidget(control)
    area = Scroll(content)
    qtbot.addWidget(area)
    area.resize(300, 200)
    with qtbot.waitExposed(area):
        area.show()
    area.activateWindow()
    controls[2].setFocus()
    qtbot.waitUntil(ring.isVisible)
    assert ring.parentWidget() is content
    before = ring.geometry()
    area.verticalScrollBar().setValue(120)
    assert ring.geometry() == before
    area.hide()
    ring.setParent(None)


