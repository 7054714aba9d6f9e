"""Has a chosen file examined by a process of its own, within time and memory."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.documents.child import Child
from workup.documents import Examined, Job, OpenedPage, decoded, encoded, opened_of

MOST_MS = 20_000


class Examiner(QObject):
    """A file in, what it is out; a process that gives up or is too slow refuses the file."""

    examined = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answer = bytearray()
        self._child = Child("workup.documents", MOST_MS, self)
        self._child.said.connect(self._answer.extend)
        self._child.ended.connect(lambda: self.examined.emit(self._read(bytes(self._answer))))
        self._read: Callable[[bytes], Examined | OpenedPage] = decoded

    def examine(self, job: Job) -> None:
        """Begin; of a signed page what it carries is told, of everything else what it is."""
        self._answer.clear()
        self._read = opened_of if job.purpose == "workup" else decoded
        self._child.start()
        self._child.tell(encoded(job), last=True)

    def stop(self) -> None:
        """End it; nothing is told any more."""
        self._child.stop()
