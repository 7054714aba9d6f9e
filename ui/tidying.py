"""Looks for unused objects while nobody types: going through all of them takes longer than a key press may."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 3000
# By itself Python goes through everything only where somebody has typed for very long without a pause.
SELDOM = 200


class Tidying(QObject):
    """Collects garbage once the keyboard and the mouse have been left alone for some seconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tidy)
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, SELDOM)

    def put_off(self) -> None:
        """Somebody is at work."""
        self._pause.start()

    @staticmethod
    def _tidy() -> None:
        gc.collect()

    @staticmethod
    def keep() -> None:
        """What there is now stays as long as the process: modules and content are looked through no more."""
        gc.freeze()
