"""Where the parts of a field stand: its label, the room for its control, and the lines below it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.fields.help import help_text
from ui.fields.view import FieldContext, FieldView
from ui.widgets import Painted
from ui.widgets.spoken import SpokenRole
from workup import words
from workup.answers import At, Gap, Slot
from workup.note.wording import place_words
from workup.protocol import AnyItem
from workup.style import Role
from workup.texts import _

# "inline" has its label just before the control, "bare" shows none: it goes with the field before it.
Shape = Literal["above", "beside", "inline", "bare"]
LineKind = Literal["former", "doubt", "refused", "pending", "gap", "remark", "help"]
ICONS: dict[LineKind, str] = {
    "doubt": "warning", "refused": "warning", "pending": "warning", "remark": "note", "help": "info"
}  # fmt: skip


class FieldLayout(Painted):
    """Label above, beside or before the control, then former answer, doubt, refusal and help; measured once each."""

    spoken_role: SpokenRole | None = SpokenRole.Grouping
    resized = Signal()

    def __init__(
        self, context: FieldContext, item: AnyItem, at: At, parent: QWidget | None = None, *, label: str = "",
        shape: Shape = "above", compact: bool = False,
    ) -> None:
        super().__init__(context.theme, parent)
        self.compact = compact
        self.context, self.item, self.slot = context, item, Slot(item.id, at)
        self.shape: Shape = shape
        self.label_room = 0
        self._label = label or spoken_label(context, item, at)
        self._view: FieldView | None = None
        self.help = help_text(context.library, item)
        self._help_open = False
        self._lines: tuple[tuple[LineKind, str], ...] = ()
        self._spots: dict[str, QRect] = {}
        self._heights: dict[tuple[str, str, int], int] = {}
        self._measured: dict[tuple[str, int], int] = {}
        self.stale = True
        self.resized.connect(self.forget)
        self.setMouseTracking(True)

    @property
    def view(self) -> FieldView | None:
        """What is shown now."""
        return self._view

    @property
    def examined(self) -> bool:
        """Whether the item can also be *not examined*."""
        section = self.context.library.section_of.get(self.item.id)
        return section is not None and section.examined

    # What a kind of field brings

    def controls(self) -> tuple[QWidget, ...]:
        """What can take the focus, in reading order."""
        raise NotImplementedError

    def natural_width(self) -> int:
        """The width the control wants."""
        return sum(control.sizeHint().width() for control in self.controls())

    def control_height(self, _width: int) -> int:
        """The height of the control at a width."""
        return self.theme.height("control")

    def place_control(self, rect: QRect) -> None:
        """Put the control into this rectangle."""
        for control in self.controls():
            control.setGeometry(QRect(rect.topLeft(), QSize(min(rect.width(), control.sizeHint().width()),
                                                            rect.height())))

    def is_wide(self) -> bool:
        """Whether the field wants a whole row of the form."""
        return False

    @property
    def same_key(self) -> str:
        """What is typed to give the former answer again."""
        return "S"

    def uses_gap_menu(self) -> bool:
        """Whether *unknown* stands beside the control and not in it."""
        return True

    # Where things are

    def forget(self) -> None:
        """What was measured and placed is no longer true."""
        self._measured.clear()
        self.stale = True

    def give_label(self, room: int) -> None:
        """Give the label the room that the tallest of its row needs."""
        if room != self.label_room:
            self.label_room = room
            self.forget()

    def restyle(self) -> None:
        self._heights.clear()
        self.forget()

    @property
    def label_role(self) -> Role:
        """Beside the control a question is full size, above it a label."""
        return "question" if self.shape == "beside" else "label"

    def label_height(self, width: int) -> int:
        """The room the label takes at a width."""
        width -= self._marks_width()
        return max(self.theme.line(self.label_role), self._text_height(self._label, self.label_role, width, 600))

    def label_need(self, width: int) -> int:
        """The height label and control ask of their row at a width."""
        key = ("need", width)
        if key not in self._measured:
            self._measured[key] = self._measure_need(width)
        return self._measured[key]

    def _measure_need(self, width: int) -> int:
        if self.is_inline:
            return 0
        if not self.stands_beside(width):
            return self.label_height(width)
        control = min(self.full_width(), width)
        inner = self.control_height(control - self.gap_width())
        label = self.label_height(width - control - self.theme.px(12)) + self.theme.px(8)
        return max(self.theme.height("row"), label, inner + self.theme.px(3))

    def label_width(self) -> int:
        """The width at which the label takes two lines at most."""
        key = (self._label, "wide", 0)
        found = self._heights.get(key)
        if found is None:
            found = self._heights[key] = self._measure_label()
        return found

    def _measure_label(self) -> int:
        whole = self.theme.metrics(self.label_role, 600).horizontalAdvance(self._label) + self._marks_width()
        return whole if whole <= self.theme.px(200) else max(self.theme.px(200), round(whole * 0.58))

    def _marks_width(self) -> int:
        return self.theme.px(22) if self.help else 0

    def _text_height(self, text: str, role: Role, width: int, weight: Literal[400, 600] = 400) -> int:
        key = (text, f"{role}{weight}", width)
        found = self._heights.get(key)
        if found is None:
            room = QRect(0, 0, max(width, 40), 100000)
            bounds = self.theme.metrics(role, weight).boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
            found = self._heights[key] = bounds.height()
        return found

    def gap_width(self) -> int:
        """The room of the quiet word beside the control."""
        has_gap = self._view is not None and isinstance(self._view.value, Gap)
        if not self.uses_gap_menu() or (self.compact and not has_gap):
            return 0
        if self.examined:
            return self.theme.target(30)
        return self._text_width(_("Unknown"), "label") + self.theme.px(24)

    def _text_width(self, text: str, role: Role) -> int:
        """The width of a line of text; measured once."""
        key = (text, role, -1)
        found = self._heights.get(key)
        if found is None:
            found = self._heights[key] = self.theme.metrics(role, 600).horizontalAdvance(text)
        return found

    def full_width(self) -> int:
        """The width control and quiet word want together."""
        key = ("full", 0)
        if key not in self._measured:
            self._measured[key] = self.natural_width() + self.gap_width()
        return self._measured[key]

    def stands_beside(self, width: int) -> bool:
        """Whether label and control share one line at this width."""
        if self.is_inline:
            return True
        least = max(self.theme.px(120), round(width * 0.34))
        return self.shape == "beside" and not self.is_wide() and self.full_width() + self.theme.px(12) + least <= width

    @property
    def is_inline(self) -> bool:
        """Whether the field stands in a line with others."""
        return self.shape in ("inline", "bare")

    def lead_width(self) -> int:
        """The room of the label before an inline control."""
        if self.shape != "inline":
            return 0
        return self._text_width(self._label, self.label_role) + self._marks_width() + self.theme.px(10)

    def height_for(self, width: int) -> int:
        """The height the field needs at a width."""
        key = ("height", width)
        if key not in self._measured:
            self._measured[key] = self._arrange(width, move=False)
        return self._measured[key]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width():  # without a width it has not been put anywhere yet
            self._arrange(self.width(), move=True)

    def arrange(self) -> None:
        """Put everything in its place at the present size."""
        self._arrange(self.width(), move=True)

    def _arrange(self, width: int, *, move: bool) -> int:
        theme = self.theme
        if self.is_inline:
            lead = self.lead_width()
            bottom = self.control_height(width - lead - self.gap_width())
            label, rect = QRect(0, 0, lead, bottom), QRect(lead, 0, max(width - lead, 0), bottom)
        elif self.stands_beside(width):
            control = min(self.full_width(), width)
            label = QRect(0, 0, width - control - theme.px(12), 0)
            inner = self.control_height(control - self.gap_width())
            height = max(self.label_need(width), self.label_room)
            label.setHeight(height)
            rect = QRect(width - control, (height - inner) // 2, control, inner)
            bottom = height
        else:
            tall = max(self.label_height(width), self.label_room)
            label = QRect(0, 0, width, tall)
            rect = QRect(0, tall + theme.px(4), width, self.control_height(width - self.gap_width()))
            bottom = rect.bottom() + 1
        if move:
            self.stale = False
            self._move(label, rect)
        return self._below(width, bottom, move=move)

    def _move(self, label: QRect, rect: QRect) -> None:
        self._spots = {"label": label}
        gap = self.gap_width()
        room = QRect(rect.x(), rect.y(), rect.width() - gap, rect.height())
        self.place_control(room)
        if gap:
            right = max((one.geometry().right() for one in self.controls() if one.isVisibleTo(self)), default=room.x())
            tall = min(rect.height(), self.theme.height("control"))
            self._spots["gap"] = QRect(min(right + self.theme.px(6), rect.right() + 1 - gap), rect.y(), gap, tall)

    def _below(self, width: int, top: int, *, move: bool) -> int:
        theme = self.theme
        for number, (kind, text) in enumerate(self._lines):
            top += theme.px(4)
            left = theme.px(20) if kind in ICONS else 0
            extra = self._same_width() if kind == "former" else 0
            said = theme.metrics("label").horizontalAdvance(text) + theme.px(10)
            under = extra > 0 and min(said, theme.px(140)) + extra > width
            if under:
                extra = 0
            tall = self._text_height(text, "label", width - left - extra)
            tall = max(tall, theme.target(22) if kind == "former" else theme.line("label"))
            if move:
                self._spots[f"line {number}"] = QRect(left, top, width - left - extra, tall)
                if extra:
                    self._spots["same"] = QRect(min(said, width - extra), top, extra - theme.px(10), theme.target(22))
                elif under:
                    wide = min(width, self._same_width() - theme.px(10))
                    self._spots["same"] = QRect(0, top + tall + theme.px(2), wide, theme.target(22))
            top += tall + (theme.target(22) + theme.px(2) if under else 0)
        return top + (theme.px(5) if self._lines and self.shape == "beside" else 0)

    def _same_width(self) -> int:
        former = self._view.former if self._view else None
        if former is None or (self._view is not None and (self._view.value is not None or self._view.read_only)):
            return 0
        text = _("Same as {day}").format(day=former.day)
        return self.theme.metrics("hint", 600).horizontalAdvance(text) + self.theme.px(46)


def spoken_label(context: FieldContext, item: AnyItem, at: At) -> str:
    """The question with its place and side."""
    parts = [item.text]
    if at.place is not None:
        parts.append(place_words(context.library, item, at.place))
    if at.side is not None:
        parts.append(words.on_side(at.side))
    return ", ".join(parts)
