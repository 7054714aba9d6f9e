"""Help of a question: opened in place by ? or its name, and above the keys by F1; also where the content has none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.answering import Make, real_library
from tests.ui.room import Room, press
from tests.ui.test_guide import opened
from ui.fields import Field
from ui.form.grid import GridBlock
from ui.keys import KeysDialog
from ui.questionhelp import Drawing, QuestionHelp
from ui.widgets import Label, Reading
from workup.answers import slot

pytest_plugins = ("tests.ui.form_fixtures",)


def said(help_: QuestionHelp) -> str:
    return "\n".join(label.text() for label in help_.findChildren(Label))


def test_the_question_mark_opens_help_also_where_the_content_has_none(answering: Make) -> None:
    host = answering("history")
    item = real_library().items["lost_flow"]
    assert not item.help
    host.lay("bladder_bowel_change", "yes")
    host.show()
    field = host.form._field_at(slot("lost_flow"))
    assert isinstance(field, Field)
    host.focus("lost_flow")
    host.press("?")
    (text,) = [text for kind, text in field._lines if kind == "help"]
    assert "Why: Red flag R01, Cauda equina syndrome: settles it." in text
    assert "more reasons: F1." in text
    assert "Source: " in text.splitlines()[-1]
    host.press("?")
    assert not [text for kind, text in field._lines if kind == "help"]


def test_a_click_on_the_name_of_a_question_opens_it(answering: Make) -> None:
    host = answering("symptoms")
    field = host.form._field_at(slot("feel_tingling"))
    assert isinstance(field, Field)
    field.grab()  # painted once, so that its parts have their places
    label = field._spots["label"]
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(label.x() + 4, label.center().y()))
    assert [kind for kind, _text in field._lines if kind == "help"] == ["help"]


def test_a_row_of_a_grid_without_technique_opens_too(answering: Make) -> None:
    host = answering("exam")
    assert not real_library().items["bruit"].help
    host.focus("bruit@right")
    grid = QApplication.focusWidget()
    assert isinstance(grid, GridBlock)
    host.press("?")
    host.form._lay_out()
    assert grid._helped >= 0
    assert grid._help_rect.height() > grid.theme.line("label")


@pytest.mark.parametrize(
    ("step", "where", "expected", "drawn"),
    [
        ("Alt+4", "slr@right", "speaks against it (LR 0.29)", True),
        ("Alt+2", "weight_loss", "Red flag", False),
        ("Alt+1", "family_name", "No cause, red flag or safety question uses it", False),
    ],
)
def test_f1_tells_all_of_the_question_and_keeps_the_keys(
    sample: Room, monkeypatch: pytest.MonkeyPatch, step: str, where: str, expected: str, drawn: bool
) -> None:
    press(step)
    sample.workspace.go_to(slot(where))
    QApplication.processEvents()
    seen = opened(monkeypatch)
    press("F1")
    (dialog,) = seen
    assert isinstance(dialog, KeysDialog)
    (help_,) = dialog.findChildren(QuestionHelp)
    text = said(help_)
    assert expected in text
    assert "Source: " in text
    assert bool(help_.findChildren(Drawing)) == drawn
    reading = dialog.area
    assert isinstance(reading, Reading)
    assert reading.hasFocus() or dialog.accept_button.hasFocus()
    dialog.all.click()
    QApplication.processEvents()
    assert expected in said(next(one for one in dialog.findChildren(QuestionHelp) if one.isVisible()))
    dialog.close()


def test_f1_without_a_question_shows_the_keys_alone(sample: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    press("Alt+7")
    seen = opened(monkeypatch)
    press("F1")
    assert not seen[0].findChildren(QuestionHelp)
    seen[0].close()


