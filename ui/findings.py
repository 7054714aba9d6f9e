"""The panel beside the questions: red-flag questions, what was found so far, and what is still open."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, EmptyState, Icon, Label, Notice, Painted, Pressable, Scroll, StripKind, box, write
from workup.answers import Painted as PaintedArea
from workup.answers import Slot
from workup.assess import Assessment
from workup.note.wording import slot_words, value_words
from workup.protocol import BodyMap, Computed

WIDTH, FOLDED, MOST = 304, 40, 40
NO_FLAGS = "Red flags: none found"


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


class FindingsPanel(Painted):
    """So far: red-flag questions first, then the findings; it weighs nothing."""

    slot_wanted = Signal(object)
    next_wanted = Signal()
    fold_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.folded = False
        self._shown: Assessment | None = None
        self.title = Label(theme, "card_title", "So far")
        self.fold_button = Button(theme, "quiet", "", icon="chevron-right", name="Fold the panel, Shift F6")
        self.flags = Notice(theme, "neutral", "", "", icon="shield-check")
        self.count = Label(theme, "label", "Findings", "ink3")
        self.rows: list[FindingRow] = []
        self.empty = EmptyState(theme, "list", "No findings yet", "Abnormal answers appear here as you record them.")
        self.remark = Label(theme, "hint", "Lists recorded answers only. You decide.", "ink3", wrap=True)
        self.next = Button(theme, "secondary", "Next open question", key_hint="Ctrl J")
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(1)
        self._list.addWidget(self.empty)
        self._list.addStretch(1)
        self._scroll = Scroll(inner)
        head = QHBoxLayout()
        head.addWidget(self.title)
        self.mark = Icon(theme, "shield-check", "ink2", 18)
        self.mark.hide()
        head.addStretch(1)
        head.addWidget(self.fold_button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        for widget in (self.flags, self.count):
            self._column.addWidget(widget)
        self._column.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self.next)
        self._column.addWidget(self.remark)
        self._filler = QWidget()
        self._filler.hide()
        self._column.addWidget(self._filler, 1)
        self.next.clicked.connect(self.next_wanted)
        self.fold_button.clicked.connect(self.fold_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.restyle()

    def render_panel(self, assessment: Assessment) -> None:
        """Show the flags and findings of the answers in force."""
        self.next.setEnabled(bool(assessment.open))
        changed = assessment.differs(self._shown)
        if not self._differs(assessment, changed):
            return
        kind, fact, line = flag_words(assessment)
        self.flags.set(kind, fact, line, "warning" if kind == "danger" else "shield-check")
        self.mark.set("flag" if kind == "danger" else "shield-check", "danger" if kind == "danger" else "ink2")
        self.mark.setToolTip(f"{fact}. {line}")
        self.mark.setAccessibleName(f"{fact}. {line}")
        if self.folded:
            return
        found = list(listed(assessment))
        for row in self.rows[len(found) :]:
            row.hide()
        while len(self.rows) < min(len(found), MOST):
            row = FindingRow(self.theme)
            row.clicked.connect(lambda _=False, row=row: self.slot_wanted.emit(row.slot))
            self.rows.append(row)
            self._list.insertWidget(len(self.rows), row)
        for row, where in zip(self.rows, found):
            if row.isHidden() or row.slot != where or where.item in changed:
                row.set(where, *told(assessment, where))
            row.show()
        self.empty.setVisible(not found)
        more = f", the first {MOST} shown" if len(found) > MOST else ""
        self.count.setText(f"Findings {len(found)}{more}" if found else "Findings")

    def _differs(self, assessment: Assessment, changed: Collection[str]) -> bool:
        """Whether a red-flag question or a finding is told otherwise than in what is shown."""
        shown, self._shown = self._shown, assessment
        items = assessment.library.items
        before = shown.findings if shown is not None else frozenset()
        return any(items[name].red_flag for name in changed) or any(
            where.item in changed for where in (*assessment.findings, *before)
        )

    def begin(self) -> None:
        """Give the keyboard to the first finding, else to what can be pressed."""
        rows = [row for row in self.rows if row.isVisible()]
        target = rows[0] if rows else self.next if self.next.isEnabled() else self.fold_button
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fold(self, folded: bool) -> None:
        """Only a narrow strip with a mark, or the whole panel."""
        self.folded, self._shown = folded, None
        for widget in (self.title, self.flags, self.count, self._scroll, self.remark, self.next):
            widget.setVisible(not folded)
        self.mark.setVisible(folded)
        self._filler.setVisible(folded)
        self.fold_button.set_label("", "chevron-left" if folded else "chevron-right")
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(self.theme.px(FOLDED if self.folded else WIDTH))
        side = self.theme.px(4 if self.folded else 16)
        self._column.setContentsMargins(side, self.theme.px(8), side, self.theme.px(10))
        self._column.setSpacing(self.theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("bg"))
        painter.fillRect(0, 0, self.theme.edge, self.height(), self.theme.color("line"))


def flag_words(assessment: Assessment) -> tuple[StripKind, str, str]:
    """The red-flag questions as facts: which are yes, how many were asked, which are open."""
    library = assessment.library
    slots = [
        Slot(item.id, at)
        for item in library.items.values()
        if item.red_flag
        for at in assessment.asked.get(item.id, ())
    ]
    present = [library.items[where.item].label for where in slots if where in assessment.findings]
    still_open = [where for where in slots if not assessment.is_current(where)]
    unknown = [where for where in slots if assessment.is_gap(where)]
    asked = f"{len(slots) - len(still_open)} of {len(slots)} asked"
    if present:
        named = ", ".join(present[:3]) + (f" and {len(present) - 3} more" if len(present) > 3 else "")
        return "danger", f"{len(present)} red flag{'s' if len(present) > 1 else ''}", f"{named}. {asked}."
    tail = f"; {len(unknown)} unknown" if unknown else ""
    if not slots:
        return "neutral", "No red-flag questions", ""
    if still_open or unknown:
        fact = f"Red flags: none so far, {len(still_open)} open" if still_open else f"Red flags: {len(unknown)} unknown"
        return "neutral", fact, f"{asked}{tail}."
    return "neutral", NO_FLAGS, f"All {len(slots)} asked at this visit."


def painted_areas(assessment: Assessment, item: BodyMap) -> str:
    """How much of the body chart is painted, and with what."""
    given = [answer.value for answer in assessment.counted.of_item(item.id).values()]
    areas = [value for value in given if isinstance(value, PaintedArea) and value.qualities]
    used = [label for quality, label in item.qualities.items() if any(quality in area.qualities for area in areas)]
    return f"{len(areas)} area{'s' if len(areas) != 1 else ''}: {', '.join(used).lower()}"


def listed(assessment: Assessment) -> Iterator[Slot]:
    """The abnormal slots in document order; the body chart as one, red flags and follow-ups stand elsewhere."""
    library = assessment.library
    for name, said in assessment.told.items():
        item = library.items[name]
        if not said.findings or item.private or item.about or (not item.optional and item.red_flag):
            continue
        yield from (Slot(name),) if isinstance(item, BodyMap) else said.findings


def told(assessment: Assessment, where: Slot) -> tuple[str, str]:
    """A finding in words, and its value."""
    library = assessment.library
    item = library.items[where.item]
    if isinstance(item, BodyMap):
        return item.label, painted_areas(assessment, item)
    value = assessment.computed[where] if isinstance(item, Computed) else assessment.answers[where].value
    words = slot_words(library, where)
    return words[:1].upper() + words[1:], value_words(library, item, value)
