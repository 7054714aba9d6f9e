"""The step rail: seven steps with their progress, and the sections of the open one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Label, Painted, Pressable, box, paint_progress, write
from ui.widgets.tips import plain_tip
from workup.answers import At
from workup.assess import Assessment, Tally
from workup.orders.order import RECORDS, STATE
from workup.protocol import Library
from workup.style import Token
from workup.texts import _

WIDTH, WIDER, FOLDED = 188, 208, 56
TESTS = "tests"


class RailLine(Struct, frozen=True):
    """A row below the open step that is not a section of it: an order, with how it stands."""

    id: str
    title: str
    said: str
    token: Token = "ink3"


class RailRow(Pressable):
    """A step with its ring, or a section with its count."""

    def __init__(
        self, theme: Theme, title: str, *, step: bool, short: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.title, self.short, self.step = title, short, step
        self.tally, self.current, self.folded = Tally(), False, False
        self.line = RailLine("", title, "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(title)
        self.setToolTip(plain_tip(title) if short else "")

    def set(self, tally: Tally, current: bool, folded: bool) -> None:
        """Show another state; paints only when it differs."""
        if (tally, current, folded) != (self.tally, self.current, self.folded):
            self.tally, self.current, self.folded = tally, current, folded
            self.setAccessibleName(
                _("{title}, {done} of {total}").format(title=self.title, done=tally.done, total=tally.total)
                if tally.total
                else self.title
            )
            self.update()

    def set_line(self, line: RailLine, *, current: bool) -> None:
        """Show how an order stands."""
        if (line, current) != (self.line, self.current):
            self.line, self.current, self.title = line, current, line.title
            self.setAccessibleName(", ".join(filter(None, (line.title, line.said))))
            self.setToolTip(plain_tip(self.accessibleName()))
            self.updateGeometry()
            self.update()

    def focus_ring(self) -> tuple[QRect, int]:
        """Where the focus ring goes."""
        return self._body(), self.theme.radius("control")

    def _body(self) -> QRect:
        margin = self.theme.px(8)
        return (
            self.rect().adjusted(margin, 0, -margin, 0)
            if self.step
            else self.rect().adjusted(margin * 4, 0, -margin, 0)
        )

    def sizeHint(self) -> QSize:
        touch = self.theme.touch
        tall = (52 if touch else 38) if self.step else 44 if touch or self._broken(self.theme.px(WIDTH)) else 32
        return QSize(self.theme.px(WIDTH), self.theme.px(tall))

    def _broken(self, width: int) -> bool:
        """Whether how an order stands needs a line of its own below its name."""
        said, margins = self.line.said, self.theme.px(32 + 8 + 12 + 8 + 4)
        room = width - margins - self.theme.metrics("hint").horizontalAdvance(said)
        return bool(said) and self.theme.metrics("label", 600).horizontalAdvance(self.named) > room

    def minimumSizeHint(self) -> QSize:
        """A finger needs the whole of it: the rail scrolls instead of pressing its rows together."""
        least = super().minimumSizeHint()
        return QSize(least.width(), self.sizeHint().height()) if self.theme.touch else least

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        body = self._body()
        theme = self.theme
        if self.step and self.current:
            box(painter, body, theme.radius("control"), theme.color("surface"), theme.color("line"), theme.edge)
        elif self.hovered:
            box(painter, body, theme.radius("control"), theme.color("hover"), None)
        if self.step:
            self._paint_step(painter, body)
        else:
            self._paint_section(painter, body)

    def _paint_step(self, painter: QPainter, body: QRect) -> None:
        theme, size = self.theme, self.theme.px(18)
        ring = QRect(body.left() + theme.px(9), body.center().y() - size // 2, size, size)
        paint_progress(painter, theme, ring, self.tally.done, self.tally.total, self.devicePixelRatioF())
        if self.folded:
            return
        count = (
            _("{done} of {total}").format(done=self.tally.done, total=self.tally.total)
            if self.current and self.tally.total
            else ""
        )
        left = ring.right() + theme.px(10)
        right = body.right() - theme.px(8)
        width = theme.metrics("hint").horizontalAdvance(count)
        write(painter, theme, QRect(right - width, body.top(), width + 2, body.height()), count, "hint", "ink3")
        words = QRect(left, body.top(), right - left - width - theme.px(4), body.height())
        write(
            painter,
            theme,
            words,
            self.title,
            "question",
            "ink" if self.current else "ink2",
            600 if self.current else None,
            fixed=True,
        )

    def _paint_section(self, painter: QPainter, body: QRect) -> None:
        if self.folded:
            return
        theme = self.theme
        if self.current:
            painter.fillRect(
                QRect(theme.px(24), body.top() + theme.px(7), theme.px(2), body.height() - theme.px(14)),
                theme.color("accent"),
            )
        count = self.line.said or (f"{self.tally.done}/{self.tally.total}" if self.tally.total else "")
        words, beside = self.section_places(count)
        if self._broken(self.width()):
            line = theme.line("label")
            words = QRect(words.x(), body.center().y() - line, beside.right() - words.x(), line)
            beside = words.translated(0, line)
        write(painter, theme, beside, count, "hint", self.line.token)
        token: Token = "accent" if self.current else "ink2"
        write(painter, theme, words, self.named, "label", token, 600 if self.current else None, fixed=True)

    @property
    def named(self) -> str:
        """What stands in the row: the title, or a shorter name where that is too long."""
        return self.short or self.title

    def section_places(self, count: str) -> tuple[QRect, QRect]:
        """Where the name of a section stands and where its count does, in pixels of the row."""
        theme, body = self.theme, self._body()
        width = theme.metrics("hint").horizontalAdvance(count)
        left, right = body.left() + theme.px(12), body.right() - theme.px(8)
        words = QRect(left, body.top(), right - left - width - theme.px(4), body.height())
        return words, QRect(right - width, body.top(), width + 2, body.height())


class Rail(Painted):
    """All steps, and below the open one its sections."""

    step_wanted = Signal(str)
    section_wanted = Signal(str)

    def __init__(self, theme: Theme, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.library, self.folded, self.roomy = library, False, False
        self._shown_step = self._shown_section = ""
        self.steps: dict[str, RailRow] = {}
        self.sections: dict[str, RailRow] = {}
        self._items: dict[str, tuple[str, ...]] = {}
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setSpacing(1)
        for step in library.steps:
            row = self.steps[step.id] = RailRow(theme, step.title, step=True)
            row.clicked.connect(lambda _rest=False, name=step.id: self.step_wanted.emit(name))
            self._column.addWidget(row)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        self.visit = Label(theme, "hint", "", "ink3", wrap=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        outer.addWidget(self.visit)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.restyle()

    def render_rail(
        self, assessment: Assessment, step: str, section: str, shown_sections: Collection[str], visit: str,
        lines: Sequence[RailLine] | None = None,
    ) -> None:
        """Show progress, the open step with the sections its form shows or with these lines, and the visit."""
        for name, row in self.steps.items():
            tally = assessment.steps.get(name, Tally())
            row.set(reviewed_tests(assessment, tally) if name == TESTS else tally, name == step, self.folded)
        if step != self._shown_step or lines is not None:
            self._show_rows_of(step, lines)
        for line in lines or ():
            self.sections[line.id].set_line(line, current=line.id == section)
            self.sections[line.id].setVisible(not self.folded)
        for name, row in self.sections.items() if lines is None else ():
            shown = not self.folded and name in shown_sections
            row.setVisible(shown)
            if shown:
                row.set(assessment.sections.get(name, Tally()), name == section, self.folded)
        self.visit.setText(visit)
        if step != self._shown_step:
            self._shown_step = step
            self._area.ensureWidgetVisible(self.steps[step], 0, self.theme.px(120))
        elif section in self.sections and section != self._shown_section:
            self._shown_section = section
            self._area.ensureWidgetVisible(self.sections[section], 0, self.theme.px(40))

    def _show_rows_of(self, step: str, lines: Sequence[RailLine] | None) -> None:
        """Make the rows below a step; those of the step before go."""
        found = next(each for each in self.library.steps if each.id == step)
        titles = (
            {one.id: (one.title, one.short) for one in found.sections}
            if lines is None
            else {one.id: (one.title, "") for one in lines}
        )
        if list(titles) == list(self.sections) and step == self._shown_step:
            return
        for row in self.sections.values():
            row.hide()  # else it is painted under the new ones until it is gone
            self._column.removeWidget(row)
            row.deleteLater()
        self.sections = {}
        place = self._column.indexOf(self.steps[step]) + 1
        for number, (name, (title, short)) in enumerate(titles.items()):
            row = self.sections[name] = RailRow(self.theme, title, step=False, short=short)
            row.clicked.connect(lambda _rest=False, name=name: self.section_wanted.emit(name))
            row.hide()
            self._column.insertWidget(place + number, row)

    def fold(self, folded: bool, *, roomy: bool = False) -> None:
        """Show rings only; in a wide window it has more room."""
        if (folded, roomy) != (self.folded, self.roomy):
            self.folded, self.roomy = folded, roomy
            self.visit.setVisible(not folded)
            self.restyle()

    def restyle(self) -> None:
        wide = self.theme.px(FOLDED if self.folded else WIDER if self.roomy else WIDTH)
        self.setFixedWidth(wide)
        self._column.setContentsMargins(0, self.theme.px(10), 0, self.theme.px(8))
        self._column.setSpacing(self.theme.px(8) if self.theme.touch else 1)
        self.visit.setContentsMargins(self.theme.px(16), 0, self.theme.px(8), self.theme.px(10))
        for row in (*self.steps.values(), *self.sections.values()):
            row.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("bg"))
        painter.fillRect(self.width() - self.theme.edge, 0, self.theme.edge, self.height(), self.theme.color("line"))


def reviewed_tests(assessment: Assessment, asked: Tally) -> Tally:
    """How many of the orders that stand have a reviewed result; without orders, how much of the step is answered."""
    states = assessment.answers.of_item(STATE)
    found = [states.get(At(number)) for number in assessment.records.get(RECORDS, ())]
    standing = [one.value if one is not None else "" for one in found if one is None or one.value != "cancelled"]
    return Tally(standing.count("reviewed"), len(standing)) if standing else asked
