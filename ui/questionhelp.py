"""Help of one question, above the keys of a screen: how it is asked or examined, why, and where that is from."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.form.grid.technique import drawing_of, paint_sketch
from ui.theme import Theme
from ui.widgets import Label, Painted
from workup import words
from workup.answers import Slot
from workup.body import Sketch
from workup.note.wording import slot_words
from workup.protocol import Library, ManoeuvreItem
from workup.purpose import cited, help_of
from workup.texts import _


class Drawing(Painted):
    """The small drawing of a manoeuvre; its words stand beside it."""

    def __init__(self, theme: Theme, sketch: Sketch) -> None:
        super().__init__(theme)
        self.sketch = sketch
        self.setFixedSize(theme.px(198), theme.px(135))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_sketch(painter, self.theme, self.sketch, QRect(0, 0, self.width(), self.height()))


class QuestionHelp(QWidget):
    """Everything the content tells of a question."""

    def __init__(self, theme: Theme, library: Library, where: Slot) -> None:
        super().__init__()
        self.theme = theme
        item = library.items[where.item]
        self.help = help_of(library, item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(14))
        column.setSpacing(theme.px(4))
        column.addWidget(Label(theme, "patient_name", words.capital(slot_words(library, where)), wrap=True))
        sketch = drawing_of(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
        if self.help.how or sketch is not None:
            self._titled(column, _("How"))
            row = QHBoxLayout()
            row.setSpacing(theme.px(14))
            if sketch is not None:
                row.addWidget(Drawing(theme, sketch))
            row.addWidget(Label(theme, "question", " ".join(self.help.how), wrap=True), 1)
            column.addLayout(row)
        self._titled(column, _("Why it is asked"))
        for reason in self.help.why:
            column.addWidget(Label(theme, "question", f"{reason.said} {cited(library, reason)}".strip(), wrap=True))
        column.addSpacing(theme.px(6))
        column.addWidget(Label(theme, "question", self.help.source, "ink2", wrap=True))

    def _titled(self, column: QVBoxLayout, title: str) -> None:
        column.addSpacing(self.theme.px(6))
        column.addWidget(Label(self.theme, "card_title", title))
