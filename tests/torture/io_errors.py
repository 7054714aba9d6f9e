"""A disk that answers with errors: each call of a working day fails once, or from then on for good.

The calls fail inside the real engine and the real Python, through a small library loaded before the system's.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.torture.children import forked
from tests.torture.outcome import Outcome, Skipped, of_process
from tests.torture.work import DAY, Known, Work, faults, made_vault, read_known, unlocked
from tests.workup.patients import library
from tests.workup.vaults import Made
from workup.errors import WorkupError
from workup.session import Refused

SAVES = 25
EVERY = 400  # from so many runs on no point is left out
ONE_IN = 40  # in the runs at random one call in so many fails, reading too


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Build the library, then go through all points in a process that has it loaded."""
    if sys.platform != "linux" or shutil.which("cc") is None:
        raise Skipped("there is no C compiler (cc) here to build the library that lets calls fail")
    shim = folder / "faults.so"
    source = Path(__file__).with_name("faults.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-o", str(shim), str(source), "-ldl"], check=True)
    return of_process("tests.torture.io_errors", folder, count, chance, {"LD_PRELOAD": str(shim)})


class Day:
    """One vault, copied for each point, and the same day of work over it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self.made = made_vault(folder / "Whole")
        self.shim = ctypes.CDLL(None)
        library()

    def lived(self, at: int, *, forever: bool, every: int = 0) -> tuple[int, list[str]]:
        """Live it with this fault: the calls there were, and what is wrong afterwards."""
        place = self.folder / "day"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        made = replace(self.made, folder=place / "Day.workup")
        shutil.copytree(self.made.folder, made.folder)
        reading, writing = os.pipe()

        def live() -> None:
            os.dup2(writing, 2)
            self.shim.torture_arm(str(place).encode(), at, int(forever), errno.EIO, every, at, int(every > 0))
            self._work(made, writing, place, lasting=forever or every > 0)

        child = forked(live)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            lines = pipe.read().splitlines()
        _, status = os.waitpid(child, 0)
        bad = [lines[-1] if lines else "ended"] if status else []
        calls = next((int(line) for line in lines if line.isdecimal()), 0)
        told = [line for line in lines if line.startswith("{")]
        known = read_known(told[-1]) if told else Known()
        return calls, bad + faults(made, known, place / "backups")

    def _work(self, made: Made, pipe: int, place: Path, *, lasting: bool) -> None:
        def say(known: Known) -> None:
            os.write(pipe, known.line().encode())

        try:
            vault = unlocked(made)
        except WorkupError:
            if lasting:
                return
            vault = unlocked(made)  # once more, as a person would
        work: Work | None = None
        for _ in range(3):
            try:
                work = work or Work(vault, Random(self.seed), say, place / "backups")
            except WorkupError:
                continue
        saves = unsaid = 0
        while work is not None and saves < SAVES:
            saves += 1
            try:
                (work.copy if saves == SAVES // 2 else work.go_on)()
            except WorkupError as error:
                unsaid += not error.sentence
        if work is not None and not lasting:
            _gone_on(work)
            work.told()
        vault.close(DAY)
        if unsaid:
            raise RuntimeError("a refusal without a sentence")
        os.write(pipe, f"{self.shim.torture_calls()}\n".encode())


def _gone_on(work: Work) -> None:
    """One more answer is stored: the one failure may be this one, the next is not."""
    try:
        work.reopen()
        work.answer()
    except Refused:  # signed, and what failed was to amend it
        work.begin()
        work.answer()
    except WorkupError:
        work.reopen()
        work.answer()


def main(folder: str, count: str, seed: str) -> None:
    """All points once and for good, then runs at random."""
    day, wanted, chance = Day(Path(folder), int(seed)), int(count), Random(int(seed))
    calls, bad = day.lived(0, forever=False)
    points = [(at, forever) for at in range(1, calls + 1) for forever in (False, True)]
    if wanted < EVERY and len(points) > wanted:
        points = sorted(chance.sample(points, wanted))
    for at, forever in points:
        _, found = day.lived(at, forever=forever)
        bad += [f"call {at}{' and all after it' if forever else ''} (seed {seed}): {one}" for one in found]
    for number in range(1, wanted + 1):
        _, found = day.lived(number, forever=False, every=ONE_IN)
        bad += [f"run {number} at random (seed {seed}): {one}" for one in found]
    told = f"{calls} calls, {len(points)} points, {wanted} runs with one call in {ONE_IN} failing"
    sys.stdout.write(json.dumps([len(points) + wanted, told, bad]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
