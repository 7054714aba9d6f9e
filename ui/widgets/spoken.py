"""What a screen reader finds in widgets that paint their parts by hand, and what it is told when they change.

Qt makes an interface only when an assistive technology asks for one; without one nothing here costs anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget

SpokenRole = QAccessible.Role
Pointer = shiboken6.VoidPtr | None
_ACTION, _VALUE = QAccessible.InterfaceType.ActionInterface, QAccessible.InterfaceType.ValueInterface
_PRESS = QAccessibleActionInterface.pressAction()


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things painted in a widget: a segment, a chip, a cell; `checked` None is a thing without check."""

    name: str
    role: SpokenRole
    rect: QRect
    checked: bool | None = None
    current: bool = False
    press: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """A number within bounds, and how to set it."""

    least: int
    most: int
    value: int | None
    choose: Callable[[int], object]


class Spoken:
    """What a widget says of itself; every painted one inherits it."""

    spoken_role: SpokenRole | None = None  # what it is to a screen reader; None leaves it to Qt

    def spoken_value(self) -> str:
        """What it stands at."""
        return ""

    def spoken_parts(self) -> Sequence[Part]:
        """The parts that are painted in it and are no widgets of their own."""
        return ()

    def spoken_scale(self) -> Scale | None:
        """Its number and bounds, where it has them."""
        return None


def tell(widget: QWidget) -> None:
    """Say that the value of a widget changed, and which of its parts has the keyboard."""
    if not QAccessible.isActive() or not isinstance(widget, Spoken):
        return
    QAccessible.updateAccessibility(QAccessibleValueChangeEvent(widget, widget.spoken_value()))
    if widget.hasFocus():
        at = next((place for place, part in enumerate(widget.spoken_parts()) if part.current), -1)
        if at >= 0:
            event = QAccessibleEvent(widget, QAccessible.Event.Focus)
            event.setChild(at)
            QAccessible.updateAccessibility(event)


def _interface_of(_key: str, thing: QObject) -> QAccessibleInterface | None:
    return _OfWidget(thing) if isinstance(thing, Spoken) and thing.spoken_role is not None else None


class _OfWidget(QAccessibleWidget):
    """A widget as a whole; its parts are made when they are asked for and go with it."""

    def __init__(self, widget: Spoken) -> None:
        assert isinstance(widget, QWidget)
        super().__init__(widget, widget.spoken_role or QAccessible.Role.Client)
        self._widget: QWidget = widget
        self._says: Spoken = widget
        self._made: list[_OfPart] = []
        self._scale = _Number(widget)
        ids = self._ids = list[int]()
        widget.destroyed.connect(lambda: [QAccessible.deleteAccessibleInterface(each) for each in ids])

    def _parts(self) -> Sequence[Part]:
        return self._says.spoken_parts() if shiboken6.isValid(self._widget) else ()

    def childCount(self) -> int:
        return len(self._parts()) or super().childCount()

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt allows none
        count = len(self._parts())
        if not count:
            return super().child(index)
        if not 0 <= index < count:
            return None
        while len(self._made) <= index:
            part = _OfPart(self._widget, self._says, len(self._made))
            self._ids.append(QAccessible.registerAccessibleInterface(part))
            self._made.append(part)
        return self._made[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if not self._parts():
            return super().indexOfChild(child)
        return next((place for place, part in enumerate(self._made) if part is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        spot = self._widget.mapFromGlobal(QPoint(x, y))
        at = next((place for place, part in enumerate(self._parts()) if part.rect.contains(spot)), -1)
        return self.child(at) if at >= 0 else super().childAt(x, y)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        at = next((place for place, part in enumerate(self._parts()) if part.current), -1)
        return self.child(at) if at >= 0 and self._widget.hasFocus() else super().focusChild()

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Value:
            return self._says.spoken_value() or super().text(kind)
        return super().text(kind)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Pointer:  # type: ignore[override]
        if kind == _VALUE and self._says.spoken_scale() is not None:
            return _pointer(self._scale)
        return super().interface_cast(kind) if kind == _ACTION else None  # type: ignore[return-value]  # its own


class _OfPart(QAccessibleInterface):
    """One part, read anew whenever something is asked of it."""

    def __init__(self, widget: QWidget, says: Spoken, place: int) -> None:
        super().__init__()
        self._widget, self._says, self._place = widget, says, place
        self._action = _Press(self)

    def now(self) -> Part | None:
        """The part as it is now; None when the widget has fewer."""
        if not shiboken6.isValid(self._widget):
            return None
        parts = self._says.spoken_parts()
        return parts[self._place] if self._place < len(parts) else None

    def isValid(self) -> bool:
        return self.now() is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._widget)

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        part = self.now()
        return QRect() if part is None else QRect(self._widget.mapToGlobal(part.rect.topLeft()), part.rect.size())

    def role(self) -> SpokenRole:
        part = self.now()
        return QAccessible.Role.NoRole if part is None else part.role

    def state(self) -> QAccessible.State:
        part, state = self.now(), QAccessible.State()
        if part is None:
            state.invalid = True
            return state
        state.focusable, state.focused = True, part.current and self._widget.hasFocus()
        state.selectable = part.role in (QAccessible.Role.ListItem, QAccessible.Role.PageTab, QAccessible.Role.Cell)
        state.selected = state.selectable and part.current
        state.checkable, state.checked = part.checked is not None, bool(part.checked)
        state.disabled, state.invisible = not self._widget.isEnabled(), not self._widget.isVisible()
        state.readOnly = part.press is None
        return state

    def text(self, kind: QAccessible.Text) -> str:
        part = self.now()
        return part.name if part is not None and kind == QAccessible.Text.Name else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        pass

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Pointer:  # type: ignore[override]
        part = self.now()
        return _pointer(self._action) if kind == _ACTION and part is not None and part.press is not None else None


class _Press(QAccessibleActionInterface):
    def __init__(self, part: _OfPart) -> None:
        super().__init__()
        self._part = part

    def actionNames(self) -> list[str]:
        return [_PRESS]

    def doAction(self, name: str) -> None:
        part = self._part.now()
        if name == _PRESS and part is not None and part.press is not None:
            part.press()

    def keyBindingsForAction(self, _name: str) -> list[str]:
        return []


class _Number(QAccessibleValueInterface):
    def __init__(self, says: Spoken) -> None:
        super().__init__()
        self._says = says

    def _scale(self) -> Scale:
        return self._says.spoken_scale() or Scale(0, 0, None, lambda _: None)

    def currentValue(self) -> int | None:
        return self._scale().value

    def setCurrentValue(self, value: object) -> None:
        self._scale().choose(int(str(value)))

    def minimumValue(self) -> int:
        return self._scale().least

    def maximumValue(self) -> int:
        return self._scale().most

    def minimumStepSize(self) -> int:
        return 1


def _pointer(interface: QAccessibleActionInterface | QAccessibleValueInterface) -> Pointer:
    """The address of an interface, as Qt wants it."""
    return shiboken6.VoidPtr(shiboken6.getCppPointer(interface)[0])


# Qt asks the latest factory first. Its own comes with the application, so that this one, which stands before any
# application, is never asked for a widget of Qt that is still being made: Python would take it for its base for good.
QAccessible.installFactory(_interface_of)
