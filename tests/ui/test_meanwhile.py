"""A password takes its time: the window lives on, and nothing is left open when it is closed."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.room import PASSWORD, Room, focused, press, write
from ui import meanwhile as module
from ui import opening
from ui.accounts.forms import FormDialog, OwnPasswordDialog
from ui.meanwhile import meanwhile
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


def test_a_form_that_asks_for_a_password_paints_on_and_cannot_be_left_before_it_is_done(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open()
    lived, told = threading.Event(), list[bool]()
    dialog = OwnPasswordDialog(room.window.theme, "Before accounts are changed", "Continue", room.window)

    def tell(seconds: float) -> None:
        FormDialog._tell(dialog, seconds)
        if seconds:
            dialog.reject()
            told.append(dialog.isVisible())
            lived.set()

    def slow(work: Callable[[], bytes], then: Callable[[float], None]) -> bytes:
        def waits() -> bytes:
            assert lived.wait(10), "the window stood still"
            return work()

        return meanwhile(waits, then)

    monkeypatch.setattr(module, "meanwhile", slow)
    monkeypatch.setattr(dialog, "_tell", tell)
    dialog.take = lambda: told.append(room.vault.is_password(dialog.password.line.text()))
    dialog.setModal(False)
    dialog.show()
    dialog.password.line.setText(PASSWORD)
    dialog._try()
    assert told[0], "what has begun is finished first"
    assert told[-1], "and it was the password"
    assert dialog.result() == OwnPasswordDialog.DialogCode.Accepted
    assert dialog._passed == 0
    dialog.deleteLater()


def test_a_password_that_takes_long_says_so_and_takes_the_word_back(room: Room, page: UnlockPage) -> None:
    assert room.shell is not None
    page._say_passed(1.2)
    assert not page.form.problem.text()
    page._say_passed(3.4)
    assert page.form.problem.text().startswith("This computer is busy")
    page._busy(False)
    assert not page.form.problem.text()


def test_waiting_to_unlock_can_be_given_up_and_what_opens_afterwards_is_closed_again(
    room: Room, page: UnlockPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, real, opened = threading.Event(), vault.open_with_password, list[Vault]()

    def slow(*given: object) -> Vault:
        assert go_on.wait(20), "the window stood still"
        opened.append(real(*given))  # type: ignore[arg-type]
        return opened[-1]

    def look() -> None:
        if page.form.cancel.isVisible():
            offered.append((page.form.password.isEnabled(), page.form.open_button.isEnabled()))
            assert not page.form.cancel.hasFocus()
            QTest.keyClick(focused(), Qt.Key.Key_Return)  # pressed in impatience: neither gives up nor tries again
            assert page.form.cancel.isVisible()
            QTest.keyClick(focused(), Qt.Key.Key_Escape)
        else:
            QTimer.singleShot(20, page, look)

    offered: list[tuple[bool, bool]] = []
    monkeypatch.setattr(vault, "open_with_password", slow)
    monkeypatch.setattr(opening, "LONG_MS", 60)
    write(PASSWORD)
    QTimer.singleShot(0, page, look)
    press("Return")
    assert offered == [(False, False)]
    assert page.form.cancel.isHidden()
    assert page.form.secret == ""
    assert page.form.password.line.hasFocus()
    assert not opened, "it goes on by itself"
    monkeypatch.setattr(opening, "LONG_MS", 60_000)
    write(PASSWORD)
    QTimer.singleShot(60, page, go_on.set)
    press("Return")  # waits for the first, which holds the vault until it is closed
    assert room.window.home is not None
    assert len(opened) == 2


def test_a_password_that_was_refused_after_the_wait_was_given_up_says_nothing(
    room: Room, page: UnlockPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    go_on, real = threading.Event(), vault.open_with_password

    def slow(*given: object) -> Vault:
        assert go_on.wait(20), "the window stood still"
        return real(*given)  # type: ignore[arg-type]

    def look() -> None:
        if page.form.cancel.isVisible():
            page.form.cancel.click()
        else:
            QTimer.singleShot(20, page, look)

    monkeypatch.setattr(vault, "open_with_password", slow)
    monkeypatch.setattr(opening, "LONG_MS", 60)
    write("not the password")
    QTimer.singleShot(0, page, look)
    press("Return")
    go_on.set()
    qtbot.waitUntil(lambda: not any(one.name.startswith("opening") for one in threading.enumerate()))
    assert room.window.home is None
    assert not page.form.problem.text()
