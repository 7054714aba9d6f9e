"""The chart in the patient's hand: nothing else on the screen, no key leads out, only the password."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.room import PASSWORD, Room
from ui.workspace.giveback import TRIES
from ui.workspace.handover import HandOver
from workup.answers import Painted, slot
from workup.note import plain_text
from workup.settings import Preferences

CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
)  # fmt: skip
SHIN = "pain_map@front.shin/left"


@pytest.fixture
def handed(sample: Room) -> HandOver:
    """The sample's chart, handed to the patient."""
    sample.workspace.show_step("symptoms")
    sample.workspace.wish("hand_over", slot("pain_map"))
    page = sample.workspace.painting.page
    assert page is not None
    return page


def paint(page: HandOver, address: str) -> None:
    where = slot(address)
    region = next(one for one in page.chart._figure.regions if (one.name, one.side) == (where.at.place, where.at.side))
    spot = page.chart._rect_of(region).center().toPoint()
    QTest.mouseClick(page.chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)


def words_in_sight(window: QWidget) -> str:
    seen = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    texts = [widget.text() for widget in seen if isinstance(widget, QLabel | QAbstractButton)]
    return " ".join([window.windowTitle(), *texts, *(widget.accessibleName() for widget in seen)]).casefold()


def test_nothing_of_the_patient_and_no_reasoning_is_on_the_screen(sample: Room, handed: HandOver) -> None:
    words = words_in_sight(sample.window)
    answers = sample.live.session.assessment.answers
    for item in ("family_name", "given_name", "mrn"):
        assert str(answers.value(item)).casefold() not in words
    for other in ("stenosis", "apixaban", "allergy", "reasoning", "find", "l5"):
        assert other not in words.split()
    assert not sample.workspace.isVisible()


def test_what_the_patient_paints_is_stored_as_theirs_and_said_on_screen_and_paper(
    sample: Room, handed: HandOver
) -> None:
    burning = handed.brushes._rects(handed.brushes.width())[1].center()
    QTest.mouseClick(handed.brushes, Qt.MouseButton.LeftButton, pos=burning)
    paint(handed, SHIN)
    handed.score.chosen.emit("6")
    assert sample.value(SHIN) == Painted(("burning",), 6)
    answer = sample.live.session.assessment.answers[slot(SHIN)]
    assert answer.cause == "patient"
    give_back(handed, PASSWORD)
    block = sample.workspace.forms["symptoms"]._column
    marks = [one for card in block.cards for one in card.body.blocks if hasattr(one, "_marks")]
    assert "by the patient" in marks[0]._marks.values()
    assert "painted by the patient" in plain_text(sample.live.session.note(_preferences(sample)))


def test_undone_and_redone_it_is_still_the_patients(sample: Room, handed: HandOver) -> None:
    paint(handed, SHIN)
    give_back(handed, PASSWORD)
    sample.live.undo()
    assert sample.value(SHIN) is None
    sample.live.redo()
    assert sample.live.session.assessment.answers[slot(SHIN)].cause == "patient"
    assert "painted by the patient" in plain_text(sample.live.session.note(_preferences(sample)))
    sample.live.answer(slot(SHIN), Painted(("ache",), 2))
    assert sample.live.session.assessment.answers[slot(SHIN)].cause == "typed"
    sample.live.undo()
    assert sample.live.session.assessment.answers[slot(SHIN)].cause == "patient"


def _preferences(room: Room) -> Preferences:
    assert room.shell is not None
    return room.shell.settings.preferences


def give_back(page: HandOver, password: str) -> None:
    page.done.click()
    QTest.keyClicks(page.back.password.line, password)
    QTest.keyClick(page.back.password.line, Qt.Key.Key_Return)


def test_undo_takes_back_only_what_was_painted_here(sample: Room, handed: HandOver) -> None:
    before = dict(sample.live.session.assessment.answers)
    paint(handed, SHIN)
    handed.undo.click()
    handed.undo.click()
    handed._undo()
    assert dict(sample.live.session.assessment.answers) == before


LEADING = [
    (Qt.Key.Key_K, CONTROL), (Qt.Key.Key_O, CONTROL), (Qt.Key.Key_Comma, CONTROL), (Qt.Key.Key_Z, CONTROL),
    (Qt.Key.Key_P, CONTROL), (Qt.Key.Key_J, CONTROL), (Qt.Key.Key_Return, CONTROL), (Qt.Key.Key_1, ALT),
    (Qt.Key.Key_7, ALT), (Qt.Key.Key_Left, ALT), (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_L, CONTROL | SHIFT), (Qt.Key.Key_N, CONTROL),
]  # fmt: skip


def test_no_key_leads_out(sample: Room, handed: HandOver) -> None:
    before = dict(sample.live.session.assessment.answers)
    for key, held in LEADING:
        QTest.keyClick(sample.window.windowHandle(), key, held)
        QTest.keyClick(handed.chart, key, held)
        assert sample.window.pages.currentWidget() is handed, (key, held)
        assert sample.app.activeModalWidget() is None, (key, held)
        assert dict(sample.live.session.assessment.answers) == before, (key, held)


def test_only_the_password_leads_back_to_the_chart(sample: Room, handed: HandOver, qtbot: QtBot) -> None:
    give_back(handed, "not the password")
    assert sample.window.pages.currentWidget() is handed
    assert "not your password" in handed.back.problem.text()
    give_back(handed, PASSWORD)
    assert sample.window.pages.currentWidget() is sample.workspace
    assert sample.workspace.painting.page is None
    assert sample.workspace.step == "symptoms"
    assert not sample.workspace.theme.touch
    QTest.keyClick(sample.window, Qt.Key.Key_4, ALT)
    assert sample.workspace.step == "exam", "the keys reach the program again"


def test_too_many_wrong_passwords_lock_the_program(sample: Room, handed: HandOver) -> None:
    for _ in range(TRIES):
        give_back(handed, "wrong again")
    assert sample.ended
    assert sample.shell is not None
    assert sample.shell.vault is None


def test_closing_the_window_locks_it(sample: Room, handed: HandOver) -> None:
    sample.window.close()
    assert sample.ended
    assert sample.shell is not None
    assert sample.shell.vault is None
    sample.app.processEvents()
    assert sample.window.pages.currentWidget() is handed, "no other page is seen before the process ends"


def test_the_idle_lock_still_works(sample: Room, handed: HandOver) -> None:
    assert sample.shell is not None
    sample.shell._idle_over()
    sample.shell._idle_over()
    assert sample.ended
    assert sample.shell.vault is None
