"""Hands for the dialogs that ask for a password again."""

from __future__ import annotations

from collections.abc import Callable

from ui.accounts.forms import FormDialog
from ui.newvault import PasswordLine


def typed_in(told: list[str], *passwords: str) -> Callable[[FormDialog], int]:
    """In place of showing the dialog: type these one after another, and note in `told` what it says to each."""

    def ask(dialog: FormDialog) -> int:
        (line,) = dialog.findChildren(PasswordLine)
        for password in passwords:
            line.line.setText(password)
            dialog.accept_button.click()
            told.append(dialog.problem.text())
        return 0

    return ask
