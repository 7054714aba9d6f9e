"""A failing save keeps one entry waiting and nothing else; typing is kept within a second."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, focused, press, write
from ui.live import AT_MOST_MS, RETRY_MS, Live, Notice, StoreState
from ui.waiting import WaitingCover
from workup.answers import Slot, slot

REASONING = slot("impression_reasoning")
LONG = "leg pain " * 700


class Heard:
    """What a live session told."""

    def __init__(self, live: Live) -> None:
        self.stored: list[StoreState] = []
        self.notices: list[str] = []
        live.stored.connect(self.stored.append)
        live.notice.connect(self._noticed)

    def last(self) -> str:
        """How the last store went."""
        return self.stored[-1].kind

    def _noticed(self, notice: Notice) -> None:
        self.notices.append(notice.text)


@pytest.fixture
def open_room(room: Room) -> Iterator[Room]:
    room.open()
    press("Ctrl+N")
    yield room
    if room.shell is not None and room.shell.vault is not None and room.window.live is not None:
        room.free_disk()
        room.live.discard_waiting()


def test_an_entry_that_cannot_be_stored_waits_alone_and_is_stored_when_there_is_room(
    open_room: Room, qtbot: QtBot
) -> None:
    live, heard = open_room.live, Heard(open_room.live)
    open_room.fill_disk()
    live.answer(REASONING, LONG)
    assert live.waiting == REASONING
    assert "full" in heard.stored[-1].sentence
    assert open_room.value("impression_reasoning") is None, "nothing is in force before it is stored"
    live.answer(slot("main_region"), "back_leg")
    assert heard.notices, "a second entry is refused with a sentence"
    assert open_room.value("main_region") is None
    open_room.free_disk()
    qtbot.waitUntil(lambda: not live.failing, timeout=3 * RETRY_MS)
    assert heard.last() == "saved"
    assert open_room.value("impression_reasoning") == LONG


def test_the_question_that_waits_can_be_answered_anew(open_room: Room) -> None:
    open_room.fill_disk()
    open_room.live.answer(REASONING, LONG)
    open_room.free_disk()
    open_room.live.answer(REASONING, "shorter")
    assert not open_room.live.failing
    assert open_room.value("impression_reasoning") == "shorter"


def test_a_waiting_entry_is_discarded_by_name(open_room: Room) -> None:
    live, strips = open_room.live, open_room.workspace.strips
    open_room.fill_disk()
    live.answer(REASONING, LONG)
    assert "reasoning" in strips._store.line.text().lower(), "the strip names the entry that waits"
    strips.discard_wanted.emit()
    assert not live.failing
    assert open_room.value("impression_reasoning") is None
    open_room.free_disk()
    live.answer(slot("main_region"), "back_leg")
    assert open_room.value("main_region") == "back_leg"


def test_while_an_entry_waits_its_field_keeps_the_text_and_others_take_none(open_room: Room, qtbot: QtBot) -> None:
    press("Alt+6")
    open_room.go_to("impression_reasoning")
    field = focused()
    open_room.fill_disk()
    assert field.property("plainText") is not None
    field.setProperty("plainText", LONG)
    press("Tab")
    assert open_room.live.failing
    assert field.property("plainText") == LONG
    press("Alt+1")
    open_room.go_to("family_name")
    write("Nobody")
    press("Tab")
    assert open_room.value("family_name") is None
    open_room.free_disk()
    qtbot.waitUntil(lambda: not open_room.live.failing, timeout=3 * RETRY_MS)
    assert open_room.value("impression_reasoning") == LONG


def test_the_window_stays_open_and_lists_cannot_be_reached_while_an_entry_waits(open_room: Room) -> None:
    open_room.fill_disk()
    open_room.live.answer(REASONING, LONG)
    open_room.window.close()
    assert open_room.window.isVisible()
    open_room.window.show_home()
    assert open_room.window.pages.currentWidget() is open_room.workspace


def test_a_lock_with_a_waiting_entry_covers_the_screen_and_ends_once_it_is_stored(
    open_room: Room, qtbot: QtBot
) -> None:
    shell = open_room.shell
    assert shell is not None
    open_room.live.answer(slot("family_name"), "Müller")
    open_room.fill_disk()
    open_room.live.answer(REASONING, LONG)
    shell.lock("")
    cover = open_room.window.pages.currentWidget()
    assert isinstance(cover, WaitingCover)
    assert not any("MÜLLER" in label.text() for label in open_room.window.findChildren(QLabel) if label.isVisible())
    assert focused() is cover
    assert not open_room.ended
    open_room.free_disk()
    qtbot.waitUntil(lambda: bool(open_room.ended), timeout=3 * RETRY_MS)
    assert open_room.ended == [75]
    assert shell.vault is None


def test_typing_is_kept_after_a_pause_and_offered_back(open_room: Room, qtbot: QtBot) -> None:
    open_room.go_to("family_name")
    write("Mül")
    kept = open_room.live.session.typed
    assert not kept(), "not at every letter"
    qtbot.waitUntil(lambda: bool(kept()), timeout=2 * AT_MOST_MS)
    assert [(each.slot, each.text) for each in kept()] == [(slot("family_name"), "Mül")]
    press("Return")
    assert not kept(), "an entry takes the place of what was typed"


def test_typing_without_a_pause_is_kept_within_a_second(open_room: Room, qtbot: QtBot) -> None:
    live = open_room.live
    text = ""
    while not live.session.typed():
        text += "a"
        assert len(text) < 2 * AT_MOST_MS / 50
        live.typing(slot("reason"), text)
        qtbot.wait(50)
    assert len(text) * 50 >= AT_MOST_MS / 2


def test_typing_that_cannot_be_kept_is_tried_again_and_told(open_room: Room, qtbot: QtBot) -> None:
    live, heard = open_room.live, Heard(open_room.live)
    open_room.fill_disk()
    live.typing(REASONING, LONG)
    live.flush()
    assert live.failing
    assert live.waiting == REASONING
    assert heard.last() == "failed"
    open_room.free_disk()
    qtbot.waitUntil(lambda: not live.failing, timeout=3 * RETRY_MS)
    assert heard.last() == "saved"
    assert [each.text for each in live.session.typed()] == [LONG]


def test_an_impossible_entry_is_refused_with_a_sentence_and_changes_nothing(open_room: Room) -> None:
    heard = Heard(open_room.live)
    open_room.live.answer(Slot("height"), 9000)
    assert heard.notices
    assert not heard.stored
    assert open_room.value("height") is None


def test_midnight_opens_a_new_visit(open_room: Room) -> None:
    open_room.live.answer(slot("back_pain_now"), 7)
    before = open_room.live.session.assessment
    open_room.clock.pass_days(1)
    open_room.live._look_at_clock()
    after = open_room.live.session.assessment
    assert after.today > before.today
    assert slot("back_pain_now") in after.open
    assert slot("back_pain_now") not in before.open
    assert "26 Nov 2025" in open_room.workspace.rail.visit.text()
