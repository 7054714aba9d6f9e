"""What is said of records whose time is over: from Home, by keys, names covered, nothing deleted."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, press
from ui.home import HomePage
from ui.homelist import COVERED
from ui.retention import NONE, OFF, RetentionDialog
from workup.answers import Value, slot
from workup.vault.trail import read_trail

YEARS_30 = 30 * 366


@pytest.fixture
def home(room: Room) -> HomePage:
    """Home with two patients of long ago."""
    room.open()
    for family, mrn in (("Zyxmarker", "004-1"), ("Šimek", "004-2")):
        room.window.begin_workup(None)
        given: tuple[tuple[str, Value], ...] = (("family_name", family), ("mrn", mrn), ("sex", "female"))
        room.live.answer_all([(slot(address), value) for address, value in given], "typed")
        room.clock.pass_days(1)
    room.clock.pass_days(YEARS_30)
    room.window.show_home()
    assert room.window.home is not None
    return room.window.home


def set_years(room: Room, years: int) -> None:
    assert room.shell is not None
    room.shell.settings.choose("retention_years", years)
    room.window.show_home()


def shown(monkeypatch: pytest.MonkeyPatch, home: HomePage, *keys: str) -> RetentionDialog:
    """The dialog as it stood when these keys had been pressed."""
    kept: list[RetentionDialog] = []

    def exec_(dialog: RetentionDialog) -> int:
        kept.append(dialog)
        dialog.show()
        for row in dialog.list.rows[:1]:
            row.setFocus(Qt.FocusReason.TabFocusReason)
        for key in keys:
            press(key)
        dialog.close()
        return 0

    monkeypatch.setattr(RetentionDialog, "exec", exec_)
    monkeypatch.setattr(RetentionDialog, "deleteLater", lambda _dialog: None)
    home.retention.click()
    (dialog,) = kept
    return dialog


def viewed(room: Room) -> list[str]:
    vault = room.shell.vault if room.shell is not None else None
    assert vault is not None
    return [row.what for row in read_trail(vault, 50, room.clock.now) if row.action == "viewed"]


def test_without_a_time_home_has_no_button_and_the_list_says_who_sets_it(
    room: Room, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not home.retention.isVisible()
    dialog = shown(monkeypatch, home)
    assert OFF in dialog.list.empty.accessibleName()
    assert not dialog.list.rows
    assert not viewed(room)


def test_the_list_names_who_since_when_and_until_when_and_says_that_nothing_is_deleted(
    room: Room, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_years(room, 10)
    assert home.retention.isVisible()
    assert home.retention.text() == "Retention: time is over"
    dialog = shown(monkeypatch, home)
    assert [row.words.name for row in dialog.list.rows] == ["ZYXMARKER", "ŠIMEK"]
    assert dialog.list.rows[0].words.line == "Last entry 25 Nov 2025"
    assert dialog.list.rows[0].words.beside == "kept until 25 Nov 2035"
    assert "Nothing is deleted" in dialog.text.text()
    assert "Records are kept for 10 years after the last entry." in dialog.text.text()
    assert viewed(room) == ["retention"]


def test_nothing_due_is_said(room: Room, home: HomePage, monkeypatch: pytest.MonkeyPatch) -> None:
    set_years(room, 60)
    assert home.retention.text() == "Retention"
    dialog = shown(monkeypatch, home)
    assert NONE in dialog.list.empty.accessibleName()
    assert not viewed(room)


def test_by_keys_from_the_list_to_the_patient(room: Room, home: HomePage, monkeypatch: pytest.MonkeyPatch) -> None:
    set_years(room, 10)
    shown(monkeypatch, home, "Down", "Return")
    assert home.person is not None
    assert home.person.family_name == "Šimek"


def test_names_are_covered_when_they_are_covered_on_home(
    room: Room, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_years(room, 10)
    home.cover(True)
    dialog = shown(monkeypatch, home)
    assert all(row.covered and row.accessibleName().startswith(COVERED) for row in dialog.list.rows)
    assert not any("Zyxmarker".upper() in row.accessibleName() for row in dialog.list.rows)


def test_only_an_administrator_changes_the_time_and_it_is_audited(room: Room, home: HomePage) -> None:
    set_years(room, 10)
    shell = room.shell
    assert shell is not None
    assert shell.vault is not None
    was = shell.vault.person
    shell.vault.person = replace(was, roles=("clinician",))
    setting = next(one for one in shell.settings.known if one.id == "retention_years")
    assert "Only an administrator may say how long records are kept" in shell.settings.set(setting, 1)
    assert shell.settings.preferences.retention_years == 10
    shell.vault.person = was
    assert any(row.what == "retention_years" for row in read_trail(shell.vault, 50, room.clock.now))


def test_the_foot_of_home_says_less_where_the_button_takes_its_room(qtbot: QtBot, room: Room, home: HomePage) -> None:
    room.window.resize(900, 460)
    set_years(room, 10)
    room.clock.pass_days(366 * 12)
    room.window.show_home()
    assert home.retention.isVisible()
    foot = (home.retention, home.accounts, home.backup)
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in foot))
