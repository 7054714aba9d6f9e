"""A month to pick a day from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import Painted, box, write
from ui.widgets.spoken import Part, SpokenRole
from workup import words
from workup.answers import PartialDate
from workup.texts import N_, _

_DAYS = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
_STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7
}  # fmt: skip


class Calendar(Painted):
    """A popup with one month; arrows move by day and week, Page keys by month, Enter picks, Escape closes."""

    spoken_role = SpokenRole.Table
    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, today: date) -> None:
        super().__init__(theme, parent)
        self.setWindowFlags(Qt.WindowType.Popup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._day = self._today = today
        self._chosen: date | None = None

    def open_below(self, corner: QPoint, start: PartialDate, today: date) -> None:
        """Open on this date with the top left corner here, moved so that the screen holds it."""
        self._day, self._today = start.first, today
        self._chosen = start.first if start.day is not None else None
        self._announce()
        size = self.sizeHint()
        screen = QGuiApplication.screenAt(corner) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = max(room.left(), min(corner.x(), room.right() - size.width()))
        top = max(room.top(), min(corner.y(), room.bottom() - size.height()))
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def sizeHint(self) -> QSize:
        px, (wide, tall) = self.theme.px, self._step
        return QSize(7 * wide + 2 * px(12), px(12) + 8 * tall + px(8))

    @property
    def _step(self) -> tuple[int, int]:
        """From day to day and from week to week."""
        return self.theme.target(38) + self.theme.px(2), self.theme.target(32) + self.theme.px(2)

    def focus_ring(self) -> tuple[QRect, int]:
        return self._cell(self._place(self._day)), self.theme.radius("control")

    def _announce(self) -> None:
        self.setAccessibleName(_("Calendar, {day}").format(day=words.calendar_day(self._day)))

    def spoken_parts(self) -> Sequence[Part]:
        days = [self._first + timedelta(days=place) for place in range(42)]
        return [
            Part(words.calendar_day(day), SpokenRole.Cell, self._cell(place), None, day == self._day,
                 partial(self._pick, day))
            for place, day in enumerate(days)
        ]  # fmt: skip

    @property
    def _first(self) -> date:
        """The Monday the sheet begins with."""
        month = self._day.replace(day=1)
        return month - timedelta(days=month.weekday())

    def _place(self, day: date) -> int:
        return (day - self._first).days

    def _cell(self, place: int) -> QRect:
        px, (wide, tall) = self.theme.px, self._step
        left, top = px(12) + place % 7 * wide, px(12) + (2 + place // 7) * tall
        return QRect(left, top, wide - px(2), tall - px(2))

    def _arrow(self, way: int) -> QRect:
        px, (wide, tall) = self.theme.px, self._step
        return QRect(px(12) if way < 0 else px(12) + 6 * wide, px(12), wide - px(2), tall - px(2))

    def _move(self, days: int) -> None:
        try:
            self._day += timedelta(days=days)
        except OverflowError:
            return
        self._announce()
        self.update()

    def _turn(self, months: int) -> None:
        place = self._day.year * 12 + self._day.month - 1 + months
        if 12 <= place < 119988:
            last = PartialDate(place // 12, place % 12 + 1).last.day
            self._day = date(place // 12, place % 12 + 1, min(self._day.day, last))
            self._announce()
            self.update()

    def _pick(self, day: date) -> None:
        self.picked.emit(PartialDate.of(day))
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(_STEPS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._day)
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not self.rect().contains(point):
            self.close()
            return
        for way in (-1, 1):
            if self._arrow(way).contains(point):
                self._turn(way)
        place = next((place for place in range(42) if self._cell(place).contains(point)), -1)
        if place >= 0:
            self._pick(self._first + timedelta(days=place))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        box(painter, self.rect(), 0, None, theme.color("control"), theme.edge)
        centre = Qt.AlignmentFlag.AlignCenter
        head = QRect(0, theme.px(12), self.width(), self._arrow(1).height())
        month = words.month_and_year(self._day)
        write(painter, theme, head, month, "control", "ink", 600, centre)
        for way, name in ((-1, "chevron-left"), (1, "chevron-right")):
            corner = self._arrow(way).center() - QPoint(theme.px(8), theme.px(8))
            painter.drawPixmap(corner, theme.pixmap(name, "ink2", 16, self.pixmap_ratio()))
        for place, name in enumerate(_DAYS):
            write(painter, theme, self._cell(place - 7), _(name), "hint", "ink3", align=centre)
        for place in range(42):
            self._paint_day(painter, self._cell(place), self._first + timedelta(days=place))

    def _paint_day(self, painter: QPainter, rect: QRect, day: date) -> None:
        theme, chosen = self.theme, day == self._chosen
        if chosen:
            box(painter, rect, theme.radius("control"), theme.color("accent"), None)
        elif day == self._today:
            box(painter, rect, theme.radius("control"), None, theme.color("accent_line"), theme.edge)
        token = "on_accent" if chosen else "ink" if day.month == self._day.month else "ink3"
        write(painter, theme, rect, str(day.day), "control", token, 600 if chosen else 400,  # type: ignore[arg-type]
              Qt.AlignmentFlag.AlignCenter)
        if day == self._day:
            box(painter, rect, theme.radius("control"), None, theme.color("focus"), 2)
