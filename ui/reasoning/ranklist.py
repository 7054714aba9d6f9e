"""The ranked sources as one list: arrows walk it, and what is walked to is shown beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.reasoning.ranked import RankRow
from ui.reasoning.sources import paint_bar
from ui.theme import Theme
from ui.widgets import Painted, box, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.lines import lines_of, write_lines
from ui.widgets.spoken import Part, SpokenRole
from workup.style import Token
from workup.texts import _


class RankList(Painted):
    """Painted rows. `chosen` names a source walked to, `toggled` a group to fold or unfold, `letter` a key pressed."""

    spoken_role = SpokenRole.List
    chosen = Signal(str)
    toggled = Signal(str)
    letter = Signal(str)
    moved = Signal(QRect)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.rows: tuple[RankRow, ...] = ()
        self.selected = ""
        self._at = 0
        self._hover = -1
        self._placed: tuple[int, list[QRect]] = (-1, [])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_("Sources"))

    def show_rows(self, rows: tuple[RankRow, ...], selected: str) -> None:
        """Show these rows; the keyboard stays on its source wherever that stands now."""
        if (rows, selected) == (self.rows, self.selected):
            return
        before = self.rows[self._at] if self._at < len(self.rows) else None
        self.rows, self.selected = rows, selected
        self._placed = (-1, [])
        ids = [(row.kind, row.id) for row in rows]
        if before is not None and before.kind == "group" and ("group", before.id) in ids:
            self._at = ids.index(("group", before.id))
        else:
            self._at = next((n for n, row in enumerate(rows) if row.id == selected and row.kind != "group"), 0)
        self._announce()
        self.updateGeometry()
        self.update()
        if self.hasFocus():
            self.theme.focus_moved.emit()

    def _announce(self) -> None:
        self.setAccessibleName(self.rows[self._at].spoken if self._at < len(self.rows) else _("Sources"))

    def spoken_parts(self) -> Sequence[Part]:
        return [
            Part(row.spoken, SpokenRole.ListItem, rect, None, place == self._at, partial(self.go, place))
            for place, (row, rect) in enumerate(zip(self.rows, self._rects(self.width())))
        ]

    # Where things are

    def restyle(self) -> None:
        self._placed = (-1, [])

    def _name_lines(self, row: RankRow, width: int) -> tuple[str, ...]:
        theme = self.theme
        word = theme.metrics("label", 600).horizontalAdvance(row.phrase)
        room = width - theme.px(36) - theme.px(12) - (word + theme.px(10) if row.phrase else 0)
        return lines_of(theme, row.name, "question", room, 600)

    def _tall(self, row: RankRow, width: int) -> int:
        theme = self.theme
        if row.kind == "group":
            return theme.height("control")
        tall = theme.px(9) + len(self._name_lines(row, width)) * theme.line("question")
        if not row.small:
            tall += theme.px(12)
        notes = bool(row.judged) * theme.line("hint")
        if row.hint:
            notes += len(self._hint_lines(row, width)) * theme.line("hint")
        return tall + notes + theme.px(9)

    def _hint_lines(self, row: RankRow, width: int) -> tuple[str, ...]:
        most = 3 if row.small else 2
        return lines_of(self.theme, row.hint, "hint", width - self.theme.px(48), most=most)

    def _rects(self, width: int) -> list[QRect]:
        if self._placed[0] != width:
            top, rects = 0, list[QRect]()
            for row in self.rows:
                tall = self._tall(row, width)
                rects.append(QRect(0, top, width, tall))
                top += tall
            self._placed = (width, rects)
        return self._placed[1]

    def heightForWidth(self, width: int) -> int:
        rects = self._rects(width)
        return rects[-1].bottom() + 1 if rects else 0

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(260), self.heightForWidth(max(self.width(), self.theme.px(200))))

    def focus_ring(self) -> tuple[QRect, int]:
        """Around the row that has the keyboard."""
        rect = self.current() if self.rows else self.rect()
        return rect.adjusted(3, 3, -3, -3), self.theme.radius("tag")

    def current(self) -> QRect:
        """Where the row with the keyboard stands."""
        rects = self._rects(self.width())
        return rects[self._at] if self._at < len(rects) else QRect()

    # What the user does

    def go(self, place: int) -> None:
        """Walk to a row; a source is shown beside the list."""
        if not 0 <= place < len(self.rows):
            return
        self._at = place
        row = self.rows[place]
        self._announce()
        if row.kind != "group" and row.id != self.selected:
            self.selected = row.id
            self.chosen.emit(row.id)
        self.update()
        self.theme.focus_moved.emit()
        self.moved.emit(self.current())

    def _press(self) -> None:
        row = self.rows[self._at] if self._at < len(self.rows) else None
        if row is not None and row.kind == "group" and row.id not in ("pinned", "ranked"):
            self.toggled.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text().lower()):
            event.ignore()

    def _key(self, key: int, text: str) -> bool:
        steps = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -len(self.rows), Qt.Key.Key_End: len(self.rows)
        }  # fmt: skip
        if key in steps:
            self.go(max(0, min(self._at + steps[Qt.Key(key)], len(self.rows) - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._press()
        elif text and text in "ahlrpwic" and self.theme.letter_keys:
            self.letter.emit(text)
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._announce()
        super().focusInEvent(event)

    def _place_at(self, y: int) -> int:
        return next((n for n, rect in enumerate(self._rects(self.width())) if rect.top() <= y <= rect.bottom()), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint().y())
        if place >= 0:
            self.go(place)
            self._press()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._place_at(event.position().toPoint().y())
        if over != self._hover:
            self._hover = over
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = -1
        self.update()

    # What it looks like

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        box(painter, self.rect(), theme.radius("card"), theme.color("surface"), theme.color("line"), theme.edge)
        for place, (row, rect) in enumerate(zip(self.rows, self._rects(self.width()), strict=True)):
            if row.kind == "group":
                self._paint_group(painter, row, rect)
            else:
                self._paint_row(painter, row, rect, hovered=place == self._hover)
            if place:
                painter.fillRect(rect.x(), rect.y(), rect.width(), theme.edge, theme.color("line"))

    def _paint_group(self, painter: QPainter, row: RankRow, rect: QRect) -> None:
        theme, edge = self.theme, self.theme.edge
        painter.fillRect(rect.adjusted(edge, edge, -edge, -edge), theme.color("bg"))
        token: Token = "danger" if row.pinned else "ink2"
        inner = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        write(painter, theme, inner, row.name, "label", token, 600 if row.pinned else None)
        if row.id not in ("pinned", "ranked"):
            icon = theme.pixmap("chevron-down" if row.open else "chevron-right", "ink2", 16, self.pixmap_ratio())
            painter.drawPixmap(rect.right() - theme.px(28), rect.center().y() - theme.px(8), icon)

    def _paint_row(self, painter: QPainter, row: RankRow, rect: QRect, *, hovered: bool) -> None:
        theme, chosen = self.theme, row.id == self.selected
        if chosen or hovered:
            fill = theme.color("accent_soft" if chosen else "hover")
            edge = theme.color("accent") if chosen else None
            box(painter, rect.adjusted(0, 0, 0, 1) if chosen else rect.adjusted(1, 1, -1, 0), theme.radius("tag"),
                fill, edge, theme.edge)
        left, right = rect.x() + theme.px(36), rect.right() - theme.px(12)
        top, line = rect.y() + theme.px(9), theme.line("question")
        write(painter, theme, QRect(rect.x() + theme.px(12), top, theme.px(22), line), row.number, "label", "ink3")
        lines = self._name_lines(row, rect.width())
        wide = theme.metrics("label", 600).horizontalAdvance(row.phrase)
        write_lines(painter, theme, QRect(left, top, right - left - wide - theme.px(8), line), lines, "question",
                    "ink", 600 if chosen else 400)
        token: Token = "danger" if row.pinned else "accent" if chosen else "ink2"
        strong = 600 if chosen or row.pinned else 400
        word = QRect(right - wide, top, wide + 2, line)
        write(painter, theme, word, row.phrase, "label", token, strong,  # type: ignore[arg-type]
              Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top += len(lines) * line
        if not row.small:
            paint_bar(painter, theme, QRect(left, top + theme.px(4), right - left, theme.px(5)), row.bar)
            top += theme.px(12)
        tall = theme.line("hint")
        if row.judged:
            write(painter, theme, QRect(left, top, right - left, tall), row.judged, "hint", "accent", 600)
            top += tall
        if row.hint:
            hints = self._hint_lines(row, rect.width())
            write_lines(painter, theme, QRect(left, top, right - left, tall), hints, "hint", "ink2")
