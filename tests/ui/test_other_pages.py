"""The page for the patient and the blank checklists on screen: by key and mouse, with their ways out, and audited."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, press
from ui.otherpages import ChecklistDialog
from ui.pagedialog import PageDialog
from workup.answers import slot

BUILT_MS = 15_000


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[PageDialog]:
    """The dialogs that were opened; they stay open without a loop of their own."""
    found: list[PageDialog] = []

    def show(dialog: PageDialog) -> int:
        found.append(dialog)
        dialog.show()
        return 0

    monkeypatch.setattr(PageDialog, "exec", show)
    return found


def audited(room: Room) -> tuple[str, str]:
    """What was done last, and with what."""
    return tuple(map(str, room.vault.database.rows("SELECT action, object FROM audit ORDER BY seq DESC LIMIT 1")[0]))  # type: ignore[return-value]


def test_the_page_for_the_patient_opens_by_key_and_mouse_and_leaves_audited(
    room: Room, shown: list[PageDialog], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open()
    press("Ctrl+N")
    room.live.answer(slot("family_name"), "Müller")
    press("Alt+7")
    press("Ctrl+T")
    room.workspace.summary.side.patient.click()
    assert len(shown) == 2
    dialog = shown[0]
    qtbot.waitUntil(lambda: bool(dialog.pane.page), timeout=BUILT_MS)
    text = PdfReader(BytesIO(dialog.pane.page)).pages[0].extract_text()
    assert "About your visit" in text
    assert "MÜLLER" in text
    names: list[str] = []

    def choose(*asked: object) -> tuple[str, str]:
        names.append(Path(str(asked[2])).name)
        return str(tmp_path / "page.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog.export()
    assert names == ["Page for the patient 25 Nov 2025.pdf"]
    assert (tmp_path / "page.pdf").read_bytes() == dialog.pane.page
    evaluation = room.live.session.opened.evaluation
    assert audited(room) == ("exported", f"patient-page:{evaluation}")
    dialog.copy_text()
    assert "When to get help at once" in QGuiApplication.clipboard().text()
    assert audited(room)[0] == "copied"
    for each in shown:
        each.done(0)
        each.deleteLater()


def test_who_may_not_export_is_told_and_nothing_is_written(
    room: Room, shown: list[PageDialog], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open()
    press("Ctrl+N")
    press("Alt+7")
    press("Ctrl+T")
    (dialog,) = shown
    qtbot.waitUntil(lambda: bool(dialog.pane.page), timeout=BUILT_MS)
    asked: list[object] = []

    def choose(*given: object) -> tuple[str, str]:
        asked.append(given)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    assistant = replace(room.vault.person, roles=("assistant",))
    dialog.way = type(dialog.way)("Page", assistant, dialog.way.preferences, dialog.way.left)
    before = audited(room)
    dialog.export()
    assert "Only a clinician may" in dialog.said.text()
    dialog.copy_text()
    assert not asked
    assert audited(room) == before
    dialog.done(0)
    dialog.deleteLater()


def test_blank_checklists_open_from_home_step_by_step(room: Room, shown: list[PageDialog], qtbot: QtBot) -> None:
    room.open()
    press("Ctrl+Shift+B")
    (dialog,) = shown
    assert isinstance(dialog, ChecklistDialog)
    assert not dialog.copy_button.isVisible()
    dialog.steps.chosen.emit("exam")
    assert not dialog.accept_button.isEnabled(), "the page of before does not leave"
    qtbot.waitUntil(lambda: bool(dialog.pane.page), timeout=BUILT_MS)
    text = PdfReader(BytesIO(dialog.pane.page)).pages[0].extract_text()
    assert "Gait and spine" in text
    assert "CHECKLIST" in text
    dialog.done(0)
    dialog.deleteLater()
