"""Pictures of every screen in every look, in few colours; what moved shows as pixels that differ.

Renew them after a wanted change with `python -m tests.ui.screen_pictures`, look at each, and commit them. The typeface
is the program's own and unhinted, day and time stand still, nothing moves and no system theme is read; what is left of
the machine is the rasteriser in Qt's own build and, for the summary, its PDF renderer. Pictures drawn by another
version of Qt may have to be renewed with it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.ui.looks import LOOKS, Look, Screens, screens

FOLDER = Path(__file__).parent / "screen_pictures"
NAMES = ("unlock", "home", "worklist", "history", "symptoms", "exam", "tests", "assessment", "summary", "preferences")
NEAR = 8  # of 255: colours of a picture that is kept differ by more in one channel
STEP = 48  # of 255: how far one channel of a pixel may be off
SHARE = 0.005  # of all pixels: how many may be


def drawn(shown: Screens, name: str) -> QImage:
    """A screen as it is seen now."""
    return shown.show(name).grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def drawn_in(look: Look, app: QApplication, folder: Path) -> Iterator[tuple[str, Screens, QImage]]:
    """Each screen in a look that was switched to while the program ran."""
    with screens(app, folder, look.language) as shown:
        shown.wear(Look(language=look.language))
        for name in ("unlock", "history"):
            shown.show(name)
        shown.wear(look)
        for name in NAMES:
            yield name, shown, drawn(shown, name)


def place(look: str, name: str) -> Path:
    """Where a picture is kept."""
    return FOLDER / f"{look}-{name}.png"


def kept(look: str, name: str) -> QImage:
    """The picture as it was."""
    return QImage(str(place(look, name))).convertToFormat(QImage.Format.Format_RGB32)


def apart(one: QImage, other: QImage) -> float:
    """The share of pixels that differ; 1 when the sizes do."""
    if one.isNull() or one.size() != other.size():
        return 1.0
    difference = one.copy()
    painter = QPainter(difference)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.end()
    flags = bytes(difference.constBits()).translate(bytes(value > STEP for value in range(256)))
    channels = [int.from_bytes(flags[start::4], "big") for start in range(3)]
    return (channels[0] | channels[1] | channels[2]).bit_count() / (one.width() * one.height())


def few_colours(picture: QImage) -> QImage:
    """The same in the colours it has most of; none is kept that is near to one that is."""
    words = memoryview(picture.constBits()).cast("I")
    table: list[tuple[int, int, int]] = []
    for word, _ in Counter(words).most_common():
        colour = (word >> 16 & 255, word >> 8 & 255, word & 255)
        if all(max(abs(a - b) for a, b in zip(colour, one)) > NEAR for one in table):
            table.append(colour)
    codes = [0xFF000000 | red << 16 | green << 8 | blue for red, green, blue in table[:256]]
    return picture.convertToFormat(QImage.Format.Format_Indexed8, codes, Qt.ImageConversionFlag.ThresholdDither)


def renew(app: QApplication, looks: Sequence[str]) -> None:
    """Draw the screens of these looks anew."""
    FOLDER.mkdir(exist_ok=True)
    for look in looks:
        for old in FOLDER.glob(f"{look}-*.png"):
            old.unlink()
        with tempfile.TemporaryDirectory() as folder:
            for name, _, picture in drawn_in(LOOKS[look], app, Path(folder)):
                few_colours(picture).save(str(place(look, name)), quality=0)


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        os.environ |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"), home)
        renew(QApplication([]), sys.argv[1:] or list(LOOKS))
