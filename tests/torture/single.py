"""One process for each vault: a second one is refused at once, one that was killed leaves nothing in the way."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from statistics import median

from tests.torture.children import forked
from tests.torture.outcome import Outcome, Skipped
from tests.torture.work import DAY, PASSWORD, made_vault, unlocked
from tests.workup.vaults import Made
from workup import vault as vaults
from workup.vault.records import RECORDS

ROOT = Path(__file__).parents[2]
_OPENED = re.compile(r'(?P<who>\d+) +openat\([^"]*"(?P<path>[^"]*)", (?P<how>[A-Z_|]+).*\) += (?P<handle>\d+)')
_CLOSED = re.compile(r"(?P<who>\d+) +close\((?P<handle>\d+)\)")


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Open twice, kill, open again; then look who opens the files of the records."""
    if not hasattr(os, "fork"):
        raise Skipped("kill -9 needs a system with fork")
    made = made_vault(folder / "Single")
    unlocked(made).close(DAY)
    bad: list[str] = []
    slowest = [0.0, 0.0]
    for number in range(count):
        child = _holding(made)
        begun = time.perf_counter()
        try:
            unlocked(made).close(DAY)
            bad.append(f"{number}: a second process was let in")
        except vaults.VaultInUse:
            slowest[0] = max(slowest[0], time.perf_counter() - begun)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        begun = time.perf_counter()
        try:
            unlocked(made).close(DAY)
        except vaults.VaultError as error:
            bad.append(f"{number}: after a kill {type(error).__name__}")
        slowest[1] = max(slowest[1], time.perf_counter() - begun)
    if slowest[0] > 1:
        bad.append("refusing took more than a second")
    by_program, wrong = _by_program(made, folder, count)
    bad += wrong
    opens, foreign = _opens(folder)
    bad += foreign
    told = f"refused within {slowest[0]:.2f} s, started after a kill within {slowest[1]:.2f} s; {by_program}; {opens}"
    return Outcome(count, told, tuple(bad))


def _holding(made: Made) -> int:
    """A process that has the vault open."""
    reading, writing = os.pipe()

    def hold() -> None:
        _held = unlocked(made)  # let go of, it would be free
        os.write(writing, b".")
        signal.pause()

    child = forked(hold)
    os.close(writing)
    there = os.read(reading, 1) == b"."
    os.close(reading)
    if not there:
        raise RuntimeError("the first process did not open the vault")
    return child


def _by_program(made: Made, folder: Path, count: int) -> tuple[str, list[str]]:
    """The program itself started on a vault that is open: how soon it refuses, at best and as a rule."""
    child, times, bad, slowest = _holding(made), list[float](), list[str](), 0.0
    for number in range(count):
        end, start = os.pipe()
        os.write(start, f"{PASSWORD}\n".encode())
        os.close(start)
        asked = ["backup", str(made.folder), "--to", str(folder), "--password-fd", str(end)]
        command = [sys.executable, "main.py", *asked]
        begun, worked = time.perf_counter(), _worked()
        done = subprocess.run(command, cwd=ROOT, pass_fds=(end,), capture_output=True, text=True, check=False)
        times.append(time.perf_counter() - begun)
        slowest = max(slowest, _worked() - worked)
        os.close(end)
        if done.returncode != 2 or "already open" not in done.stderr:
            bad.append(f"{number}: the program said {done.stderr[:80]!r}")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    refused = count - len(bad)
    if min(times) > 1 or slowest > 1:  # by the clock the least disturbed of them: others use this computer too
        bad.append(f"the program refused only after {min(times):.2f} s, {slowest:.2f} s of processor time")
    by_clock = f"in {min(times):.2f} s at best, {median(times):.2f} s as a rule"
    return f"main.py refused {refused} times, {by_clock}, at most {slowest:.2f} s of processor time", bad


def _worked() -> float:
    """Seconds of processor time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _opens(folder: Path) -> tuple[str, list[str]]:
    """Who opens the files of the records in a recorded day, while the engine has them open."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "opens not watched: strace is not installed", []
    live = folder / "live"
    live.mkdir()
    made = made_vault(live / "Practice")
    log = folder / "opens"
    scene = ["tests.torture.scenes", "work", str(live), made.folder.name, made.person.id, "1", "FULL"]
    tracing = ["strace", "-f", "--seccomp-bpf", "-e", "trace=openat,close", "-o", str(log)]
    done = subprocess.run([*tracing, sys.executable, "-m", *scene], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        return "opens not watched: this system lets no process be traced", []
    held: set[str] = set()
    engine, foreign = 0, []
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if (found := _OPENED.match(line)) and _is_live(found["path"], made):
                if "O_RDWR" in found["how"] and "O_NOFOLLOW" in found["how"]:  # so the engine opens, and nobody else
                    engine += 1
                    held.add(found["handle"])
                elif held:
                    foreign.append(f"{found['path'].rpartition('/')[2]} was opened beside the engine")
            elif (closed := _CLOSED.match(line)) is not None:
                held.discard(closed["handle"])
    if not engine:
        foreign.append("the engine was not seen opening anything: the watch is blind")
    return f"{engine} opens by the engine, {len(foreign)} by others", foreign


def _is_live(path: str, made: Made) -> bool:
    return path.startswith(str(made.folder / RECORDS))
