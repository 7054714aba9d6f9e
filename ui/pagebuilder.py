"""Builds the page in a child process, so that typing never waits for it; only the newest note counts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, Signal

from workup.note import Cover, Note
from workup.paper.metadata import Attachment
from workup.texts import _


class PageBuilder(QObject):
    """Notes in, PDF bytes out; patient text travels through pipes only."""

    built = Signal(bytes)
    failed = Signal(str)

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._resources = resources
        self._process: QProcess | None = None
        self._next: bytes | None = None

    def build(
        self, note: Note, cover: Cover, attachments: Sequence[Attachment] = (), *, proved: bool = False
    ) -> None:
        """Build this page with what it carries; a page that is still being built is replaced when it is done.

        `proved` has its form checked as it is built, for a page that is signed.
        """
        job = {
            "note": note, "cover": cover, "resources": str(self._resources), "attachments": attachments,
            "proved": proved,
        }  # fmt: skip
        self._next = msgspec.msgpack.encode(job)
        if self._process is None:
            self._start()

    @property
    def busy(self) -> bool:
        """Whether a page is being built."""
        return self._process is not None

    def _start(self) -> None:
        job, self._next = self._next, None
        if job is None:
            return
        process = QProcess(self)
        process.setProgram(sys.executable)
        process.setArguments(["-m", "workup.paper"])
        process.setWorkingDirectory(str(self._resources.parent))
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error)
        self._process = process
        process.start()
        process.write(job)
        process.closeWriteChannel()

    def _finished(self, status: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        page = bytes(process.readAllStandardOutput().data())
        process.deleteLater()
        if self._next is not None:
            self._start()
        elif status == 0 and page.startswith(b"%PDF"):
            self.built.emit(page)
        else:
            self.failed.emit(_("The page could not be built. Everything entered is stored; copy it as text instead."))

    def _error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._process = None
            self.failed.emit(
                _("The page could not be built: no further process could be started. Close other programs.")
            )

    def stop(self) -> None:
        """End the child at once."""
        process, self._process, self._next = self._process, None, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.errorOccurred.disconnect(self._error)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
