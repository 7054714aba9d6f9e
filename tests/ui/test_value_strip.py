"""The strip of values under a cell, by mouse: whose values they are, and when it is out of the way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.answering import Answering, Make, focused
from ui.form.card import SectionCard
from ui.form.grid import GridBlock
from ui.form.grid.strip import ValueStrip
from workup.answers import SIDES, Value, slot

pytest_plugins = ("tests.ui.form_fixtures",)
ROOTS = ("L2", "L3", "L4", "L5", "S1")
ALL_STRONG: dict[str, Value] = {f"strength@{root}/{side}": 5 for root in ROOTS for side in SIDES}


def grid_at(host: Answering, address: str) -> GridBlock:
    widget = host.focus(address)
    assert isinstance(widget, GridBlock)
    return widget


def strip_of(grid: GridBlock) -> ValueStrip:
    return grid._strip


def pick(grid: GridBlock, label: str) -> None:
    strip = strip_of(grid)
    place = next(place for place, one in enumerate(strip._options) if one.label == label)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip._rects()[place].center())


def press_cell(grid: GridBlock, address: str) -> None:
    row, cell = next(
        (place, cell) for place, row in enumerate(grid.rows) for cell in row.cells if cell.slot == slot(address)
    )
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(row, cell.column).center())


def test_the_strip_over_the_next_row_says_whose_values_it_offers(answering: Make) -> None:
    host = answering("exam")
    grid = grid_at(host, "strength@L4/left")
    assert strip_of(grid).name == "Strength, left ankle dorsiflexion (L4)"
    picture = strip_of(grid).grab().toImage()
    strip_of(grid).name = ""
    assert strip_of(grid).grab().toImage() != picture, "the name is painted"


def test_a_value_pressed_beside_answered_cells_leaves_what_is_asked_next_in_sight(answering: Make) -> None:
    host = answering("exam", ALL_STRONG)
    grid = grid_at(host, "strength@L5/left")
    pick(grid, "4")
    assert host.value("strength@L5/left") == 4
    assert not strip_of(grid).isVisible(), "it would lie over the question since when"
    press_cell(grid, "strength@L5/left")
    assert strip_of(grid).isVisible()


def test_a_value_pressed_before_empty_cells_goes_on_with_them(answering: Make) -> None:
    host = answering("exam")
    grid = grid_at(host, "strength@L2/right")
    pick(grid, "5")
    assert grid.cell is not None
    assert grid.cell.slot == slot("strength@L2/left")
    assert strip_of(grid).isVisible()


def test_led_to_a_section_that_is_answered_the_strip_waits_to_be_wanted(answering: Make) -> None:
    host = answering("exam", ALL_STRONG)
    grid = grid_at(host, "strength@L2/right")
    host.focus("gait")
    host.form.show_section("strength")
    assert focused() is grid
    assert not strip_of(grid).isVisible()


def test_the_button_that_fills_a_section_leaves_the_keyboard_and_the_eye_in_it(answering: Make) -> None:
    host = answering("exam")
    card = next(card for card in host.form.findChildren(SectionCard) if card.section.id == "strength")
    grid = grid_at(host, "strength@L2/right")
    assert card._fill is not None
    before = card.mapToGlobal(card.rect().topLeft())
    QTest.mouseClick(card._fill, Qt.MouseButton.LeftButton)
    assert focused() is grid
    assert not strip_of(grid).isVisible()
    assert card.mapToGlobal(card.rect().topLeft()) == before
