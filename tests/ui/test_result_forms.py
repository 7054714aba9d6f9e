"""The compact result form of each kind: what it asks, in what room, and on which scale."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.answering import real_library
from tests.ui.room import Room, focused, press, write
from ui.form.grid import GridBlock
from ui.form.grid.spec import divided
from ui.form.scales import ScaledBlock
from ui.tests_board import TestsPage
from ui.tests_board.orderform import BY_STEPS, compact_items, request_sections, result_sections, scales_of
from ui.widgets import Label
from workup.answers import UNKNOWN, Levels, Marks, Value, slot
from workup.assess.effect import without_result
from workup.orders import shifts
from workup.session import ordering

KINDS = sorted(real_library().tests)


@pytest.fixture
def page(sample: Room) -> TestsPage:
    """The open step of the sample patient."""
    press("Alt+5")
    return sample.workspace.testing


@pytest.mark.parametrize("kind", KINDS)
def test_every_result_item_of_a_kind_is_asked_once_the_compact_ones_after_the_conclusion(kind: str) -> None:
    library = real_library()
    found = library.tests[kind]
    sections = result_sections(library, found)
    items = [name for section in sections for name in section.items]
    assert len(items) == len(set(items))
    assert items[0] == "result_conclusion", "the reporter's own words are asked first for every kind"
    assert items[1 : 1 + len(compact_items(library, found))] == list(compact_items(library, found))
    assert not BY_STEPS.intersection(items)


def test_the_request_asks_what_is_not_set_by_a_step() -> None:
    library = real_library()
    asked = {name for section in request_sections(library) for name in section.items}
    fields = {name for name in library.fields_of("orders") if library.section_of[name].id == "orders"}
    assert asked == fields - BY_STEPS


def resulted(sample: Room, kind: str, **given: Value) -> int:
    """An order of a kind whose result is in and not entered yet."""
    made: list[int] = []
    live, today = sample.live, sample.live.session.today()
    told: dict[str, Value | None] = {"order_priority": "routine", "order_again": "Another level is meant", **given}
    live.take(lambda session: made.append(ordering.draft(session, kind, "", "Why?", (), told)))
    for checked in live.session.assessment.orders.gates(made[0]):
        gate = checked.gate.id
        live.take(lambda session, gate=gate: ordering.decide(session, made[0], gate, go_ahead=True, reviewer="Dr"))  # type: ignore[misc]
    assert live.take(lambda session: ordering.send(session, made[0])) == ""
    assert live.take(lambda session: ordering.report(session, made[0], today, today)) == ""
    return made[0]


def opened(sample: Room, page: TestsPage, kind: str, **given: Value) -> int:
    """Such an order, open at its result."""
    number = resulted(sample, kind, **given)
    page._work_out()
    page.open(number, "result")
    QApplication.processEvents()
    return number


def shown_grid(page: TestsPage, item: str) -> GridBlock:
    """The grid that asks an item in the open form."""
    grids = [one for one in page.drawer.form.findChildren(GridBlock) if one.isVisible()]
    return next(one for one in grids if any(cell.item.id == item for row in one.rows for cell in row.cells))


def test_the_form_of_every_kind_fits_into_the_drawer(sample: Room, page: TestsPage) -> None:
    for kind in KINDS:  # in one window: opening one for each took most of the time
        opened(sample, page, kind)
        assert page.drawer.form.sections, kind
        assert_fits(page, kind)


def assert_fits(page: TestsPage, kind: str) -> None:
    """No card of the open form is wider than the drawer, and no grid cuts a name, a cell or what it offers."""
    for card in page.drawer.form._column.seen():
        assert card.width() <= page.drawer.width(), kind
        for block in card.findChildren(GridBlock):
            if block.isVisible():
                cut = f"{kind}, {card.section.title}: a name or a cell is cut off"
                assert block.least_width() <= block.width(), cut
                block.setFocus()
                offered = block._strip
                if offered.isVisible():
                    home = offered.parentWidget()
                    assert home is not None
                    assert QRect(QPoint(), home.size()).contains(offered.geometry()), kind


def test_a_grade_keeps_the_scale_of_its_report(sample: Room, page: TestsPage) -> None:
    sample.workspace.go_to(slot("canal_words@3/L3-L4"))
    found = page.drawer.form.findChildren(ScaledBlock)
    canal = next(block for block in found if "canal_words" in block._items)
    assert [option.label for option in canal.switch.choice.options] == ["In words", "Schizas", "Lee", "Thirds"]
    sample.workspace.go_to(slot("canal_schizas@3/L4-L5"))
    assert canal.switch.choice.value == "canal_schizas"
    press("3")
    assert sample.value("canal_schizas@3/L4-L5") is not None
    assert sample.value("canal_words@3/L4-L5") == "none", "no scale is turned into another"
    shown = [block for block in canal.blocks if block.isVisible()]
    assert len(shown) == 3, "the switch, and both scales that have an answer"
    foramen = next(block for block in found if "foramen_words" in block._items)
    assert foramen.switch.choice.value == "foramen_grade", "the scale that was entered is the one shown"


def test_a_threshold_stands_with_its_caution(sample: Room, page: TestsPage) -> None:
    sample.workspace.go_to(slot("translation_mm@1/L4-L5"))
    told = [label.text() for label in page.drawer.form.findChildren(Label) if label.isVisible()]
    caution = next(text for text in told if text.startswith("Translation. "))
    assert "no film proves instability" in caution
    assert "Hipp JA, et al, 2023" in caution, "with its source"
    write("6")
    press("Return")
    assert sample.value("translation_mm@1/L4-L5") == 6
    sample.workspace.go_to(slot("translation_mm@1/L4-L5"))
    grid = focused()
    assert isinstance(grid, GridBlock)
    assert grid._strip.note == "Translation, mm, over 4.5 mm"
    assert grid.views[slot("translation_mm@1/L4-L5")].is_finding


def test_a_finding_graded_on_several_scales_stands_once_in_the_compact_form() -> None:
    library = real_library()
    mri = library.tests["mri"]
    assert set(scales_of(library, mri)) == {"canal_words", "foramen_words"}
    assert "canal_lee" in compact_items(library, mri)


def test_a_form_begins_with_the_operated_levels_and_opens_the_others_by_one_key(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "xray")
    grid = shown_grid(page, "film_fusion")
    first = ["L3–L4", "L4–L5", "L5–S1"]
    assert [row.name for row in grid.rows] == first, "L4 to S1 was operated; L3–L4 lies next to it"
    assert page.drawer.more.text().startswith("More levels")
    grid.setFocus()
    press("m")
    assert next(row.name for row in grid.rows) == "T12–L1"
    assert page.drawer.more.text().startswith("Fewer levels")
    press("m")
    assert len(grid.rows) == 3
    sample.live.answer(slot(f"film_fusion@{number}/L1-L2"), "solid")
    QApplication.processEvents()
    assert next(row.name for row in grid.rows) == "L1–L2", "what is answered is never hidden"


def test_a_question_leads_to_its_level_though_it_waits_under_more_levels(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "xray")
    sample.workspace.go_to(slot(f"film_fusion@{number}/L1-L2"))
    assert sample.slot() == slot(f"film_fusion@{number}/L1-L2")


def test_needle_emg_is_one_table_of_the_muscles_of_its_roots_and_side(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "emg", order_side="side_right", order_levels=Levels("L5", "L5"))
    grid = shown_grid(page, "emg_polyphasia")
    assert [header.group for header in grid.grid.headers] == [
        "Fibrillations", "Sharp waves", "Recruitment", "Amplitude", "Duration", "Polyphasia %",
    ]  # fmt: skip
    names = [row.name for row in grid.rows]
    assert "Extensor hallucis longus, right" in names
    assert "Vastus medialis, right" not in names
    assert not any(name.endswith("left") for name in names)
    content = page.drawer.form._scroll.widget()
    assert content is not None
    assert content.height() < 2600, "a form one can oversee; it had 13,000 pixels"
    where = slot(f"emg_polyphasia@{number}/extensor_hallucis/right")
    sample.workspace.go_to(where)
    write("35")
    press("Return")
    assert sample.value(str(where)) == 35


def test_nerve_conduction_holds_numbers_and_the_limits_of_the_laboratory(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "emg", order_side="side_right")
    grid = shown_grid(page, "ncs_limits")
    amplitude = [header.group for header in grid.grid.headers].index("Amplitude")
    kinds = {cell.item.id for row in grid.rows for cell in row.cells if cell.column == amplitude}
    assert kinds == {"ncs_motor_amplitude", "ncs_sensory_amplitude"}, "mV and µV share a column, never a cell"
    sample.workspace.go_to(slot(f"ncs_latency@{number}/peroneal_motor/right"))
    write("4,8")
    press("Right")
    write("0.9")
    press("Return")
    assert sample.value(f"ncs_latency@{number}/peroneal_motor/right") == 4.8
    assert sample.value(f"ncs_motor_amplitude@{number}/peroneal_motor/right") == 0.9
    sample.workspace.go_to(slot(f"ncs_limits@{number}/sural/right"))
    write("over 6 µV")
    page.drawer.views.setFocus()
    assert sample.value(f"ncs_limits@{number}/sural/right") == "over 6 µV", "leaving the cell is enough"


def test_what_cannot_be_a_number_stays_in_its_cell_and_is_explained(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "xray")
    where = slot(f"slip_mm@{number}/L4-L5")
    sample.workspace.go_to(where)
    write("3x")
    press("Return")
    grid = focused()
    assert isinstance(grid, GridBlock)
    assert grid.cell is not None
    assert grid.cell.slot == where, "the keyboard stays"
    assert grid.drafts[where] == "3x"
    assert "is not known" in grid._strip.note
    press("Escape")
    assert where not in grid.drafts
    assert sample.value(str(where)) is None


def test_unknown_is_a_target_for_the_mouse_under_a_number(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "xray")
    where = slot(f"slip_mm@{number}/L4-L5")
    sample.workspace.go_to(where)
    grid = focused()
    assert isinstance(grid, GridBlock)
    strip = grid._strip
    assert [option.label for option in strip._options] == ["Unknown"]
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip._rects()[0].center())
    assert sample.value(str(where)) == UNKNOWN


def test_several_marks_are_set_in_one_cell(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "xray")
    where = f"disc_signs@{number}/L4-L5"
    sample.workspace.go_to(slot(where))
    press("1", "3")
    assert sample.value(where) == Marks(("vacuum", "erosion"))
    press("0")
    assert sample.value(where) == Marks(("vacuum", "erosion"), ("sclerosis",))
    press("1")
    assert sample.value(where) == Marks(("erosion",), ("sclerosis",)), "taken back is not absent"


def test_text_typed_into_a_cell_comes_back_after_a_crash(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "xray")
    where = slot(f"slip_mm@{number}/L4-L5")
    sample.workspace._put_back(where, "four")
    grid = shown_grid(page, "slip_mm")
    assert grid.drafts[where] == "four"


def test_the_effect_follows_an_answer_and_stays_in_sight(qtbot: QtBot, sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "mri")
    effect = page.drawer.effect
    assert effect.isVisible()
    assert effect.lines == ()
    for item, value in (("foramen_words", "severe"), ("root_contact", "compressed")):
        place = "L5-S1" if item == "foramen_words" else "L5"
        sample.live.answer(slot(f"{item}@{number}/{place}/right"), value)
    assert page._later.interval() <= 16, "it follows in the next frame"
    qtbot.waitUntil(lambda: not page._later.active)
    scroll = page.drawer.form._scroll.verticalScrollBar()
    scroll.setValue(scroll.maximum())
    assert effect.isVisible()
    without = without_result(sample.live.session.assessment, number)
    expected = [one for one in shifts(without.reasoning, sample.live.session.assessment.reasoning)
                if one.direction != "same" or one.phrase_before != one.phrase_after]  # fmt: skip
    assert len(effect.lines) + effect.more == len(expected)


def test_a_blood_value_stands_in_one_row_with_its_reading_and_its_limit(sample: Room, page: TestsPage) -> None:
    number = opened(sample, page, "labs")
    grid = shown_grid(page, "lab_crp")
    row = next(row for row in grid.rows if row.name == "CRP")
    assert [cell.item.id for cell in row.cells] == ["lab_crp", "lab_reading", "lab_limit"]
    assert row.hint == "mg/L"
    sample.workspace.go_to(slot(f"lab_crp@{number}"))
    write("12")
    press("Return", "2")
    assert sample.value(f"lab_crp@{number}") == 12
    assert sample.value(f"lab_reading@{number}/crp") == "high"


def test_a_result_turned_round_is_seen_at_once_and_the_cell_stays_in_sight(
    qtbot: QtBot, sample: Room, page: TestsPage
) -> None:
    where = slot("foramen_grade@3/L5-S1/right")
    sample.workspace.go_to(where)
    before = page.drawer.effect.lines
    assert any("stronger" in figure for name, figure in before if "Foraminal stenosis" in name)
    press("0")
    qtbot.waitUntil(lambda: not page._later.active)
    QApplication.processEvents()
    assert not any("stronger" in figure for name, figure in page.drawer.effect.lines if "Foraminal stenosis" in name)
    grid = focused()
    assert isinstance(grid, GridBlock)
    cell = grid.focus_ring()[0].translated(grid.mapTo(page.drawer.form, QPoint(0, 0)))
    assert page.drawer.form.rect().contains(cell), "the review that is asked now does not cover it"


def test_columns_that_do_not_fit_go_below_and_the_sides_of_an_item_stay_together(sample: Room, page: TestsPage) -> None:
    opened(sample, page, "ct")
    held = shown_grid(page, "fusion_facet")
    halves = divided(held.grid, 3)
    assert [[header.side for header in half.headers if header.item == "fusion_facet"] for half in halves] in (
        [["right", "left"], []], [[], ["right", "left"]],
    )  # fmt: skip
    assert sum(len(half.headers) for half in halves) == len(held.grid.headers)
    cells = [cell.slot for half in halves for row in half.rows for cell in row.cells]
    assert sorted(map(str, cells)) == sorted(str(cell.slot) for row in held.grid.rows for cell in row.cells)
    for half in halves:
        assert {cell.column for row in half.rows for cell in row.cells} == set(range(len(half.headers)))


def test_the_form_of_one_order_counts_no_questions_of_the_others(sample: Room, page: TestsPage) -> None:
    page.open(5, "request")
    QApplication.processEvents()
    assert sample.live.session.assessment.sections["orders"].total > len(page.drawer.request.items)
    assert [card._note for card in page.drawer.request._column.seen()] == [""]
