"""The form of a step: every question can be reached, answered and taken back by keys; showing is never answering."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.answering import OPERATED, Make, focused, real_library
from ui.form.card import SectionCard
from ui.form.column import reading_order
from ui.theme import Theme
from ui.widgets import TextLine
from workup.answers import Finding, Gap, Marks, PartialDate, Slot, slot

pytest_plugins = ("tests.ui.form_fixtures",)
STEPS = [step.id for step in real_library().steps]


# Every question can be reached


@pytest.mark.parametrize("step", STEPS)
def test_every_open_question_of_a_step_takes_the_keyboard(answering: Make, step: str) -> None:
    host = answering(step, OPERATED)
    library = real_library()
    open_here = [where for where in host.assessment().open if library.section_of[where.item].step == step]
    for where in open_here:
        assert host.form.focus_slot(where), f"{where} cannot be reached"
        assert host.form.current == where
    assert not host.steps, "going there answered something"


@pytest.mark.parametrize("step", STEPS)
def test_going_on_visits_each_open_question_once(answering: Make, step: str) -> None:
    host = answering(step, OPERATED)
    library = real_library()
    open_here = {where for where in host.assessment().open if library.section_of[where.item].step == step}
    visited: list[Slot | None] = []
    after: Slot | None = None
    while host.form.focus_next_open(after):
        after = host.form.current
        assert after not in visited, "going on goes round in circles"
        visited.append(after)
    assert set(visited) == open_here


def test_tab_goes_through_the_form_in_reading_order_and_leaves_it(answering: Make) -> None:
    host = answering("patient")
    order = reading_order(host.form._column.seen())
    order[0].setFocus()
    for widget in order[1:]:
        host.press(Qt.Key.Key_Tab)
        assert focused() is widget
    tops = [widget.mapTo(host.form, widget.rect().topLeft()).y() for widget in order]
    assert all(above <= below + 4 for above, below in pairwise(tops))


def test_a_question_of_another_step_is_not_found(answering: Make) -> None:
    assert not answering("patient").form.focus_slot(slot("gait"))


# Text that grows


def test_a_growing_text_makes_room_for_itself_and_gives_it_back(answering: Make, qtbot: QtBot) -> None:
    host = answering("patient")
    area = host.focus("reason")
    field = host.form._field_at(slot("reason"))
    below = host.form._field_at(slot("main_region"))
    assert isinstance(area, QPlainTextEdit)
    assert field is not None
    assert below is not None
    card = host.form._column.seen()[[c.section.id for c in host.form._column.seen()].index("reason_for_workup")]
    before = card.height()
    host.press("One", Qt.Key.Key_Return, "two", Qt.Key.Key_Return, "three", Qt.Key.Key_Return, "four")
    qtbot.waitUntil(lambda: card.height() > before, timeout=1000)
    assert area.geometry().bottom() < field.height()
    top = below.mapTo(host.form, QPoint(0, 0)).y()
    assert area.mapTo(host.form, area.rect().bottomLeft()).y() < top, "it lies over the next question"
    area.selectAll()
    host.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: card.height() == before, timeout=1000)


def test_a_text_has_the_height_of_its_lines_and_no_empty_room(answering: Make) -> None:
    host = answering("patient", {"reason": "word " * 120})
    area = host.focus("reason")
    assert isinstance(area, QPlainTextEdit)
    field = host.form._field_at(slot("reason"))
    assert field is not None
    assert 0 <= field.height() - area.geometry().bottom() <= 8
    assert area.verticalScrollBar().maximum() == 0, "a line is hidden"
    assert area.document().size().height() * area.fontMetrics().lineSpacing() > area.viewport().height() - 20


# Showing


def children_inside(card: QWidget) -> Iterator[tuple[QWidget, QRect]]:
    for child in card.findChildren(QWidget):
        if child.isVisible() and child.parentWidget() is not None and not child.isWindow():
            parent = child.parentWidget()
            assert parent is not None
            if not isinstance(parent, (QPlainTextEdit, QLineEdit)) and parent.objectName() != "qt_scrollarea_viewport":
                yield child, QRect(child.mapTo(card, child.rect().topLeft()), child.size())


@pytest.mark.parametrize("width", [600, 900, 1120])
@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.parametrize("step", ["patient", "history", "symptoms", "exam"])
def test_nothing_is_cut_off_at_any_width_or_scale(
    answering: Make, form_theme: Theme, step: str, scale: int, width: int
) -> None:
    host = answering(step, OPERATED | {"strength@L5/right": 3, "slr@right": Finding("positive", 40)})
    form_theme.set_scale(scale)
    host.form.resize(width, 700)
    QApplication.processEvents()
    for card in host.form.findChildren(SectionCard):
        if not card.isVisible():
            continue
        assert card.geometry().right() < host.form.width()
        room = card.rect().adjusted(-1, -1, 1, 1)
        for child, rect in children_inside(card):
            name = f"{type(child).__name__} {child.accessibleName()}"
            assert room.contains(rect), f"{name} sticks out of {card.section.id}"


@pytest.mark.parametrize("step", STEPS)
def test_there_is_at_most_one_scroll_area(answering: Make, step: str) -> None:
    host = answering(step, OPERATED)
    assert len([area for area in host.form.findChildren(QScrollArea) if area.isVisible()]) == 1


def test_showing_is_never_answering(answering: Make) -> None:
    for step in STEPS:
        host = answering(step, OPERATED)
        host.show()
        host.form.set_filter("open")
        host.form.set_filter("findings")
        host.form.set_filter("all")
        assert not host.steps
        assert not host.told


def test_an_answer_elsewhere_leaves_cursor_and_text_alone(answering: Make) -> None:
    host = answering("patient")
    line = host.focus("family_name")
    host.press("Marchetti")
    assert isinstance(line, QLineEdit)
    line.setCursorPosition(3)
    host.lay("sex", "female")
    host.show()
    assert focused() is line
    assert (line.text(), line.cursorPosition()) == ("Marchetti", 3)


# Skip logic


def test_a_question_appears_with_its_condition_and_forgets_what_was_half_typed(answering: Make) -> None:
    host = answering("symptoms", {"walking_limited": "yes"})
    line = host.focus("walking_minutes")
    host.press("1")
    assert isinstance(line, QLineEdit)
    host.lay("walking_limited", "no")
    host.show()
    assert not line.isVisible()
    host.lay("walking_limited", "yes")
    host.show()
    assert line.isVisible()
    assert line.text() == ""


def test_a_hidden_answer_comes_back_with_its_question(answering: Make) -> None:
    host = answering("symptoms", {"walking_limited": "yes", "walking_minutes": 12})
    for said in ("no", "yes"):
        host.lay("walking_limited", said)
        host.show()
    assert host.focus("walking_minutes").text() == "12"  # type: ignore[attr-defined]


def test_optional_questions_wait_under_the_fold_and_are_shown_once_answered(answering: Make) -> None:
    host = answering("patient")
    assert host.form._field_at(slot("phone")) is None
    host.lay("phone", "0123")
    host.show()
    assert host.form._field_at(slot("phone")) is not None
    assert host.form._field_at(slot("address")) is None
    host.focus("address")
    assert host.form._field_at(slot("address")) is not None


def test_the_filter_keeps_what_is_answered_until_it_is_set_again(answering: Make) -> None:
    host = answering("patient", {"family_name": "Marchetti"})
    host.form.set_filter("open")
    assert host.form._field_at(slot("family_name")) is None
    host.focus("sex")
    host.press("1")
    assert host.value("sex") == "female"
    assert host.form._field_at(slot("sex")) is not None
    host.form.set_filter("open")
    assert host.form._field_at(slot("sex")) is None


# A failing save, typed text, problems


def test_a_failing_save_keeps_the_value_and_locks_the_rest(answering: Make) -> None:
    host = answering("patient", {"sex": "female", "family_name": "Marchetti"})
    host.form.set_pending(slot("sex"), "Not saved: disk full. Free some space.")
    here, other = host.form._field_at(slot("sex")), host.form._field_at(slot("family_name"))
    assert here is not None
    assert other is not None
    assert here.problem == "Not saved: disk full. Free some space."
    assert not here.view.read_only  # type: ignore[union-attr]
    assert other.view.read_only  # type: ignore[union-attr]
    host.form.set_pending(None)
    assert not other.view.read_only  # type: ignore[union-attr]
    assert here.problem == ""


def test_text_typed_before_a_crash_is_put_back_and_answered_on_leaving(answering: Make) -> None:
    host = answering("patient")
    host.form.restore_typing(slot("reason"), "Right leg pain after")
    host.focus("reason")
    host.focus("mrn")
    assert host.value("reason") == "Right leg pain after"


def test_the_next_problem_is_found_from_anywhere(answering: Make) -> None:
    host = answering("patient", {"birth_date": PartialDate(1971, 6, 14)})
    host.focus("mrn")
    assert not host.form.focus_next_problem()
    line = host.focus("birth_date")
    assert isinstance(line, QLineEdit)
    line.selectAll()
    host.press("31/9/1971", Qt.Key.Key_Return)
    host.focus("mrn")
    assert host.form.focus_next_problem()
    assert focused() is line
    assert line.text() == "31/9/1971"


# Groups set to normal in forms


def test_a_group_is_set_to_normal_in_one_step(answering: Make) -> None:
    host = answering("exam", {"slr@right": Finding("positive", 40)})
    card = next(card for card in host.form.findChildren(SectionCard) if card.section.id == "provocation_nerve")
    card.fill()
    assert len(host.steps) == 1
    assert host.value("slr@right") == Finding("positive", 40)
    assert host.value("slump@left") == Finding("negative")


def test_chips_set_the_rest_absent_in_one_step(answering: Make) -> None:
    host = answering("symptoms")
    host.focus("pain_kind")
    host.press("1", "0")
    assert host.value("pain_kind") == Marks(("as_before",), ("dull_spine", "sharp", "leg"))
    assert len(host.steps) == 2


def test_not_examined_takes_a_reason(answering: Make) -> None:
    host = answering("exam", {"midline_tenderness": Gap("not_examined", "too painful")})
    field = host.form._field_at(slot("midline_tenderness"))
    assert field is not None
    assert field.accessibleName().endswith("not examined (too painful)")


def test_filling_says_what_it_sets(answering: Make) -> None:
    words = {card.section.id: card._fill_word() for step in ("symptoms", "exam")
             for card in answering(step).form._column.cards if card.section.fill}
    assert words["root_pattern"] == "All no"
    assert words["strength"] == "All normal"
    assert words["provocation_nerve"] == "Rest negative"


def test_a_long_line_is_seen_from_its_beginning_and_gone_on_with_at_its_end(answering: Make) -> None:
    host = answering("history", OPERATED | {"indication_detail@2": "word " * 30})
    line = next(field for field in host.form.findChildren(TextLine) if len(field.text()) > 80)
    assert line.cursorPosition() == 0
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    assert line.cursorPosition() == len(line.text())
