"""kill -9 in the middle of mixed saves: what was acknowledged over a pipe is there, and nothing by halves."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from tests.torture.children import ended_within, forked
from tests.torture.outcome import Outcome, Skipped
from tests.torture.scale import timed
from tests.torture.work import Known, Work, faults, made_vault, read_known, unlocked
from tests.workup.patients import library
from tests.workup.vaults import Made

START_WITHIN_S = 2.0
EACH = 60  # kills of one vault before a new one: the chain is walked from its start each time


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Kill a writer again and again, each time over the vault that the last one left."""
    if not hasattr(os, "fork"):
        raise Skipped("kill -9 needs a system with fork")
    library()
    bad: list[str] = []
    saves, slowest, shown = 0, 0.0, 0.0
    made = made_vault(folder / "Killed")
    for number in range(count):
        if number and number % EACH == 0:
            made = made_vault(folder / f"Killed {number}")
        backups = folder / "backups"
        seed, pause = chance.randrange(1 << 30), chance.choice((chance.uniform(0, 0.05), chance.uniform(0.02, 0.6)))
        known, seen = _killed(made, seed, pause, backups)
        saves += seen
        found: list[str] = []
        spent, own = timed(lambda: found.extend(faults(made, known, backups)))  # noqa: B023 - called at once
        slowest, shown = max(slowest, own / 1000), max(shown, spent / 1000)
        bad += [f"kill {number} (seed {seed}): {one}" for one in found]
    if slowest > START_WITHIN_S:
        bad.append(f"a start took {slowest:.1f} s")
    told = f"{saves} saves acknowledged, slowest start with the whole check {slowest:.2f} s ({shown:.2f} by the clock)"
    return Outcome(count, told, tuple(bad))


def _killed(made: Made, seed: int, pause: float, backups: Path) -> tuple[Known, int]:
    """What a writer had acknowledged when it was killed, and in how many lines."""
    reading, writing = os.pipe()
    child = forked(lambda: _write_on(made, seed, writing, backups))
    os.close(writing)
    if ended_within(child, pause):
        raise RuntimeError("the writer stopped by itself")
    with os.fdopen(reading) as pipe:
        lines = [line for line in pipe if line.endswith("\n")]
    return (read_known(lines[-1]) if lines else Known()), len(lines)


def _write_on(made: Made, seed: int, pipe: int, backups: Path) -> None:
    vault = unlocked(made)
    work = Work(vault, Random(seed), lambda known: os.write(pipe, known.line().encode()), backups)
    while True:
        work.go_on()
