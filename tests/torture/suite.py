"""Tests that are the check themselves: run again here, counted, and named when they fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from tests.torture.outcome import ROOT, Outcome

_PASSED = re.compile(r"(\d+) passed")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def ran(
    *files: str, before: Sequence[str] = (), more: Mapping[str, str] | None = None, plugin: str = "no:cacheprovider"
) -> tuple[int, list[str]]:
    """How many of these tests passed, and which failed; `before` starts them."""
    plugins = ("-p", "no:cacheprovider", "-p", plugin)
    command = [*before, sys.executable, "-m", "pytest", "-q", *plugins, "-rfE", *files]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **(more or {})}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    passed = _PASSED.search(done.stdout)
    bad = _FAILED.findall(done.stdout)
    if done.returncode and not bad:
        bad = [f"the tests did not run: {(done.stdout + done.stderr)[-200:]}"]
    return int(passed.group(1)) if passed else 0, bad


def of_tests(*files: str) -> Callable[[Path, int, Random], Outcome]:
    """A check that consists of these tests; they are run as often as asked for."""

    def run(_folder: Path, count: int, _chance: Random) -> Outcome:
        passed, bad = 0, list[str]()
        for _ in range(count):
            found, failed = ran(*files)
            passed, bad = passed + found, bad + failed
        return Outcome(passed, f"{passed} tests of {', '.join(Path(file).stem for file in files)}", tuple(bad))

    return run
