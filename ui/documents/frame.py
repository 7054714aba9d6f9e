"""A dialog as large as its window that shows a document: its pages, the way through them, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.documents.sheet import ZOOM_STEP, PageSheet
from ui.theme import Theme
from ui.widgets import Button, Dialog, Label
from workup.texts import _


class DocumentFrame(Dialog):
    """Title and text above, the bar of the pages and the page itself below; the processes end with the dialog."""

    def __init__(self, theme: Theme, title: str, text: str, accept: str, reject: str, parent: QWidget) -> None:
        super().__init__(theme, title, text, accept, reject, parent)
        self.said = Label(theme, "label", "", "ink2", wrap=True)
        self.number = Label(theme, "label", "", "ink2")
        self.sheet = PageSheet(theme, self)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.px(8))
        before = Button(theme, "secondary", "", icon="chevron-left", name=_("Page before, Page Up"))
        after = Button(theme, "secondary", "", icon="chevron-right", name=_("Next page, Page Down"))
        smaller = Button(theme, "secondary", "", icon="zoom-out", name=_("Smaller, −"))
        larger = Button(theme, "secondary", "", icon="zoom-in", name=_("Larger, +"))
        before.clicked.connect(lambda: self.sheet.turn(-1))
        after.clicked.connect(lambda: self.sheet.turn(1))
        smaller.clicked.connect(lambda: self.sheet.change_size(1 / ZOOM_STEP))
        larger.clicked.connect(lambda: self.sheet.change_size(ZOOM_STEP))
        self.bar.addWidget(self.said, 1)
        for widget in (before, self.number, after, smaller, larger):
            self.bar.addWidget(widget)
        self.body.addLayout(self.bar)
        self.body.addWidget(self.sheet, 1)
        self._column.setStretchFactor(self.body, 1)
        self.sheet.turned.connect(
            lambda page, pages: self.number.setText(_("{page} of {pages}").format(page=page + 1, pages=pages))
        )
        room = parent.window().size()
        self.resize(QSize(min(room.width() - theme.px(80), theme.px(1080)), room.height() - theme.px(48)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sheet.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages turn from anywhere in the dialog; Escape closes it."""
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.sheet.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """End what runs for it."""
        self.sheet.stop()

    def done(self, result: int) -> None:
        """Close, and end what runs for it."""
        self.stop()
        super().done(result)
