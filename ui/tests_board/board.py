"""The orders of a patient as one list of cards: arrows walk it, Enter opens one, letters take its next steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.tests_board.cardface import card_height, paint_card
from ui.tests_board.wording import GROUPS, Card
from ui.theme import Theme
from ui.widgets import Painted, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.spoken import Part, SpokenRole
from workup.texts import _


class OrderBoard(Painted):
    """Painted cards in groups. `chosen` names the order walked to, `opened` the one to be looked at in full."""

    spoken_role = SpokenRole.List
    chosen = Signal(int)
    opened = Signal(int)
    letter = Signal(str)
    moved = Signal(QRect)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.cards: tuple[Card, ...] = ()
        self.selected = 0
        self._hover = -1
        self._placed: tuple[int, list[QRect], list[tuple[str, QRect]]] = (-1, [], [])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_("Tests"))

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show these; the keyboard stays on its order wherever that stands now."""
        if cards == self.cards:
            return
        self.cards = cards
        self._placed = (-1, [], [])
        if not any(one.number == self.selected for one in cards):
            self.selected = cards[0].number if cards else 0
        self._announce()
        self.updateGeometry()
        self.update()
        if self.hasFocus():
            self.theme.focus_moved.emit()

    def select(self, number: int) -> None:
        """Put the keyboard's place on an order."""
        if number != self.selected and any(one.number == number for one in self.cards):
            self.selected = number
            self._announce()
            self.update()
            self.theme.focus_moved.emit()
            self.moved.emit(self.current())

    @property
    def place(self) -> int:
        """Which card has the keyboard's place; -1 on an empty board."""
        return next((place for place, one in enumerate(self.cards) if one.number == self.selected), -1)

    def _announce(self) -> None:
        self.setAccessibleName(self.cards[self.place].spoken if self.cards else _("Tests, none ordered"))

    def spoken_parts(self) -> Sequence[Part]:
        rects, _rest = self._rects(self.width())
        return [
            Part(card.spoken, SpokenRole.ListItem, rect, None, place == self.place,
                 partial(self.opened.emit, card.number))
            for place, (card, rect) in enumerate(zip(self.cards, rects))
        ]  # fmt: skip

    # Where things are

    def restyle(self) -> None:
        self._placed = (-1, [], [])

    def _rects(self, width: int) -> tuple[list[QRect], list[tuple[str, QRect]]]:
        if self._placed[0] != width:
            theme, top, group = self.theme, 0, ""
            rects, heads = list[QRect](), list[tuple[str, QRect]]()
            for card in self.cards:
                if card.group != group:
                    group = card.group
                    top += theme.px(4) if heads else 0
                    heads.append((_(GROUPS[card.group]), QRect(0, top, width, theme.px(24))))
                    top += theme.px(26)
                tall = card_height(theme, card, width)
                rects.append(QRect(0, top, width, tall))
                top += tall + theme.px(8)
            self._placed = (width, rects, heads)
        return self._placed[1], self._placed[2]

    def heightForWidth(self, width: int) -> int:
        rects, _rest = self._rects(width)
        return rects[-1].bottom() + 1 + self.theme.px(8) if rects else 0

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.heightForWidth(max(self.width(), self.theme.px(320))))

    def focus_ring(self) -> tuple[QRect, int]:
        """Around the card that has the keyboard."""
        return (self.current() if self.cards else self.rect()), self.theme.radius("card")

    def current(self) -> QRect:
        """Where the card with the keyboard stands."""
        rects, _rest = self._rects(self.width())
        return rects[self.place] if rects else QRect()

    # What the user does

    def _go(self, place: int) -> None:
        if 0 <= place < len(self.cards) and self.cards[place].number != self.selected:
            self.select(self.cards[place].number)
            self.chosen.emit(self.selected)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text().lower()):
            event.ignore()

    def _key(self, key: int, text: str) -> bool:
        last = len(self.cards) - 1
        ways = {
            Qt.Key.Key_Up: self.place - 1,
            Qt.Key.Key_Down: self.place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in ways and self.cards:
            self._go(max(0, min(ways[Qt.Key(key)], last)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.cards:
            self.opened.emit(self.selected)
        elif text.isalpha() and len(text) == 1 and self.theme.letter_keys:
            self.letter.emit(text)
        else:
            return False
        return True

    def _place_at(self, event: QMouseEvent) -> int:
        point = event.position().toPoint()
        rects, _rest = self._rects(self.width())
        return next((place for place, rect in enumerate(rects) if rect.contains(point)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event)
        if place < 0 or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._go(place)
        self.opened.emit(self.selected)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover_on(self._place_at(event))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_on(-1)

    def _hover_on(self, place: int) -> None:
        if place != self._hover:
            self._hover = place
            self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        rects, heads = self._rects(self.width())
        for text, head in heads:
            write(painter, theme, head, text, "label", "ink2", 600, fixed=True)
        for place, (card, rect) in enumerate(zip(self.cards, rects, strict=True)):
            if rect.intersects(event.rect()):
                paint_card(
                    painter,
                    theme,
                    card,
                    rect,
                    self.pixmap_ratio(),
                    selected=place == self.place,
                    hovered=place == self._hover,
                )
