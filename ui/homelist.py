"""A list on Home: how one of its rows is painted, and the list with its title."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.homerows import RowWords
from ui.theme import Theme
from ui.widgets import EmptyState, Label, Painted, Pill, Pressable, Scroll, box, write
from ui.widgets.lines import lines_of
from ui.workrows import GroupHead
from workup.texts import N_, _
from workup.worklist import Standing

COVERED = N_("Name covered")
WHO_LINES, UNBROKEN = 3, 10_000


class ListRow(Pressable):
    """One row of a list; the whole row is the target."""

    def __init__(self, theme: Theme, words: RowWords) -> None:
        super().__init__(theme)
        self.words, self.covered, self._pointed = words, False, False
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.pill = Pill(theme, words.pill or "neutral", words.pill_text, "", self)
        self.pill.setVisible(words.pill is not None)
        self.cover(False)

    def cover(self, covered: bool) -> None:
        """Show or hide the name."""
        self.covered = covered
        known = f"{self.words.name}, {self.words.who}"
        said = (_(COVERED) if self.words.personal else f"{_(COVERED)}, {self.words.who}") if covered else known
        self.setAccessibleName(f"{said}, {self.words.pill_text}, {self.words.line} {self.words.beside}".strip(", "))
        self.update()

    def focus_ring(self) -> tuple[QRect, int]:
        """Where the focus ring goes."""
        return self.rect().adjusted(3, 3, -3, -3), self.theme.radius("control")

    def _pill_fits(self, width: int) -> bool:
        named = self.theme.metrics("question", 600).horizontalAdvance(self.words.name)
        return self.words.pill is not None and named + self.pill.sizeHint().width() + self.theme.px(36) <= width

    def _beside(self, width: int) -> str:
        """What stands at the right of the last line: when, or the words of a pill that has no room."""
        words = self.words
        return words.beside if not words.pill_text or self._pill_fits(width) else words.pill_text

    def _who_lines(self, width: int) -> tuple[str, ...]:
        """What is to be done over as many lines as it needs; the last leaves room for the words beside it."""
        words, theme = self.words, self.theme
        room = width - 2 * theme.px(14)
        beside = theme.metrics("label").horizontalAdvance(self._beside(width)) + theme.px(8)
        if words.personal or theme.metrics("label").horizontalAdvance(words.who) <= room - beside:
            return (words.who,)
        lines = lines_of(theme, words.who, "label", room, most=WHO_LINES)
        last = theme.metrics("label").horizontalAdvance(lines[-1])
        return lines if last <= room - beside else (*lines, "")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self._tall(self.width()))

    def _tall(self, width: int) -> int:
        height = 62 + (20 if self.words.line else 0) + (10 if self.words.progress else 0)
        return self.theme.px(height + 20 * (len(self._who_lines(width)) - 1))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._tall(width)

    def minimumSizeHint(self) -> QSize:
        """Never lower than with its words in one line, also while the list around it is laid out anew."""
        return QSize(self.theme.px(120), self._tall(self.theme.px(UNBROKEN)))

    def resizeEvent(self, event: object) -> None:
        """A name is never cut for a pill: without room for both, the words of the pill stand beside the second line."""
        size = self.pill.sizeHint()
        self.pill.setVisible(self._pill_fits(self.width()))
        self.pill.setGeometry(
            self.width() - size.width() - self.theme.px(14), self.theme.px(9), size.width(), size.height()
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A covered name shows under a pointer that moves, not under one that lay there when it was covered."""
        super().mouseMoveEvent(event)
        if not self._pointed:
            self._pointed = True
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, words = QPainter(self), self.theme, self.words
        if self.hovered or self.hasFocus():
            painter.fillRect(self.rect(), theme.color("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        side, line = theme.px(14), theme.px(20)
        wide = self.width() - 2 * side
        taken = self.pill.width() + theme.px(8) if self.pill.isVisible() else 0
        hidden = self.covered and not (self._pointed or self.hasFocus())
        name = _(COVERED) if hidden else words.name
        write(painter, theme, QRect(side, theme.px(9), wide - taken, line), name, "question", "ink", 600)
        said = self._beside(self.width())
        beside = theme.metrics("label").horizontalAdvance(said)
        who = "" if hidden and words.personal else words.who
        below, lines = theme.px(31), self._who_lines(self.width())
        if len(lines) > 1:
            for number, text in enumerate(lines):
                write(painter, theme, QRect(side, below + number * line, wide, line), text, "label", "ink2")
        else:
            room = wide - (beside + theme.px(8) if not words.line else 0)
            write(painter, theme, QRect(side, below, room, line), who, "label", "ink2")
        last = below + theme.px(21) if words.line else below + (len(lines) - 1) * line
        if words.line:
            write(painter, theme, QRect(side, last, wide - beside - theme.px(8), line), words.line, "label", "ink")
        write(painter, theme, QRect(side + wide - beside, last, beside + 2, line), said, "label", "ink2")
        if words.progress:
            self._paint_progress(painter, side, wide)

    def _paint_progress(self, painter: QPainter, side: int, wide: int) -> None:
        theme, gap, parts = self.theme, self.theme.px(3), self.words.progress
        each = (wide - gap * (len(parts) - 1)) // len(parts)
        top, height = self.height() - theme.px(13), theme.px(4)
        for number, share in enumerate(parts):
            left = side + number * (each + gap)
            box(painter, QRect(left, top, each, height), height // 2, theme.color("line"), None)
            if share > 0:
                box(
                    painter,
                    QRect(left, top, max(round(each * share), height), height),
                    height // 2,
                    theme.color("accent"),
                    None,
                )


class ListColumn(Painted):
    """A titled list on a white card, scrolling by itself; a button may stand beside the title."""

    def __init__(self, theme: Theme, title: str, empty: EmptyState, button: QWidget | None = None) -> None:
        super().__init__(theme)
        self.title = Label(theme, "patient_name", title)
        self.rows: list[ListRow] = []
        self._heads: list[GroupHead] = []
        self.empty = empty
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addWidget(empty)
        self._list.addStretch(1)
        self.area = Scroll(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.title.setMinimumHeight(theme.height("control"))
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        if button is not None:
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(self.area, 1)

    def show_rows(
        self, title: str, rows: Sequence[tuple[RowWords, Callable[[], None]]], count: int | None = None
    ) -> None:
        """Show these rows instead; `count` is how many there are where not all are shown."""
        total = len(rows) if count is None else count
        self.title.setText(f"{title}  {total}" if total else title)
        former, heads = self.rows, self._heads
        held = next((number for number, row in enumerate(former) if row.hasFocus()), None)
        self.rows, self._heads = [], []
        group: Standing | None = None
        for words, then in rows:
            if words.group is not None and words.group != group:
                group = words.group
                self._heads.append(GroupHead(self.theme, group))
                self._list.insertWidget(len(self.rows) + len(self._heads) - 1, self._heads[-1])
            row = ListRow(self.theme, words)
            row.clicked.connect(lambda _rest=False, then=then: then())
            self._list.insertWidget(len(self.rows) + len(self._heads), row)
            self.rows.append(row)
        if held is not None and self.rows:  # before the former row goes: the keyboard would go on to whatever follows
            name = former[held].accessibleName()
            same = (row for row in self.rows if row.accessibleName() == name)
            row = next(same, self.rows[min(held, len(self.rows) - 1)])
            row.show()
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        for old in (*former, *heads):
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.empty.setVisible(not rows)

    def cover(self, covered: bool) -> None:
        """Show or hide all names."""
        for row in self.rows:
            row.cover(covered)

    def first(self) -> ListRow | None:
        """The first row, if any."""
        return self.rows[0] if self.rows else None

    def focus_first(self) -> None:
        """Put the focus on the first row."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def walk(self, row: ListRow, step: int) -> None:
        """Move the focus within the list."""
        place = max(0, min(self.rows.index(row) + step, len(self.rows) - 1))
        self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(self.rows[place])

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self.theme
        box(
            QPainter(self),
            self.area.geometry(),
            theme.radius("card"),
            theme.color("surface"),
            theme.color("line"),
            theme.edge,
        )
