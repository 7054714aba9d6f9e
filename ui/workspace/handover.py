"""The chart for the patient's own hand: nothing else is on the screen, and only the clinician's password leads back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.form.chart.brushes import Brushes
from ui.form.chart.chart import BodyChart
from ui.form.chart.lens import LongPress
from ui.form.chart.strokes import Stroke, stroke
from ui.theme import Theme
from ui.widgets import Button, Label, Option, Painted, Segments
from ui.workspace.giveback import GiveBack
from workup.answers import Painted as PaintedRegion
from workup.body import BodyFigure, Region
from workup.note.wording import painted_words
from workup.protocol import BodyMap
from workup.texts import _

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
MARGIN = 16
_SCORES = tuple(Option(str(number), str(number), "fact") for number in range(11))


class HandOver(Painted):
    """Brushes, figure, how strong; `told` is what was painted in one act, `undone` takes the last one back."""

    told = Signal(object)
    undone = Signal()
    lock_wanted = Signal()

    def __init__(self, theme: Theme, figure: BodyFigure, item: BodyMap, back: GiveBack) -> None:
        super().__init__(theme)
        self._item, self._acts = item, 0
        self._painted: dict[Region, PaintedRegion] = {}
        self.back = back
        back.again.connect(lambda: self._show(self.painting))
        self.brushes = Brushes(theme, item.qualities)
        self.chart = BodyChart(theme, figure, _("Where it hurts"))
        self.long_press = LongPress(self.chart, figure)
        self.eraser = Button(theme, "secondary", _("Rub out"), "eraser", big=True)
        self.undo = Button(theme, "secondary", _("Undo"), "undo", big=True)
        self.done = Button(theme, "primary", _("I am done"), "check", big=True)
        self.named = Label(theme, "question", "")
        self.asked = Label(theme, "question", _("How strong here? 0 is none, 10 the worst"), "ink2")
        self.score = Segments(theme, _("How strong"), _SCORES)
        self._pages = QStackedWidget(self)
        self.painting: QWidget = self._arranged()
        self._pages.addWidget(self.painting)
        self._pages.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._connect()
        self.setAccessibleName(_("Pain map for the patient"))

    def _arranged(self) -> QWidget:
        theme, page = self.theme, QWidget()
        head = QHBoxLayout()
        head.addWidget(Label(theme, "screen_title", _("Where does it hurt?")))
        head.addWidget(Label(theme, "question", _("Choose how it feels, then touch each place."), "ink2"), 1)
        for button in (self.eraser, self.undo, self.done):
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.named, 1)
        foot.addWidget(self.asked)
        foot.addWidget(self.score)
        column = QVBoxLayout(page)
        column.setContentsMargins(*[theme.px(MARGIN)] * 4)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self.brushes)
        column.addWidget(self.chart, 1)
        column.addLayout(foot)
        return page

    def _connect(self) -> None:
        self.brushes.chosen.connect(lambda _quality: self._erase(False))
        self.chart.touched.connect(self._touched)
        self.chart.current_changed.connect(lambda _region: self._name())
        self.eraser.clicked.connect(lambda: self._erase(not self.brushes.erasing))
        self.undo.clicked.connect(self._undo)
        self.done.clicked.connect(lambda: self._show(self.back))
        self.score.chosen.connect(lambda number: self._set_score(int(number)))
        self.score.cleared.connect(lambda: self._set_score(None))

    def begin(self) -> None:
        """Give the keyboard to the figure, and let no key reach anything else."""
        application().installEventFilter(self)
        self._show(self.painting)

    def end(self) -> None:
        """Keys reach the program again."""
        application().removeEventFilter(self)

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        if page is self.back:
            self.back.begin()
        else:
            self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_painted(self, painted: Mapping[Region, PaintedRegion], problem: str = "") -> None:
        """Show what is painted, or why the last act is not stored yet."""
        self._painted = dict(painted)
        said = {region: painted_words(self._item.qualities, value) for region, value in painted.items()}
        self.chart.show_painted(self._painted, {}, said)
        self._name(problem)

    def _name(self, problem: str = "") -> None:
        region = self.chart.current
        value = self._painted.get(region)
        words = f"{region.title}: {painted_words(self._item.qualities, value)}" if value is not None else region.title
        self.named.setText(problem or words)
        for part in (self.asked, self.score):
            part.setVisible(value is not None)
        if value is not None:
            self.score.set_value(None if value.intensity is None else str(value.intensity))
        self.undo.setEnabled(self._acts > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.brushes.setFixedHeight(self.brushes.height_for(self.width() - 2 * self.theme.px(MARGIN)))

    # What the patient does

    def _erase(self, erasing: bool) -> None:
        self.brushes.erase(erasing)
        self.eraser.set_kind("primary" if erasing else "secondary")

    def _touched(self, regions: list[Region]) -> None:
        self._tell(stroke(self._painted, regions, self.brushes.value, erasing=self.brushes.erasing))

    def _set_score(self, number: int | None) -> None:
        old = self._painted.get(self.chart.current)
        if old is not None and old.intensity != number:
            self._tell([(self.chart.current, PaintedRegion(old.qualities, number))])

    def _tell(self, told: Stroke) -> None:
        if told:
            self._acts += 1
            self.told.emit(told)

    def _undo(self) -> None:
        """Only what was painted here is taken back, never what the clinician entered."""
        if self._acts:
            self._acts -= 1
            self.undone.emit()

    # What is kept from the patient

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No shortcut, no key with Ctrl or Alt but those that lock or paste; closing the window locks."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind == QEvent.Type.Close and watched is self.window():
            event.ignore()
            self.lock_wanted.emit()
            return True
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not isinstance(event, QKeyEvent):
            return False
        held = event.modifiers() & _HELD
        allowed = (Qt.Key.Key_L, Qt.Key.Key_V) if event.modifiers() == Qt.KeyboardModifier.ControlModifier else ()
        typed = held == _ALT_GR and bool(event.text()) and event.text().isprintable()
        return bool(held) and event.key() not in allowed and not typed

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.theme.color("bg"))


def application() -> QApplication:
    """The running application."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
