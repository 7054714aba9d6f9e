"""The torture bench: python -m tests.torture [--quick] [--only NAME] [--seed N]. Exits 1 when anything failed."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.torture import scale
from tests.torture.checks import CHECKS
from tests.torture.outcome import FASTEST, Check, Outcome, Skipped
from tests.torture.tools import bring_tools

ROOT = Path(__file__).parents[2]
AT_ONCE = min(3, (os.cpu_count() or 1) + 1)  # one of them is mostly waiting: for a lock, for a typist
# Begun first: none is left at the end.
LONGEST = frozenset({"unsaved", "imports", "power", "io-errors", "kills", "screen-text"})
# After all others, one by one: their seconds are not to be those of a processor and a disk that are shared.
ALONE = frozenset({"scale", "soak", "locking", "large-copy"})


def main(arguments: Sequence[str]) -> int:
    """Run the checks one by one and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--quick", action="store_true", help="the counts of a check before closing work on the vault")
    parser.add_argument("--only", metavar="NAME", action="append", help="one check, also more than once")
    parser.add_argument("--count", type=int, help="so many runs of each instead")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same damage again")
    parser.add_argument("--hours", type=float, default=0.0, help="spread the saves of the soak over so many hours")
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--tools", action="store_true", help="install what the system's package manager has of it")
    options = parser.parse_args(arguments)
    if options.tools:
        return bring_tools(_say)
    wanted = [check for check in CHECKS if not options.only or check.name in options.only]
    if not wanted:
        parser.error(f"checks are {', '.join(check.name for check in CHECKS)}")
    counts = {check.name: options.count or (check.quick if options.quick else check.full) for check in wanted}
    if not options.bare:
        _say(f"seed {options.seed}\n\n{'check':<16}{'':<5}{'runs':>7}  {'seconds':>8}  {'verdict':<8} measured")
    if len(wanted) == 1:
        (check,), chance = wanted, Random(f"{options.seed} {wanted[0].name}")
        if check.name == "soak" and options.hours:
            check = replace(check, run=partial(scale.soak, hours=options.hours))
        return int(not _show(check, counts[check.name], chance))
    given = ["--seed", str(options.seed), "--hours", str(options.hours), "--bare"]
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:  # each in a process of its own
        beside = sorted(counts.keys() - ALONE, key=lambda name: (name not in LONGEST, list(counts).index(name)))
        running = [pool.submit(_apart, name, counts[name], given) for name in beside]
        passed = [_told(each.result()) for each in as_completed(running)]  # all of them, also behind one that failed
    passed += [_told(_apart(name, counts[name], given)) for name in counts if name in ALONE]
    _say(f"\n{sum(passed)} of {len(passed)} checks passed in {(time.perf_counter() - begun) / 60:.1f} minutes")
    return int(not all(passed))


def _apart(name: str, count: int, given: Sequence[str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "tests.torture", "--only", name, "--count", str(count), *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout or f"{name:<16}did not finish\n{done.stderr}"


def _told(done: tuple[int, str]) -> bool:
    code, told = done
    _say(told.rstrip())
    return code == 0


def _show(check: Check, count: int, chance: Random) -> bool:
    begun = time.perf_counter()
    try:
        outcome = _run(check, count, chance)
    except Skipped as why:
        _say(f"{check.name:<16}{check.number:<5}{0:>7}  {0:>8}  skipped  {why}")
        return True
    verdict = "FAILED" if outcome.bad else "passed"
    spent = time.perf_counter() - begun
    _say(f"{check.name:<16}{check.number:<5}{outcome.runs:>7}  {spent:>8.1f}  {verdict:<8} {outcome.measured}")
    _say(f"{'':<47}to hold: {check.figure}")
    for line in outcome.bad[:20]:
        _say(f"{'':<47}{line}")
    return not outcome.bad


def _run(check: Check, count: int, chance: Random) -> Outcome:
    place = FASTEST if check.in_memory and FASTEST.is_dir() else None
    with TemporaryDirectory(prefix="workup-torture-", dir=place) as folder:
        return check.run(Path(folder), count, chance)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
