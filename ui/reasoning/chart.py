"""What speaks for and against one source: a row for each finding, for to the right, against hatched to the left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.reasoning.wording import finding_words, points
from ui.theme import Theme
from ui.widgets import Painted, box, write
from ui.widgets.lines import lines_of, write_lines
from ui.widgets.spoken import Part, SpokenRole, tell
from ui.widgets.tips import plain_tip
from workup.protocol import Library
from workup.reasoning.ranking import Candidate
from workup.reasoning.weighing import Contribution, Place
from workup.style import Token
from workup.texts import N_, _, _p

KEY = N_("Filled: measured, T1 to T3 by how far it holds after surgery. Outlined: consensus. Hatched, left: against.")
HATCH = 4
WORDS = 0.56


class ChartRow(Struct, frozen=True):
    """One finding: its words, its signed points, where they come from, and the numbers of its sources."""

    text: str
    points: float
    measured: bool
    basis: str
    cited: str


class ChartWords(Struct, frozen=True):
    """All that a chart shows; two equal ones look the same."""

    rows: tuple[ChartRow, ...]
    total: float
    numbers: tuple[str, ...] = ()


def measured(one: Contribution) -> bool:
    """Whether the weight comes from figures rather than from consensus."""
    return one.criterion.basis in ("published", "computed")


def cited_keys(library: Library, one: Contribution) -> tuple[str, ...]:
    """The sources of a finding: its own and those of its rows in the evidence table."""
    rows = (library.evidence.get(row) for row in one.criterion.rows)
    keys = (*one.criterion.source, *(key for row in rows if row is not None for key in row.source))
    return tuple(key for key in dict.fromkeys(keys) if key in library.sources)


def chart_words(library: Library, candidate: Candidate, place: Place) -> ChartWords:
    """The counted findings of a source at a place, the strongest for first, the strongest against last."""
    numbers: dict[str, int] = {}
    rows: list[ChartRow] = []
    for one in place.counted:
        cited = [numbers.setdefault(key, len(numbers) + 1) for key in cited_keys(library, one)]
        basis = one.criterion.transfer if measured(one) else ""
        said = ",".join(str(number) for number in cited[:2]) + ("…" if len(cited) > 2 else "")
        rows.append(ChartRow(finding_words(one), one.counts, measured(one), basis, f"[{said}]" if said else ""))
    if candidate.prior:
        rows.append(ChartRow(_("Starting point chosen"), candidate.prior, True, "", ""))
    return ChartWords(tuple(rows), place.balance + candidate.prior, tuple(numbers))


class ContributionChart(Painted):
    """The chart of one source at one place, with its balance below.

    Arrows walk the findings, Enter or a press goes to the entries behind one; `explain` says which those are.
    A press on the numbers of the sources says what they are.
    """

    spoken_role = SpokenRole.Table
    opened = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.told = ChartWords((), 0)
        self.explain: Callable[[int], str] = lambda _place: ""
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chart(self, told: ChartWords) -> None:
        """Show another chart."""
        if told == self.told:
            return
        self.told, self._at = told, 0
        table = "; ".join(map(_spoken_row, told.rows))
        self.setAccessibleName(
            _("Contributions. {table}. Balance {points}").format(table=table, points=points(told.total))
        )
        self.updateGeometry()
        self.update()

    def spoken_parts(self) -> Sequence[Part]:
        return [
            Part(_spoken_row(row), SpokenRole.ListItem, rect, None, place == self._at, partial(self.opened.emit, place))
            for place, (row, rect) in enumerate(zip(self.told.rows, self._rows()))
        ]

    # Where things are

    def _columns(self, width: int) -> tuple[int, int, int, int]:
        """Where the words end, where the figures, the basis and the sources begin."""
        px = self.theme.px
        cited = width - px(42)
        basis = cited - (px(26) if width >= px(400) else 0)
        figures = basis - px(46)
        return round(figures * WORDS), figures, basis, cited

    def _lines(self, row: ChartRow, width: int) -> tuple[str, ...]:
        return lines_of(self.theme, row.text, "control", self._columns(width)[0] - self.theme.px(10), most=3)

    def _tall(self, row: ChartRow, width: int) -> int:
        return max(self.theme.target(31), len(self._lines(row, width)) * self.theme.line("control") + self.theme.px(10))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = self.theme
        rows = sum(self._tall(row, width) for row in self.told.rows) or theme.px(34)
        key = len(lines_of(theme, _(KEY), "hint", width)) * theme.line("hint")
        return theme.px(24) + rows + theme.px(36) + key + theme.px(4)

    def sizeHint(self) -> QSize:
        wide = max(self.width(), self.theme.px(300))
        return QSize(wide, self.heightForWidth(wide))

    # What the user does

    def _rows(self) -> list[QRect]:
        top, rects = self.theme.px(24), list[QRect]()
        for row in self.told.rows:
            tall = self._tall(row, self.width())
            rects.append(QRect(0, top, self.width(), tall))
            top += tall
        return rects

    def focus_ring(self) -> tuple[QRect, int]:
        """Around the finding that has the keyboard."""
        rects = self._rows()
        return (rects[self._at] if self._at < len(rects) else self.rect()), self.theme.radius("tag")

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._announce()
        super().focusInEvent(event)

    def _announce(self) -> None:
        if self._at < len(self.told.rows):
            self.setAccessibleDescription(self.explain(self._at))
            tell(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and self.told.rows:
            self._at = max(0, min(self._at + steps[Qt.Key(event.key())], len(self.told.rows) - 1))
            self._announce()
            self.theme.focus_moved.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at < len(self.told.rows):
            self.opened.emit(self._at)
        else:
            event.ignore()

    def _place_at(self, point: QPoint) -> int:
        return next((place for place, rect in enumerate(self._rows()) if rect.contains(point)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place >= 0 and not self._is_cited(place, event):
            self.opened.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place >= 0 and self._is_cited(place, event):  # a tip shown by the press would go with the release
            QToolTip.showText(event.globalPosition().toPoint(), plain_tip(self.explain(place)), self)

    def _is_cited(self, place: int, event: QMouseEvent) -> bool:
        """Whether it is on the numbers of a finding's sources."""
        return bool(self.told.rows[place].cited) and event.position().x() >= self._columns(self.width())[-1]

    def event(self, event: QEvent) -> bool:
        """Over a finding: the entries behind it and its sources."""
        if isinstance(event, QHelpEvent):
            place = self._place_at(event.pos())
            text = self.explain(place) if place >= 0 else ""
            QToolTip.showText(event.globalPos(), plain_tip(text), self)
            return True
        return super().event(event)

    # What it looks like

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, width = self.theme, QPainter(self), self.width()
        words_end, figures, basis, cited = self._columns(width)
        told = self.told
        most = max((row.points for row in told.rows if row.points > 0), default=0)
        least = max((-row.points for row in told.rows if row.points < 0), default=0)
        room = figures - words_end - theme.px(8)
        scale = room / ((most + least) or 1)
        axis = words_end + round(least * scale)
        self._paint_head(painter, words_end, figures, axis)
        top = theme.px(24)
        painter.fillRect(0, top - 1, width, theme.edge, theme.color("line"))
        start = top
        for row in told.rows:
            tall = self._tall(row, width)
            lines = self._lines(row, width)
            inset = (tall - len(lines) * theme.line("control")) // 2
            rect = QRect(0, top + inset, words_end - theme.px(8), 0)
            write_lines(painter, theme, rect, lines, "control", "ink")
            self._paint_bar(painter, row, axis, top + (tall - theme.px(15)) // 2, scale)
            token: Token = "ink" if row.points > 0 else "against"
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            room_ = QRect(figures - theme.px(8), top, theme.px(46), tall)
            write(painter, theme, room_, points(row.points), "label", token, 600, right)
            if cited > basis:
                spot = QRect(basis + theme.px(6), top, cited - basis - theme.px(4), tall)
                write(painter, theme, spot, row.basis, "hint", "ink3")
            write(painter, theme, QRect(cited, top, width - cited, tall), row.cited, "hint", "accent", None, right)
            top += tall
            painter.fillRect(0, top - 1, width, theme.edge, theme.color("line"))
        if not told.rows:
            write(
                painter, theme, QRect(0, top, width, theme.px(34)), _("Nothing recorded moves it yet."), "label", "ink2"
            )
            top += theme.px(34)
        else:
            painter.fillRect(axis, start, theme.edge, top - start, theme.color("control"))
        self._paint_foot(painter, top, figures)

    def _paint_head(self, painter: QPainter, words_end: int, figures: int, axis: int) -> None:
        theme, tall = self.theme, self.theme.px(22)
        write(painter, theme, QRect(0, 0, words_end, tall), _("Finding"), "label", "ink2")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        wide = theme.metrics("label").horizontalAdvance(_("against"))
        if axis - words_end > wide + theme.px(10):
            write(painter, theme, QRect(axis - wide - theme.px(6), 0, wide + 2, tall), _("against"), "label", "against")
        pro = QRect(axis + theme.px(6), 0, theme.px(60), tall)
        write(painter, theme, pro, _p("speaks for it", "for"), "label", "accent")
        weight = QRect(figures - theme.px(16), 0, theme.px(54), tall)
        write(painter, theme, weight, _p("of a finding", "weight"), "label", "ink2", None, right)

    def _paint_foot(self, painter: QPainter, top: int, figures: int) -> None:
        theme, width = self.theme, self.width()
        painter.fillRect(0, top, width, theme.edge, theme.color("ink2"))
        row = QRect(0, top + theme.px(2), width, theme.px(32))
        write(painter, theme, row, _("Balance"), "question", "ink", 600)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        figure = QRect(figures - theme.px(16), row.y(), theme.px(54), row.height())
        write(painter, theme, figure, points(self.told.total), "question", "ink", 600, right)
        key = lines_of(theme, _(KEY), "hint", width)
        write_lines(painter, theme, QRect(0, row.bottom() + 2, width, 0), key, "hint", "ink3")

    def _paint_bar(self, painter: QPainter, row: ChartRow, axis: int, top: int, scale: float) -> None:
        theme, tall = self.theme, self.theme.px(15)
        wide = max(theme.px(3), round(abs(row.points) * scale))
        if row.points > 0:
            rect = QRect(axis + theme.edge, top, wide, tall)
            accent = theme.color("accent")
            fill = accent if row.measured else theme.color("surface")
            box(painter, rect, theme.radius("tag") / 2, fill, accent, theme.edge * 1.5)
            return
        rect = QRect(axis - wide, top, wide, tall)
        colour = theme.color("against")
        box(painter, rect, theme.radius("tag") / 2, theme.color("surface"), colour, theme.edge)
        painter.save()
        painter.setClipRect(rect.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(colour, theme.edge * (1.6 if row.measured else 0.8)))
        step = theme.px(HATCH if row.measured else 2 * HATCH)
        for left in range(rect.left() - tall, rect.right() + 1, max(step, 2)):
            painter.drawLine(left, rect.bottom(), left + tall, rect.top())
        painter.restore()


def _spoken_row(row: ChartRow) -> str:
    return f"{row.text} {points(row.points)}, {_spoken_basis(row)}"


def _spoken_basis(row: ChartRow) -> str:
    return _("measured {basis}").format(basis=row.basis).strip() if row.measured else _("consensus")
