"""Texts by a trigger: Tab after it writes the text, and Tab again goes to the next place to fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget

from ui.fields.text import TextField
from ui.form.going import around
from ui.widgets import TextArea, TextLine
from workup.macros import Macro, filled, next_stop, trigger_before

Known = Callable[[], Mapping[str, str]]


class MacroKeys(QObject):
    """Watches the one text field that has the keyboard inside a page, and no other."""

    def __init__(self, page: QWidget, macros: Callable[[], Sequence[Macro]], known: Known) -> None:
        super().__init__(page)
        self._page, self._macros, self._known = page, macros, known
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        is_text = isinstance(new, TextLine | TextArea) and self._page.isAncestorOf(new)
        self._watched = new if is_text else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() != Qt.Key.Key_Tab:
            return False
        edit = watched
        if event.modifiers() or not isinstance(edit, TextLine | TextArea) or edit.isReadOnly():
            return False
        text, cursor = _text_of(edit)
        trigger = trigger_before(text, cursor)
        macro = next((one for one in self._macros() if one.trigger == trigger), None) if trigger else None
        if macro is not None:
            self.insert(edit, macro, len(trigger))
            return True
        return _in_macro(edit) and _select(edit, next_stop(text, cursor))

    def insert(self, edit: TextLine | TextArea, macro: Macro, typed: int = 0) -> None:
        """Write a text at the cursor, in the place of so many letters before it; the first place to fill is chosen."""
        start = _text_of(edit)[1] - typed
        text = filled(macro.text, self._known())
        if isinstance(edit, TextLine):
            text = " ".join(text.split())
            edit.setSelection(start, typed)
            edit.insert(text)
            edit.textEdited.emit(edit.text())
        else:
            cursor = edit.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(start + typed, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text)
        field = _field_around(edit)
        if field is not None:
            field.from_macro = True
        stop = next_stop(_text_of(edit)[0], start)
        if stop is not None and stop[0] < start + len(text):
            _select(edit, stop)


def _text_of(edit: TextLine | TextArea) -> tuple[str, int]:
    """The text, and where the cursor stands; after a chosen stop that is its end."""
    if isinstance(edit, TextLine):
        end = edit.selectionStart() + edit.selectionLength() if edit.hasSelectedText() else edit.cursorPosition()
        return edit.text(), end
    cursor = edit.textCursor()
    return edit.toPlainText(), max(cursor.position(), cursor.anchor())


def _select(edit: TextLine | TextArea, stop: tuple[int, int] | None) -> bool:
    if stop is None:
        return False
    start, end = stop
    if isinstance(edit, TextLine):
        edit.setSelection(start, end - start)
    else:
        cursor = edit.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        edit.setTextCursor(cursor)
    return True


def _in_macro(edit: QWidget) -> bool:
    """Whether what stands in the field came from a text with places to fill."""
    field = _field_around(edit)
    return field is not None and field.from_macro


def _field_around(edit: QWidget) -> TextField | None:
    return around(edit, edit.window(), TextField)
