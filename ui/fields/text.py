"""Free text: a line or a growing area, with suggestions where the content has some."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QWidget

from ui.fields.field import Field
from ui.fields.view import FieldView
from ui.widgets import TextArea, TextLine
from ui.widgets.base import LETTERS_OFF
from ui.widgets.inputs import in_lines
from workup.answers import UNKNOWN, Gap, Value
from workup.limits import refusal
from workup.protocol import Text
from workup.texts import _


class GuardedArea(TextArea):
    """An area that takes no paste longer than it can hold: laying out megabytes would stop the program."""

    refused = Signal(int)
    most = 20000

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste, unless it does not fit."""
        length = self.document().characterCount() + len(source.text())
        if length > 2 * self.most:
            self.refused.emit(length)
        else:
            self.insertPlainText(source.text())


class TextField(Field):
    """Text, told while it is typed and answered when the field is left."""

    def build(self) -> None:
        item = self.item
        assert isinstance(item, Text)
        self._modified = self.from_macro = False
        self._before: Value | None = None
        self._placed = 0
        self._edit: TextLine | TextArea
        if item.lines > 1:
            area = GuardedArea(self.theme, self._label, "", self, least_lines=item.lines)
            area.most = item.most
            area.refused.connect(self._paste_refused)
            area.textChanged.connect(self._area_changed)
            area.installEventFilter(self)
            self._edit = area
        else:
            self._edit = TextLine(self.theme, self._label, "", self)
            self._edit.textEdited.connect(self._edited)
            self._edit.editingFinished.connect(self.commit)
            if item.suggestions:
                self._edit.setCompleter(self._completer(item, self._edit))

    def _completer(self, item: Text, line: TextLine) -> QCompleter:
        completer = QCompleter(QStringListModel(list(item.suggestions)), line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = completer.popup()
        if popup is not None:
            popup.setObjectName("popup")
        completer.activated.connect(self._completed)
        return completer

    def _completed(self, text: str) -> None:
        self._edited(text)

    # What the user does

    def text(self) -> str:
        """What stands in the field now."""
        edit = self._edit
        return edit.toPlainText() if isinstance(edit, TextArea) else edit.text()

    def _paste_refused(self, length: int) -> None:
        assert isinstance(self.item, Text)
        self.refuse(
            _("{length} characters are too many; {most} fit here. Nothing was pasted.").format(
                length=length, most=self.item.most
            )
        )

    def _area_changed(self) -> None:
        if self.control_height(self._edit.width()) != self._placed:
            self.resized.emit()
        if self._edit.hasFocus() and self.text() != in_lines(self._shown(self._before)):
            self._edited(self.text())

    def _edited(self, text: str) -> None:
        self._modified = True
        self.refuse("")
        self._edit.set_invalid(False)
        self.typing.emit(self.slot, text)

    def commit(self) -> bool:
        """Pass on what was typed; False when it cannot be stored."""
        if not self._modified or self._view is None:
            return True
        text = self.text()
        if text.strip() == self.same_key and self._view.former is not None:
            self._modified = False
            self._edit.set_text("")
            self._same()
            return True
        value: Value | None = (UNKNOWN if text.strip() == "?" else text) if text.strip() else None
        sentence = ""
        if value is not None:
            sentence = refusal(self.context.library, self.item, self.slot.at, value, self._view.today)
        self._edit.set_invalid(bool(sentence))
        self.refuse(sentence)
        if sentence:
            return False
        self._modified = False
        if value != self._view.value:
            self._tell(value)
        self.from_macro = False
        return True

    def _tell(self, value: Value | None) -> None:
        if self.from_macro and value is not None:
            self.filled.emit([(self.slot, value)], "macro")
        else:
            self.answer(value)

    @property
    def same_key(self) -> str:
        return "="

    def restore(self, text: str) -> None:
        """Put back text that was typed but never answered."""
        self._edit.set_text(text)
        self._modified = True
        if isinstance(self._edit, TextArea):
            self._edit.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self._edit.end(False)

    def reset(self) -> None:
        self._modified = self.from_macro = False
        self._edit.set_text(self._shown(None if self._view is None else self._view.value))
        self._edit.set_invalid(False)
        self.refuse("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer when the area loses the focus; Enter in an empty one goes on instead of making a line."""
        if event.type() == QEvent.Type.FocusOut and watched is self._edit:
            self.commit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._edit:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & LETTERS_OFF
            if enter and not self.text() and not self._edit.isReadOnly():
                return self.key(event.key(), "")
        return False

    def key(self, key: int, text: str) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.commit():
            return True
        if key == Qt.Key.Key_Escape and self._modified:
            self.reset()
            return True
        return super().key(key, text)

    # What it shows

    @staticmethod
    def _shown(value: Value | None) -> str:
        return "" if value is None or isinstance(value, Gap) else str(value)

    def show_value(self, view: FieldView) -> None:
        changed, self._before = self._before != view.value, view.value
        if changed or not self._modified:
            self._modified = False
            self._edit.set_text(self._shown(view.value))
        self._edit.set_invalid(bool(self._refusal or view.doubt or view.pending))
        self._edit.setReadOnly(view.read_only)

    def controls(self) -> tuple[QWidget, ...]:
        return (self._edit,)

    def uses_gap_menu(self) -> bool:
        return self.view is not None and isinstance(self.view.value, Gap)

    def natural_width(self) -> int:
        assert isinstance(self.item, Text)
        return self.theme.px(300 if self.item.most > 100 else 180)

    def is_wide(self) -> bool:
        assert isinstance(self.item, Text)
        return self.item.lines > 1

    def control_height(self, width: int) -> int:
        return self._edit.height_for(width) if isinstance(self._edit, TextArea) else self.theme.height("control")

    def place_control(self, rect: QRect) -> None:
        self._placed = self.control_height(rect.width())
        self._edit.setGeometry(rect)
