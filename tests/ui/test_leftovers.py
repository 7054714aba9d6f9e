"""The check that every Qt test passes through sees what was left behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.leftovers import watching_qt


def test_a_window_left_open_is_named(qapp: QApplication) -> None:
    with watching_qt() as left:
        window = QWidget()
        window.setObjectName("forgotten")
        window.show()
    assert left == ["window QWidget 'forgotten'"]
    assert not window.isVisible()


def test_a_timer_left_running_is_named(qapp: QApplication) -> None:
    with watching_qt() as left:
        timer = QTimer(qapp)
        timer.setObjectName("ticking")
        timer.start(1000)
    assert left == ["timer QTimer 'ticking' of QApplication"]
    timer.deleteLater()


def test_a_thread_left_running_is_named(qapp: QApplication) -> None:
    with watching_qt() as left:
        thread = QThread(qapp)
        thread.setObjectName("spinning")
        thread.start()
    assert left == ["thread QThread 'spinning' of QApplication"]
    thread.quit()
    assert thread.wait(2000)


@pytest.mark.parametrize("stops", [True, False])
def test_what_is_stopped_or_deleted_is_fine(qapp: QApplication, stops: bool) -> None:
    with watching_qt() as left:
        owner = QWidget()
        timer = QTimer(owner)
        timer.start(1000)
        if stops:
            timer.stop()
        owner.deleteLater()
    assert left == []
