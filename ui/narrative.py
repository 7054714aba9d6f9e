"""The note of this visit as it grows: each sentence leads to the answers that made it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.timers import once
from ui.widgets import Button, Label, Painted, Scroll, box
from ui.widgets.lines import lines_of as broken
from ui.widgets.lines import write_lines
from workup import words
from workup.answers import Cause
from workup.assess import Assessment
from workup.note.blocks import Note
from workup.note.lines import Line, lines_of
from workup.note.wording import slot_words
from workup.session.unresolved import TAKEN_OVER
from workup.style import Role, Token
from workup.texts import N_, _

WIDE = 400
AFTER_MS = 120  # the answer has been painted by then
MOST_NAMED = 3
_WAITS: dict[Cause, str] = {
    "carried": N_("carried"),
    "macro": N_("from a text macro"), "imported": N_("imported"), "normal-macro": N_("set as normal")
}  # fmt: skip
_HOW: dict[Cause, str] = {
    **_WAITS, "reconfirmed": N_("confirmed"), "patient": N_("by the patient"), "derived": N_("derived")
}  # fmt: skip


def to_confirm(assessment: Assessment) -> str:
    """How many answers wait to be confirmed, by the way they came: `3 carried, 1 from a text macro to confirm`."""
    causes = [answer.cause for _rest, answer in assessment.counted.items()]
    counts = {said: causes.count(cause) for cause, said in _WAITS.items()}
    told = [f"{count} {_(said)}" for said, count in counts.items() if count]
    return _("{told} to confirm").format(told=", ".join(told)) if told else ""


def origin(assessment: Assessment, line: Line) -> str:
    """Which answers made a sentence, and how those came about that were not simply given."""
    parts = []
    for slot in line.slots[:MOST_NAMED]:
        if slot.item not in assessment.library.items:
            continue
        answer = assessment.answers.get(slot)
        how = _(_HOW.get(answer.cause, "")) if answer is not None else ""
        parts.append(f"{slot_words(assessment.library, slot)}{f' ({how})' if how else ''}")
    more = len(line.slots) - MOST_NAMED
    named = "; ".join(parts)
    if more > 0:
        return _("From: {named} and {more} more").format(named=named, more=more)
    return _("From: {named}").format(named=named) if named else ""


def waits(assessment: Assessment, line: Line) -> bool:
    """Whether a sentence rests on an answer that nobody gave or confirmed by itself."""
    answers = (assessment.counted.get(slot) for slot in line.slots)
    return any(answer is not None and answer.cause in TAKEN_OVER for answer in answers)


class NoteLines(Painted):
    """The sentences one below the other; arrows go through those that lead somewhere, Enter and a click go there."""

    picked = Signal(object)
    looked_at = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.lines: tuple[Line, ...] = ()
        self._waiting: tuple[bool, ...] = ()
        self._rects: list[QRect] = []
        self.at = -1
        self._hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Note"))

    def show_lines(self, lines: tuple[Line, ...], waiting: tuple[bool, ...]) -> None:
        """Show these sentences; the one that was looked at stays it where it is still there."""
        here = self.lines[self.at] if 0 <= self.at < len(self.lines) else None
        self.lines, self._waiting = lines, waiting
        self.at = lines.index(here) if here is not None and here in lines else -1
        self._place()

    def restyle(self) -> None:
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != self.width():
            self._place()

    def _look(self, line: Line) -> tuple[Role, Token]:
        return {"part": ("card_title", "ink"), "heading": ("label", "ink"), "text": ("label", "ink2")}[line.kind]  # type: ignore[return-value]

    def _place(self) -> None:
        px, top, rects = self.theme.px, self.theme.px(4), list[QRect]()
        for line in self.lines:
            role, _rest = self._look(line)
            count = len(broken(self.theme, line.text, role, max(40, self.width() - px(28)), most=40))
            tall = count * self.theme.line(role) + px(4)
            top += px(8) if line.kind == "part" else 0
            rects.append(QRect(0, top, self.width(), tall))
            top += tall
        self._rects = rects
        self.setFixedHeight(max(top + px(8), px(60)))
        self.update()

    def _go(self, way: int) -> None:
        places = [n for n, line in enumerate(self.lines) if line.slots]
        ahead = [n for n in places if n > self.at] if way > 0 else [n for n in reversed(places) if n < self.at]
        if ahead:
            self.at = ahead[0]
            self._announce()
            self.theme.focus_moved.emit()
            self.update()

    def _announce(self) -> None:
        if 0 <= self.at < len(self.lines):
            self.setAccessibleName(_("Note, {text}").format(text=self.lines[self.at].text))
            self.looked_at.emit(self.lines[self.at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self.at < len(self.lines):
            self._pick(self.at)
        else:
            event.ignore()

    def _pick(self, place: int) -> None:
        if self.lines[place].slots:
            self.picked.emit(self.lines[place].slots[0])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.at < 0:
            self._go(1)
        self._announce()

    def _place_at(self, event: QMouseEvent) -> int:
        point = event.position().toPoint()
        return next((n for n, rect in enumerate(self._rects) if rect.contains(point) and self.lines[n].slots), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event)
        if place != self._hover:
            self._hover = place
            self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
            self.looked_at.emit(self.lines[place] if place >= 0 else None)
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = -1
        self.looked_at.emit(None)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event)
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.at = place
            self._pick(place)

    def focus_ring(self) -> tuple[QRect, int]:
        rect = self._rects[self.at] if 0 <= self.at < len(self._rects) else self.rect()
        return rect, self.theme.radius("tag")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        for place, (line, rect) in enumerate(zip(self.lines, self._rects, strict=True)):
            if not rect.intersects(event.rect()):
                continue
            if place == self._hover:
                box(painter, rect, theme.radius("tag"), theme.color("hover"), None)
            role, token = self._look(line)
            room = rect.adjusted(theme.px(14), theme.px(2), -theme.px(10), 0)
            if self._waiting[place]:
                token = "caution"
                painter.setPen(QPen(theme.color("caution"), theme.px(2), Qt.PenStyle.DotLine))
                painter.drawLine(theme.px(6), rect.top() + 3, theme.px(6), rect.bottom() - 3)
            elif line.finding:
                token = "finding"
            rows = broken(theme, line.text, role, room.width() - theme.px(4), most=40)
            write_lines(painter, theme, room, rows, role, token)


class NotePane(Painted):
    """The note beside the questions, the count of what waits to be confirmed, and where a sentence comes from."""

    slot_wanted = Signal(object)
    close_wanted = Signal()

    def __init__(self, theme: Theme, compose: Callable[[], tuple[Note, Assessment]], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._compose = compose
        self._assessment: Assessment | None = None
        self.lines = NoteLines(theme)
        self.count = Label(theme, "label", "", "caution", wrap=True, weight=600)
        self.origin = Label(theme, "hint", "", "ink2", wrap=True)
        close = Button(theme, "quiet", "", "close", name=_("Close the note, F7"))
        close.clicked.connect(self.close_wanted)
        head = QHBoxLayout()
        head.addWidget(Label(theme, "card_title", _("Note so far")))
        head.addStretch(1)
        head.addWidget(close)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.count)
        self._scroll = Scroll(self.lines)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self.origin)
        self.lines.picked.connect(self.slot_wanted)
        self.lines.looked_at.connect(self._tell_origin)
        self._later = once(self, self.show_now, AFTER_MS)
        self.setAccessibleName(_("Note so far"))
        self.restyle()

    def show_soon(self) -> None:
        """The answers have changed; the note follows when they have been painted."""
        if self.isVisible():
            self._later.start()

    def show_now(self) -> None:
        """Show the note as it is."""
        note, assessment = self._compose()
        self._assessment = assessment
        lines = tuple(lines_of(note))
        self.lines.show_lines(lines, tuple(waits(assessment, line) for line in lines))
        said = to_confirm(assessment)
        self.count.setText(said)
        self.count.setVisible(bool(said))

    def stop(self) -> None:
        """Nothing more is to be shown."""
        self._later.stop()

    def _tell_origin(self, line: Line | None) -> None:
        said = origin(self._assessment, line) if line is not None and self._assessment is not None else ""
        self.origin.setText(words.capital(said))
        if line is not None and self.lines.hasFocus() and self.lines.at >= 0:
            rect = self.lines.focus_ring()[0]
            self._scroll.ensureVisible(0, rect.center().y(), 0, self.theme.px(40))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
        else:
            event.ignore()

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(14), px(10), px(4), px(10))
        self._column.setSpacing(px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("bg"))
        painter.fillRect(0, 0, self.theme.edge, self.height(), self.theme.color("line"))

