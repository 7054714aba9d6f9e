"""A signed page opened from Home: three lines, its record to read, its signer accepted; everything else refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.answering import real_library
from tests.ui.documents_hands import REPORT, meeting
from tests.ui.room import Room, press
from tests.workup.foreign import foreign_page
from ui.signedpage import PageButton
from ui.signedpage.dialog import SignedPageDialog
from ui.signedpage.importing import ImportDialog
from ui.widgets import Dialog
from workup.answers import slot
from workup.session.signers import known_signers

GOOD = ["file: unchanged", "record: unchanged"]


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return foreign_page(tmp_path_factory.mktemp("other"))


@pytest.fixture
def button(room: Room) -> PageButton:
    home = room.open().home
    assert home is not None
    return home.opening


def looked_at(qtbot: QtBot, button: PageButton, path: Path, accept: bool = False) -> list[str]:
    """The lines, the text above, the record and the sentence of the dialog for a file."""
    told: list[str] = []

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, SignedPageDialog)
        qtbot.waitUntil(lambda: dialog.verdict is not None, timeout=20_000)
        if accept:
            dialog.accept_signer.click()
        told.extend(line.said.text() for line in dialog.lines)
        told.extend((dialog.text.text(), dialog.record.toPlainText(), dialog.problem.text()))
        told.append("may accept" if dialog.signer.isVisible() else "")
        dialog.close()

    meeting(SignedPageDialog, look)
    button.open(path)
    return told


def test_a_page_is_read_its_record_shown_and_its_signer_accepted(
    button: PageButton, room: Room, page: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(page)
    told = looked_at(qtbot, button, file)
    assert told[:3] == [*GOOD, "signer: unknown"]
    assert told[3] == "Document 004-2318-W1, version 1, signed 25 Nov 2025, 09:41, by Dr Other"
    assert "Right L5 root pain." in told[4]
    assert told[5:] == ["", "may accept"]
    told = looked_at(qtbot, button, file, accept=True)
    assert told[2] == "signer: known, first seen 2025-11-25"
    assert told[6] == ""
    assert [one.name for one in known_signers(room.vault)] == ["Dr Other"]
    assert looked_at(qtbot, button, file)[2] == "signer: known, first seen 2025-11-25"


def test_a_changed_page_shows_nothing_that_was_not_signed(
    button: PageButton, page: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    from tests.workup.test_seal import record_of, rewritten

    file = tmp_path / "page.pdf"
    file.write_bytes(rewritten(page, record_of(page).replace(b"Right L5 root pain.", b"Wrong words by me!!")))
    told = looked_at(qtbot, button, file)
    assert told[:3] == ["file: changed", "record: changed", "signer: unknown"]
    assert told[4] == ""
    assert "nothing of it is shown" in told[5]
    assert told[6] == ""


def test_what_workup_never_signed_is_refused_with_a_sentence(
    button: PageButton, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Dialog, "exec", lambda dialog: said.append(dialog.text.text()))
    for name, content in (("a.pdf", b"no PDF"), ("b.pdf", b"")):
        (tmp_path / name).write_bytes(content)
        button.open(tmp_path / name)
    button.open(tmp_path / "gone.pdf")
    assert said[0] == "This is no PDF, so it is no page that Workup signed."
    assert all(sentence.endswith(".") and "attached" not in sentence for sentence in said[1:])
    monkeypatch.undo()
    (tmp_path / "report.pdf").write_bytes(REPORT)
    told = looked_at(qtbot, button, tmp_path / "report.pdf")
    assert told[0] == "file: not sealed"
    assert told[3] == "This PDF has no seal: it comes from another program, or it is a draft."


def test_an_accepted_page_is_imported_for_a_new_patient_once_somebody_says_so(
    button: PageButton, room: Room, page: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(page)
    asked: list[str] = []

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, ImportDialog)
        asked.extend((dialog.text.text(), *(choice.text() for choice in dialog.choices)))
        dialog.choices[-1].click()

    def take(dialog: QWidget) -> None:
        assert isinstance(dialog, SignedPageDialog)
        qtbot.waitUntil(lambda: dialog.verdict is not None, timeout=20_000)
        assert not dialog.accept_button.isVisible()
        dialog.accept_signer.click()
        meeting(ImportDialog, choose)
        dialog.accept_button.click()

    meeting(SignedPageDialog, take)
    button.open(file)
    assert "OKOYE, Amara, born 14 Jun 1971, MRN 004-2318" in asked[0]
    assert asked[1:] == ["A new patient"]
    home = room.window.home
    assert home is not None
    assert home.person is not None
    assert home.person.family_name == "Okoye"
    (row,) = home.hits.rows
    assert row.words.who == "imported from 004-2318-W1, signed by Dr Other"
    assert row.words.pill_text == "Imported"
    row.click()
    assert room.workspace.step == "summary"
    summary = room.workspace.summary
    assert summary.page == page
    assert summary.pill.accessibleName() == "Imported, signed 25 Nov 2025"
    assert not summary.side.sign.isVisible()
    assert summary.side.title.text() == "Imported, read only"
    room.workspace.go_to(slot("reason"))
    assert "From document 004-2318-W1, signed by Dr Other." in room.workspace.strips._locked.line.text()
    form = room.workspace.forms[room.workspace.step]
    assert form._views is not None
    assert form._views.of(real_library().items["mrn"], slot("mrn")).read_only


def test_chosen_by_key_and_dropped_onto_home(
    button: PageButton, room: Room, page: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(button, "open", opened.append)
    file = tmp_path / "page.pdf"
    file.write_bytes(page)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    home = room.window.home
    assert home is not None
    press("Ctrl+Shift+O")
    assert opened == [file]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    left, no = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, left, no)
    QApplication.sendEvent(home, over)
    assert over.isAccepted()
    QApplication.sendEvent(home, QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, left, no))
    qtbot.waitUntil(lambda: len(opened) == 2)
