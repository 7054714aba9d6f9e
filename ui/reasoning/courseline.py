"""Operations and pains as numbered marks on one line of time, each told in a row below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import Painted, box, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.spoken import Part, SpokenRole
from workup import agreeing, words
from workup.answers import At, Gap, Slot
from workup.assess import Assessment
from workup.note.wording import value_words
from workup.reasoning.timeline import Mark, Timeline
from workup.style import Token
from workup.texts import N_, _

OPERATION = ("procedure", "operation_levels", "operation_side", "instrumentation")
NAMES = {"return": N_("Pain came back"), "new": N_("New symptom"), "today": N_("Today")}
SLOTS = {"return": "return_date", "new": "new_symptom_date"}


class MarkWords(Struct, frozen=True):
    """A mark with its number, its day, what it is, and where it was entered; `share` is its place on the line."""

    number: str
    kind: str
    when: str
    text: str
    slot: Slot | None
    share: float | None


class CourseWords(Struct, frozen=True):
    """All that the line shows; `free` are the two ends of the pain-free time on the line."""

    marks: tuple[MarkWords, ...] = ()
    free: tuple[float, float] | None = None
    free_text: str = ""


def course_words(assessment: Assessment, line: Timeline) -> CourseWords:
    """The course of a patient as its line shows it."""
    days = [mark.day.first for mark in line.marks if mark.day is not None]
    first, last = min(days, default=assessment.today), assessment.today
    whole = max((last - first).days, 1)
    marks, number = [], 0
    for mark in line.marks:
        share = None if mark.day is None else (mark.day.first - first).days / whole
        if mark.kind != "today":
            number += 1
        marks.append(_mark(assessment, mark, "" if mark.kind == "today" else str(number), share))
    operated = [mark.day for mark in line.marks if mark.kind == "operation" and mark.day is not None]
    free = None
    if line.free_weeks and operated:
        begun = operated[-1].first
        end = min(begun + timedelta(weeks=min(line.free_weeks, whole / 7 + 1)), last)
        free = ((begun - first).days / whole, (end - first).days / whole)
    said = _("pain-free {weeks}").format(weeks=words.weeks(line.free_weeks)) if line.free_weeks else ""
    return CourseWords(tuple(marks), free, said)


def _mark(assessment: Assessment, mark: Mark, number: str, share: float | None) -> MarkWords:
    day = mark.day
    when = _("No date") if day is None else words.partial_date(day.year, day.month, day.day)
    if day is not None and mark.kind != "today":
        when = f"{when}, {words.relative(day.first, day.last, assessment.today)}"
    if mark.kind == "operation":
        slot = Slot("operation_date", At(mark.record))
        return MarkWords(number, "operation", when, _operation(assessment, mark.record), slot, share)
    where = Slot(SLOTS[mark.kind]) if mark.kind in SLOTS else None
    return MarkWords(number, mark.kind, when, _(NAMES[mark.kind]), where, share)


def _operation(assessment: Assessment, record: int | None) -> str:
    parts = []
    for name in OPERATION:
        value = assessment.counted.value(name, At(record))
        if value is not None and not isinstance(value, Gap):
            said = value_words(assessment.library, assessment.library.items[name], value)
            parts.append(agreeing.of_side(value) or said if name == "operation_side" else said)
    return words.capital(", ".join(part for part in parts if part)) or _("Operation")


def _spoken(mark: MarkWords) -> str:
    return f"{mark.number} {mark.text}, {mark.when}".strip()


class CourseLine(Painted):
    """Arrows walk the rows, Enter goes to what was entered."""

    spoken_role = SpokenRole.List
    slot_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.told = CourseWords()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_line(self, assessment: Assessment, line: Timeline) -> None:
        """Show a course."""
        told = course_words(assessment, line)
        if told != self.told:
            self.told = told
            self._at = max(0, min(self._at, len(told.marks) - 1))
            self._announce()
            self.updateGeometry()
            self.update()

    def _announce(self) -> None:
        marks = self.told.marks
        mark = marks[self._at] if self._at < len(marks) else None
        self.setAccessibleName(_spoken(mark) if mark else _("Course, nothing entered"))
        self.setAccessibleDescription(self.told.free_text)

    def spoken_parts(self) -> Sequence[Part]:
        return [
            Part(_spoken(mark), SpokenRole.ListItem, self._row(place), None, place == self._at,
                 partial(self.slot_wanted.emit, mark.slot) if mark.slot is not None else None)
            for place, mark in enumerate(self.told.marks)
        ]  # fmt: skip

    # Where things are

    def _top(self) -> int:
        return self.theme.px(56)

    def _row_height(self) -> int:
        return self.theme.height("control")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self._top() + len(self.told.marks) * self._row_height())

    def _row(self, place: int) -> QRect:
        return QRect(0, self._top() + place * self._row_height(), self.width(), self._row_height())

    def focus_ring(self) -> tuple[QRect, int]:
        """Around the row that has the keyboard."""
        return self._row(self._at).adjusted(2, 2, -2, -2), self.theme.radius("tag")

    # What the user does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = event.key()
        if event.modifiers() & LETTERS_OFF:
            event.ignore()
        elif key in steps:
            self._at = max(0, min(self._at + steps[Qt.Key(key)], len(self.told.marks) - 1))
            self._announce()
            self.theme.focus_moved.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._press()
        else:
            event.ignore()

    def _press(self) -> None:
        marks = self.told.marks
        slot = marks[self._at].slot if self._at < len(marks) else None
        if slot is not None:
            self.slot_wanted.emit(slot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = (event.position().toPoint().y() - self._top()) // self._row_height()
        if 0 <= place < len(self.told.marks):
            self._at = place
            self._announce()
            self._press()

    # What it looks like

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, told = self.theme, QPainter(self), self.told
        side = theme.px(14)
        left, right, axis = side, self.width() - side, theme.px(36)
        span = max(right - left, 1)
        painter.fillRect(left, axis - 1, span, max(2, theme.edge), theme.color("control"))
        if told.free is not None:
            start, end = (left + round(share * span) for share in told.free)
            wide = max(end - start, theme.px(4))
            band = QRect(start, axis - theme.px(4), wide, theme.px(8))
            box(painter, band, theme.px(4), theme.color("accent_soft"), theme.color("accent"), theme.edge)
            room = theme.metrics("hint").horizontalAdvance(told.free_text)
            spot = QRect(min(max(start, left), right - room), theme.px(2), room + 2, theme.line("hint"))
            write(painter, theme, spot, told.free_text, "hint", "accent")
        taken: list[int] = []
        for place, mark in enumerate(told.marks):
            if mark.share is not None:
                self._paint_mark(painter, mark, left + round(mark.share * span), axis, taken)
            self._paint_row(painter, mark, self._row(place))

    def _look(self, kind: str) -> tuple[Token, Token, Token]:
        """Fill, edge and text of a mark."""
        if kind == "operation":
            return "accent", "accent", "on_accent"
        return ("surface", "control", "ink2") if kind == "today" else ("finding", "finding", "on_finding")

    def _paint_mark(self, painter: QPainter, mark: MarkWords, x: int, axis: int, taken: list[int]) -> None:
        theme = self.theme
        while any(abs(x - other) < theme.px(20) for other in taken) and mark.kind != "today":
            x = max(other for other in taken if abs(x - other) < theme.px(20)) + theme.px(20)
        taken.append(x)
        size = theme.px(18) if mark.number else theme.px(8)
        x = min(x, self.width() - size // 2 - 1)
        spot = QRect(x - size // 2, axis - size // 2, size, size)
        fill, edge, text = self._look(mark.kind)
        box(painter, spot, size / 2, theme.color(fill), theme.color(edge), theme.edge)
        if mark.number:
            write(painter, theme, spot, mark.number, "hint", text, 600, Qt.AlignmentFlag.AlignCenter)

    def _paint_row(self, painter: QPainter, mark: MarkWords, row: QRect) -> None:
        theme, size = self.theme, self.theme.px(18)
        fill, edge, text = self._look(mark.kind)
        spot = QRect(theme.px(5), row.y() + (row.height() - size) // 2, size, size)
        if mark.number:
            box(painter, spot, size / 2, theme.color(fill), theme.color(edge), theme.edge)
            write(painter, theme, spot, mark.number, "hint", text, 600, Qt.AlignmentFlag.AlignCenter)
        when = min(theme.px(230), row.width() // 3)
        room = QRect(theme.px(34), row.y(), when, row.height())
        write(painter, theme, room, mark.when, "label", "ink2")
        left = room.right() + theme.px(10)
        write(painter, theme, QRect(left, row.y(), row.right() - left, row.height()), mark.text, "question", "ink")
        painter.fillRect(0, row.bottom(), row.width(), theme.edge, theme.color("line"))
