"""The technique of a manoeuvre with its drawing: one for each, legible in every look, in its room under the row."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QPixmap

from tests.ui.answering import Make, focused, real_library
from ui.form.grid import GridBlock
from ui.form.grid.technique import DRAWINGS, HIGH, drawing_of, paint_sketch
from ui.theme import Theme
from workup.body import Sketch, bounds_of, load_sketch
from workup.errors import ContentError
from workup.protocol import ManoeuvreItem

pytest_plugins = ("tests.ui.form_fixtures",)
MANOEUVRES = sorted(real_library().manoeuvres)


def test_each_manoeuvre_has_a_drawing_and_each_drawing_a_manoeuvre() -> None:
    assert sorted(path.stem for path in DRAWINGS.glob("*.svg")) == MANOEUVRES
    asked = {item.manoeuvre for item in real_library().items.values() if isinstance(item, ManoeuvreItem)}
    assert asked <= set(MANOEUVRES)


@pytest.mark.parametrize("name", MANOEUVRES)
def test_a_drawing_stays_in_its_frame_and_says_what_moves_or_where_it_is_pressed(name: str) -> None:
    sketch = drawing_of(name)
    assert sketch is not None
    assert {part for part, _ in sketch.strokes} & {"moved", "force"}
    for part, contour in sketch.strokes:
        box = bounds_of(contour)
        assert box.left >= 0, part
        assert box.top >= 0, part
        assert box.right <= sketch.width, part
        assert box.bottom <= sketch.height, part


def painted(theme: Theme, sketch: Sketch) -> QImage:
    pixmap = QPixmap(132, 90)
    pixmap.fill(theme.color("surface"))
    painter = QPainter(pixmap)
    paint_sketch(painter, theme, sketch, QRect(0, 0, 132, 90))
    painter.end()
    return pixmap.toImage()


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_it_is_seen_on_light_dark_and_high_contrast(form_theme: Theme, scheme: str) -> None:
    form_theme.set_scheme(scheme)  # type: ignore[arg-type]  # the names of the looks
    ground = form_theme.color("surface").rgb()
    for name in MANOEUVRES:
        sketch = drawing_of(name)
        assert sketch is not None
        image = painted(form_theme, sketch)
        seen = sum(image.pixel(x, y) != ground for x in range(0, 132, 2) for y in range(0, 90, 2))
        assert seen > 60, name
    form_theme.set_scheme("light")


def test_the_question_mark_opens_words_and_drawing_under_the_row_with_room_for_both(answering: Make) -> None:
    host = answering("exam")
    host.focus("slr@right")
    grid = focused()
    assert isinstance(grid, GridBlock)
    host.press("?")
    host.form._lay_out()
    assert grid._help_rect.height() >= grid.theme.px(HIGH)
    image = grid.grab(QRect(grid._help_rect.x(), grid._help_rect.y(), 132, 90)).toImage()
    accent = grid.theme.color("accent").rgb()
    assert any(image.pixel(x, y) == accent for x in range(132) for y in range(90))


def test_a_broken_drawing_is_a_sentence_and_a_missing_one_is_none(tmp_path: Path) -> None:
    assert load_sketch(tmp_path / "none.svg") is None
    broken = tmp_path / "broken.svg"
    broken.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path class="wing" d="M0 0"/></svg>')
    with pytest.raises(ContentError, match="wing"):
        load_sketch(broken)
