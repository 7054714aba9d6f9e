"""What was found so far, as a list beside the questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import EmptyState, Label, Pressable, box, write
from workup.answers import Painted as PaintedArea
from workup.answers import Slot
from workup.assess import Assessment, order_of
from workup.note.wording import slot_words, value_words
from workup.protocol import BodyMap, Computed
from workup.texts import _, _n

MOST = 40


class FindingRow(Pressable):
    """One finding in words; pressing it goes to its question."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.slot = Slot("")
        self._words, self._value = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set(self, where: Slot, words: str, value: str) -> None:
        """Show another finding."""
        if (where, words, value) != (self.slot, self._words, self._value):
            self.slot, self._words, self._value = where, words, value
            self.setAccessibleName(f"{words}, {value}")
            self.update()

    def focus_ring(self) -> tuple[QRect, int]:
        """Where the focus ring goes."""
        return self.rect().adjusted(2, 1, -2, -1), self.theme.radius("tag")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(38))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        if self.hovered:
            box(painter, self.rect(), theme.radius("tag"), theme.color("hover"), None)
        bar = theme.px(3)
        painter.fillRect(0, theme.px(6), bar, self.height() - theme.px(12), theme.color("finding"))
        left, half = bar + theme.px(8), self.height() // 2
        width = self.width() - left - theme.px(4)
        write(painter, theme, QRect(left, theme.px(2), width, half), self._words, "label", "ink", 600)
        write(painter, theme, QRect(left, half - theme.px(2), width, half), self._value, "label", "ink2")


class FindingsList(QWidget):
    """What was found so far, in document order; pressing a row goes to its question."""

    slot_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._shown: Assessment | None = None
        self.found = 0
        self.rows: list[FindingRow] = []
        self.empty = EmptyState(
            theme, "list", _("No findings yet"), _("Abnormal answers appear here as you record them.")
        )
        self.more = Label(theme, "hint", "", "ink3")
        self.more.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addWidget(self.empty)
        self._column.addWidget(self.more)
        self._column.addStretch(1)

    def render_findings(self, assessment: Assessment) -> None:
        """Show the findings of the answers in force; only what differs is worded anew."""
        changed = assessment.differs(self._shown)
        if not self._differs(assessment, changed):
            return
        found = list(listed(assessment))
        for row in self.rows[len(found) :]:
            row.hide()
        while len(self.rows) < min(len(found), MOST):
            row = FindingRow(self.theme)
            row.clicked.connect(lambda _rest=False, row=row: self.slot_wanted.emit(row.slot))
            self.rows.append(row)
            self._column.insertWidget(len(self.rows), row)
        for row, where in zip(self.rows, found):
            if row.isHidden() or row.slot != where or where.item in changed:
                row.set(where, *told(assessment, where))
            row.show()
        self.found = len(found)
        self.empty.setVisible(not found)
        self.more.setText(_("The first {most} of {count}").format(most=MOST, count=len(found)))
        self.more.setVisible(len(found) > MOST)

    def _differs(self, assessment: Assessment, changed: Collection[str]) -> bool:
        """Whether a finding is told otherwise than in what is shown."""
        shown, self._shown = self._shown, assessment
        before = shown.findings if shown is not None else frozenset()
        return shown is None or any(where.item in changed for where in (*assessment.findings, *before))


def painted_areas(assessment: Assessment, item: BodyMap) -> str:
    """How much of the body chart is painted, and with what."""
    given = [answer.value for answer in assessment.counted.of_item(item.id).values()]
    areas = [value for value in given if isinstance(value, PaintedArea) and value.qualities]
    used = [label for quality, label in item.qualities.items() if any(quality in area.qualities for area in areas)]
    return _n("{n} area: {used}", "{n} areas: {used}", len(areas), used=", ".join(used).lower())


def listed(assessment: Assessment) -> Iterator[Slot]:
    """The abnormal slots in document order; the body chart as one, red flags and follow-ups stand elsewhere."""
    library = assessment.library
    for name in sorted({where.item for where in assessment.findings}, key=order_of(library).places.__getitem__):
        item = library.items[name]
        if item.private or item.about or (not item.optional and item.red_flag):
            continue
        yield from (Slot(name),) if isinstance(item, BodyMap) else assessment.told[name].findings


def told(assessment: Assessment, where: Slot) -> tuple[str, str]:
    """A finding in words, and its value."""
    library = assessment.library
    item = library.items[where.item]
    if isinstance(item, BodyMap):
        return item.label, painted_areas(assessment, item)
    value = assessment.computed[where] if isinstance(item, Computed) else assessment.answers[where].value
    words = slot_words(library, where)
    return words[:1].upper() + words[1:], value_words(library, item, value)
