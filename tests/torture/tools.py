"""The tools of the system that some checks need, and how they come to this computer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

# Tool -> Debian and Ubuntu package, and what cannot be checked without it.
TOOLS = {
    "strace": ("strace", "replayed power cuts, and who opens the files of the records"),
    "cc": ("gcc libc6-dev", "calls that fail"),
    "unshare": ("util-linux", "a disk that is full"),
    "mount": ("mount", "a disk that is full"),
}


def bring_tools(say: Callable[[str], None]) -> int:
    """Install what is missing where we may; name the command where we may not. Never a failure: checks are skipped."""
    if sys.platform != "linux":
        say("strace, a C compiler and disks of one's own are for Linux; the checks that need them are skipped here.")
        return 0
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    packages = sorted({name for tool in missing for name in TOOLS[tool][0].split()})
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "--yes", "-qq", *packages], env=environment, check=False)
        missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    for tool in missing:
        say(f"{tool} is missing, this is skipped: {TOOLS[tool][1]}. On Debian: sudo apt-get install {TOOLS[tool][0]}")
    return 0
