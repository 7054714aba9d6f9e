"""What can be found, and which of it fits a few letters best; quick enough for each key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

ENOUGH = 60
_APART = re.compile(r"[^\w+]+")


def plain(text: str) -> str:
    """Small letters without accents, one space before each word."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " " + " ".join(part for part in _APART.split(bare) if part)


@dataclass(slots=True)
class Entry:
    """One thing to find: its words, a hint at its right, and what choosing it does. `rank` puts kinds before others."""

    text: str
    hint: str
    act: Callable[[], object]
    rank: int = 0
    known_as: str = ""
    looked_at: str = field(init=False)

    def __post_init__(self) -> None:
        self.looked_at = plain(f"{self.text} {self.known_as}")


class Finder:
    """Finds among entries: words that begin so, then letters inside words, then letters in their order."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)

    def find(self, text: str, most: int = ENOUGH) -> tuple[Entry, ...]:
        """The best first; for nothing typed, the actions and the steps as they come."""
        parts = plain(text).split()
        if not parts:
            return tuple(one for one in self._entries if one.rank == 0)[:most]
        found = _all_in(self._entries, [f" {part}" for part in parts])
        best = nsmallest(most, found, key=lambda one: _distance(one, parts))
        if len(best) <= most // 2:
            best = _added(best, _all_in(self._entries, parts), parts, most)
        if len(best) <= most // 2:
            best = _added(best, _in_order(self._entries, "".join(parts)), parts, most)
        return tuple(best)


def _added(best: list[Entry], more: list[Entry], parts: Sequence[str], most: int) -> list[Entry]:
    known = {id(one) for one in best}
    fresh = (one for one in more if id(one) not in known)
    return best + nsmallest(most - len(best), fresh, key=lambda one: _distance(one, parts))


def _all_in(entries: Sequence[Entry], parts: Sequence[str]) -> list[Entry]:
    found = entries
    for part in parts:
        found = [one for one in found if part in one.looked_at]
    return list(found)


def _in_order(entries: Sequence[Entry], letters: str) -> list[Entry]:
    """Those in which the letters stand one after another, whatever is between them."""
    if len(letters) < 3:
        return []
    pattern = re.compile(".{0,12}?".join(map(re.escape, letters)))
    return [one for one in entries if pattern.search(one.looked_at)]


def _distance(entry: Entry, parts: Sequence[str]) -> tuple[int, int, int]:
    """How far an entry is from what was typed: nearest when the words begin it, and when little else is in it."""
    hay = entry.looked_at
    begins = 0 if hay.startswith(f" {parts[0]}") else 2
    whole = sum(f" {part} " not in f"{hay} " for part in parts)
    return begins + entry.rank + whole, len(hay), entry.rank
