"""kill -9 in the middle of mixed saves: what was acknowledged over a pipe is there, and nothing by halves."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random

from tests.torture.outcome import Outcome, Skipped
from tests.torture.work import Known, Work, faults, made_vault, read_known, unlocked
from tests.workup.patients import library

EACH = 60  # kills of one vault before a new one: the chain is walked from its start each time


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Kill a writer again and again, each time over the vault that the last one left."""
    if not hasattr(os, "fork"):
        raise Skipped("kill -9 needs a system with fork")
    library()
    bad: list[str] = []
    saves, slowest = 0, 0.0
    for number in range(count):
        if number % EACH == 0:
            made = made_vault(folder / f"Killed {number}")
        backups = folder / "backups"
        seed, pause = chance.randrange(1 << 30), chance.choice((chance.uniform(0, 0.05), chance.uniform(0.02, 0.6)))
        known, seen = _killed(made, seed, pause, backups)
        saves += seen
        begun = time.perf_counter()
        found = faults(made, known, backups)
        slowest = max(slowest, time.perf_counter() - begun)
        bad += [f"kill {number} (seed {seed}): {one}" for one in found]
    return Outcome(count, f"{saves} saves acknowledged, slowest start with full check {slowest:.2f} s", tuple(bad))


def _killed(made: object, seed: int, pause: float, backups: Path) -> tuple[Known, int]:
    """What a writer had acknowledged when it was killed, and in how many lines."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            _write_on(made, seed, writing, backups)
        finally:
            os._exit(status)
    os.close(writing)
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        lines = [line for line in pipe if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the writer ended by itself; its error stands above")
    return (read_known(lines[-1]) if lines else Known()), len(lines)


def _write_on(made: object, seed: int, pipe: int, backups: Path) -> None:
    from tests.torture.work import OTHER_PASSWORD, PASSWORD
    from tests.workup.vaults import Made

    assert isinstance(made, Made)
    vault = unlocked(made, PASSWORD, OTHER_PASSWORD)
    work = Work(vault, Random(seed), lambda known: os.write(pipe, known.line().encode()), backups)
    while True:
        work.go_on()
