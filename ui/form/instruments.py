"""Questionnaires: one fold for each, with its score in the title line and its notice below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.form.block import Block, Shown
from ui.form.rows import FieldRows
from ui.form.stack import Stack
from ui.widgets import Button, Label, write
from workup.answers import Slot
from workup.note.wording import score_line
from workup.protocol import AnyItem, Instrument
from workup.texts import _


class InstrumentFold(Stack):
    """One questionnaire; opens by itself once something of it is answered at this visit."""

    def __init__(
        self, context: FieldContext, shown: Shown, instrument: Instrument, items: Sequence[AnyItem],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, shown, (), parent)
        self._instrument, self._items = instrument, tuple(items)
        self._asked = False
        self._said = ""
        self._finding = False
        self._views: Views | None = None
        self._touched = False
        self._button = Button(self.theme, "quiet", instrument.title, "chevron-right", parent=self)
        self._button.setAccessibleName(_("{full}, closed").format(full=instrument.full))
        self._button.clicked.connect(lambda: self.set_open(not self.open))
        text = " ".join(part for part in (instrument.notice, instrument.missing, instrument.change) if part)
        self._notice = Label(self.theme, "hint", text, "ink3", self, wrap=True)
        self._notice.hide()

    def set_open(self, opened: bool) -> None:
        """Show or hide the questions."""
        self.open, self._touched = opened, True
        if opened:
            self.shown.unrolled[self] = None  # answers lead through it
        else:
            self.shown.unrolled.pop(self, None)
        self._button.set_label(self._instrument.title, "chevron-down" if opened else "chevron-right")
        self._button.setAccessibleName(f"{self._instrument.full}, {_('open') if opened else _('closed')}")
        if self._views is not None:
            self.render(self._views)
            self.resized.emit()

    def render(self, views: Views) -> None:  # type: ignore[override]
        self._views = views
        assessment = views.assessment
        self._asked = any(assessment.asked.get(item.id) for item in self._items)
        self._read_score(views)
        if self.open and not self.blocks:
            self.add(FieldRows(self.context, self.shown, self._items))
        if self.open:
            super().render(views)
        for block in self.blocks:
            block.setVisible(self.open and not block.is_empty())
        self._notice.setVisible(self.open and bool(self._notice.text()))

    def _read_score(self, views: Views) -> None:
        """The last score of the questionnaire, by its name where there are several."""
        found = [score for score in views.assessment.scores if score.instrument == self._instrument.id]
        said, finding = "", False
        score = found[-1] if found else None
        if score is not None and (score.value is not None or score.missing):
            several = len(self._instrument.score) > 1
            line = score_line(score, views.assessment.today)
            said, finding = f"{score.title} {line}" if several else line, score.finding
        if (said, finding) != (self._said, self._finding):
            self._said, self._finding = said, finding
            self._button.setAccessibleDescription(said)
            self.update()

    def is_empty(self) -> bool:
        return not self._asked or self.shown.filter != "all"

    def seen(self) -> list[Block]:
        return super().seen() if self.open else []

    def height_for(self, width: int) -> int:
        head = self._button.sizeHint().height()
        if not self.open:
            return head
        notice = self._notice.heightForWidth(width) + self.gap() // 2 if self._notice.text() else 0
        return head + self.gap() // 2 + super().height_for(width) + notice

    def arrange(self) -> None:
        size, width = self._button.sizeHint(), self.width()
        self._button.setGeometry(-self.theme.px(8), 0, size.width(), size.height())
        if self.open:
            self._arrange_from(size.height() + self.gap() // 2)
            tall = self._notice.heightForWidth(width)
            self._notice.setGeometry(0, self.height() - tall, width, tall)

    def stops(self) -> Iterator[QWidget]:
        yield self._button
        yield from super().stops()

    def holds(self, slot: Slot) -> bool:
        """Whether the slot is one of its questions."""
        return any(item.id == slot.item for item in self._items)

    def focus_slot(self, slot: Slot) -> bool:
        if not self.holds(slot):
            return False
        if not self.open:
            self.set_open(True)
        return super().focus_slot(slot)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The name gives way to the score."""
        theme, painter = self.theme, QPainter(self)
        left, gap = self._button.geometry().right() + theme.px(8), theme.px(14)
        row = QRect(left, 0, self.width() - left, self._button.height())
        name = theme.metrics("label").horizontalAdvance(self._instrument.full)
        needed = theme.metrics("label", 600).horizontalAdvance(self._said) + gap if self._said else 0
        used = max(0, min(name, row.width() - needed))
        write(painter, theme, QRect(left, 0, used, row.height()), self._instrument.full, "label", "ink3", fixed=True)
        if self._said:
            row.setLeft(left + used + (gap if used else 0))
            write(painter, theme, row, self._said, "label", "finding" if self._finding else "ink", 600)


class InstrumentsBlock(Stack):
    """All questionnaires of a section."""

    def __init__(
        self, context: FieldContext, shown: Shown, items: Sequence[AnyItem], parent: QWidget | None = None
    ) -> None:
        library = context.library
        by_id = {item.id: item for item in items}
        folds = list[Block]()
        for instrument in library.instruments.values():
            own = [by_id[name] for name in instrument.items if name in by_id]
            if own:
                folds.append(InstrumentFold(context, shown, instrument, own))
        super().__init__(context, shown, folds, parent)

    def gap(self) -> int:
        return self.theme.px(2)
