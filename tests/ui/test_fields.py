"""The field of each kind of item: what keys answer, what all fields share, and that showing is not answering."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.answering import focused, real_figure, real_library
from tests.ui.examples import ITEMS, TODAY, VALUES, MakeField, library_of, press, told
from ui.fields import FieldContext, FieldView, Former, field_for
from ui.fields.gaps import REASONS, GapMenu
from ui.form.block import Shown
from ui.form.parts import sections_blocks
from ui.theme import Theme
from workup.answers import UNKNOWN, At, Finding, Gap, Levels, Marks, PartialDate, Value
from workup.protocol import AnyItem, Section
from workup.texts import language

pytest_plugins = ("tests.ui.form_fixtures",)


# Every kind


@pytest.mark.parametrize("kind", get_args(AnyItem), ids=lambda kind: kind.__name__)
def test_every_kind_of_item_is_asked(form_theme: Theme, qtbot: QtBot, kind: type[AnyItem]) -> None:
    item = next((item for item in ITEMS if type(item) is kind), None)
    assert item is not None, f"no example of {kind.__name__}"
    context = FieldContext(form_theme, library_of(), real_figure())
    blocks = sections_blocks(context, Shown(), Section(id="x", title="X", step="history", items=(item.id,)))
    for block in blocks:
        qtbot.addWidget(block)
    assert blocks


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in VALUES.items() for value in values])
def test_showing_a_value_tells_nobody(make: MakeField, name: str, value: Value) -> None:
    field = make(name)
    for view in (FieldView(TODAY, value), FieldView(TODAY, value, is_finding=True, mark="set as normal"),
                 FieldView(TODAY, value, doubt="Unusual."), FieldView(TODAY, value, read_only=True), FieldView(TODAY)):
        field.render(view)
        QApplication.processEvents()
    assert told(field) == []


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in VALUES.items() for value in values])
def test_a_read_only_field_takes_no_answer(make: MakeField, name: str, value: Value) -> None:
    field = make(name, FieldView(TODAY, value, read_only=True))
    for control in field.controls():
        for key in ("1", "y", "n", "u", "5", "+", "0"):
            QTest.keyClicks(control, key)
        QTest.keyClick(control, Qt.Key.Key_Delete)
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(20, 15))
    assert told(field) == []


@pytest.mark.parametrize(
    ("name", "keys", "value"),
    [
        ("fever", ("y",), "yes"),
        ("fever", ("n",), "no"),
        ("fever", ("u",), UNKNOWN),
        ("fever", ("1",), "yes"),
        ("fever", ("3",), UNKNOWN),
        ("course", ("2",), "better"),
        ("course", (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space), "better"),
        ("work", ("3",), "job_3"),
        ("work", ("u",), UNKNOWN),
        ("kinds", ("1",), Marks(("dull",))),
        ("kinds", ("n",), Marks((), ("dull",))),
        ("kinds", ("u",), Marks((), (), ("dull",))),
        ("kinds", ("0",), Marks((), ("dull", "sharp", "leg"))),
        ("weight", ("82,5", Qt.Key.Key_Return), 82.5),
        ("weight", ("180 lb", Qt.Key.Key_Return), 81.65),
        ("weight", ("u", Qt.Key.Key_Return), UNKNOWN),
        ("weight", ("?", Qt.Key.Key_Return), UNKNOWN),
        ("pain", ("7",), 7),
        ("pain", ("u",), UNKNOWN),
        ("worst", ("7",), 7),
        ("power", ("4",), 4),
        ("power", ("0",), 0),
        ("often", ("1",), 1),
        ("often", ("0",), 0),
        ("often", ("u",), UNKNOWN),
        ("reason", ("Leg pain", Qt.Key.Key_Return), "Leg pain"),
        ("operated", ("3/9/24", Qt.Key.Key_Return), PartialDate(2024, 9, 3)),
        ("operated", ("14m", Qt.Key.Key_Return), PartialDate(2024, 9)),
        ("operated", ("u", Qt.Key.Key_Return), UNKNOWN),
        ("born", ("14/6/71", Qt.Key.Key_Return), PartialDate(1971, 6, 14)),
        ("span", ("l4 s1", Qt.Key.Key_Return), Levels("L4", "S1")),
        ("raise", ("-",), Finding("negative")),
        ("raise", ("+",), Finding("positive")),
    ],
)
def test_keys_answer(make: MakeField, name: str, keys: tuple[str | Qt.Key, ...], value: Value) -> None:
    field = make(name)
    press(*keys)
    assert told(field) == [value]


def test_one_and_nought_make_ten(make: MakeField) -> None:
    for name in ("pain", "worst"):
        field = make(name)
        press("1", "0")
        assert told(field) == [1, 10]


def test_a_long_list_takes_an_answer_from_its_popup(make: MakeField) -> None:
    field = make("test")
    press("3")
    assert told(field) == ["kind_3"]


@pytest.mark.parametrize("name", ["fever", "course", "work", "pain", "worst", "power", "raise"])
def test_delete_takes_the_answer_back(make: MakeField, name: str) -> None:
    field = make(name, FieldView(TODAY, VALUES[name][0]))
    press(Qt.Key.Key_Delete)
    assert told(field) == [None]


@pytest.mark.parametrize("name", ["weight", "operated", "span", "reason"])
def test_an_emptied_line_takes_the_answer_back(make: MakeField, name: str) -> None:
    field = make(name, FieldView(TODAY, VALUES[name][0]))
    line = focused()
    assert isinstance(line, QLineEdit)
    assert line.text()
    line.selectAll()
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert told(field) == [None]


# What all fields share


def test_the_former_answer_is_beside_and_confirmed_with_s(make: MakeField) -> None:
    former = Former("no", "No", "4 Nov")
    field = make("fever", FieldView(TODAY, former=former, is_open=True))
    assert "4 Nov: No" in field.accessibleDescription()
    press("s")
    assert told(field) == [("reconfirmed", [(field.slot, "no")])]


@pytest.mark.parametrize("code", ["en", "es"])
def test_what_stands_below_a_control_is_painted_in_every_language(make: MakeField, code: str) -> None:
    with language(code):
        painted = [
            make("fever", FieldView(TODAY, doubt=doubt)).grab().toImage()
            for doubt in ("Was it taken twice, and by whom?", "Does it go with the rest of the visit?")
        ]
    assert painted[0].size() == painted[1].size()
    assert painted[0] != painted[1]


def test_the_former_answer_is_confirmed_with_the_mouse(make: MakeField) -> None:
    field = make("fever", FieldView(TODAY, former=Former("no", "No", "4 Nov")))
    field.resize(500, field.height_for(500))
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=field._spots["same"].center())
    assert told(field) == [("reconfirmed", [(field.slot, "no")])]


def test_letters_can_be_switched_off(make: MakeField, form_theme: Theme) -> None:
    form_theme.letter_keys = False
    field = make("fever", FieldView(TODAY, former=Former("no", "No", "4 Nov")))
    press("y", "n", "u", "s")
    assert told(field) == []
    press("1")
    assert told(field) == ["yes"]


def test_single_letters_are_text_in_a_line(make: MakeField) -> None:
    field = make("reason", FieldView(TODAY, former=Former("Back pain", "Back pain", "4 Nov")))
    press("snuxy", Qt.Key.Key_Return)
    assert told(field) == ["snuxy"]


def test_enter_goes_on_and_answers_nothing(make: MakeField) -> None:
    for name in ("fever", "course", "kinds", "pain", "power", "raise", "weight", "reason", "operated"):
        field = make(name)
        went_on: list[object] = []
        field.finished.connect(went_on.append)
        press(Qt.Key.Key_Return)
        assert went_on == [field.slot], name
        assert told(field) == [], name


def test_help_opens_below_with_its_words(make: MakeField) -> None:
    field = make("fever")
    before = field.height_for(500)
    press("?")
    assert field.height_for(500) > before
    press("?")
    assert field.height_for(500) == before


def test_not_examined_is_offered_only_in_the_exam(make: MakeField, form_theme: Theme) -> None:
    plain = make("course")
    press("x")
    assert plain.findChild(GapMenu) is None
    field = make("course", examined=True)
    menu = GapMenu(form_theme, field)
    menu.chosen.connect(field.answer)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert sum(any(reason in text for text in texts) for reason in REASONS) == len(REASONS)
    next(action for action in menu.actions() if "too painful" in action.text()).trigger()
    assert told(field) == [Gap("not_examined", "too painful")]
    press("u")
    assert told(field)[-1] == UNKNOWN


def test_unknown_is_a_click_beside_a_line_and_a_second_click_takes_it_back(make: MakeField) -> None:
    field = make("weight")
    spot = field._spots["gap"].center()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=spot)
    field.render(FieldView(TODAY, UNKNOWN))
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=field._spots["gap"].center())
    assert told(field) == [UNKNOWN, None]


def test_a_failing_save_is_said_in_its_place(make: MakeField) -> None:
    field = make("course", FieldView(TODAY, "gone", pending="Not saved: disk full."))
    assert field.problem == "Not saved: disk full."
    assert field.accessibleName() == "Leg pain after surgery, gone"


def test_the_spoken_name_has_question_place_value_and_meaning(form_theme: Theme, qtbot: QtBot) -> None:
    library = real_library()
    strength = library.items["strength"]
    context = FieldContext(form_theme, library, real_figure())
    field = field_for(context, strength, At(None, "L5", "right"))
    qtbot.addWidget(field)
    field.render(FieldView(TODAY, 4, is_finding=True))
    assert field.accessibleName() == "Strength, Great toe extension, right, 4/5, finding"


@pytest.mark.parametrize("touch", [False, True])
@pytest.mark.parametrize("name", [name for name in VALUES if name != "total"])
def test_targets_are_high_enough(make: MakeField, form_theme: Theme, name: str, touch: bool) -> None:
    form_theme.set_touch(touch)
    field = make(name, FieldView(TODAY, VALUES[name][0]))
    least = form_theme.height("control")
    assert least == (44 if touch else 32)
    assert all(control.height() >= least for control in field.controls())
