"""Hands for attached documents: a report in a folder, the field of the MRI, and what is done in the dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.room import Room
from tests.workup.reports import pdf
from ui.documents.asking import AskingDialog
from ui.documents.viewer import DocumentViewer
from ui.fields.document import DocumentField
from workup.answers import Attached

WHERE = "result_documents@3"
REPORT = pdf(3)


def field(room: Room) -> DocumentField:
    """The field of the documents of the MRI."""
    found = [one for one in room.workspace.forms["tests"].findChildren(DocumentField) if one.slot.at.record == 3]
    assert len(found) == 1
    return found[0]


def files(room: Room) -> list[str]:
    """The titles attached now."""
    value = room.value(WHERE)
    return [each.title for each in value.files] if isinstance(value, Attached) else []


def meeting(kind: type[QWidget], then: Callable[[QWidget], None]) -> None:
    """Do something with the next dialog of a kind once it is open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            then(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def attach(room: Room, qtbot: QtBot, path: Path, title: str = "") -> None:
    """Attach a file by the keys of the dialog."""

    def accept(dialog: QWidget) -> None:
        assert isinstance(dialog, AskingDialog)
        qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
        if title:
            QTest.keyClicks(dialog.line, title)
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)

    meeting(AskingDialog, accept)
    field(room).attach(path)


def view(room: Room, then: Callable[[DocumentViewer], None]) -> None:
    """Open the first document by key and do something with the viewer."""

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, DocumentViewer)
        then(dialog)

    meeting(DocumentViewer, look)
    QTest.keyClick(field(room).controls()[0], Qt.Key.Key_Return)
