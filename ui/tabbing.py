"""The way of the Tab key through a page: as it is read, whenever its parts were made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def tab_through(zones: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the keyboard to the next or the previous stop of these parts; False when it is in none of them."""
    focused = QApplication.focusWidget()
    stops = [stop for zone in zones for stop in tab_stops(zone)]
    if focused not in stops:
        return False
    target = stops[(stops.index(focused) + (1 if forward else -1)) % len(stops)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    around = target.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(target)
    return True


def tab_stops(zone: QWidget) -> list[QWidget]:
    """What Tab reaches in a part of the screen, from top to bottom and left to right."""
    tab = Qt.FocusPolicy.TabFocus.value
    seen = [each for each in zone.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
    found = [each for each in seen if each.focusPolicy().value & tab and each.focusProxy() is None]
    return sorted(found, key=lambda each: _place(each, zone))


def _place(each: QWidget, zone: QWidget) -> tuple[int, int]:
    at = each.mapTo(zone, each.rect().center())
    return at.y() // 24, at.x()
