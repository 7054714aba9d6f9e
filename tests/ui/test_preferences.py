"""Preferences: each has its effect at once, is kept, and a refused value says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fingertips import tap
from tests.ui.room import Room, focused, press, write
from ui.preferences import PreferencesPage, SettingRow
from ui.widgets import Segments, TextArea, TextLine
from workup.answers import slot

BUILT_MS = 15_000


@pytest.fixture
def opened(room: Room) -> Room:
    """A workup with the preferences before it."""
    room.open()
    press("Ctrl+N")
    room.live.answer(slot("family_name"), "Müller")
    press("Ctrl+,")
    return room


def page(room: Room) -> PreferencesPage:
    shown = room.window.pages.currentWidget()
    assert isinstance(shown, PreferencesPage)
    return shown


def choose(room: Room, setting: str, value: str) -> SettingRow:
    """Set a preference as its user does."""
    row = page(room).rows[setting]
    control = row.control
    if isinstance(control, Segments):
        control.chosen.emit(value)
    elif isinstance(control, TextArea):
        control.setPlainText(value)
    else:
        line = control.findChild(TextLine)
        assert line is not None
        line.setText(value)
        line.editingFinished.emit()
    return row


def test_the_look_changes_at_once_and_stays_on_this_computer(opened: Room) -> None:
    choose(opened, "theme", "dark")
    theme = opened.window.theme
    assert theme.dark
    opened.window.settings.step_scale(1)
    scale = theme.scale
    choose(opened, "touch", "on")
    assert theme.touch
    choose(opened, "single_keys", "no")
    assert not theme.letter_keys
    opened.close()
    opened.open()
    again = opened.window.theme
    assert (again.dark, again.scale, again.touch, again.letter_keys) == (True, scale, True, False)


def test_what_belongs_to_the_clinic_is_kept_in_the_vault(opened: Room) -> None:
    choose(opened, "clinic_name", "Fernhill Spine and Pain Clinic")
    choose(opened, "idle_minutes", "3")
    kept = json.loads(opened.vault.setting("clinic") or "{}")
    assert kept == {"clinic_name": "Fernhill Spine and Pain Clinic", "idle_minutes": 3}
    assert opened.shell is not None
    opened.shell._active()
    assert opened.shell._idle.interval() == (3 * 60 - 60) * 1000


def test_a_value_outside_the_range_is_refused_beside_the_field(opened: Room) -> None:
    row = choose(opened, "idle_minutes", "90")
    assert "1 to 15" in row.problem.text()
    assert opened.window.settings.preferences.idle_minutes == 10


def test_single_keys_can_be_switched_off(opened: Room) -> None:
    choose(opened, "single_keys", "no")
    press("Esc", "Alt+1")
    opened.go_to("interpreter")
    press("y")
    assert opened.value("interpreter") is None
    press("1")
    assert opened.value("interpreter") == "yes", "digits still choose"


def test_a_threshold_moves_its_band_at_once(opened: Room) -> None:
    before = opened.workspace.library.items["dn4_total"]
    choose(opened, "dn4_cut_off", "6")
    press("Esc")
    after = opened.workspace.library.items["dn4_total"]
    assert before.bands[0].upto == 3  # type: ignore[union-attr]
    assert after.bands[0].upto == 5  # type: ignore[union-attr]
    assert opened.live.session.library is opened.workspace.library
    assert opened.value("family_name") == "Müller"
    focused()


def test_back_leaves_to_the_question_that_had_the_keyboard(opened: Room) -> None:
    press("Esc", "Alt+3")
    opened.go_to("leg_pain_now@right")
    press("Ctrl+,", "Esc")
    assert opened.workspace.step == "symptoms"
    assert opened.slot() == slot("leg_pain_now@right")
    focused()


def test_a_setting_that_cannot_be_stored_says_so(opened: Room, tmp_path: Path) -> None:
    file = opened.window.settings.file
    file.parent.mkdir(parents=True, exist_ok=True)
    for old in file.parent.iterdir():
        old.unlink()
    file.parent.rmdir()
    file.parent.write_text("in the way", encoding="utf-8")
    row = choose(opened, "theme", "light")
    assert row.problem.isVisible()
    assert "could not be stored" in row.problem.text()


def test_settings_that_cannot_be_read_are_told_on_home(room: Room) -> None:
    room.start()
    file = room.window.settings.file
    room.close()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{broken", encoding="utf-8")
    window = room.open()
    assert window.notice.isVisible()
    assert "preset" in window.notice.line.text()


def test_the_page_carries_clinic_licence_and_paper(opened: Room, qtbot: QtBot) -> None:
    for setting, value in (
        ("clinic_name", "Fernhill Clinic"), ("clinic_address", "1 Mill Lane\nFernhill"), ("clinic_phone", "555 0100"),
        ("licence", "Licence 70-1482"), ("profession", "Pain physician"), ("paper", "Letter"),
    ):  # fmt: skip
        choose(opened, setting, value)
    press("Esc", "Alt+7")
    summary = opened.workspace.summary
    qtbot.waitUntil(lambda: bool(summary.page), timeout=BUILT_MS)
    document = summary.document
    text = "\n".join(document.getAllText(number).text() for number in range(document.pageCount()))
    for words in ("Fernhill Clinic", "1 Mill Lane", "555 0100", "Licence 70-1482", "Pain physician"):
        assert words in text
    assert round(document.pagePointSize(0).width()) == 612
    assert isinstance(document, QPdfDocument)


def test_no_setting_is_without_a_row_or_a_field(opened: Room) -> None:
    known = {setting.id for setting in opened.window.settings.known}
    assert set(page(opened).rows) == known
    preferences = opened.window.settings.preferences
    assert known == {*preferences.__struct_fields__, *preferences.thresholds} - {"thresholds"}


def test_the_first_touch_makes_targets_larger_unless_that_is_switched_off(opened: Room) -> None:
    beside = QPoint(opened.window.width() - 3, opened.window.height() - 3)
    choose(opened, "touch", "off")
    tap(opened.window, beside)
    assert not opened.window.theme.touch
    choose(opened, "touch", "automatic")
    tap(opened.window, beside)
    assert opened.window.theme.touch


def test_typing_a_value_by_keys(opened: Room) -> None:
    assert focused() is page(opened).rows["clinic_name"].control.findChild(TextLine)
    write("Fernhill")
    press("Tab")
    assert opened.window.settings.preferences.clinic_name == "Fernhill"
    QApplication.processEvents()


def test_the_page_about_nobody_shows_each_change_of_clinic_and_paper(opened: Room, qtbot: QtBot) -> None:
    pane = page(opened).specimen
    assert pane is not None
    assert pane.isVisible()

    def printed() -> str:
        document = pane.pane.document
        return " ".join(document.getAllText(number).text() for number in range(document.pageCount()))

    qtbot.waitUntil(lambda: "SPECIMEN, Page" in printed(), timeout=BUILT_MS)
    assert "Müller" not in printed()
    choose(opened, "clinic_name", "Fernhill Spine and Pain Clinic")
    choose(opened, "licence", "70-1482")
    qtbot.waitUntil(lambda: "Licence 70-1482" in printed(), timeout=BUILT_MS)
    assert "Fernhill Spine and Pain Clinic" in printed()
    choose(opened, "paper", "Letter")
    qtbot.waitUntil(lambda: round(pane.pane.document.pagePointSize(0).width()) == 612, timeout=BUILT_MS)
    press("Esc")
    assert not pane.pane.builder.busy
