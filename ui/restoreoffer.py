"""Where the files of a vault are damaged: the newest backup of it, a button away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Label
from workup import vault
from workup.texts import N_, _
from workup.words import moment_in_full

FOUND = N_(
    "Newest backup: {moment}; what was entered later is not in it. It becomes a vault of its own, and the damaged one "
    "stays as it is."
)
NONE = N_("No backup of this vault was found in {folders}. Choose one with Restore.")


class RestoreOffer(QWidget):
    """Hidden until files are damaged; `files` are the backups found, the best one first."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.files: tuple[Path, ...] = ()
        self.line = Label(theme, "label", "", wrap=True)
        self.button = Button(theme, "primary", _("Restore this backup"), icon="history")
        self.button.clicked.connect(self.wanted)
        self.again = Button(theme, "quiet", _("Try to unlock again"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.line)
        for button in (self.button, self.again):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def offer(self, folder: Path, chosen: str, *, again: bool) -> None:
        """Say which backup of this vault is the newest, with the keyboard on its button."""
        places = backup_places(folder, chosen)
        found = vault.of_vault(folder, places)
        self.files = tuple(backup.file for backup in found)
        self.line.setText(
            _(FOUND).format(moment=moment_in_full(found[0].at))
            if found
            else _(NONE).format(folders=", ".join(map(str, places)))
        )
        self.button.setVisible(bool(found))
        self.again.setVisible(again)
        self.show()
        (self.button if found else self.again).setFocus(Qt.FocusReason.OtherFocusReason)


def backup_places(folder: Path, chosen: str) -> tuple[Path, ...]:
    """Where backups of a vault may lie: in the folder chosen on this computer, and beside the vault."""
    beside = vault.beside_folder(folder)
    return (Path(chosen), beside) if chosen else (beside,)
