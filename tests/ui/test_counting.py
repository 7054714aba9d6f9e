"""The table without names from Home: the password asked again, the file written once, too few refused in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QFileDialog

from tests.ui.answering import real_library
from tests.ui.form_hands import typed_in
from tests.ui.room import PASSWORD, Room
from tests.workup.notes import laid
from ui.accounts.forms import FormDialog
from ui.counting import CohortButton
from ui.widgets import Dialog
from workup.session import Session


def filled(room: Room, count: int) -> None:
    """So many patients who are alike."""
    opened = room.unlocked()
    session = Session(real_library(), opened, room.clock)
    for number in range(count):
        session.begin()
        given = {"birth_date": "1971-06-14", "sex": "female", "main_region": "back_leg", "mrn": f"Zyxmarker{number}"}
        session.answer_all([(where, answer.value) for where, answer in laid(given).items()])
        session.close()
    opened.close(room.clock.now)


def typing(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> list[str]:
    """Type these into the dialog one after another; what it and the dialog after it said."""
    told: list[str] = []

    def say(dialog: Dialog) -> int:
        told.append(dialog.text.text())
        return 1

    monkeypatch.setattr(Dialog, "exec", say)
    monkeypatch.setattr(FormDialog, "exec", typed_in(told, *passwords))
    return told


def test_a_wrong_password_makes_nothing_and_the_right_one_the_table(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(room, 5)
    target = tmp_path / "table.csv"
    names: list[str] = []

    def choose(*asked: object) -> tuple[str, str]:
        names.append(Path(str(asked[2])).name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    told = typing(monkeypatch, "not the password", PASSWORD)
    home = room.open().home
    assert home is not None
    home.count.click()
    assert "not your password" in told[0]
    assert names == ["Table without names 25 Nov 2025.csv"]
    text = target.read_text(encoding="utf-8")
    assert len(text.splitlines()) == 6
    assert "Zyxmarker" not in text
    assert "5 rows" in told[-1]
    last = room.vault.database.rows("SELECT action, object FROM audit ORDER BY seq DESC LIMIT 1")
    assert last == [("exported", "cohort")]


def test_too_few_patients_are_refused_in_the_dialog(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(room, 2)
    asked: list[object] = []

    def choose(*given: object) -> tuple[str, str]:
        asked.append(given)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    told = typing(monkeypatch, PASSWORD)
    home = room.open().home
    assert home is not None
    home.count.click()
    assert "Nothing was exported" in told[0]
    assert not asked


def test_who_may_not_export_sees_no_way_to_it(room: Room) -> None:
    window = room.open()
    room.vault.person = replace(room.vault.person, roles=("assistant",))
    assert window.library is not None
    button = CohortButton(window.theme, window.library, room.vault, room.clock, lambda: window.settings.preferences)
    assert button.isHidden()
    button.deleteLater()
