"""The base of every field: the keys that all fields share, the answer it passes on, and what it says beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.fields.face import FieldFace
from ui.fields.gaps import GapMenu
from ui.fields.help import explained
from ui.fields.layout import LineKind, Shape
from ui.fields.view import FieldContext, FieldView
from ui.widgets import Chips, Segments, Select
from ui.widgets.base import LETTERS_OFF
from ui.widgets.lines import announce
from workup import words
from workup.answers import UNKNOWN, At, Gap, Value
from workup.note.wording import value_words
from workup.protocol import AnyItem
from workup.texts import _


class Field(FieldFace):
    """One question at one place. Subclasses bring the control; this class brings all that fields have in common.

    Signals come from the user only; `render` shows a view and tells nobody.
    """

    answered = Signal(object, object)
    filled = Signal(object, str)
    typing = Signal(object, str)
    finished = Signal(object)

    def __init__(
        self, context: FieldContext, item: AnyItem, at: At, parent: QWidget | None = None, *, label: str = "",
        shape: Shape = "above", compact: bool = False,
    ) -> None:
        super().__init__(context, item, at, parent, label=label, shape=shape, compact=compact)
        self._refusal = ""
        self._is_first = False
        self.setAccessibleName(self._label)
        self.setAccessibleDescription(self.help)
        self.build()

    # What a kind of field brings beside its geometry

    def build(self) -> None:
        """Make the control as a child."""
        raise NotImplementedError

    def show_value(self, view: FieldView) -> None:
        """Show the value in the control; only what differs may change."""
        raise NotImplementedError

    def reset(self) -> None:
        """Forget what was typed and not answered; the field is going out of sight."""

    # What it shows

    def render(self, view: FieldView) -> None:  # type: ignore[override]  # ours shows a view, Qt's paints elsewhere
        """Show a view; nothing happens when it is the one shown already."""
        if view is self._view or view == self._view:
            return
        before, self._view = self._view, view
        self.forget()
        if before is None or (before.value, before.read_only) != (view.value, view.read_only) or view.pending:
            self._refusal = ""
        if before is None or not view.pending:  # what could not be stored yet stays in the control as it was entered
            self.show_value(view)
        if before is None or before.is_open != view.is_open or before.mark != view.mark or before.band != view.band:
            self._heights.clear()
        self._compose_lines()
        self._announce()
        self.update()

    def refuse(self, sentence: str) -> None:
        """Say beside the field why the entry cannot be used; empty takes the words away."""
        if sentence != self._refusal:
            self._refusal = sentence
            self._compose_lines()
            self._announce()
            announce(self, sentence, at_once=True)

    @property
    def problem(self) -> str:
        """What is wrong or doubtful here, as a sentence; empty when nothing is."""
        view = self._view
        return (view.pending if view else "") or self._refusal or (view.doubt if view else "")

    def show_help(self, shown: bool) -> None:
        """Open or close the line of help."""
        if shown != self._help_open:
            self._help_open = shown
            self._compose_lines()

    def _compose_lines(self) -> None:
        view, lines = self._view, list[tuple[LineKind, str]]()
        if view is not None:
            if view.former is not None:
                lines.append(("former", f"{view.former.day}: {view.former.said}"))
            if isinstance(view.value, Gap) and view.value.state == "not_examined":
                lines.append(("gap", words.capital(value_words(self.context.library, self.item, view.value))))
            if view.pending:
                lines.append(("pending", view.pending))
            elif self._refusal:
                lines.append(("refused", self._refusal))
            elif view.doubt:
                lines.append(("doubt", view.doubt))
            if view.remark:
                lines.append(("remark", view.remark))
        if self._help_open:
            lines.append(("help", explained(self.context.library, self.item)))
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.resized.emit()
        self.update()

    def _announce(self) -> None:
        """Keep the spoken name of the whole true; each control speaks its own value."""
        view = self._view
        if view is None:
            return
        said = _("not answered")
        if view.value is not None:
            said = value_words(self.context.library, self.item, view.value) + (
                _(", finding") if view.is_finding else ""
            )
        self.setAccessibleName(f"{self._label}, {said}")
        beside = [text for kind, text in self._lines if kind != "help"]
        self.setAccessibleDescription(" ".join([*beside, self.help]).strip())

    # What the user does

    def answer(self, value: Value | None) -> None:
        """Pass on what the user answered; None takes it back to not asked."""
        self._is_first = self._view is None or self._view.value is None
        self.answered.emit(self.slot, value)

    def go_on(self) -> None:
        """A key has answered: on to the next open question, unless this corrects an answer or needs another look."""
        answered = self._view is not None and self._view.value is not None and not self.problem
        if self.theme.go_on and self._is_first and answered:
            self.finished.emit(self.slot)

    def make_ready(self, option: str) -> None:
        """Put the keyboard on an answer that can be chosen."""
        for control in self.controls():
            if isinstance(control, Segments | Chips | Select):
                control.make_ready(option)

    def give_focus(self) -> bool:
        """Take the keyboard; False when nothing here can."""
        for control in self.controls():
            if control.focusPolicy() != Qt.FocusPolicy.NoFocus and control.isEnabled():
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of every field; the control has already taken its own."""
        if event.modifiers() & LETTERS_OFF or not self.key(event.key(), event.text()):
            event.ignore()

    def key(self, key: int, text: str) -> bool:
        """Act on a key; False when it means nothing here."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(self.slot)
            return True
        if text == "?":
            self.show_help(not self._help_open)
            return True
        if self._view is None or self._view.read_only or isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit):
            return False
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._view.value is not None:
            self.answer(None)
        elif not self.theme.letter_keys or not text.isalpha():
            return False
        elif text.lower() == "s" and self._view.former is not None:
            self._same()
            self.go_on()
        elif text.lower() == "u":
            self.answer(UNKNOWN)
            self.go_on()
        elif text.lower() == "x" and self.examined:
            self._open_gaps()
        else:
            return False
        return True

    def _same(self) -> None:
        """Give the former answer again."""
        if self._view is not None and self._view.former is not None:
            self._is_first = True
            self.filled.emit([(self.slot, self._view.former.value)], "reconfirmed")

    def _open_gaps(self) -> None:
        spot = self._spots.get("gap", QRect(0, 0, 1, self.height()))
        menu = GapMenu(self.theme, self, value=None if self._view is None else self._view.value)
        menu.chosen.connect(self.answer)
        menu.popup(self.mapToGlobal(spot.bottomLeft() + QPoint(0, 4)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position().toPoint())
        if spot in ("help", "label"):
            self.show_help(not self._help_open)
        elif self._view is None or self._view.read_only:
            event.ignore()
        elif spot == "same":
            self._same()
        elif spot == "confirm" and self._view.value is not None:
            self.filled.emit([(self.slot, self._view.value)], "reconfirmed")
        elif spot == "gap" and self.examined:
            self._open_gaps()
        elif spot == "gap":
            self.answer(None if self._view.value == UNKNOWN else UNKNOWN)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._spot_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _spot_at(self, point: QPoint) -> str:
        reach = self.theme.px(4)
        return next((name for name in ("help", "same", "gap", "confirm", "label") if name in self._spots
                     and self._spots[name].adjusted(-reach, -reach, reach, reach).contains(point)), "")
