"""Fields one types into: what cannot be used stays and is explained; what can is read, shown and put back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.answering import Make, focused
from tests.ui.examples import TODAY, MakeField, press, told
from ui.fields import FieldView, Former
from ui.fields.text import TextField
from ui.fields.typed import TypedField
from ui.fields.when import WhenField
from workup.answers import Finding, PartialDate, Value

pytest_plugins = ("tests.ui.form_fixtures",)

# What cannot be used

DATE_EXAMPLE = "Type a date such as 3 Sep 2024, 9/2024 or 14m for 14 months ago."
WRONG = [
    ("weight", "much", "“much” is not a number. Type a number such as 100 kg."),
    ("weight", "82 st", "The unit “st” is not known. The units known here are kg or lb. Type a number such as 100 kg."),
    ("weight", "4000", "4000 kg is above 400 kg, the most that can be right."),
    ("weight", "1,500", "“1,500” can be read in two ways. Type 1500 or 1.5."),
    ("operated", "31 sep 24", "September has 30 days. Type a date such as 3 Sep 2024."),
    ("operated", "3/9/2031", "3 Sep 2031 lies in the future."),
    ("operated", "1/1/1700", "1 Jan 1700 is too long ago; check the year."),
    ("operated", "Right L5 root block", f"“Right L5 root block” is not a date that can be read. {DATE_EXAMPLE}"),
    ("span", "Disc L5", "“Disc” is not a level. Type a span such as L4-S1."),
    ("born", "1971", "“Date of birth” needs day, month and year."),
    ("born", "tomorrow", "26 Nov 2025 lies in the future."),
    ("span", "L2-S1", "L2 is not one of the levels here, L3 to S1. Type a span such as L4-S1."),
    ("span", "disc", "“disc” is not a level. Type a span such as L4-S1."),
    ("reason", "x" * 41, "41 characters are too many; 40 fit here."),
]


@pytest.mark.parametrize(("name", "text", "sentence"), WRONG, ids=[f"{name} {text[:9]}" for name, text, _ in WRONG])
def test_a_wrong_entry_stays_and_is_explained(make: MakeField, name: str, text: str, sentence: str) -> None:
    field = make(name)
    went_on: list[object] = []
    field.finished.connect(went_on.append)
    before = field.height_for(500)
    press(text, Qt.Key.Key_Return)
    line = field.controls()[0]
    assert isinstance(line, QLineEdit)
    assert line.text() == text
    assert field.problem == sentence
    assert sentence in field.accessibleDescription()
    assert line.invalid  # type: ignore[attr-defined]
    assert field.height_for(500) > before, "there is no room for the sentence"
    assert told(field) == []
    assert went_on == []


def test_a_ten_megabyte_paste_is_cut_or_refused_and_nothing_is_lost(make: MakeField) -> None:
    field = make("story", FieldView(TODAY, "Before"))
    edit = field.controls()[0]
    QApplication.clipboard().setText("x" * 10_000_000)
    edit.paste()  # type: ignore[attr-defined]
    assert isinstance(field, TextField)
    assert field.problem == "10000007 characters are too many; 40 fit here. Nothing was pasted."
    assert field.text() == "Before"
    assert told(field) == []
    QApplication.clipboard().clear()


def test_a_corrected_entry_is_answered_and_the_words_go(make: MakeField) -> None:
    field = make("operated")
    press("31 sep 24", Qt.Key.Key_Return)
    assert field.problem
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, "2024")
    assert not field.problem
    line = focused()
    assert isinstance(line, QLineEdit)
    line.setText("30 sep 24")
    press(" ", Qt.Key.Key_Return)
    assert told(field) == [PartialDate(2024, 9, 30)]


def test_a_doubtful_value_is_stored_and_questioned(make: MakeField) -> None:
    field = make("weight", FieldView(TODAY, 250, doubt="250 kg is unusual (usually 40 to 160)."))
    assert field.problem == "250 kg is unusual (usually 40 to 160)."
    assert field.controls()[0].invalid  # type: ignore[attr-defined]


def test_escape_puts_the_stored_value_back(make: MakeField) -> None:
    field = make("weight", FieldView(TODAY, 82))
    press("9", Qt.Key.Key_Escape)
    assert focused().text() == "82"  # type: ignore[attr-defined]
    assert told(field) == []


# Dates, text and manoeuvres


def test_a_date_says_what_it_means_while_it_is_typed(make: MakeField) -> None:
    field = make("operated")
    press("3/9/24")
    assert isinstance(field, WhenField)
    assert field._aside == "3 Sep 2024, 14 months ago"
    field.commit()
    field.render(FieldView(TODAY, PartialDate(2024, 9, 3)))
    assert focused().text() == "3 Sep 2024"  # type: ignore[attr-defined]
    assert field._aside == "14 months ago"


def test_a_day_is_picked_from_the_calendar_by_keys(make: MakeField) -> None:
    field = make("operated", FieldView(TODAY, PartialDate(2024, 9, 3)))
    assert isinstance(field, WhenField)
    press(Qt.Key.Key_Down)
    calendar = field._calendar
    assert calendar is not None
    assert calendar.accessibleName() == "Calendar, 3 Sep 2024"
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Return):
        QTest.keyClick(calendar, key)
    assert told(field) == [PartialDate(2024, 10, 11)]
    assert not calendar.isVisible()


def test_text_is_told_while_it_is_typed_and_answered_on_leaving(make: MakeField) -> None:
    for name in ("reason", "story"):
        field = make(name)
        typed: list[str] = []
        field.typing.connect(lambda _slot, text, typed=typed: typed.append(text))
        press("abc")
        assert typed == ["a", "ab", "abc"]
        assert told(field) == []
        assert isinstance(field, TextField)
        field.controls()[0].clearFocus()
        assert told(field) == ["abc"]


def test_restored_text_is_not_lost_when_it_cannot_be_read(make: MakeField) -> None:
    field = make("weight")
    assert isinstance(field, TypedField)
    field.restore("eighty")
    assert focused().text() == "eighty"  # type: ignore[attr-defined]
    assert field.problem


def test_what_is_put_back_is_gone_on_with_at_its_end(make: MakeField) -> None:
    for name in ("reason", "story"):
        field = make(name)
        assert isinstance(field, TextField)
        field.restore("Right leg ")
        press("pain")
        assert field.text() == "Right leg pain"


def test_a_positive_test_takes_its_angle_and_where_it_was_felt(make: MakeField) -> None:
    field = make("raise", FieldView(TODAY, Finding("positive")))
    _, angle, felt = field.controls()
    angle.setFocus()
    press("45")
    assert told(field) == [Finding("positive", 45)], "no digit can follow: Enter is not needed"
    field.render(FieldView(TODAY, Finding("positive", 45)))
    felt.setFocus()
    press("1")
    assert told(field)[-1] == Finding("positive", 45, "leg")
    angle.setFocus()
    angle.selectAll()  # type: ignore[attr-defined]
    press("120", Qt.Key.Key_Return)
    assert field.problem == "120° is outside 0° to 90°."
    assert len(told(field)) == 2


@pytest.mark.parametrize(("name", "value"), [("weight", 82), ("operated", PartialDate(2024)), ("reason", "Leg pain")])
def test_an_equals_sign_gives_the_former_answer_again(make: MakeField, name: str, value: Value) -> None:
    field = make(name, FieldView(TODAY, former=Former(value, "as before", "4 Nov")))
    press("=", Qt.Key.Key_Return)
    assert told(field) == [("reconfirmed", [(field.slot, value)])]


@pytest.mark.parametrize("text", ["15\u00a0mg", "one\u2028two", "one\r\ntwo"])
def test_a_text_that_is_only_looked_at_stays_as_it_is(make: MakeField, text: str) -> None:
    field = make("story", FieldView(TODAY, "before"))
    assert isinstance(field, TextField)
    field.controls()[0].setFocus()
    field.render(FieldView(TODAY, text))
    assert field.text() == text.replace("\u2028", "\n").replace("\r", "")
    assert field.commit()
    assert told(field) == []


def test_a_date_in_a_list_keeps_its_line_when_its_age_is_told_beside_it(answering: Make) -> None:
    host = answering("history", {"cancer_history": "yes"})
    line = host.focus("cancer_date")
    host.press("6y", Qt.Key.Key_Return)
    assert isinstance(host.value("cancer_date"), PartialDate)
    field = line.parentWidget()
    assert field is not None
    QApplication.processEvents()
    assert field.rect().contains(line.geometry()), "it is painted below the room of its row"
