"""Passwords that are tried first: none of them is taken, however it is made long enough; and guesses that wait."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from tests.torture.outcome import Outcome
from tests.torture.suite import ran
from workup.vault import WeakPassword, check_password
from workup.vault.passwords import SHORTEST


def run(_folder: Path, count: int, chance: Random) -> Outcome:
    """The known ones, repeated, with figures behind or in another case; then the tests of rules and waits."""
    taken = []
    known = list(islice(FREQUENCY_LISTS["passwords"], count))
    for word in known:
        password = word * -(-SHORTEST // len(word))
        if chance.random() < 0.3:
            password = password.title()
        try:
            check_password(password, "Ann Example")
            taken.append(word)
        except WeakPassword:
            continue
    tests, failed = ran("tests/workup/test_passwords.py", "tests/workup/test_throttle.py")
    bad = [f"{len(taken)} known passwords were taken"] if taken else []
    told = f"{len(known) - len(taken)} known passwords refused; {tests} tests, with 500 guesses across restarts"
    return Outcome(len(known), told, tuple(bad + failed))
