"""F7: the note as it grows, where its sentences come from, and what waits to be confirmed."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.room import Room, focused, press
from ui.narrative import NotePane, origin
from workup.answers import slot


def pane(room: Room) -> NotePane:
    """The note beside the questions."""
    found = room.workspace.noting.pane
    assert found is not None
    return found


def said(room: Room) -> str:
    """All it says."""
    return "\n".join(line.text for line in pane(room).lines.lines)


def test_the_note_stands_in_the_place_of_the_panel_and_follows_the_answers(sample: Room, qtbot: QtBot) -> None:
    before = focused()
    press("F7")
    assert focused() is before, "the keyboard stays with the questions"
    assert pane(sample).isVisible()
    assert not sample.workspace.panel.isVisible()
    assert "apprentice" not in said(sample)
    sample.live.answer(slot("reason"), "Leg pain of an apprentice")
    assert "apprentice" not in said(sample), "never on the way of an answer"
    qtbot.waitUntil(lambda: "apprentice" in said(sample), timeout=3000)
    press("F7")
    assert not pane(sample).isVisible()
    assert sample.workspace.panel.isVisible()


def test_a_sentence_says_where_it_comes_from_and_enter_goes_there(sample: Room) -> None:
    press("F7", "F6")
    lines = pane(sample).lines
    assert focused() is lines
    weak = next(n for n, line in enumerate(lines.lines) if slot("strength@L5/right") in line.slots[:3])
    for _ in range(400):
        if lines.at == weak:
            break
        press("Down")
    assert "great toe extension" in pane(sample).origin.text()
    press("Return")
    assert sample.workspace.step == "exam"
    assert sample.slot() == lines.lines[weak].slots[0]


def test_what_nobody_gave_one_by_one_is_counted_and_looks_different_until_confirmed(sample: Room) -> None:
    sample.live.answer_all([(slot("reason"), "From a text")], "macro")
    press("F7")
    assert "1 from a text macro" in pane(sample).count.text()
    lines = pane(sample).lines
    marked = [line.text for line, waits in zip(lines.lines, lines._waiting, strict=True) if waits]
    assert any("From a text" in text for text in marked)
    press("Ctrl+Shift+K")
    assert sample.slot() == slot("reason")
    press("Ctrl+Shift+Return")
    pane(sample).show_now()
    assert "text macro" not in pane(sample).count.text()
    line = next(line for line in pane(sample).lines.lines if slot("reason") in line.slots)
    assert "(confirmed)" in origin(sample.live.session.assessment, line)


def test_escape_in_the_note_closes_it_and_the_summary_has_none(sample: Room) -> None:
    press("F7", "F6", "Esc")
    assert not pane(sample).isVisible()
    focused()
    press("F7", "Alt+7")
    assert not pane(sample).isVisible()
    press("Alt+2")
    assert pane(sample).isVisible()


def test_in_a_narrow_window_it_takes_the_place_of_the_questions(sample: Room) -> None:
    sample.window.resize(1000, 700)
    press("F7")
    assert pane(sample).isVisible()
    assert not sample.workspace.pages.isVisible()
    press("F7")
    assert sample.workspace.pages.isVisible()
    focused()
