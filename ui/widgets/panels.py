"""Grounds things stand on: cards, strips, banners and what stands where nothing is yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.base import Painted, box
from ui.widgets.button import Button
from ui.widgets.lines import announce
from ui.widgets.marks import Label
from workup.style import Token


class Icon(Painted):
    """One icon as a widget."""

    def __init__(
        self, theme: Theme, name: str, token: Token = "ink2", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._icon_name, self._token, self._size = name, token, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, name: str, token: Token) -> None:
        """Another icon or colour."""
        if (name, token) != (self._icon_name, self._token):
            self._icon_name, self._token = name, token
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(self._size), self.theme.px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        pixmap = self.theme.pixmap(self._icon_name, self._token, self._size, self.pixmap_ratio())
        QPainter(self).drawPixmap(0, 0, pixmap)


class Divider(Painted):
    """A line of one pixel between rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(1, self.theme.edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.theme.color("line"))


class Card(Painted):
    """A white ground with a title; what belongs to it goes into `body`, buttons and counts into `add_action`."""

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        icon: str = "",
        note: str = "",
        actions: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.body = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._note: Label | None = None
        if icon:
            self._head.addWidget(Icon(theme, icon, "ink2", 16))
        if title:
            self._head.addWidget(Label(theme, "card_title", title))
            self.setAccessibleName(title)
        self._before_actions = self._head.count()
        self._head.addStretch(1)
        self._column.addLayout(self._head)
        self._column.addLayout(self.body)
        if note:
            self.set_note(note)
        for action in actions:
            self.add_action(action)
        self.restyle()

    def add_action(self, widget: QWidget) -> None:
        """Put a button, a count or a switch at the right end of the title row."""
        self._head.addWidget(widget)
        self.restyle()

    def set_note(self, note: str) -> None:
        """The quiet words beside the title."""
        if self._note is None:
            self._note = Label(self.theme, "label", note, "ink3")
            self._head.insertWidget(self._before_actions, self._note)
        self._note.setText(note)

    def restyle(self) -> None:
        side, top = self.theme.px(14), self.theme.px(12)
        self._column.setContentsMargins(side, top, side, top)
        empty = self._head.count() == 1
        self._column.setSpacing(0 if empty else self.theme.px(8))
        self._head.setSpacing(self.theme.px(8))
        self.body.setSpacing(self.theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, self.rect(), self.theme.radius("card"), self.theme.color("surface"), self.theme.color("line"),
            self.theme.edge)


StripKind = Literal["neutral", "info", "caution", "danger", "ok"]
_STRIPS: dict[StripKind, tuple[Token, Token, Token, str]] = {
    "neutral": ("surface", "line", "ink", "info"),
    "info": ("accent_soft", "accent_line", "accent", "info"),
    "caution": ("caution_soft", "caution_line", "caution", "warning"),
    "danger": ("danger_soft", "danger", "danger", "warning"),
    "ok": ("ok_soft", "ok_line", "ok", "check"),
}


class Notice(Painted):
    """A strip that says a fact in bold, then what to do, with at most a few buttons at its right."""

    def __init__(
        self,
        theme: Theme,
        kind: StripKind,
        fact: str,
        line: str = "",
        buttons: Sequence[Button] = (),
        parent: QWidget | None = None,
        *,
        icon: str = "",
    ) -> None:
        super().__init__(theme, parent)
        self._kind: StripKind = kind
        self._icon = icon
        _, _, ink, own = _STRIPS[kind]
        self._mark = Icon(theme, icon or own, ink, 18)
        self.fact = Label(theme, "label", fact, "ink", weight=600, wrap=True)
        self.line = Label(theme, "label", line, "ink", wrap=True)
        if not line:
            self.line.hide()
        self._words = QVBoxLayout()
        self._words.addWidget(self.fact)
        self._words.addWidget(self.line)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._words, 1)
        for button in buttons:
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{fact} {line}".strip())
        self.restyle()

    def set(self, kind: StripKind, fact: str, line: str = "", icon: str = "") -> None:
        """Say something else."""
        self._kind, self._icon = kind, icon
        self._mark.set(icon or _STRIPS[kind][3], _STRIPS[kind][2])
        self.fact.setText(fact)
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self.setAccessibleName(f"{fact} {line}".strip())
        self.update()

    def come(self) -> None:
        """Show it, and say it to a screen reader: danger at once, all else when there is a pause."""
        self.show()
        announce(self, self.accessibleName(), at_once=self._kind == "danger")

    def restyle(self) -> None:
        side = self.theme.px(12)
        self._row.setContentsMargins(side, self.theme.px(9), side, self.theme.px(9))
        self._row.setSpacing(self.theme.px(10))
        self._words.setSpacing(self.theme.px(1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        fill, edge, _, _ = _STRIPS[self._kind]
        box(painter, self.rect(), theme.radius("card"), theme.color(fill), theme.color(edge), theme.edge)
        if self._kind == "danger":  # the bar at its side tells it from a caution without its colour
            bar = QRect(theme.px(3), theme.px(6), theme.px(4), self.height() - 2 * theme.px(6))
            box(painter, bar, bar.width() / 2, theme.color(edge), None)


class CautionStrip(Notice):
    """Amber: something is late, missing or unsafe to assume."""

    def __init__(
        self, theme: Theme, fact: str, line: str = "", button: Button | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "caution", fact, line, (button,) if button else (), parent)


class DangerBanner(Painted):
    """A red flag: its name, what the entries match and what to consider, and the buttons that record an action."""

    def __init__(
        self, theme: Theme, title: str, line: str, buttons: Sequence[Button] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.title = Label(theme, "card_title", title, "danger", wrap=True)
        self.line = Label(theme, "question", line, "ink", wrap=True)
        self._mark = Icon(theme, "warning", "danger", 20)
        self._words = QVBoxLayout()
        self._words.addWidget(self.title)
        self._words.addWidget(self.line)
        self._keys = QHBoxLayout()
        for button in buttons:
            self._keys.addWidget(button)
        self._keys.addStretch(1)
        if buttons:
            self._words.addLayout(self._keys)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{title}. {line}")
        self.restyle()

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(18), px(12), px(14), px(12))
        self._row.setSpacing(px(10))
        self._words.setSpacing(px(3))
        self._keys.setContentsMargins(0, px(6), 0, 0)
        self._keys.setSpacing(px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        radius = theme.radius("card")
        box(painter, self.rect(), radius, theme.color("danger"), None)
        bar = theme.px(5)
        inner = QRect(bar, theme.edge, self.width() - bar - theme.edge, self.height() - 2 * theme.edge)
        box(painter, inner, radius - theme.edge, theme.color("danger_soft"), None)
        painter.fillRect(bar, theme.edge, radius, self.height() - 2 * theme.edge, theme.color("danger_soft"))


class EmptyState(QWidget):
    """An icon, one bold line saying what is not there, one line saying when it will be."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        line: str,
        button: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._column = QVBoxLayout(self)
        self._title = Label(theme, "question", title, weight=600, wrap=True)
        self._line = Label(theme, "label", line, "ink2", wrap=True)
        self._column.addWidget(Icon(theme, icon, "ink2", 26), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._column.addWidget(label)
        if button is not None:
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setAccessibleName(f"{title}. {line}")
        theme.changed.connect(self._restyle)
        self._restyle()

    def say(self, title: str, line: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._line.setText(line)
        self.setAccessibleName(f"{title}. {line}")

    def _restyle(self) -> None:
        self._column.setContentsMargins(*[self.theme.px(16)] * 4)
        self._column.setSpacing(self.theme.px(6))


class Scroll(QScrollArea):
    """A column that scrolls up and down only, without a frame, on the window's ground."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
