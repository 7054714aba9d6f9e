"""A list to pick one from; the list itself is made when it is opened, because most never are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.base import LETTERS_OFF, Painted, box, write
from ui.widgets.options import Option, keys_of
from ui.widgets.spoken import SpokenRole
from workup.texts import N_, _

MOST_ROWS = 14
_OPENERS = {Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4}


class Select(Painted):
    """One of a list. Arrows and Space open it, digits pick by place, letters lead to the option that starts with them.

    Neither the wheel nor an arrow on the closed list changes an answer. `picked` comes from the user only, `keyed`
    follows it when it was done with a key.
    """

    spoken_role = SpokenRole.ComboBox
    picked = Signal(str)
    keyed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[Option],
        parent: QWidget | None = None,
        *,
        placeholder: str = N_("Choose"),
    ) -> None:
        super().__init__(theme, parent)
        self._name = name
        self._options = tuple(options)
        self._by_key = keys_of(self._options)
        self._placeholder = _(placeholder)
        self._value: str | None = None
        self._list: _List | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._announce()

    @property
    def value(self) -> str | None:
        """The id of what is picked."""
        return self._value

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these, keeping the value where it still exists."""
        self._options = tuple(options)
        self._by_key = keys_of(self._options)
        self.set_value(self._value)
        self._theme_changed()

    def set_value(self, value: str | None) -> None:
        """Show this; emits nothing."""
        self._value = value if any(option.id == value for option in self._options) else None
        self._announce()
        self.update()

    def _announce(self) -> None:
        self.setAccessibleName(f"{self._name}, {self._label() or _('not answered')}")

    def _label(self) -> str:
        return next((option.label for option in self._options if option.id == self._value), "")

    def sizeHint(self) -> QSize:
        metrics = self.theme.metrics("question")
        wide = max(metrics.horizontalAdvance(text) for text in (self._placeholder, *(o.label for o in self._options)))
        return QSize(min(wide + self.theme.px(44), self.theme.px(420)), self.theme.height("control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(96), self.theme.height("control"))

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.open()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier
        if not alt_down and (event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text().lower())):
            event.ignore()
        elif alt_down:
            self.open()

    def _key(self, key: int, text: str) -> bool:
        place = self._by_key.get(text, -1)
        if key in _OPENERS:
            self.open()
        elif place >= 0 and (not text.isalpha() or self.theme.letter_keys):
            self._pick(place)
            self.keyed.emit()
        else:
            return self.open_at(text)
        return True

    def open_at(self, letter: str) -> bool:
        """Open the list at the first option that starts with a letter; False when none does."""
        found = self._starting_with(letter) if letter.isalpha() else -1
        if found >= 0:
            self.open(found)
        return found >= 0

    def _starting_with(self, text: str) -> int:
        places = (place for place, option in enumerate(self._options) if option.label.lower().startswith(text))
        return next(places, -1)

    def make_ready(self, option: str) -> None:
        """Open the list at an option; Enter takes it."""
        self.open(next((place for place, one in enumerate(self._options) if one.id == option), -1))

    def open(self, place: int = -1) -> None:
        """Show the list, at the present value unless a place is named."""
        at = place if place >= 0 else next((n for n, o in enumerate(self._options) if o.id == self._value), 0)
        if self._list is None:
            self._list = _List(self)
        self._list.open([option.label for option in self._options], at)

    def _pick(self, place: int) -> None:
        option = self._options[place]
        if option.id != self._value:
            self.set_value(option.id)
            self.picked.emit(option.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        off = not self.isEnabled()
        fill, edge = theme.color("bg" if off else "surface"), theme.color("line" if off else "control")
        box(painter, self.rect(), theme.radius("control"), fill, edge, theme.edge)
        rect = self.rect().adjusted(theme.px(10), 0, -theme.px(30), 0)
        label = self._label()
        write(painter, theme, rect, label or self._placeholder, "question", "ink" if label and not off else "ink3",
              fixed=True)
        corner = QPointF(self.width() - theme.px(26), (self.height() - theme.px(16)) // 2)
        painter.drawPixmap(corner, theme.pixmap("chevron-down", "ink2", 16, self.pixmap_ratio()))


class _List(QListWidget):
    """The open list; a click, Enter or Space picks, Escape or a click elsewhere leaves all as it was."""

    def __init__(self, select: Select) -> None:
        super().__init__(select)
        self._select = select
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.itemEntered.connect(self.setCurrentItem)
        self.itemClicked.connect(self._take)

    def open(self, labels: Sequence[str], at: int) -> None:
        """Show these lines, one of them current."""
        self.setAccessibleName(self._select.accessibleName())
        self.setFont(self._select.theme.font("question"))
        self.clear()
        self.addItems(labels)
        self.setCurrentRow(at)
        self._place(labels)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self, labels: Sequence[str]) -> None:
        """Below the control, or above it where the screen ends."""
        select, theme = self._select, self._select.theme
        wide = max(theme.metrics("question").horizontalAdvance(label) for label in labels) + theme.px(44)
        high = self.sizeHintForRow(0) * min(len(labels), MOST_ROWS) + 2 * self.frameWidth()
        screen = select.screen().availableGeometry()
        top_left = select.mapToGlobal(QPoint(0, select.height() + theme.px(2)))
        spot = QRect(top_left, QSize(min(max(wide, select.width()), screen.width()), high))
        if spot.bottom() > screen.bottom():
            spot.moveBottom(select.mapToGlobal(QPoint(0, -theme.px(2))).y())
        spot.moveLeft(max(screen.left(), min(spot.left(), screen.right() - spot.width())))
        spot.moveTop(max(screen.top(), min(spot.top(), screen.bottom() + 1 - spot.height())))
        self.setGeometry(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take(self.currentItem())
            self._select.keyed.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_F4):
            self.close()
        else:
            super().keyPressEvent(event)

    def _take(self, item: QListWidgetItem | None) -> None:
        place = self.row(item) if item is not None else -1
        self.close()
        if place >= 0:
            self._select._pick(place)
