"""The rows of the worklist: a model over lines in memory, and a list that paints only the rows in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.homelist import COVERED
from ui.theme import Theme
from ui.widgets import PillKind, box, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.marks import PILLS
from ui.workrows import ICONS, pill_of
from workup.texts import _
from workup.worklist import HEADS, UNSAFE, Line, Wording, about, name_of

Place = QModelIndex | QPersistentModelIndex
ANYWHERE = QModelIndex()
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class WorkModel(QAbstractListModel):
    """The lines that are shown, in their order; the words of a row are made when it is looked at."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.wording = wording
        self.lines: Sequence[Line] = ()
        self.covered = False

    def show(self, shown: Sequence[Line]) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self.lines = shown
        self.endResetModel()

    def rowCount(self, parent: Place = ANYWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The spoken words of a row."""
        if role not in ROLES or not index.isValid():
            return None
        line, wording = self.lines[index.row()], self.wording
        whose = (_(COVERED),) if self.covered else (name_of(line.person), about(line.person, wording.today))
        what = (_(HEADS[line.standing]), wording.title(line.row), wording.detail(line.row))
        when = (_(UNSAFE) if line.unsafe else "", wording.state(line), wording.when(line))
        return ", ".join(part for part in (*whose, *what, *when) if part)


class WorkDelegate(QStyledItemDelegate):
    """Paints a row: whose it is, what it is, and how it stands."""

    def __init__(self, theme: Theme, view: WorkView) -> None:
        super().__init__(view)
        self.theme, self.view = theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Place) -> None:
        theme, model = self.theme, self.view.rows
        line, wording, rect = model.lines[index.row()], model.wording, option.rect
        state: QStyle.StateFlag = option.state
        current = index.row() == self.view.currentIndex().row()
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("accent_soft" if current else "hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        px = theme.px
        inner = rect.adjusted(px(14), 0, -px(14), 0)
        first, second = inner.top() + px(6), inner.top() + px(27)
        high = px(20)
        hidden = model.covered and not (current and self.view.hasFocus())
        wide, last = inner.width() * 28 // 100, max(px(216), inner.width() * 22 // 100)
        whose = (_(COVERED), "") if hidden else (name_of(line.person), about(line.person, wording.today))
        write(painter, theme, QRect(inner.left(), first, wide - px(12), high), whose[0], "question", "ink", 600)
        write(painter, theme, QRect(inner.left(), second, wide - px(12), high), whose[1], "label", "ink2")
        what = inner.left() + wide
        icon = theme.pixmap(ICONS[line.standing], "ink3", 14, self.view.devicePixelRatioF())
        painter.drawPixmap(QPointF(what, first + px(3)), icon)
        left, room = what + px(22), inner.width() - wide - last - px(34)
        write(painter, theme, QRect(left, first, room, high), wording.title(line.row), "question", "ink")
        write(painter, theme, QRect(left, second, room, high), wording.detail(line.row), "label", "ink2")
        self._stand(painter, QRect(inner.right() - last, first, last, high), line)
        when = QRect(inner.right() - last, second, last, high)
        write(painter, theme, when, wording.when(line), "label", "ink2", align=_RIGHT)

    def _stand(self, painter: QPainter, room: QRect, line: Line) -> None:
        """The pill at the right end of the first line; over every state, that it is unsafe."""
        left = self._pill(painter, room, pill_of(line), self.view.rows.wording.state(line))
        if line.unsafe:
            self._pill(painter, room.adjusted(0, 0, left - self.theme.px(6) - room.right(), 0), "unsafe", _(UNSAFE))

    def _pill(self, painter: QPainter, room: QRect, kind: PillKind, text: str) -> int:
        """A pill at the right end of the room; where it begins."""
        theme, look = self.theme, PILLS[kind]
        wide = min(theme.metrics("hint", 600).horizontalAdvance(text) + theme.px(20), room.width())
        high = theme.height("pill")
        pill = QRect(room.right() - wide + 1, room.top(), wide, high)
        box(painter, pill, high / 2, theme.color(look.fill), theme.color(look.edge), theme.edge)
        write(painter, theme, pill.adjusted(theme.px(9), 0, -theme.px(9), 0), text, "hint", look.text, 600, _CENTRE)
        return pill.left()


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class WorkView(QTableView):
    """The list: arrows walk it, Enter opens, letters narrow it. `typed` carries what was typed, "" takes one back."""

    opened = Signal(object)
    typed = Signal(str)

    def __init__(self, theme: Theme, rows: WorkModel) -> None:
        super().__init__()
        self.theme, self.rows = theme, rows
        self.setModel(rows)
        self.setItemDelegate(WorkDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("Open work"))
        self.clicked.connect(self._open)
        self.selectionModel().currentChanged.connect(theme.focus_moved)
        self.verticalScrollBar().valueChanged.connect(theme.focus_moved)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        """Every row has the same height; a list of Qt's would ask the model for each of twenty thousand."""
        self.verticalHeader().setDefaultSectionSize(self.theme.px(60 if self.theme.touch else 52))
        self.viewport().update()

    def line(self) -> Line | None:
        """The line the keyboard is on."""
        index = self.currentIndex()
        return self.rows.lines[index.row()] if index.isValid() else None

    def go_to(self, place: int) -> None:
        """Put the keyboard on a line."""
        index = self.rows.index(place)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.lines[index.row()].row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, line = event.text(), self.line()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & LETTERS_OFF:
            if line is not None:
                self.opened.emit(line.row)
        elif event.key() == Qt.Key.Key_Backspace:
            self.typed.emit("")
        elif text.isprintable() and text and not event.modifiers() & LETTERS_OFF:
            self.typed.emit(text)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if event.key() == Qt.Key.Key_Home else len(self.rows.lines) - 1)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A name that showed for the keyboard is covered again."""
        super().focusOutEvent(event)
        self.viewport().update()

    def focus_ring(self) -> tuple[QRect, int]:
        """Around the row the keyboard is on, as far as it is in sight."""
        index = self.currentIndex()
        seen = self.visualRect(index).intersected(self.viewport().rect()) if index.isValid() else QRect()
        whole = seen if not seen.isEmpty() else self.viewport().rect()
        return whole.adjusted(3, 3, -3, -3), self.theme.radius("control")
