"""One thing to do, with its words and its keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do. Without words it is a key only; without keys it is found by its words."""

    words: str
    keys: tuple[str, ...]
    act: Callable[[], object]

    @property
    def hint(self) -> str:
        """The first of its keys, as it is written on screen."""
        return self.keys[0].replace("+", " ").replace("Return", "Enter") if self.keys else ""
