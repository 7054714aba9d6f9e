"""A real window that works by itself on a real vault under its real parent, in folders of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.test_processes import MARKER, NOW, PASSWORD, _the_clean_window, driven
from tests.torture.outcome import ROOT, Skipped
from workup import vault
from workup.manuals import TOUR_SEEN, tour_of
from workup.store import Person

PATIENCE_S = 60
# The first window of the parent is the one that works by itself, those after a lock are as shipped.
_PARENT = """
import pathlib, subprocess, sys
import main
real = subprocess.Popen
class First(real):
    def __init__(self, command, **rest):
        once = pathlib.Path({once!r})
        if not once.exists():
            once.touch()
            command = [sys.executable, "-c", {script!r}, *command[3:]]
            rest["env"] = {{**rest.get("env", __import__("os").environ), "PYTHONPATH": {root!r}}}
        super().__init__(command, **rest)
subprocess.Popen = First
sys.exit(main.main(["--vault", {folder!r}]))
"""


@dataclass
class Driven:
    """The parent, and the folders that nothing may be written outside of."""

    parent: subprocess.Popen[str]
    said: list[str]
    usable_s: tuple[float, float] = (0.0, 0.0)  # until an answer was stored: of processor time, by the clock

    def line(self) -> str:
        """What the window says next."""
        assert self.parent.stderr is not None
        found = self.parent.stderr.readline()
        self.said.append(found)
        return found

    def until(self, word: str) -> str:
        """The line that begins so."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and (found := self.line()):
            if found.startswith(word):
                return found
        raise RuntimeError(f"the window did not say {word!r}: {''.join(self.said)[-500:]}")

    @property
    def clean(self) -> int:
        """The window process after a lock, once it has read its content."""
        return _the_clean_window(self.parent.pid)


def made(place: Path) -> tuple[Path, bytes]:
    """A vault without patients whose tour was seen, and its key."""
    opened, _ = vault.create(place / "Clinic.workup", PASSWORD, Person("Ann", "Nurse"), NOW, kdf=vault.FLOOR)
    opened.set_setting(tour_of(opened.person.id), TOUR_SEEN, opened.person.id, NOW)
    opened.close(NOW)
    return opened.folder, opened.data_key


@contextmanager
def at_work(place: Path, folder: Path, then: str, before: Sequence[str] = ()) -> Iterator[Driven]:
    """A window that has entered a patient and goes on with `then`; ended with everything it started."""
    if sys.platform != "linux":
        raise Skipped("processes are looked into through /proc")
    once, own = place / "once", place / "own"
    once.unlink(missing_ok=True)
    (own / "tmp").mkdir(parents=True, exist_ok=True)
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    environment = {**os.environ, **{name: str(own) for name in names}, "TMPDIR": str(own / "tmp")}
    script = _PARENT.format(once=str(once), script=driven(folder, then)[1], root=str(ROOT), folder=str(folder))
    parent = subprocess.Popen(
        [*before, sys.executable, "-B", "-c", script], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, start_new_session=True, env={**environment, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    running, begun = Driven(parent, []), time.perf_counter()
    try:
        running.until("acknowledged")
        running.usable_s = _worked(parent.pid), time.perf_counter() - begun
        yield running
    finally:
        os.killpg(parent.pid, signal.SIGKILL)
        rest, _ = (parent.communicate(timeout=PATIENCE_S)[1], None)
        running.said.append(rest or "")
        shutil.rmtree(own / "tmp", ignore_errors=True) if not before else None


def _worked(pid: int) -> float:
    """Seconds of processor time of a process and of those it started."""
    own = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, own)) / os.sysconf("SC_CLK_TCK") + sum(_worked(int(child)) for child in children)


NEEDLES = (MARKER.encode(), MARKER.encode("utf-16-le"), MARKER.lower().encode(), PASSWORD.encode(),
           PASSWORD.encode("utf-16-le"))  # fmt: skip
