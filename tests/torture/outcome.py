"""What a check of the torture bench is and what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random


class Skipped(Exception):
    """This computer cannot run the check; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often something was tried, what was measured in words, and every way in which it failed."""

    runs: int
    measured: str
    bad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table: what is to hold, and how often it is tried in the quick and in the full run."""

    name: str
    number: str
    figure: str
    quick: int
    full: int
    run: Callable[[Path, int, Random], Outcome]
    in_memory: bool = False
