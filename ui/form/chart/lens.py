"""A finger that rests on the figure opens it at twice the size around that spot, over the figure itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTransform

from ui.form.chart.chart import BodyChart
from ui.timers import once
from ui.widgets import Button
from workup.body import BodyFigure, Region
from workup.texts import _

HELD_MS = 600
TIMES = 2


class Lens(BodyChart):
    """The figure at twice the size; what is touched here is touched on the figure below."""

    def __init__(self, chart: BodyChart, figure: BodyFigure) -> None:
        super().__init__(chart.theme, figure, _("Figure at twice the size"), chart)
        self._chart = chart
        self._middle = QPointF()
        self._close = Button(self.theme, "secondary", _("Whole figure"), "zoom-out", parent=self)
        self._close.clicked.connect(self.leave)
        self.touched.connect(self._tell)
        self.hide()

    def open_at(self, spot: QPointF) -> None:
        """Show the surroundings of a spot, given in the units of the figure."""
        self._middle = spot
        self.setGeometry(self._chart.rect())
        size = self._close.sizeHint()
        self._close.setGeometry(self.width() - size.width(), 0, size.width(), size.height())
        self.restyle()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Back to the whole figure."""
        self.hide()
        self._chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, regions: list[Region]) -> None:
        self._chart.go_to(regions[-1])
        self._chart.touched.emit(regions)

    def _scale(self) -> float:
        return TIMES * super()._scale()

    def _transform(self) -> QTransform:
        scale = self._scale()
        moved = QTransform().translate(self.width() / 2, self.height() / 2).scale(scale, scale)
        return moved.translate(-self._middle.x(), -self._middle.y())

    def _take_over(self, other: BodyChart) -> None:
        """Show what the figure below shows."""
        if self.skin is not other.skin:
            self.show_skin(other.skin)
        self._painted, self._former, self._said = other._painted, other._former, other._said
        self._read_only = other._read_only

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What the figure below shows, larger."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("surface"))
        painter.end()
        self._take_over(self._chart)
        super().paintEvent(event)


class LongPress(QObject):
    """Waits for a finger, or in touch mode the mouse, that stays where it was put down."""

    def __init__(self, chart: BodyChart, figure: BodyFigure) -> None:
        super().__init__(chart)
        self._chart, self._figure = chart, figure
        self.lens: Lens | None = None
        self._spot = QPointF()
        self._held = once(self, self._open, HELD_MS)
        chart.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent) and self._chart.theme.touch:
            self._spot = event.position()
            self._held.start()
        elif kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and self._held.isActive():
            if (event.position() - self._spot).manhattanLength() > self._chart.theme.px(8):
                self._held.stop()
        elif kind in (QEvent.Type.MouseButtonRelease, QEvent.Type.Hide):
            self._held.stop()
        return False

    def _open(self) -> None:
        """The stroke that had begun is given up: nothing is painted by looking closer."""
        self._chart.give_up_stroke()
        inverse, ok = self._chart._transform().inverted()
        if ok:
            self.lens = self.lens or Lens(self._chart, self._figure)
            self.lens.open_at(inverse.map(self._spot))
