"""Help: the tour comes once, F1 knows its screen, the manuals are one page and true to their place."""

from __future__ import annotations

import io

import pypdf
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.answering import RESOURCES, real_figure
from tests.ui.room import MORNING, Room, press
from ui.guide import ManualDialog, TourDialog
from ui.keys import KEYS, SCREENS, KeysDialog, groups_of
from ui.widgets import Reading
from workup.manuals import TOUR_SEEN, load_manual, manual_cover, manual_note, tour_of
from workup.note import Cover
from workup.paper import pdf
from workup.style import load_style
from workup.texts import LANGUAGES, language


@pytest.fixture
def no_tour() -> None:
    """Here it comes."""


@pytest.fixture(autouse=True)
def seen_by(room: Room) -> None:
    """The account of the room has seen the tour."""
    vault = room.unlocked()
    vault.set_setting(tour_of(vault.person.id), TOUR_SEEN, vault.person.id, MORNING)
    vault.close(MORNING)


def opened(monkeypatch: pytest.MonkeyPatch) -> list[QDialog]:
    """Dialogs are shown and stay; what was opened."""
    seen: list[QDialog] = []

    def exec_(dialog: QDialog) -> int:
        dialog.setModal(False)
        dialog.show()
        dialog.activateWindow()
        QTest.qWaitForWindowActive(dialog)
        seen.append(dialog)
        return 0

    monkeypatch.setattr(QDialog, "exec", exec_)
    monkeypatch.setattr(QDialog, "deleteLater", lambda _dialog: None)
    return seen


def test_the_tour_comes_once_to_an_account_and_escape_ends_it(room: Room, qtbot: QtBot) -> None:
    vault = room.unlocked()
    with vault.database.transaction():
        vault.database.run("DELETE FROM setting WHERE name = ?", (tour_of(vault.person.id),))
    vault.close(MORNING)
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, TourDialog) and dialog.isActiveWindow():
            seen.append(dialog.windowTitle())
            press("Esc")
        else:
            QTimer.singleShot(10, room.window, look)

    shell = room.start()
    shell.enter(room.unlocked())
    QTimer.singleShot(10, room.window, look)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["Workup in one page"]
    room.close()
    room.open()
    QApplication.processEvents()
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize(("keys", "screen"), [((), "home"), (("Alt+4",), "exam"), (("Alt+7",), "summary")])
def test_f1_shows_the_keys_of_the_screen_and_leads_to_those_of_all(
    sample: Room, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], screen: str
) -> None:
    if not keys:
        sample.window.show_home()
        QApplication.processEvents()
    press(*keys)
    seen = opened(monkeypatch)
    press("F1")
    (dialog,) = seen
    assert isinstance(dialog, KeysDialog)
    said = [label.text() for label in dialog.findChildren(type(dialog.heading))]
    for title, lines in KEYS:
        shown = title in SCREENS[screen] or title == "Everywhere"
        assert (title in said) == shown, title
        assert not shown or all(does in said for _, does in lines)
    dialog.all.click()
    QApplication.processEvents()
    said = [label.text() for label in dialog.findChildren(type(dialog.heading)) if label.isVisible()]
    assert all(title in said for title, _ in KEYS)
    dialog.close()


def test_every_screen_has_keys_of_its_own_and_every_group_a_screen() -> None:
    titles = {title for title, _ in KEYS}
    assert all(groups_of(screen)[0][0] == wanted[0] for screen, wanted in SCREENS.items())
    assert {title for wanted in SCREENS.values() for title in wanted} | {"Everywhere"} == titles


def test_a_manual_is_read_with_the_keys_and_printed_from_home(sample: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.window.show_home()
    QApplication.processEvents()
    seen = opened(monkeypatch)
    press("F1")
    manual = next(button for button in seen[0].findChildren(type(seen[0].accept_button)) if button.text() == "Manual")  # type: ignore[attr-defined]
    manual.click()
    dialog = seen[1]
    assert isinstance(dialog, ManualDialog)
    reading = dialog.focusWidget()
    assert isinstance(reading, Reading)
    before = reading.verticalScrollBar().value()
    QTest.keyClick(reading, Qt.Key.Key_PageDown)
    assert reading.verticalScrollBar().value() > before
    dialog.print_button.click()
    assert seen[2].windowTitle() == "Workup, for users"
    for one in reversed(seen):
        one.close()


@pytest.mark.parametrize("which", ["user", "administrator"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_manual_is_one_page(which: str, paper: str, code: str) -> None:
    with language(code):
        manual = load_manual(RESOURCES, which)  # type: ignore[arg-type]
    cover = manual_cover(Cover(author="", printed_at=MORNING, paper=paper))  # type: ignore[arg-type]
    made = pdf(manual_note(manual, cover), load_style(RESOURCES / "style.toml"), real_figure(), cover)
    (page,) = pypdf.PdfReader(io.BytesIO(made)).pages
    text = page.extract_text()
    assert all(chapter.title in text for chapter in manual.section)
    assert "MANUAL" in text


@pytest.mark.parametrize("which", ["user", "administrator", "tour"])
def test_a_manual_says_as_much_in_another_language(which: str) -> None:
    english = load_manual(RESOURCES, which)  # type: ignore[arg-type]
    for code in set(LANGUAGES) - {"en"}:
        with language(code):
            other = load_manual(RESOURCES, which)  # type: ignore[arg-type]
        assert [(len(one.lines), one.icon) for one in other.section] == [
            (len(one.lines), one.icon) for one in english.section
        ]
        ours, theirs = ({line for one in each.section for line in one.lines} for each in (english, other))
        assert not ours & theirs, code


def test_the_administrators_manual_says_what_is_held_by_what_and_how_nothing_is_lost() -> None:
    manual = load_manual(RESOURCES, "administrator")
    titles = [chapter.title for chapter in manual.section]
    assert titles[:2] == ["What is held by cryptography", "What is held by the program only"]
    assert {"Recovery", "Backups", "The computer"} <= set(titles)
    said = " ".join(line for chapter in manual.section for line in chapter.lines)
    assert all(word in said for word in ("full-disk encryption", "recovery sheet", "idle", "no back door"))
