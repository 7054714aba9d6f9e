"""Seconds of each check of the torture bench; `make torture` runs them in full."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from tests.torture import damage, drill, io_errors, kills, lost_update, power
from tests.torture.outcome import Outcome, Skipped
from tests.torture.scenes import BRIEF

SEED = 20261129
T = TypeVar("T")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9, strace and forks are for other systems")


def tried(what: Callable[[], T]) -> T:
    """What came of it; a tool this computer lacks skips the test and says which."""
    try:
        return what()
    except Skipped as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize(
    ("check", "count"),
    [(kills.run, 20), (damage.run, 50), (io_errors.run, 10), (drill.run, 2), (lost_update.run, 100)],
    ids=["killed", "damaged", "calls that fail", "copied while writing", "two hands"],
)
def test_nothing_is_lost_and_nothing_wrong_is_shown(
    check: Callable[[Path, int, Random], Outcome], count: int, tmp_path: Path
) -> None:
    outcome = tried(lambda: check(tmp_path, count, Random(SEED)))
    assert outcome.runs >= count
    assert not outcome.bad


def test_power_cuts_lose_nothing_and_the_replay_is_not_blind(tmp_path: Path) -> None:
    states, found = tried(lambda: power.played(tmp_path, BRIEF, "FULL", 500, Random(SEED)))
    assert states == 500
    assert not found
    _, found = power.played(tmp_path, BRIEF, "NORMAL", 40, Random(SEED))
    assert any("lost" in one for one in found)
