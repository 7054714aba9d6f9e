"""Puts open work together while nobody waits for it: the vault is older than the rules its rows follow from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.timers import once
from workup.errors import WorkupError
from workup.texts import _

if TYPE_CHECKING:
    from workup.protocol import Library
    from workup.store import Filling, WorkTable

# A key that comes in the middle of a slice waits for its end, and is seen to before the next.
SLICE_S = 0.01
PAUSE_MS = 10


class WorkFilling(QObject):
    """Slices from an idle timer; `ended` comes when all is there, `failed` is told why it cannot be.

    A lock or the end of the program stops it anywhere; the next opening begins anew.
    """

    ended = Signal()

    def __init__(self, parent: QObject, failed: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._failed = failed
        self._filling: Filling | None = None
        self._timer = once(self, self._go_on, PAUSE_MS)

    def begin(self, library: Library, store: WorkTable) -> None:
        """Begin, when the rows follow from other rules than the present ones."""
        from workup.session import filling

        self.stop()
        try:
            self._filling = filling(library, store)
        except WorkupError as error:
            self._failed(error.sentence)
        self._go_on()  # a small vault is through before its lists are shown

    @property
    def words(self) -> str:
        """What the lists say while they are not complete, else nothing."""
        if self._filling is None:
            return ""
        return _("being put together, {min} %").format(
            min=min(99, 100 * self._filling.done // max(1, self._filling.total))
        )

    def stop(self) -> None:
        """No further slice."""
        self._timer.stop()
        self._filling = None

    def _go_on(self) -> None:
        if self._filling is None:
            return
        try:
            through = self._filling.go_on(SLICE_S)
        except WorkupError as error:
            self.stop()
            self._failed(error.sentence)
            return
        if not through:
            self._timer.start()
            return
        self._filling = None
        self.ended.emit()
