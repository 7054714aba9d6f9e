"""The recovery sheet: shown once, saved as a page where its owner says, and two of its groups asked back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QLocale, QStandardPaths, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.newvault import Panel
from ui.resources import RESOURCES
from ui.theme import Theme
from ui.widgets import Button, Label, Problem, TextLine
from workup.texts import N_, _
from workup.vault import RecoverySheet

if TYPE_CHECKING:
    from ui.pagebuilder import PageBuilder

CHECKED_GROUPS = (2, 9)
SHEET, UNCONFIRMED, CONFIRMED = "recovery_sheet", '"unconfirmed"', '"confirmed"'  # whether its owner has it
FIRST_SHEET = N_(
    "Write both lines on paper now, or save the page and print it; keep the sheet locked away, not at this computer. "
    "The recovery key opens "
    "the vault when the password is forgotten; the audit start proves later that no entry was removed. "
    "They are shown once and stored nowhere."
)
LATER_SHEET = N_(
    "Write this line on paper now, or save the page and print it; keep it locked away, not at this computer. The new "
    "recovery key opens the vault "
    "when the password is forgotten; the former key no longer does. It is shown once and stored nowhere. "
    "If you have the first sheet, keep it too: the audit start stands only there and stays in force."
)


class RecoveryPage(Panel):
    """Shows the recovery key once, and asks for two of its groups back."""

    confirmed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._groups: list[str] = []
        self._sheet: RecoverySheet | None = None
        self._vault_name = ""
        self._made: datetime | None = None
        self.key = Label(theme, "patient_name", "", wrap=True)
        self.start = Label(theme, "question", "", wrap=True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        for label in (self.key, self.start):
            fixed.setPixelSize(theme.px(18 if label is self.key else 14))
            label.setFont(fixed)
            label.setAccessibleName(_("Recovery key") if label is self.key else _("Audit start"))
        self.checks = [
            TextLine(theme, _("Group {number}").format(number=number), _("Group {number}").format(number=number))
            for number in CHECKED_GROUPS
        ]
        self.problem = Problem(theme)
        self.go = Button(theme, "primary", _("I have the sheet"), key_hint="Enter", big=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.px(28)] * 4))
        column.setSpacing(theme.px(10))
        column.addWidget(Label(theme, "screen_title", _("Recovery sheet")))
        self.line = Label(theme, "label", "", "ink2", wrap=True)
        self.start_name = Label(theme, "label", _("Audit start"), "ink2")
        column.addWidget(self.line)
        column.addWidget(Label(theme, "label", _("Recovery key"), "ink2"))
        column.addWidget(self.key)
        column.addWidget(self.start_name)
        column.addWidget(self.start)
        words = _(" and ").join(str(number) for number in CHECKED_GROUPS)
        asked = _("To be sure, type groups {words} of the recovery key from your sheet:").format(words=words)
        column.addWidget(Label(theme, "label", asked, "ink2"))
        row = QHBoxLayout()
        for check in self.checks:
            row.addWidget(check)
        column.addLayout(row)
        column.addWidget(self.problem)
        self.save = Button(theme, "secondary", _("Save as a PDF page"), icon="save")
        self.save.clicked.connect(self._build)
        self._builder: PageBuilder | None = None
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.setFixedWidth(theme.px(680))
        self.go.clicked.connect(self._check)
        for check in self.checks:
            check.returnPressed.connect(self._check)

    def show_sheet(self, sheet: RecoverySheet, vault_name: str, made: datetime) -> None:
        """Show a fresh sheet of this vault."""
        self._sheet, self._vault_name, self._made = sheet, vault_name, made
        self._groups = sheet.key.replace("-", " ").split()
        named = [f"{number:>2} {group}" for number, group in enumerate(self._groups, 1)]
        self.key.setText("\n".join("   ".join(named[i : i + 5]) for i in range(0, len(named), 5)))
        whole = bool(sheet.audit_start)
        self.line.setText(_(FIRST_SHEET) if whole else _(LATER_SHEET))
        self.start_name.setVisible(whole)
        self.start.setVisible(whole)
        self.problem.setText("")
        start = sheet.audit_start.replace("-", " ").split()
        self.start.setText("\n".join("  ".join(start[i : i + 7]) for i in range(0, len(start), 7)))
        for check in self.checks:
            check.clear()
        self.checks[0].setFocus()

    def _check(self) -> None:
        typed = [check.text().strip().upper() for check in self.checks]
        wanted = [self._groups[number - 1].upper() for number in CHECKED_GROUPS]
        if typed == wanted:
            self.key.setText("")
            self.start.setText("")
            self._groups, self._sheet = [], None
            self.confirmed.emit()
        else:
            wrong = CHECKED_GROUPS[0] if typed[0] != wanted[0] else CHECKED_GROUPS[1]
            self.problem.setText(_("Group {wrong} differs. Compare your sheet with the screen.").format(wrong=wrong))
            check = self.checks[CHECKED_GROUPS.index(wrong)]
            check.setFocus(Qt.FocusReason.OtherFocusReason)
            check.selectAll()

    def _build(self) -> None:
        """Set the page in a process of its own; the key goes there through a pipe and stands in no file."""
        from ui.pagebuilder import PageBuilder
        from workup.note.recovery import recovery_cover, recovery_page

        if self._sheet is None or self._made is None or (self._builder is not None and self._builder.busy):
            return
        if self._builder is None:
            self._builder = PageBuilder(RESOURCES, self)
            self._builder.built.connect(self._save)
            self._builder.failed.connect(self.problem.setText)
        cover = recovery_cover(self._made, _paper())
        key, start = self._sheet.key, self._sheet.audit_start
        self._builder.build(recovery_page(key, start, self._vault_name, cover), cover)

    def _save(self, page: bytes) -> None:
        """Ask for a place; without one nothing is written."""
        from ui.leaving import PDF, put

        start = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
        title, name = _("Save the recovery sheet"), _("Recovery sheet.pdf")
        try:
            target = put(page, title, start / name, self, self.theme, PDF)
        except OSError as error:
            self.problem.setText(
                _("Not saved: {strerror}. Choose another folder; the sheet stands here.").format(
                    strerror=error.strerror
                )
            )
        else:
            if target is None:
                return
            self.problem.setText(
                _(
                    "Saved as {name}. Whoever has this file can open the vault: print it, then delete it, or "
                    "keep it on a stick that is locked away."
                ).format(name=target.name)
            )


def _paper() -> Literal["A4", "Letter"]:
    """The paper of this country: the settings of the clinic are in the vault and not read yet."""
    inches = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return "Letter" if inches else "A4"
