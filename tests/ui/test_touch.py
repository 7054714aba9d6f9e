"""Touch mode: targets of 44, told by the first touch, in every step of a workup and on Home."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QScrollBar, QWidget

from tests.ui.room import Room
from ui.form.chart.chart import BodyChart
from ui.widgets import Painted

STEPS = ("patient", "history", "symptoms", "exam", "tests", "assessment", "summary")
FINGER = 44


def targets(top: QWidget) -> list[QWidget]:
    """What can be pressed or typed into, in sight."""
    found = [
        each for each in top.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(each, QScrollArea | QScrollBar)
    ]  # fmt: skip
    return [each for each in found if each.width() > 1]


def test_no_target_is_lower_than_a_finger_needs(sample: Room) -> None:
    sample.window.theme.set_touch(True)
    try:
        for step in STEPS:
            sample.workspace.show_step(step)
            for _ in range(4):  # a layout inside a scrolled part is worked out after that around it
                QApplication.processEvents()
            small = {
                f"{step}: {type(each).__name__} {each.accessibleName()[:40]} {each.height()}"
                for each in targets(sample.workspace) if each.height() < FINGER
            }
            small |= {
                f"{step}: {type(each).__name__} {part.name[:40]} {part.rect.width()} x {part.rect.height()}"
                for each in sample.workspace.findChildren(Painted)
                if each.isVisible() and not isinstance(each, BodyChart)
                for part in each.spoken_parts()
                if part.press is not None and min(part.rect.width(), part.rect.height()) < FINGER - 1
            }
            assert not small, "\n".join(sorted(small))
    finally:
        sample.window.theme.set_touch(False)
