"""Looks for unused objects while nobody types: going through all of them takes longer than a key press may."""

from __future__ import annotations

import gc
from functools import partial

from PySide6.QtCore import QObject

from ui.timers import once

PAUSE_MS = 3000
# Soon after each key what is new is gone through, before it is much.
BREATH_MS = 30
# By itself Python looks only where somebody has typed for very long without a pause.
YOUNG, SELDOM = 20_000, 200


class Tidying(QObject):
    """Collects what is new between two keys, and everything once nobody has typed for some seconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pause = once(self, partial(gc.collect, 2), PAUSE_MS)
        self._breath = once(self, partial(gc.collect, 1), BREATH_MS)
        _, middle, _ = gc.get_threshold()
        gc.set_threshold(YOUNG, middle, SELDOM)

    def put_off(self) -> None:
        """Somebody is at work."""
        self._pause.start()
        self._breath.start()

    @staticmethod
    def keep() -> None:
        """What there is now stays as long as the process: modules and content are looked through no more."""
        gc.freeze()
