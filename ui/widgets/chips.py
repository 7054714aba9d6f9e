"""Many of many: chips over several lines, each with its own state, painted as one widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.base import LETTERS_OFF
from ui.widgets.chipface import ChipFace, ChipState
from ui.widgets.options import Option, ending_place
from ui.widgets.spoken import Part, SpokenRole
from workup.texts import N_, _

_LETTERS: dict[str, ChipState] = {"y": "present", "n": "absent", "u": "unknown"}
_WORDS: dict[ChipState | None, str] = {
    "present": N_("present"), "absent": N_("absent"), "unknown": N_("unknown"), None: N_("not asked")
}  # fmt: skip


def close_here(place: int) -> None:
    """Say of the options that have the keyboard: this one, no others, and on."""
    here = QApplication.focusWidget()
    if isinstance(here, Chips):
        here.close_at(place)


class Chips(ChipFace):
    """Options with a state each; the last chip sets what was not asked to absent. Signals come from the user only.

    `changed` carries the states of all options that were asked, as a dictionary of option id to state; `keyed` follows
    a key after which nothing is left to say here, `closed` one that says so: Ctrl and the digit of the last option,
    with Shift also that there are no others.
    """

    spoken_role = SpokenRole.List
    changed = Signal(object)
    keyed = Signal()
    closed = Signal()
    ends_by_key = False  # whether Ctrl and a digit belong to the options here

    def __init__(
        self, theme: Theme, name: str, options: Sequence[Option], parent: QWidget | None = None, *, rest: bool = True
    ) -> None:
        super().__init__(theme, parent)
        self._name = name
        self._options = tuple(options)
        self._rest = rest
        self._states = {}
        self._current = 0
        self._hover = -1
        self._read_only = False
        self._placed = (-1, [])
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

    def event(self, event: QEvent) -> bool:
        """Ctrl and a digit is a key of these options before it is one of the screen."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._names_last(event):
            event.accept()
            return True
        return super().event(event)

    def _names_last(self, event: QKeyEvent) -> bool:
        """Whether a key names the last option that is present."""
        return self.ends_by_key and not self._read_only and 0 <= ending_place(event) < len(self._options)

    def close_at(self, place: int) -> bool:
        """This one, no others, and on: present, and what was not asked is absent, in one answer."""
        if not self.ends_by_key or self._read_only or not self._rest or not 0 <= place < len(self._options):
            return False
        self._move_to(place)
        before, here = self.states, self._options[place].id
        for one in self._options:
            self._states.setdefault(one.id, "absent")
        self._states[here] = "present"
        if self._states != before:
            self._tell()
        self.closed.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.states
        if self._names_last(event):
            self._move_to(ending_place(event))
            self._set(self._current, "present")
            self.closed.emit()
        elif self._read_only or event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text().lower()):
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
