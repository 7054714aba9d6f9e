"""Has a chosen file examined by a process of its own, within time and memory."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.documents.child import Child
from workup.documents import Job, decoded, encoded

MOST_MS = 20_000


class Examiner(QObject):
    """A file in, what it is out; a process that gives up or is too slow refuses the file."""

    examined = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answer = bytearray()
        self._child = Child("workup.documents", MOST_MS, self)
        self._child.said.connect(self._answer.extend)
        self._child.ended.connect(lambda: self.examined.emit(decoded(bytes(self._answer))))

    def examine(self, job: Job) -> None:
        """Begin."""
        self._answer.clear()
        self._child.start()
        self._child.tell(encoded(job), last=True)

    def stop(self) -> None:
        """End it; nothing is told any more."""
        self._child.stop()
