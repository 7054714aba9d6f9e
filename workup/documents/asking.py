"""Has a signed page read by a process of its own, where there is no window to wait in."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from workup.documents.brought import OpenedPage, opened_of
from workup.documents.verdict import Carried, Job, Limits, carried_of, encoded

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_S = 20


def carried_by(content: bytes) -> Carried:
    """The record that a page carries, as that process found it; one that gives up or is too slow found nothing."""
    return carried_of(_answer(Job("", content, Limits(len(content), 0, 0), "record")))


def opened_by(content: bytes, resources: Path, today: date) -> OpenedPage:
    """The same with the workup in the record."""
    return opened_of(_answer(Job("", content, Limits(len(content), 0, 0), "workup", str(resources), today)))


def _answer(job: Job) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "workup.documents"], input=encoded(job), capture_output=True, cwd=ROOT,
            timeout=MOST_S, check=False,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return b""
    return done.stdout
