"""Saving a page: what it is called by default, and nothing is replaced without being asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, press
from ui.leaving import PDF, suggested_name
from ui.widgets import Dialog
from workup.answers import slot
from workup.whole import write_whole

BUILT_MS = 15_000


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_suggested_name_is_one_name_that_every_system_takes(title: str, whose: str) -> None:
    name = suggested_name(title, date(2025, 11, 25), PDF, whose)
    assert Path("/anywhere", name).name == name
    assert name.endswith(".pdf")
    assert len(name) <= 90
    assert not set(name) & set('<>:"/\\|?*\0\n\u202e')
    assert not name.startswith(" ")


def test_the_patient_stands_in_a_suggested_name_only_when_the_clinic_wants_it(
    room: Room, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def choose(*asked: object) -> tuple[str, str]:
        names.append(Path(str(asked[2])).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    room.open()
    press("Ctrl+N")
    room.live.answer(slot("family_name"), "Mü/ller")
    press("Alt+7")
    summary = room.workspace.summary
    qtbot.waitUntil(lambda: bool(summary.page), timeout=BUILT_MS)
    press("Ctrl+E")
    settings = room.window.settings
    settings.set(next(each for each in settings.known if each.id == "names_in_files"), True)
    qtbot.waitUntil(lambda: bool(summary.page), timeout=BUILT_MS)
    press("Ctrl+E")
    assert names == ["Workup summary 25 Nov 2025.pdf", "Workup summary MÜ LLER 25 Nov 2025.pdf"]


def test_a_file_whose_name_was_completed_is_replaced_only_when_asked(
    room: Room, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "page.pdf"
    target.write_bytes(b"something else")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "page"), ""))
    room.open()
    press("Ctrl+N", "Alt+7")
    summary = room.workspace.summary
    qtbot.waitUntil(lambda: bool(summary.page), timeout=BUILT_MS)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> int:
        asked.append(dialog.text.text())
        return 0

    monkeypatch.setattr(Dialog, "exec", refuse)
    press("Ctrl+E")
    assert "page.pdf" in asked[0]
    assert target.read_bytes() == b"something else"
    monkeypatch.setattr(Dialog, "exec", lambda _: 1)
    press("Ctrl+E")
    assert target.read_bytes() == summary.page


def test_a_new_file_never_takes_the_place_of_one_that_came_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "page.pdf"
    kept = Path.exists

    def appears(path: Path) -> bool:
        found = kept(path)
        if path == target and not found:
            target.write_bytes(b"came meanwhile")
        return found

    monkeypatch.setattr(Path, "exists", appears)
    with pytest.raises(FileExistsError):
        write_whole(target, b"page", new=True)
    assert target.read_bytes() == b"came meanwhile"
    assert [path.name for path in tmp_path.iterdir()] == ["page.pdf"], "nothing half written stays"


def test_where_a_file_has_one_name_only_a_new_one_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    write_whole(tmp_path / "page.pdf", b"page", new=True)
    assert (tmp_path / "page.pdf").read_bytes() == b"page"
    assert [path.name for path in tmp_path.iterdir()] == ["page.pdf"]
