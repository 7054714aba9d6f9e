"""Grids, lists of records and the body chart, by keys: what they answer and what they never do."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.answering import OPERATED, Answering, Make, focused, real_library
from ui.form.card import SectionCard
from ui.form.chart import ChartBlock
from ui.form.chart.listing import RegionList
from ui.form.grid import GridBlock
from ui.form.spine import SpineStrip
from workup.answers import SIDES, UNKNOWN, Finding, Levels, Painted, PartialDate, Value, slot

pytest_plugins = ("tests.ui.form_fixtures",)
STEPS = [step.id for step in real_library().steps]


def grids(host: Answering) -> list[GridBlock]:
    return [grid for grid in host.form.findChildren(GridBlock) if grid.isVisible()]


# The grid


def test_typed_grades_go_on_from_right_to_left_and_down(answering: Make) -> None:
    host = answering("exam")
    host.focus("strength@L2/right")
    host.press("5", "4", "3")
    cells = ("strength@L2/right", "strength@L2/left", "strength@L3/right")
    assert [host.value(address) for address in cells] == [5, 4, 3]


def test_n_fills_only_the_empty_cells_of_a_row_and_shift_n_those_of_the_block(answering: Make) -> None:
    host = answering("exam", {"strength@L2/right": 3})
    host.focus("strength@L2/left")
    host.press("n")
    assert host.steps == [("normal-macro", [("strength@L2/left", 5)])]
    host.press("N")
    cause, pairs = host.steps[-1]
    assert cause == "normal-macro"
    assert len(host.steps) == 2
    assert ("strength@L2/right", 5) not in pairs
    assert host.value("strength@L2/right") == 3
    assert {value for address, value in pairs if address.startswith("strength@")} == {5}


def test_saddle_and_anal_signs_are_never_filled(answering: Make) -> None:
    host = answering("exam")
    host.focus("saddle_touch@right")
    host.press("n", "N")
    assert host.steps == []
    card = next(card for card in host.form.findChildren(SectionCard) if card.section.id == "saddle_anal")
    assert card._fill is None


def test_no_red_flag_can_be_filled_anywhere(answering: Make) -> None:
    library = real_library()
    for step in STEPS:
        host = answering(step)
        for card in host.form.findChildren(SectionCard):
            card.fill()
        filled = [library.items[slot(address).item] for _, pairs in host.steps for address, _ in pairs]
        assert not [item.id for item in filled if item.red_flag or item.no_fill]


def test_a_manoeuvre_takes_plus_and_minus_and_then_its_angle(answering: Make) -> None:
    host = answering("exam")
    host.focus("slr@right")
    host.press("+", "-")
    assert host.value("slr@right") == Finding("positive")
    assert host.value("slr@left") == Finding("negative")
    grid = next(grid for grid in grids(host) if slot("slr@right") in grid.follow_ups)
    stops = list(grid.follow_ups[slot("slr@right")].stops())
    stops[0].setFocus()
    host.press("45", Qt.Key.Key_Return)
    assert host.value("slr@right") == Finding("positive", 45)


def test_a_negative_leg_raise_takes_its_angle_and_those_set_negative_together_are_not_asked(answering: Make) -> None:
    host = answering("exam")
    host.focus("slr@left")
    host.press("-", "80")
    assert host.value("slr@left") == Finding("negative", 80)
    assert host.value("crossed_slr@right") is None, "the angle has gone to the test it belongs to"
    host.focus("crossed_slr@right")
    host.press("-", "N")
    assert host.value("crossed_slr@right") == Finding("negative")
    assert host.value("femoral_stretch@left") == Finding("negative"), "an empty angle passes N on"
    grid = next(grid for grid in grids(host) if slot("slr@left") in grid.follow_ups)
    followed = {where for where, stack in grid.follow_ups.items() if not stack.is_empty()}
    assert slot("slr@left") in followed
    assert slot("femoral_stretch@left") not in followed


def test_a_finding_asks_since_when_and_stops_asking_when_it_is_taken_back(answering: Make) -> None:
    host = answering("exam")
    host.focus("strength@L5/right")
    host.press("4")
    host.focus("strength_since@L5/right")
    host.focus("strength@L5/right")
    host.press(Qt.Key.Key_Delete)
    assert host.value("strength@L5/right") is None
    assert not host.form.focus_slot(slot("strength_since@L5/right"))


def test_a_cell_can_be_unknown_or_taken_back(answering: Make) -> None:
    host = answering("exam")
    host.focus("light_touch@L5/right")
    host.press("u")
    assert host.value("light_touch@L5/right") == UNKNOWN
    host.focus("light_touch@L5/right")
    host.press(Qt.Key.Key_Delete)
    assert host.value("light_touch@L5/right") is None


def test_the_former_grade_is_confirmed_with_one_key(answering: Make) -> None:
    host = answering("exam")
    host.lay("strength@L5/right", 4, visit=1)
    host.show()
    grid = next(grid for grid in grids(host) if slot("strength@L5/right") in grid.views)
    host.focus("strength@L5/right")
    assert grid.accessibleName().endswith("not answered, 4 Nov: 4/5")
    host.press("s")
    assert host.steps == [("reconfirmed", [("strength@L5/right", 4)])]


def test_a_cell_speaks_its_place_value_and_meaning(answering: Make) -> None:
    host = answering("exam", {"strength@L5/right": 4})
    grid = host.focus("strength@L5/right")
    assert grid.accessibleName() == "strength, right great toe extension (L5), 4/5, finding"


# Records


def test_an_operation_is_added_named_chosen_and_removed(answering: Make) -> None:
    host = answering("history")
    host.focus("operations")
    host.press("+")
    assert host.value("operations@1") == "added"
    host.focus("operations")
    host.press("+")
    assert host.value("operations@2") == "added"
    host.focus("operation_date@2")
    host.press("3/9/24", Qt.Key.Key_Return)
    assert host.value("operation_date@2") == PartialDate(2024, 9, 3)
    assert host.value("operation_date@1") is None
    host.focus("operation_date@1")
    host.press("2016", Qt.Key.Key_Return)
    assert host.value("operation_date@1") == PartialDate(2016)
    host.focus("operations@1")
    host.press(Qt.Key.Key_Delete)
    assert host.value("operations@1") == "removed"
    assert host.assessment().records["operations"] == (2,)
    host.focus("operations")
    host.press("+")
    assert host.value("operations@3") == "added", "a number is never used again"


def test_no_operation_is_an_answer_and_can_be_taken_back(answering: Make) -> None:
    host = answering("history")
    host.focus("operations")
    host.press("n")
    assert host.value("operations") == "none"
    host.press("n")
    assert host.value("operations") is None


# The body chart


def test_a_digit_after_painting_says_how_strong_for_the_whole_stroke(answering: Make) -> None:
    host = answering("symptoms", visit=1)
    chart = host.focus("pain_map@back.low-back/left")
    host.press(Qt.Key.Key_Space)
    QTest.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    host.press("1", "0")
    assert host.value("pain_map@back.low-back/left") == Painted(("ache",), 10)
    assert host.value("pain_map@back.spine-lumbar") == Painted(("ache",), 10)
    host.press(Qt.Key.Key_Right, Qt.Key.Key_PageDown, "2")
    host.press("7")
    assert host.value("pain_map@front.low-back/right") is None, "there is no low back in front"
    assert host.value("pain_map@back.low-back/right") == Painted(("burning",), 7), "2 took the brush and painted"


def test_the_chart_is_painted_by_keys(answering: Make) -> None:
    host = answering("symptoms", visit=1)
    host.focus("pain_map@back.buttock/right")
    host.press("2", Qt.Key.Key_Escape, "1", Qt.Key.Key_Escape, "+", "+")
    assert host.value("pain_map@back.buttock/right") == Painted(("burning", "ache"), 1)
    host.press("e", Qt.Key.Key_Space)
    assert host.value("pain_map@back.buttock/right") is None


def test_arrows_reach_every_region_of_the_front(answering: Make) -> None:
    host = answering("symptoms")
    host.focus("pain_map")
    start = focused().accessibleName()
    seen = {start}
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        host.press(key)
        seen.add(focused().accessibleName())
    assert len(seen) >= 5


def test_the_list_paints_the_same_regions(answering: Make) -> None:
    host = answering("symptoms", {"pain_map@back.buttock/right": Painted(("ache",))})
    chart = host.form.findChild(ChartBlock)
    assert chart is not None
    chart._show_list(True)
    listed = host.form.findChild(RegionList)
    assert listed is not None
    listed.setFocus()
    listed._move([region.title for region in listed._regions].index("Right buttock"), 0)
    assert listed.accessibleName().endswith("Right buttock, Ache, checked")
    host.press("2", Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert host.value("pain_map@back.buttock/right") == Painted(("ache", "burning", "electric"))


def test_former_regions_are_confirmed_in_one_step(answering: Make) -> None:
    library = real_library()
    again = replace(library.items["pain_map"], every_visit=True)
    host = answering("symptoms", library=replace(library, items={**library.items, "pain_map": again}))
    for region in ("back.buttock/right", "back.calf/right"):
        host.lay(f"pain_map@{region}", Painted(("ache",), 5), visit=1)
    host.show()
    host.focus("pain_map")
    host.press("s")
    assert [cause for cause, _ in host.steps] == ["reconfirmed"]
    assert len(host.steps[0][1]) == 2


def test_a_filter_leaves_no_detail_of_a_hidden_row_behind(answering: Make) -> None:
    host = answering("exam", {"slr@right": Finding("positive", 45), "slr@left": Finding("negative")})
    host.form.set_filter("open")
    for grid in grids(host):
        shown = {cell.slot for row in grid.rows for cell in row.cells}
        left = [where for where, stack in grid.follow_ups.items() if stack.isVisible() and where not in shown]
        assert not left


def test_the_filter_of_open_questions_keeps_a_finding_that_is_asked_about(answering: Make) -> None:
    host = answering("exam", {f"strength@{root}/{side}": 5 for root in ("L2", "L3", "L4", "S1") for side in SIDES})
    host.lay("strength@L5/right", 4)
    host.lay("strength@L5/left", 5)
    host.show()
    host.form.set_filter("open")
    host.focus("strength_since@L5/right")


def test_the_technique_of_a_test_opens_under_its_row(answering: Make) -> None:
    host = answering("exam")
    grid = host.focus("slr@right")
    assert isinstance(grid, GridBlock)
    before = grid.height_for(400)
    host.press("?")
    assert grid.height_for(400) > before
    assert real_library().manoeuvres["straight_leg_raise"].technique in grid.accessibleDescription()


def test_two_clicks_on_the_spine_set_the_levels(answering: Make) -> None:
    host = answering("history", OPERATED)
    strip = host.form.findChild(SpineStrip)
    assert strip is not None
    for row in (5, 3):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(80, 6 + row * 31 + 15))
    assert host.value("operation_levels@2") == Levels("L4", "S1")
    assert host.steps[0][1] == [("operation_levels@2", Levels("S1", "S1"))]


def test_the_latest_operation_comes_first_and_is_open(answering: Make) -> None:
    host = answering("history", OPERATED | {"operations@3": "added", "operation_date@3": PartialDate(2020)})
    tabs = host.focus("operations")
    assert tabs.accessibleName() == "Operations on the spine, L4–S1, 3 Sep 2024, open"
    host.press(Qt.Key.Key_Right)
    assert "2020" in tabs.accessibleName()
    host.press(Qt.Key.Key_Return)
    assert tabs.accessibleName().endswith("2020, open")


# What is asked of a finding


def test_since_when_and_since_which_day_stand_in_one_line_under_the_row(answering: Make) -> None:
    host = answering("exam", {"strength@L5/right": 4})
    host.form.resize(640, 700)  # one card beside another leaves no room for both
    QApplication.processEvents()
    since = host.form._field_at(slot("strength_since@L5/right"))
    day = host.form._field_at(slot("strength_since_date@L5/right"))
    assert since is not None
    assert day is not None
    assert since.y() == day.y()
    assert since.geometry().right() < day.x()
    assert since.height() <= 40
    assert day.accessibleName().startswith("Since, date, right")
    host.focus("strength_since@L5/right")
    host.press("1", Qt.Key.Key_Return)
    host.focus("strength_since_date@L5/right")
    host.press("Dec 2024", Qt.Key.Key_Return)
    assert host.value("strength_since@L5/right") == "new_since_operation"
    assert host.value("strength_since_date@L5/right") == PartialDate(2024, 12)


def test_the_finer_grade_shows_with_the_help_of_its_row_or_once_answered(answering: Make) -> None:
    host = answering("exam", {"strength@L5/right": 4, "strength@L4/right": 4, "strength_qualifier@L4/right": "plus"})
    assert host.form._field_at(slot("strength_qualifier@L4/right")) is not None
    assert host.form._field_at(slot("strength_qualifier@L5/right")) is None
    host.focus("strength@L5/right")
    host.press("?")
    assert host.form._field_at(slot("strength_qualifier@L5/right")) is not None
    host.press("?")
    assert host.form._field_at(slot("strength_qualifier@L5/right")) is None
    host.focus("strength_qualifier@L5/right")
    host.press("1")
    assert host.value("strength_qualifier@L5/right") == "minus"


def test_the_order_that_waits_for_somebody_is_open_at_first(answering: Make) -> None:
    orders: dict[str, Value] = {f"orders@{number}": "added" for number in (1, 2, 3)}
    states: dict[str, Value] = {"order_state@1": "ordered", "order_state@2": "resulted", "order_state@3": "reviewed"}
    for answers, number in ((orders, 3), (orders | states, 2),
                            (orders | {"order_state@1": "ordered", "order_due@1": PartialDate(2025, 11, 18)}, 1)):
        host = answering("tests", answers)
        assert host.form._shown.chosen["orders"] == number


def test_a_cell_and_a_region_keep_what_waits_to_be_saved(answering: Make) -> None:
    for step, address, key, value in (
        ("exam", "strength@L5/right", "4", 4), ("symptoms", "pain_map@back.buttock/right", " ", Painted(("ache",))),
    ):
        host = answering(step)
        host.form.answered.disconnect()
        where = slot(address)
        host.form.answered.connect(lambda told, _value, host=host: host.form.set_pending(told, "The disk is full."))
        host.focus(address)
        host.press(key)
        if step == "exam":
            shown = next(grid.views[where].value for grid in grids(host) if where in grid.views)
        else:
            chart = host.form.findChild(ChartBlock)
            assert isinstance(chart, ChartBlock)
            shown = next(iter(chart._painted.values()), None)
        assert shown == value
        host.form.set_pending(None)
        assert host.value(address) is None
