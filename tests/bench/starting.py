"""How long the unlock window takes from the start of its process, against a bare window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.subjects import ROOT

HERE = Path(__file__).parent
BARE = (str(HERE / "bare_window.py"),)


def startup_ratio(vault: Path, environment: Mapping[str, str], runs: int = 10) -> float:
    """Median of the paired ratios of alternating runs, after one of each to warm the disk."""
    ours = (str(HERE / "unlock_window.py"), "--vault", str(vault))
    pairs = [(painted(ours, environment)[0], painted(BARE, environment)[0]) for _ in range(runs + 1)][1:]
    return median(own for own, _ in pairs) / median(bare for _, bare in pairs)


def painted(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, int]:
    """Seconds from starting a process until it says that its window is painted, and its memory then."""
    begun = perf_counter()
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        said = child.stdout.readline().split()
        seconds = perf_counter() - begun
        child.wait(timeout=30)
    if not said or said[0] != "painted":
        message = f"{Path(command[0]).name} ended without painting a window"
        raise RuntimeError(message)
    return seconds, int(said[1])
