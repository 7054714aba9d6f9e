"""A child process that reads what came from outside: started, timed and ended; bytes travel through pipes only."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QProcess, Signal

from ui.resources import RESOURCES
from ui.timers import once


class Child(QObject):
    """One process of ours; `ended` says that it is over, for whatever reason, unless it was stopped."""

    said = Signal(bytes)
    ended = Signal()

    def __init__(self, module: str, most_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._module = module
        self._process: QProcess | None = None
        self._clock = once(self, self._too_long, most_ms)

    def start(self) -> None:
        """Begin; what it says beside its answers is thrown away, for it may hold words of the document."""
        process = self._process = QProcess(self)
        process.setProgram(sys.executable)
        process.setArguments(["-m", self._module])
        process.setWorkingDirectory(str(RESOURCES.parent))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error)
        process.start()

    @property
    def running(self) -> bool:
        """Whether it is there."""
        return self._process is not None

    def tell(self, message: bytes, *, last: bool = False) -> None:
        """Hand something over and wait for the answer, not longer than it may take."""
        if self._process is not None:
            self._process.write(message)
            if last:
                self._process.closeWriteChannel()
            self._clock.start()

    def rest(self) -> None:
        """It has answered; the clock stands still."""
        self._clock.stop()

    def _read(self) -> None:
        if self._process is not None:
            self.said.emit(bytes(self._process.readAllStandardOutput().data()))

    def _finished(self) -> None:
        if self._process is not None:
            self._read()
            self.stop()
            self.ended.emit()

    def _error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self.stop()
            self.ended.emit()

    def _too_long(self) -> None:
        self.stop()
        self.ended.emit()

    def stop(self) -> None:
        """End it at once."""
        self._clock.stop()
        process, self._process = self._process, None
        if process is not None:
            for signal in (process.readyReadStandardOutput, process.finished, process.errorOccurred):
                signal.disconnect()
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
