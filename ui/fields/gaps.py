"""The small menu for answers without a value: unknown, or not examined for a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.theme import Theme
from ui.widgets import Dialog, TextLine
from workup.answers import UNKNOWN, Gap, Value
from workup.texts import N_, _

REASONS = (N_("declined by the patient"), N_("too painful"), N_("not possible today"), N_("not needed"))


class GapMenu(QMenu):
    """Unknown, not examined with a reason, or back to not asked."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, value: Value | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._offer(_("&Unknown"), UNKNOWN)
        self.addSeparator()
        for number, reason in enumerate(REASONS, 1):
            self._offer(
                _("&{number}  Not examined: {reason}").format(number=number, reason=_(reason)),
                Gap("not_examined", reason),
            )
        other = QAction(_("Not examined: &other reason …"), self)
        other.triggered.connect(self._ask)
        self.addAction(other)
        if value is not None:
            self.addSeparator()
            self._offer(_("&Back to not asked"), None)
        self.aboutToHide.connect(self.deleteLater)

    def _offer(self, text: str, value: Value | None) -> None:
        action = QAction(text, self)
        action.triggered.connect(lambda: self.chosen.emit(value))
        self.addAction(action)

    def _ask(self) -> None:
        dialog = Dialog(
            self.theme, _("Not examined"), _("Why was this left out?"), _("Save"), _("Cancel"), self.parentWidget()
        )
        line = TextLine(self.theme, _("Reason"))
        line.setMaxLength(200)
        dialog.body.addWidget(line)
        line.returnPressed.connect(dialog.accept)
        line.setFocus()
        if dialog.exec():
            self.chosen.emit(Gap("not_examined", line.text().strip()))
