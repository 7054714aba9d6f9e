"""Small things that only say: labels, pills, tags, key hints, the progress ring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.base import Painted, box, write
from ui.widgets.keycaps import key_said
from ui.widgets.lines import announce
from ui.widgets.tips import plain_tip
from workup.style import Role, Token, Weight
from workup.texts import _

USUAL_S = 1.5  # the longest a password is made to take, and opening the records


class Label(QLabel):
    """Plain text in a role and a colour; never rich text."""

    def __init__(
        self,
        theme: Theme,
        role: Role,
        text: str = "",
        token: Token = "ink",
        parent: QWidget | None = None,
        *,
        weight: Weight | None = None,
        wrap: bool = False,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._role: Role = role
        self._token: Token = token
        self._weight: Weight | None = weight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        theme.changed.connect(self.restyle)
        self.restyle()

    def set_look(self, token: Token, weight: Weight | None = None) -> None:
        """Another colour and weight."""
        if (token, weight) != (self._token, self._weight):
            self._token, self._weight = token, weight
            self.restyle()

    def set_role(self, role: Role) -> None:
        """Another size of type."""
        if role != self._role:
            self._role = role
            self.restyle()

    def restyle(self) -> None:
        """Take font and colour of the theme; needed again after a move to another parent, which drops both."""
        self.setFont(self.theme.font(self._role, self._weight))
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.WindowText, self.theme.color(self._token))
        self.setPalette(colours)


class Problem(Label):
    """Why something cannot be done, in place; empty while nothing is wrong. A screen reader hears it as it comes."""

    def __init__(self, theme: Theme, token: Token = "caution") -> None:
        super().__init__(theme, "label", "", token, wrap=True)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            announce(self, text, at_once=True)


class KeyHint(Painted):
    """The name of a key in a small frame."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None, *, token: Token = "ink3") -> None:
        super().__init__(theme, parent)
        self._key = key
        self._token: Token = token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(key_said(key))

    def sizeHint(self) -> QSize:
        return key_size(self.theme, self._key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key(painter, self.theme, self.rect(), self._key, self._token, "line")


def key_size(theme: Theme, key: str) -> QSize:
    """The room a key's name in its frame takes."""
    return QSize(theme.metrics("hint").horizontalAdvance(key_said(key)) + theme.px(11), theme.px(18))


def paint_key(painter: QPainter, theme: Theme, rect: QRect, key: str, token: Token, edge: Token) -> None:
    """A key's name in a small frame."""
    box(painter, rect, theme.radius("tag"), None, theme.color(edge), 1)
    write(painter, theme, rect, key_said(key), "hint", token, align=Qt.AlignmentFlag.AlignCenter)


PillKind = Literal["draft", "neutral", "booked", "result", "good", "overdue", "cancelled", "unsafe", "finding"]


@dataclass(frozen=True, slots=True)
class PillLook:
    """The tokens of a pill; `struck` draws a line through the word."""

    fill: Token
    edge: Token
    text: Token
    struck: bool = False


PILLS: dict[PillKind, PillLook] = {
    "draft": PillLook("surface", "control", "ink2"),
    "neutral": PillLook("sunken", "line", "ink2"),
    "booked": PillLook("accent_soft", "accent_line", "accent"),
    "result": PillLook("accent", "accent", "on_accent"),
    "good": PillLook("ok_soft", "ok_line", "ok"),
    "overdue": PillLook("caution_soft", "caution_line", "caution"),
    "cancelled": PillLook("sunken", "line", "ink2", struck=True),
    "unsafe": PillLook("danger", "danger", "on_danger"),
    "finding": PillLook("finding_soft", "finding_line", "finding"),
}


class Pill(Painted):
    """A status in one or two words, with an icon; a label, never a target."""

    def __init__(self, theme: Theme, kind: PillKind, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._kind: PillKind = kind
        self._text, self._icon = text, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set(self, kind: PillKind, text: str, icon: str = "") -> None:
        """Another status."""
        if (kind, text, icon) != (self._kind, self._text, self._icon):
            self._kind, self._text, self._icon = kind, text, icon
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        icon = self.theme.px(18) if self._icon else 0
        text = self.theme.metrics("hint", 600).horizontalAdvance(self._text)
        return QSize(text + icon + self.theme.px(20), self.theme.height("pill"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, look = QPainter(self), self.theme, PILLS[self._kind]
        box(painter, self.rect(), self.height() / 2, theme.color(look.fill), theme.color(look.edge), theme.edge)
        rect = self.rect().adjusted(theme.px(10), 0, -theme.px(9), 0)
        if self._icon:
            top = (self.height() - theme.px(14)) // 2
            painter.drawPixmap(QPointF(theme.px(8), top), theme.pixmap(self._icon, look.text, 14, self.pixmap_ratio()))
            rect.setLeft(theme.px(26))
        write(painter, theme, rect, self._text, "hint", look.text, 600)
        if look.struck:
            painter.setPen(QPen(theme.color(look.text), theme.edge))
            middle = self.height() // 2 + 1
            painter.drawLine(rect.left(), middle, rect.right(), middle)


TagKind = Literal["plain", "caution", "danger"]
_TAGS: dict[TagKind, PillLook] = {
    "plain": PillLook("surface", "control", "ink2"),
    "caution": PillLook("caution_soft", "caution_line", "caution"),
    "danger": PillLook("danger_soft", "danger_line", "danger"),
}


class Tag(Painted):
    """A fact that stays in view, such as the operation or an allergy; shortened when room is scarce."""

    def __init__(self, theme: Theme, kind: TagKind, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._kind: TagKind = kind
        self._text, self._icon = text, icon
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set(kind, text, icon)

    def set(self, kind: TagKind, text: str, icon: str = "") -> None:
        """Another fact."""
        self._kind, self._text, self._icon = kind, text, icon
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        icon = self.theme.px(19) if self._icon else 0
        text = self.theme.metrics("label").horizontalAdvance(self._text)
        return QSize(text + icon + self.theme.px(19), self.theme.height("tag"))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.theme.px(56)), self.theme.height("tag"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, look = QPainter(self), self.theme, _TAGS[self._kind]
        box(painter, self.rect(), theme.radius("tag"), theme.color(look.fill), theme.color(look.edge), theme.edge)
        rect = self.rect().adjusted(theme.px(9), 0, -theme.px(9), 0)
        if self._icon:
            top = (self.height() - theme.px(14)) // 2
            painter.drawPixmap(QPointF(theme.px(8), top), theme.pixmap(self._icon, look.text, 14, self.pixmap_ratio()))
            rect.setLeft(theme.px(28))
        write(painter, theme, rect, self._text, "label", look.text)


class Bar(Painted):
    """How far something is that takes long: a bar that fills from the left."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._share = 0.0
        self.setAccessibleName("0 %")

    def set(self, share: float) -> None:
        """Another share, 0 to 1."""
        self._share = share
        self.setAccessibleName(f"{round(share * 100)} %")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = QPainter(self), self.rect()
        painter.fillRect(rect, self.theme.color("line"))
        painter.fillRect(QRect(0, 0, round(rect.width() * self._share), rect.height()), self.theme.color("accent"))


class ProgressRing(Painted):
    """How far a step is: empty, an arc, or filled with a check."""

    def __init__(self, theme: Theme, done: int = 0, total: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._done, self._total = done, total
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(done, total)

    def set(self, done: int, total: int) -> None:
        """Another count."""
        self._done, self._total = done, total
        self.setAccessibleName(_("{done} of {total}").format(done=done, total=total))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(20), self.theme.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_progress(QPainter(self), self.theme, self.rect(), self._done, self._total, self.pixmap_ratio())


def paint_passed(painter: QPainter, theme: Theme, width: int, seconds: float) -> None:
    """A bar along the upper edge while a password becomes a key; how long that takes was set when it was chosen."""
    if seconds:
        painter.fillRect(0, 0, width, theme.px(6), theme.color("line"))
        painter.fillRect(0, 0, round(width * min(seconds / USUAL_S, 0.95)), theme.px(6), theme.color("accent"))


def paint_progress(painter: QPainter, theme: Theme, rect: QRect, done: int, total: int, ratio: float) -> None:
    """The progress ring inside a square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if 0 < total <= done:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
        size = theme.px(14)
        corner = QPointF(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2)
        painter.drawPixmap(corner, theme.pixmap("check-bold", "on_accent", 14, ratio))
        return
    width = theme.px(2.6)
    inner = QRectF(rect).adjusted(width / 2 + 0.5, width / 2 + 0.5, -width / 2 - 0.5, -width / 2 - 0.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("line"), 1 if theme.high_contrast else width))
    painter.drawEllipse(inner)
    if done > 0:
        painter.setPen(QPen(theme.color("accent"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(inner, 90 * 16, -round(360 * 16 * done / max(total, 1)))
