"""Many of many: chips over several lines, each with its own state, painted as one widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.base import LETTERS_OFF, Painted, box, word
from ui.widgets.options import Option, chosen_look
from ui.widgets.spoken import Part, SpokenRole
from workup.style import Token
from workup.texts import N_, _

ChipState = Literal["present", "absent", "unknown"]
_LETTERS: dict[str, ChipState] = {"y": "present", "n": "absent", "u": "unknown"}
_WORDS: dict[ChipState | None, str] = {
    "present": N_("present"), "absent": N_("absent"), "unknown": N_("unknown"), None: N_("not asked")
}  # fmt: skip
_ICONS: dict[ChipState | None, str] = {"present": "check", "absent": "minus", "unknown": "question"}


class Chips(Painted):
    """Options with a state each; the last chip sets what was not asked to absent. Signals come from the user only.

    `changed` carries the states of all options that were asked, as a dictionary of option id to state; `keyed` follows
    a key after which nothing is left to say here.
    """

    spoken_role = SpokenRole.List
    changed = Signal(object)
    keyed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[Option],
        parent: QWidget | None = None,
        *,
        rest: bool = True,
    ) -> None:
        super().__init__(theme, parent)
        self._name = name
        self._options = tuple(options)
        self._rest = rest
        self._states: dict[str, ChipState] = {}
        self._current = 0
        self._hover = -1
        self._read_only = False
        self._placed: tuple[int, list[QRect]] = (-1, [])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._announce()

    # What it shows

    @property
    def states(self) -> dict[str, ChipState]:
        """The state of each option that was asked."""
        return dict(self._states)

    def set_states(self, states: Mapping[str, ChipState]) -> None:
        """Show these answers; emits nothing."""
        known = {one.id: states[one.id] for one in self._options if one.id in states}
        if known != self._states:
            self._states = known
            self._after_states()

    def set_options(self, options: Sequence[Option]) -> None:
        """Show other options, keeping the states of those that stay."""
        self._options = tuple(options)
        self._current = min(self._current, max(0, self._count() - 1))
        self.set_states(self._states)
        self._theme_changed()

    def set_read_only(self, read_only: bool) -> None:
        """Show the answers and take no input."""
        if read_only != self._read_only:
            self._read_only = read_only
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)
            self._theme_changed()

    def _after_states(self) -> None:
        self.restyle()
        self._announce()
        self.updateGeometry()
        self.update()

    def _announce(self) -> None:
        if self._current < len(self._options):
            option = self._options[self._current]
            self.setAccessibleName(f"{self._name}, {option.label}, {_(_WORDS[self._states.get(option.id)])}")
        else:
            self.setAccessibleName(f"{self._name}, {self._rest_text()}")

    def spoken_parts(self) -> Sequence[Part]:
        rects, states = self._rects(self.width()), self._states
        press = None if self._read_only else self._toggle
        parts = [
            Part(f"{one.label}, {_(_WORDS[states.get(one.id)])}", SpokenRole.CheckBox, rects[place],
                 states.get(one.id) == "present", place == self._current, press and partial(press, place))
            for place, one in enumerate(self._options)
        ]  # fmt: skip
        if self._rest_shown():
            at = len(parts)
            parts.append(Part(self._rest_text(), SpokenRole.Button, rects[at], None, at == self._current,
                              self._no_others))  # fmt: skip
        return parts

    # Where things are

    def restyle(self) -> None:
        self._placed = (-1, [])

    def _count(self) -> int:
        return len(self._options) + (1 if self._rest_shown() else 0)

    def _rest_shown(self) -> bool:
        return self._rest and not self._read_only and len(self._states) < len(self._options)

    def _rest_text(self) -> str:
        return _("No others") if "present" in self._states.values() else _("None of these")

    def _chip_width(self, place: int) -> int:
        """Every state needs the same room, so that a click moves no neighbour."""
        metrics = self.theme.metrics("control", 600)
        if place >= len(self._options):
            wide = max(metrics.horizontalAdvance(_("None of these")), metrics.horizontalAdvance(_("No others")))
            return wide + self.theme.px(20)
        return metrics.horizontalAdvance(self._options[place].label) + self.theme.px(24 + 20)

    def _rects(self, width: int) -> list[QRect]:
        if self._placed[0] == width:
            return self._placed[1]
        gap, height = self.theme.px(8 if self.theme.touch else 6), self.theme.height("control")
        rects: list[QRect] = []
        left = top = 0
        for place in range(self._count()):
            chip = min(self._chip_width(place), max(width, self.theme.px(60)))
            if left and left + chip > width:
                left, top = 0, top + height + gap
            rects.append(QRect(left, top, chip, height))
            left += chip + gap
        self._placed = (width, rects)
        return rects

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        gap, height, left, top = self.theme.px(8 if self.theme.touch else 6), self.theme.height("control"), 0, 0
        places = len(self._options) + (1 if self._rest and not self._read_only else 0)
        for place in range(places):
            chip = min(self._chip_width(place), max(width, self.theme.px(60)))
            if left and left + chip > width:
                left, top = 0, top + height + gap
            left += chip + gap
        return top + height

    def sizeHint(self) -> QSize:
        width = self.theme.px(440)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        widest = max((self._chip_width(place) for place in range(len(self._options))), default=0)
        return QSize(min(widest, self.theme.px(220)), self.theme.height("control"))

    # What the user does

    def _set(self, place: int, state: ChipState | None) -> None:
        if place >= len(self._options):
            self._no_others()
            return
        option = self._options[place].id
        if self._states.get(option) == state:
            return
        if state is None:
            del self._states[option]
        else:
            self._states[option] = state
        self._tell()

    def _toggle(self, place: int) -> None:
        if place >= len(self._options):
            self._no_others()
        else:
            self._set(place, None if self._states.get(self._options[place].id) == "present" else "present")

    def _no_others(self) -> None:
        left = [one.id for one in self._options if one.id not in self._states]
        if self._rest and left:
            self._states.update(dict.fromkeys(left, "absent"))
            self._current = min(self._current, len(self._options) - 1)
            self._tell()

    def _tell(self) -> None:
        self._after_states()
        self.theme.focus_moved.emit()
        self.changed.emit(self.states)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event)
        if event.button() == Qt.MouseButton.LeftButton and place >= 0 and not self._read_only:
            self._move_to(place)
            self._toggle(place)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = -1 if self._read_only else self._place_at(event)
        if place != self._hover:
            self._hover = place
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = -1
        self.update()

    def _place_at(self, event: QMouseEvent) -> int:
        point = event.position().toPoint()
        return next((place for place, rect in enumerate(self._rects(self.width())) if rect.contains(point)), -1)

    def _move_to(self, place: int) -> None:
        self._current = max(0, min(place, self._count() - 1))
        self._announce()
        self.theme.focus_moved.emit()
        self.update()

    def make_ready(self, option: str) -> None:
        """Put the keyboard on an option; Space takes it."""
        self._move_to(next((place for place, one in enumerate(self._options) if one.id == option), self._current))

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self._current = 0
        self._announce()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.states
        if self._read_only or event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text().lower()):
            event.ignore()
        elif self._states != before and self._is_settled():
            self.keyed.emit()

    def _is_settled(self) -> bool:
        """Whether nothing is left to say."""
        return len(self._states) == len(self._options)

    def _key(self, key: int, text: str) -> bool:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in steps:
            self._move_to(self._current + steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._move_line(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Space:
            self._toggle(self._current)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= len(self._options):
            self._no_others()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._current < len(self._options):
            self._set(self._current, None)
        elif text == "0":
            self._no_others()
        elif text.isascii() and text.isdigit() and int(text) <= len(self._options):
            self._move_to(int(text) - 1)
            self._toggle(self._current)
        elif text in _LETTERS and self.theme.letter_keys and self._current < len(self._options):
            self._set(self._current, _LETTERS[text])
        else:
            return False
        return True

    def _move_line(self, way: int) -> bool:
        rects = self._rects(self.width())
        here = rects[self._current].center()
        lines = sorted({rect.top() for rect in rects})
        at = lines.index(rects[self._current].top()) + way
        if not 0 <= at < len(lines):
            return False
        there = [place for place, rect in enumerate(rects) if rect.top() == lines[at]]
        self._move_to(min(there, key=lambda place: abs(rects[place].center().x() - here.x())))
        return True

    # What it looks like

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, rect in enumerate(self._rects(self.width())):
            if event.rect().intersects(rect):
                if place < len(self._options):
                    self._paint_chip(painter, place, rect)
                else:
                    self._paint_rest(painter, place, rect)

    def _paint_chip(self, painter: QPainter, place: int, rect: QRect) -> None:
        theme, option = self.theme, self._options[place]
        state = self._states.get(option.id)
        fill, edge, text = self._tokens(option, state, place == self._hover)
        width = theme.style.edge.selected if state == "present" else theme.edge
        box(painter, rect, rect.height() / 2, theme.color(fill), theme.color(edge), width)
        weight = 600 if state == "present" else 400
        room = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        if state is None:
            word(painter, theme, room, option.label, "control", text)
            return
        metrics = theme.metrics("control", 600 if weight == 600 else 400)
        used = theme.px(20) + min(metrics.horizontalAdvance(option.label), room.width() - theme.px(20))
        left = rect.x() + (rect.width() - used) // 2
        top = rect.y() + (rect.height() - theme.px(14)) // 2
        painter.drawPixmap(QPointF(left, top), theme.pixmap(_ICONS[state], text, 14, self.pixmap_ratio()))
        name = QRect(left + theme.px(20), rect.y(), rect.right() - theme.px(8) - left - theme.px(20), rect.height())
        word(painter, theme, name, option.label, "control", text, 600 if weight == 600 else 400, centred=False)

    def _tokens(self, option: Option, state: ChipState | None, hover: bool) -> tuple[Token, Token, Token]:
        if state == "present":
            look = chosen_look(option.look, high_contrast=self.theme.high_contrast)
            return look.fill, look.edge, look.text
        if state == "absent":
            return "sunken", "line", "ink2"
        if state == "unknown":
            return "surface", "control", "ink2"
        return ("hover" if hover else "surface"), "control", "ink2"

    def _paint_rest(self, painter: QPainter, place: int, rect: QRect) -> None:
        theme = self.theme
        if place == self._hover:
            box(painter, rect, rect.height() / 2, theme.color("hover"), None)
        inner = rect.adjusted(theme.px(10), 0, 0, 0)
        word(painter, theme, inner, self._rest_text(), "control", "accent", 600, centred=False)

    def focus_ring(self) -> tuple[QRect, int]:
        rects = self._rects(self.width())
        rect = rects[min(self._current, len(rects) - 1)] if rects else self.rect()
        return rect, rect.height() // 2
