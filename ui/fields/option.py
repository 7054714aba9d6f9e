"""One of several: yes or no, a choice or a grade, as segments, as chips or as a list, whichever fits."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from ui.fields.field import Field
from ui.fields.view import FieldView
from ui.widgets import Chips, ChipState, Look, Option, Segments, Select
from workup.answers import UNKNOWN, Gap, Value
from workup.protocol import AnyItem, Choice, Grade, YesNo
from workup.texts import _

MOST_SEGMENTS = 5
LONGEST_SEGMENT = 14
MOST_CHIPS = 10
MOST_COMPACT = 3
LONGEST_COMPACT = 9


class OneChip(Chips):
    """Chips of which one can be chosen."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin where the answer is."""
        super().focusInEvent(event)
        places = [place for place, option in enumerate(self._options) if option.id in self._states]
        if places and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._move_to(places[0])

    def _is_settled(self) -> bool:
        return bool(self._states)

    def one_line_width(self) -> int:
        """The width all chips take in one line."""
        gap = self.theme.px(8 if self.theme.touch else 6)
        return sum(self._chip_width(place) + gap for place in range(len(self._options)))

    def _set(self, place: int, state: ChipState | None) -> None:
        chosen: dict[str, ChipState] = {} if state is None else {self._options[place].id: "present"}
        if state in (None, "present") and chosen != self.states:
            self.set_states(chosen)
            self.theme.focus_moved.emit()
            self.changed.emit(self.states)

    def _key(self, key: int, text: str) -> bool:
        graded = {digit: place for place, one in enumerate(self._options) for digit in one.keys if digit.isdigit()}
        if graded and text.isascii() and text.isdigit():
            if text in graded:
                self._move_to(graded[text])
                self._set(graded[text], "present")
            return text in graded
        if text == "u":
            last = len(self._options) - 1
            if not self.theme.letter_keys or self._options[last].id != "unknown":
                return False
            self._move_to(last)
            self._set(last, "present")
            return True
        return text not in ("0", "n") and super()._key(key, text)


def options_of(item: AnyItem, *, unknown: bool = True, solid: bool = False) -> tuple[Option, ...]:
    """The options of a yes-no, choice or grade item with the look of each; `solid` is the look of the exam grid."""
    abnormal: Look = "flag" if item.red_flag else "solid" if solid else "finding"
    match item:
        case YesNo():
            found = _yes_no(item, abnormal)
        case Choice():
            found = tuple(Option(key, label, _look(item, key, abnormal)) for key, label in item.options.items())
        case Grade():
            found = tuple(
                Option(key, label, ("normal" if int(key) in item.normal else abnormal) if item.normal else "fact", key)
                for key, label in item.grades.items()
            )
        case _:
            found = ()
    if unknown:
        found = (*found, Option("unknown", _("Unknown"), "caution" if item.red_flag else "fact", "u"))
    return found


def _yes_no(item: YesNo, abnormal: Look) -> tuple[Option, ...]:
    yes: Look = abnormal if item.finding == "yes" else "normal" if item.finding == "no" else "fact"
    no: Look = abnormal if item.finding == "no" else "normal"
    return Option("yes", _("Yes"), yes, "1y"), Option("no", _("No"), no, "2n")


def _look(item: Choice, option: str, abnormal: Look) -> Look:
    if option in item.findings or (item.normal and not item.findings and option not in item.normal):
        return abnormal
    return "normal" if option in item.normal else "fact"


def option_id(value: Value | None) -> str | None:
    """Which option shows a value."""
    if value is None or (isinstance(value, Gap) and value != UNKNOWN):
        return None
    return "unknown" if isinstance(value, Gap) else str(value)


class OptionField(Field):
    """One of several options; the control is chosen by their number and length."""

    def build(self) -> None:
        options = options_of(self.item, unknown=not self.examined or self.compact)
        self._control = self._control_for(options)

    def _control_for(self, options: tuple[Option, ...]) -> Segments | OneChip | Select:
        asked = [option for option in options if option.id != "unknown"]
        longest = max((len(option.label) for option in asked), default=0)
        if self.compact and (len(asked) > MOST_COMPACT or longest > LONGEST_COMPACT):
            return self._select(options)
        few = isinstance(self.item, Grade) or len(asked) <= MOST_SEGMENTS
        if few and longest <= LONGEST_SEGMENT:
            segments = Segments(self.theme, self._label, options, self)
            if segments.sizeHint().width() <= self.theme.px(500):
                segments.chosen.connect(self._chosen)
                segments.cleared.connect(lambda: self.answer(None))
                segments.keyed.connect(self.go_on)
                return segments
            segments.deleteLater()
            segments.hide()
        if len(options) <= MOST_CHIPS and sum(len(option.label) for option in options) <= 150:
            chips = OneChip(self.theme, self._label, options, self, rest=False)
            chips.changed.connect(lambda states: self._chosen(next(iter(states), "")))
            chips.keyed.connect(self.go_on)
            return chips
        return self._select(options)

    def _select(self, options: tuple[Option, ...]) -> Select:
        select = Select(self.theme, self._label, options, self)
        select.picked.connect(self._chosen)
        select.keyed.connect(self.go_on)
        return select

    def _chosen(self, option: str) -> None:
        if not option:
            self.answer(None)
        elif option == "unknown":
            self.answer(UNKNOWN)
        else:
            self.answer(int(option) if isinstance(self.item, Grade) else option)

    def show_value(self, view: FieldView) -> None:
        chosen = option_id(view.value)
        control = self._control
        if isinstance(control, OneChip):
            control.set_states({chosen: "present"} if chosen else {})
            control.set_read_only(view.read_only)
        elif isinstance(control, Segments):
            control.set_value(chosen)
            control.set_read_only(view.read_only)
        else:
            if control.value != chosen:
                control.set_value(chosen)
            control.setEnabled(not view.read_only)

    def controls(self) -> tuple[QWidget, ...]:
        return (self._control,)

    def natural_width(self) -> int:
        key = ("", "natural", 0)
        found = self._heights.get(key)
        if found is None:
            control = self._control
            match control:
                case OneChip():
                    found = control.one_line_width()
                case Segments():
                    found = control.full_width()
                case _:
                    found = control.sizeHint().width()
            self._heights[key] = found
        return found

    def control_height(self, width: int) -> int:
        if isinstance(self._control, OneChip):
            return self._control.heightForWidth(width)
        return self.theme.height("control")

    def place_control(self, rect: QRect) -> None:
        wide = rect.width() if isinstance(self._control, OneChip) else min(rect.width(), self.natural_width())
        self._control.setGeometry(rect.x(), rect.y(), wide, rect.height())

    def uses_gap_menu(self) -> bool:
        return self.examined
