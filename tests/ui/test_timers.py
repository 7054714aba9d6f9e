"""What follows an answer comes after its paint, or at once when the next key comes first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.timers import AfterPaint, BeforeInput

NEVER = 600_000


def test_it_is_due_only_once_the_first_wait_is_over(qtbot: QtBot) -> None:
    called: list[int] = []
    parent = QObject()
    later = AfterPaint(parent, lambda: called.append(1), 1)
    later.start()
    later._answered.timeout.emit()
    assert not called
    assert later.active
    qtbot.waitUntil(lambda: not later.active)
    assert called == [1]
    later.start()
    later.stop()
    assert not later.active


def test_the_key_that_comes_first_meets_where_it_leads(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    one, other = QLineEdit(), QLineEdit()
    layout.addWidget(one)
    layout.addWidget(other)
    window.show()
    window.activateWindow()
    one.setFocus()
    qtbot.waitUntil(one.hasFocus)
    going = BeforeInput(window, other.setFocus, NEVER)
    going.start()
    handle = window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_7)
    assert (one.text(), other.text()) == ("", "7")
    assert not going.active
    one.setFocus()
    QTest.keyClick(handle, Qt.Key.Key_8)
    assert one.text() == "8", "it leads only once"
