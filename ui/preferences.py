"""Preferences, made from settings.toml: each change takes effect and is stored at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.choices import ChosenSettings
from ui.guide import show_help
from ui.macrotexts import MacroTexts
from ui.specimen import SpecimenPane
from ui.theme import Theme
from ui.widgets import Button, Card, Label, Option, Painted, Problem, Scroll, Segments, Select, TextArea, TextLine
from workup.paper.logo import read_logo
from workup.protocol import Library
from workup.settings import BadSetting, Setpoint, Setting, checked
from workup.texts import N_, _
from workup.words import decimal

MOST_SEGMENTS = 5
WIDEST, UNIT = 1080, 64
ROOM = 1180  # the width from which the specimen stands beside the settings
Store = Callable[[Setting, object], str]
NO_FOLDER = N_("This folder is not there now. It is kept; until it is there, backups fail and Home says so.")
MARK = N_("Conventional value, no source read.")


class SettingRow(QWidget):
    """One setting: its name, its control, its help and its mark."""

    changed = Signal(object, object)

    def __init__(self, theme: Theme, setting: Setting, value: Setpoint) -> None:
        super().__init__()
        self.theme, self.setting = theme, setting
        self.problem = Problem(theme)
        self.problem.hide()
        hint = " ".join(part for part in (setting.help, _(MARK) if setting.unverified else "") if part)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, "question", setting.text))
        if hint:
            words.addWidget(Label(theme, "label", hint, "ink3", wrap=True))
        words.addWidget(self.problem)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.addLayout(words, 1)
        self.control = self._control(value)
        row.addWidget(self.control)

    def begin(self) -> None:
        """Give the keyboard to the control."""
        stop: QWidget = self.control
        if stop.focusPolicy() == Qt.FocusPolicy.NoFocus:
            stop = stop.findChild(TextLine) or stop
        stop.setFocus(Qt.FocusReason.TabFocusReason)

    def _control(self, value: Setpoint) -> QWidget:
        setting, theme = self.setting, self.theme
        match setting.kind:
            case "switch":
                return self._segments((Option("yes", _("On")), Option("no", _("Off"))), "yes" if value else "no")
            case "choice" if len(setting.options) <= MOST_SEGMENTS:
                return self._segments(tuple(Option(name, label) for name, label in setting.options.items()), str(value))
            case "choice":
                options = tuple(Option(name, label) for name, label in setting.options.items())
                select = Select(theme, setting.text, options)
                select.set_value(str(value))
                select.picked.connect(self._take)
                return select
            case "text" if setting.lines > 1:
                area = TextArea(theme, setting.text, least_lines=setting.lines)
                area.set_text(str(value))
                area.setFixedWidth(theme.px(360))
                area.textChanged.connect(lambda: self._take(area.toPlainText()))
                return area
            case _:
                return self._line(value)

    def _segments(self, options: tuple[Option, ...], value: str) -> Segments:
        segments = Segments(self.theme, self.setting.text, options)
        segments.set_value(value)
        segments.chosen.connect(self._take)
        segments.cleared.connect(lambda: segments.set_value(value))
        return segments

    def _line(self, value: Setpoint) -> QWidget:
        line = TextLine(self.theme, self.setting.text)
        number = self.setting.kind == "number"
        line.set_text(decimal(value) if number and isinstance(value, (int, float)) else str(value))
        line.setFixedWidth(self.theme.px(96 if number else 360))
        line.editingFinished.connect(lambda: self._take(line.text()))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line)
        if number:  # the same room for every unit, so that the fields stand below one another
            unit = Label(self.theme, "label", self.setting.unit, "ink2")
            unit.setMinimumWidth(self.theme.px(UNIT))
            row.addWidget(unit)
        if self.setting.kind in ("image", "folder"):
            browse = Button(self.theme, "secondary", _("Browse"), icon="folder")
            browse.clicked.connect(lambda: self._browse(line))
            row.addWidget(browse)
        holder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        return holder

    def _browse(self, line: TextLine) -> None:
        if self.setting.kind == "folder":
            chosen = QFileDialog.getExistingDirectory(self, self.setting.text, line.text() or str(Path.home()))
        else:
            chosen, _rest = QFileDialog.getOpenFileName(
                self, self.setting.text, str(Path.home()), _("Pictures (*.png *.jpg *.jpeg)")
            )
        if chosen:
            line.set_text(chosen)
            self._take(chosen)

    def _take(self, value: object) -> None:
        try:
            usable = checked(self.setting, value)
        except BadSetting as error:
            self.say(error.sentence)
            return
        self.say(self._remark(str(usable)))
        self.changed.emit(self.setting, usable)

    def _remark(self, value: str) -> str:
        """What is said of a picture or a folder that is taken all the same: a stick may be elsewhere today."""
        if self.setting.kind == "image":
            return read_logo(value)[1]
        return _(NO_FOLDER) if self.setting.kind == "folder" and value and not Path(value).is_dir() else ""

    def say(self, sentence: str) -> None:
        """Why the value cannot be taken."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


class PreferencesPage(Painted):
    """All settings in groups; those of the clinic live in the vault, those of this computer in the user's folder.

    Beside them, where there is room, a page about nobody shows what they do to paper.
    """

    done = Signal()

    def __init__(self, theme: Theme, chosen: ChosenSettings, library: Library | None) -> None:
        super().__init__(theme)
        self._store: Store = chosen.set
        values = chosen.values
        self.rows: dict[str, SettingRow] = {}
        inner, limited = QWidget(), QWidget()
        limited.setMaximumWidth(theme.px(WIDEST))
        beside = QHBoxLayout(inner)
        beside.setContentsMargins(theme.px(40), theme.px(8), theme.px(40), theme.px(20))
        beside.addWidget(limited, 1000)
        beside.addStretch(1)
        cards = QVBoxLayout(limited)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(theme.px(12))
        groups: dict[str, Card] = {}
        for setting in chosen.told:
            if setting.group not in groups:
                scope = _("this clinic, kept in the vault") if setting.scope == "clinic" else _("this computer")
                groups[setting.group] = Card(theme, setting.group, note=scope)
                cards.addWidget(groups[setting.group])
            value = values.get(setting.id, setting.default)
            row = SettingRow(theme, setting, value if isinstance(value, str | int | float | bool) else setting.default)
            row.changed.connect(self._set)
            groups[setting.group].body.addWidget(row)
            self.rows[setting.id] = row
        self.texts = None if chosen.vault is None else MacroTexts(theme, chosen.vault, chosen.clock)
        if self.texts is not None:
            cards.addWidget(self.texts)
        cards.addStretch(1)
        back = Button(theme, "secondary", _("Back"), icon="arrow-left", key_hint="Esc")
        back.clicked.connect(self.done)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(40), theme.px(14), theme.px(40), theme.px(6))
        head.addWidget(Label(theme, "screen_title", _("Preferences")))
        head.addStretch(1)
        head.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        self._scroll = Scroll(inner)
        row_of_two = QHBoxLayout()
        row_of_two.setSpacing(0)
        row_of_two.addWidget(self._scroll, 1)
        column.addLayout(row_of_two, 1)
        self.specimen = None if library is None else SpecimenPane(theme, chosen, library)
        if self.specimen is not None:
            row_of_two.addWidget(self.specimen)
            self.specimen.hide()
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.done)
        QShortcut(QKeySequence("F1"), self).activated.connect(lambda: show_help(theme, self, "preferences"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.specimen is not None:
            self.specimen.setVisible(self.width() >= self.theme.px(ROOM))

    def begin(self) -> None:
        """Give the keyboard to the first setting."""
        next(iter(self.rows.values())).begin()

    def _set(self, setting: Setting, value: object) -> None:
        """Store a change; why that could not be is said at its row."""
        sentence = self._store(setting, value)
        if sentence:
            self.rows[setting.id].say(sentence)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.theme.color("bg"))
