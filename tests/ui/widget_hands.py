"""What tests of widgets share: signals written down, keys and clicks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import (
    Option,
    Segments,
)

RESOURCES = Path(__file__).parents[2] / "resources"
COURSE = (Option("gone", "Gone"), Option("better", "Better"), Option("worse", "Worse", "finding"))


def told(signal: object) -> list[tuple[object, ...]]:
    """Everything a signal says from now on."""
    heard: list[tuple[object, ...]] = []
    signal.connect(lambda *said: heard.append(said))  # type: ignore[attr-defined]
    return heard


def press(widget: QWidget, keys: str) -> None:
    for key in keys:
        QTest.keyClicks(widget, key)


def segment(control: Segments, place: int) -> QPoint:
    """A point inside an option, found from the widths it asks for."""
    edges = control._edges()
    return QPoint((edges[place] + edges[place + 1]) // 2, control.height() // 2)


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint())
    widget.show()


