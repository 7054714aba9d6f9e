"""What a check of the torture bench is and what it found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
FASTEST = Path("/dev/shm")  # noqa: S108 - a place in memory: what is tortured is the order of writes, not the disk


class Skipped(Exception):
    """This computer cannot run the check; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often something was tried, what was measured in words, and every way in which it failed."""

    runs: int
    measured: str
    bad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table: what is to hold, and how often it is tried in the quick and in the full run."""

    name: str
    number: str
    figure: str
    quick: int
    full: int
    run: Callable[[Path, int, Random], Outcome]
    in_memory: bool = False


def of_process(
    module: str, folder: Path, count: int, chance: Random,
    more: Mapping[str, str] | None = None, before: Sequence[str] = (),
) -> Outcome:  # fmt: skip
    """What a check found that runs as a program of its own, with `more` in its environment and `before` starting it.

    The program takes folder, count and seed, and writes the fields of an outcome as its last line.
    """
    own = [sys.executable, "-m", module, str(folder), str(count), str(chance.randrange(1 << 30))]
    environment = {**os.environ, **(more or {})}
    done = subprocess.run(
        [*before, *own], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    runs, measured, bad = json.loads(done.stdout.splitlines()[-1])
    return Outcome(runs, measured, tuple(bad))
