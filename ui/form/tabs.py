"""The tabs of a list of records: one for each record, one to add, and the answer that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.form.block import Block, Shown
from ui.widgets import box, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.options import ending_place
from ui.widgets.spoken import Part, SpokenRole
from workup.answers import Slot
from workup.style import Token
from workup.texts import _


@dataclass(frozen=True, slots=True)
class Tab:
    """A record and what it is called."""

    number: int
    text: str


class RecordTabs(Block):
    """Painted tabs; arrows walk them, Enter opens one, + adds, Delete removes."""

    spoken_role = SpokenRole.PageTabList
    chosen = Signal(int)
    added = Signal()
    removed = Signal(int)
    said_none = Signal()
    said_unknown = Signal()
    confirmed = Signal()

    def __init__(
        self, context: FieldContext, shown: Shown, name: str, add: str, none: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, shown, parent)
        self._name, self._add, self._none_words = name, add, none
        self._tabs: tuple[Tab, ...] = ()
        self._chosen: int | None = None
        self._none = self._unknown = self._read_only = self._is_open = False
        self.waits = self.takes_places = False
        self._slot = Slot("")
        self._at = 0
        self._hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def render(self, views: Views) -> None:  # type: ignore[override]
        """What is shown comes by `show_tabs`."""

    def show_tabs(
        self, tabs: tuple[Tab, ...], chosen: int | None, *, none: bool, unknown: bool, read_only: bool, slot: Slot,
        is_open: bool,
    ) -> None:
        """Show these records with one of them open."""
        state = (tabs, chosen, none, unknown, read_only, slot, is_open)
        if state == (self._tabs, self._chosen, self._none, self._unknown, self._read_only, self._slot, self._is_open):
            return
        moved = tabs != self._tabs
        self._tabs, self._chosen, self._none, self._unknown, self._read_only, self._slot, self._is_open = state
        self._at = max(0, min(self._at, len(self._places()) - 1))
        self._announce()
        if moved:
            self.resized.emit()
        if self.hasFocus():
            self.theme.focus_moved.emit()
        self.update()

    def is_empty(self) -> bool:
        return self.shown.filter != "all"

    def begins(self, event: QKeyEvent) -> bool:
        """Whether a key is the first answer of a first record: a digit where that question has options."""
        said = bool(self._tabs) or self._none or self._unknown or self._read_only or not self.takes_places
        digit = event.text().isascii() and event.text().isdigit() and not event.modifiers() & LETTERS_OFF
        return not said and (digit or ending_place(event) >= 0)

    def event(self, event: QEvent) -> bool:
        """Ctrl and a digit is a key of these options before it is one of the screen."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.begins(event):
            event.accept()
            return True
        return super().event(event)

    @property
    def is_read_only(self) -> bool:
        """Whether no record can be added now."""
        return self._read_only

    def _places(self) -> list[str]:
        """What can be pressed: a tab by its number, then the buttons."""
        places = [str(tab.number) for tab in self._tabs]
        if self._read_only:
            return places
        return [*places, "add"] if self._tabs else ["add", "none", "unknown"]

    def _text(self, place: str) -> str:
        names = {"add": self._add, "none": self._none_words, "unknown": _("Unknown")}
        return names.get(place) or next((tab.text for tab in self._tabs if str(tab.number) == place), "")

    def _announce(self) -> None:
        places = self._places()
        place = places[self._at] if self._at < len(places) else ""
        state = _(", open") if place == str(self._chosen) else ""
        said = _(", chosen") if (place == "none" and self._none) or (place == "unknown" and self._unknown) else ""
        self.setAccessibleName(f"{self._name}, {self._text(place)}{state}{said}")

    def spoken_parts(self) -> Sequence[Part]:
        on = {str(self._chosen), "none" if self._none else "", "unknown" if self._unknown else ""}
        return [
            Part(self._text(place), SpokenRole.PageTab if place.isdecimal() else SpokenRole.Button, rect,
                 None if place == "add" else place in on, n == self._at, partial(self._press, n))
            for n, (place, rect) in enumerate(zip(self._places(), self._rects(self.width())))
        ]  # fmt: skip

    # Where things are

    def _rects(self, width: int) -> list[QRect]:
        theme, gap = self.theme, self.theme.px(8)
        height, rects = theme.height("control"), list[QRect]()
        left = top = 0
        for place in self._places():
            wide = theme.metrics("control", 600).horizontalAdvance(self._text(place)) + theme.px(24)
            if place == "add":
                wide += theme.px(20)
            elif place.isdecimal():
                wide += theme.target(24)
            wide = min(wide, width)
            if left and left + wide > width:
                left, top = 0, top + height + gap
            rects.append(QRect(left, top, wide, height))
            left += wide + gap
        return rects

    def height_for(self, width: int) -> int:
        rects = self._rects(width)
        return rects[-1].bottom() + 1 if rects else self.theme.height("control")

    def arrange(self) -> None:
        self.update()

    def _remove_rect(self, rect: QRect) -> QRect:
        size, beside = self.theme.target(22), 0 if self.theme.touch else self.theme.px(4)
        return QRect(rect.right() - size - beside, rect.y() + (rect.height() - size) // 2, size, size)

    def focus_ring(self) -> tuple[QRect, int]:
        rects = self._rects(self.width())
        return (rects[self._at] if self._at < len(rects) else self.rect()), self.theme.radius("control")

    # What the user does

    def _press(self, place: int) -> None:
        places = self._places()
        if not 0 <= place < len(places):
            return
        self._at = place
        self._announce()
        self.theme.focus_moved.emit()
        name = places[place]
        if name == "add":
            self.added.emit()
        elif name == "none":
            self.said_none.emit()
        elif name == "unknown":
            self.said_unknown.emit()
        elif int(name) != self._chosen:
            self.chosen.emit(int(name))

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason):
            places = self._places()
            self._at = places.index(str(self._chosen)) if str(self._chosen) in places else 0
        self._announce()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text().lower()):
            event.ignore()

    def _key(self, key: int, text: str) -> bool:
        places = self._places()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        name = places[self._at] if self._at < len(places) else ""
        if key in steps:
            self._at = max(0, min(self._at + steps[Qt.Key(key)], len(places) - 1))
            self._announce()
            self.theme.focus_moved.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (name == str(self._chosen) or self._none):
            self.finished.emit(self._slot)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(self._at)
        elif self._read_only:
            return False
        elif key == Qt.Key.Key_Delete:
            self._delete(name)
        elif text == "+":
            self.added.emit()
        elif text == "s" and self.waits and self.theme.letter_keys:
            self.confirmed.emit()
        elif text == "n" and not self._tabs and self.theme.letter_keys:
            self.said_none.emit()
        elif text == "u" and not self._tabs and self.theme.letter_keys:
            self.said_unknown.emit()
        else:
            return False
        return True

    def _delete(self, name: str) -> None:
        if name.isdecimal():
            self.removed.emit(int(name))
        elif self._none:
            self.said_none.emit()
        elif self._unknown:
            self.said_unknown.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for place, rect in enumerate(self._rects(self.width())):
            if rect.contains(point):
                name = self._places()[place]
                if name == str(self._chosen) and not self._read_only and self._remove_rect(rect).contains(point):
                    self.removed.emit(int(name))
                else:
                    self._press(place)
                return
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        over = next((place for place, rect in enumerate(self._rects(self.width())) if rect.contains(point)), -1)
        if over != self._hover:
            self._hover = over
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = -1
        self.update()

    # What it looks like

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        for place, (name, rect) in enumerate(zip(self._places(), self._rects(self.width()))):
            on = name == str(self._chosen) or (name == "none" and self._none) or (name == "unknown" and self._unknown)
            fill: Token = "accent_soft" if on else "hover" if place == self._hover else "surface"
            edge: Token = "accent" if on else "control"
            if name != "add":
                box(painter, rect, theme.radius("control"), theme.color(fill), theme.color(edge),
                    theme.edge * (1.5 if on else 1))
            elif place == self._hover:
                box(painter, rect, theme.radius("control"), theme.color("hover"), None)
            left = rect.x() + theme.px(12)
            if name == "add":
                left = rect.x() + theme.px(8)
                top = rect.y() + (rect.height() - theme.px(16)) // 2
                painter.drawPixmap(QPointF(left, top), theme.pixmap("plus", "accent", 16, self.pixmap_ratio()))
                left += theme.px(22)
            token: Token = "accent" if on or name == "add" else "ink2"
            bin_ = theme.target(26) if name.isdecimal() else 0
            room = QRect(left, rect.y(), rect.right() - left - bin_, rect.height())
            write(painter, theme, room, self._text(name), "control", token, 600 if on or name == "add" else 400)
            if name == str(self._chosen) and not self._read_only:
                spot = self._remove_rect(rect)
                corner = QPointF(spot.center() - QPoint(theme.px(6), theme.px(6)))
                painter.drawPixmap(corner, theme.pixmap("trash", "accent", 14, self.pixmap_ratio()))

    # For the form

    def stops(self) -> Iterator[QWidget]:
        yield self

    def slots(self) -> Iterable[Slot]:
        return ()

    def focus_slot(self, slot: Slot) -> bool:
        return False
