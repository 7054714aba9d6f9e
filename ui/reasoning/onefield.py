"""One field of the form outside the form: beside a red flag, or below a source."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fields import Field, FieldContext, FieldView, field_for
from ui.fields.layout import Shape
from workup.answers import Slot, Value


class OneField(QWidget):
    """Shows the field of a slot and takes the height it needs."""

    answered = Signal(object, object)
    typing = Signal(object, str)
    filled = Signal(object, str)
    finished = Signal(object)

    def __init__(
        self, context: FieldContext, label: str = "", parent: QWidget | None = None, *, shape: Shape = "above"
    ) -> None:
        super().__init__(parent)
        self._context, self._label = context, label
        self._shape: Shape = shape
        self.field: Field | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def slot(self) -> Slot | None:
        """The slot shown now."""
        return None if self.field is None else self.field.slot

    def show_slot(self, where: Slot, view: FieldView) -> None:
        """Show the field of a slot; another slot takes another field."""
        if self.field is None or self.field.slot != where:
            self.clear()
            item = self._context.library.items[where.item]
            made = self.field = field_for(
                self._context, item, where.at, self, label=self._label, shape=self._shape
            )  # fmt: skip
            made.answered.connect(self.answered)
            made.typing.connect(self.typing)
            made.filled.connect(self.filled)
            made.finished.connect(self.finished)
            made.resized.connect(self._resized)
            made.show()
            self.updateGeometry()
        self.field.render(view)
        self._arrange()

    def clear(self) -> None:
        """Show no field."""
        if self.field is not None:
            self.field.hide()
            self.field.deleteLater()
            self.field = None

    def value(self) -> Value | None:
        """The value in force in the field."""
        return None if self.field is None or self.field.view is None else self.field.view.value

    def _resized(self) -> None:
        self.updateGeometry()
        self._arrange()

    def _tall(self, width: int) -> int:
        if self.field is None:
            return 0
        self.field.give_label(self.field.label_need(width))
        return self.field.height_for(width)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._tall(width)

    def sizeHint(self) -> QSize:
        wide = max(self.width(), 200)
        return QSize(wide, self._tall(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._tall(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self.field is None:
            return
        rect = QRect(0, 0, self.width(), self._tall(self.width()))
        if self.field.geometry() != rect:
            self.field.setGeometry(rect)
        if self.field.stale:
            self.field.arrange()
