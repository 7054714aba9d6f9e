"""The line and the list of Ctrl K: over the page, gone as soon as something is chosen or the keyboard leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.palette.matching import Entry, Finder
from ui.theme import Theme
from ui.widgets import Button, Label, Painted, TextLine, box, write
from workup.texts import _, _n

ROWS = 9
WIDE = 600
TOP = 64
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}


class Hits(Painted):
    """The entries found, as many as have room; the keys stay with the line above."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entries: tuple[Entry, ...] = ()
        self.at = self._top = 0
        self._pressed: tuple[float, int] | None = None
        self._drawn = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these, the first of them chosen."""
        self.entries, self.at, self._top = entries, 0, 0
        self.updateGeometry()
        self.update()

    def step(self, way: int) -> None:
        """Choose another one."""
        self.at = max(0, min(self.at + way, len(self.entries) - 1))
        self._top = max(self.at - ROWS + 1, min(self._top, self.at))
        self.update()

    def _row(self) -> int:
        return self.theme.height("row")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(WIDE), self._row() * min(ROWS, max(1, len(self.entries))))

    def _place_at(self, event: QMouseEvent) -> int:
        return self._top + int(event.position().y()) // self._row()

    def drawn_on(self, _point: QPointF) -> Literal["all"]:
        """A finger draws the list along."""
        return "all"

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A turn of the wheel is three entries."""
        self._scroll_to(self._top - 3 * event.angleDelta().y() // 120)

    def _scroll_to(self, top: int) -> None:
        self._top = max(0, min(top, len(self.entries) - ROWS))
        self.at = max(self._top, min(self.at, self._top + ROWS - 1))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            along = round((self._pressed[0] - event.position().y()) / self._row())
            self._drawn = self._drawn or along != 0
            self._scroll_to(self._pressed[1] + along)
            return
        place = self._place_at(event)
        if 0 <= place < len(self.entries) and place != self.at:
            self.at = place
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._drawn = (event.position().y(), self._top), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """An entry is taken when it is let go, if the list was not drawn along."""
        pressed, self._pressed = self._pressed, None
        place = self._place_at(event)
        if pressed is not None and not self._drawn and 0 <= place < len(self.entries):
            self.picked.emit(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, tall = QPainter(self), self.theme, self._row()
        if not self.entries:
            write(painter, theme, QRect(theme.px(12), 0, self.width(), tall), _("Nothing found"), "question", "ink3")
        for line, entry in enumerate(self.entries[self._top : self._top + ROWS]):
            row = QRect(0, line * tall, self.width(), tall)
            chosen = self._top + line == self.at
            if chosen:
                fill, edge = theme.color("accent_soft"), theme.color("accent")
                box(painter, row, theme.radius("control"), fill, edge, theme.edge)
            hint = theme.metrics("label").horizontalAdvance(entry.hint)
            room = row.adjusted(theme.px(12), 0, -theme.px(24) - hint, 0)
            write(painter, theme, room, entry.text, "question", "ink", 600 if chosen else 400)
            write(painter, theme, row.adjusted(0, 0, -theme.px(12), 0), entry.hint, "label", "ink3", align=_RIGHT)


class Palette(Painted):
    """Type a few letters, Enter takes the first; `widen` gives more to find when Ctrl K is pressed once more."""

    closed = Signal()

    def __init__(
        self, theme: Theme, entries: Sequence[Entry], parent: QWidget, *, words_of: str,
        widen: Callable[[str], Iterable[Entry]] | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._finder, self._widen, self._wide = Finder(entries), widen, False
        self._name = words_of
        self.line = TextLine(theme, words_of, words_of, self, icon="search", big=True)
        self.line.textEdited.connect(self._find)
        self.line.installEventFilter(self)
        self.hits = Hits(theme, self)
        self.hits.picked.connect(self._take)
        self.foot = Label(theme, "hint", self._foot(), "ink3")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(10)] * 4)
        column.setSpacing(theme.px(8))
        self.away = Button(theme, "quiet", "", icon="close", parent=self, name=_("Close"))
        self.away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.away.clicked.connect(self.close_now)
        head = QHBoxLayout()
        head.addWidget(self.line, 1)
        head.addWidget(self.away)
        column.addLayout(head)
        for part in (self.hits, self.foot):
            column.addWidget(part)
        self._find("")

    def _foot(self) -> str:
        keys = _("↑ ↓ choose  ·  Enter go  ·  Esc close")
        return f"{keys}  ·  {_('Ctrl K again: patients too')}" if self._widen is not None and not self._wide else keys

    def begin(self) -> None:
        """Come up over the page with the cursor in the line."""
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def widen(self) -> None:
        """Find patients as well."""
        if self._widen is not None and not self._wide:
            self._wide = True
            self.foot.setText(self._foot())
            self.line.setPlaceholderText(_("Patient by name, birth date or number"))
            self._find(self.line.text())

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        wide = min(self.theme.px(WIDE), parent.width() - self.theme.px(40))
        self.setFixedWidth(wide)
        self.adjustSize()
        self.move((parent.width() - wide) // 2, min(self.theme.px(TOP), max(0, parent.height() - self.height())))

    def _find(self, text: str) -> None:
        people = tuple(self._widen(text)) if self._wide and self._widen is not None and text.strip() else ()
        self.hits.show_entries((*people, *self._finder.find(text)))
        self._announce()
        self._place()

    def _announce(self) -> None:
        """What a screen reader says while the arrows move through what was found."""
        found = self.hits.entries
        said = f", {found[self.hits.at].text}, {found[self.hits.at].hint}" if found else ""
        self.line.setAccessibleDescription(
            _("{count} found{said}").format(count=_n("{n} entry", "{n} entries", len(found)), said=said)
        )

    def _take(self, place: int) -> None:
        entry = self.hits.entries[place]
        self.close_now()
        entry.act()

    def close_now(self) -> None:
        """Go away; whoever opened it gives the keyboard back."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.hits.step(_STEPS[key])
            self._announce()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.hits.entries:
                self._take(self.hits.at)
        elif key == Qt.Key.Key_Escape:
            self.close_now()

    def eventFilter(self, _watched: object, event: object) -> bool:
        """The keyboard went elsewhere: nothing is left standing over the page."""
        kept = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in kept:
            self.hide()
        return False

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab stays in the line."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self.theme
        fill, edge = theme.color("surface"), theme.color("control")
        box(QPainter(self), self.rect(), theme.radius("dialog"), fill, edge, theme.edge)
