"""What the eye and the Tab key find on every screen: contrast as painted, the order of reading, and no motion."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui.answering import plain_theme
from tests.ui.room import Room, press
from tests.ui.screens import before_unlocking, of_a_workup, of_dialogs, of_pages
from ui.actionbar import ActionBar
from ui.theme import Theme
from ui.widgets import base
from workup.answers import slot
from workup.style import Role, Token, Weight

TEXT_LEAST, LARGE_LEAST, MARK_LEAST = 4.5, 3.0, 3.0
EYE = "Show or hide the password"
LARGE_PX, LARGE_BOLD_PX = 24, 18.5
MARKS: tuple[tuple[Token, Token], ...] = (
    ("control", "surface"), ("focus", "surface"), ("focus", "bg"), ("accent", "surface"), ("finding", "surface"),
    ("caution", "surface"), ("danger", "surface"), ("ok", "surface"), ("against", "surface"),
    ("body_outline", "surface"), ("q_ache", "body"), ("q_burning", "body"), ("q_electric", "body"),
    ("q_stabbing", "body"), ("q_numbness", "body"), ("q_pins", "body"),
)  # fmt: skip


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
             for part in (colour.redF(), colour.greenF(), colour.blueF())]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class Written:
    """Every text that is painted by hand: on which widget, where, and in which colour."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[tuple[QWidget, QRect, str, QColor, bool]] = []
        for name in ("write", "word"):
            known: Callable[..., None] = getattr(base, name)
            for module in [one for key, one in sys.modules.items() if key.startswith("ui.")]:
                if getattr(module, name, None) is known:
                    monkeypatch.setattr(module, name, self._noting(known))

    def _noting(self, known: Callable[..., None]) -> Callable[..., None]:
        def note(
            painter: QPainter, theme: Theme, rect: QRect, text: str, role: Role, token: Token,
            weight: Weight | None = None, *rest: object, **more: object,
        ) -> None:  # fmt: skip
            known(painter, theme, rect, text, role, token, weight, *rest, **more)
            device = painter.device()
            if isinstance(device, QWidget) and text.strip() and device.isEnabled():
                font = theme.font(role, weight)
                size = font.pixelSize()
                large = size >= LARGE_PX or (size >= LARGE_BOLD_PX and font.weight() >= 600)
                spot = painter.combinedTransform().mapRect(QRect(rect))
                self.texts.append((device, spot, text, theme.color(token), large))

        return note


def ground(picture: QImage, rect: QRect) -> QColor:
    """The colour that most of a place has: what a text stands on."""
    seen = rect.intersected(picture.rect())
    counted = Counter(
        picture.pixel(x, y)
        for y in range(seen.top(), seen.bottom() + 1)
        for x in range(seen.left(), min(seen.right() + 1, seen.left() + 120))
    )
    return QColor.fromRgb(counted.most_common(1)[0][0]) if counted else QColor()


def faint(where: str, root: QWidget, written: Written, pairs: set[tuple[str, str]]) -> list[str]:
    """Texts of a screen whose contrast with what they stand on, as painted, is too low."""
    QApplication.processEvents()
    written.texts.clear()
    picture = root.grab().toImage()
    found = []
    texts = [text for text in written.texts if text[0] is root or root.isAncestorOf(text[0])]
    for label in root.findChildren(QLabel):
        if label.isVisible() and label.text().strip() and label.isEnabled() and not label.visibleRegion().isEmpty():
            colour = label.palette().color(label.foregroundRole())
            large = label.font().pixelSize() >= LARGE_PX
            texts.append((label, label.rect(), label.text(), colour, large))
    for widget, rect, text, colour, large in texts:
        place = rect.intersected(widget.visibleRegion().boundingRect())
        if place.width() < 6 or place.height() < 6:
            continue
        behind = ground(picture, QRect(widget.mapTo(root, place.topLeft()), place.size()))
        if (colour.name(), behind.name()) in pairs:
            continue
        least = LARGE_LEAST if large else TEXT_LEAST
        if contrast(colour, behind) < least - 0.05:
            found.append(f"{where}: {text[:30]!r} {colour.name()} on {behind.name()} {contrast(colour, behind):.2f}"
                         f" {type(widget).__name__}")  # fmt: skip
        else:
            pairs.add((colour.name(), behind.name()))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_as_painted_has_the_contrast_it_needs(
    sample: Room, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, pairs, found = Written(monkeypatch), set[tuple[str, str]](), list[str]()
    sample.window.theme.set_scheme(scheme)  # type: ignore[arg-type]

    def look(where: str, root: QWidget) -> None:
        found.extend(faint(where, root, written, pairs))

    sample.live.answer(slot("saddle_numbness"), "yes")
    of_a_workup(sample, look)
    of_pages(sample, look)
    of_dialogs(sample, look, monkeypatch)
    assert not found, "\n".join(sorted(set(found)))
    assert len(pairs) > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_marks_and_patterns_stand_out_from_what_they_lie_on(qapp: QApplication, scheme: str) -> None:
    theme = plain_theme(qapp)
    theme.set_scheme(scheme)  # type: ignore[arg-type]
    low = [(mark, on) for mark, on in MARKS if contrast(theme.color(mark), theme.color(on)) < MARK_LEAST]
    assert not low


def stops(first: QWidget) -> list[QWidget]:
    """What Tab reaches from here, once around."""
    found: list[QWidget] = []
    press("Tab")
    while (now := QApplication.focusWidget()) is not None and now not in found and len(found) < 400:
        found.append(now)
        press("Tab")
    return found


def backwards(where: str, root: QWidget) -> list[str]:
    """Steps of the Tab key that go against the order of reading; one of them is the way back to the start."""
    found = []
    order = [stop for stop in stops(root) if stop.accessibleName() != EYE]  # after the buttons: few want it
    for one, other in pairwise(order):
        a, b = _blocks(one, other, root)
        above = b.bottom() <= a.top()
        before = b.right() <= a.left() and b.top() < a.bottom() and a.top() < b.bottom()
        if (above or before) and not isinstance(other.parentWidget(), ActionBar):  # the actions of a screen come last
            found.append(f"{where}: from {one.accessibleName()[:40]!r} back to {other.accessibleName()[:40]!r}")
    return found[1:] if len(found) == 1 else found


def _blocks(one: QWidget, other: QWidget, root: QWidget) -> tuple[QRect, QRect]:
    """The places of the two parts, side by side in the nearest common one, that hold the stops."""
    shared = one.parentWidget()
    while shared is not None and not shared.isAncestorOf(other):
        shared = shared.parentWidget()
    top = shared or root
    return tuple(_within(each, top) for each in (one, other))  # type: ignore[return-value]


def _within(each: QWidget, top: QWidget) -> QRect:
    step = each
    while (parent := step.parentWidget()) is not None and parent is not top:
        step = parent
    return QRect(step.mapTo(top, QPoint()), step.size()) if top.isAncestorOf(step) else step.geometry()


def test_tab_goes_in_the_order_of_reading_on_every_screen(sample: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []

    def look(where: str, root: QWidget) -> None:
        found.extend(backwards(where, root))

    of_a_workup(sample, look)
    of_pages(sample, look)
    of_dialogs(sample, look, monkeypatch)
    assert not found, "\n".join(found)


def test_before_unlocking_tab_goes_in_the_order_of_reading(room: Room) -> None:
    found: list[str] = []
    before_unlocking(room, lambda where, root: found.extend(backwards(where, root)))
    assert not found, "\n".join(found)


def test_nothing_moves_by_itself() -> None:
    """There is no animation to be turned off for those who asked their system for less motion."""
    moving = ("QPropertyAnimation", "QVariantAnimation", "QTimeLine", "QGraphicsOpacityEffect", "QMovie")
    ui = Path(__file__).parents[2] / "ui"
    texts = {file.name: file.read_text("utf-8") for file in ui.rglob("*.py")}
    assert not [f"{name}: {word}" for name, text in texts.items() for word in moving if word in text]
