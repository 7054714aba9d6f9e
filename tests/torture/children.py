"""Processes forked from this one, which has the content read already; and their end at a chosen moment."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable


def forked(what: Callable[[], None]) -> int:
    """Let a child do it; it ends with 1 and says why on stderr when it fails."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            what()
        finally:
            failed = sys.exc_info()[0] is not None
            if failed:
                traceback.print_exc()
                sys.stderr.flush()
            os._exit(int(failed))
    return child


def ended_within(child: int, seconds: float) -> bool:
    """Whether the child ended by itself in that time; else it is killed."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if status:
                raise RuntimeError("a child failed; its error stands above")
            return True
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False
