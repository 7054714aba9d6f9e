"""What a screen reader finds on every screen, and what it is told when something changes."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui.accessible import VALUE, Kind, Node, can_listen, listening, tree
from tests.ui.room import Room, focused, press, write
from tests.ui.screens import STEPS, before_unlocking, of_a_workup, of_dialogs, of_pages
from ui.reasoning.chart import ContributionChart
from ui.reasoning.courseline import CourseLine
from ui.reasoning.wording import points
from workup.answers import Slot, slot

pytestmark = pytest.mark.skipif(not can_listen(), reason="Qt's update handler has another name here")
NO_ROLES = ("NoRole", "Client", "Pane", "Window", "Border", "StaticText", "Filler")
NEEDS_VALUE = ("Grouping", "ComboBox", "Slider", "SpinBox")
CHANGES = (Kind.NameChanged, Kind.ValueChanged)
CHECKABLE = ("CheckBox", "RadioButton", "PageTab")


def faults(where: str, root: QWidget) -> list[str]:
    """What is wrong with the things on a screen that the keyboard reaches."""
    found, names = [], Counter[tuple[tuple[str, ...], int, str]]()
    for node in tree(root):
        if not node.focusable:
            continue
        names[node.above, node.parent, node.name] += 1
        found += [f"{where}: {node.role} {node.name!r} {type(node.widget).__name__}: {why}" for why in _wrong(node)]
    found += [f"{where}: {count} times {name!r} under {above[-1]!r}" for (above, _, name), count in names.items()
              if count > 1]  # fmt: skip
    return [*found, *([f"{where}: nothing to reach"] if not names else [])]


def _wrong(node: Node) -> list[str]:
    state, why = node.interface.state(), []
    if not node.name.strip():
        why.append("no name")
    if node.role in NO_ROLES:
        why.append("no role")
    if node.role in NEEDS_VALUE and not node.interface.text(VALUE):
        why.append("no value")
    if node.role in ("Slider", "SpinBox") and node.interface.valueInterface() is None:
        why.append("no bounds")
    if node.role in CHECKABLE and not state.checkable:
        why.append("no check")
    if node.widget is not None and bool(state.disabled) == node.widget.isEnabled():
        why.append("says the wrong thing about being enabled")
    return why


def test_before_unlocking_every_control_has_its_name_role_state_and_value(room: Room) -> None:
    found: list[str] = []
    with listening():
        before_unlocking(room, lambda where, root: found.extend(faults(where, root)))
    assert not found, "\n".join(found)


def test_every_control_of_a_workup_has_its_name_role_state_and_value(sample: Room) -> None:
    found: list[str] = []
    with listening():
        of_a_workup(sample, lambda where, root: found.extend(faults(where, root)))
    assert not found, "\n".join(found)


def test_every_control_of_the_pages_and_dialogs_has_its_name_role_state_and_value(
    sample: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    with listening():
        of_pages(sample, lambda where, root: found.extend(faults(where, root)))
        of_dialogs(sample, lambda where, root: found.extend(faults(where, root)), monkeypatch)
    assert not found, "\n".join(found)


def test_the_spoken_name_says_item_root_side_value_and_meaning(sample: Room) -> None:
    press("Alt+4")
    with listening():
        sample.go_to("strength@L5/right")
        press("4")
        sample.go_to("strength@L5/right")
        grid = QAccessible.queryAccessibleInterface(focused())
        cell = grid.focusChild()
        assert cell.role() == QAccessible.Role.Cell
        assert str(cell.text(QAccessible.Text.Name)) == "strength, right great toe extension (L5), 4/5, finding"
        assert cell.state().focused
        assert str(grid.text(VALUE)) == "finding"


def test_parts_are_pressed_and_numbers_set_by_the_assistive_technology(sample: Room) -> None:
    press("Alt+3")
    with listening() as heard:
        sample.go_to("back_pain_now")
        track = QAccessible.queryAccessibleInterface(focused()).valueInterface()
        assert (track.minimumValue(), track.maximumValue()) == (0, 10)
        track.setCurrentValue(9)
        assert sample.value("back_pain_now") == 9
        assert track.currentValue() == 9
        press("Alt+2")
        sample.go_to("smoking")
        control = QAccessible.queryAccessibleInterface(focused())
        parts = [control.child(place) for place in range(control.childCount())]
        off = next(part for part in parts if not part.state().checked)
        heard.clear()
        off.actionInterface().doAction("Press")
        assert off.state().checked
        assert sample.slot() is not None
        assert any(one.kind == Kind.ValueChanged for one in heard)


def test_walking_the_parts_moves_the_spoken_focus(sample: Room) -> None:
    press("Alt+2")
    with listening() as heard:
        sample.go_to("smoking")
        heard.clear()
        press("Right")
        moved = [one for one in heard if one.kind == Kind.Focus]
        assert moved
        assert moved[-1].thing is focused()
        child = QAccessible.queryAccessibleInterface(focused()).child(moved[-1].child)
        assert child.state().focused
        assert child.rect().isValid()


@pytest.mark.parametrize("step", ["patient", "history", "symptoms", "exam"])
def test_every_answer_taken_back_or_given_is_told_by_the_field_that_has_the_keyboard(sample: Room, step: str) -> None:
    press(f"Alt+{STEPS.index(step) + 1}")
    form = sample.workspace.forms[step]
    given = [slot for slot in sample.live.session.assessment.answers if _belongs(sample, slot, step)]
    told, silent = 0, list[str]()
    with listening() as heard:
        for where in given:
            value = sample.live.session.assessment.answers.value(where.item, where.at)
            if value in (None, "checked") or not form.focus_slot(where):  # a list that was gone through looks the same
                continue
            QApplication.processEvents()
            for put in (None, value):
                heard.clear()
                sample.live.answer(where, put)
                at = focused()
                if any(one.kind in CHANGES and one.thing is not None and _about(one.thing, at) for one in heard):
                    told += 1
                else:
                    silent.append(f"{where}: {put}")
                form.focus_slot(where)
    assert not silent, "\n".join(silent)
    assert told > 10


def _belongs(room: Room, where: Slot, step: str) -> bool:
    section = room.workspace.library.section_of.get(where.item)
    return section is not None and section.step == step


def _about(thing: QWidget, focus: QWidget) -> bool:
    return thing is focus or thing.isAncestorOf(focus)


def test_a_red_flag_is_said_at_once_and_a_moved_source_when_there_is_a_pause(sample: Room) -> None:
    press("Alt+3")
    with listening() as heard:
        sample.go_to("leg_pain_now@right")
        heard.clear()
        sample.live.answer(slot("saddle_numbness"), "yes")
        QApplication.processEvents()
        urgent = [one.said for one in heard if one.kind == Kind.Announcement and one.at_once]
        assert any(text.startswith("Red flag: ") for text in urgent), urgent
        for address, value in (("leg_pain_now@right", 0), ("back_pain_now", 10), ("worst_area", "back")):
            sample.live.answer(slot(address), value)
        QApplication.processEvents()
        calm = [one.said for one in heard if one.kind == Kind.Announcement and not one.at_once]
        assert calm


def test_an_entry_that_cannot_be_used_is_said_at_once(sample: Room) -> None:
    press("Alt+2")
    with listening() as heard:
        sample.go_to("operation_date@1")
        field = focused()
        assert isinstance(field, QLineEdit)
        field.selectAll()
        write("31 feb 2024")
        heard.clear()
        press("Return")
        urgent = [one.said for one in heard if one.kind == Kind.Announcement and one.at_once]
        assert len(urgent) == 1, heard
        assert "31" in urgent[0] or "date" in urgent[0]


def test_without_an_assistive_technology_nothing_is_made_or_told(sample: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", made.append)
    press("Alt+3")
    sample.go_to("back_pain_now")
    press("3", "Alt+4", "Alt+2")
    assert not made


def test_the_charts_have_the_same_numbers_as_text(sample: Room) -> None:
    press("Alt+6")
    with listening():
        chart = sample.workspace.assessing.findChild(ContributionChart)
        assert isinstance(chart, ContributionChart)
        assert chart.told.rows
        said = QAccessible.queryAccessibleInterface(chart)
        rows = [str(said.child(place).text(QAccessible.Text.Name)) for place in range(said.childCount())]
        assert len(rows) == len(chart.told.rows)
        assert all(row.text in text and points(row.points) in text for row, text in zip(chart.told.rows, rows))
        sample.workspace.assessing.show_view("course")
        QApplication.processEvents()
        line = sample.workspace.assessing.findChild(CourseLine)
        assert isinstance(line, CourseLine)
        told = QAccessible.queryAccessibleInterface(line)
        marks = [str(told.child(place).text(QAccessible.Text.Name)) for place in range(told.childCount())]
        assert len(marks) == len(line.told.marks) > 1
        assert all(mark.when in text and mark.text in text for mark, text in zip(line.told.marks, marks))
