"""Making a vault: where it lies, who opens it, the password."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Label, Notice, Painted, TextLine, box
from workup.store import Person
from workup.texts import _
from workup.vault import vault_folder


class PasswordLine(QWidget):
    """A password, hidden unless its owner wants to see it; pasting is allowed."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.line = TextLine(theme, name, big=True)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = Button(theme, "quiet", "", icon="eye", name=_("Show or hide the password"))
        self.eye.clicked.connect(self._toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        self.setFocusProxy(self.line)

    def _toggle(self) -> None:
        hidden = self.line.echoMode() == QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.eye.set_label("", "eye-off" if hidden else "eye")


class Panel(Painted):
    """A white card."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self.theme
        box(
            QPainter(self), self.rect(), theme.radius("dialog"), theme.color("surface"), theme.color("line"), theme.edge
        )


class NewVaultForm(Panel):
    """Asks for the folder, the name and the password of a new vault."""

    made = Signal(object, str, object)
    renewed = Signal(str)
    open_wanted = Signal()
    back_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title = Label(theme, "screen_title", "")
        self.line = Label(theme, "label", "", "ink2", wrap=True)
        self.folder = TextLine(theme, _("Folder of the vault"))
        browse = Button(theme, "secondary", _("Browse"), icon="folder")
        browse.clicked.connect(self._browse)
        self.name = TextLine(theme, _("Your name"), _("Dr Adaeze Okafor"))
        self.profession = TextLine(theme, _("Your profession"), _("Pain medicine"))
        self.password = PasswordLine(theme, _("Password"))
        self.again = PasswordLine(theme, _("Password again"))
        self.problem = Notice(theme, "caution", "", "", icon="warning")
        self.problem.hide()
        self.go = Button(theme, "primary", _("Make the vault"), key_hint="Enter", big=True)
        self.open_other = Button(theme, "quiet", _("Open a vault that exists"), icon="folder")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(10))
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        self._rows: list[tuple[Label, QWidget]] = []
        holder = QWidget()
        holder.setLayout(place)
        place.setContentsMargins(0, 0, 0, 0)
        fields: tuple[tuple[str, QWidget], ...] = (
            (_("Folder"), holder),
            (_("Your name"), self.name),
            (_("Profession"), self.profession),
            (_("Password"), self.password),
            (_("Again"), self.again),
        )
        for row, (words, field) in enumerate(fields):
            label = Label(theme, "label", words, "ink2")
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            self._rows.append((label, field))
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.px(28)] * 4))
        column.setSpacing(theme.px(12))
        column.addWidget(self.title)
        column.addWidget(self.line)
        column.addLayout(grid)
        column.addWidget(self.problem)
        buttons = QHBoxLayout()
        self.restore = Button(theme, "quiet", _("Restore a backup"), icon="history")
        self.restore.clicked.connect(self.restore_wanted)
        buttons.addWidget(self.open_other)
        buttons.addWidget(self.restore)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.setFixedWidth(theme.px(640))
        self._renewing: Person | None = None
        self._cancellable = False
        self.go.clicked.connect(self._send)
        self.open_other.clicked.connect(self._go_elsewhere)
        for line in (self.folder, self.name, self.profession, self.password.line, self.again.line):
            line.returnPressed.connect(self._send)
            line.textEdited.connect(lambda _text: self.say(""))
        eyes_last = (self.password.line, self.again.line, self.go, self.password.eye, self.again.eye)
        for before, after in pairwise(eyes_last):
            QWidget.setTabOrder(before, after)

    def begin(self, folder: Path, *, cancellable: bool) -> None:
        """Ask for a new vault."""
        self._renewing, self._cancellable = None, cancellable
        self.title.setText(_("New vault"))
        self.line.setText(
            _("All patient records of this clinic room live in one encrypted folder. The password opens it; 15 "
            "characters or more, a sentence is fine. A recovery sheet follows: without it, a forgotten password "
            "loses everything. You become its first clinician and administrator, and can add others.")
        )
        self.folder.set_text(str(folder))
        self.open_other.set_label(_("Back") if cancellable else _("Open a vault that exists"))
        for label, field in self._rows[:3]:
            label.show()
            field.show()
        self.open_other.show()
        self.restore.setVisible(not cancellable)
        self.say("")
        self.go.set_label(_("Make the vault"))
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_renewal(self, person: Person, *, temporary: bool = False) -> None:
        """Ask for a new password, after the recovery key was used or in place of a temporary one."""
        self._renewing, self._cancellable = person, True
        self.title.setText(_("New password for {name}").format(name=person.name))
        recovered = _(
            "The recovery key was used. Choose a new password of 15 characters or more; a new recovery sheet replaces "
            "the old one."
        )
        given = _("Somebody else set your password. Choose one of your own that only you know; 15 characters or more.")
        self.line.setText(given if temporary else recovered)
        for label, field in self._rows[:3]:
            label.hide()
            field.hide()
        self.open_other.set_label(_("Back"))
        self.restore.hide()
        self.go.set_label(_("Set the password"))
        self.password.line.clear()
        self.again.line.clear()
        self.say("")
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """The field to begin with."""
        return self.name if self._renewing is None else self.password.line

    def set_busy(self, busy: bool) -> None:
        """Say that the password is being turned into a key, which takes a second or two."""
        usual = _("Make the vault") if self._renewing is None else _("Set the password")
        for button in (self.go, self.open_other, self.restore):
            button.setEnabled(not busy)
        self.go.set_label(_("One moment") if busy else usual)
        self.go.repaint()

    def _go_elsewhere(self) -> None:
        for line in (self.password.line, self.again.line):
            line.clear()
        (self.back_wanted if self._cancellable else self.open_wanted).emit()

    def say(self, sentence: str) -> None:
        """Show why it cannot be done."""
        self.problem.set("caution", sentence, "", "warning")
        self.problem.come() if sentence else self.problem.hide()

    def refuse(self, sentence: str) -> None:
        """Show why this password or this place cannot be had, with the password ready to be typed over."""
        self.say(sentence)
        self.again.line.clear()
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.password.line.selectAll()

    def _browse(self) -> None:
        start = str(Path(self.folder.text()).parent)
        chosen = QFileDialog.getExistingDirectory(self, _("Folder in which the vault is made"), start)
        if chosen:
            self.folder.set_text(str(Path(chosen) / Path(self.folder.text()).name))

    def _send(self) -> None:
        password = self.password.line.text()
        if password != self.again.line.text():
            self.say(_("The two passwords differ. Type the same one twice."))
            self.again.line.setFocus()
            self.again.line.selectAll()
        elif self._renewing is not None:
            self.renewed.emit(password)
        elif not self.name.text().strip():
            self.say(_("Your name is missing. It is printed on every page you write."))
            self.name.setFocus()
        elif not self.folder.text().strip():
            self.say(_("The folder is missing. Name one that does not exist yet, ending in .workup."))
        else:
            self.say("")
            person = Person(self.name.text().strip(), self.profession.text().strip())
            self.made.emit(vault_folder(Path(self.folder.text().strip())), password, person)
