"""The worklist on the screen: what is unsafe, and what is said while it is being put together."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.room import Room, press
from tests.ui.test_worklist import clinic, enter, listed, told
from ui import filling
from ui.home import HomePage
from workup.answers import Marks
from workup.note import Note, plain_text

__all__ = ["clinic"]  # a fixture is used by its name


def test_what_is_unsafe_is_marked_first_of_its_kind_found_printed_and_on_home(
    clinic: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(
        clinic,
        {
            "family_name": "Zed", "orders@1": "added", "order_kind@1": "mri", "order_contrast@1": "no_contrast",
            "order_state@1": "ordered", "mr_hazards": Marks(("stent",)),
            "implant_kind@1": "stent", "mr_status@1": "mr_unsafe",
        },
    )  # fmt: skip
    clinic.window.show_home()
    home = clinic.window.home
    assert isinstance(home, HomePage)
    assert [row.words.name for row in home.work.rows if row.words.pill_text == "Unsafe"] == ["ZED"]
    page = listed(clinic)
    before = told(page)
    press("Ctrl+7")
    assert told(page) == [("ZED", "MRI lumbar, without contrast")]
    assert page.rows.data(page.rows.index(0)).split(", ")[-3:] == ["Unsafe", "Ordered", "no due date"]  # type: ignore[attr-defined]
    built: list[Note] = []
    monkeypatch.setattr(page.printer, "build", lambda note, _cover: built.append(note))
    press("Ctrl+P")
    assert "UNSAFE" in plain_text(built[0])
    assert "only what is unsafe" in plain_text(built[0])
    press("Ctrl+7")
    assert told(page) == before


def test_a_list_that_is_put_together_says_so_until_it_is_whole(
    clinic: Room, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window = clinic.window
    assert window.library is not None
    with clinic.vault.database.transaction():
        clinic.vault.database.run("DELETE FROM setting WHERE name = 'open_work'")
        clinic.vault.database.run("DELETE FROM open_work")
    clinic.vault.moved += 1
    monkeypatch.setattr(filling, "SLICE_S", 0.0)
    window.filling.begin(window.library, clinic.vault)
    window.show_home()
    home = window.home
    assert isinstance(home, HomePage)
    assert "being put together" in home.work.title.text()
    page = listed(clinic)
    assert "being put together" in page.count.text()
    qtbot.waitUntil(lambda: page.count.text() == "5 open")
    window.show_home()
    assert home.work.title.text() == "Awaiting action  5"
