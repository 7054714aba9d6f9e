"""The content as shipped, read once for all tests of a process: it is frozen, so no test can change it for the next."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from workup.content import load
from workup.protocol import Library, Problem

RESOURCES = Path(__file__).parents[1] / "resources"


@cache
def read() -> tuple[Library, list[Problem]]:
    """What `load` gives: the library, and what in it is wrong."""
    return load(RESOURCES)


def library() -> Library:
    """The library alone."""
    return read()[0]
