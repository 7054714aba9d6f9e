"""Copied patient text: kept out of clipboard histories, and taken away again after a settable time."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from ui.timers import once

# What clipboard histories of Windows, macOS and KDE look at before they keep a text.
HINTS: dict[str, bytes] = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\x00\x00\x00\x00",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\x00\x00\x00\x00",
}


class ClinicalClipboard(QObject):
    """Puts text on the clipboard and clears it while it is still ours."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text: str | None = None
        self._timer = once(self, self.clear)

    def put(self, text: str, seconds: int) -> None:
        """Copy; after `seconds` it is cleared if it is still there."""
        data = QMimeData()
        data.setText(text)
        for hint, value in HINTS.items():
            data.setData(hint, value)
        QGuiApplication.clipboard().setMimeData(data)
        self._text = text
        self._timer.start(seconds * 1000)

    def clear(self) -> None:
        """Take our text away if nothing else has been copied since."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text is not None and clipboard.text() == self._text:
            clipboard.clear()
        self._text = None
