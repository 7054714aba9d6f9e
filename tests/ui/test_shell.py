"""The frame of a workup at every width: what folds, what never leaves, and the screen that can be hidden at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.room import Room, focused, press
from ui.blank import Blank
from ui.identity import operation_words, safety_words
from workup.answers import Marks, Value, slot

SIZES = [(900, 460), (1024, 768), (1200, 700), (1366, 768), (1920, 1080)]


def sized(room: Room, wide: int, high: int) -> None:
    """Give the window a size and let it be laid out."""
    room.window.resize(wide, high)
    for _ in range(3):
        QApplication.processEvents()


def on_screen(widget: QWidget) -> QRect:
    """Where a widget stands in its window."""
    return QRect(widget.mapTo(widget.window(), widget.rect().topLeft()), widget.size())


def test_the_patient_and_what_is_unsafe_to_forget_never_leave(sample: Room) -> None:
    line = sample.workspace.top.line
    for wide, high in SIZES:
        sized(sample, wide, high)
        shown = [one for one in line.findChildren(QWidget) if one.isVisible()]
        said = " ".join(one.accessibleName() or one.text() for one in shown)  # type: ignore[attr-defined]  # tags, labels
        for part in ("MARCHETTI,", "Elena", "F", "54 y", "born 14 Jun 1971", "MRN 004-2318",
                     "PLIF L4–S1, titanium, PEEK", "Apixaban", "Allergy: Penicillin"):  # fmt: skip
            assert part in said, (wide, high)
        for one in shown:
            assert line.rect().contains(one.geometry()), (wide, high, one.accessibleName())
            assert not any(other is not one and other.geometry().intersects(one.geometry()) for other in shown)


def test_in_a_low_window_the_title_stands_in_the_top_bar_and_comes_back(sample: Room) -> None:
    bar, title = sample.workspace.top, sample.workspace.title
    assert not on_screen(bar).intersects(on_screen(title))
    sized(sample, 900, 460)
    assert on_screen(bar).contains(on_screen(title))
    assert title.menu.isVisible()
    assert not title.filter.isVisible()
    press("Alt+4")
    assert title.title.text() == "Exam"
    assert title.title.width() >= title.title.sizeHint().width()
    sized(sample, 1366, 768)
    assert not on_screen(bar).intersects(on_screen(title))
    assert title.filter.isVisible()


def test_the_switch_in_a_low_window_is_a_list_and_does_the_same(sample: Room) -> None:
    sized(sample, 900, 460)
    title = sample.workspace.title
    told: list[str] = []
    title.filter_wanted.connect(told.append)
    title._take(title.filter, "findings")
    assert told == ["findings"]
    assert title.menu.text() == "Findings"


def test_in_a_narrow_window_the_panel_is_a_drawer_that_moves_nothing(sample: Room) -> None:
    sized(sample, 1024, 768)
    place, panel = sample.workspace.panel_place, sample.workspace.panel
    before, questions = focused(), on_screen(sample.workspace.pages)
    assert panel.folded
    press("F6")
    assert not panel.folded
    assert panel.isAncestorOf(focused())
    assert on_screen(sample.workspace.pages) == questions
    assert on_screen(panel).intersects(questions)
    press("Esc")
    assert panel.folded
    assert not place.covers
    assert focused() is before


def test_the_drawer_closes_when_the_keyboard_goes_to_what_it_covers(sample: Room) -> None:
    sized(sample, 1024, 768)
    press("Shift+F6")
    assert sample.workspace.panel_place.covers
    sample.go_to("operation_date@1")
    assert sample.workspace.panel.folded


def test_a_wide_window_keeps_the_panel_beside_the_questions_and_gives_it_more_room(sample: Room) -> None:
    panel, pages = sample.workspace.panel, sample.workspace.pages
    assert (panel.width(), sample.workspace.rail.width()) == (304, 188)
    sized(sample, 1920, 1080)
    theme = sample.window.theme
    assert (panel.width(), sample.workspace.rail.width()) == (theme.px(340), theme.px(208))
    assert not on_screen(panel).intersects(on_screen(pages))


def test_under_1000_wide_the_cards_stand_in_one_column(sample: Room) -> None:
    press("Alt+4")
    cards = [one for one in sample.workspace.forms["exam"]._column.seen() if not one.is_lone()]
    assert len({card.y() for card in cards}) < len(cards)
    sized(sample, 960, 700)
    assert len({card.y() for card in cards}) == len(cards)


@pytest.mark.parametrize(
    ("given", "kinds", "said"),
    [
        ({}, ["plain"], "PLIF L4–S1, titanium, PEEK"),
        ({"implant_material@1": None}, ["caution"], "implants of unknown material"),
    ],
)
def test_the_operation_says_its_implants_and_is_amber_when_their_kind_is_unknown(
    sample: Room, given: dict[str, Value | None], kinds: list[str], said: str
) -> None:
    for address, value in given.items():
        sample.live.answer(slot(address), value)
    found = operation_words(sample.live.session.assessment)
    assert [one.kind for one in found] == kinds
    assert said in found[0].text


def test_an_implant_is_amber_until_its_label_is_known_and_when_it_is_unsafe(sample: Room) -> None:
    def said() -> list[str]:
        return [one.text for one in safety_words(sample.live.session.assessment) if one.text.startswith("Implant")]

    assert said() == []
    sample.live.answer(slot("mr_hazards"), Marks(present=("pacemaker",)))
    assert said() == ["Implant: MR status unknown"]
    sample.live.answer(slot("implants@1"), "added")
    sample.live.answer(slot("implant_kind@1"), "pacemaker")
    assert said() == ["Implant: MR status unknown"]
    sample.live.answer(slot("mr_status@1"), "mr_unsafe")
    assert said() == ["Implant: MR Unsafe"]
    sample.live.answer(slot("mr_status@1"), "mr_conditional")
    assert said() == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Y, Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_the_screen_is_hidden_at_once_and_any_key_shows_it_and_does_nothing_else(sample: Room, key: Qt.Key) -> None:
    before, entries = focused(), sample.vault.database.row("SELECT count(*) FROM entry")
    press("Ctrl+Shift+L")
    blank = sample.window.findChild(Blank)
    assert isinstance(blank, Blank)
    assert blank.isVisible()
    assert blank.geometry() == sample.window.rect()
    assert focused() is blank
    picture = blank.grab().toImage()
    assert picture.pixelColor(2, 2) == sample.window.theme.color("bg")
    QTest.keyClick(blank, key)
    assert not blank.isVisible()
    assert focused() is before
    assert sample.vault.database.row("SELECT count(*) FROM entry") == entries


def test_a_click_shows_the_hidden_screen(sample: Room) -> None:
    sample.window.blank()
    blank = sample.window.findChild(Blank)
    assert isinstance(blank, Blank)
    QTest.keyClick(blank, Qt.Key.Key_Control)
    assert blank.isVisible()
    QTest.mouseClick(blank, Qt.MouseButton.LeftButton)
    assert not blank.isVisible()
    assert sample.window.workspace is not None
