"""Without any network: what the program does goes on in a place that has none, and packages are as locked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.torture.foreign_code import loaded
from tests.torture.outcome import Outcome, Skipped
from tests.torture.suite import ran

_ALONE = ("unshare", "-rn")
_BRIEF = (
    "tests/test_shape.py::test_nothing_speaks_to_a_network", "tests/test_requirements.py", "tests/test_layers.py",
    "tests/test_processes.py", "tests/workup/test_session.py", "tests/workup/test_backup.py",
    "tests/workup/test_importing.py", "tests/workup/test_command_line.py",
    "tests/workup/test_paper.py", "tests/ui/test_journey.py",
)  # fmt: skip


def run(folder: Path, count: int, _chance: Random) -> Outcome:
    """The tests that go through most of the program; from a count of two on, all of them."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        raise Skipped("unshare is not installed")
    if subprocess.run([*_ALONE, "true"], capture_output=True, check=False).returncode:
        raise Skipped("this system lets nobody have a network of their own")
    reached = subprocess.run([*_ALONE, sys.executable, "-c", _REACH], capture_output=True, check=False)
    if not reached.returncode:
        return Outcome(0, "", ("the empty network is not empty: the check is blind",))
    passed, failed = ran(*(_BRIEF if count < 2 else ("tests",)), before=_ALONE)
    files, planted = loaded(folder)
    told = f"{passed} tests where there is no network; {files} files loaded by a window among planted ones"
    return Outcome(passed, told, tuple(failed + planted))


_REACH = "import socket; socket.create_connection(('192.0.2.1', 9), 1)"
