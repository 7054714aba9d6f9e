"""A new recovery sheet while the vault is open: made, shown once, confirmed by two of its groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from ui.recoverypage import CONFIRMED, SHEET, UNCONFIRMED, RecoveryPage
from ui.theme import Theme
from ui.widgets import Dialog
from workup.texts import _
from workup.vault import RecoverySheet, Vault


class SheetDialog(Dialog):
    """Closing it without confirming leaves the sheet unconfirmed: the next unlocking shows another."""

    def __init__(self, theme: Theme, vault: Vault, sheet: RecoverySheet, now: datetime, parent: QWidget | None) -> None:
        super().__init__(theme, _("Recovery sheet"), "", "", _("Later"), parent, width=740)
        self.heading.hide()
        self.accept_button.hide()
        self.page = RecoveryPage(theme)
        self.page.confirmed.connect(self.accept)
        self.body.addWidget(self.page)
        self.page.show_sheet(sheet, vault.folder.stem, now)

    @classmethod
    def of(
        cls, theme: Theme, vault: Vault, clock: Callable[[], datetime], make: Callable[[], RecoverySheet],
        parent: QWidget | None,
    ) -> bool:  # fmt: skip
        """Make a sheet and show it; whether it was confirmed.

        That nobody has confirmed it is stored before it is made: an end in between loses no recovery.
        """
        vault.set_setting(SHEET, UNCONFIRMED, vault.person.id, clock())
        dialog = cls(theme, vault, make(), clock(), parent)
        confirmed = dialog.exec() == Dialog.DialogCode.Accepted
        dialog.deleteLater()
        if confirmed:
            vault.set_setting(SHEET, CONFIRMED, vault.person.id, clock())
        return confirmed
