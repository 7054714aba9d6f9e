"""The answer control: one row of options with a shared edge, painted as one widget."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.base import LETTERS_OFF, Painted, box, word, write
from ui.widgets.options import Look, Option, chosen_look, keys_of
from ui.widgets.spoken import Part, SpokenRole, tell
from workup.style import Token
from workup.texts import N_, _

_MEANING: dict[Look, str] = {
    "finding": N_("{answer}, finding"),
    "solid": N_("{answer}, finding"),
    "flag": N_("{answer}, red flag"),
    "caution": N_("{answer}, open"),
}


class Segments(Painted):
    """Options in a row; a click or a key chooses, the same again or Delete clears. Signals come from the user only.

    `keyed` follows a choice that was made with a key.
    """

    spoken_role = SpokenRole.Grouping
    chosen = Signal(str)
    cleared = Signal()
    keyed = Signal()

    def __init__(
        self, theme: Theme, name: str, options: Sequence[Option], parent: QWidget | None = None, *, quiet: bool = False
    ) -> None:
        super().__init__(theme, parent)
        self._name = name
        self._options = tuple(options)
        self._by_key = keys_of(self._options)
        self._quiet = quiet
        self._value: str | None = None
        self._read_only = False
        self._cursor = -1
        self._hover = -1
        self._widths: list[int] = []
        self._placed: tuple[int, list[int]] = (-1, [])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._announce()

    # What it shows

    @property
    def value(self) -> str | None:
        """The id of the chosen option."""
        return self._value

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in their order."""
        return self._options

    def set_value(self, value: str | None) -> None:
        """Show this answer; emits nothing."""
        if value != self._value:
            self._value = value
            self._cursor = -1
            self._announce()
            self.update()

    def set_options(self, options: Sequence[Option]) -> None:
        """Show other options, keeping the value where it still exists."""
        self._options = tuple(options)
        self._by_key = keys_of(self._options)
        self._theme_changed()

    def set_read_only(self, read_only: bool) -> None:
        """Show the answer as text with a lock and take no input."""
        if read_only != self._read_only:
            self._read_only = read_only
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)
            self._theme_changed()

    def set_name(self, name: str) -> None:
        """The spoken name of the question, with root and side where it has them."""
        self._name = name
        self._announce()

    def _announce(self) -> None:
        option = next((one for one in self._options if one.id == self._value), None)
        said = _(_MEANING.get(option.look, "{answer}")).format(answer=option.label) if option else _("not answered")
        self.setAccessibleName(f"{self._name}, {said}")

    def spoken_parts(self) -> Sequence[Part]:
        at = self._cursor if self._cursor >= 0 else self._value_place()
        press = None if self._read_only else self._choose
        return [
            Part(one.label, SpokenRole.RadioButton, self._segment(place), one.id == self._value, place == at,
                 press and partial(press, place))
            for place, one in enumerate(self._options)
        ]  # fmt: skip

    # Where things are

    def restyle(self) -> None:
        self._widths = []
        self._placed = (-1, [])

    def _natural(self) -> list[int]:
        if not self._widths:
            pad = self.theme.px(22 if not self.theme.touch else 36)
            metrics = self.theme.metrics(self._role(), 600)
            least = self.theme.height("control") - self.theme.px(3)
            self._widths = [max(least, metrics.horizontalAdvance(one.label) + pad) for one in self._options]
        return self._widths

    def _role(self) -> Literal["control", "question"]:
        return "question" if self.theme.touch else "control"

    def full_width(self) -> int:
        """The width of all options, whether they can be chosen now or not."""
        return sum(self._natural()) + 1

    def sizeHint(self) -> QSize:
        if self._read_only:
            metrics = self.theme.metrics("question")
            width = max((metrics.horizontalAdvance(one.label) for one in self._options), default=0)
            return QSize(width + self.theme.px(24), self.theme.height("control"))
        return QSize(sum(self._natural()) + 1, self.theme.height("control"))

    def minimumSizeHint(self) -> QSize:
        least = self.theme.px(28) * max(1, len(self._options))
        return QSize(min(self.sizeHint().width(), least), self.theme.height("control"))

    def _edges(self) -> list[int]:
        """The left edge of each segment and the right edge of the last."""
        room = self.width() - 1
        if self._placed[0] == room:
            return self._placed[1]
        natural = self._natural()
        total = sum(natural) or 1
        edges, taken = [0], 0
        for width in natural:
            taken += width
            edges.append(taken if room >= total else round(taken * room / total))
        self._placed = (room, edges)
        return edges

    def _segment(self, place: int) -> QRect:
        edges = self._edges()
        return QRect(edges[place], 0, edges[place + 1] - edges[place] + 1, self.height())

    def _place_at(self, x: float) -> int:
        edges = self._edges()
        return next((place for place in range(len(self._options)) if edges[place] <= x < edges[place + 1]), -1)

    # What the user does

    def _choose(self, place: int) -> None:
        option = self._options[place]
        if option.id == self._value:
            self._clear()
            return
        self._value = option.id
        self._cursor = -1
        self._announce()
        self.update()
        self.chosen.emit(option.id)

    def _clear(self) -> None:
        if self._value is not None:
            self._value = None
            self._announce()
            self.update()
            self.cleared.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and not self._read_only and place >= 0:
            self._choose(place)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = -1 if self._read_only else self._place_at(event.position().x())
        if place != self._hover:
            self._hover = place
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = -1
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._cursor = -1
        self.update()
        super().focusOutEvent(event)

    def make_ready(self, option: str) -> None:
        """Put the keyboard on an option; Space takes it."""
        self._cursor = next((place for place, one in enumerate(self._options) if one.id == option), -1)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._read_only or event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text()):
            event.ignore()

    def _key(self, key: int, text: str) -> bool:
        last = len(self._options) - 1
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and last >= 0:
            at = self._cursor if self._cursor >= 0 else self._value_place()
            self._cursor = max(0, min(last, at + (1 if key == Qt.Key.Key_Right else -1)))
            tell(self)
            self.update()
        elif key == Qt.Key.Key_Space and self._cursor >= 0:
            self._choose(self._cursor)
            self._tell_keyed()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        elif (place := self._by_key.get(text.lower(), -1)) >= 0 and (not text.isalpha() or self.theme.letter_keys):
            if self._options[place].id != self._value:
                self._choose(place)
            self._tell_keyed()
        else:
            return False
        return True

    def _tell_keyed(self) -> None:
        if self._value is not None:
            self.keyed.emit()

    def _value_place(self) -> int:
        return next((place for place, one in enumerate(self._options) if one.id == self._value), -1)

    # What it looks like

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._read_only:
            self._paint_text(painter)
            return
        theme, place = self.theme, self._value_place()
        edges = self._edges()
        whole = QRect(0, 0, edges[-1] + 1, self.height())
        rim = theme.color("line" if self._quiet else "control")
        box(painter, whole, theme.radius("control"), theme.color("surface"), rim, theme.edge)
        if self._hover >= 0 and self._hover != place and self.isEnabled():
            self._paint_part(painter, self._hover, theme.color("hover"), rim, theme.edge, sides=False)
        for edge in edges[1:-1]:
            painter.fillRect(edge, theme.edge, 1, self.height() - 2 * theme.edge, theme.color("line"))
        if place >= 0:
            self._paint_chosen(painter, place)
        for at, option in enumerate(self._options):
            self._paint_label(painter, at, option, at == place)
        if self._cursor >= 0 and self.hasFocus():
            rect = self._segment(self._cursor)
            mark = QRect(rect.x() + theme.px(6), rect.bottom() - theme.px(5), rect.width() - theme.px(12), theme.px(2))
            painter.fillRect(mark, theme.color("focus"))

    def _paint_part(self, painter: QPainter, place: int, fill: QColor, edge: QColor, width: float, sides: bool) -> None:
        """One segment of the rounded whole, with its own ground and edge."""
        edges, rect = self._edges(), self._segment(place)
        whole = QRect(0, 0, edges[-1] + 1, self.height())
        painter.setClipRect(rect)
        box(painter, whole, self.theme.radius("control"), fill, edge, width)
        if sides and place > 0:
            painter.fillRect(QRectF(rect.x(), 0, width, rect.height()), edge)
        if sides and place < len(self._options) - 1:
            painter.fillRect(QRectF(rect.right() + 1 - width, 0, width, rect.height()), edge)
        painter.setClipping(False)

    def _paint_chosen(self, painter: QPainter, place: int) -> None:
        theme = self.theme
        look = chosen_look(self._options[place].look, high_contrast=theme.high_contrast)
        width = theme.edge if look.edge == "control" else theme.style.edge.selected
        self._paint_part(painter, place, theme.color(look.fill), theme.color(look.edge), width, sides=True)

    def _paint_label(self, painter: QPainter, place: int, option: Option, chosen: bool) -> None:
        token: Token = "ink2" if self.isEnabled() else "ink3"
        if chosen:
            token = chosen_look(option.look, high_contrast=self.theme.high_contrast).text
        rect = self._segment(place).adjusted(2, 0, -2, 0)
        word(painter, self.theme, rect, option.label, self._role(), token, 600 if chosen else 400)

    def _paint_text(self, painter: QPainter) -> None:
        option = next((one for one in self._options if one.id == self._value), None)
        size = self.theme.px(14)
        top = (self.height() - size) // 2
        painter.drawPixmap(QPointF(0, top), self.theme.pixmap("lock", "ink2", 14, self.pixmap_ratio()))
        rect = self.rect().adjusted(size + self.theme.px(6), 0, 0, 0)
        write(painter, self.theme, rect, option.label if option else _("not asked"), "question",
              "ink" if option else "ink3")

    def focus_ring(self) -> tuple[QRect, int]:
        return QRect(0, 0, self._edges()[-1] + 1, self.height()), self.theme.radius("control")
