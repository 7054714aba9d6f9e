"""Every screen in every look is as it was, and nothing on it is cut, covered or too small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.answering import plain_theme
from tests.ui.geometry import faults
from tests.ui.looks import LOOKS, SIZES, screens
from tests.ui.screen_pictures import FOLDER, NAMES, SHARE, apart, drawn_in, kept, place
from ui.widgets import Button, Label

ANEW = "see tests/ui/screen_pictures.py"


@pytest.mark.parametrize("look", LOOKS)
def test_every_screen_looks_as_it_did_and_fits(qapp: QApplication, tmp_path: Path, look: str) -> None:
    wrong: list[str] = []
    for name, shown, picture in drawn_in(LOOKS[look], qapp, tmp_path):
        share = apart(picture, kept(look, name))
        if share > SHARE:
            wrong.append(f"{place(look, name).name} differs in {share:.2%} of its pixels: {ANEW}")
        wrong += [f"{name}: {fault}" for fault in faults(shown.shell.theme, shown.window)]
    assert not wrong, "\n".join(wrong)


def test_there_are_as_many_pictures_as_screens_and_looks() -> None:
    names = {place(look, name).name for look in LOOKS for name in NAMES}
    assert {path.name for path in FOLDER.glob("*.png")} == names
    assert len(names) >= 40


@pytest.mark.parametrize(("language", "sizes"), [("en", ("smallest", "narrow", "touch")), ("es", ("smallest",))])
def test_every_screen_fits_the_smallest_window_a_narrow_one_and_a_finger(
    qapp: QApplication, tmp_path: Path, language: str, sizes: tuple[str, ...]
) -> None:
    wrong: list[str] = []
    with screens(qapp, tmp_path, language) as shown:
        for size in sizes:
            look = replace(SIZES[size], language=language)
            shown.wear(look)
            for name in shown.ways:
                assert shown.show(name).size() == look.size
                wrong += [f"{size}, {name}: {fault}" for fault in faults(shown.shell.theme, shown.window)]
    assert not wrong, "\n".join(wrong)


def test_a_picture_that_moved_is_noticed(qapp: QApplication) -> None:
    assert qapp
    picture = kept("light", "history")
    assert apart(picture, picture) == 0
    assert apart(picture.copy(0, 2, picture.width(), picture.height()), picture) > SHARE
    assert apart(kept("light", "exam"), picture) > SHARE
    assert apart(kept("150", "nothing"), picture) == 1


@pytest.fixture
def card(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(400, 200)
    yield made
    made.close()
    made.deleteLater()


def test_what_does_not_fit_is_noticed(qapp: QApplication, card: QWidget) -> None:
    theme = plain_theme(qapp)
    label = Label(theme, "question", "A rather long label", parent=card)
    button = Button(theme, "quiet", "A", parent=card)
    label.setGeometry(10, 10, 40, 20)
    button.setGeometry(200, 10, 40, 40)
    card.show()
    assert ["needs" in one for one in faults(theme, card)] == [True]
    label.setGeometry(10, 10, 180, 20)
    assert not list(faults(theme, card))
    label.move(100, 20)
    assert ["overlap" in one for one in faults(theme, card)] == [True]
    label.move(390, 60)
    assert ["reaches out" in one for one in faults(theme, card)] == [True]
    label.move(10, 60)
    small = QPushButton("B", card)
    small.setGeometry(300, 100, 20, 20)
    small.show()
    assert any("a target is 32" in one for one in faults(theme, card))
