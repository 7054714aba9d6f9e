"""The worklist on the screen: by keys alone from Home to the order, narrowed, sorted, printed, covered."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, focused, press, write
from ui.home import HomePage
from ui.homelist import COVERED
from ui.printing import Sent
from ui.widgets import Notice
from ui.worklist import WorklistPage, printing
from ui.workrows import GroupHead
from workup.answers import PartialDate, Value, slot
from workup.note import Cover, Note, plain_text
from workup.session import ordering
from workup.vault import work
from workup.worklist import Line, name_of

ANNA: dict[str, Value] = {
    "family_name": "Müller", "given_name": "Anna", "mrn": "004-1", "birth_date": PartialDate(1971, 6, 14),
    "leg_pain_now@right": 7,
    "orders@1": "added", "order_kind@1": "mri", "order_state@1": "resulted", "order_question@1": "Disc or scar?",
    "orders@2": "added", "order_kind@2": "emg", "order_state@2": "ordered", "order_due@2": PartialDate(2025, 11, 18),
    "plan@1": "added", "plan_action@1": "ring the surgeon", "plan_due@1": PartialDate(2025, 11, 25),
}  # fmt: skip
BO: dict[str, Value] = {
    "family_name": "Šimek", "given_name": "Bo", "leg_pain_now@right": 5,
    "orders@1": "added", "order_kind@1": "ct", "order_state@1": "scheduled",
    "scheduled_for@1": PartialDate(2025, 11, 27),
    "orders@2": "added", "order_kind@2": "labs", "order_state@2": "reviewed",
    "next_visit": PartialDate(2025, 11, 20),
}  # fmt: skip


def enter(room: Room, answers: dict[str, Value]) -> None:
    """A patient with these answers, three weeks ago."""
    room.window.begin_workup(None)
    room.live.answer_all([(slot(address), value) for address, value in answers.items()], "typed")


@pytest.fixture
def clinic(room: Room) -> Room:
    """Two patients, seen three weeks ago, with one open row of each kind; Home is shown."""
    today = room.clock.now
    room.clock.now = today - timedelta(days=21)
    room.open()
    for answers in (ANNA, BO):
        enter(room, answers)
    room.clock.now = today
    room.window.show_home()
    return room


def listed(room: Room) -> WorklistPage:
    """The worklist, opened by its key."""
    press("Ctrl+O")
    shown = room.window.pages.currentWidget()
    assert isinstance(shown, WorklistPage)
    return shown


def told(page: WorklistPage) -> list[tuple[str, str]]:
    """The lines as they stand: the patient's surname and the title."""
    return [(name_of(line.person).split(",")[0], page.rows.wording.title(line.row)) for line in page.rows.lines]


def here(page: WorklistPage) -> Line:
    line = page.view.line()
    assert line is not None
    return line


def test_home_shows_the_most_urgent_under_heads_and_leads_to_all(clinic: Room) -> None:
    home = clinic.window.home
    assert isinstance(home, HomePage)
    assert [row.words.name for row in home.work.rows] == [
        "MÜLLER, Anna", "MÜLLER, Anna", "ŠIMEK, Bo", "MÜLLER, Anna", "ŠIMEK, Bo"
    ]  # fmt: skip
    heads = [head.accessibleName() for head in home.work.findChildren(GroupHead) if head.isVisible()]
    assert set(heads) == {
        "Result in, not reviewed", "Overdue", "Booked this week", "Actions due", "Missed next visit"
    }  # fmt: skip
    home.worklist.click()
    assert isinstance(clinic.window.pages.currentWidget(), WorklistPage)


def test_it_is_sorted_by_urgency_date_and_patient(clinic: Room) -> None:
    page = listed(clinic)
    assert focused() is page.view
    assert told(page) == [
        ("MÜLLER", "MRI lumbar"),
        ("MÜLLER", "EMG and nerve conduction"),
        ("ŠIMEK", "CT lumbar, thin slice"),
        ("MÜLLER", "Ring the surgeon"),
        ("ŠIMEK", "Next visit"),
    ]
    press("Shift+Tab", "Shift+Tab")
    assert focused() is page.sorting
    press("2")
    assert [title for _, title in told(page)] == [
        "EMG and nerve conduction", "Next visit", "Ring the surgeon", "CT lumbar, thin slice", "MRI lumbar"
    ]  # fmt: skip
    press("3")
    assert [name for name, _ in told(page)] == ["MÜLLER"] * 3 + ["ŠIMEK"] * 2
    press("3")
    assert page.sorting.value == "patient", "an order is always chosen"


def test_letters_narrow_it_and_esc_widens_then_leaves(clinic: Room) -> None:
    page = listed(clinic)
    write("simek")
    assert [name for name, _ in told(page)] == ["ŠIMEK", "ŠIMEK"]
    assert page.filter.text() == "simek"
    assert page.count.text() == "2 of 5"
    press("Backspace", "Backspace")
    assert page.filter.text() == "sim"
    write("zz")
    assert not page.rows.lines
    assert page.nothing.isVisible()
    assert page.show_all.isVisible()
    assert focused() is page.filter, "so that letters can be taken back"
    press("Esc")
    assert len(page.rows.lines) == 5
    assert focused() is page.view
    press("Esc")
    assert clinic.window.pages.currentWidget() is clinic.window.home


def test_chips_and_their_keys_show_one_kind_or_several(clinic: Room) -> None:
    page = listed(clinic)
    press("Ctrl+1")
    assert told(page) == [("MÜLLER", "MRI lumbar")]
    press("Ctrl+5")
    assert told(page) == [("MÜLLER", "MRI lumbar"), ("ŠIMEK", "Next visit")]
    assert page.kinds.accessibleName() == "Kinds shown, Missed visits  1, on"
    press("Ctrl+1")
    assert told(page) == [("ŠIMEK", "Next visit")]
    page.kinds.setFocus()
    press("1")
    assert set(page.kinds.kinds) == {"unread", "missed"}
    press("n")
    assert set(page.kinds.kinds) == {"missed"}, "a filter knows no absent"
    press("Ctrl+0")
    assert len(page.rows.lines) == 5


def test_a_clinician_can_be_chosen_where_there_is_more_than_one(clinic: Room) -> None:
    assert not listed(clinic).clinician.isVisible()
    found = next(each.row for each in clinic.vault.work() if each.row.kind == "plan")
    others = [replace(row, who="ben") for row in clinic.vault.patient(found.patient).work]  # type: ignore[union-attr]  # it is there
    with clinic.vault.database.transaction():
        work.write(clinic.vault.database, found.log, others)
    page = listed(clinic)
    assert page.clinician.isVisible()
    page.clinician.picked.emit("ben")
    assert {name for name, _ in told(page)} == {"MÜLLER"}
    assert page.narrowed == "of someone else"
    press("Esc")
    assert len(page.rows.lines) == 5
    assert page.clinician.value == "everybody"


def open_order(clinic: Room) -> int | None:
    """The order that stands open in Tests with the keyboard in it."""
    drawer = clinic.workspace.testing.drawer
    return drawer.number if drawer.isVisible() and drawer.isAncestorOf(focused()) else None


def reviewed(clinic: Room) -> None:
    """The result of the first order is reviewed, with both judgements."""
    live = clinic.live
    assert not live.take(lambda session: ordering.review(session, 1, abnormal=False, relevance="not_relevant"))


def test_enter_goes_to_that_order_of_that_patient_and_back_to_the_same_row(clinic: Room) -> None:
    page = listed(clinic)
    press("Down", "Return")
    assert clinic.value("family_name") == "Müller"
    assert clinic.workspace.step == "tests"
    assert open_order(clinic) == 2
    clinic.live.answer(slot("order_state@2"), "performed")
    assert listed(clinic) is page
    assert here(page).row.record == 2
    write("mri")
    press("Return")
    assert open_order(clinic) == 1
    reviewed(clinic)
    assert "MRI lumbar" not in [title for _, title in told(listed(clinic))]


def test_an_action_and_a_missed_visit_lead_to_their_questions(clinic: Room) -> None:
    listed(clinic)
    write("surgeon")
    press("Return")
    assert clinic.workspace.step == "assessment"
    assert clinic.slot() == slot("plan_done@1")
    page = listed(clinic)
    press("Esc", "Ctrl+5")
    assert [title for _, title in told(page)] == ["Next visit"]
    press("Home", "Return")
    assert clinic.value("family_name") == "Šimek"
    assert clinic.slot() == slot("next_visit")


def test_an_order_outlives_a_void_workup_and_can_be_reviewed_there(clinic: Room) -> None:
    page = listed(clinic)
    place = page.view.visualRect(page.rows.index(0)).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    clinic.live.void("wrong patient")
    page = listed(clinic)
    assert told(page)[0] == ("MÜLLER", "MRI lumbar")
    press("Home", "Return")
    assert clinic.live.session.opened.status == "void"
    assert open_order(clinic) == 1
    reviewed(clinic)
    assert told(listed(clinic))[0] != ("MÜLLER", "MRI lumbar")


def test_nothing_open_says_what_will_come(room: Room) -> None:
    room.open()
    page = listed(room)
    assert page.nothing.isVisible()
    assert not page.show_all.isVisible()
    assert focused() is page.back
    press("Return")
    assert room.window.pages.currentWidget() is room.window.home


def test_names_are_covered_but_where_the_keyboard_is(clinic: Room) -> None:
    setting = next(each for each in clinic.window.settings.known if each.id == "cover_names")
    assert not clinic.window.settings.set(setting, True)
    page = listed(clinic)
    first, second = page.rows.index(0), page.rows.index(1)
    assert str(page.rows.data(second)).startswith(COVERED)
    covered = picture(page, 1)
    press("Down")
    assert picture(page, 1) != covered
    press("Tab")
    assert "MÜLLER" not in str(page.rows.data(first))


def picture(page: WorklistPage, row: int) -> QImage:
    """The left part of a row, where the name stands."""
    rect = page.view.visualRect(page.rows.index(row))
    return page.view.viewport().grab(rect.adjusted(8, 6, -rect.width() * 3 // 4, -6)).toImage()


def test_rows_say_what_they_show(clinic: Room) -> None:
    page = listed(clinic)
    assert [page.rows.data(page.rows.index(row)) for row in (0, 1, 4)] == [
        "MÜLLER, Anna, 54 y · MRN 004-1, Result in, not reviewed, MRI lumbar, Disc or scar?, Result in, not reviewed",
        "MÜLLER, Anna, 54 y · MRN 004-1, Overdue, EMG and nerve conduction, 7 days late, not done by 18 Nov",
        "ŠIMEK, Bo, Missed next visit, Next visit, 5 days late, agreed for 20 Nov",
    ]


def test_a_clock_that_went_back_is_told_here_too(clinic: Room) -> None:
    clinic.clock.pass_days(-30)
    page = listed(clinic)
    assert isinstance(page.notice, Notice)
    assert page.notice.isVisible()
    assert "4 Nov 2025" in page.notice.fact.text()
    clinic.clock.pass_days(30)
    assert not listed(clinic).notice.isVisible()


def test_what_is_shown_is_printed_and_that_is_audited(
    clinic: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, str, str]] = []

    def printer(page: bytes, _parent: object, paper: str, title: str) -> Sent:
        asked.append((len(PdfReader(BytesIO(page)).pages), paper, title))
        return Sent(True)

    monkeypatch.setattr(printing, "print_page", printer)
    notes: list[Note] = []
    build = printing.WorklistPrinter.build

    def noted(self: printing.WorklistPrinter, note: Note, cover: Cover) -> None:
        notes.append(note)
        build(self, note, cover)

    monkeypatch.setattr(printing.WorklistPrinter, "build", noted)
    page = listed(clinic)
    write("anna")
    with qtbot.waitSignal(page.printer.printed, timeout=30_000):
        press("Ctrl+P")
    assert asked == [(1, "A4", "Worklist")]
    text = plain_text(notes[0])
    assert "3 rows, with “anna”" in text
    assert "MÜLLER, Anna" in text
    assert "ŠIMEK" not in text
    assert clinic.vault.database.rows("SELECT action, object FROM audit ORDER BY seq DESC LIMIT 1") == [
        ("printed", "worklist")
    ]
    QApplication.processEvents()
