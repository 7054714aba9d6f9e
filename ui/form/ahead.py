"""Makes fields before they are asked for: while a question is read, those that an answer to it may show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from PySide6.QtCore import QObject

from ui.form.card import SectionCard
from ui.timers import once
from workup.answers import Slot
from workup.protocol import Library

PAUSE_MS = 4
DONE = object()


class Ahead(QObject):
    """One field at a time, each in a pause of its own, so that no key waits for it."""

    def __init__(self, library: Library, cards: Sequence[SectionCard], parent: QObject) -> None:
        super().__init__(parent)
        self._cards: dict[str, dict[SectionCard, None]] = {}
        for card in cards:
            for name in card.section.items:
                for read in (name, *library.reads[name]):
                    self._cards.setdefault(read, {})[card] = None
        self._work: Iterator[None] = iter(())
        self._at_once = False
        self._pause = once(self, self._go_on, PAUSE_MS)

    def plan(self, slot: Slot | None) -> None:
        """Another question is read now; what was planned for the one before is given up."""
        self._pause.stop()
        if slot is not None:
            self._at_once = False
            self._work = chain.from_iterable(card.body.ahead(slot) for card in self._cards.get(slot.item, ()))
            self._pause.start()

    def _go_on(self) -> None:
        if not self._at_once:  # what the key has changed may not be painted yet
            self._at_once = True
            self._pause.start()
        elif next(self._work, DONE) is not DONE:
            self._pause.start()
