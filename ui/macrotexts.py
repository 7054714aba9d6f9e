"""The texts of an account in Preferences: trigger and text, kept in the vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Card, Label, Problem, TextArea, TextLine
from workup.errors import WorkupError
from workup.macros import PLACEHOLDERS, Macro, read, written
from workup.texts import N_, _

if TYPE_CHECKING:
    from workup.store import OpenStore

HELP = (
    N_("In any text field, type the trigger and press Tab; or find the text with Ctrl K. {places} are filled in where "
    "they are known; any other {{words in braces}} are a place to fill, and Tab goes from one to the next. "
    "A text stays marked until it is confirmed.")
)


def setting_of(vault: OpenStore) -> str:
    """Under which name the texts of the present account are kept."""
    return f"texts/{vault.person.id}"


def macros_of(vault: OpenStore | None) -> tuple[Macro, ...]:
    """The texts of the present account."""
    return read(vault.setting(setting_of(vault))) if vault is not None else ()


class MacroRow(QWidget):
    """One text: its trigger, its words, and the way to remove it."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, macro: Macro) -> None:
        super().__init__()
        self.trigger = TextLine(theme, _("Trigger"), ".trigger")
        self.trigger.set_text(macro.trigger)
        self.trigger.setFixedWidth(theme.px(140))
        self.words = TextArea(
            theme,
            _("Text of {trigger}").format(trigger=macro.trigger or _("a new trigger")),
            _("Straight leg raise {side} …"),
        )
        self.words.set_text(macro.text)
        remove = Button(
            theme, "quiet", "", "trash", name=_("Remove {trigger}").format(trigger=macro.trigger or _("this text"))
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.setSpacing(theme.px(10))
        for part in (self.trigger, self.words, remove):
            row.addWidget(part, int(part is self.words), Qt.AlignmentFlag.AlignTop)
        self.trigger.editingFinished.connect(self.changed)
        self.words.textChanged.connect(self.changed)
        remove.clicked.connect(self.removed)

    @property
    def macro(self) -> Macro:
        """What stands here now."""
        return Macro(self.trigger.text().strip(), self.words.toPlainText())


class MacroTexts(Card):
    """All texts of the account; each change is stored at once, and what cannot be stored is said."""

    def __init__(self, theme: Theme, vault: OpenStore, clock: Callable[[], datetime]) -> None:
        super().__init__(theme, _("Texts by a trigger"), note=_("this account, kept in the vault"))
        self._vault, self._clock = vault, clock
        places = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        self.body.addWidget(Label(theme, "label", _(HELP).format(places=places), "ink3", wrap=True))
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)
        self.rows: list[MacroRow] = []
        self.problem = Problem(theme)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.add = Button(theme, "secondary", _("Add a text"), "plus")
        self.add.clicked.connect(self.add_row)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        for macro in macros_of(vault):
            self._show(macro)

    def add_row(self) -> None:
        """One more text, with the keyboard in its trigger."""
        self._show(Macro("", "")).trigger.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, macro: Macro) -> MacroRow:
        row = MacroRow(self.theme, macro)
        row.changed.connect(self._store)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._list.addWidget(row)
        return row

    def _remove(self, row: MacroRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._store()

    def _store(self) -> None:
        """Keep what is complete; a text that is only begun waits for its other half."""
        whole = [one for row in self.rows if (one := row.macro).trigger and one.text.strip()]
        sentence = ""
        try:
            kept = written(whole)
            if kept != (self._vault.setting(setting_of(self._vault)) or "[]"):
                self._vault.set_setting(setting_of(self._vault), kept, self._vault.person.id, self._clock())
        except WorkupError as error:
            sentence = error.sentence
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
