"""The screen as a screen reader finds it, and what it is told while something happens."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import shiboken6
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
Kind = QAccessible.Event
# Others may come from a widget that is still being made; asked for then, Python would know it by its base for good.
TOLD = (Kind.NameChanged, Kind.ValueChanged, Kind.Focus, Kind.Announcement)
_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_INSTALL = "_ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE"


@dataclass(frozen=True)
class Node:
    """One thing on the screen, with the things above it."""

    interface: QAccessibleInterface
    above: tuple[str, ...]
    parent: int
    widget: QWidget | None

    @property
    def name(self) -> str:
        return str(self.interface.text(NAME))

    @property
    def role(self) -> str:
        return str(self.interface.role().name)

    @property
    def focusable(self) -> bool:
        return bool(self.interface.state().focusable)


def tree(root: QWidget) -> Iterator[Node]:
    """All that is shown, from the window down."""
    top = QAccessible.queryAccessibleInterface(root)
    assert top is not None
    yield from _below(top, (), root)


def _below(interface: QAccessibleInterface, above: tuple[str, ...], near: QWidget | None) -> Iterator[Node]:
    names = (*above, str(interface.text(NAME)))
    for place in range(interface.childCount()):
        child = interface.child(place)
        if not child or child.state().invisible:
            continue
        widget = child.object()
        seen = widget if isinstance(widget, QWidget) else None
        yield Node(child, names, id(near), seen)
        yield from _below(child, names, seen)


@dataclass(frozen=True)
class Heard:
    """One event as an assistive technology gets it."""

    kind: Kind
    thing: QWidget | None
    child: int
    said: str = ""
    at_once: bool = False


@contextmanager
def listening() -> Iterator[list[Heard]]:
    """An assistive technology that writes down what Qt tells it."""
    heard: list[Heard] = []

    def note(address: int) -> None:
        event = cast(QAccessibleEvent, shiboken6.wrapInstance(address, QAccessibleEvent))
        kind = event.type()
        if kind not in TOLD:
            return
        thing = event.object()
        widget = thing if isinstance(thing, QWidget) else None
        if kind == Kind.Announcement:
            told = cast(QAccessibleAnnouncementEvent, shiboken6.wrapInstance(address, QAccessibleAnnouncementEvent))
            urgent = told.politeness() == QAccessible.AnnouncementPoliteness.Assertive
            heard.append(Heard(kind, widget, -1, told.message(), urgent))
        else:
            heard.append(Heard(kind, widget, event.child()))

    install = _installer()
    kept = _HANDLER(note)
    QAccessible.setActive(True)
    before = install(kept)
    try:
        yield heard
    finally:
        install(ctypes.cast(before, _HANDLER) if before else _HANDLER())
        QAccessible.setActive(False)


def can_listen() -> bool:
    """Whether Qt's own update handler can be reached; its name is another one on Windows."""
    return sys.platform != "win32"


def _installer() -> Callable[..., int | None]:
    import PySide6.QtGui

    library = ctypes.CDLL(PySide6.QtGui.__file__)  # what it is linked with is found through it
    install = getattr(library, _INSTALL)
    install.argtypes, install.restype = [_HANDLER], ctypes.c_void_p
    return install  # type: ignore[no-any-return]
