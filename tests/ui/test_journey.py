"""Whole journeys through the window, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.room import Room, focused, press, write
from workup.answers import PartialDate


def test_a_workup_begun_closed_and_reopened_lands_where_it_was_left(room: Room) -> None:
    room.open()
    press("Ctrl+N")
    write("Müller")
    press("Return")
    write("Anna")
    press("Return")
    write("14 jun 1971")
    press("Return", "1", "Return")
    write("004-1")
    press("Return")
    write("Leg pain since March")
    press("Tab")
    assert room.value("reason") == "Leg pain since March"
    assert room.value("birth_date") == PartialDate(1971, 6, 14)
    press("Alt+3")
    room.go_to("back_pain_now")
    press("7")
    room.close()
    room.open()
    press("Down", "Return")
    assert room.workspace.step == "symptoms"
    assert room.value("back_pain_now") == 7
    assert room.value("family_name") == "Müller"
    focused()
