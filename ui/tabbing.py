"""The way of the Tab key through a page: as it is read, whenever its parts were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

TALL = 120
_OWN = Qt.FindChildOption.FindDirectChildrenOnly


def tab_through(zones: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the keyboard to the next or the previous stop of these parts; False when it is in none of them."""
    focused = QApplication.focusWidget()
    target = _neighbour(zones, focused, forward=forward) if focused is not None else None
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    around = target.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(target)
    return True


def _neighbour(zones: Sequence[QWidget], focused: QWidget, *, forward: bool) -> QWidget | None:
    """The stop after or before the focused one, around the end; only the parts on the way are looked through."""
    here = next((place for place, zone in enumerate(zones) if zone is focused or zone.isAncestorOf(focused)), None)
    if here is None:
        return None
    stops = tab_stops(zones[here])
    if focused not in stops:
        return None
    step = 1 if forward else -1
    place = stops.index(focused) + step
    if 0 <= place < len(stops):
        return stops[place]
    for away in range(1, len(zones) + 1):
        found = tab_stops(zones[(here + step * away) % len(zones)])
        if found:
            return found[0 if forward else -1]
    return None


def tab_stops(zone: QWidget) -> list[QWidget]:
    """What Tab reaches in a part of the screen, from top to bottom and left to right; what scrolls is read as one."""
    tab = Qt.FocusPolicy.TabFocus.value
    parts = list[tuple[tuple[int, int], list[QWidget]]]()
    for each in _seen(zone):
        if each.focusPolicy().value & tab and each.focusProxy() is None:
            tall = each.height() > TALL  # read from where it begins; a control in a row, from its middle
            parts.append((_place(each, zone, each.rect().topLeft() if tall else each.rect().center()), [each]))
        if isinstance(each, QScrollArea):
            parts.append((_place(each, zone, each.rect().topLeft()), tab_stops(each.viewport())))
    return [stop for _, stops in sorted(parts, key=lambda part: part[0]) for stop in stops]


def _seen(widget: QWidget) -> Iterator[QWidget]:
    """All that is visible and enabled inside a widget; what is hidden or scrolls by itself is not looked into."""
    if not widget.isVisible():
        return
    for child in widget.findChildren(QWidget, options=_OWN):  # of layouts nothing is wanted, and they are slow to wrap
        if not child.isWindow() and child.isVisible() and child.isEnabled():
            yield child
            if not isinstance(child, QScrollArea):
                yield from _seen(child)


def _place(each: QWidget, zone: QWidget, point: QPoint) -> tuple[int, int]:
    at = each.mapTo(zone, point)
    return at.y() // 24, at.x()
