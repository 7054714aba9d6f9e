"""Texts by a trigger: made in Preferences, written with Tab or from Ctrl K, marked until confirmed."""

from __future__ import annotations

import pytest

from tests.ui.room import Room, focused, press, write
from ui.macrotexts import MacroTexts, macros_of
from workup.answers import slot
from workup.macros import Macro
from workup.session.unresolved import unresolved

TEXT = "Straight leg raise {side} stops at {angle}, felt in {where}. {date}"


def teach(room: Room, text: str) -> MacroTexts:
    """Add one text by `.slr` in Preferences, which stay open."""
    press("Ctrl+,")
    card = room.window.findChild(MacroTexts)
    assert isinstance(card, MacroTexts)
    card.add.click()
    write(".slr")
    press("Tab")
    write(text)
    return card


@pytest.fixture
def taught(sample: Room) -> Room:
    """The sample patient, with one text kept in Preferences."""
    assert not teach(sample, TEXT).problem.isVisible()
    press("Esc")
    return sample


def test_a_text_is_kept_in_the_vault_for_the_account(taught: Room) -> None:
    assert macros_of(taught.vault) == (Macro(".slr", TEXT),)


def test_two_texts_with_one_trigger_are_refused_in_place(taught: Room) -> None:
    card = teach(taught, "Another")
    assert "two texts" in card.problem.text()
    assert macros_of(taught.vault) == (Macro(".slr", TEXT),)
    press("Esc")


def test_tab_writes_the_text_goes_to_its_places_and_it_is_marked_until_confirmed(taught: Room) -> None:
    taught.go_to("reason")
    write(" .slr")
    press("Tab")
    write("45")
    press("Tab")
    write("the calf")
    press("Tab")
    value = taught.value("reason")
    assert isinstance(value, str)
    assert "Straight leg raise right stops at 45, felt in the calf. 25 Nov 2025" in value
    answer = taught.live.session.assessment.answers.get(slot("reason"))
    assert answer is not None
    assert answer.cause == "macro"
    assert any("text macro" in one.text and one.slot == slot("reason") for one in unresolved(taught.live.session))
    taught.go_to("reason")
    press("Ctrl+Shift+Return")
    answer = taught.live.session.assessment.answers.get(slot("reason"))
    assert answer is not None
    assert (answer.cause, answer.value) == ("reconfirmed", value)
    assert not any("text macro" in one.text for one in unresolved(taught.live.session))


def test_a_text_is_inserted_from_the_palette_where_the_cursor_was(taught: Room) -> None:
    taught.go_to("reason")
    before = focused()
    press("Ctrl+K")
    write("text slr")
    press("Return")
    assert focused() is before
    press("Tab")
    write("45")
    press("Tab", "Tab")
    assert taught.live.session.assessment.answers.get(slot("reason")) is not None


def test_without_a_trigger_tab_goes_on(taught: Room) -> None:
    taught.go_to("reason")
    before = focused()
    write(" .sl")
    press("Tab")
    assert focused() is not before
