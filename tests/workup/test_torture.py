"""Seconds of each check of the torture bench; `make torture` runs them in full."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest

from tests.torture import damage, drill, io_errors, kills, lost_update, power, scale
from tests.torture.outcome import FASTEST, Outcome, Skipped
from tests.torture.scenes import BRIEF
from tests.torture.work import made_vault, opened
from workup.record import evaluation_log
from workup.vault import verify

SEED = 20261129
T = TypeVar("T")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9, strace and forks are for other systems")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in memory where the system has one: what is looked for is the order of writes, not the disk."""
    with TemporaryDirectory(dir=FASTEST if FASTEST.is_dir() else None) as folder:
        yield Path(folder)


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
    check: Callable[[Path, int, Random], Outcome], count: int, place: Path
) -> None:
    outcome = tried(lambda: check(place, count, Random(SEED)))
    assert outcome.runs >= count
    assert not outcome.bad


def test_power_cuts_lose_nothing_and_the_replay_is_not_blind(place: Path) -> None:
    states, found = tried(lambda: power.played(place, BRIEF, "FULL", 500, Random(SEED)))
    assert states == 500
    assert not found
    _, found = power.played(place, BRIEF, "NORMAL", 40, Random(SEED))
    assert any("lost" in one for one in found)


def test_two_thousand_patients_are_found_read_and_checked(tmp_path: Path) -> None:
    made = made_vault(tmp_path / "Years")
    with opened(made) as vault:
        patients = scale.filled(vault, 5_000, Random(SEED), each=2.5)
        assert len(patients) == 2_000
        for patient in patients[:: len(patients) // 20]:
            file = vault.patient(patient)
            assert file is not None
            assert vault.search(file.person.mrn) == (file.person,)
            assert file.person in vault.search(f"{file.person.given_name} {file.person.family_name}", 2_000)
            for row in file.evaluations:
                assert len(vault.read(evaluation_log(row.evaluation))) == scale.ENTRIES
        assert verify(vault, made.sheet.audit_start).sound
