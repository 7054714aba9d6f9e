"""Windows tells when its session is locked, left or put to sleep; and keeps windows out of pictures of the screen."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

SESSION_CHANGE, POWER = 0x02B1, 0x0218  # WM_WTSSESSION_CHANGE, WM_POWERBROADCAST
LEFT = {2, 4, 6, 7}  # WTS_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _SESSION_LOGOFF, _SESSION_LOCK
SUSPEND = 4  # PBT_APMSUSPEND
EXCLUDED = 0x11  # WDA_EXCLUDEFROMCAPTURE


def means_leaving(message: int, detail: int) -> bool:
    """Whether this message says that the session is locked, left or put to sleep."""
    return (message == SESSION_CHANGE and detail in LEFT) or (message == POWER and detail == SUSPEND)


class _Messages(QAbstractNativeEventFilter):
    def __init__(self, told: Callable[[], None]) -> None:
        super().__init__()
        self._told = told

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:  # noqa: N802
        if kind == b"windows_generic_MSG":
            seen = wintypes.MSG.from_address(int(message))
            if means_leaving(seen.message, seen.wParam):
                self._told()
        return False, 0


class _KeptOut(QObject):
    """Each window that opens is kept out of pictures of the screen: dialogs, lists and tool tips too."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Expose and isinstance(watched, QWindow):
            keep_out_of_pictures(watched)
        return False


def hear_session(owner: QObject, told: Callable[[], None]) -> None:
    """Call `told` when the session is left, and keep all windows out of pictures, as long as `owner` lives."""
    application = QCoreApplication.instance()
    windows = QGuiApplication.topLevelWindows()
    if sys.platform == "win32" and application is not None and windows:
        owner.heard = _Messages(told)  # type: ignore[attr-defined]  # kept from being collected
        application.installNativeEventFilter(owner.heard)  # type: ignore[attr-defined]
        application.installEventFilter(_KeptOut(owner))
        for window in windows:
            keep_out_of_pictures(window)
        ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(windows[0].winId()), 0)


def keep_out_of_pictures(window: QWindow) -> None:
    """No picture or recording of the screen shows this window."""
    if sys.platform == "win32":
        ctypes.windll.user32.SetWindowDisplayAffinity(int(window.winId()), EXCLUDED)
