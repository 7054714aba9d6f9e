"""What stands on the screen after an answer is what painting everything anew would show."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from tests.ui.answering import OPERATED, Answering, Make
from workup.answers import Value

pytest_plugins = ("tests.ui.form_fixtures",)
SLIGHTLY = 8
TALL = 6000  # nothing scrolls: where a dash begins depends on what of it was painted, so scrolled ones may differ

ANSWERS: list[tuple[str, str, str]] = [
    ("exam", "light_touch@L2/right", "2"),
    ("exam", "strength@S1/left", "35"),
    ("exam", "plantar@left", "321"),
    ("exam", "slr@right", "+-+"),
    ("exam", "strength@L2/right", "5?3?4"),
    ("exam", "reflex@knee/right", "424"),
    ("history", "free_interval", "1213"),
    ("history", "saddle_numbness", "12"),
    ("history", "approach@2", "21"),
    ("symptoms", "leg_pain_now@right", "48"),
]


def screen_of(host: Answering) -> QPixmap:
    """What has been painted so far, copied from the screen."""
    for _ in range(3):  # what lays out in the next turn is painted in the one after
        QApplication.processEvents()
    return host.form.screen().grabWindow(host.form.winId())


def differing_lines(one: QPixmap, other: QPixmap) -> list[int]:
    """The lines of pixels that differ by more than the rounding of edges."""
    pictures = [pixmap.toImage().convertToFormat(QImage.Format.Format_RGB32) for pixmap in (one, other)]
    assert pictures[0].size() == pictures[1].size()
    width = pictures[0].bytesPerLine()
    shown, anew = (bytes(picture.constBits()) for picture in pictures)
    lines = range(0, len(shown), width)
    return [
        top // width for top in lines
        if shown[top : top + width] != anew[top : top + width]
        and any(abs(a - b) > SLIGHTLY for a, b in zip(shown[top : top + width], anew[top : top + width]))
    ]


@pytest.mark.parametrize(("step", "address", "keys"), ANSWERS)
def test_the_screen_shows_what_painting_anew_would_show(answering: Make, step: str, address: str, keys: str) -> None:
    known: dict[str, Value] = {**OPERATED, "strength@L5/right": 3, "light_touch@L3/left": "reduced"}
    host = answering(step, known)
    host.form.resize(900, TALL)
    for key in keys:
        host.focus(address)
        before = screen_of(host)
        host.press(key)
        shown = screen_of(host)
        assert differing_lines(before, shown), f"{key} is not seen"
        assert differing_lines(shown, host.form.grab()) == []
