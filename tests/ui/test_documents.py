"""Attached reports on screen: chosen or dropped, examined, looked at, taken back, exported; nothing of them leaks."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.documents_hands import REPORT, WHERE, attach, field, files, meeting, view
from tests.ui.room import Room, press
from tests.workup.reports import HOSTILE, MARKER, pdf, picture
from tests.workup.test_leaks import files_with_marker
from ui.documents.asking import AskingDialog, title_of
from ui.documents.viewer import DocumentViewer
from ui.fields.document import ONE, DocumentField
from workup.documents import digest_of
from workup.note import plain_text

pytest_plugins = ("tests.ui.document_fixtures",)


def test_a_report_is_attached_shown_and_there_after_closing(desk: Room, qtbot: QtBot, report: Path) -> None:
    attach(desk, qtbot, report)
    assert files(desk) == ["MRI report 19 Nov"]
    row = field(desk).controls()[0]
    assert row.accessibleName() == "MRI report 19 Nov, 3 pages, 25 Nov, Dr Ann Example"
    desk.close()
    desk.open()
    press("Down", "Return")
    desk.go_to(WHERE)
    assert files(desk) == ["MRI report 19 Nov"]
    assert desk.vault.document(digest_of(REPORT)) == REPORT
    seen: list[str] = []

    def turn(viewer: DocumentViewer) -> None:
        qtbot.waitUntil(lambda: viewer.number.text() == "1 of 3", timeout=20_000)
        seen.append(viewer.text.text())
        wide = viewer.sheet._sheet.sizeHint().width()
        QTest.keyClick(viewer.sheet, Qt.Key.Key_PageDown)
        qtbot.waitUntil(lambda: viewer.number.text() == "2 of 3", timeout=20_000)
        QTest.keyClick(viewer.sheet, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: viewer.number.text() == "3 of 3", timeout=20_000)
        QTest.keyClick(viewer.sheet, Qt.Key.Key_Plus)
        qtbot.waitUntil(lambda: viewer.sheet._sheet.sizeHint().width() > wide, timeout=20_000)
        assert viewer.sheet.verticalScrollBar().maximum() > 0
        QTest.keyClick(viewer.sheet, Qt.Key.Key_Escape)

    view(desk, turn)
    assert seen == ["3 pages. Attached on 25 Nov 2025, 09:12, by Dr Ann Example."]
    actions = [row[0] for row in desk.vault.database.rows("SELECT action FROM audit WHERE object LIKE 'document:%'")]
    assert actions == ["viewed"]


def test_before_attaching_the_page_stands_below_the_name_of_the_patient(
    desk: Room, qtbot: QtBot, report: Path
) -> None:
    told: list[tuple[str, bool]] = []

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, AskingDialog)
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)  # not before the page is there
        told.append((dialog.text.text(), dialog.accept_button.isEnabled()))
        qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
        told.append((dialog.number.text(), dialog.sheet._sheet.sizeHint().height() > 300))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    meeting(AskingDialog, look)
    field(desk).attach(report)
    asked = "To the record of MARCHETTI, Elena, born 14 Jun 1971. Check that the report is of this person."
    assert told == [(asked, False), ("1 of 3", True)]
    assert files(desk) == []


def test_a_title_can_be_given_and_a_scan_is_attached_too(desk: Room, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(picture())
    (tmp_path / "photo.jpg").write_bytes(picture("JPEG"))
    attach(desk, qtbot, tmp_path / "scan.png", "Radiologist's letter")
    attach(desk, qtbot, tmp_path / "photo.jpg")
    assert files(desk) == ["Radiologist's letter", "photo"]


def test_a_hostile_file_is_refused_beside_the_field(desk: Room, tmp_path: Path) -> None:
    for name in ("launch", "locked", "dicom", "png bomb", "flood", "text"):
        make, word, called = HOSTILE[name]
        (tmp_path / called).write_bytes(make())
        field(desk).attach(tmp_path / called)
        assert word in field(desk).problem, name
        assert files(desk) == [], name


def test_what_is_no_file_is_refused_without_a_dialog(desk: Room, report: Path) -> None:
    link = report.with_name("link.pdf")
    link.symlink_to(report)
    for path, word in ((link, "is a link"), (report.parent, "is a folder"), (report.with_name("gone"), "no longer")):
        field(desk).attach(path)
        assert word in field(desk).problem
    assert files(desk) == []


def test_the_same_document_is_attached_once(desk: Room, qtbot: QtBot, report: Path) -> None:
    attach(desk, qtbot, report)
    copy = report.with_name("copy.pdf")
    copy.write_bytes(REPORT)
    attach(desk, qtbot, copy)
    assert files(desk) == ["MRI report 19 Nov"]
    assert "already, as “MRI report 19 Nov”" in field(desk).problem


def test_cancelling_attaches_nothing_and_says_nothing(desk: Room, report: Path) -> None:
    meeting(AskingDialog, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    field(desk).attach(report)
    assert files(desk) == []
    assert field(desk).problem == ""
    assert desk.live.session.documents.held == {}


def test_taken_back_it_leaves_the_answers_and_stays_readable(desk: Room, qtbot: QtBot, report: Path) -> None:
    attach(desk, qtbot, report)
    QTest.keyClick(field(desk).controls()[0], Qt.Key.Key_Delete)
    assert files(desk) == []
    row = field(desk).controls()[0]
    assert row.accessibleName() == "MRI report 19 Nov, 3 pages, taken back 25 Nov"
    told: list[str] = []

    def read(viewer: DocumentViewer) -> None:
        qtbot.waitUntil(lambda: viewer.number.text() == "1 of 3", timeout=20_000)
        told.append(viewer.text.text())
        QTest.keyClick(viewer.sheet, Qt.Key.Key_Escape)

    view(desk, read)
    assert "Taken back on 25 Nov 2025, 09:12, by Dr Ann Example." in told[0]
    QTest.keyClick(field(desk).controls()[0], Qt.Key.Key_Delete)  # there is nothing left to take back
    desk.live.undo()
    assert files(desk) == ["MRI report 19 Nov"]


def test_attaching_is_undone_and_done_again(desk: Room, qtbot: QtBot, report: Path) -> None:
    attach(desk, qtbot, report)
    desk.live.undo()
    assert files(desk) == []
    desk.live.redo()
    assert files(desk) == ["MRI report 19 Nov"]
    assert desk.vault.document(digest_of(REPORT)) == REPORT


def test_on_a_full_disk_nothing_is_lost_and_it_is_stored_when_there_is_room(
    desk: Room, qtbot: QtBot, report: Path
) -> None:
    report.write_bytes(pdf(3, "x" * 300_000))
    desk.fill_disk()
    attach(desk, qtbot, report)
    assert desk.live.failing
    assert "disk is full" in field(desk).problem
    desk.free_disk()
    qtbot.waitUntil(lambda: not desk.live.failing, timeout=10_000)
    assert files(desk) == ["MRI report 19 Nov"]
    assert desk.live.session.documents.held == {}


def test_a_damaged_document_is_told_and_the_rest_goes_on(desk: Room, qtbot: QtBot, report: Path) -> None:
    attach(desk, qtbot, report)
    desk.vault.database.run("DROP TRIGGER document_update")
    desk.vault.database.run("UPDATE document SET content = x'00'")
    QTest.keyClick(field(desk).controls()[0], Qt.Key.Key_Return)
    assert "damaged in the record" in field(desk).problem
    assert QApplication.activeModalWidget() is None
    attach(desk, qtbot, _other(report))
    assert len(files(desk)) == 2


def _other(report: Path) -> Path:
    path = report.with_name("other.png")
    path.write_bytes(picture())
    return path


def drop(target: DocumentField, *urls: QUrl) -> None:
    """Drop files on a field."""
    mime = QMimeData()
    mime.setUrls(list(urls))
    assert target.acceptDrops()
    spot, held = QPointF(10, target.height() - 10), Qt.KeyboardModifier.NoModifier
    target.dropEvent(QDropEvent(spot, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, held))


def test_a_dropped_file_is_attached(desk: Room, qtbot: QtBot, report: Path) -> None:
    meeting(AskingDialog, lambda dialog: _accept(dialog, qtbot))
    drop(field(desk), QUrl.fromLocalFile(str(report)))
    qtbot.waitUntil(lambda: files(desk) == ["MRI report 19 Nov"], timeout=20_000)


def _accept(dialog: QWidget, qtbot: QtBot) -> None:
    assert isinstance(dialog, AskingDialog)
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    dialog.accept_button.click()


def test_a_drop_of_several_or_from_elsewhere_is_refused(desk: Room, report: Path) -> None:
    here = QUrl.fromLocalFile(str(report))
    for urls in ((here, here), (QUrl("https://example.org/report.pdf"),)):
        field(desk).refuse("")
        drop(field(desk), *urls)
        assert field(desk).problem == ONE
    assert files(desk) == []


def test_an_assistant_looks_at_a_document_and_does_not_export_it(
    desk: Room, qtbot: QtBot, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(desk, qtbot, report)
    desk.vault.person = replace(desk.vault.person, roles=("assistant",))
    told: list[str] = []

    def export(viewer: DocumentViewer) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("no place is asked for"))
        viewer.export()
        told.append(viewer.said.text())
        QTest.keyClick(viewer.sheet, Qt.Key.Key_Escape)

    view(desk, export)
    assert told == ["Only a clinician may save a page as a file or copy its text. You are signed in as assistant."]


def test_export_writes_the_very_bytes_for_its_owner_only(
    desk: Room, qtbot: QtBot, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(desk, qtbot, report)
    chosen = tmp_path / "out" / "Report"
    chosen.parent.mkdir()
    (chosen.parent / "link.pdf").symlink_to(report)
    told: list[str] = []

    def export(viewer: DocumentViewer) -> None:
        for name in ("Report", "link.pdf", "none/Report.pdf"):
            target = str(chosen.parent / name)
            monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, target=target: (target, ""))
            viewer.export()
            told.append(viewer.said.text())
        QTest.keyClick(viewer.sheet, Qt.Key.Key_Escape)

    view(desk, export)
    written = chosen.with_name("Report.pdf")
    assert written.read_bytes() == REPORT
    assert report.read_bytes() == REPORT
    assert "Exported to Report.pdf. The file is not encrypted" in told[0]
    assert "a link to another file" in told[1]
    assert told[2].startswith("Not exported")
    if os.name == "posix":
        assert stat.S_IMODE(written.stat().st_mode) == 0o600
    actions = [row[0] for row in desk.vault.database.rows("SELECT action FROM audit WHERE object LIKE 'document:%'")]
    assert actions == ["viewed", "exported"]


def test_nothing_of_a_document_is_in_any_file_but_the_one_chosen(
    desk: Room, qtbot: QtBot, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        place = tmp_path / "places" / name
        place.mkdir(parents=True)
        monkeypatch.setenv(name, str(place))
    assert MARKER.split()[0].encode() in REPORT
    attach(desk, qtbot, report, "Zyxmarker title")

    def read(viewer: DocumentViewer) -> None:
        qtbot.waitUntil(lambda: viewer.number.text() == "1 of 3", timeout=20_000)
        assert files_with_marker(tmp_path) == ["from outside/MRI_report 19 Nov.pdf"]
        QTest.keyClick(viewer.sheet, Qt.Key.Key_Escape)

    view(desk, read)
    desk.close()
    assert files_with_marker(tmp_path) == ["from outside/MRI_report 19 Nov.pdf"]


def test_the_page_names_the_document_and_quotes_nothing(desk: Room, qtbot: QtBot, report: Path) -> None:
    attach(desk, qtbot, report)
    text = " ".join(plain_text(desk.live.session.note(desk.shell.settings.preferences)).split())  # type: ignore[union-attr]
    assert "Report attached: MRI report 19 Nov, 3" in text  # pages and day stand on the next line of its column
    assert MARKER not in text


def test_a_smaller_limit_holds_at_once(desk: Room, report: Path, tmp_path: Path) -> None:
    assert desk.shell is not None
    known = {setting.id: setting for setting in desk.shell.settings.known}
    desk.shell.settings.set(known["document_pages"], 2)
    field(desk).attach(report)
    assert "3 pages and up to 2" in field(desk).problem
    desk.shell.settings.set(known["document_mb"], 1)
    large = tmp_path / "large.pdf"
    large.write_bytes(bytes(1_000_001))
    field(desk).attach(large)
    assert "larger than 1 MB" in field(desk).problem


@pytest.mark.parametrize("way", ["blank", "lock"])
def test_covering_and_locking_take_the_document_away_at_once(
    desk: Room, qtbot: QtBot, report: Path, way: str
) -> None:
    attach(desk, qtbot, report)
    running: list[DocumentViewer] = []

    def leave(viewer: DocumentViewer) -> None:
        qtbot.waitUntil(lambda: viewer.number.text() == "1 of 3", timeout=20_000)
        running.append(viewer)
        assert desk.shell is not None
        desk.window.blank() if way == "blank" else desk.shell.lock("")

    view(desk, leave)
    assert QApplication.activeModalWidget() is None
    assert not running[0].isVisible()
    assert not running[0].sheet.drawer._child.running
    assert (desk.ended == [75]) is (way == "lock")


def test_a_refusal_below_the_edge_comes_into_sight(desk: Room, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.dcm").write_bytes(HOSTILE["dicom named"][0]())
    one = field(desk)
    one.attach(tmp_path / "a.dcm")
    qtbot.waitUntil(lambda: not one.visibleRegion().isEmpty())
    qtbot.waitUntil(lambda: one.visibleRegion().boundingRect().bottom() >= one.height() - 1)


@pytest.mark.parametrize(
    ("name", "title"),
    [("MRI_report.pdf", "MRI report"), (".pdf", ".pdf"), ("a\u202efdp.exe", "a fdp"), ("x" * 300 + ".pdf", "x" * 120),
     ("   .png", "Report")],
)  # fmt: skip
def test_a_title_is_made_from_the_name_of_the_file(name: str, title: str) -> None:
    assert title_of(name) == title
