"""The compact result form of each kind: what it asks, in what room, and on which scale."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from tests.ui.answering import real_library
from tests.ui.room import Room, press, write
from ui.form.grid import GridBlock
from ui.form.scales import ScaledBlock
from ui.tests_board import TestsPage
from ui.tests_board.orderform import BY_STEPS, compact_items, request_sections, result_sections, scales_of
from ui.widgets import Label
from workup.answers import slot
from workup.session import ordering

KINDS = sorted(real_library().tests)


@pytest.fixture
def page(sample: Room) -> TestsPage:
    """The open step of the sample patient."""
    press("Alt+5")
    return sample.workspace.testing


@pytest.mark.parametrize("kind", KINDS)
def test_every_result_item_of_a_kind_is_asked_once_the_compact_ones_first(kind: str) -> None:
    library = real_library()
    found = library.tests[kind]
    sections = result_sections(library, found)
    items = [name for section in sections for name in section.items]
    assert len(items) == len(set(items))
    assert items[: len(compact_items(library, found))] == list(compact_items(library, found))
    assert "result_conclusion" in items, "the reporter's own words are asked for every kind"
    assert not BY_STEPS.intersection(items)


def test_the_request_asks_what_is_not_set_by_a_step() -> None:
    library = real_library()
    asked = {name for section in request_sections(library) for name in section.items}
    fields = {name for name in library.fields_of("orders") if library.section_of[name].id == "orders"}
    assert asked == fields - BY_STEPS


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_every_kind_fits_into_the_drawer(sample: Room, page: TestsPage, kind: str) -> None:
    made: list[int] = []
    live, today = sample.live, sample.live.session.today()
    live.take(lambda session: made.append(ordering.draft(session, kind, "", "Why?", (), {"order_priority": "routine"})))
    for checked in live.session.assessment.orders.gates(made[0]):
        gate = checked.gate.id
        live.take(lambda session, gate=gate: ordering.decide(session, made[0], gate, go_ahead=True, reviewer="Dr"))  # type: ignore[misc]
    assert live.take(lambda session: ordering.send(session, made[0])) == ""
    assert live.take(lambda session: ordering.report(session, made[0], today, today)) == ""
    page._work_out()
    page.open(made[0], "result")
    QApplication.processEvents()
    form = page.drawer.form
    assert form.sections
    for card in form._column.seen():
        assert card.width() <= page.drawer.width()
        for block in card.findChildren(GridBlock):
            if block.isVisible():
                assert block.least_width() <= block.width(), f"{card.section.title}: a name or a cell is cut off"
                block.setFocus()
                offered = block._strip
                if offered.isVisible():
                    home = offered.parentWidget()
                    assert home is not None
                    assert QRect(QPoint(), home.size()).contains(offered.geometry())


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
    field = page.drawer.form._field_at(slot("translation_mm@1/L4-L5"))
    assert field is not None
    assert field.accessibleName().startswith("Translation, L4–L5")
    write("6")
    press("Return")
    assert field.view is not None
    assert (field.view.band, field.view.is_finding) == ("over 4.5 mm", True)


def test_a_finding_graded_on_several_scales_stands_once_in_the_compact_form() -> None:
    library = real_library()
    mri = library.tests["mri"]
    assert set(scales_of(library, mri)) == {"canal_words", "foramen_words"}
    assert "canal_lee" in compact_items(library, mri)
