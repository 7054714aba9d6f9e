"""The people who may open a vault, who did so last first: chosen by pointer, arrows, Alt and a digit, or a filter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Label, Pressable, Scroll, TextLine, box, write
from ui.widgets.marks import key_size, paint_key
from workup.store import Person
from workup.style import Token
from workup.texts import _
from workup.words import initials

FILTER_FROM = 7
ROW = 68
KEYED = 9


class PersonRow(Pressable):
    """Somebody who may open this vault; `number` is the digit that chooses them with Alt."""

    def __init__(self, theme: Theme, person: Person, number: int = 0) -> None:
        super().__init__(theme)
        self.person, self._number = person, number
        self.setCheckable(True)
        self.setAccessibleName(f"{person.name}, {person.profession}" if person.profession else person.name)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self.theme.px(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        chosen = self.isChecked()
        if chosen:
            box(painter, self.rect(), theme.radius("card"), theme.color("accent_soft"), theme.color("accent"), 1)
        elif self.hovered:
            box(painter, self.rect(), theme.radius("card"), theme.color("sunken"), None)
        size = theme.px(40)
        circle = QRect(theme.px(12), (self.height() - size) // 2, size, size)
        box(painter, circle, size // 2, theme.color("surface" if chosen or self.hovered else "sunken"), None)
        letters = initials(self.person.name)
        ink: Token = "accent" if chosen else "ink2"
        write(painter, theme, circle, letters, "question", ink, 600, Qt.AlignmentFlag.AlignCenter)
        left = circle.right() + theme.px(12)
        half = self.height() // 2
        width = self.width() - left - theme.px(48)
        above = QRect(left, theme.px(10), width, half - theme.px(8))
        write(painter, theme, above, self.person.name, "question", "ink", 600)
        write(painter, theme, QRect(left, half, width, half - theme.px(10)), self.person.profession, "label", "ink2")
        self._paint_end(painter)

    def _paint_end(self, painter: QPainter) -> None:
        """A tick for the chosen one, else the digit that chooses this one."""
        theme = self.theme
        if self.isChecked():
            mark = theme.px(18)
            pixmap = theme.pixmap("check", "accent", 18, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - mark - theme.px(12), (self.height() - mark) // 2, pixmap)
        elif self._number:
            key = str(self._number)
            size = key_size(theme, key)
            at = QRect(0, 0, size.width(), size.height())
            at.moveCenter(QPoint(self.width() - theme.px(12) - size.width() // 2, self.height() // 2))
            paint_key(painter, theme, at, key, "ink3", "line")


class _Rows(Scroll):
    """As high as its rows, up to five of them; less where the window is low."""

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__(content)
        self._theme, self._content = theme, content

    def sizeHint(self) -> QSize:
        wanted = self._content.sizeHint()
        return QSize(wanted.width(), min(wanted.height(), self._theme.px(ROW * 5)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.px(ROW))


class PeopleList(QWidget):
    """One of them is chosen; many get a filter by name and profession."""

    chosen = Signal(object)
    done = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.rows: list[PersonRow] = []
        self.filter = TextLine(theme, _("Find a name"), _("Find a name"), icon="search")
        self.filter.textEdited.connect(self._narrow)
        self.filter.returnPressed.connect(self.done)
        self.filter.installEventFilter(self)
        self.nobody = Label(theme, "label", _("Nobody of this name can open this vault."), "ink2", wrap=True)
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.px(4))
        self._list.addStretch(1)
        self.area = _Rows(theme, inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for widget in (self.filter, self.nobody):
            column.addWidget(widget)
            widget.hide()
        column.addWidget(self.area, 1)

    @property
    def person(self) -> Person | None:
        """Who is chosen."""
        return next((row.person for row in self.rows if row.isChecked()), None)

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these and choose the first."""
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = [PersonRow(self.theme, person, n if n <= KEYED else 0) for n, person in enumerate(people, 1)]
        for number, row in enumerate(self.rows):
            row.clicked.connect(lambda _rest=False, row=row: self.choose(row))
            self._list.insertWidget(number, row)
            row.show()  # else it does not count in how high the list wants to be
        self.filter.clear()
        self.filter.setVisible(len(self.rows) >= FILTER_FROM)
        self.area.updateGeometry()
        self.nobody.hide()
        if self.rows:
            self.choose(self.rows[0])

    def choose(self, chosen: PersonRow) -> None:
        """Choose somebody."""
        for row in self.rows:
            row.setChecked(row is chosen)
        self.area.ensureWidgetVisible(chosen, 0, self.theme.px(4))
        self.chosen.emit(chosen.person)

    def key(self, event: QKeyEvent) -> bool:
        """Up, Down and Alt with a digit choose from wherever the keyboard is; whether this key did."""
        shown = [row for row in self.rows if not row.isHidden()]
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and shown and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            at = next((n for n, row in enumerate(shown) if row.isChecked()), -step)
            self.choose(shown[max(0, min(at + step, len(shown) - 1))])
            return True
        digit = event.key() - Qt.Key.Key_0
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and 1 <= digit <= min(KEYED, len(self.rows)):
            self.choose(self.rows[digit - 1])
            return True
        return False

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for row in self.rows:
            whole = f"{row.person.name} {row.person.profession}".casefold()
            row.setVisible(all(word in whole for word in words))
        shown = [row for row in self.rows if not row.isHidden()]
        self.nobody.setVisible(not shown)
        if shown and not any(row.isChecked() for row in shown):
            for row in self.rows:
                row.setChecked(row is shown[0])
            self.chosen.emit(shown[0].person)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.key(event)
