"""The whole record on screen: from Home and from a workup, after the password, as the file that will leave."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.answering import real_library
from tests.ui.form_hands import typed_in
from tests.ui.room import PASSWORD, Room
from ui.accounts.forms import FormDialog
from ui.wholerecord import RecordDialog
from workup.answers import slot
from workup.session import Session
from workup.session.wholerecord import NAME


@pytest.fixture
def patient(room: Room) -> str:
    opened = room.unlocked()
    session = Session(real_library(), opened, room.clock)
    session.begin()
    for address, value in (("family_name", "Zyxmarker"), ("mrn", "4"), ("reason", "leg pain")):
        session.answer(slot(address), value)
    found = session.opened.patient
    session.close()
    opened.close(room.clock.now)
    return found


def typing(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, *passwords: str) -> tuple[list[str], list[RecordDialog]]:
    """Type these one after another; what the dialog said, and the records shown, each with its page built."""
    told: list[str] = []
    shown: list[RecordDialog] = []

    def show(dialog: RecordDialog) -> int:
        dialog.show()
        qtbot.waitUntil(lambda: bool(dialog.pane.page), timeout=20_000)
        shown.append(dialog)
        dialog.export()
        dialog.export_fhir()
        dialog.done(0)
        return 0

    monkeypatch.setattr(FormDialog, "exec", typed_in(told, *passwords))
    monkeypatch.setattr(RecordDialog, "exec", show)
    return told, shown


def test_a_patient_chosen_on_home_leaves_whole_after_the_password(
    room: Room, patient: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    names: list[str] = []

    def choose(*asked: object) -> tuple[str, str]:
        names.append(Path(str(asked[2])).name)
        return str(tmp_path / names[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    told, shown = typing(monkeypatch, qtbot, "not the password", PASSWORD)
    home = room.open().home
    assert home is not None
    assert home.record.isHidden()
    (row,) = home.vault.search("Zyxmarker")
    home.choose(row)
    assert not home.record.isHidden()
    home.record.click()
    assert "not your password" in told[0]
    assert len(shown) == 1
    assert names == ["Whole record 25 Nov 2025.pdf", "Whole record 25 Nov 2025.json"]
    page, data = (tmp_path / name for name in names)
    assert json.loads(data.read_bytes())["type"] == "collection"
    with pikepdf.open(BytesIO(page.read_bytes())) as file:
        assert file.attachments[NAME].get_file().read_bytes() == data.read_bytes()
    rows = room.vault.database.rows("SELECT action FROM audit WHERE object = ? ORDER BY seq", (f"record:{patient}",))
    assert [action for (action,) in rows] == ["viewed", "exported", "exported"]
    home.clear_search()
    assert home.record.isHidden()


def test_without_the_password_nothing_is_made(
    room: Room, patient: str, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    _, shown = typing(monkeypatch, qtbot, "not the password")
    home = room.open().home
    assert home is not None
    (row,) = home.vault.search("Zyxmarker")
    home.choose(row)
    home.record.click()
    assert shown == []
    rows = room.vault.database.rows("SELECT count(*) FROM audit WHERE object = ?", (f"record:{patient}",))
    assert rows[0][0] == 0


def test_it_is_reached_from_the_open_workup_too(
    room: Room, patient: str, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    _, shown = typing(monkeypatch, qtbot, PASSWORD)
    window = room.open()
    file = room.vault.patient(patient)
    assert file is not None
    window.open_workup(patient, file.evaluations[0].evaluation)
    assert window.workspace is not None
    window.workspace.show_step("summary")
    window.workspace.summary.side.record.click()
    assert [dialog.record.patient for dialog in shown] == [patient]
