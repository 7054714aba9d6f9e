"""The audit trail on screen, for an administrator to read; nobody can change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import Dialog, TextArea, TextLine
from workup.errors import WorkupError
from workup.session.access import action_words, object_words
from workup.store import Trace
from workup.texts import N_, _
from workup.vault import Vault
from workup.vault.trail import read_about, read_trail, subjects_of

MOST = 500
NOBODY = N_("No patient here has this record number.")
SEVERAL = N_("More than one patient has this record number, so there is no report of one.")
NOTHING = N_("Nobody opened, printed, exported or copied this record.")
TEXT = N_(
    "Who did what and when, the newest first; objects by their ids, without clinical text. The newest {most} rows are "
    "shown. That this was read stands in it too; that nothing is missing is proved by main.py audit."
)


class TrailDialog(Dialog):
    """The newest rows, narrowed by an action, a name or an id; or all that was done with the record of one patient."""

    def __init__(self, theme: Theme, vault: Vault, clock: Callable[[], datetime], parent: QWidget | None) -> None:
        super().__init__(theme, _("Audit trail"), _(TEXT).format(most=MOST), _("Close"), "", parent, width=860)
        self.vault, self.clock = vault, clock
        hint = _("Find in the trail: an action, a name or an id, then Enter")
        self.about = TextLine(theme, _("Find in the trail"), hint, icon="search")
        self.rows = TextArea(theme, _("Audit trail"), least_lines=18, most_lines=18)
        self.rows.setReadOnly(True)
        self.rows.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.rows.setLineWrapMode(TextArea.LineWrapMode.NoWrap)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.about.returnPressed.connect(self.look)
        hint = _("Access report of one patient: record number (MRN), then Enter")
        self.patient = TextLine(theme, _("Access report of one patient"), hint, icon="person")
        self.patient.returnPressed.connect(self.report)
        self.body.addWidget(self.about)
        self.body.addWidget(self.patient)
        self.body.addWidget(self.rows)
        self.look()
        self.about.setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self) -> None:
        """Read the rows anew."""
        self.patient.clear()
        typed = " ".join(self.about.text().split())
        names = self.vault.names
        about = next((who for who, name in names.items() if typed and typed.casefold() in name.casefold()), typed)
        try:
            found = read_trail(self.vault, MOST, self.clock(), about)
        except WorkupError as error:
            self.rows.set_text(error.sentence)
            return
        width = max(map(len, names.values()), default=0)
        self.rows.set_text("\n".join(_line(row, names, width) for row in found) or _("No such row."))


    def report(self) -> None:
        """Who did what with the record of the patient of this number, the oldest first."""
        self.about.clear()
        try:
            found = subjects_of(self.vault, self.patient.text())
            if len(found) != 1:
                self.rows.set_text(_(SEVERAL) if found else _(NOBODY))
                return
            rows = read_about(self.vault, found[0], self.clock())
        except WorkupError as error:
            self.rows.set_text(error.sentence)
            return
        names, workups = self.vault.names, {name: n for n, name in enumerate(found[0].evaluations, 1)}
        width = max(map(len, names.values()), default=0)
        told = [(row, object_words(row.what, workups, found[0].documents)) for row in rows]
        lines = [_words(row, names, width, what) for row, what in told]
        self.rows.set_text("\n".join(lines) or _(NOTHING))


def _line(row: Trace, names: dict[str, str], width: int) -> str:
    return _words(row, names, width, _named(row.what, names))


def _words(row: Trace, names: dict[str, str], width: int, what: str) -> str:
    who = names.get(row.who, row.who)
    return f"{row.at:%Y-%m-%d %H:%M:%S}  {who:<{width}}  {action_words(row.action):<20}  {what}"


def _named(what: str, names: dict[str, str]) -> str:
    """An account by its name."""
    kind, _rest, rest = what.partition(":")
    who, _rest2, roles = rest.partition(" ")
    return (
        _("account of {name} {roles}").format(name=names[who], roles=roles).rstrip()
        if kind == "account" and who in names
        else what
    )
