"""A lock in the midst of something: the process that knew the patient is gone, and nothing is left in any other."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path
from random import Random
from statistics import median

from tests.test_processes import _memory_of
from tests.torture.outcome import Outcome, Skipped
from tests.torture.suite import ran
from tests.torture.window import NEEDLES, at_work, made

WITHIN_S, USABLE_WITHIN_S = 2.0, 3.0
_SAY = """
import ctypes, os, resource
core = resource.getrlimit(resource.RLIMIT_CORE)[0]
print("locking", os.getpid(), core, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), file=sys.stderr, flush=True)
self.lock("")
"""
# What is going on when it locks; each is the end of a function of the window.
SCENES = {
    "typing": "self.words = QTimer(); self.words.timeout.connect(lambda: live.typing(slot('reason'), {marker} * 9)); "
    "self.words.start(10); QTimer.singleShot(200, self.lock_now)",
    "saving": "QTimer.singleShot(100, lambda: (live.answer(slot('reason'), {marker} + ' saved'), self.lock_now()))",
    "building a page": "from tests.ui.room import press; press('Alt+7'); QTimer.singleShot(300, self.lock_now)",
    "a dialog": "from ui.guide import show_help; QTimer.singleShot(500, self.lock_now); "
    "show_help(self.window.theme, self.window, 'home')",
    "a drag": "from PySide6.QtTest import QTest; from PySide6.QtCore import QPoint, Qt; "
    "QTest.mousePress(self.window.workspace, Qt.MouseButton.LeftButton, pos=QPoint(400, 300)); "
    "QTest.mouseMove(self.window.workspace, QPoint(500, 400)); QTimer.singleShot(200, self.lock_now)",
}


def run(folder: Path, count: int, _chance: Random) -> Outcome:
    """Each of the scenes, so many times."""
    if not hasattr(os, "geteuid") or os.geteuid():
        raise Skipped("the window keeps its memory from other processes; only root may look")
    bad: list[str] = []
    slowest = scanned = 0.0
    usable: list[tuple[float, float]] = []
    for number in range(count):
        for name, scene in SCENES.items():
            place = folder / f"{name} {number}"
            place.mkdir()
            vault, key = made(place)
            began, gone, size, wrong = _locked(place, vault, key, scene)
            usable.append(began)
            slowest, scanned = max(slowest, gone), scanned + size
            bad += [f"{name}: {one}" for one in wrong]
            bad += [f"{name}: {file.name} holds it" for file in place.rglob("*") if file.is_file() and _holds(file)]
    tests, failed = ran("tests/ui/test_handover.py", "tests/ui/test_unlock.py") if count > 1 else (0, [])
    bad += [f"a process ended only after {slowest:.1f} s"] if slowest > WITHIN_S else []
    worked, by_clock = (sorted(which) for which in zip(*usable, strict=True))
    cold = median(worked)  # caches are shared with others: some starts cost more
    bad += [f"a cold start takes {cold:.1f} s of work"] if cold > USABLE_WITHIN_S else []
    told = (
        f"{count * len(SCENES)} locks while {', '.join(SCENES)}: gone within {slowest:.2f} s; "
        f"from a cold start to a stored answer {cold:.2f} s of processor time as a rule, {worked[-1]:.2f} s at most, "
        f"{median(by_clock):.2f} s by the clock; "
        f"{scanned / (1 << 20):.0f} MB of memory looked through; {tests} tests"
    )
    return Outcome(count * len(SCENES), told, tuple(bad + failed))


def _locked(place: Path, vault: Path, key: bytes, scene: str) -> tuple[tuple[float, float], float, int, list[str]]:
    then = f"self.lock_now = lambda: exec({_SAY!r}, {{'sys': sys, 'self': self}}); {scene}"
    with at_work(place, vault, then.replace("{marker}", repr("Zyxwvutmarker "))) as window:
        _, pid, core, dumpable = window.until("locking").split()
        begun, before = time.perf_counter(), _waited(pid, 0)
        waited = before
        while Path(f"/proc/{pid}/status").exists() and "Z" not in _state(pid) and time.perf_counter() < begun + 20:
            waited = _waited(pid, waited)
            time.sleep(0.002)
        gone = time.perf_counter() - begun - (waited - before)
        memory, of_parent = _memory_of(window.clean), _memory_of(window.parent.pid)
    of_key = (key, key.hex().encode(), key.hex().encode("utf-16-le"))
    needles = (*NEEDLES, *of_key)
    bad = [f"{needle[:12]!r} is in the memory of the new window" for needle in needles if needle in memory]
    # The parent of this bench was given the patient's name and the password: it starts the window that types them.
    bad += ["the key is in the memory of the parent" for needle in of_key if needle in of_parent]
    bad += [] if b"Clinic.workup" in memory and b"Clinic.workup" in of_parent else ["the memory could not be read"]
    bad += [] if (core, dumpable) == ("0", "0") else ["a core dump could be written"]
    bad += [f"{needle[:12]!r} was said" for needle in NEEDLES if needle in "".join(window.said).encode()]
    return window.usable_s, gone, len(memory) + len(of_parent), bad


def _waited(pid: str, last: float) -> float:
    """Seconds for which it was ready and had no processor, as in the checks of scale; the last ones once it is gone."""
    try:
        told = Path(f"/proc/{pid}/schedstat").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return last
    return max(last, int(told[1]) / 1e9) if told else last


def _state(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


def _holds(file: Path) -> bool:
    contents = [file.read_bytes()]
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            contents += [archive.read(name) for name in archive.namelist()]
    return any(needle in content for content in contents for needle in NEEDLES)
