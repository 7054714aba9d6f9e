"""A password takes its time: the window lives on, and nothing is left open when it is closed."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from tests.ui.room import PASSWORD, Room, focused, press, write
from ui.unlock import UnlockPage
from workup import vault
from workup.vault import Vault


@pytest.fixture
def page(room: Room) -> UnlockPage:
    """The unlock screen of a vault with one person."""
    return room.start().window.unlock


def test_the_window_lives_on_while_a_password_becomes_a_key(
    room: Room, page: UnlockPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived, real = threading.Event(), vault.open_with_password
    drawn: list[float] = []

    def slow(*given: object) -> Vault:
        assert lived.wait(10), "the window stood still"
        return real(*given)  # type: ignore[arg-type]

    def look() -> None:
        if page._passed:
            drawn.append(page._passed)
            lived.set()
        else:
            QTimer.singleShot(20, page, look)

    monkeypatch.setattr(vault, "open_with_password", slow)
    write(PASSWORD)
    QTimer.singleShot(0, page, look)
    press("Return")
    assert drawn
    assert page._passed == 0
    assert room.window.home is not None


def test_a_window_closed_while_a_password_becomes_a_key_leaves_the_vault_closed(
    room: Room, page: UnlockPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, real = threading.Event(), vault.open_with_password

    def slow(*given: object) -> Vault:
        assert gone.wait(10), "the window stood still"
        return real(*given)  # type: ignore[arg-type]

    def close() -> None:
        room.window.close()
        gone.set()

    monkeypatch.setattr(vault, "open_with_password", slow)
    write(PASSWORD)
    line = focused()
    QTimer.singleShot(0, page, close)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert room.window.home is None
    room.unlocked().close(room.clock.now)
