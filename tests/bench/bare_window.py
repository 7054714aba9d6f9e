"""A bare PySide6 window, the measure of startup and memory; says when it is painted and how large it is."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow


class Painted(QObject):
    """Waits for the first frame of a window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # Comes next, once the frame is on the screen and before any timer.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        return False

    def customEvent(self, _event: QEvent) -> None:
        self.over()

    def over(self) -> None:
        """The frame is on the screen."""
        sys.stdout.write(f"painted {resident()}\n")
        sys.stdout.flush()
        QApplication.exit(0)


def resident() -> int:
    """Memory of this process in bytes; 0 where the system does not say."""
    if not sys.platform.startswith("linux"):
        return 0
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib would weigh on what is measured
        return int(file.read().split()[1]) * 4096


if __name__ == "__main__":
    app = QApplication([])
    window = QMainWindow()
    painted = Painted()
    window.installEventFilter(painted)
    window.showMaximized()
    sys.exit(app.exec())
