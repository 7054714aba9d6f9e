"""Waiting after wrong passwords: by no clock, through restarts, and never early."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from tests.workup.vaults import NOW, PASSWORD, Made
from workup import vault
from workup.vault import keys, throttle
from workup.vault.engine import Database
from workup.vault.refusals import AccountStopped, TooManyTries, WrongPassword

SECOND = 1_000_000_000


class Computer:
    """Time since the computer was started, and which start it is."""

    def __init__(self) -> None:
        self.seconds = 1000
        self.start = "first"

    def ticks(self) -> int:
        return self.seconds * SECOND

    def boot(self) -> str:
        return self.start

    def restart(self) -> None:
        """Started again: it counts from nothing."""
        self.seconds, self.start = 3, self.start + "+"


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    """A computer whose time a test sets, and on which a wrong password costs nothing."""
    computer, real = Computer(), keys.private_key
    monkeypatch.setattr(throttle, "now_ticks", computer.ticks)
    monkeypatch.setattr(throttle, "boot", computer.boot)
    monkeypatch.setattr(keys, "private_key", lambda v, s, p: real(v, s, p) if p == PASSWORD else None)
    return computer


def wrong(made: Made, computer: Computer, now: datetime = NOW) -> None:
    vault.open_with_password(made.folder, made.person.id, "wrong wrong wrong", now, computer.ticks)


def test_the_waits_double_from_the_fifth_to_an_hour() -> None:
    assert [throttle.wait_of(count) for count in range(15)] == [
        0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600,
    ]  # fmt: skip


def test_after_five_wrong_passwords_the_right_one_waits_too(made: Made, computer: Computer) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            wrong(made, computer)
    for passed in (0, 1, 28):
        computer.seconds += passed
        with pytest.raises(TooManyTries, match=r"Wait \d+ second"):
            vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW, computer.ticks)
    assert vault.wait(made.folder, made.person.id) == 1
    computer.seconds += 1
    vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW, computer.ticks).close(NOW)
    for _ in range(4):
        with pytest.raises(WrongPassword):
            wrong(made, computer)  # the right one has cleared the account
    assert vault.wait(made.folder, made.person.id) == 0


def test_neither_the_clock_nor_a_restart_shortens_a_wait(made: Made, computer: Computer) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            wrong(made, computer)
    for moved in (timedelta(days=3650), timedelta(days=-3650), timedelta(hours=1)):
        with pytest.raises(TooManyTries):
            wrong(made, computer, NOW + moved)
    computer.seconds += 20
    computer.restart()
    assert vault.wait(made.folder, made.person.id) == 27
    with pytest.raises(TooManyTries):
        wrong(made, computer)
    computer.seconds += 27
    with pytest.raises(WrongPassword):
        wrong(made, computer)


def test_twenty_stop_the_account_until_the_recovery_key(made: Made, computer: Computer) -> None:
    tries = 0
    while vault.wait(made.folder, made.person.id) is not None:
        computer.seconds += 3600
        with pytest.raises(WrongPassword):
            wrong(made, computer)
        tries += 1
    assert tries == throttle.STOPS_AT == 20
    computer.seconds += 1_000_000
    with pytest.raises(AccountStopped):
        vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW, computer.ticks)
    opened = vault.open_with_recovery(made.folder, made.sheet.key, NOW)
    vault.renew(opened, PASSWORD + " anew", NOW, kdf=vault.FLOOR)
    assert audited(opened.database, "password refused") == ["tries:20"]
    opened.close(NOW)
    assert vault.wait(made.folder, made.person.id) == 0


def test_each_refused_password_is_in_the_audit_trail_after_the_next_opening(made: Made, computer: Computer) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassword):
            wrong(made, computer)
    for _ in range(2):
        opened = vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW, computer.ticks)
        assert audited(opened.database, "password refused") == ["tries:3"]
        opened.close(NOW)


def audited(database: Database, action: str) -> list[str]:
    return [row[0] for row in database.rows("SELECT object FROM audit WHERE action = ? ORDER BY seq", (action,))]


def test_the_password_asked_for_again_is_held_to_the_same_waits(made: Made, computer: Computer) -> None:
    opened = made.open()
    for _ in range(5):
        assert not opened.is_password("wrong wrong wrong")
    with pytest.raises(TooManyTries):
        opened.is_password(PASSWORD)
    computer.seconds += 30
    assert opened.is_password(PASSWORD)
    assert not opened.header.tries or not opened.header.tries[0].count
    opened.close(NOW)


def test_a_try_counts_although_the_program_is_ended_during_it(
    made: Made, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(keys, "private_key", killed)
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt):
            wrong(made, computer)
    with pytest.raises(TooManyTries):
        wrong(made, computer)


def test_five_hundred_guesses_across_restarts_and_clocks_get_no_early_try(made: Made, computer: Computer) -> None:
    """Time really passed is kept beside; between two tries that were looked at there is never less than the wait."""
    dice, passed, last, looked = random.Random(20261128), 0, 0, 0
    for _ in range(500):
        step = dice.choice((0, 1, 5, 29, 60, 600, 3599))
        computer.seconds += step
        passed += step
        if dice.random() < 0.2:
            computer.restart()
        moved = timedelta(days=dice.choice((-3650, 0, 1, 3650)))
        try:
            wrong(made, computer, NOW + moved)
        except WrongPassword:
            assert looked < throttle.STOPS_AT
            assert passed - last >= throttle.wait_of(looked) or not looked
            looked, last = looked + 1, passed
        except TooManyTries:
            assert looked >= throttle.WAITS_FROM
        except AccountStopped:
            assert looked == throttle.STOPS_AT
    assert looked == throttle.STOPS_AT
