"""Buttons: primary, secondary, quiet and danger, with an icon and the key that presses them."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.base import box, write
from ui.widgets.marks import key_size, paint_key
from ui.widgets.tips import plain_tip
from workup.style import Role, Token

ButtonKind = Literal["primary", "secondary", "quiet", "danger"]
_TEXT: dict[ButtonKind, Token] = {
    "primary": "on_accent", "secondary": "ink", "quiet": "accent", "danger": "on_danger"
}  # fmt: skip


class Button(QAbstractButton):
    """A verb to press; with an empty text it is a square with its icon and needs a name."""

    def __init__(
        self,
        theme: Theme,
        kind: ButtonKind,
        text: str,
        icon: str = "",
        key_hint: str = "",
        parent: QWidget | None = None,
        *,
        name: str = "",
        icon_after: bool = False,
        big: bool = False,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._kind: ButtonKind = kind
        self._icon, self._key_hint = icon, key_hint
        self._icon_after, self._big = icon_after, big
        self._bare = not text
        self.setText(text)
        self.setAccessibleName(name or text)
        if name and not text:
            self.setToolTip(plain_tip(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._restyle)

    def set_label(self, text: str, icon: str | None = None) -> None:
        """Another verb, and another icon if one is given."""
        self.setText(text)
        self.setAccessibleName(text or self.accessibleName())
        self._bare = not text
        self._icon = self._icon if icon is None else icon
        self._restyle()

    def set_kind(self, kind: ButtonKind) -> None:
        """Louder or quieter."""
        self._kind = kind
        self.update()

    def set_key(self, key: str) -> None:
        """Another key that presses it, shown on it; an empty one takes it away."""
        self._key_hint = key
        self._restyle()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def focus_ring(self) -> tuple[QRect, int]:
        """The rectangle the focus ring goes around, and its corner radius."""
        return self.rect(), self.theme.radius("card" if self._big else "control")

    @property
    def _role(self) -> Role:
        return "big_button" if self._big else "control"

    @property
    def _icon_size(self) -> int:
        return 18 if self._big or self._bare else 16

    def sizeHint(self) -> QSize:
        theme = self.theme
        height = theme.px(48) if self._big else theme.height("control")
        if self._bare:
            return QSize(height, height)
        return QSize(max(self._wide() + 2, height), height)

    def _wide(self) -> int:
        """What stands on it takes this much, with its sides."""
        theme = self.theme
        width = theme.metrics(self._role, 600).horizontalAdvance(self.text()) + 2 * self._pad()
        if self._icon:
            width += theme.px(self._icon_size + 8)
        if self._key_hint:
            width += key_size(theme, self._key_hint).width() + theme.px(8)
        return width

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _pad(self) -> int:
        return self.theme.px(8 if self._kind == "quiet" else 12) + (self.theme.px(8) if self._big else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space presses; Enter too, because a button has nothing else to do with it."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        token = _TEXT[self._kind] if self.isEnabled() else "ink3"
        if self._bare and self._kind in ("secondary", "quiet") and self.isEnabled():
            token = "ink2"
        self._paint_ground(painter)
        left = (self.width() - self._wide()) // 2 + self._pad()
        if self._bare:
            self._paint_icon(painter, (self.width() - theme.px(self._icon_size)) / 2, token)
            return
        if self._icon and not self._icon_after:
            self._paint_icon(painter, left, token)
            left += theme.px(self._icon_size + 8)
        text = theme.metrics(self._role, 600).horizontalAdvance(self.text())
        write(painter, theme, QRect(left, 0, text + 2, self.height()), self.text(), self._role, token, 600)
        left += text + theme.px(8)
        if self._icon and self._icon_after:
            self._paint_icon(painter, left, token)
            left += theme.px(self._icon_size + 8)
        if self._key_hint:
            size = key_size(theme, self._key_hint)
            rect = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
            paint_key(painter, theme, rect, self._key_hint, *self._key_tokens(token))

    def _key_tokens(self, token: Token) -> tuple[Token, Token]:
        """The colours of the key's name and of its frame."""
        if self._kind not in ("primary", "danger") or not self.isEnabled():
            return "ink3", "line"
        quiet = self._kind == "primary" and not self.theme.high_contrast
        return token, "accent_line" if quiet else token

    def _paint_icon(self, painter: QPainter, left: float, token: Token) -> None:
        top = (self.height() - self.theme.px(self._icon_size)) / 2
        pixmap = self.theme.pixmap(self._icon, token, self._icon_size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(round(left), round(top)), pixmap)

    def _paint_ground(self, painter: QPainter) -> None:
        theme, rect = self.theme, self.rect()
        radius = theme.radius("card" if self._big else "control")
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        if not self.isEnabled() and self._kind != "quiet":
            box(painter, rect, radius, theme.color("sunken"), theme.color("line"), theme.edge)
        elif self._kind == "primary":
            box(painter, rect, radius, theme.color("accent_hover" if lit else "accent"), None)
        elif self._kind == "danger":
            box(painter, rect, radius, theme.color("danger"), theme.color("ink") if lit else None, theme.edge)
        elif self._kind == "secondary":
            fill = "sunken" if self.isDown() else "hover" if lit else "surface"
            box(painter, rect, radius, theme.color(fill), theme.color("control"), theme.edge)  # type: ignore[arg-type]
        elif lit or self.isDown():
            box(painter, rect, radius, theme.color("sunken" if self.isDown() else "hover"), None)
