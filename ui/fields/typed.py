"""Fields one types into: the text is read when the field is left; one that cannot be used stays and is explained."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields.field import Field
from ui.fields.habit import go_on_by_itself
from ui.fields.view import FieldView
from ui.widgets import TextLine, write
from workup import typed
from workup.answers import Gap, Levels, Value
from workup.complete import is_complete_number, is_complete_span
from workup.limits import refusal
from workup.note.wording import value_words
from workup.protocol import Number, SpanOfLevels
from workup.texts import _, _n
from workup.typed import Refused


class TypedField(Field):
    """A line whose text is read as a value once it is left or Enter is pressed."""

    def build(self) -> None:
        self._modified = False
        self._aside = self._typed = ""
        self._line = self.make_line()
        self._line.setMaxLength(80)
        self._line.textEdited.connect(self._edited)
        self._line.editingFinished.connect(self.commit)

    def make_line(self) -> TextLine:
        """The line to type in."""
        return TextLine(self.theme, self._label, "", self)

    def read(self, text: str) -> Value | Refused:
        """The value a text stands for."""
        raise NotImplementedError

    def shown(self, value: Value) -> str:
        """The text a value is shown as."""
        raise NotImplementedError

    def aside(self, value: Value | None) -> str:
        """Quiet words right of the line: the unit, how long ago."""
        return ""

    def line_width(self) -> int:
        """The width of the line itself."""
        return self.theme.px(84)

    # What the user does

    def _edited(self, text: str) -> None:
        self._modified = True
        self.refuse("")
        self._line.set_invalid(False)
        self.typing.emit(self.slot, text)
        self._preview(text)
        grown, self._typed = len(text) == len(self._typed) + 1 and text.startswith(self._typed), text
        if grown and self.is_complete(text) and self.theme.go_on and self._view and self._view.value is None:
            self._enter()

    def is_complete(self, _text: str) -> bool:
        """Whether a text can only mean one value, whatever is typed behind it."""
        return False

    def _enter(self) -> None:
        """What was typed is whole: it is read without Enter, and the next open question has the keyboard."""
        if self.commit():
            go_on_by_itself(self.go_on)

    def _preview(self, text: str) -> None:
        """Say beside the line what the text would mean."""
        found = self.read(text) if text.strip() else None
        self._set_aside(self.aside(None if isinstance(found, Refused) else found))

    def _set_aside(self, text: str) -> None:
        if text != self._aside:
            before = self.label_need(self.width())
            self._aside = text
            self.forget()
            if self.label_need(self.width()) != before:  # else the line would stand below the room of its row
                self.resized.emit()
            self.arrange()
            self.update()

    def commit(self) -> bool:
        """Read what was typed and pass it on; False when it cannot be used."""
        if not self._modified or self._view is None:
            return True
        text = self._line.text()
        if text.strip() == self.same_key and self._view.former is not None:
            self._modified = False
            self._line.set_text("")
            self._same()
            return True
        found = typed.unknown(text) or (self.read(text) if text.strip() else None)
        sentence = found.sentence if isinstance(found, Refused) else ""
        if found is not None and not isinstance(found, Refused):
            sentence = refusal(self.context.library, self.item, self.slot.at, found, self._view.today)
        self._line.set_invalid(bool(sentence))
        if sentence or isinstance(found, Refused):
            self.refuse(sentence)
            return False
        self._modified = False
        self.refuse("")
        if found != self._view.value:
            self.answer(found)
        else:
            self.show_value(self._view)
        return True

    @property
    def same_key(self) -> str:
        return "="

    def restore(self, text: str) -> None:
        """Put back text that was typed but never answered."""
        self._modified = True
        self._line.set_text(text)
        self._line.end(False)
        self.commit()

    def reset(self) -> None:
        self._modified = False
        self._line.set_text("" if self._view is None else self._text(self._view.value))
        self._line.set_invalid(False)
        self.refuse("")

    def key(self, key: int, text: str) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.commit():
            return True
        if key == Qt.Key.Key_Escape and self._modified:
            self.reset()
            return True
        return super().key(key, text)

    # What it shows

    def _text(self, value: Value | None) -> str:
        return "" if value is None or isinstance(value, Gap) else self.shown(value)

    def show_value(self, view: FieldView) -> None:
        before = self._before
        if not self._modified or (before is not None and before != view.value):
            self._modified = False
            self._typed = self._text(view.value)
            self._line.set_text(self._typed)
        self._before = view.value
        self._line.set_invalid(bool(self._refusal or view.doubt or view.pending))
        self._line.setReadOnly(view.read_only)
        self._set_aside(self.aside(None if isinstance(view.value, Gap) else view.value))

    _before: Value | None = None

    def controls(self) -> tuple[QWidget, ...]:
        return (self._line,)

    def natural_width(self) -> int:
        return self.line_width() + self._aside_width()

    def _aside_width(self) -> int:
        text = self._aside or self.aside(None)
        return self._text_width(text, "label") + self.theme.px(10) if text else 0

    def place_control(self, rect: QRect) -> None:
        self._line.setGeometry(rect.x(), rect.y(), min(self.line_width(), rect.width()), rect.height())

    def _move(self, label: QRect, rect: QRect) -> None:
        super()._move(label, rect)
        line = self._line.geometry()
        left, width = line.right() + self.theme.px(8), self._aside_width()
        self._spots["aside"] = QRect(left, line.y(), max(0, min(width, rect.right() - left)), line.height())
        if "gap" in self._spots:
            taken = self.theme.metrics("label").horizontalAdvance(self._aside) + self.theme.px(8) if self._aside else 0
            self._spots["gap"].moveLeft(min(left + taken, rect.right() + 1 - self.gap_width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._aside and "aside" in self._spots:
            painter, view = QPainter(self), self._view
            token = "finding" if view is not None and view.is_finding else "ink2"
            width = max(self._spots["aside"].width(), self._aside_width())
            room = QRect(self._spots["aside"].topLeft(), self._spots["aside"].size())
            room.setWidth(min(width, self.width() - room.x()))
            if self.is_inline and room.width() < self.theme.metrics("label").horizontalAdvance(self._aside):
                return
            write(painter, self.theme, room, self._aside, "label", token)  # type: ignore[arg-type]


class NumberField(TypedField):
    """A number with its unit; other units may be typed behind it."""

    def read(self, text: str) -> Value | Refused:
        assert isinstance(self.item, Number)
        return typed.number(text, self.item)

    def is_complete(self, text: str) -> bool:
        assert isinstance(self.item, Number)
        return is_complete_number(text, self.item)

    def shown(self, value: Value) -> str:
        assert isinstance(self.item, Number)
        return value_words(self.context.library, self.item, value).removesuffix(self.item.unit).strip()

    def aside(self, value: Value | None) -> str:
        assert isinstance(self.item, Number)
        band = self._view.band if self._view is not None and value is not None else ""
        return "  ".join(part for part in (self.item.unit, band) if part)


class LevelsField(TypedField):
    """A span of vertebrae, typed as L4-S1."""

    def make_line(self) -> TextLine:
        return TextLine(self.theme, self._label, "L4-S1", self)

    @property
    def places(self) -> tuple[str, ...]:
        """The vertebrae that can be named, upper first."""
        assert isinstance(self.item, SpanOfLevels)
        return self.item.places or tuple(self.context.library.axes["vertebra"])

    def read(self, text: str) -> Value | Refused:
        return typed.levels(text, self.places)

    def is_complete(self, text: str) -> bool:
        return is_complete_span(text, self.places)

    def shown(self, value: Value) -> str:
        if isinstance(value, Levels) and value.upper != value.lower:
            return _("{upper} to {lower}").format(upper=value.upper, lower=value.lower)
        return str(value)

    def aside(self, value: Value | None) -> str:
        if not isinstance(value, Levels):
            return ""
        span = self.places.index(value.lower) - self.places.index(value.upper)
        return (
            _n("{n} segment", "{n} segments", span) if span else _("one vertebra")
        )

    def line_width(self) -> int:
        return self.theme.px(110)
