"""What PySide gives back without having taken it must not run out: else a later use of a class ends the process."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QCloseEvent, QHideEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.steady import FUNCTION_START


class Mixed:
    """Not a Qt class by itself."""

    def hideEvent(self, event: QHideEvent) -> None:
        del event


class Inner(Mixed, QWidget):
    """Hidden with its window."""


class Failing(QWidget):
    """A window whose close fails."""

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        raise ValueError


def fail_to_close(qtbot: QtBot) -> None:
    window = Failing()
    qtbot.addWidget(window, before_close_func=QWidget.hide)
    Inner(window)
    window.show()
    with pytest.raises(ValueError):
        window.close()


def test_errors_in_an_overriding_method_do_not_free_other_methods(qtbot: QtBot) -> None:
    held = [Mixed.hideEvent] * 100  # so that a loss is a failure here and no crash
    for _ in range(50):
        fail_to_close(qtbot)
    assert len(held) == 100
    assert sys.getrefcount(Mixed.hideEvent) > FUNCTION_START // 2
    Failing.closeEvent = lambda self, event: event.accept()  # type: ignore[method-assign]  # qtbot closes them
