"""The process that draws a document: pages come back as pictures, and what cannot be drawn or lies is told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.documents_hands import REPORT, attach, view
from tests.ui.room import Room
from tests.workup.reports import LIMITS, pdf, picture
from ui.documents.drawer import Drawer
from ui.documents.examiner import Examiner
from ui.documents.sheet import PageSheet
from ui.documents.viewer import NOT_SHOWN, DocumentViewer
from ui.theme import Theme
from workup.documents import Examined, Job
from workup.documents.verdict import GAVE_UP

pytest_plugins = ("tests.ui.document_fixtures", "tests.ui.form_fixtures")


def drawn(qtbot: QtBot, media: str, content: bytes, wide: int = 300) -> QImage:
    """The first page of a document."""
    drawer, pictures = Drawer(), list[QImage]()
    drawer.ready.connect(lambda _pages: drawer.draw(0, wide))
    drawer.drawn.connect(lambda _page, image: pictures.append(image))
    with qtbot.waitSignal(drawer.drawn, timeout=20_000):
        drawer.show(media, content, 1_000_000)
    drawer.stop()
    return pictures[0]


@pytest.mark.parametrize(
    ("media", "content"),
    [("application/pdf", pdf(1)), ("image/png", picture()), ("image/jpeg", picture("JPEG"))],
    ids=["pdf", "png", "jpeg"],
)
def test_a_page_has_ink_on_white(qtbot: QtBot, media: str, content: bytes) -> None:
    image = drawn(qtbot, media, content)
    assert image.width() == 300
    tones = {image.pixelColor(x, y).lightness() for x in range(0, 300, 3) for y in range(0, image.height(), 2)}
    assert max(tones) == 255
    assert min(tones) < 90


def test_a_page_of_absurd_shape_stays_small(qtbot: QtBot) -> None:
    long = pdf(1).replace(b"0 0 595 842", b"0 0 1 14400")
    image = drawn(qtbot, "application/pdf", long, 5000)
    assert image.width() * image.height() <= 16_000_000


@pytest.mark.parametrize(
    ("media", "content"),
    [("application/pdf", b"%PDF-1.7 nothing"), ("image/png", b"\x89PNG"), ("image/png", picture("PNG", (2000, 2000)))],
    ids=["broken pdf", "broken png", "more pixels than allowed"],
)
def test_what_cannot_be_drawn_fails(qtbot: QtBot, media: str, content: bytes) -> None:
    drawer = Drawer()
    with qtbot.waitSignal(drawer.failed, timeout=20_000):
        drawer.show(media, content, 1_000_000)
    assert not drawer._child.running


def test_a_process_that_dies_or_lies_is_told_once(qtbot: QtBot) -> None:
    harms: tuple[Callable[[Drawer], object], ...] = (
        lambda one: one._child.findChildren(QProcess)[0].terminate(),
        lambda one: one._hear(b"\xff\xff\xff\xff"),
        lambda one: one._hear(b"\0\0\0\x01\xc1"),
        lambda one: one._child._too_long(),
    )
    for harm in harms:
        drawer, failures = Drawer(), list[int]()
        drawer.failed.connect(lambda failures=failures: failures.append(1))
        with qtbot.waitSignal(drawer.ready, timeout=20_000):
            drawer.show("application/pdf", REPORT, 1_000_000)
        with qtbot.waitSignal(drawer.failed, timeout=20_000):
            harm(drawer)
        assert failures == [1]


def test_an_examination_that_takes_too_long_refuses_the_file(qtbot: QtBot) -> None:
    examiner = Examiner()
    examiner._child._clock.setInterval(1)
    with qtbot.waitSignal(examiner.examined, timeout=20_000) as told:
        examiner.examine(Job("report.pdf", REPORT, LIMITS))
    assert told.args == [Examined(sentence=GAVE_UP)]
    assert not examiner._child.running


def test_a_process_that_cannot_start_refuses_the_file(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    examiner = Examiner()
    with qtbot.waitSignal(examiner.examined, timeout=20_000) as told:
        examiner.examine(Job("report.pdf", REPORT, LIMITS))
    assert told.args == [Examined(sentence=GAVE_UP)]


def test_two_readers_that_disagree_show_nothing(desk: Room, qtbot: QtBot, report: Path) -> None:
    attach(desk, qtbot, report)
    told: list[str] = []

    def read(viewer: DocumentViewer) -> None:
        viewer.sheet.pages = 7
        qtbot.waitUntil(lambda: viewer.said.text() == NOT_SHOWN, timeout=20_000)
        told.append(viewer.said.text())
        QTest.keyClick(viewer.sheet, Qt.Key.Key_Escape)

    view(desk, read)
    assert told == [NOT_SHOWN]


def test_a_page_that_takes_its_time_is_said_to_be_drawn_until_it_is_there(
    form_theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = PageSheet(form_theme)
    qtbot.addWidget(sheet)
    sheet.resize(500, 600)
    monkeypatch.setattr(sheet.drawer, "show", lambda *_: None)
    sheet.open("application/pdf", b"", 100, 2)
    blank = sheet.grab().toImage()
    qtbot.waitUntil(lambda: sheet._sheet.said == "Drawing the page …", timeout=5000)
    assert sheet.grab().toImage() != blank
    picture_of_it = QImage(300, 400, QImage.Format.Format_RGB888)
    picture_of_it.fill(0xFFFFFF)
    sheet._show_page(0, picture_of_it)
    assert not sheet._sheet.said
    assert not sheet._late.isActive()
    sheet.stop()
