"""The sober dialog: a question, what it means, the buttons; the safe one has the focus when something would be lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.tabbing import tab_through
from ui.theme import Theme
from ui.widgets.base import box
from ui.widgets.button import Button
from ui.widgets.marks import Label
from ui.widgets.panels import Scroll
from workup.texts import N_, _


class Dialog(QDialog):
    """A title, a text, room for fields in `body`, and two buttons at the right; Escape is the safe choice."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str = "",
        accept: str = N_("Continue"),
        reject: str = N_("Cancel"),
        parent: QWidget | None = None,
        *,
        destructive: bool = False,
        width: int = 460,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._destructive = destructive
        self._width = width
        self._inside: Scroll | None = None
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.heading = Label(theme, "patient_name", title, wrap=True)
        self.text = Label(theme, "question", text, "ink2", wrap=True)
        if not text:
            self.text.hide()
        self.body = QVBoxLayout()
        self.accept_button = Button(theme, "danger" if destructive else "primary", _(accept))
        self.reject_button = Button(theme, "secondary", _(reject))
        if not reject:
            self.reject_button.hide()
        self.accept_button.clicked.connect(self.accept)
        self.reject_button.clicked.connect(self.reject)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.text)
        self._column.addLayout(self.body)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.reject_button)
        self._buttons.addWidget(self.accept_button)
        self._column.addLayout(self._buttons)
        theme.changed.connect(self._restyle)
        self._restyle()

    def add_buttons(self, buttons: Sequence[Button]) -> None:
        """Further choices, left of the two."""
        for button in reversed(buttons):
            self._buttons.insertWidget(1, button)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the dialog is read, whenever its parts were made."""
        return tab_through((self,), forward=forward) or super().focusNextPrevChild(forward)

    def _restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(20), px(18), px(20), px(16))
        self._column.setSpacing(px(8))
        self.body.setSpacing(px(8))
        self._buttons.setContentsMargins(0, px(8), 0, 0)
        self._buttons.setSpacing(px(8))
        self.setMinimumWidth(px(self._width))
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Start on the safe choice where something would be lost, on the first field or the main button elsewhere."""
        super().showEvent(event)
        self.fit()
        if self._destructive:
            self.reject_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.body.count() == 0:
            self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)

    def fit(self) -> None:
        """As high as its words need at this width, never higher than the window under it: then it scrolls."""
        room, column = self.room(), self._column
        wide = min(max(self.width(), self.minimumWidth()), room.width())
        self.setMinimumWidth(min(self.minimumWidth(), room.width()))
        if column.minimumHeightForWidth(wide) > room.height():
            self._let_scroll()
        wanted = min(column.totalHeightForWidth(wide) if column.hasHeightForWidth() else column.sizeHint().height(),
                     room.height())  # fmt: skip
        self.setMinimumHeight(wanted)
        self.resize(wide, wanted)

    def room(self) -> QSize:
        """What a dialog may take: the window it stands over, else the screen."""
        under = self.parentWidget()
        while under is not None and isinstance(under.window(), Dialog):
            under = under.window().parentWidget()
        return self.screen().availableGeometry().size() if under is None else under.window().size()

    def _let_scroll(self) -> None:
        """Text and body into a column that scrolls; the buttons stay in sight."""
        if self._inside is not None:
            return
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, self.theme.px(10), 0)
        column.setSpacing(self._column.spacing())
        self._column.removeItem(self.body)
        self.body.setParent(None)
        column.addWidget(self.text)
        column.addLayout(self.body)
        column.addStretch(1)
        self._inside = Scroll(inner)
        self._column.insertWidget(1, self._inside, 1)
        self._inside.show()  # else it does not count in what is measured next

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("surface"))
        box(painter, self.rect(), 0, None, self.theme.color("control"), self.theme.edge)
