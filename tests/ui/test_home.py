"""Home: what goes on, who is found, what waits; names can be covered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.room import Room, focused, press, write
from ui.home import HomePage
from ui.homelist import COVERED, ListRow
from workup.answers import PartialDate, Value, slot
from workup.store import OpenWork
from workup.vault import DiskFull, Vault

PEOPLE = (("Müller", "Anna", "004-1", PartialDate(1971, 6, 14)), ("Šimek", "Bo", "004-2", PartialDate(1950, 1, 2)))


@pytest.fixture
def home(room: Room) -> HomePage:
    """Home with two patients; one has a test that is late."""
    room.open()
    for family, given, mrn, born in PEOPLE:
        room.window.begin_workup(None)
        given_answers: tuple[tuple[str, Value], ...] = (
            ("family_name", family), ("given_name", given), ("mrn", mrn), ("birth_date", born), ("sex", "female"),
        )  # fmt: skip
        room.live.answer_all([(slot(address), value) for address, value in given_answers], "typed")
    room.live.answer(slot("orders@1"), "added")
    room.live.answer(slot("order_kind@1"), "emg")
    room.live.answer(slot("order_state@1"), "ordered")
    room.live.answer(slot("order_due@1"), PartialDate.parse(str(room.clock().date() - timedelta(days=7))))
    room.window.show_home()
    assert room.window.home is not None
    return room.window.home


def names(rows: list[ListRow]) -> list[str]:
    return [row.words.name for row in rows]


def test_the_search_has_the_keyboard_and_the_lists_what_was_begun(home: HomePage) -> None:
    assert focused() is home.search
    assert set(names(home.drafts.rows)) == {"MÜLLER, Anna", "ŠIMEK, Bo"}
    assert names(home.work.rows) == ["ŠIMEK, Bo"]
    assert home.work.rows[0].words.pill_text == "7 days late"


def test_a_patient_is_found_by_what_is_known(home: HomePage) -> None:
    for typed in ("muller", "anna mul", "004-1", "14 jun 1971", "14/6/1971"):
        write(typed)
        assert names(home.hits.rows) == ["MÜLLER, Anna"], typed
        press("Esc")


def test_by_keys_from_a_name_to_the_workup(room: Room, home: HomePage) -> None:
    write("simek")
    press("Return")
    assert home.person is not None, "New workup would now be for her"
    assert isinstance(focused(), ListRow)
    press("Return")
    assert room.value("family_name") == "Šimek"


def test_nobody_found_says_what_to_try(home: HomePage) -> None:
    write("nobody at all")
    assert not home.hits.rows
    assert home.hits.empty.isVisible()
    press("Esc")
    assert not home.search.text()
    assert home.drafts.isVisible()


def test_new_workup_after_esc_is_for_a_new_patient_again(room: Room, home: HomePage) -> None:
    write("simek")
    press("Return", "Esc", "Ctrl+N")
    assert room.value("family_name") is None


def test_covered_names_show_only_where_the_keyboard_is(room: Room, home: HomePage) -> None:
    setting = next(each for each in room.window.settings.known if each.id == "cover_names")
    assert not room.window.settings.set(setting, True)
    room.window.show_home()
    row = home.drafts.rows[0]
    assert row.covered
    assert row.accessibleName().startswith(COVERED)
    hidden = row.grab().toImage()
    press("Down")
    assert focused() is row
    assert row.grab().toImage() != hidden, "the row with the keyboard shows its name"


def test_a_workup_that_cannot_be_begun_says_why_and_home_stays(
    room: Room, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(room.vault, "append", full)
        press("Ctrl+N")
    assert room.window.notice.isVisible()
    assert "full" in room.window.notice.line.text()
    assert room.window.pages.currentWidget() is home
    press("Ctrl+N")
    assert room.window.workspace is not None


def test_coming_back_to_home_reads_the_open_work_only_when_something_was_stored(
    home: HomePage, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[Vault] = []
    whole = type(home.vault).work

    def counted(vault: Vault) -> tuple[OpenWork, ...]:
        reads.append(vault)
        return whole(vault)

    monkeypatch.setattr(type(home.vault), "work", counted)
    room.window.show_home()
    first = len(reads)
    rows = [row.accessibleName() for row in home.work.rows]
    for _ in range(3):
        home.render_lists()
    assert len(reads) == first
    assert [row.accessibleName() for row in home.work.rows] == rows
    room.window.begin_workup(None)
    room.live.answer_all([(slot("family_name"), "Zulu"), (slot("next_visit"), PartialDate(2020, 1, 1))], "typed")
    room.window.show_home()
    assert len(reads) == first + 1


def test_a_list_read_anew_leaves_the_keyboard_at_its_row(sample: Room) -> None:
    sample.window.show_home()
    home = sample.window.home
    assert home is not None
    press("Down")
    row = QApplication.focusWidget()
    assert row is home.drafts.rows[0]
    home.render_lists()
    assert QApplication.focusWidget() is home.drafts.rows[0] is not row
    press("Return")
    assert sample.window.workspace is not None
