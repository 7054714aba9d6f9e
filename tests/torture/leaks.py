"""A whole day with words of its own in every text, watched file by file: they are in the encrypted records alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

from tests.torture.locking import _holds
from tests.torture.outcome import Outcome
from tests.torture.suite import ran
from tests.torture.window import NEEDLES, at_work, made

# Written is what is opened to be written, made, or moved; the pipes and devices of a process are not files.
_WRITTEN = re.compile(
    r'(?:openat\([^"]*"(?P<path>[^"]*)", [A-Z_|]*O_(?:WRONLY|RDWR|CREAT)|rename\w*\(.*"(?P<to>[^"]*)")'
)
_CALLS = "trace=openat,rename,renameat,renameat2,socket"
# Devices, and what Python compiles of the program itself the first time it runs.
_OUTSIDE = re.compile(r"^/(?:dev|proc|sys)/|.*/__pycache__/[\w.-]+\.pyc(?:\.\d+)?$")
_DAY = """
from PySide6.QtWidgets import QApplication
from tests.ui.room import press
from tests.workup.test_leaks import marked_answers
from workup.errors import WorkupError

def forced(number):
    words = "Zyxwvutmarker" + str(number)
    raise [ValueError, KeyError, WorkupError, UnicodeError, OSError][number % 5](words)

for number in range({count}):
    QTimer.singleShot(number, lambda number=number: forced(number))
for where, words in marked_answers(self.window.library):
    live.answer(where, words.replace("Zyxmarker", "Zyxwvutmarker"))
live.session.typing(slot("reason"), "Zyxwvutmarker typed")
QApplication.processEvents()
for step in range(1, 8):
    press("Alt+" + str(step))
    QApplication.processEvents()
QTimer.singleShot(3000, lambda: (self.lock(""), print("done", file=sys.stderr, flush=True)))
"""


def run(folder: Path, count: int, _chance: Random) -> Outcome:
    """One day with so many errors nobody expected."""
    vault, _ = made(folder)
    trace = folder.parent / f"{folder.name}-trace"
    watching: tuple[str, ...] = ()
    if shutil.which("strace"):
        watching = ("strace", "-f", "--seccomp-bpf", "-e", _CALLS, "-o", str(trace))
    with at_work(folder, vault, f"exec({_DAY.format(count=count)!r}, {{**globals(), **locals()}})", watching) as window:
        window.until("done")
    said = "".join(window.said)
    bad = [f"{needle[:14]!r} was said on the error line" for needle in NEEDLES if needle in said.encode()]
    told = said.count("an error it did not expect")
    bad += [] if told >= count else [f"only {told} of the {count} errors were met: the watch is blind"]
    files = [file for file in folder.rglob("*") if file.is_file()]
    bad += [f"{file.relative_to(folder)} holds it" for file in files if _holds(file) or _named(file.name)]
    written, elsewhere, sockets = _traced(trace, folder)
    bad += [f"{path} was written" for path in elsewhere] + sockets
    trace.unlink(missing_ok=True)
    tests, failed = ran("tests/workup/test_leaks.py", "tests/ui/test_leaving.py")
    how = f"{written} files opened to be written, {len(elsewhere)} elsewhere" if watching else "files not watched"
    seen = f"{count} errors, {len(files)} files looked through; {how}; {tests} tests"
    return Outcome(count, seen, tuple(bad + failed))


def _named(name: str) -> bool:
    return any(needle in name.encode() for needle in NEEDLES)


def _traced(trace: Path, folder: Path) -> tuple[int, list[str], list[str]]:
    """How many files were written, which of them outside the folders of the session, and what went to a network."""
    if not trace.exists():
        return 0, [], []
    written, elsewhere, sockets = 0, set[str](), set[str]()
    with trace.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if "socket(AF_INET" in line:
                sockets.add("a socket of a network was opened")
            found = _WRITTEN.search(line)
            if found is None or " = -1 " in line:
                continue
            path = found["path"] or found["to"] or ""
            if _OUTSIDE.match(path):
                continue
            written += 1
            if path.startswith("/") and not path.startswith(str(folder)):
                elsewhere.add(path)
    return written, sorted(elsewhere), sorted(sockets)
